"""Stretches of the calendar: a quarter, a season, Easter, the summer holidays of a state.

Each from its first to its last day. Nothing here asks what day it is.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final


class Precision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SEASON = "season"
    YEAR = "year"
    MEETING = "meeting"


class Missing(StrEnum):
    """Why a term has no dates."""

    DATE = "date"
    """It is relative, and the document's own date is not known."""
    HOLIDAYS = "holidays"
    """Which state's holidays are meant is not known, or we do not have them."""
    MEETING = "meeting"
    """It depends on when a body next meets."""
    EVENT = "event"
    """It depends on something the text does not date."""
    CALENDAR = "calendar"
    """There is no such day."""


@dataclass(frozen=True, slots=True)
class Period:
    first: date | None
    last: date | None
    precision: Precision
    missing: Missing | None = None

    def __post_init__(self) -> None:
        assert self.first is None or self.last is None or self.first <= self.last


def unknown(precision: Precision, why: Missing) -> Period:
    return Period(None, None, precision, why)


def day(on: date) -> Period:
    return Period(on, on, Precision.DAY)


def week(monday: date) -> Period:
    return Period(monday, monday + timedelta(days=6), Precision.WEEK)


def iso_week(year: int, number: int) -> Period:
    try:
        return week(date.fromisocalendar(year, number, 1))
    except ValueError:
        return unknown(Precision.WEEK, Missing.CALENDAR)


def months(
    year: int, first: int, last: int, precision: Precision, first_day: int = 1, last_day: int = 31
) -> Period:
    """From the first month to the last one, which may lie in the next year."""
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    if not (1 <= year <= 9998 and last_year <= 9998):
        return unknown(precision, Missing.CALENDAR)
    end = min(last_day, monthrange(last_year, last_month)[1])
    return Period(date(year, first, first_day), date(last_year, last_month, end), precision)


def month(year: int, number: int, part: str = "") -> Period:
    first, last = {"anfang": (1, 10), "mitte": (10, 20), "ende": (20, 31)}.get(part, (1, 31))
    return months(year, number, number, Precision.MONTH, first, last)


def quarter(year: int, number: int) -> Period:
    return months(year, 3 * number - 2, 3 * number, Precision.QUARTER)


def half_year(year: int, number: int) -> Period:
    return months(year, 6 * number - 5, 6 * number, Precision.HALF_YEAR)


def year(number: int, part: str = "") -> Period:
    first, last = {"anfang": (1, 3), "mitte": (6, 7), "ende": (10, 12)}.get(part, (1, 12))
    return months(number, first, last, Precision.YEAR)


_SEASONS: Final = {
    "frühjahr": (3, 1, 5, 31), "frühling": (3, 1, 5, 31), "frühsommer": (6, 1, 6, 30),
    "sommer": (6, 1, 8, 31), "spätsommer": (8, 15, 9, 15), "herbst": (9, 1, 11, 30),
    "spätherbst": (11, 1, 11, 30), "winter": (12, 1, 14, 29), "sommerpause": (7, 15, 9, 15),
    "jahreswechsel": (12, 20, 12, 31),
}  # fmt: skip
SEASONS: Final = tuple(name for name in _SEASONS if name not in ("sommerpause", "jahreswechsel"))


def season(number: int, name: str) -> Period:
    """Spring begins in March here: an office plans by months, not by equinoxes."""
    first, first_day, last, last_day = _SEASONS[name]
    return months(number, first, last, Precision.SEASON, first_day, last_day)


def easter(number: int) -> date:
    """Easter Sunday of a Gregorian year, after Gauss, Lichtenberg's form."""
    century = number // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    cycle = number % 19
    seed = (19 * cycle + moon) % 30
    correction = (seed + cycle // 11) // 29
    full_moon = 21 + seed - correction
    sunday = 7 - (number + number // 4 + sun) % 7
    distance = 7 - (full_moon - sunday) % 7
    return date(number, 3, 1) + timedelta(days=full_moon + distance - 1)


FEASTS: Final = ("ostern", "pfingsten", "weihnachten")


def feast(number: int, name: str) -> Period:
    if not 1583 <= number <= 9998:
        return unknown(Precision.DAY, Missing.CALENDAR)
    if name == "weihnachten":
        return Period(date(number, 12, 24), date(number, 12, 26), Precision.DAY)
    sunday = easter(number) + timedelta(days=49 if name == "pfingsten" else 0)
    before = 2 if name == "ostern" else 0
    return Period(sunday - timedelta(days=before), sunday + timedelta(days=1), Precision.DAY)


def summer_holidays(number: int, state: str) -> Period:
    found = _summer_holidays().get(state, {}).get(str(number))
    if found is None:
        return unknown(Precision.SEASON, Missing.HOLIDAYS)
    first, last = (date.fromisoformat(text) for text in found)
    return Period(first, last, Precision.SEASON)


def school_start(number: int, state: str) -> Period:
    """The first days of lessons: known with the holidays, else August to mid-September."""
    holidays = summer_holidays(number, state)
    if holidays.last is None:
        return months(number, 8, 9, Precision.SEASON, 1, 15)
    monday = holidays.last + timedelta(days=7 - holidays.last.weekday())
    return Period(monday, monday + timedelta(days=4), Precision.WEEK)


def known_states() -> frozenset[str]:
    return frozenset(_summer_holidays())


@cache
def _summer_holidays() -> dict[str, dict[str, list[str]]]:
    with Path(__file__).with_name("holidays.toml").open("rb") as file:
        return tomllib.load(file)


def add_months(start: date, count: int) -> date:
    """The same day some months on, or the month's last one."""
    number = start.month - 1 + count
    on_year, on_month = start.year + number // 12, number % 12 + 1
    return date(on_year, on_month, min(start.day, monthrange(on_year, on_month)[1]))
