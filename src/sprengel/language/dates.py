"""German dates: "31. Juli 2026", "31.07.2026". Nothing here asks what day it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_MONTH_NAMES: Final = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember",
)  # fmt: skip
MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | {
    "jänner": 1, "jan.": 1, "feb.": 2, "mär.": 3, "apr.": 4, "jun.": 6, "jul.": 7, "aug.": 8,
    "sept.": 9, "sep.": 9, "okt.": 10, "nov.": 11, "dez.": 12,
}  # fmt: skip
WEEKDAYS: Final = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
)  # fmt: skip
MONTH: Final = f"(?:{'|'.join(sorted((re.escape(m) for m in MONTHS), key=len, reverse=True))})"

_FULL_DATE = re.compile(
    rf"(?<![\d.])(?:(?P<day>\d{{1,2}})\.\s*(?P<month>{MONTH})\s+(?P<year>\d{{4}})"
    r"|(?P<nday>\d{1,2})\.\s?(?P<nmonth>\d{1,2})\.\s?(?P<nyear>\d{4}))(?!\d)",
    re.IGNORECASE,
)


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[int, date]]:
    """Complete dates with their offset."""
    for found in _FULL_DATE.finditer(text, start, end):
        if found["day"]:
            day = safe_date(int(found["year"]), MONTHS[found["month"].lower()], int(found["day"]))
        else:
            day = safe_date(int(found["nyear"]), int(found["nmonth"]), int(found["nday"]))
        if day is not None:
            yield found.start(), day


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
