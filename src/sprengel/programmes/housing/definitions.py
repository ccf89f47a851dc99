"""What is counted, read from ``definitions.toml`` once, and the standard of area by date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).with_name("definitions.toml")


class Stage(StrEnum):
    AU = "au"
    VU = "vu"


STAGES: dict[str, Any] = {
    Stage.AU: _("Anschlussunterbringung"),
    Stage.VU: _("vorläufige Unterbringung"),
}


class Measure(StrEnum):
    PLACES = "places"
    OCCUPIED = "occupied"
    AREA = "area"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    BACKLOG = "backlog"


MEASURES: dict[str, Any] = {
    Measure.PLACES: _("Plätze"),
    Measure.OCCUPIED: _("belegt"),
    Measure.AREA: _("m² je Platz"),
    Measure.ASSIGNED: _("Soll"),
    Measure.TAKEN: _("Ist"),
    Measure.BACKLOG: _("Rückstand"),
}


@dataclass(frozen=True, slots=True)
class Standard:
    """Least average area per place in square metres, between two days."""

    least: Decimal
    source: str
    from_on: date | None = None
    until_on: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


@dataclass(frozen=True, slots=True)
class Defined:
    """An entry of the file; ``facts`` is what ``figures.actions.define`` takes."""

    slug: str
    stage: str
    measure: Measure
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Book:
    definitions: tuple[Defined, ...]
    standards: tuple[Standard, ...]

    def of_stage(self, stage: str) -> dict[Measure, str]:
        """Slug by measure, in the order of the columns."""
        return {one.measure: one.slug for one in self.definitions if one.stage == stage}

    @property
    def slugs(self) -> frozenset[str]:
        return frozenset(one.slug for one in self.definitions)


@cache
def book() -> Book:
    read = tomllib.loads(FILE.read_text("utf-8"))
    return Book(
        definitions=tuple(_defined(one) for one in read["definition"]),
        standards=tuple(_standard(one) for one in read["standard"]),
    )


def measure_of(slug: str) -> Measure:
    return next(one.measure for one in book().definitions if one.slug == slug)


def standard_on(day: date) -> Standard | None:
    return next((one for one in book().standards if one.holds_on(day)), None)


def _defined(read: dict[str, Any]) -> Defined:
    facts = {name: value for name, value in read.items() if name not in ("stage", "measure")}
    for name in ("lowest", "highest"):
        if name in facts:
            facts[name] = Decimal(str(facts[name]))
    return Defined(read["slug"], read["stage"], Measure(read["measure"]), facts)


def _standard(read: dict[str, Any]) -> Standard:
    return Standard(
        least=Decimal(str(read["least"])),
        source=read["source"],
        from_on=read.get("from"),
        until_on=read.get("until"),
        note=read.get("note", ""),
    )
