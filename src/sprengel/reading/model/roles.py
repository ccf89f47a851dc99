"""Who speaks and what is said around a cue that no rule took: the rules' own role fillers first."""

from __future__ import annotations

from dataclasses import dataclass, field

from sprengel.language.tokens import WORD
from sprengel.language.verbs import form_of
from sprengel.language.words import ADVERBS, W_WORDS, word_set
from sprengel.reading.document import Act
from sprengel.reading.lexicon import Entry, Hit, lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.constructions import Construction, companions_of, construction_of
from sprengel.reading.statements.found import Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.roles import Roles
from sprengel.reading.statements.subjects import Subject, find_subject

FIRST_PERSON = word_set("ich wir")
NOT_A_SOURCE = word_set("es das dies dieses was wer jemand niemand")
_CONTENT = frozenset({"dass", "daß", "ob", "wenn", "wie", "weil"}) | W_WORDS


@dataclass(slots=True)
class Filled:
    cue: list[int]
    source: Range | None = None
    is_first_person: bool = False
    message: list[Range] = field(default_factory=list)
    addressee: list[Range] = field(default_factory=list)


def fill(sentence: Sentence, index: int, act: Act) -> Filled:
    """The statement's parts as token ranges; the rules' fillers may fail, the plain way cannot."""
    filled = _by_the_rules(sentence, index, act)
    if filled is None:
        filled = Filled([index])
    if filled.source is None and not filled.is_first_person:
        _subject(filled, sentence, index)
    if not filled.message:
        _plain_message(filled, sentence, index, act)
    return filled


def _by_the_rules(sentence: Sentence, index: int, act: Act) -> Filled | None:
    token = sentence.tokens[index]
    if token.text[0].isupper() and index > sentence.lo:
        return None
    hits = lexicon().verbs.get(token.low, ()) or (_unlisted(token.low, act),)
    for hit in hits:
        try:
            companions = companions_of(sentence, index, hit)
            how = None
            if companions is not None:
                how = construction_of(sentence, index, hit, companions)
            if how is None or how.is_passive:
                continue
            subject = find_subject(sentence, how.finite)
            if subject is None:
                continue
            return _filled(sentence, hit.entry, how, subject)
        except (IndexError, ValueError, AssertionError, AttributeError):
            continue  # built for the verbs of the lexicon: what else it is given may not fit
    return None


def _unlisted(low: str, act: Act) -> Hit:
    return Hit(Entry(low, act, message=("acc",)), form_of(low), False)


def _filled(sentence: Sentence, entry: Entry, how: Construction, subject: Subject) -> Filled:
    tokens = sentence.tokens
    roles = Roles(sentence, entry, how, subject)
    roles.fill()
    filled = Filled(sorted(set(how.cue)), message=list(roles.message))
    filled.addressee = list(roles.addressee)
    filled.is_first_person = tokens[subject.lo].low in FIRST_PERSON
    if tokens[subject.lo].low not in NOT_A_SOURCE:
        filled.source = (subject.lo, subject.hi)
    return filled


def _subject(filled: Filled, sentence: Sentence, index: int) -> None:
    number = sentence.piece_at(index)
    if number < 0:
        return
    piece = sentence.pieces[number]
    finite = sentence.finite_in(piece.lo, piece.hi)
    if finite < 0:
        return
    subject = find_subject(sentence, finite)
    if subject is None or subject.lo <= index < subject.hi:
        return
    low = sentence.tokens[subject.lo].low
    filled.is_first_person = low in FIRST_PERSON
    if low not in NOT_A_SOURCE:
        filled.source = (subject.lo, subject.hi)


def _plain_message(filled: Filled, sentence: Sentence, index: int, act: Act) -> None:
    """The clause that follows if it is one of content, else the cue's own clause around it."""
    tokens = sentence.tokens
    number = sentence.piece_at(index)
    if number < 0:
        return
    piece = sentence.pieces[number]
    if number + 1 < len(sentence.pieces):
        following = sentence.pieces[number + 1]
        opener = tokens[following.lo].low
        is_content = opener in _CONTENT or following.kind is ClauseKind.INFINITIVE
        if is_content or tokens[following.lo - 1].text == ":":
            lo, hi = strip_ends(tokens, following.lo, message_limit(sentence, following.lo))
            if hi > lo:
                filled.message = [(lo, hi)]
                return
    lo, hi = strip_ends(tokens, piece.lo, message_limit(sentence, piece.hi - 1))
    filled.message = [r for r in _around(sentence, lo, max(hi, piece.hi), filled) if r[1] > r[0]]


def _around(sentence: Sentence, lo: int, hi: int, filled: Filled) -> list[Range]:
    """Without the cue's words and the speaker's own pronoun at the edges."""
    holes = set(filled.cue)
    if filled.source is not None and filled.is_first_person:
        holes.update(range(*filled.source))
    ranges: list[Range] = []
    start = lo
    for k in [*sorted(k for k in holes if lo <= k < hi), hi]:
        a, b = _bare(sentence, start, k)
        if b > a:
            ranges.append((a, b))
        start = k + 1
    return ranges


def _bare(sentence: Sentence, lo: int, hi: int) -> Range:
    tokens = sentence.tokens
    lo, hi = strip_ends(tokens, lo, hi)
    while lo < hi and tokens[lo].kind == WORD and tokens[lo].low in ADVERBS:
        lo += 1
    while hi > lo and tokens[hi - 1].kind == WORD and tokens[hi - 1].low in ADVERBS:
        hi -= 1
    return lo, hi
