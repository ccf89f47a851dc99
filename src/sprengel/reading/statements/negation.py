"""What "nicht" and "kein" make of a statement, and whether "sich" belongs to the verb."""

from __future__ import annotations

from sprengel.language.words import (
    NEGATIONS,
    NEGATIVE_DETERMINERS,
    REFLEXIVES,
)
from sprengel.reading.document import Act
from sprengel.reading.lexicon import Entry
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Sentence,
)
from sprengel.reading.statements.constructions import (
    Construction,
)
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.subjects import (
    Subject,
)


def negated(found: Found, entry: Entry, negation: int) -> Found | None:
    if entry.act is Act.APPROVAL or (entry.act is Act.DECISION and "body" in entry.flags):
        found.act = Act.CRITICISM
    elif "negated" not in entry.flags:
        found.sentence.negated.append(tuple(sorted({*found.cue, negation})))
        return None
    found.cue = sorted({*found.cue, negation})
    found.rule = "negated"
    found.reason = f"„nicht {entry.lemma}“ = Kritik"
    return found


def negation_of(sentence: Sentence, how: Construction, subject: Subject) -> int:
    """Index of "nicht", "kein" that negates the verb itself, -1 without one."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    last = max(how.cue)
    hi = last + 1 if last > how.finite else min(piece.hi, sentence.hi)
    lo = how.finite if not how.is_final else piece.lo
    for k in range(lo, hi):
        low = tokens[k].low
        if subject.lo <= k < subject.hi or k in how.cue:
            continue
        if low in NEGATIONS or low in NEGATIVE_DETERMINERS:
            if (
                low == "nicht"
                and k + 1 < hi
                and tokens[k + 1].low in ("nur", "zuletzt", "allein", "ganz")
            ):
                continue
            number = sentence.piece_at(k)
            if number >= 0 and sentence.pieces[number].kind in (
                ClauseKind.SUBORDINATE, ClauseKind.INFINITIVE, ClauseKind.RELATIVE,
            ) and not how.is_final:  # fmt: skip
                continue
            if low in NEGATIVE_DETERMINERS and k < last and how.finite != last:
                return k
            if low in NEGATIVE_DETERMINERS and how.finite == last:
                return k
            return k
    return -1


def has_reflexive(sentence: Sentence, how: Construction, subject: Subject | None) -> bool:
    """ "Das Konzept begeistert uns" is not reflexive, "wir begeistern uns" is."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    hi = max(piece.hi, max(how.cue))
    lo = piece.lo if how.is_final else max(piece.lo, how.finite - 1)
    words = REFLEXIVES
    if subject is not None and tokens[subject.lo].low not in ("ich", "wir", "du", "ihr"):
        words = frozenset(["sich"])
    return any(tokens[k].low in words for k in range(lo, hi))
