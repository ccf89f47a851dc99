"""Results told in sentences: "Der Vorstand stimmt dem Entwurf bei zwei Enthaltungen zu."

Minutes without labels say them somewhere in the text of an item; what is said last holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .agenda import Section
from .document import Outcome, Span, Vote
from .folding import fold
from .results import Result, read_result

_SENTENCE = re.compile(r"[^.!?\n][^.!?]{8,600}(?:[.!?]|$)")
_BODY = re.compile(
    r"\b(?:\w*(?:rat|räte|ausschuss|versammlung|vorstand|präsidium|beirat|kommission|tag)(?:e?s)?|"
    r"Gremium|Runde|Sprengel|Mitglieder|Anwesenden|Städte|(?:Antragss?teller|Fragesteller)\w*)\b",
    re.I,
)
_ACTIVE: tuple[tuple[Outcome, str], ...] = (
    (
        Outcome.ADOPTED,
        r"beschlie(?:ß|ss)t|beschlie(?:ß|ss)en|beschloss(?:en)?|genehmig(?:t|te|ten|en)|billig(?:t|te|ten)|wähl(?:t|te|ten)",
    ),
    (
        Outcome.ADOPTED,
        r"stimm(?:t|te|en|ten)\b.{1,300}?\bzu\b|n(?:immt|ahm|ahmen)\b.{1,200}?\ban\b",
    ),
    (Outcome.REJECTED, r"lehn(?:t|te|en|ten)\b.{1,300}?\bab\b"),
    (Outcome.NOTED, r"n(?:immt|ehmen|ahm|ahmen)\b.{1,300}?\bKenntnis\b"),
    (Outcome.POSTPONED, r"vertag(?:t|te|en|ten)\b"),
    (Outcome.REFERRED, r"verw(?:eist|ies|iesen|eisen)\b"),
    (Outcome.REPLY_ACCEPTED, r"erklär(?:t|en|te|ten)\b.{1,120}?\beinverstanden\b"),
)
_PASSIVE = re.compile(
    r"\b(?:wird|werden|wurde|wurden|ist|sind)\b.{0,300}?\b(?:angenommen|abgelehnt|beschlossen|genehmigt|"
    r"zugestimmt|gebilligt|gewählt|vertagt|verwiesen|zurückgezogen|zurückgestellt|"
    r"(?:für|als)?\s*erledigt(?:\s+erklärt)?|zur\s+Kenntnis\s+genommen)\b",
    re.S,
)
_CALLED_OUT = re.compile(
    r"\b(?:das\s+ist|nur|damit|somit|ich\s+sehe|(?:er|sie|vorsitzende)\s+stellt)\b.{0,120}?"
    r"\b(?:Zustimmung(?:en)?|Ablehnung|Einstimmigkeit|Annahme|angenommen|abgelehnt|beschlossen)\b",
    re.I | re.S,
)
_FOUND = re.compile(
    r"\b(?:findet|finden|fand|fanden|erhält|erhalten|erhielt|erhielten)\b.{0,160}?\bMehrheit\b",
    re.S,
)
_OF_AMENDMENT = re.compile(r"\b(?:änderungs|ergänzungs|zusatz)antr", re.I)
_HYPOTHETICAL = re.compile(
    r"\b(?:würden?|könnten?|sollten?|müssten?|möge|wäre|hätten?|falls|wenn|ob|soll|sollen|bittet?|"
    r"beantrag\w+|empf\w+|schläg\w+|vorgeschlagen)\b",
    re.I,
)


def narrated(text: str, section: Section, number: str) -> Iterator[Vote]:
    """The last result told of a section without labels, if any is."""
    folded = fold(text, section.start, section.end)
    last: tuple[Result, int, int] | None = None
    for sentence in _SENTENCE.finditer(folded.text):
        result = _told(sentence[0])
        if result is None or (last is not None and _OF_AMENDMENT.search(sentence[0])):
            continue
        last = (result, sentence.start(), sentence.end())
    if last is not None:
        result, start, end = last
        span = Span(folded.offset(start), folded.offset(end - 1) + 1)
        assert result.outcome is not None
        yield Vote(
            number, result.outcome, result.majority, result.yes, result.no, result.abstain, span
        )


def _told(sentence: str) -> Result | None:
    if _HYPOTHETICAL.search(sentence):
        return None
    read = read_result(sentence)
    if any(p.search(sentence) for p in (_PASSIVE, _CALLED_OUT, _FOUND)):
        return read if read is not None and read.outcome is not None else None
    if not _BODY.search(sentence):
        return None
    for outcome, verb in _ACTIVE:
        if re.search(rf"\b(?:{verb})", sentence, re.S):
            return _with_outcome(sentence, read, outcome)
    return None


def _with_outcome(sentence: str, read: Result | None, outcome: Outcome) -> Result:
    """The verb says what happened; majority and counts stand around it."""
    if read is not None and read.outcome is outcome:
        return read
    word = {Outcome.ADOPTED: "angenommen", Outcome.REJECTED: "abgelehnt"}.get(outcome)
    if word is None:
        return Result(outcome)
    again = read_result(f"{sentence} {word}") or Result(outcome)
    return replace(again, outcome=outcome)
