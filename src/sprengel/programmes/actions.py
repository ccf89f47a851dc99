"""What changes in this room: programmes, who stands behind them, their rounds and terms.

Every action owns its transaction and writes one line of the log; what cannot be kept raises a
:class:`TermsProblem` with a sentence for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Passage
from sprengel.bodies.models import Actor
from sprengel.figures.models import Figure
from sprengel.ledger.models import Matter, Statement
from sprengel.meetings.rules import narrowest
from sprengel.programmes import checking, slugs
from sprengel.programmes.models import (
    FigureRole,
    Party,
    Programme,
    Provision,
    Round,
    RoundFigure,
    Subject,
)
from sprengel.programmes.problems import TermsProblem

PROGRAMME_FACTS = (
    "kind",
    "name",
    "short_name",
    "purpose",
    "legal_basis",
    "contact",
    "source",
    "part_of",
    "visibility",
)
ROUND_FACTS = (
    "name",
    "position",
    "opens_on",
    "deadline_on",
    "starts_on",
    "ends_on",
    "is_permanent",
    "dates_note",
    "summary",
    "applicants",
    "legal_basis",
    "contact",
    "rules_key",
    "remind_days",
    "passage",
    "source",
)


# Programmes


@transaction.atomic
def add_programme(
    *,
    actor: User | None,
    kind: str,
    name: str,
    short_name: str = "",
    purpose: str = "",
    legal_basis: str = "",
    contact: str = "",
    source: str = "",
    part_of: Programme | None = None,
    slug: str = "",
    visibility: str = Visibility.OFFICE,
) -> Programme:
    """``slug`` is made from the name where none is given."""
    programme = Programme(
        slug=slug or slugs.free_slug(short_name or name),
        kind=kind,
        name=name.strip(),
        short_name=short_name.strip(),
        purpose=purpose.strip(),
        legal_basis=legal_basis.strip(),
        contact=contact.strip(),
        source=source.strip(),
        part_of=part_of,
        visibility=visibility,
    )
    checking.check_programme(programme)
    programme.save()
    _log(actor, programme, _("Programm angelegt: %(name)s.") % {"name": programme})
    return programme


@transaction.atomic
def change_programme(*, actor: User | None, programme: Programme, **changes: Any) -> Programme:
    """``changes``: any of ``PROGRAMME_FACTS``."""
    stored = Programme.objects.select_for_update().get(pk=programme.pk)
    _set(stored, changes, PROGRAMME_FACTS)
    checking.check_programme(stored)
    stored.version += 1
    stored.save()
    _narrow(stored)
    _log(actor, stored, _("Angaben zum Programm geändert: %(name)s.") % {"name": stored})
    return stored


@transaction.atomic
def add_party(
    *,
    actor: User | None,
    programme: Programme,
    role: str,
    of: Actor | None = None,
    name: str = "",
    source: str = "",
) -> Party:
    """``of`` from the register, or a ``name`` it does not have."""
    party = Party(
        programme=programme, actor=of, name=name.strip(), role=role.strip(), source=source.strip()
    )
    if party.actor is None and not party.name:
        raise TermsProblem(_("Bitte sagen, wer beteiligt ist."), field="name")
    checking.check_fields(party)
    party.save()
    _log(
        actor,
        programme,
        _("%(programme)s: %(who)s ist beteiligt (%(role)s).")
        % {"programme": programme, "who": party, "role": party.role},
        about=[of] if of else [],
    )
    return party


@transaction.atomic
def remove_party(*, actor: User | None, party: Party) -> None:
    programme, about = party.programme, [party.actor] if party.actor else []
    sentence = _("%(programme)s: %(who)s ist nicht mehr eingetragen.") % {
        "programme": programme,
        "who": party,
    }
    party.delete()
    _log(actor, programme, sentence, about=about)


# What was said that made it


@transaction.atomic
def link_matter(*, actor: User | None, programme: Programme, matter: Matter) -> None:
    """Once is enough; a second time changes nothing."""
    if programme.matters.filter(pk=matter.pk).exists():
        return
    programme.matters.add(matter)
    _log(
        actor,
        programme,
        _("%(programme)s: Vorgang verknüpft.") % {"programme": programme},
        about=[matter],
    )


@transaction.atomic
def unlink_matter(*, actor: User | None, programme: Programme, matter: Matter) -> None:
    programme.matters.remove(matter)
    _log(
        actor,
        programme,
        _("%(programme)s: Verknüpfung mit einem Vorgang gelöst.") % {"programme": programme},
        about=[matter],
    )


@transaction.atomic
def link_statement(*, actor: User | None, programme: Programme, statement: Statement) -> None:
    if programme.statements.filter(pk=statement.pk).exists():
        return
    programme.statements.add(statement)
    _log(
        actor,
        programme,
        _("%(programme)s: Aussage verknüpft.") % {"programme": programme},
        about=[statement.document],
    )


# Rounds


@transaction.atomic
def add_round(
    *,
    actor: User | None,
    programme: Programme,
    name: str,
    slug: str = "",
    position: int | None = None,
    opens_on: date | None = None,
    deadline_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_permanent: bool = False,
    dates_note: str = "",
    summary: str = "",
    applicants: Iterable[str] = (),
    legal_basis: str = "",
    contact: str = "",
    rules_key: str = "",
    remind_days: Iterable[int] = (),
    passage: Passage | None = None,
    source: str = "",
) -> Round:
    """The next round, unless ``position`` puts it elsewhere; what is not known stays empty."""
    # Two rounds added at once wait for each other here: each gets a position of its own.
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = programme.rounds.aggregate(last=Max("position"))["last"] or 0
    terms = Round(
        programme=programme,
        slug=slug or slugs.free_round_slug(programme, name),
        name=name.strip(),
        position=last + 1 if position is None else position,
        opens_on=opens_on,
        deadline_on=deadline_on,
        starts_on=starts_on,
        ends_on=ends_on,
        is_permanent=is_permanent,
        dates_note=dates_note.strip(),
        summary=summary.strip(),
        applicants=list(applicants),
        legal_basis=legal_basis.strip(),
        contact=contact.strip(),
        rules_key=rules_key,
        remind_days=list(remind_days),
        passage=passage,
        source=source.strip(),
    )
    checking.check_round(terms)
    terms.save()
    _log_round(actor, terms, _("Runde eingetragen: %(round)s."))
    return terms


@transaction.atomic
def change_round(*, actor: User | None, terms: Round, **changes: Any) -> Round:
    """``changes``: any of ``ROUND_FACTS``."""
    stored = Round.objects.select_for_update().get(pk=terms.pk)
    _set(stored, changes, ROUND_FACTS)
    checking.check_round(stored)
    stored.version += 1
    stored.save()
    _log_round(actor, stored, _("Runde geändert: %(round)s."))
    return stored


@transaction.atomic
def add_provision(
    *,
    actor: User | None,
    terms: Round,
    subject: str = Subject.OTHER,
    wording: str,
    is_open: bool = False,
    passage: Passage | None = None,
    source: str = "",
) -> Provision:
    """``is_open``: nobody has found it; ``wording`` then names what is missing."""
    provision = Provision(
        round=terms,
        subject=subject,
        wording=wording.strip(),
        is_open=is_open,
        passage=passage,
        source=source.strip(),
    )
    checking.check_provision(provision)
    provision.save()
    _log_round(actor, terms, _("Bestimmung eingetragen: %(round)s."))
    return provision


@transaction.atomic
def change_provision(*, actor: User | None, provision: Provision, **changes: Any) -> Provision:
    stored = Provision.objects.select_for_update().get(pk=provision.pk)
    _set(stored, changes, ("subject", "wording", "is_open", "passage", "source"))
    checking.check_provision(stored)
    stored.save()
    _log_round(actor, stored.round, _("Bestimmung geändert: %(round)s."))
    return stored


@transaction.atomic
def remove_provision(*, actor: User | None, provision: Provision) -> None:
    terms = provision.round
    provision.delete()
    _log_round(actor, terms, _("Bestimmung gelöscht: %(round)s."))


@transaction.atomic
def add_round_figure(
    *, actor: User | None, terms: Round, figure: Figure, role: str = FigureRole.OTHER
) -> RoundFigure:
    """What the round says in numbers; the figure itself is entered in ``figures.actions``."""
    row = RoundFigure(round=terms, figure=figure, role=role)
    checking.check_fields(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as e:
        raise TermsProblem(
            _("Diese Kennzahl ist bei der Runde schon eingetragen."), field="figure"
        ) from e
    _log_round(actor, terms, _("Kennzahl zugeordnet: %(round)s."), about=[figure])
    return row


@transaction.atomic
def enter_number(
    *,
    actor: User | None,
    terms: Round,
    role: str,
    enter: Callable[[str], Figure],
    rests_on: Iterable[Any],
) -> Figure:
    """A figure and its place in the round, both or neither.

    ``enter`` gets the visibility: the programme's, or narrower where what it rests on is.
    """
    figure = enter(narrowest(*(one.visibility for one in (terms.programme, *rests_on))))
    add_round_figure(actor=actor, terms=terms, figure=figure, role=role)
    return figure


@transaction.atomic
def remove_round_figure(*, actor: User | None, row: RoundFigure) -> None:
    """The figure itself stays."""
    terms, figure = row.round, row.figure
    row.delete()
    _log_round(actor, terms, _("Zuordnung einer Kennzahl gelöst: %(round)s."), about=[figure])


# Shared steps


def _set(row: Any, changes: dict[str, Any], known: Iterable[str]) -> None:
    for name, value in changes.items():
        if name not in known:
            raise TypeError(f"{type(row).__name__} has no {name} to change")
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _narrow(programme: Programme) -> None:
    """Lines about a programme and its rounds are seen by no more people than the programme."""
    paths = [programme.get_absolute_url()]
    paths += [one.get_absolute_url() for one in programme.rounds.select_related("programme")]
    for path in paths:
        narrow_lines(path=path, visibility=programme.visibility)


def _log_round(
    actor: User | None, terms: Round, sentence: str, *, about: Iterable[Any] = ()
) -> None:
    _log(
        actor,
        terms.programme,
        sentence % {"round": terms},
        path=terms.get_absolute_url(),
        about=about,
    )


def _log(
    actor: User | None,
    programme: Programme,
    sentence: str,
    *,
    path: str = "",
    about: Iterable[Any] = (),
) -> None:
    """Narrowed with the programme and with whatever else the line rests on."""
    rests_on = list(about)
    log(
        actor=actor,
        verb=ActivityVerb.PROGRAMME_CHANGED,
        sentence=sentence,
        path=path or programme.get_absolute_url(),
        visibility=narrowest(*(one.visibility for one in (programme, *rests_on))),
        about=[programme.get_absolute_url(), *(one.get_absolute_url() for one in rests_on)],
    )
