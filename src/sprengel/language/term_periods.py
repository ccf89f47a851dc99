"""From the words of a term to a stretch of the calendar, seen from a given day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from . import periods
from .dates import MONTHS, WEEKDAYS, safe_date
from .periods import Missing, Period, Precision, unknown
from .term_words import LATER, NUMBERS, ORDINALS, UNTIL, Words

_BACKWARD_DAYS: Final = 60
"""So far back a day without a year may lie; what is earlier is meant for the next year."""


def period_of(words: Words) -> Period | None:
    try:
        return next((p for p in (resolve(words) for resolve in _RESOLVERS) if p), None)
    except (OverflowError, ValueError):  # beyond the calendar
        return unknown(Precision.DAY, Missing.CALENDAR)


def _day(words: Words) -> Period | None:
    if not (words["day"] or words["nday"]):
        return None
    day = int(words["day"] or words["nday"])
    month = MONTHS[words["month"]] if words["month"] else int(words["nmonth"])
    named = words["year"] or words["nyear"]
    year = (int(named) + (2000 if int(named) < 100 else 0)) if named else words.year("year")
    if year is None:
        return unknown(Precision.DAY, Missing.DATE)
    on = safe_date(year, month, day)
    if on and not named and words.today:
        # A term without a year lies ahead: "bis 15. Januar" in December means next January.
        back = 0 if UNTIL & set(words.lead) else _BACKWARD_DAYS
        if (words.today - on).days > back:
            on = safe_date(year + 1, month, day)
    if on is None:
        return unknown(Precision.DAY, Missing.CALENDAR)
    before = safe_date(on.year, on.month, int(words["day_before"] or on.day))
    return Period(before if before and before < on else on, on, Precision.DAY)


def _edge(words: Words) -> Period | None:
    edge = words["edge"]
    if not edge:
        return None
    ahead = 1 if words["edge_later"] else 0
    if words["edge_quarter"]:
        whole = _part(words, words["edge_quarter"], words["edge_part"], "edge_qy", ahead)
        return _edge_of(whole, edge)
    if words["edge_month"]:
        return _month(words, words["edge_month"], "edge_my", edge)
    if words["edge_year"]:
        return periods.year(int(words["edge_year"]), edge)
    if words.today is None:
        return unknown(_UNITS[words["edge_unit"][0]], Missing.DATE)
    if words["edge_unit"].startswith("jahr"):
        return periods.year(words.today.year + ahead, edge)
    whole = _relative(words["edge_unit"], words.today, ahead)
    return _edge_of(whole, edge)


def _edge_of(whole: Period, edge: str) -> Period:
    """The first, the middle or the last third."""
    if whole.first is None or whole.last is None:
        return whole
    third = (whole.last - whole.first) / 3
    cuts = {"anfang": (0, 1), "mitte": (1, 2), "ende": (2, 3)}[edge]
    return Period(whole.first + cuts[0] * third, whole.first + cuts[1] * third, whole.precision)


_UNITS: Final = {
    "j": Precision.YEAR, "q": Precision.QUARTER, "m": Precision.MONTH, "w": Precision.WEEK,
    "h": Precision.HALF_YEAR,
}  # fmt: skip


def _relative(unit: str, today: date, ahead: int) -> Period:
    """This or the next year, quarter, month, week."""
    if unit.startswith("jahr"):
        return periods.year(today.year + ahead)
    if unit.startswith("halbjahr"):
        number = (today.month - 1) // 6 + ahead
        return periods.half_year(today.year + number // 2, number % 2 + 1)
    if unit.startswith("quartal"):
        number = (today.month - 1) // 3 + ahead
        return periods.quarter(today.year + number // 4, number % 4 + 1)
    if unit.startswith("monat"):
        number = today.month - 1 + ahead
        return periods.month(today.year + number // 12, number % 12 + 1)
    return periods.week(today + timedelta(days=7 * ahead - today.weekday()))


def _end_of(words: Words) -> Period | None:
    word = words["end_of"]
    if not word:
        return None
    if words.today is None:
        return unknown(_UNITS[word[0]], Missing.DATE)
    if word == "wochenende":
        monday = words.today - timedelta(days=words.today.weekday())
        return Period(monday + timedelta(days=5), monday + timedelta(days=6), Precision.DAY)
    if word.startswith("jahr"):
        part = {"ende": "ende", "mitte": "mitte"}.get(word.removeprefix("jahres"), "anfang")
        period = periods.year(words.today.year, part)
        if period.last and period.last < words.today:
            period = periods.year(words.today.year + 1, part)
        return period
    return _edge_of(_relative(word, words.today, 0), "ende")


def _turn(words: Words) -> Period | None:
    if not words["turn"]:
        return None
    year = words.year("turn_year")
    return (
        periods.season(year, "jahreswechsel") if year else unknown(Precision.SEASON, Missing.DATE)
    )


def _quarter(words: Words) -> Period | None:
    if words["q"]:
        return _part(words, words["q"], "quartal", "q_year", 0)
    if not words["quarter"]:
        return None
    ahead = 1 if words["quarter_later"] else 0
    return _part(words, words["quarter"], words["part"], "quarter_year", ahead)


def _part(words: Words, ordinal: str, part: str, group: str, ahead: int) -> Period:
    stem = ordinal if ordinal in ORDINALS else ordinal.rstrip("nsr")
    number = ORDINALS.get(stem) or int(ordinal[0])
    is_half = not part.startswith("quartal")
    make = periods.half_year if is_half else periods.quarter
    if is_half and number > 2:
        return unknown(Precision.HALF_YEAR, Missing.CALENDAR)
    year = words.year(group)
    if year is None:
        return unknown(Precision.HALF_YEAR if is_half else Precision.QUARTER, Missing.DATE)
    period = make(year + ahead, number)
    is_open = not (words[group] or ahead or words["quarter_this"])
    if is_open and words.today and period.last and period.last < words.today:
        return make(year + 1, number)
    return period


def _deictic(words: Words) -> Period | None:
    unit = words["unit"]
    if not unit:
        return None
    is_later = re.match(LATER, words["deictic"]) is not None
    if unit in periods.SEASONS:
        return _season_of(words, unit, "unit_year")
    if words.today is None:
        return unknown(_UNITS[unit[0]], Missing.DATE)
    whole = _relative(unit, words.today, 1 if is_later else 0)
    if is_later or whole.last is None:
        return whole
    return Period(words.today, whole.last, whole.precision)  # what is left of it


def _count(words: Words) -> Period | None:
    if words["half"]:
        low, unit = 6, "m"
    elif words["span"]:
        low, unit = 1, words["span"][0]
    elif words["count"]:
        low, unit = _number(words["count"]), words["count_unit"][0]
    else:
        return None
    if words.today is None:
        return unknown(Precision.DAY, Missing.DATE)
    high = _number(words["count_to"]) if words["count_to"] else low
    first, last = sorted(_after(words.today, n, unit) for n in (low, high))
    if words["within"] or {"binnen", "innerhalb"} & set(words.lead):
        first = words.today
    return Period(first, last, Precision.DAY)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


def _after(today: date, count: int, unit: str) -> date:
    if unit in "jm":
        return periods.add_months(today, count * (12 if unit == "j" else 1))
    return today + timedelta(days=count * (7 if unit == "w" else 1))


def _week(words: Words) -> Period | None:
    number = words["week"] or words["week_first"]
    if not number:
        return None
    year = words.year("week_year" if words["week"] else "week_first_year")
    if year is None:
        return unknown(Precision.WEEK, Missing.DATE)
    period = periods.iso_week(year, int(number))
    if not words.has_year and words.today and period.last and period.last < words.today:
        return periods.iso_week(year + 1, int(number))
    return period


def _season(words: Words) -> Period | None:
    return _season_of(words, words["season"], "season_year") if words["season"] else None


def _season_of(words: Words, name: str, group: str) -> Period:
    year = words.year(group)
    if year is None:
        return unknown(Precision.SEASON, Missing.DATE)
    period = periods.season(year, name)
    if not words[group] and words.today and period.last and period.last < words.today:
        return periods.season(year + 1, name)
    return period


def _month_only(words: Words) -> Period | None:
    return _month(words, words["month_only"], "month_year", "") if words["month_only"] else None


def _month(words: Words, name: str, group: str, part: str) -> Period:
    year, number = words.year(group), MONTHS[name]
    if year is None:
        return unknown(Precision.MONTH, Missing.DATE)
    if not words[group] and words.today and number < words.today.month - 1:
        year += 1
    return periods.month(year, number, part)


def _weekday(words: Words) -> Period | None:
    if not words["weekday"]:
        return None
    if words.today is None:
        return unknown(Precision.DAY, Missing.DATE)
    ahead = (WEEKDAYS.index(words["weekday"]) - words.today.weekday() - 1) % 7 + 1
    return periods.day(words.today + timedelta(days=ahead))


def _feast(words: Words) -> Period | None:
    name = words["feast"] or words["pause"]
    if not name:
        return None
    year = words.year("feast_year")
    if year is None:
        return unknown(Precision.SEASON, Missing.DATE)
    make = periods.season if words["pause"] else periods.feast
    period = make(year, name)
    if not words["feast_year"] and words.today and period.last and period.last < words.today:
        return make(year + 1, name)
    return period


def _holidays(words: Words) -> Period | None:
    name = words["holidays"]
    if not name:
        return None
    year = words.year("holidays_year")
    if year is None:
        return unknown(Precision.SEASON, Missing.DATE)
    if name != "sommerferien":
        return unknown(Precision.SEASON, Missing.HOLIDAYS)
    period = periods.summer_holidays(year, words.state)
    if not words["holidays_year"] and words.today and period.last and period.last < words.today:
        return periods.summer_holidays(year + 1, words.state)
    return period


def _school(words: Words) -> Period | None:
    if not words["school"]:
        return None
    year = words.year("school_year")
    if year is None:
        return unknown(Precision.SEASON, Missing.DATE)
    period = periods.school_start(year, words.state)
    if not words["school_year"] and words.today and period.last and period.last < words.today:
        return periods.school_start(year + 1, words.state)
    return period


def _named_years(words: Words) -> Period | None:
    year, to = words["budget_year"] or words["year_only"], words["budget_to"] or words["year_to"]
    if not year:
        return None
    first = int(year)
    last = int(year[: 4 - len(to)] + to) if to and len(to) in (2, 4) else first
    if words["budget"].startswith("schuljahr"):
        return periods.months(first, 8, 19, Precision.YEAR)
    if not first <= last <= first + 10:
        last = first
    return periods.months(first, 1, 12 * (last - first + 1), Precision.YEAR)


def _undated(words: Words) -> Period | None:
    if words["meeting"]:
        return unknown(Precision.MEETING, Missing.MEETING)
    return unknown(Precision.SEASON, Missing.EVENT) if words["talks"] else None


def _tomorrow(words: Words) -> Period | None:
    if not words["tomorrow"]:
        return None
    if words.today is None:
        return unknown(Precision.DAY, Missing.DATE)
    return periods.day(words.today + timedelta(days=1 if words["tomorrow"] == "morgen" else 2))


_RESOLVERS: Final = (
    _day, _edge, _end_of, _turn, _quarter, _deictic, _count, _week, _season, _month_only,
    _weekday, _feast, _holidays, _school, _named_years, _undated, _tomorrow,
)  # fmt: skip
