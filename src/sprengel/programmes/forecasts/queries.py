"""What a forecast can start from: programmes, cities, circles, figures that may be its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, Body, BodyKind, Membership, Organization
from sprengel.figures.models import Figure, Theme
from sprengel.programmes.models import (
    Enrolment,
    FigureRole,
    Programme,
    ProgrammeKind,
    Round,
    RoundFigure,
)

MOST_FIGURES = 80
"""So many figures can be chosen as a source; more would be no choice."""
OF_ROUNDS = {
    FigureRole.PER_POST: "grant_per_post_eur",
    FigureRole.RATE: "grant_share",
}
"""Which of a round's figures is which assumption."""


def programmes(user: Viewer) -> list[Programme]:
    """Those that pay something: a campaign costs no posts."""
    return list(Programme.objects.visible_to(user).exclude(kind=ProgrammeKind.CAMPAIGN))


def cities_and_circles(user: Viewer, day: date) -> tuple[list[Body], list[Organization]]:
    """Whom one can reckon for; circles only with members on that day."""
    cities = list(bodies.bodies(user).filter(kind=BodyKind.CITY).order_by("name"))
    with_members = bodies.memberships(user).on(day).values("organization")
    circles = list(bodies.organizations(user).filter(pk__in=with_members).order_by("name"))
    return cities, circles


def members(user: Viewer, circle: Organization, day: date) -> list[Body]:
    found = bodies.members(user, circle, day).order_by("member__name")
    return [row.member for row in found]


def joining_or_leaving(
    user: Viewer, circle: Organization, start: date, end: date
) -> list[Membership]:
    """Memberships that begin or end while the forecast runs."""
    rows = bodies.memberships(user).filter(organization=circle).select_related("member")
    return list(
        rows.filter(
            Q(start_on__gt=start, start_on__lte=end) | Q(end_on__gte=start, end_on__lt=end)
        ).order_by("member__name")
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before anybody types: from a programme's round, from enrolments."""

    of: Round | None
    figures: dict[str, Figure]
    """By the engine's name of the assumption."""
    posts_of: dict[int, Figure]
    """Posts granted to each city, by its key."""

    @property
    def years(self) -> dict[str, int]:
        found = {}
        if self.of and self.of.starts_on:
            found["first_year"] = self.of.starts_on.year
        if self.of and self.of.ends_on:
            found["term_ends"] = self.of.ends_on.year
        return found


def start(user: Viewer, programme: Programme | None, cities: Iterable[Body]) -> Start:
    """The latest round with an end or a sum per post; nothing where no source says."""
    if programme is None:
        return Start(None, {}, {})
    rounds = list(Round.objects.visible_to(user).filter(programme=programme).order_by("position"))
    named = RoundFigure.objects.filter(
        round__in=rounds, role__in=OF_ROUNDS, figure__in=Figure.objects.visible_to(user)
    ).select_related("figure__definition", "figure__about")
    by_round: dict[int, dict[str, Figure]] = {}
    for row in named:
        if row.figure.value is not None:
            by_round.setdefault(row.round_id, {})[OF_ROUNDS[row.role]] = row.figure
    telling = [one for one in rounds if one.ends_on or one.pk in by_round]
    of = telling[-1] if telling else None
    figures = by_round.get(of.pk, {}) if of else {}
    return Start(of, figures, _posts_of(user, rounds, cities))


def _posts_of(user: Viewer, rounds: Iterable[Round], cities: Iterable[Body]) -> dict[int, Figure]:
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(
            round__in=rounds,
            body__in=[city.pk for city in cities],
            posts__in=Figure.objects.visible_to(user).filter(value__isnull=False),
        )
        .select_related("posts__definition", "posts__about", "round")
        .order_by("round__position")
    )
    return {row.body_id: row.posts for row in rows}


def source_figures(user: Viewer, about: Actor | None, also: Iterable[Figure]) -> list[Figure]:
    """Current figures on funding, staff and budgets, the city's own first."""
    rows = (
        Figure.objects.visible_to(user)
        .current()
        .filter(
            value__isnull=False, definition__theme__in=(Theme.FUNDING, Theme.STAFF, Theme.FINANCE)
        )
        .select_related("definition", "about")
    )
    found = list(rows.filter(about=about)[:MOST_FIGURES]) if about else []
    found += list(rows.exclude(about=about)[:MOST_FIGURES] if about else rows[:MOST_FIGURES])
    known = {one.pk for one in found}
    return [one for one in also if one.pk not in known] + found[:MOST_FIGURES]
