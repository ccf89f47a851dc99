"""A forecast's assumptions, for a city or for the cities of a circle; how they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sprengel.programmes.engines.forecast import Assumptions, BadAssumption, Range
from sprengel.programmes.engines.problems import gettext_noop
from sprengel.programmes.forecasts.inputs import INPUTS, YEARS


@dataclass(frozen=True, slots=True)
class City:
    """One of a circle's, with its own number of posts; everything else is common."""

    name: str
    slug: str
    posts: Range


@dataclass(frozen=True, slots=True)
class Plan:
    common: Assumptions
    """Of a circle: ``posts`` are those of all its cities."""
    cities: tuple[City, ...] = ()
    without_number: tuple[str, ...] = ()
    """Cities of the circle nobody has given a number for: not reckoned with, and said."""
    left_empty: frozenset[str] = frozenset()
    """Engine's names of what nobody has entered."""

    @property
    def is_circle(self) -> bool:
        return bool(self.cities)

    def each(self) -> list[Assumptions]:
        if not self.cities:
            return [self.common]
        return [replace(self.common, posts=city.posts) for city in self.cities]

    @property
    def is_certain(self) -> bool:
        """Nobody has given a range for anything."""
        common = self.common
        ranges = [common.cost_per_post_eur, common.material_per_post_eur, common.pay_rise]
        return all(one.is_point for one in [*ranges, common.filled, *self._posts()])

    def _posts(self) -> list[Range]:
        return [city.posts for city in self.cities] or [self.common.posts]


def together(cities: tuple[City, ...]) -> Range:
    return Range(
        sum(city.posts.low for city in cities),
        sum(city.posts.likely for city in cities),
        sum(city.posts.high for city in cities),
    )


# ── Kept as JSON ──────────────────────────────────────────────────────────────────────────────


def as_json(plan: Plan) -> dict[str, Any]:
    """Names of the engine; ranges as [low, likely, high]; null for what was left empty."""
    kept: dict[str, Any] = {name: getattr(plan.common, name) for name in YEARS}
    for one in INPUTS:
        value = getattr(plan.common, one.name)
        if one.name in plan.left_empty:
            kept[one.name] = None
        else:
            kept[one.name] = _three(value) if isinstance(value, Range) else value
    if plan.cities:
        kept["cities"] = [
            {"name": city.name, "slug": city.slug, "posts": _three(city.posts)}
            for city in plan.cities
        ]
        kept["without_number"] = list(plan.without_number)
    return kept


def from_json(kept: Mapping[str, Any]) -> Plan:
    """Raises BadAssumption where what was kept is no forecast."""
    try:
        values: dict[str, Any] = {name: int(kept[name]) for name in YEARS}
        empty = {one.name for one in INPUTS if kept.get(one.name) is None}
        for one in INPUTS:
            if one.name not in empty:
                value = kept[one.name]
                values[one.name] = Range(*value) if isinstance(value, list) else value
        cities = tuple(
            City(one["name"], one["slug"], Range(*one["posts"])) for one in kept.get("cities", ())
        )
        return Plan(
            Assumptions(**values),
            cities,
            tuple(kept.get("without_number", ())),
            frozenset(empty),
        )
    except (KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, BadAssumption):
            raise
        raise BadAssumption(gettext_noop("Diese Fassung lässt sich nicht lesen.")) from problem


def _three(of: Range) -> list[float]:
    return [of.low, of.likely, of.high]
