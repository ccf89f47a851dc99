"""Reported speech without a saying verb: a speaker, any verb, words in the Konjunktiv."""

from __future__ import annotations

import re

from sprengel.language.tokens import COMMA
from sprengel.language.words import BE, MODALS
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.filters import has_konjunktiv
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.subjects import find_subject

SPEAKER = re.compile(
    r"(?:Stadtr[aä]t|Gemeinder[aä]t|Ortschaftsr[aä]t|Kreisr[aä]t|Herr\b|Frau\b|(?:Der|Die) "
    r"Vorsitzende|"
    r"(?:Ober|Erste[r]? |Bau)?[Bb]ürgermeister|Dr\.|Prof\.|Ortsvorsteher|Landr[aä]t|Beigeordnet|"
    r"Stadtkämmer|"
    r"Minister|Staatssekretär|(?:OB|BM|GR|StR|KR)(?:in)?\b|GF\b|RM\b|Stv\.|MdL\b|RP|Ratsmitglied|Ratsherr|Ratsfrau|"
    r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+ \()"
)


def plain_speech(sentence: Sentence, text: str) -> list[Found]:
    """ "Stadtrat X (CDU) bekennt, …": in minutes any verb behind the speaker reports."""
    tokens = sentence.tokens
    if not SPEAKER.match(text, tokens[sentence.lo].start) or len(sentence.pieces) < 2:
        return []
    called = _behind_name(sentence)
    if called is not None:
        return [called]
    first, second = sentence.pieces[0], sentence.pieces[1]
    finite = sentence.finite_in(first.lo, first.hi)
    if finite < 0 or tokens[second.lo - 1].kind != COMMA or finite == first.lo:
        return []
    if second.kind is ClauseKind.SUBORDINATE and tokens[second.lo].low not in ("dass", "ob"):
        return []
    if second.kind not in (ClauseKind.MAIN, ClauseKind.SUBORDINATE):
        return []
    subject = find_subject(sentence, finite)
    if subject is None or subject.is_behind or not has_konjunktiv(sentence):
        return []
    lo, hi = strip_ends(tokens, second.lo, sentence.hi)
    if hi <= lo or tokens[finite].low in BE | MODALS:
        return []
    found = Found(
        Act.REPORT, "plain", sentence, [finite],
        f"„{tokens[finite].text}“ gibt Worte wieder (Niederschrift)",
        (subject.lo, subject.hi), message=[(lo, hi)], is_open=True,
    )  # fmt: skip
    return [found]


def _behind_name(sentence: Sentence) -> Found | None:
    """ "Frau Teschendorf: 25 Prozent.", in the middle of a paragraph."""
    tokens = sentence.tokens
    near = range(sentence.lo + 2, min(sentence.lo + 8, sentence.hi - 1))
    colon = next((k for k in near if tokens[k].text == ":"), -1)
    if colon < 0 or sentence.finite_in(sentence.lo, colon) >= 0:
        return None
    end = phrase_end(tokens, sentence.lo, colon)
    lo, hi = strip_ends(tokens, colon + 1, sentence.hi)
    if end <= sentence.lo or hi <= lo or colon - end > 1:
        return None
    return Found(
        Act.REPORT, "plain", sentence, [colon], "Name, Doppelpunkt, Wortbeitrag",
        (sentence.lo, end), message=[(lo, hi)], is_open=True,
    )  # fmt: skip


def opens_speech(sentence: Sentence) -> bool:
    return sentence.tokens[sentence.hi - 1].text == ":" and not sentence.opens_list


def colon_speech(sentence: Sentence) -> Found | None:
    """ "Er begrüßt Herrn X:" before paragraphs of reported speech: the colon is the cue."""
    piece = sentence.pieces[0]
    finite = sentence.finite_in(piece.lo, piece.hi)
    subject = find_subject(sentence, finite) if finite >= 0 else None
    if subject is None:
        return None
    return Found(
        Act.REPORT, "colon", sentence, [sentence.hi - 1], "Doppelpunkt, dahinter Wiedergabe",
        (subject.lo, subject.hi), is_open=True,
    )  # fmt: skip
