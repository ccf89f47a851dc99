"""By when: the terms inside what was promised, asked or decided."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sprengel.language.dates import find_dates
from sprengel.language.periods import Missing, Precision, known_states
from sprengel.language.terms import Term, find_terms
from sprengel.language.words import word_set
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
        if ":" not in line[0] and line.start() > 900:
            continue  # in running text
        for _, day in find_dates(text, line.start(), line.end()):
            document.dated_on = day
            return
    for start, day in find_dates(text, 0, min(len(text), 900)):
        if not _OF_SOMETHING_ELSE.search(text[max(0, start - 40) : start]):
            document.dated_on = day
            return


_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:bis|zum|ab|seit|nach|vor|spätestens|zwischen|in\s+Kraft|"
    r"(?<!Sitzung )(?<!Tagung )(?<!Plenarsitzung )(?<!sitzung )am)\s+(?:\w+,\s+(?:den\s+)?)?$",
    re.IGNORECASE,
)
"""What a running text dates is not the text."""


def find_deadlines(document: ReadDocument) -> None:
    state = find_state(document.text)
    document.statements = tuple(_with_deadline(document, s, state) for s in document.statements)


def find_state(text: str) -> str:
    """The Land the text speaks of, whose school holidays hold; "" if none or more than one."""
    named = {state for state in _STATES if state in text}
    named -= {shorter for shorter in named for longer in named if shorter in longer != shorter}
    return named.pop() if len(named) == 1 else ""


def _with_deadline(document: ReadDocument, statement: Statement, state: str) -> Statement:
    if statement.act not in LEDGER_ACTS or statement.deadline:
        return statement
    term = _term_in(document.text, statement, document.dated_on, state)
    if term is None:
        return statement
    precision, why = DuePrecision(term.precision.value), _WHY.get(term.missing, "")
    due = Deadline(term.from_on, term.due_on, precision, why)
    reason = f"{statement.reason}; {why}" if statement.reason and why else statement.reason or why
    return replace(statement, deadline=(Span(term.start, term.end),), due=due, reason=reason)


_WHY: dict[Missing | None, str] = {
    Missing.DATE: "Frist ohne Tag: Das Datum des Dokuments ist nicht bekannt",
    Missing.HOLIDAYS: "Frist ohne Tag: Es ist nicht bekannt, wann die Ferien sind",
    Missing.MEETING: "Frist ohne Tag: Sie hängt von der nächsten Sitzung ab",
    Missing.EVENT: "Frist ohne Tag: Der Text nennt keinen",
    Missing.CALENDAR: "Frist ohne Tag: Diesen Tag gibt es nicht",
}
_STATES = known_states() | word_set(
    "Bayern Berlin Brandenburg Bremen Hamburg Hessen Mecklenburg-Vorpommern Niedersachsen "
    "Nordrhein-Westfalen Rheinland-Pfalz Saarland Sachsen Sachsen-Anhalt Schleswig-Holstein "
    "Thüringen"
)


def _term_in(text: str, statement: Statement, today: date | None, state: str) -> Term | None:
    """The first term that says by when; in decisions only one opened by "bis" and the like."""
    best = None if statement.act is Act.DECISION else _term_ahead(text, statement, today, state)
    for span in (*statement.message, _clause_of(text, statement)):
        for term in find_terms(text, span.start, min(span.end, span.start + 600), today, state):
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


def _term_ahead(text: str, statement: Statement, today: date | None, state: str) -> Term | None:
    """ "Im Herbst werde die Stadt Zahlen vorlegen": the term opens the sentence."""
    spans = (*statement.cue, *statement.source, *statement.message)
    begun = min(span.start for span in spans)
    opened = begun
    for found in _OPENING.finditer(text, max(0, begun - 160), begun):
        opened = found.end()
    for term in find_terms(text, opened, min(len(text), begun + 60), today, state):
        if term.start - opened > 1 or _is_past(term, today):
            return None
        return term if _MODAL.match(text, term.end) else None
    return None


_OPENING = re.compile(r"(?:[a-zäöüß\d)][.!?:]|[„“»])\s+|\n\s*")
_MODAL = re.compile(
    r"\s+(?:werden?|wird|würden?|soll(?:en|e|ten?)?|muss|müssen?|will|woll(?:en|e)|kann|könn(?:en|e))\b"
)


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
_FOR_ACT = re.compile(
    r"(?:noch|im|in|am|ab|auf|zum|zur|zu|nach|für|bei|mit|vom|von|zwischen|erst|frühestens|"
    r"voraussichtlich|möglichst|nächsten|kommenden|folgenden|morgen|übermorgen|Anfang|Mitte|Ende|KW|Kalenderwoche|\d{1,2}\.\s*KW)\b",
    re.IGNORECASE,
)
_NAMED_BY_DAY = re.compile(r"(?:[Bb]eschluss|[Aa]ntrag|[Ss]chreiben|[Ss]itzung|eingegangen)\w*\s+$")
_VALIDITY = re.compile(r"\b(?:ab|seit|von|vom|dem Jahr|Jahre|Fassung|Stand)\W*$", re.IGNORECASE)


def _says_when(text: str, term: Term) -> bool:
    words = text[term.start : term.end]
    if term.is_range:
        # "von 2023 bis 2025" is how long something holds.
        return term.precision is not Precision.YEAR
    if words.lower().startswith("mit ") and "jahr" not in words.lower():
        return False
    return _FOR_ACT.match(words) is not None


def _is_period(text: str, term: Term) -> bool:
    """ "Fassung vom 2. März", "seit 2023": no term for an act."""
    before = text[max(0, term.start - 14) : term.start]
    if _VALIDITY.search(before):
        return True
    if text[term.start : term.start + 3].lower() == "am " and _NAMED_BY_DAY.search(before):
        return True  # "die Sitzung am 2. März"
    return term.is_until and re.search(r"\d{4}\s*$", before) is not None


def _is_past(term: Term, today: date | None) -> bool:
    """Open ends lie ahead."""
    if today is None or term.due_on is None:
        return False
    return term.due_on < today and not term.is_until
