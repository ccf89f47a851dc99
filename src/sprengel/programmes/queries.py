"""Reads of programmes and their rounds; every one takes ``user`` and shows no more than it may.

A round is seen with its programme, a number with its figure, a provision with the document its
passage stands in. What stands around them (parties, matters, the programme above) is left out
where it may not be seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive.models import Document, Passage
from sprengel.figures.models import Figure
from sprengel.ledger.models import Statement, StatementState
from sprengel.ledger.queries import MatterRow, matter_rows, matters
from sprengel.programmes.models import (
    TAKING_PART,
    Enrolment,
    FigureRole,
    Party,
    Programme,
    Provision,
    Round,
    RoundFigure,
)

READ = (StatementState.ACCEPTED, StatementState.CORRECTED)


def programmes(user: Viewer) -> QuerySet[Programme]:
    return Programme.objects.visible_to(user)


def programme(user: Viewer, slug: str) -> Programme:
    """Raises ``Programme.DoesNotExist`` for what one may not see."""
    return programmes(user).select_related("part_of").get(slug=slug)


def rounds(user: Viewer) -> QuerySet[Round]:
    return Round.objects.visible_to(user).select_related("programme")


def provisions(user: Viewer) -> QuerySet[Provision]:
    """What rests on a document one may not see is left out with it."""
    levels = visible_levels(user)
    return Provision.objects.filter(
        Q(passage__isnull=True) | Q(passage__revision__document__visibility__in=levels),
        round__programme__visibility__in=levels,
    )


def round_figures(user: Viewer) -> QuerySet[RoundFigure]:
    return RoundFigure.objects.filter(
        round__programme__visibility__in=visible_levels(user),
        figure__in=Figure.objects.visible_to(user),
    )


# ── The list ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """One programme in the list."""

    programme: Programme
    part_of: Programme | None
    current: Round | None
    is_running: bool
    """Else ``current`` is the last one known of."""
    next_deadline: Round | None
    taking_part: int
    """Cities entered here as taking part, in whichever round."""
    participants: Figure | None
    """How many take part as a source says it, the latest."""


def lines(user: Viewer, today: date) -> list[Line]:
    """Programmes with their parts below them; five queries, however many."""
    found = list(programmes(user).select_related("part_of"))
    by_programme: dict[int, list[Round]] = defaultdict(list)
    for terms in rounds(user).filter(programme__in=found).order_by("position", "pk"):
        by_programme[terms.programme_id].append(terms)
    counts = _taking_part(user, found)
    said = _participants(user, found)
    levels = visible_levels(user)
    made = []
    for one in _parts_below(found):
        current, is_running = current_round(by_programme[one.pk], today)
        made.append(
            Line(
                programme=one,
                part_of=_seen(one.part_of, levels),
                current=current,
                is_running=is_running,
                next_deadline=next_deadline(by_programme[one.pk], today),
                taking_part=counts.get(one.pk, 0),
                participants=said.get(one.pk),
            )
        )
    return made


def current_round(known: Sequence[Round], today: date) -> tuple[Round | None, bool]:
    """The round that holds today, else the last that began, else the last; and whether it runs.

    One that began and has no known end may be over: it is current, but nobody says it runs.
    """
    holding = [one for one in known if _holds(one, today)]
    if holding:
        last = holding[-1]
        return last, last.is_permanent or last.ends_on is not None
    begun = [one for one in known if (first := _first_day(one)) is not None and first <= today]
    return (begun or list(known) or [None])[-1], False


def next_deadline(known: Iterable[Round], today: date) -> Round | None:
    open_ones = [one for one in known if one.deadline_on is not None and one.deadline_on >= today]
    return min(open_ones, key=lambda one: (one.deadline_on, one.pk), default=None)


def _holds(terms: Round, today: date) -> bool:
    if terms.starts_on is None or terms.starts_on > today:
        return False
    return terms.ends_on is None or terms.ends_on >= today


def _first_day(terms: Round) -> date | None:
    days = (terms.opens_on, terms.starts_on, terms.deadline_on, terms.ends_on)
    return min((day for day in days if day is not None), default=None)


def _parts_below(found: Sequence[Programme]) -> list[Programme]:
    """By name; a part directly below what it is part of, where that is on the list too."""
    there = {one.pk for one in found}
    below: dict[int, list[Programme]] = defaultdict(list)
    for one in found:
        below[one.part_of_id if one.part_of_id in there else 0].append(one)
    ordered: list[Programme] = []
    waiting = below[0][::-1]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += below[one.pk][::-1]
    return ordered


def _taking_part(user: Viewer, found: Iterable[Programme]) -> dict[int, int]:
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(round__programme__in=found, state__in=TAKING_PART)
        .order_by()
        .values("round__programme")
        .annotate(cities=Count("body", distinct=True))
    )
    return {row["round__programme"]: row["cities"] for row in rows}


def _participants(user: Viewer, found: Iterable[Programme]) -> dict[int, Figure]:
    """The one with the latest key date of each programme."""
    rows = RoundFigure.objects.filter(
        round__programme__in=found, role=FigureRole.PARTICIPANTS
    ).values_list("figure_id", "round__programme_id")
    of = dict(rows)
    figures = Figure.objects.visible_to(user).current().filter(pk__in=of, value__isnull=False)
    ordered = sorted(figures.with_provenance(), key=lambda one: (one.key_on or date.min, one.pk))
    return {of[one.pk]: one for one in ordered}


def _seen(thing: Programme | None, levels: Sequence[str]) -> Programme | None:
    return thing if thing is not None and thing.visibility in levels else None


# ── A programme's page ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Said:
    """A number of a round in its role."""

    row: RoundFigure
    figure: Figure

    @property
    def role(self) -> str:
        return self.row.role

    @property
    def label(self) -> str:
        """The role, or for the rest what is counted."""
        if self.row.role == FigureRole.OTHER:
            return str(self.figure.definition.name)
        return str(self.row.get_role_display())


@dataclass(frozen=True, slots=True)
class RoundView:
    round: Round
    numbers: tuple[Said, ...]
    provisions: tuple[Provision, ...]
    passage: Passage | None
    """Where its terms stand, if one may see that document."""
    taking_part: int


@dataclass(frozen=True, slots=True)
class Page:
    programme: Programme
    part_of: Programme | None
    parts: tuple[Programme, ...]
    rounds: tuple[RoundView, ...]
    parties: tuple[Party, ...]
    matters: tuple[MatterRow, ...]
    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]
    """All that the rounds rest on, once each."""


def page(user: Viewer, of: Programme) -> Page:
    """A fixed number of queries, however many rounds."""
    levels = visible_levels(user)
    views = round_views(user, list(rounds(user).filter(programme=of)))
    return Page(
        programme=of,
        part_of=_seen(of.part_of, levels),
        parts=tuple(programmes(user).filter(part_of=of)),
        rounds=tuple(views),
        parties=tuple(parties(user, of)),
        matters=tuple(matter_rows(user, matters(user).filter(programmes=of))),
        statements=tuple(statements(user, of)),
        documents=_documents(views),
    )


def round_views(user: Viewer, found: Sequence[Round]) -> list[RoundView]:
    numbers, words = _numbers(user, found), _provisions(user, found)
    counts = _taking_part_in(user, found)
    passages = {
        one.pk: one
        for one in Passage.objects.visible_to(user)
        .filter(pk__in=[terms.passage_id for terms in found if terms.passage_id])
        .select_related("revision__document")
        .defer("revision__text", "revision__blocks", "revision__notes")
    }
    return [
        RoundView(
            round=terms,
            numbers=tuple(numbers[terms.pk]),
            provisions=tuple(words[terms.pk]),
            passage=passages.get(terms.passage_id or 0),
            taking_part=counts.get(terms.pk, 0),
        )
        for terms in found
    ]


def round_view(user: Viewer, of: Programme, slug: str) -> RoundView:
    """Raises ``Round.DoesNotExist`` where there is none."""
    return round_views(user, [rounds(user).get(programme=of, slug=slug)])[0]


def parties(user: Viewer, of: Programme) -> list[Party]:
    """A party of the register one may not see is not named."""
    levels = visible_levels(user)
    found = Party.objects.filter(programme=of, programme__visibility__in=levels)
    seen = Q(actor__isnull=True) | (
        Q(actor__visibility__in=levels)
        & (
            Q(actor__as_organization__isnull=True)
            | Q(actor__as_organization__body__visibility__in=levels)
        )
    )
    return list(found.filter(seen).select_related("actor"))


def statements(user: Viewer, of: Programme) -> list[Statement]:
    """What was said that made it, as far as somebody has gone through it."""
    levels = visible_levels(user)
    return list(
        of.statements.filter(
            document__visibility__in=levels,
            programmes__visibility__in=levels,
            state__in=READ,
        )
        .select_related("document")
        .distinct()
    )


def _numbers(user: Viewer, found: Sequence[Round]) -> dict[int, list[Said]]:
    rows = list(RoundFigure.objects.filter(round__in=found))
    figures = (
        Figure.objects.visible_to(user)
        .filter(pk__in=[row.figure_id for row in rows])
        .with_provenance()
        .select_related("replacement")
    )
    by_pk = {one.pk: one for one in figures}
    newer = _corrected(user, by_pk.values())
    said: dict[int, list[Said]] = defaultdict(list)
    for row in rows:
        figure = newer.get(row.figure_id, by_pk.get(row.figure_id))
        if figure is not None:
            said[row.round_id].append(Said(row, figure))
    return said


def _corrected(user: Viewer, figures: Iterable[Figure]) -> dict[int, Figure]:
    """A round shows what a correction has put in a number's place, however often corrected."""
    waiting = {one.pk: one.pk for one in figures if hasattr(one, "replacement")}
    newest: dict[int, Figure] = {}
    while waiting:
        found = {
            one.replaces_id: one
            for one in Figure.objects.visible_to(user)
            .filter(replaces__in=waiting.values())
            .with_provenance()
        }
        following = {}
        for first, last in waiting.items():
            if last in found:
                newest[first] = found[last]
                following[first] = found[last].pk
        waiting = following
    return newest


def _provisions(user: Viewer, found: Sequence[Round]) -> dict[int, list[Provision]]:
    words: dict[int, list[Provision]] = defaultdict(list)
    rows = (
        provisions(user)
        .filter(round__in=found)
        .select_related("passage__revision__document")
        .defer("passage__revision__text", "passage__revision__blocks", "passage__revision__notes")
    )
    for provision in rows:
        words[provision.round_id].append(provision)
    return words


def _taking_part_in(user: Viewer, found: Sequence[Round]) -> dict[int, int]:
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(round__in=found, state__in=TAKING_PART)
        .order_by()
        .values("round")
        .annotate(cities=Count("body", distinct=True))
    )
    return {row["round"]: row["cities"] for row in rows}


def _documents(views: Iterable[RoundView]) -> tuple[Document, ...]:
    passages: list[Passage | None] = []
    for view in views:
        passages.append(view.passage)
        passages += [said.figure.passage for said in view.numbers]
        passages += [provision.passage for provision in view.provisions]
    found = {one.revision.document.pk: one.revision.document for one in passages if one is not None}
    return tuple(sorted(found.values(), key=lambda one: one.title))


# ── Deadlines ─────────────────────────────────────────────────────────────────────────────────


def coming_deadlines(user: Viewer, today: date) -> list[Round]:
    """Soonest first."""
    return list(rounds(user).filter(deadline_on__gte=today).order_by("deadline_on", "pk"))
