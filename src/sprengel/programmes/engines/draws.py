"""Many draws instead of three cases: how likely is it that it gets so dear? Needs numpy.

Low and high of the plain forecast are everything turning out well or badly at once, which hardly
ever happens. Here each uncertain assumption is drawn for itself from a triangular distribution over
its range, for every city; percentiles of the results are shown beside the plain cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sprengel.programmes.engines.forecast import Alternative, Assumptions, BadAssumption, Range
from sprengel.programmes.engines.problems import gettext_noop

Floats = NDArray[np.float64]

CITIES_AT_ONCE = 64
"""So many cities × years × draws are held in memory together (some 5 MB at 10 × 1,000)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of what stays with the city: a row for each city, a column for each year."""

    p10: Floats
    p50: Floats
    p90: Floats
    years: tuple[int, ...]
    total_p10: Floats
    """All cities together, per year: their luck is drawn city by city, so it partly evens out."""
    total_p50: Floats
    total_p90: Floats
    all_years: Range
    """10th, 50th and 90th percentile of all cities and all years together."""

    def of_year(self, number: int) -> Range:
        """All cities together in the year at that place, as percentiles."""
        return Range(
            float(self.total_p10[number]),
            float(self.total_p50[number]),
            float(self.total_p90[number]),
        )


@dataclass(frozen=True, slots=True)
class Fall:
    """What the end of the term changes, posts unchanged; ranges are 10th, 50th, 90th percentile."""

    year: int
    """The first without the grant."""
    before_eur: Range
    after_eur: Range
    rise_eur: Range
    by_city: tuple[tuple[Range, Range, Range], ...]
    """Before, after and rise of each city, in the order given."""


def spread(
    cities: Sequence[Assumptions], alternative: Alternative, *, draws: int = 1000, seed: int = 1
) -> Spread:
    """The same seed gives the same figures. All cities must span the same years."""
    years = _years_of(cities, draws)
    random = np.random.default_rng(seed)
    total = np.zeros((len(years), draws))
    percentiles = np.empty((3, len(cities), len(years)))
    for start in range(0, len(cities), CITIES_AT_ONCE):
        block = cities[start : start + CITIES_AT_ONCE]
        own = _own(block, alternative, years, draws, random)
        percentiles[:, start : start + len(block)] = _percentiles(own)
        total += own.sum(axis=0)
    low, middle, high = _percentiles(total[np.newaxis])[:, 0]
    whole = _as_range(_percentiles(total.sum(axis=0)))
    return Spread(*percentiles, years, low, middle, high, whole)


def fall(cities: Sequence[Assumptions], *, draws: int = 1000, seed: int = 1) -> Fall | None:
    """How much more the cities pay in the first year after the term than in its last.

    None where those two years are not both looked at. The term must be the same for all.
    """
    years = _years_of(cities, draws)
    ends = cities[0].term_ends
    if any(one.term_ends != ends for one in cities):
        raise BadAssumption(gettext_noop("Die Förderung endet in den Städten verschieden."))
    if ends not in years or ends + 1 not in years:
        return None
    last = years.index(ends)
    random = np.random.default_rng(seed)
    total = np.zeros((3, draws))
    by_city: list[tuple[Range, Range, Range]] = []
    for start in range(0, len(cities), CITIES_AT_ONCE):
        block = cities[start : start + CITIES_AT_ONCE]
        own = _own(block, Alternative.GO_ON_ALONE, years, draws, random)
        before, after = own[:, last], own[:, last + 1]
        three = np.stack([before, after, after - before])
        total += three.sum(axis=1)
        found = _percentiles(three)
        by_city += [_three_ranges(found[:, :, city]) for city in range(len(block))]
    before_eur, after_eur, rise_eur = _three_ranges(_percentiles(total))
    return Fall(ends + 1, before_eur, after_eur, rise_eur, tuple(by_city))


def _three_ranges(found: Floats) -> tuple[Range, Range, Range]:
    """Of percentile × (before, after, rise)."""
    return _as_range(found[:, 0]), _as_range(found[:, 1]), _as_range(found[:, 2])


def _years_of(cities: Sequence[Assumptions], draws: int) -> tuple[int, ...]:
    if not cities:
        raise BadAssumption(gettext_noop("Es ist keine Stadt angegeben."))
    years = tuple(cities[0].years)
    if any(tuple(one.years) != years for one in cities):
        raise BadAssumption(
            gettext_noop("Die Vorausschauen der Städte gehen über verschiedene Jahre.")
        )
    if not 1 <= draws <= 100_000:
        raise BadAssumption(gettext_noop("Zwischen 1 und 100.000 Ziehungen sind möglich."))
    return years


def _as_range(three: Floats) -> Range:
    return Range(float(three[0]), float(three[1]), float(three[2]))


def _percentiles(values: Floats) -> Floats:
    """10th, 50th and 90th of the last axis, by sorting once."""
    in_order = np.sort(values, axis=-1)
    count = values.shape[-1]
    places = [round(share * (count - 1)) for share in (0.1, 0.5, 0.9)]
    return np.stack([in_order[..., place] for place in places])


def _own(
    cities: Sequence[Assumptions],
    alternative: Alternative,
    years: tuple[int, ...],
    draws: int,
    random: np.random.Generator,
) -> Floats:
    """City × year × draw: what stays with the city."""
    shape = (len(cities), draws)
    posts = _drawn(random, [one.posts for one in cities], shape)
    posts *= _drawn(random, [one.filled for one in cities], shape)
    staff = _drawn(random, [one.cost_per_post_eur for one in cities], shape)
    material = _drawn(random, [one.material_per_post_eur for one in cities], shape)
    rise = _drawn(random, [one.pay_rise for one in cities], shape)
    grant = np.array([one.grant_per_post_eur for one in cities])[:, np.newaxis]
    ends = np.array([one.term_ends for one in cities])[:, np.newaxis]
    index = np.array([np.nan if one.grant_index is None else one.grant_index for one in cities])[
        :, np.newaxis
    ]
    index = np.where(np.isnan(index), rise, index)
    at_most = np.array([1.0 if one.grant_share is None else one.grant_share for one in cities])[
        :, np.newaxis
    ]
    own = np.empty((len(cities), len(years), draws))
    pay = np.ones(shape)
    last_own = np.zeros(shape)
    for number, year in enumerate(years):
        per_post = staff * pay + material
        pay = pay * (1 + rise)
        in_term = year <= ends
        past = np.maximum(year - ends, 0)
        kept, paid = _after(alternative, posts, grant, index, past, per_post, last_own)
        kept = np.where(in_term, posts, kept)
        paid = np.minimum(np.where(in_term, grant, paid), per_post * at_most)
        own[:, number] = kept * (per_post - paid)
        last_own = np.where(in_term, own[:, number], last_own)
    return own


def _after(
    alternative: Alternative,
    posts: Floats,
    grant: Floats,
    index: Floats,
    past: NDArray[np.int64],
    per_post: Floats,
    last_own: Floats,
) -> tuple[Floats, Floats]:
    """Posts and grant per post after the term; see ``forecast._after``."""
    nothing = np.zeros_like(posts)
    if alternative is Alternative.END:
        return nothing, nothing
    if alternative is Alternative.FROZEN:
        return posts, grant + nothing
    if alternative is Alternative.INDEXED:
        return posts, grant * (1 + index) ** past
    if alternative is Alternative.FEWER_POSTS:
        affordable = np.divide(last_own, per_post, out=nothing.copy(), where=per_post > 0)
        return np.minimum(posts, affordable), nothing
    return posts, nothing


def _drawn(random: np.random.Generator, ranges: Sequence[Range], shape: tuple[int, int]) -> Floats:
    """Triangular over each range; a known number stays itself and uses up no chance."""
    low, likely, high = (
        np.array([getattr(one, name) for one in ranges], dtype=np.float64)[:, np.newaxis]
        for name in ("low", "likely", "high")
    )
    values = np.broadcast_to(likely, shape).copy()
    open_rows = (high > low)[:, 0]
    if open_rows.any():
        chance = random.random((int(open_rows.sum()), shape[1]))
        values[open_rows] = _triangular(chance, low[open_rows], likely[open_rows], high[open_rows])
    return values


def _triangular(chance: Floats, low: Floats, likely: Floats, high: Floats) -> Floats:
    """The inverse of the triangular distribution's cumulative one."""
    width = high - low
    turn = (likely - low) / width
    left = low + np.sqrt(chance * width * (likely - low))
    right = high - np.sqrt((1 - chance) * width * (high - likely))
    return np.where(chance < turn, left, right)
