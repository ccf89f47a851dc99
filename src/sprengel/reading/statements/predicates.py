"""What predicates share: their copula, their negation, and the clause they are about."""

from __future__ import annotations

from sprengel.language.tokens import WORD
from sprengel.language.words import ADVERBS, BE, NEGATIONS, W_WORDS
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.speech import FUSED, message_limit
from sprengel.reading.statements.subjects import Subject


def copula(sentence: Sentence, i: int, words: frozenset[str]) -> int:
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return -1
    piece = sentence.pieces[number]
    best = -1
    if tokens[piece.hi - 1].low == "dar" and words >= BE:
        words = words | {"stelle", "stellt", "stellen"}  # "stellt keine Lösung dar"
    for k in range(piece.lo, piece.hi):
        if k > i and best >= 0 and tokens[k].low == "und":
            break  # "sieht sie als sinnvoll und nennt …"
        if tokens[k].low in words and tokens[k].kind == WORD and tokens[k].low != "sein":
            best = k if best < 0 or abs(k - i) < abs(best - i) else best
    if best < 0 and piece.kind is ClauseKind.FRAGMENT and number > 0:
        other = sentence.pieces[number - 1]
        if other.kind is ClauseKind.RELATIVE and number > 1:
            other = sentence.pieces[number - 2]
        for k in range(other.lo, other.hi):
            if tokens[k].low in words:
                best = k
    return best


def negate(found: Found) -> None:
    """The other side of a stance; what is not demanded or promised is refused."""
    found.act = Act.APPROVAL if found.act is Act.CRITICISM else Act.CRITICISM


def flip(found: Found, sentence: Sentence, i: int) -> bool:
    """ "nicht zufrieden" is criticism, and "nicht" belongs to the cue."""
    tokens = sentence.tokens
    if i - 3 >= sentence.lo and [t.low for t in tokens[i - 3 : i]] == ["alles", "andere", "als"]:
        found.cue = sorted({*found.cue, i - 3, i - 2, i - 1})
        negate(found)
        return True
    for k in range(i - 1, max(sentence.lo, i - 4) - 1, -1):
        low = tokens[k].low
        if low in NEGATIONS or low in ("kein", "keine", "wenig", "weniger"):
            found.cue = sorted({*found.cue, k})
            negate(found)
            return True
        if tokens[k].kind != WORD or low not in ADVERBS | {
            "so",
            "ganz",
            "mehr",
            "für",
            "wirklich",
            "zu",
        }:
            return False
    return False


def message_of(
    sentence: Sentence, i: int, verb: int, subject: Subject, prepositions: tuple[str, ...]
) -> list[Range]:
    tokens = sentence.tokens
    number = max(sentence.piece_at(i), sentence.piece_at(verb))
    piece = sentence.pieces[number]
    skip = range(subject.lo, subject.hi)
    message: list[Range] = []
    if sentence.pieces[sentence.piece_at(i)].kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        hi_scan = piece.hi
    else:
        hi_scan = message_limit(sentence, i)
    for k in range(min(i, verb, piece.lo), hi_scan):
        if k in skip or tokens[k].kind != WORD:
            continue
        if FUSED.get(tokens[k].low, tokens[k].low) in prepositions:
            end = to_end(sentence, k + 1)
            if i > k + 1:
                end = min(end, i)
            if verb > k + 1:
                end = min(end, verb)
            message.append((k + 1, end))
            break
        if (
            sentence.piece_at(k) != number
            and sentence.pieces[sentence.piece_at(k)].kind is not ClauseKind.FRAGMENT
        ):
            break
    clause = clause_behind(sentence, number, subject)
    if clause is not None and not (message and message[0][1] >= clause[1]):
        message.append(clause)
    return message


def clause_behind(sentence: Sentence, number: int, subject: Subject) -> Range | None:
    tokens = sentence.tokens
    for k in range(number + 1, len(sentence.pieces)):
        piece = sentence.pieces[k]
        if piece.hi <= subject.hi:
            continue
        first = piece.lo
        while first < piece.hi and tokens[first].low in ADVERBS:
            first += 1
        low = tokens[first].low if first < piece.hi else ""
        if (
            low in ("dass", "daß", "ob", "wenn", "wie", "weil", "denn")
            or low in W_WORDS
            or (piece.kind is ClauseKind.INFINITIVE and low not in ("um", "ohne"))
        ):
            lo, hi = strip_ends(tokens, piece.lo, message_limit(sentence, piece.lo))
            return (lo, hi) if hi > lo else None
        if piece.kind is ClauseKind.MAIN:
            return None
    return None


def to_end(sentence: Sentence, start: int) -> int:
    """The prepositional object with everything up to the sentence's end or the next cue."""
    limit = message_limit(sentence, start)
    number = sentence.piece_at(start)
    end = sentence.pieces[number].hi
    for k in range(number + 1, len(sentence.pieces)):
        piece = sentence.pieces[k]
        if (
            piece.kind is ClauseKind.MAIN
            and sentence.tokens[piece.lo - 1].text != ":"
            and (sentence.tokens[piece.lo].low not in ("denn",))
        ):
            break
        end = piece.hi
    _, end = strip_ends(sentence.tokens, start, min(limit, end))
    return end
