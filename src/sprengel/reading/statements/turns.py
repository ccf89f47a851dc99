"""Labelled turns ("Stadtrat X (CDU): …"): who speaks, and the turn that only tells something."""

from __future__ import annotations

import re

from sprengel.language.tokens import STOP
from sprengel.reading.document import Act, Span
from sprengel.reading.statements.clauses import Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range

_PROCEDURE = re.compile(
    r"(?:kommen|kommt|gehen|schreiten)\b[^.]{0,40}\b(?:zur|zu der|in die) (?:Abstimmung|Beschluss)|"
    r"(?:bitte|bitten)\b[^.]{0,40}\b(?:Votum|Kartenzeichen|Handzeichen|Abstimmung)|"
    r"zur Abstimmung|"
    r"Wortmeldung|\bnächste Redner|das Wort\b|(?:Vielen|Herzlichen|Besten) Dank\W*$|"
    r"^\W*(?:Das|Dies|Damit|Auch das) ist\b[^.]{0,60}(?:Mehrheit|Zustimmung|Ablehnung|einstimmig|"
    r"angenommen|abgelehnt|beschlossen)|so beschlossen|\bich rufe\b[^.]{0,30}\bauf\b|"
    r"\bKarten?\b|gelbe Kar|(?:mehrheitliche|einstimmige|nur) Zustimmung|unterbreche ich|"
    r"\bstimmen\b[^.]{0,50}\bab\b|^\W*(?:Weiterbehandlung|Überweisung|Verweisung)\b|"
    r"(?:zweite|kurze|erste) Pause\b|"
    r"\bbitte um Ruhe\b|^\W*(?:Wir|Jetzt) kommen? (?:wir )?(?:zu|zum)\b|\blasse(?:n)? (?:ich|"
    r"wir)?\W*abstimmen|"
    r"^\W*Das ist nicht der Fall|das Wort gewünscht|^\W*\d{1,3}\W*$|^\W*Wer (?:dafür|dagegen)\b|"
    r"\bHandzeichen\b|^\W*(?:Enthaltungen|Gegenstimmen|Einstimmig)\W*$|^\W*Nun (?:die|der|"
    r"das)\b[^.]{0,40}$|"
    r"eröffne|schließe (?:ich )?(?:die Sitzung|den Tagesordnungspunkt)|Gegenstimme|Enthaltung",
    re.I,
)


_PRESIDES = re.compile(r"Vorsitz|Präsident|vorsteher|Sitzungsleit|Moderat")
_RUNS = re.compile(
    r"abschließen|Wortbeiträge|Redeliste|Tagesordnungspunkt|\b(?:rufe|stellen?)\b[^.]{0,40}\bAntrag\b|"
    r"\bzweiten? Antragsteller|\bVertagung\b"
)


def is_procedure(text: str) -> bool:
    return _PROCEDURE.search(text) is not None


def colon_turn(
    sentences: list[Sentence], label: Span, colon: Span | None, text: str
) -> Found | None:
    """One report for a turn in which nothing else is marked (A2, C7, M10)."""
    message: list[Range] = []
    last_question = False
    questions = 0
    presides = _PRESIDES.search(text, label.start, label.end) is not None
    for sentence in sentences:
        words = text[sentence.tokens[sentence.lo].start : sentence.tokens[sentence.hi - 1].end]
        if is_procedure(words) or (presides and _RUNS.search(words)):
            if presides:
                return None  # the chair runs the meeting, what he says besides is part of it
            continue
        lo, hi = strip_ends(sentence.tokens, sentence.lo, sentence.hi)
        if hi > lo:
            message.append((lo, hi))
            last_question = sentence.tokens[sentence.hi - 1].text.startswith("?") and (
                sentence.tokens[sentence.hi - 1].kind == STOP
            )
            questions += last_question
    if not message or colon is None:
        return None
    merged: list[Range] = [message[0]]
    for lo, hi in message[1:]:
        if lo - merged[-1][1] <= 2:
            merged[-1] = (merged[-1][0], hi)
        else:
            merged.append((lo, hi))
    least = 7 if "Vorsitzende" in text[label.start : label.end] else 4
    if sum(hi - lo for lo, hi in merged) < least:
        return None
    act = Act.QUESTION if questions and questions == len(message) else Act.REPORT
    first = sentences[0]
    return Found(
        act, "turn", first, [first.lo],
        "Wortbeitrag ohne eigenes Verb des Sagens" if act is Act.REPORT else "Wortbeitrag ist "
        "eine Frage",
        source_span=label, message=merged, cue_span=colon,
    )  # fmt: skip
