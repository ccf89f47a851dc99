"""German dates and terms: "bis zum 31. Juli 2026", "noch in diesem Jahr", "im Herbst".

Everything is resolved against a given day; nothing here asks what day it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

_MONTH_NAMES: Final = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember",
)  # fmt: skip
_MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | {
    "jänner": 1, "jan.": 1, "feb.": 2, "mär.": 3, "apr.": 4, "jun.": 6, "jul.": 7, "aug.": 8,
    "sept.": 9, "sep.": 9, "okt.": 10, "nov.": 11, "dez.": 12,
}  # fmt: skip
_WEEKDAYS: Final = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
)  # fmt: skip
_SEASON_END: Final = {
    "frühjahr": (5, 31), "frühling": (5, 31), "frühsommer": (6, 30), "sommer": (8, 31),
    "herbst": (11, 30), "winter": (2, 28), "spätherbst": (11, 30), "spätsommer": (9, 15),
}  # fmt: skip
_ORDINALS: Final = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4}


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Term:
    """A term in a text: where it stands and the last day it leaves."""

    start: int
    end: int
    due_on: date | None
    precision: Precision
    is_until: bool
    """Opened by "bis", "spätestens", "vor": a term for an act and not the time of an event."""


_MONTH_RE = (
    "(?:"
    + "|".join(sorted((re.escape(name) for name in (*_MONTHS, "")), key=len, reverse=True)).rstrip(
        "|"
    )
    + ")"
)
_DAY_MONTH = rf"(?P<day>\d{{1,2}})\.\s*(?P<month>{_MONTH_RE})(?:\s+(?P<year>\d{{4}}))?"
_NUMERIC = r"(?P<nday>\d{1,2})\.\s?(?P<nmonth>\d{1,2})\.\s?(?P<nyear>\d{4}|\d{2}(?!\d))?"
_SEASON_RE = "|".join(_SEASON_END)
_TERM = re.compile(
    rf"""
    (?P<lead>(?:(?:noch|schon|bereits)\s+)?
       (?:bis\s+(?:spätestens\s+|voraussichtlich\s+)?(?:zum\s+|zur\s+|in\s+den\s+|in\s+das\s+|ins\s+|zu\s+)?
         |spätestens\s+(?:bis\s+(?:zum\s+|zur\s+)?|am\s+|zum\s+|zur\s+|im\s+|in\s+)?
         |vor\s+(?:der\s+|dem\s+|den\s+)?|nach\s+(?:der\s+|dem\s+|den\s+)?
         |zum\s+|zur\s+|im\s+(?:laufe\s+des\s+)?|in\s+|am\s+|ab\s+|binnen\s+|innerhalb\s+(?:von\s+)?|für\s+(?:den\s+|das\s+|die\s+)?
         |bei\s+der\s+
       ))?
    (?P<core>
        {_DAY_MONTH}
      | {_NUMERIC}
      | (?P<edge>ende|anfang|mitte)\s+(?:des\s+(?P<edge_year_word>jahres|quartals|monats)
        |(?P<edge_month>{_MONTH_RE})(?:\s+(?P<edge_my>\d{{4}}))?|(?P<edge_year>\d{{4}}))
      | (?P<this>diesem|laufenden|kommenden|nächsten|diese[rs]?)\s+(?P<unit>jahre?s?|quartal
        |monat|woche|halbjahr|{_SEASON_RE})(?:\s+(?P<unit_year>\d{{4}}))?
      | (?P<count>\d{{1,2}}|einem?r?|zwei|drei|vier|fünf|sechs|acht|zehn
        |zwölf)\s+(?P<count_unit>tagen?|wochen?|monaten?|jahren?)
      | (?P<yearend>jahresende|jahreswechsel|monatsende|quartalsende)
      | (?P<quarter>ersten|zweiten|dritten|vierten|[1-4]\.)\s+(?:quartal
        |halbjahr)(?:\s+(?P<quarter_year>\d{{4}}))?
      | (?P<season>{_SEASON_RE})(?:\s+(?P<season_year>\d{{4}}))?
      | (?P<month_only>{_MONTH_RE})(?:\s+(?P<month_year>\d{{4}}))?
      | (?P<weekday>{"|".join(_WEEKDAYS)})
      | (?P<feast>ostern|pfingsten|weihnachten|sommerpause|sommerferien|herbstferien|osterferien
        |ferien|haushaltsberatungen)
      | (?P<meeting>(?:nächsten|kommenden|übernächsten|folgenden)\s+(?:\w+[- ])?(?:\w*sitzung
        |\w*treffen|\w*tagung|\w*ausschuss|\w*ausgabe|\w*versammlung|\w*gemeinderat))
      | (?:(?:kommenden|nächsten)\s+)?(?P<budget>doppelhaushalt|haushalt|haushaltsjahr
        |nachtragshaushalt)\s+(?P<budget_year>\d{{4}}(?:/\d{{2,4}})?)
      | (?P<tomorrow>morgen|übermorgen)
      | (?P<year_only>(?:19|20)\d{{2}})
    )(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNTIL: Final = ("bis", "spätestens", "vor", "binnen", "innerhalb")
_NUMBERS: Final = {
    "ein": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "acht": 8, "zehn": 10, "zwölf": 12,
}  # fmt: skip


def find_terms(text: str, start: int, end: int, today: date | None) -> Iterator[Term]:
    """The terms in ``text[start:end]``, resolved against ``today`` (the document's day)."""
    for found in _TERM.finditer(text, start, end):
        if found.start() > start and text[found.start() - 1].isalnum():
            continue
        try:
            term = _resolved(found, today)
        except (OverflowError, ValueError):  # beyond the calendar: a term, but no day
            term = _resolved(found, None)
        if term is not None:
            yield term


def _resolved(found: re.Match[str], today: date | None) -> Term | None:
    lead = (found["lead"] or "").lower().split()
    is_until = any(word in _UNTIL for word in lead)
    due, precision, needs_lead = _due(found, today, lead)
    if precision is None or (needs_lead and not lead):
        return None
    if found["year_only"] and not (is_until and lead[-1:] != ["der"]):
        return None
    if found["tomorrow"] and (lead or found["core"][0].isupper()):
        return None
    return Term(found.start(), found.end(), due, precision, is_until)


def _due(
    found: re.Match[str], today: date | None, lead: list[str]
) -> tuple[date | None, Precision | None, bool]:
    """(last day, precision, needs a preposition)"""
    group = found.groupdict()
    if group["day"]:
        month = _MONTHS[group["month"].lower()]
        return _day(int(group["day"]), month, group["year"], today), Precision.DAY, True
    if group["nday"]:
        return (
            _day(int(group["nday"]), int(group["nmonth"]), group["nyear"], today),
            Precision.DAY,
            True,
        )
    if group["edge"]:
        return (*_edge(group, today), True)
    if group["this"]:
        return (*_this(group, today), True)
    if group["count"]:
        if not any(word in ("in", "binnen", "innerhalb") for word in lead):
            return None, None, True
        return _after(group, today), Precision.DAY, True
    if group["yearend"]:
        return (*_year_end(group["yearend"].lower(), today), True)
    if group["quarter"]:
        return (*_quarter(group, today), True)
    if group["season"]:
        year = _year(group["season_year"], today)
        return _season_end(group["season"].lower(), year, today), Precision.SEASON, True
    if group["month_only"]:
        month = _MONTHS[group["month_only"].lower()]
        return _month_end(month, group["month_year"], today), Precision.MONTH, True
    if group["weekday"]:
        due = _weekday(_WEEKDAYS.index(group["weekday"].lower()), today)
        return due, Precision.DAY, "bis" not in lead
    if group["feast"]:
        return None, Precision.SEASON, True
    if group["meeting"]:
        return None, Precision.MEETING, True
    if group["budget"]:
        year = int(group["budget_year"][:4])
        return date(year, 12, 31), Precision.YEAR, True
    if group["tomorrow"]:
        days = 1 if group["tomorrow"].lower() == "morgen" else 2
        return (today + timedelta(days=days) if today else None), Precision.DAY, False
    if group["year_only"]:
        return date(int(group["year_only"]), 12, 31), Precision.YEAR, True
    return None, None, True


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(day: int, month: int, year: str | None, today: date | None) -> date | None:
    if year:
        number = int(year)
        return _safe(number + 2000 if number < 100 else number, month, day)
    if today is None:
        return None
    this_year = _safe(today.year, month, day)
    # a term without a year lies ahead; "bis 15. Januar" in December means next January
    if this_year is not None and (today - this_year).days > 60:
        return _safe(today.year + 1, month, day)
    return this_year


def _month_end(month: int, year: str | None, today: date | None) -> date | None:
    if year:
        number = int(year)
    elif today is None:
        return None
    else:
        number = today.year + (1 if month < today.month - 1 else 0)
    return _safe(number, month, monthrange(number, month)[1]) if 0 < number < 9999 else None


def _year(year: str | None, today: date | None) -> int | None:
    return int(year) if year else (today.year if today else None)


def _season_end(season: str, year: int | None, today: date | None) -> date | None:
    if year is None:
        return None
    month, day = _SEASON_END[season]
    due = _safe(year + (1 if season == "winter" else 0), month, day)
    if due is not None and today is not None and due < today and year == today.year:
        return _safe(year + 1, month, day)
    return due


def _edge(group: dict[str, str | None], today: date | None) -> tuple[date | None, Precision]:
    edge = (group["edge"] or "").lower()
    if group["edge_month"]:
        month = _MONTHS[group["edge_month"].lower()]
        last = _month_end(month, group["edge_my"], today)
        if last is None or edge == "ende":
            return last, Precision.MONTH
        return last.replace(day=10 if edge == "anfang" else 20), Precision.MONTH
    year = _year(group["edge_year"], today)
    if year is None:
        return None, Precision.YEAR
    word = (group["edge_year_word"] or "jahres").lower()
    if word == "monats" and today is not None:
        return _month_end(today.month, str(today.year), today), Precision.MONTH
    if word == "quartals" and today is not None:
        return _quarter_end((today.month - 1) // 3 + 1, today.year), Precision.QUARTER
    month, day = {"anfang": (3, 31), "mitte": (7, 31), "ende": (12, 31)}[edge]
    return _safe(year, month, day), Precision.YEAR


def _this(group: dict[str, str | None], today: date | None) -> tuple[date | None, Precision | None]:
    unit = (group["unit"] or "").lower()
    ahead = 1 if (group["this"] or "").lower() in ("kommenden", "nächsten") else 0
    if unit in _SEASON_END:
        year = _year(group["unit_year"], today)
        return _season_end(unit, year, today), Precision.SEASON
    if unit.startswith("jahr"):
        return (_safe(today.year + ahead, 12, 31) if today else None), Precision.YEAR
    if unit == "halbjahr":
        return None, Precision.QUARTER
    if unit == "quartal":
        if today is None:
            return None, Precision.QUARTER
        number = (today.month - 1) // 3 + 1 + ahead
        return _quarter_end((number - 1) % 4 + 1, today.year + (number > 4)), Precision.QUARTER
    if unit == "monat":
        if today is None:
            return None, Precision.MONTH
        month = today.month + ahead
        return _month_end(
            (month - 1) % 12 + 1, str(today.year + (month > 12)), today
        ), Precision.MONTH
    if unit == "woche":
        if today is None:
            return None, Precision.DAY
        return today + timedelta(days=6 - today.weekday() + 7 * ahead), Precision.DAY
    return None, None


def _after(group: dict[str, str | None], today: date | None) -> date | None:
    if today is None:
        return None
    raw = (group["count"] or "").lower()
    count = int(raw) if raw.isdigit() else _NUMBERS.get(raw, 1)
    unit = (group["count_unit"] or "").lower()
    days = {"t": 1, "w": 7, "m": 30, "j": 365}[unit[0]]
    return today + timedelta(days=days * count)


def _year_end(word: str, today: date | None) -> tuple[date | None, Precision]:
    if word.startswith("jahr"):
        return (_safe(today.year, 12, 31) if today else None), Precision.YEAR
    if today is None:
        return None, Precision.MONTH
    if word.startswith("quartal"):
        return _quarter_end((today.month - 1) // 3 + 1, today.year), Precision.QUARTER
    if word.startswith("wochen"):
        return today + timedelta(days=6 - today.weekday()), Precision.DAY
    return _month_end(today.month, str(today.year), today), Precision.MONTH


def _quarter(group: dict[str, str | None], today: date | None) -> tuple[date | None, Precision]:
    raw = (group["quarter"] or "").lower()
    number = _ORDINALS.get(raw) or int(raw[0])
    year = _year(group["quarter_year"], today)
    return (_quarter_end(number, year) if year else None), Precision.QUARTER


def _quarter_end(number: int, year: int) -> date | None:
    month = min(12, number * 3)
    return _safe(year, month, monthrange(year, month)[1])


def _weekday(number: int, today: date | None) -> date | None:
    if today is None:
        return None
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


_FULL_DATE = re.compile(
    rf"(?<![\d.])(?:(?P<day>\d{{1,2}})\.\s*(?P<month>{_MONTH_RE})\s+(?P<year>\d{{4}})"
    r"|(?P<nday>\d{1,2})\.\s?(?P<nmonth>\d{1,2})\.\s?(?P<nyear>\d{4}))(?!\d)",
    re.IGNORECASE,
)


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[int, date]]:
    """Complete dates with their offset."""
    for found in _FULL_DATE.finditer(text, start, end):
        if found["day"]:
            day = _safe(int(found["year"]), _MONTHS[found["month"].lower()], int(found["day"]))
        else:
            day = _safe(int(found["nyear"]), int(found["nmonth"]), int(found["nday"]))
        if day is not None:
            yield found.start(), day
