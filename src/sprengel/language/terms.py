"""German terms: "bis zum 31. Juli", "noch in diesem Jahr", "ab Herbst", "von März bis Mai".

Each is resolved against a given day, the document's own; without one a relative term has no dates
and says why. Nothing here asks what day it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from . import periods
from .periods import Missing, Period, Precision
from .term_periods import period_of
from .term_words import OWN_YEAR, TERM, UNTIL, Words

_RANGE_TO = re.compile(r"\s*(?:bis|und|–|-)\s*(?:zum\s+)?(?:einschließlich\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A term in a text: where it stands, and from when to when it runs."""

    start: int
    end: int
    from_on: date | None
    due_on: date | None
    """Its last day; None for an open end ("ab 2026") or where it is not known."""
    precision: Precision
    is_until: bool
    """Opened by "bis", "spätestens", "vor": a term for an act and not the time of an event."""
    missing: Missing | None = None
    """Why it has no dates."""
    is_range: bool = False
    """Both ends are named: "von März bis Mai"."""


def find_terms(
    text: str, start: int, end: int, today: date | None, state: str = ""
) -> Iterator[Term]:
    """The terms in ``text[start:end]``, resolved against ``today`` (the document's day).

    ``state`` is the Land whose school holidays hold; "" if it is not known.
    """
    behind = start
    for found in TERM.finditer(text, start, end):
        if found.start() < behind:
            continue
        words = Words(found, today, state)
        term = _range(text, words, end) or _single(words)
        if term is not None:
            behind = term.end
            yield term


def _single(words: Words) -> Term | None:
    if not _is_term(words):
        return None
    period = period_of(words)
    if period is None:
        return None
    first, last, is_until = _bounded(period, words)
    missing = (period.missing or Missing.CALENDAR) if not (first or last) else None
    found = words.found
    return Term(found.start(), found.end(), first, last, period.precision, is_until, missing)


def _is_term(words: Words) -> bool:
    """Whether the words say when, and do not only name a time."""
    lead = words.lead
    if words["tomorrow"]:
        return not lead and words.found["core"][0].islower()
    if lead[-1:] in (["von"], ["vom"], ["zwischen"]):
        return False  # "das Schreiben vom 2. März"; with a second end it is a range
    if words["weekday"]:
        return bool(lead)
    if words["end_of"] == "wochenende":
        return bool(UNTIL & set(lead))
    if words["year_only"]:
        return bool(set(lead) & {*UNTIL, "ab", "frühestens"}) and lead[-1] != "der"
    if words["count"]:
        return bool(words["within"] or set(lead) & {"in", "binnen", "innerhalb", "nach"})
    if words["week"] or words["week_first"] or words["edge"] or words["meeting"]:
        return True
    return bool(lead)


def _bounded(period: Period, words: Words) -> tuple[date | None, date | None, bool]:
    """From, to, and whether it is a term for an act."""
    lead = words.lead
    first, last = period.first, period.last
    if "vor" in lead:
        return None, _shifted(first, -1), True
    if "nach" in lead and not words["count"]:
        return _shifted(last, 1), None, False
    if "ab" in lead or "frühestens" in lead:
        return first, None, False
    if "nach" in lead:
        return last, None, False
    if UNTIL & set(lead):
        return None, last, True
    return first, last, False


def _shifted(day: date | None, days: int) -> date | None:
    try:
        return day + timedelta(days=days) if day else None
    except OverflowError:  # the calendar ends there
        return None


def _range(text: str, words: Words, end: int) -> Term | None:
    """ "vom 1. Mai bis 30. Juni 2026", "zwischen März und Mai", "von 2026 bis 2028"."""
    if words.lead[-1:] not in (["von"], ["vom"], ["zwischen"]):
        return None
    link = _RANGE_TO.match(text, words.found.end(), end)
    until = TERM.match(text, link.end(), end) if link else None
    if link is None or until is None or (until["lead"] and "bis" not in until["lead"].lower()):
        return None
    closing = Words(until, words.today, words.state)
    opening = words
    if closing.has_year and not words.has_year:
        # The year stands once, at the end: "vom 1. Mai bis 30. Juni 2026".
        year = int(next(closing[g] for g in OWN_YEAR if closing[g]))
        opening = Words(words.found, date(min(max(year, 1), 9998), 1, 1), words.state)
    first, last = period_of(opening), period_of(closing)
    if first is None or last is None:
        return None
    opens, closes = first.first, last.last
    if opens and closes and opens > closes and not words.has_year:
        opens = periods.add_months(opens, -12)  # "von November bis Februar 2027"
    if opens and closes and opens > closes:
        opens = closes = None
    missing = (first.missing or last.missing) if not (opens or closes) else None
    if not (opens or closes) and missing is None:
        missing = Missing.CALENDAR
    start = words.found.start()
    return Term(start, until.end(), opens, closes, last.precision, False, missing, is_range=True)
