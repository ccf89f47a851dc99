"""What the Land says about a day: public holidays and school holidays."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

import holidays
from django.conf import settings

from sprengel.ui.days import EARLIEST, LATEST

SCHOOL_YEAR_BEGINS_IN = 9


@dataclass(frozen=True, slots=True)
class FreeDays:
    """A stretch without school, first and last day included."""

    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """What is on file for one Land; without any ``days`` nothing is."""

    land_name: str
    known_from: date
    known_until: date
    """The last day the file speaks about."""
    days: tuple[FreeDays, ...]

    @property
    def unknown_from(self) -> date:
        return self.known_until + timedelta(days=1)

    def on(self, day: date) -> FreeDays | None:
        return next((free for free in self.days if free.first_on <= day <= free.last_on), None)

    def knows(self, day: date) -> bool:
        return bool(self.days) and self.known_from <= day <= self.known_until


def public_holiday(day: date) -> str:
    """Its name in German, or ""."""
    if not EARLIEST <= day <= LATEST:
        return ""
    return _public_holidays(settings.LAND, day.year).get(day, "")


def school_holidays() -> SchoolHolidays:
    return _school_holidays(settings.LAND)


@cache
def _public_holidays(land: str, year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv=land, years=year, language="de"))


@cache
def _school_holidays(land: str) -> SchoolHolidays:
    file = resources.files("sprengel.meetings.data") / f"schulferien_{land.lower()}.toml"
    if not file.is_file():
        return SchoolHolidays("", date.max, date.min, ())
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    days = tuple(
        FreeDays(row["name"], row["from"], row["to"])
        for year in data["school_year"]
        for row in year["days"]
    )
    first_year = min(free.first_on for free in days).year
    return SchoolHolidays(
        land_name=data["name"],
        known_from=date(first_year, SCHOOL_YEAR_BEGINS_IN, 1),
        known_until=max(free.last_on for free in days),
        days=days,
    )
