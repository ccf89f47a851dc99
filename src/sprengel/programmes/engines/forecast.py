"""What will it cost us? A fixed-term grant for posts, year by year, with ranges. Pure.

A city employs people whom a grant pays in part. The grant runs out; pay rises go on. The forecast
says, for each alternative, what the posts cost, what the grant brings, what stays with the city,
and how deep the cliff is when the term ends. Every figure follows from the assumptions; none is
hidden in the code.

Money is in euros a year; posts are full-time equivalents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop


class BadAssumption(ProgrammeProblem):
    """An assumption cannot be meant; the message names it."""


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest, likeliest and highest; a known number is a range of one point."""

    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, value: float) -> Range:
        return cls(value, value, value)

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise BadAssumption(
                gettext_noop(
                    "Eine Spanne geht von niedrig über wahrscheinlich zu hoch: %(low)s, "
                    "%(likely)s, %(high)s"
                ),
                low=self.low,
                likely=self.likely,
                high=self.high,
            )

    @property
    def is_point(self) -> bool:
        return self.low == self.high


class Alternative(StrEnum):
    END = "end"
    """The posts end with the grant."""
    GO_ON_ALONE = "go_on_alone"
    """The posts stay, the city pays."""
    FROZEN = "frozen"
    """The grant is extended at the same sum per post."""
    INDEXED = "indexed"
    """The grant is extended and rises with pay."""
    FEWER_POSTS = "fewer_posts"
    """The posts stay as far as the city's share of the last year of the term pays for them."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything the forecast rests on; ``sources`` says where each comes from."""

    first_year: int
    last_year: int
    term_ends: int
    """The last year in which the grant is paid."""
    posts: Range
    """Full-time equivalents; a part-time post counts in part."""
    grant_per_post_eur: float
    cost_per_post_eur: Range
    """Staff cost of a post in the first year."""
    material_per_post_eur: Range = field(default_factory=lambda: Range.of(0))
    pay_rise: Range = field(default_factory=lambda: Range.of(0))
    """A year, as a share: 0.03 for three per cent."""
    filled: Range = field(default_factory=lambda: Range.of(1))
    """Share of the posts that are filled: neither cost nor grant arises for the others."""
    grant_index: float | None = None
    """How the indexed grant rises a year; None: with pay."""
    grant_share: float | None = None
    """The grant pays at most this share of what a post costs (a rate of 50 % is 0.5); None: all."""
    sources: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise BadAssumption(gettext_noop("Die Vorausschau endet, bevor sie beginnt."))
        if self.last_year - self.first_year > 60:
            raise BadAssumption(
                gettext_noop("Eine Vorausschau über mehr als sechzig Jahre sagt nichts.")
            )
        if self.term_ends < self.first_year - 1:
            raise BadAssumption(gettext_noop("Die Förderung endet, bevor die Vorausschau beginnt."))
        for name in ("posts", "cost_per_post_eur", "material_per_post_eur", "filled"):
            if getattr(self, name).low < 0:
                raise BadAssumption(gettext_noop("%(name)s ist kleiner als null."), name=name)
        if self.filled.high > 1:
            raise BadAssumption(gettext_noop("Mehr Stellen sind besetzt, als es gibt."))
        if self.grant_per_post_eur < 0:
            raise BadAssumption(gettext_noop("Der Zuschuss ist kleiner als null."))
        if self.grant_share is not None and not 0 <= self.grant_share <= 1:
            raise BadAssumption(gettext_noop("Der Fördersatz liegt zwischen 0 und 100 Prozent."))
        if self.pay_rise.low <= -1:
            raise BadAssumption(gettext_noop("Die Vergütung kann nicht auf null fallen."))

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class Year:
    """One year under one alternative; ``own_eur`` is what stays with the city."""

    year: int
    posts: Range
    cost_eur: Range
    grant_eur: Range
    own_eur: Range


@dataclass(frozen=True, slots=True)
class Cliff:
    """From the last year of the term to the first without it."""

    year: int
    before_eur: Range
    after_eur: Range

    @property
    def rise_eur(self) -> float:
        return self.after_eur.likely - self.before_eur.likely


def forecast(given: Assumptions, alternative: Alternative) -> list[Year]:
    """Year by year. Low is when everything turns out cheap for the city, high when dear."""
    cheap = _path(given, alternative, "low")
    likely = _path(given, alternative, "likely")
    dear = _path(given, alternative, "high")
    return [
        Year(
            year=year,
            posts=_range(*(one.posts for one in three)),
            cost_eur=_range(*(one.cost for one in three)),
            grant_eur=_range(*(one.grant for one in three)),
            own_eur=_range(*(one.cost - one.grant for one in three)),
        )
        for year, *three in zip(given.years, cheap, likely, dear, strict=True)
    ]


def cliff(given: Assumptions) -> Cliff | None:
    """How much more the city pays in the first year after the term, posts unchanged."""
    years = {one.year: one for one in forecast(given, Alternative.GO_ON_ALONE)}
    before, after = years.get(given.term_ends), years.get(given.term_ends + 1)
    if before is None or after is None:
        return None
    return Cliff(after.year, before.own_eur, after.own_eur)


def per_post_year(total_eur: float, posts: float, years: float) -> float:
    """What a grant comes to per full post and year (how council papers are checked)."""
    if posts <= 0 or years <= 0:
        raise BadAssumption(gettext_noop("Stellen und Jahre müssen größer als null sein."))
    return total_eur / posts / years


def posts_for(budget_eur: float, grant_per_post_eur: float) -> float:
    """How many full posts a budget pays."""
    if grant_per_post_eur <= 0:
        raise BadAssumption(gettext_noop("Der Zuschuss je Stelle muss größer als null sein."))
    return budget_eur / grant_per_post_eur


@dataclass(frozen=True, slots=True)
class _Point:
    posts: float
    cost: float
    grant: float


def _path(given: Assumptions, alternative: Alternative, which: str) -> list[_Point]:
    posts = getattr(given.posts, which) * getattr(given.filled, which)
    staff = getattr(given.cost_per_post_eur, which)
    material = getattr(given.material_per_post_eur, which)
    rise = getattr(given.pay_rise, which)
    index = rise if given.grant_index is None else given.grant_index
    at_most = 1.0 if given.grant_share is None else given.grant_share
    points: list[_Point] = []
    for number, year in enumerate(given.years):
        per_post = staff * (1 + rise) ** number + material
        in_term = year <= given.term_ends
        kept, grant = posts, given.grant_per_post_eur if in_term else 0.0
        if not in_term:
            kept, grant = _after(given, alternative, year, posts, per_post, index, points)
        # A grant pays costs: nobody is paid more for a post than it costs.
        points.append(_Point(kept, kept * per_post, kept * min(grant, per_post * at_most)))
    return points


def _after(
    given: Assumptions,
    alternative: Alternative,
    year: int,
    posts: float,
    per_post: float,
    index: float,
    before: Sequence[_Point],
) -> tuple[float, float]:
    """Posts and grant per post in a year after the term."""
    past = year - given.term_ends
    if alternative is Alternative.END:
        return 0.0, 0.0
    if alternative is Alternative.FROZEN:
        return posts, given.grant_per_post_eur
    if alternative is Alternative.INDEXED:
        return posts, given.grant_per_post_eur * (1 + index) ** past
    if alternative is Alternative.FEWER_POSTS:
        last = next(
            (point for point, y in zip(before[::-1], range(year - 1, 0, -1), strict=False)
             if y <= given.term_ends),
            None,
        )  # fmt: skip
        own = last.cost - last.grant if last else 0.0
        return (min(posts, own / per_post) if per_post else 0.0), 0.0
    return posts, 0.0


def _range(cheap: float, likely: float, dear: float) -> Range:
    return Range(min(cheap, likely, dear), likely, max(cheap, likely, dear))


def added(paths: Sequence[Sequence[Year]]) -> list[Year]:
    """All cities together, year by year; lows and highs are added as if they came together."""
    if not paths:
        return []
    return [
        Year(
            year=rows[0].year,
            posts=_sum(row.posts for row in rows),
            cost_eur=_sum(row.cost_eur for row in rows),
            grant_eur=_sum(row.grant_eur for row in rows),
            own_eur=_sum(row.own_eur for row in rows),
        )
        for rows in zip(*paths, strict=True)
    ]


def _sum(ranges) -> Range:
    found = list(ranges)
    return Range(
        sum(one.low for one in found),
        sum(one.likely for one in found),
        sum(one.high for one in found),
    )


def with_changes(given: Assumptions, **changes: object) -> Assumptions:
    """The same with other values: what the form on the screen does."""
    return replace(given, **changes)
