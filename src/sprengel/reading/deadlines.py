"""By when: the terms inside what was promised, asked or decided."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sprengel.language.dates import Precision, Term, find_dates, find_terms
from sprengel.reading.document import (
    LEDGER_ACTS,
    Act,
    Deadline,
    DuePrecision,
    ReadDocument,
    Span,
    Statement,
)

_DATED_LINE = re.compile(
    r"^[ \t]*(?:Termin|Datum|Date|Sitzung vom|Sitzungsdatum|Sitzungstag|Stand|Gesendet)\b[^\n]*",
    re.MULTILINE,
)


def find_date(document: ReadDocument) -> None:
    """The document's own date, from its head, unless the caller knew it."""
    if document.dated_on is not None:
        return
    text = document.text
    for line in _DATED_LINE.finditer(text, 0, 2500):
        for _, day in find_dates(text, line.start(), line.end()):
            document.dated_on = day
            return
    for _, day in find_dates(text, 0, min(len(text), 900)):
        document.dated_on = day
        return


def find_deadlines(document: ReadDocument) -> None:
    document.statements = tuple(_with_deadline(document, s) for s in document.statements)


def _with_deadline(document: ReadDocument, statement: Statement) -> Statement:
    if statement.act not in LEDGER_ACTS or statement.deadline:
        return statement
    term = _term_in(document.text, statement, document.dated_on)
    if term is None:
        return statement
    due = Deadline(None, term.due_on, DuePrecision(term.precision.value))
    return replace(statement, deadline=(Span(term.start, term.end),), due=due)


def _term_in(text: str, statement: Statement, today: date | None) -> Term | None:
    """The first term that says by when; in decisions only one opened by "bis" and the like."""
    best: Term | None = None
    for span in (*statement.message, _clause_of(text, statement)):
        for term in find_terms(text, span.start, min(span.end, span.start + 600), today):
            if _is_period(text, term) or _is_past(term, today):
                continue
            if not term.is_until and _NEW_SENTENCE.search(text, span.start, term.start):
                continue  # what the next sentence dates is another thing
            if term.is_until:
                return term
            if statement.act is Act.DECISION or not _says_when(text, term):
                continue
            best = best or term
    return best


def _clause_of(text: str, statement: Statement) -> Span:
    """Cue to message, where a term may stand between: "wird bis Ende 2026 darüber berichten"."""
    start = statement.cue[0].start
    end = max(statement.cue[-1].end, *(span.end for span in statement.message), start)
    if statement.source and statement.source[-1].end < start:
        start = max(statement.source[-1].end, start - 120)
    if end - start > 400 or "\n\n" in text[start:end]:
        end = min(end, statement.cue[-1].end)
    return Span(min(start, end), end)


_NEW_SENTENCE = re.compile(r"[a-zäöüß)]{2}[.!?]\s+[A-ZÄÖÜ]")
_FOR_ACT = re.compile(r"(?:noch|im|in|am|zum|zur|nach|für|bei|morgen)\b", re.IGNORECASE)
_VALIDITY = re.compile(r"\b(?:ab|seit|von|vom|dem Jahr|Fassung|Stand)\W*$", re.IGNORECASE)


def _says_when(text: str, term: Term) -> bool:
    words = text[term.start : term.end]
    if words.lower().startswith("ab "):
        return False
    if term.precision is Precision.DAY and words.lower().startswith(("in ", "zum ", "zur ")):
        return not words[:2].isdigit()
    return _FOR_ACT.match(words) is not None


def _is_period(text: str, term: Term) -> bool:
    """ "Fassung vom 2. März", "von 2023 bis 2025": no term for an act."""
    before = text[max(0, term.start - 14) : term.start]
    if _VALIDITY.search(before):
        return True
    return term.is_until and re.search(r"\d{4}\s*$", before) is not None


def _is_past(term: Term, today: date | None) -> bool:
    return (
        today is not None and term.due_on is not None and term.due_on < today and not term.is_until
    )
