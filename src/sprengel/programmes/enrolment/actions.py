"""What changes in who takes part. Each change is a step in a history that only grows.

Every action owns its transaction and writes one line of the log.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Passage
from sprengel.bodies.models import Body
from sprengel.meetings.rules import narrowest
from sprengel.programmes.enrolment import amounts, checking
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.enrolment.problems import (
    AlreadyEnrolled,
    ChangedMeanwhile,
    EnrolmentProblem,
)
from sprengel.programmes.enrolment.rules import may_still_state, own_states
from sprengel.programmes.models import Enrolment, EnrolmentEvent, Round

TEXTS = ("start_on", "end_on", "dates_note", "note", "visibility")
"""Kept on the row itself as they are."""


@transaction.atomic
def enter(*, actor: User | None, round: Round, body: Body, facts: EnrolmentFacts) -> Enrolment:
    """A city that was not in this round yet; ``AlreadyEnrolled`` where it is."""
    checking.check(round, body, facts)
    made = Enrolment(round=round, body=body, state=facts.state)
    for name in TEXTS:
        setattr(made, name, getattr(facts, name))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as e:
        there = Enrolment.objects.filter(round=round, body=body).first()
        if there is None:
            raise
        raise AlreadyEnrolled(there) from e
    _set_amounts(actor, made, facts)
    made.save()
    add_step(actor=actor, of=made, facts=facts)
    _log(actor, made, _("%(name)s: %(state)s (%(round)s).") % words_of(made))
    return made


@transaction.atomic
def change(
    *, actor: User | None, of: Enrolment, facts: EnrolmentFacts, seen_version: int | None = None
) -> Enrolment:
    """All that is known, said anew; the step before stays in the history.

    ``seen_version``: what the person had before them. ``ChangedMeanwhile`` where it is older.
    """
    checking.check(of.round, of.body, facts)
    take_turn(of, seen_version)
    changed = update_row(actor=actor, of=of, facts=facts)
    if not changed and not facts.on and not facts.on_note:
        raise EnrolmentProblem(_("An diesem Eintrag hat sich nichts geändert."))
    add_step(actor=actor, of=of, facts=facts)
    _log(actor, of, _("%(name)s: %(state)s (%(round)s), geändert.") % words_of(of))
    return of


@transaction.atomic
def add_earlier_step(
    *,
    actor: User | None,
    of: Enrolment,
    state: str,
    on: date | None = None,
    on_note: str = "",
    note: str = "",
    source: str = "",
    passage: Passage | None = None,
) -> EnrolmentEvent:
    """Something that happened before and was not on record; what holds now stays."""
    facts = EnrolmentFacts(
        state=state, on=on, on_note=on_note, note=note, source=source, passage=passage
    )
    checking.check(of.round, of.body, facts)
    step = add_step(actor=actor, of=of, facts=facts)
    _log(
        actor,
        of,
        _("%(name)s: früherer Schritt „%(step)s“ nachgetragen (%(round)s).")
        % {**words_of(of), "step": step.get_state_display()},
    )
    return step


@transaction.atomic
def state_own(
    *, actor: User, round: Round, body: Body, state: str, on: date, note: str = ""
) -> Enrolment:
    """A city hall says of its own city that it is interested, has applied or withdraws."""
    if state not in own_states(round.programme):
        raise EnrolmentProblem(_("Das trägt die Geschäftsstelle ein."), field="state")
    facts = EnrolmentFacts(
        state=state,
        on=on,
        note=note,
        source=_("Angabe der Stadt"),
        visibility=Visibility.MEMBERS,
    )
    checking.check(round, body, facts)
    there = Enrolment.objects.filter(round=round, body=body).select_for_update().first()
    if there is None:
        return enter(actor=actor, round=round, body=body, facts=facts)
    is_hidden = not Enrolment.objects.visible_to(actor).filter(pk=there.pk).exists()
    if is_hidden or not may_still_state(there):
        raise EnrolmentProblem(
            _("Hier kann nur noch die Geschäftsstelle etwas ändern. Bitte wenden Sie sich an sie.")
        )
    if there.state == state:
        raise EnrolmentProblem(
            _("Das ist schon eingetragen: %(state)s.") % {"state": there.get_state_display()},
            field="state",
        )
    there.state = state
    there.version = F("version") + 1
    there.save(update_fields=["state", "version"])
    there.refresh_from_db()
    add_step(actor=actor, of=there, facts=facts)
    _log(actor, there, _("%(name)s: %(state)s (%(round)s), Angabe der Stadt.") % words_of(there))
    return there


# Shared steps


def take_turn(of: Enrolment, seen_version: int | None) -> None:
    """Of two who change the same row at once the second is told."""
    turn = Enrolment.objects.filter(pk=of.pk)
    if seen_version is not None:
        turn = turn.filter(version=seen_version)
    if not turn.update(version=F("version") + 1):
        raise ChangedMeanwhile(of.body.name)
    of.refresh_from_db(fields=["version"])


def update_row(
    *,
    actor: User | None,
    of: Enrolment,
    facts: EnrolmentFacts,
    leaves: frozenset[str] = frozenset(),
) -> bool:
    """Whether anything is other than before; ``leaves`` names facts to keep as they are."""
    changed = of.state != facts.state
    of.state = facts.state
    before = of.visibility
    for name in TEXTS:
        if name not in leaves and getattr(of, name) != getattr(facts, name):
            setattr(of, name, getattr(facts, name))
            changed = True
    changed |= _set_amounts(actor, of, facts, leaves)
    of.save()
    if of.visibility != before:
        _show_to(of)
    return changed


def _set_amounts(
    actor: User | None,
    of: Enrolment,
    facts: EnrolmentFacts,
    leaves: frozenset[str] = frozenset(),
) -> bool:
    now = amounts.figures_now(of)
    changed = False
    for kind in amounts.KINDS:
        if kind in leaves:
            continue
        changed |= amounts.set_amount(
            actor=actor,
            of=of,
            kind=kind,
            now=now.get(kind),
            amount=getattr(facts, kind),
            facts={
                "visibility": seen_by(of, facts.passage),
                "source": facts.source,
                "passage": facts.passage,
            },
        )
    return changed


def add_step(*, actor: User | None, of: Enrolment, facts: EnrolmentFacts) -> EnrolmentEvent:
    step = step_of(actor=actor, of=of, facts=facts)
    step.save()
    return step


def step_of(*, actor: User | None, of: Enrolment, facts: EnrolmentFacts) -> EnrolmentEvent:
    """The step, not yet saved."""
    return EnrolmentEvent(
        enrolment=of,
        state=facts.state,
        on=facts.on,
        on_note=facts.on_note,
        note=facts.note,
        passage=facts.passage,
        source=facts.source,
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
    )


def seen_by(of: Enrolment, passage: Passage | None = None) -> str:
    """A row is seen only by those who may see its city and its programme too."""
    levels = [of.visibility, of.body.visibility, of.round.programme.visibility]
    if passage is not None:
        levels.append(passage.revision.document.visibility)
    return narrowest(*levels)


def _show_to(of: Enrolment) -> None:
    visibility = seen_by(of)
    narrow_lines(path=amounts.of_path(of), visibility=visibility)
    pks = [getattr(of, f"{kind}_id") for kind in amounts.KINDS]
    amounts.show_to([pk for pk in pks if pk is not None], visibility)


def words_of(of: Enrolment) -> dict[str, str]:
    return {"name": of.body.name, "state": of.get_state_display(), "round": str(of.round)}


def _log(actor: User | None, of: Enrolment, sentence: str) -> None:
    log(
        actor=actor,
        verb=ActivityVerb.PROGRAMME_CHANGED,
        sentence=sentence,
        path=amounts.of_path(of),
        about=[of.body.get_absolute_url(), of.round.programme.get_absolute_url()],
        visibility=seen_by(of),
    )
