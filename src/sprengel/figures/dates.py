"""Key dates as people write them: "15.09.2023", "September 2023", "2023", "2018 bis 2019"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sprengel.figures.models import KeyPrecision
from sprengel.figures.problems import FigureProblem
from sprengel.language.dates import MONTH, MONTHS
from sprengel.ui.days import EARLIEST, LATEST

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_DAY = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: 00:00)?$")
_DAY_IN_WORDS = re.compile(rf"^(\d{{1,2}})\.\s?({MONTH})\s+(\d{{4}})$", re.I)
_MONTH_IN_WORDS = re.compile(rf"^({MONTH})\s+(\d{{4}})$", re.I)
_MONTH = re.compile(r"^(\d{1,2})[./](\d{4})$")
_YEAR = re.compile(r"^(\d{4})$")
_YEARS = re.compile(r"^(\d{4})\s*(?:-|–|bis|/)\s*(\d{4})$")
_SPAN = re.compile(r"^(\d{1,2}\..{4,20}?)\s+(?:-|–|bis)\s+(\d{1,2}\..{4,20})$")
_BEFORE = re.compile(r"^(?:stand|stichtag|zum|am|im jahr|jahr|ende|per)\s*:?\s+", re.I)
_NOT_KNOWN = {"", "-", "–", "?", "k. a.", "k.a.", "unbekannt", "stichtag nicht bekannt"}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """Of a month, year or period ``key_on`` is the last day."""

    key_on: date | None
    precision: str
    from_on: date | None = None


def read_key_date(text: str) -> KeyDate:
    """Raises ``FigureProblem`` where it is no date, or one that could be two ("3.4.23")."""
    written = " ".join(text.split())[:200]
    if written.lower() in _NOT_KNOWN:
        return KeyDate(None, KeyPrecision.UNKNOWN)
    plain = _BEFORE.sub("", written)
    try:
        found = _read(plain)
    except ValueError as e:
        raise _not_read(written) from e
    if found is None:
        raise _not_read(written)
    for day in (found.from_on, found.key_on):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise FigureProblem(
                _("„%(text)s“: Bitte das Jahr prüfen.") % {"text": written}, field="key_on"
            )
    return found


def _read(text: str) -> KeyDate | None:
    if found := _ISO.match(text):
        return KeyDate(date(int(found[1]), int(found[2]), int(found[3])), KeyPrecision.DAY)
    if found := _DAY.match(text):
        return KeyDate(date(int(found[3]), int(found[2]), int(found[1])), KeyPrecision.DAY)
    if found := _DAY_IN_WORDS.match(text):
        month = MONTHS[found[2].lower()]
        return KeyDate(date(int(found[3]), month, int(found[1])), KeyPrecision.DAY)
    if found := _MONTH_IN_WORDS.match(text):
        return _month(int(found[2]), MONTHS[found[1].lower()])
    if found := _MONTH.match(text):
        return _month(int(found[2]), int(found[1]))
    if found := _YEAR.match(text):
        return KeyDate(date(int(found[1]), 12, 31), KeyPrecision.YEAR)
    if found := _SPAN.match(text):
        ends = _read(found[1]), _read(found[2])
        if all(end is not None and end.precision == KeyPrecision.DAY for end in ends):
            first_on, last_on = ends[0].key_on, ends[1].key_on  # type: ignore[union-attr]
            if first_on and last_on and first_on <= last_on:
                return KeyDate(last_on, KeyPrecision.PERIOD, first_on)
        return None
    if found := _YEARS.match(text):
        first, last = date(int(found[1]), 1, 1), date(int(found[2]), 12, 31)
        return KeyDate(last, KeyPrecision.PERIOD, first) if first <= last else None
    return None


def _month(year: int, month: int) -> KeyDate:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(month)
    return KeyDate(date(year, month, calendar.monthrange(year, month)[1]), KeyPrecision.MONTH)


def _not_read(written: str) -> FigureProblem:
    return FigureProblem(
        _(
            "„%(text)s“ wurde nicht als Stichtag verstanden. Möglich sind etwa 15.09.2023, "
            "September 2023, 2023 oder 2018 bis 2019."
        )
        % {"text": written[:60]},
        field="key_on",
    )
