"""Reads of who takes part; everything passes through ``visible_to``, sums and counts too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.archive.models import Passage
from sprengel.bodies import queries as who
from sprengel.bodies.models import Body, CityStatus, Organization, OrganizationKind
from sprengel.bodies.names import fold
from sprengel.bodies.sizes import size_class
from sprengel.bodies.standing import has_ended, status_on
from sprengel.figures.models import Figure
from sprengel.programmes.enrolment import amounts
from sprengel.programmes.enrolment.sums import (
    COUNTS_AS_GRANTED,
    Comparison,
    Sum,
    add_up,
    compare,
)
from sprengel.programmes.enrolment.symbols import SYMBOLS
from sprengel.programmes.models import (
    TAKING_PART,
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
    Programme,
    Round,
    RoundFigure,
)
from sprengel.ui.wording import long_date


@dataclass(frozen=True, slots=True)
class Filters:
    """As they stand in the address; "" lets everything through."""

    round: str = ""
    state: str = ""
    circle: str = ""
    size: str = ""

    @property
    def any(self) -> bool:
        return bool(self.round or self.state or self.circle or self.size)


@dataclass(frozen=True, slots=True)
class Row:
    """One city in one round, with everything the table says about it."""

    enrolment: Enrolment
    body: Body
    round: Round
    symbol: str
    status: str
    """Its rank at the time of the round, where known; else what it is today, said to be that."""
    ended: str
    """ "aufgegangen in … am …"; "" while it exists."""
    circles: tuple[Organization, ...]
    """The Sprengel it belonged to at the time of the round."""
    requested: Figure | None
    granted: Figure | None
    posts: Figure | None

    @property
    def takes_part(self) -> bool:
        return self.enrolment.state in TAKING_PART


@dataclass(frozen=True, slots=True)
class Overview:
    programme: Programme
    rounds: tuple[Round, ...]
    circles: tuple[Organization, ...]
    rows: tuple[Row, ...]
    """As filtered."""
    row_count: int
    """Without the filters."""
    requested: Sum
    granted: Sum
    posts: Sum
    comparisons: tuple[Comparison, ...]
    """Rounds whose stated total is another than their rows come to."""

    @property
    def taking_part(self) -> int:
        """Cities, not rows: one that takes part in three rounds is one city."""
        return len({row.body.pk for row in self.rows if row.takes_part})

    @property
    def has_money(self) -> bool:
        return bool(self.requested.with_amount or self.granted.with_amount)

    @property
    def has_posts(self) -> bool:
        return bool(self.posts.with_amount)


def programme(user: Viewer, slug: str) -> Programme:
    """Raises ``Programme.DoesNotExist`` for what one may not see."""
    return Programme.objects.visible_to(user).get(slug=slug)


def enrolments(user: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.visible_to(user).select_related("round__programme", "body")


def enrolment(user: Viewer, programme: Programme, round_slug: str, body_slug: str) -> Enrolment:
    return enrolments(user).get(
        round__programme=programme, round__slug=round_slug, body__slug=body_slug
    )


def overview(user: Viewer, of: Programme, filters: Filters, today: date) -> Overview:
    rounds = tuple(Round.objects.visible_to(user).filter(programme=of))
    found = enrolments(user).filter(round__programme=of)
    everything = _rows(user, found, today)
    wanted = [row for row in everything if _passes(row, filters)]
    circles = {circle for row in everything for circle in row.circles}
    chosen = [one for one in rounds if filters.round in ("", one.slug)]
    return Overview(
        programme=of,
        rounds=rounds,
        circles=tuple(sorted(circles, key=lambda one: fold(one.name))),
        rows=tuple(wanted),
        row_count=len(everything),
        **_sums(wanted),
        comparisons=tuple(_comparisons(user, chosen, everything)),
    )


def rows_of_body(user: Viewer, body: Body, today: date) -> list[Row]:
    """What one city takes or took part in, the latest first."""
    found = _rows(user, enrolments(user).filter(body=body), today)
    return sorted(found, key=lambda row: reference_day(row.enrolment) or date.min, reverse=True)


def row(user: Viewer, of: Enrolment, today: date) -> Row:
    return _rows(user, enrolments(user).filter(pk=of.pk), today)[0]


def reference_day(of: Enrolment) -> date | None:
    """The day by which rank and Sprengel of a city are told."""
    terms = of.round
    return of.start_on or terms.starts_on or terms.deadline_on or terms.opens_on


# History


@dataclass(frozen=True, slots=True)
class Step:
    event: EnrolmentEvent
    symbol: str
    passage: Passage | None
    """None where it may not be seen."""


def history(user: Viewer, of: Enrolment) -> list[Step]:
    """What happened, the latest first; a step without a day stands where it was entered."""
    events = list(of.events.all())
    passages = {
        one.pk: one
        for one in Passage.objects.visible_to(user)
        .filter(pk__in=[event.passage_id for event in events if event.passage_id])
        .select_related("revision__document")
    }
    in_order = sorted(
        events, key=lambda event: (event.on or event.at.date(), event.at, event.pk), reverse=True
    )
    return [
        Step(event, SYMBOLS[event.state], passages.get(event.passage_id or 0)) for event in in_order
    ]


# Shared steps


def _rows(user: Viewer, found: QuerySet[Enrolment], today: date) -> list[Row]:
    everything = list(found)
    figures = current_figures(
        user,
        (
            pk
            for one in everything
            for pk in (one.requested_id, one.granted_id, one.posts_id)
            if pk is not None
        ),
    )
    circles = _circles(user, everything)
    successors = _successors(user, everything)
    made = [
        Row(
            enrolment=one,
            body=one.body,
            round=one.round,
            symbol=SYMBOLS[one.state],
            status=_status(one, today),
            ended=_ended(one.body, successors, today),
            circles=circles.get(one.pk, ()),
            requested=figures.get(one.requested_id or 0),
            granted=figures.get(one.granted_id or 0),
            posts=figures.get(one.posts_id or 0),
        )
        for one in everything
    ]
    return sorted(made, key=lambda row: (fold(row.body.name), row.body.pk, row.round.position))


def current_figures(user: Viewer, pks: Iterable[int]) -> dict[int, Figure]:
    """By the key asked for, the figure that stands now: a correction takes its place.

    A newest one this user may not see leaves nothing: the one before it is known to be wrong.
    """
    newest = amounts.newest(pks)
    visible = (
        {
            one.pk: one
            for one in Figure.objects.visible_to(user)
            .filter(pk__in=set(newest.values()))
            .with_provenance()
        }
        if newest
        else {}
    )
    return {pk: visible[now] for pk, now in newest.items() if now in visible}


def _circles(user: Viewer, found: Sequence[Enrolment]) -> dict[int, tuple[Organization, ...]]:
    of_body: dict[int, list] = defaultdict(list)
    memberships = (
        who.memberships(user)
        .filter(
            organization__kind=OrganizationKind.SPRENGEL,
            member__in={one.body_id for one in found},
        )
        .select_related("organization")
        if found
        else ()
    )
    for membership in memberships:
        of_body[membership.member_id].append(membership)
    return {
        one.pk: tuple(
            membership.organization
            for membership in of_body[one.body_id]
            if _in_force(membership.start_on, membership.end_on, reference_day(one))
        )
        for one in found
    }


def _in_force(start_on: date | None, end_on: date | None, day: date | None) -> bool:
    """Without a day what has not ended counts."""
    if day is None:
        return end_on is None
    return (start_on is None or start_on <= day) and (end_on is None or day <= end_on)


def _successors(user: Viewer, found: Sequence[Enrolment]) -> dict[int, Body]:
    wanted = {one.body.succeeded_by_id for one in found if one.body.succeeded_by_id}
    return who.bodies(user).in_bulk(wanted) if wanted else {}


def _status(of: Enrolment, today: date) -> str:
    body = of.body
    then = status_on(body, reference_day(of))
    if then is not None:
        return str(CityStatus(then).label)
    if not body.city_status or has_ended(body, today):
        return ""
    return _("heute %(rank)s") % {"rank": body.get_city_status_display()}


def _ended(body: Body, successors: dict[int, Body], today: date) -> str:
    if not has_ended(body, today):
        return ""
    day = long_date(body.ended_on)
    successor = successors.get(body.succeeded_by_id or 0)
    if successor is None:
        return _("aufgelöst am %(day)s") % {"day": day}
    return _("aufgegangen in %(name)s am %(day)s") % {"name": successor.name, "day": day}


def _passes(row: Row, filters: Filters) -> bool:
    size = size_class(row.body.population)
    return (
        filters.round in ("", row.round.slug)
        and filters.state in ("", row.enrolment.state)
        and (not filters.circle or filters.circle in {one.slug for one in row.circles})
        and (not filters.size or (size is not None and filters.size == size.key))
    )


def _sums(rows: Sequence[Row]) -> dict[str, Sum]:
    given = [row for row in rows if row.enrolment.state in COUNTS_AS_GRANTED]
    asked = [row for row in rows if row.enrolment.state != EnrolmentState.INTERESTED]
    return {
        "requested": add_up(row.requested for row in asked),
        "granted": add_up(row.granted for row in given),
        "posts": add_up(row.posts for row in given),
    }


def _comparisons(
    user: Viewer, rounds: Sequence[Round], rows: Sequence[Row]
) -> Iterable[Comparison]:
    stated: dict[int, list[RoundFigure]] = defaultdict(list)
    for one in round_figures(user, rounds):
        stated[one.round_id].append(one)
    for terms in rounds:
        of_round = [row for row in rows if row.round.pk == terms.pk]
        sums = _sums(of_round)
        yield from compare(
            terms.name,
            stated[terms.pk],
            taking_part=sum(row.enrolment.state in COUNTS_AS_GRANTED for row in of_round),
            granted=sums["granted"],
            posts=sums["posts"],
        )


def round_figures(user: Viewer, rounds: Sequence[Round]) -> list[RoundFigure]:
    """What rounds state, as far as visible, each with the figure that stands now."""
    if not rounds:
        return []
    found = list(RoundFigure.objects.filter(round__in=rounds).select_related("round"))
    figures = current_figures(user, (one.figure_id for one in found))
    kept = []
    for one in found:
        if one.figure_id in figures:
            one.figure = figures[one.figure_id]
            kept.append(one)
    return kept
