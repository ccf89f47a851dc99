"""A whole list entered in one go: all of it or nothing, and one line in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.figures import actions as figures
from sprengel.figures.problems import FigureProblem
from sprengel.meetings.rules import narrowest
from sprengel.programmes.enrolment import amounts, checking
from sprengel.programmes.enrolment.actions import (
    TEXTS,
    add_step,
    seen_by,
    step_of,
    take_turn,
    update_row,
)
from sprengel.programmes.enrolment.facts import Line
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.models import Enrolment, EnrolmentEvent, Round


@dataclass(frozen=True, slots=True)
class Entered:
    added: int
    changed: int
    unchanged: int


@transaction.atomic
def enter_many(
    *,
    actor: User | None,
    round: Round,
    lines: Sequence[Line],
    seen_versions: dict[int, int] | None = None,
) -> Entered:
    """Cities not there yet are added, the others changed; nobody is entered twice.

    ``seen_versions``: by city, the version of its row the person had before them; 0 for none.
    """
    there = {one.body_id: one for one in _rows(round)}
    for line in lines:
        _check(round, line)
        _check_seen(line, there.get(line.body.pk), seen_versions)
    new = [line for line in lines if line.body.pk not in there]
    made = _add(actor, round, new)
    changed = sum(
        _change(actor, there[line.body.pk], line) for line in lines if line.body.pk in there
    )
    entered = Entered(len(made), changed, len(lines) - len(made) - changed)
    if made or changed:
        _log(actor, round, [*made, *(there[line.body.pk] for line in lines if line not in new)])
    return entered


def _rows(round: Round) -> list[Enrolment]:
    found = Enrolment.objects.filter(round=round).select_related("round__programme", "body")
    return list(found.select_for_update(of=("self",)))


def _check(round: Round, line: Line) -> None:
    try:
        checking.check(round, line.body, line.facts)
    except EnrolmentProblem as problem:
        raise EnrolmentProblem(f"{line.body.name}: {problem}", field=problem.field) from problem


def _check_seen(line: Line, there: Enrolment | None, seen_versions: dict[int, int] | None) -> None:
    if seen_versions is None:
        return
    if seen_versions.get(line.body.pk, 0) != (there.version if there else 0):
        raise EnrolmentProblem(
            _(
                "%(name)s wurde inzwischen von jemand anders eingetragen oder geändert. Es wurde "
                "nichts gespeichert. Bitte die Liste noch einmal prüfen."
            )
            % {"name": line.body.name}
        )


def _add(actor: User | None, round: Round, lines: Sequence[Line]) -> list[Enrolment]:
    rows = [
        Enrolment(
            round=round,
            body=line.body,
            state=line.facts.state,
            **{name: getattr(line.facts, name) for name in TEXTS},
        )
        for line in lines
    ]
    for kind in amounts.KINDS:
        _add_figures(actor, kind, rows, lines)
    made = Enrolment.objects.bulk_create(rows)
    EnrolmentEvent.objects.bulk_create(
        step_of(actor=actor, of=of, facts=line.facts) for of, line in zip(made, lines, strict=True)
    )
    return made


def _add_figures(
    actor: User | None, kind: str, rows: Sequence[Enrolment], lines: Sequence[Line]
) -> None:
    wanted = [
        (of, line.facts)
        for of, line in zip(rows, lines, strict=True)
        if getattr(line.facts, kind) is not None
    ]
    if not wanted:
        return
    try:
        made = figures.enter_many(
            actor=actor,
            definition=amounts.definition(kind),
            rows=[
                amounts.figure_facts(
                    getattr(facts, kind),
                    of=of,
                    visibility=seen_by(of, facts.passage),
                    source=facts.source,
                    passage=facts.passage,
                )
                for of, facts in wanted
            ],
        )
    except FigureProblem as problem:
        raise EnrolmentProblem(str(problem), field=kind) from problem
    for (of, _facts), figure in zip(wanted, made, strict=True):
        setattr(of, kind, figure)


def _change(actor: User | None, of: Enrolment, line: Line) -> bool:
    if not update_row(actor=actor, of=of, facts=line.facts, leaves=line.leaves):
        return False
    take_turn(of, None)
    add_step(actor=actor, of=of, facts=line.facts)
    return True


def _log(actor: User | None, round: Round, touched: Sequence[Enrolment]) -> None:
    """Names nobody, so it is seen by whoever sees the least hidden of the rows' programme."""
    log(
        actor=actor,
        verb=ActivityVerb.PROGRAMME_CHANGED,
        sentence=ngettext(
            "Liste eingetragen: %(n)s Beteiligung (%(round)s).",
            "Liste eingetragen: %(n)s Beteiligungen (%(round)s).",
            len(touched),
        )
        % {"n": len(touched), "round": str(round)},
        path=round.programme.get_absolute_url(),
        visibility=narrowest(*(seen_by(of) for of in touched)),
    )
