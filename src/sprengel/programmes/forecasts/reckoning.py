"""From the plan to what the screen shows: the fall, the ways on, the years. No words here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sprengel.programmes.engines.draws import Fall, Spread, fall, spread
from sprengel.programmes.engines.forecast import Alternative, Range, Year, added, forecast
from sprengel.programmes.forecasts.plan import Plan

DRAWS, SEED = 1_000, 1


@dataclass(frozen=True, slots=True)
class Way:
    """One alternative: what stays with the city by chance, and the three plain cases."""

    alternative: Alternative
    spread: Spread
    plain: tuple[Year, ...]

    @property
    def all_years(self) -> Range:
        return self.spread.all_years

    @property
    def last(self) -> Year:
        return self.plain[-1]


@dataclass(frozen=True, slots=True)
class Outcome:
    plan: Plan
    fall: Fall | None
    """None where the term's end lies outside the years looked at."""
    ways: tuple[Way, ...]

    @property
    def years(self) -> range:
        return self.plan.common.years

    def way(self, alternative: Alternative) -> Way:
        return next(way for way in self.ways if way.alternative is alternative)

    def in_term(self) -> Year | None:
        """The last year with the grant: what is funded, what it costs, what stays."""
        ends = self.plan.common.term_ends
        return _of_year(self.way(Alternative.GO_ON_ALONE).plain, ends)


def reckon(plan: Plan) -> Outcome:
    """The same plan gives the same outcome, today and in five years."""
    cities = plan.each()
    return Outcome(
        plan,
        fall(cities, draws=DRAWS, seed=SEED),
        tuple(
            Way(
                alternative,
                spread(cities, alternative, draws=DRAWS, seed=SEED),
                tuple(added([forecast(city, alternative) for city in cities])),
            )
            for alternative in Alternative
        ),
    )


def _of_year(years: Iterable[Year], wanted: int) -> Year | None:
    return next((one for one in years if one.year == wanted), None)
