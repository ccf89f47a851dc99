"""A sentence cut at its commas, and what each piece is: main clause, dass clause, insertion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from sprengel.language.tokens import CLOSE, COMMA, NUMBER, OPEN, PUNCT, STOP, WORD, Token
from sprengel.language.verbs import FINITE, Form, form_of
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    W_WORDS,
    word_set,
)
from sprengel.reading.structure import Part


class ClauseKind(IntEnum):
    MAIN = 0
    SUBORDINATE = 1
    RELATIVE = 2
    INFINITIVE = 3
    FRAGMENT = 4
    """No verb of its own: an apposition, part of a list, a front field."""


@dataclass(slots=True)
class Piece:
    lo: int
    hi: int
    kind: ClauseKind


_DASHES = frozenset("–—-")
_BREAKS = frozenset(";:–—")


@dataclass(slots=True)
class Sentence:
    """Tokens ``lo`` to ``hi`` (not included) of the document, with the pieces between commas."""

    tokens: Sequence[Token]
    lo: int
    hi: int
    part: Part
    number: int = 0
    pieces: list[Piece] = field(default_factory=list)
    lead: tuple[int, int] | None = None
    """The subject of a list: "Das Präsidium" above "1. begrüßt …, 2. fordert …"."""
    negated: list[tuple[int, ...]] = field(default_factory=list)
    """Token indices of acts that are denied or not ticked (A17)."""
    closes_earlier: bool = False
    """A quotation ends in it that began in a sentence before."""
    opens_list: bool = False
    """It ends with a colon, and list items follow that belong to what it says."""
    quotes: list[tuple[int, int]] = field(default_factory=list)
    """Token ranges inside quotation marks, the marks not included."""
    is_in_quote: bool = False
    """It begins inside a quotation that a sentence before has opened."""

    def cut(self) -> None:
        tokens = self.tokens
        start = self.lo
        quote_start = title_until = -1
        depth = 0
        for i in range(self.lo, self.hi):
            token = tokens[i]
            kind = token.kind
            if kind in (WORD, NUMBER):
                continue
            breaks = kind in (COMMA, STOP)
            if kind == OPEN:
                title_end = self._title_end(i)
                if title_end:
                    title_until = title_end
                    continue
                if quote_start < 0:
                    quote_start = i + 1
                breaks = True
            elif kind == CLOSE and i == title_until:
                continue
            elif kind == CLOSE:
                if quote_start < 0:
                    quote_start = self.lo  # opened in an earlier sentence
                    self.closes_earlier = True
                self.quotes.append((quote_start, i))
                quote_start = -1
                breaks = True
            elif kind == PUNCT:
                if token.text in "([":
                    depth += 1
                elif token.text in ")]":
                    depth = max(0, depth - 1)
                breaks = token.text in _BREAKS or (token.text == "-" and _is_dash(tokens, i))
            if breaks and depth == 0:
                if i > start:
                    self._add_piece(start, i)
                start = i + 1
        if quote_start >= 0:
            self.quotes.append((quote_start, self.hi))
        if start < self.hi:
            self.pieces.append(Piece(start, self.hi, self._kind(start, self.hi)))

    def _add_piece(self, lo: int, hi: int) -> None:
        """One piece, or two: "…, das zu prüfen und empfehlen, …" goes back to the main clause."""
        tokens = self.tokens
        cut = hi - 2
        if (
            cut > lo + 2
            and tokens[cut].low == "und"
            and form_of(tokens[hi - 1].low) & FINITE
            and not tokens[hi - 1].is_upper
            and tokens[cut - 2].low == "zu"
            and form_of(tokens[cut - 1].low) & Form.INFINITIVE
        ):
            self.pieces.append(Piece(lo, cut, self._kind(lo, cut)))
            self.pieces.append(Piece(cut, hi, self._kind(cut, hi)))
            return
        self.pieces.append(Piece(lo, hi, self._kind(lo, hi)))

    def _title_end(self, opening: int) -> int:
        """Where a quoted name inside the sentence ends („Flächen gewinnen“), 0 for real speech."""
        tokens = self.tokens
        if opening == self.lo:
            return 0
        listed = opening - self.lo > 1 and tokens[opening - 2].kind == CLOSE
        if tokens[opening - 1].kind not in (WORD, NUMBER) and not (
            tokens[opening - 1].kind == COMMA and listed
        ):
            return 0
        for k in range(opening + 1, min(self.hi, opening + 14)):
            kind = tokens[k].kind
            if kind == CLOSE:
                inner = self.finite_in(opening + 1, k)
                return k if inner < 0 or k - opening < 5 else 0
            if kind in (STOP, OPEN):
                return 0
        return 0

    def piece_at(self, index: int) -> int:
        for number, piece in enumerate(self.pieces):
            if piece.lo <= index < piece.hi:
                return number
        return -1

    def quote_around(self, index: int) -> tuple[int, int] | None:
        for lo, hi in self.quotes:
            if lo <= index < hi:
                return lo, hi
        return None

    def _kind(self, lo: int, hi: int) -> ClauseKind:
        tokens = self.tokens
        first = lo
        while first < hi - 1 and tokens[first].low in COORDINATORS:
            first += 1
        if first >= hi:
            return ClauseKind.FRAGMENT
        low = tokens[first].low
        finite = self.finite_in(lo, hi)
        if finite < 0:
            if has_zu_infinitive(tokens, lo, hi):
                return ClauseKind.INFINITIVE
            if low in SUBORDINATORS and low not in PREPOSITIONS:
                return ClauseKind.SUBORDINATE
            return ClauseKind.FRAGMENT
        if (
            form_of(tokens[finite].low) & Form.INFINITIVE
            and tokens[finite].low not in _SURE
            and finite > first + 1
            and has_zu_infinitive(tokens, finite, hi)
            and low not in SUBORDINATORS
        ):
            return ClauseKind.INFINITIVE
        if (
            form_of(tokens[finite].low) & Form.PARTICIPLE
            and finite + 2 < hi
            and tokens[finite + 1].low == "zu"
            and tokens[finite + 2].low in ("haben", "sein", "werden")
            and low not in SUBORDINATORS
        ):
            return ClauseKind.INFINITIVE  # "den Rat zu spät informiert zu haben"
        final = _verb_is_final(tokens, first, finite, hi)
        if low in SUBORDINATORS:
            return (
                ClauseKind.SUBORDINATE
                if final or low not in ("da", "als", "damit", "seit", "während", "zumal")
                else ClauseKind.MAIN
            )
        if (
            first + 1 < hi
            and low in ("auch", "nur", "gerade", "selbst", "insbesondere", "so")
            and (tokens[first + 1].low in SUBORDINATORS and final)
        ):
            return ClauseKind.SUBORDINATE
        if (
            low in PREPOSITIONS
            and first + 1 < hi
            and final
            and (
                tokens[first + 1].low in RELATIVES
                and tokens[first + 1].low not in ("der", "die", "das", "den", "dem")
            )
        ):
            return ClauseKind.RELATIVE
        if (
            low in PREPOSITIONS
            and first + 2 < hi
            and final
            and (
                tokens[first + 1].low in ("der", "die", "das", "den", "dem", "denen")
                and not tokens[first + 2].is_upper
                and first > self.lo
            )
        ):
            return ClauseKind.RELATIVE
        if low in PREPOSITIONS and final and tokens[min(first + 1, hi - 1)].low in W_WORDS:
            return ClauseKind.SUBORDINATE
        if low in W_WORDS and final and finite > first + 1:
            return ClauseKind.SUBORDINATE if low not in ("was",) else ClauseKind.RELATIVE
        if low in W_WORDS and final and finite == first + 1 and hi - first == 2 and first > self.lo:
            return ClauseKind.RELATIVE
        if (
            low in RELATIVES
            and first > self.lo
            and (first == lo or self._follows_relative())
            and final
            and finite > first
            and (tokens[first - 1].kind == COMMA or first > lo)
        ):
            if finite == first + 1 and hi - finite > 1:
                return ClauseKind.MAIN
            return ClauseKind.RELATIVE
        return ClauseKind.MAIN

    def _follows_relative(self) -> bool:
        return bool(self.pieces) and self.pieces[-1].kind is ClauseKind.RELATIVE

    def _is_attribute(self, i: int, lo: int, hi: int, form: int) -> bool:
        """A past plural between article and noun, adverbs before it: an adjective."""
        tokens = self.tokens
        if not form & (Form.PAST | Form.PAST_PLURAL) or i + 1 >= hi or not tokens[i + 1].is_upper:
            return False
        k = i - 1
        while k > lo and tokens[k].kind == WORD and tokens[k].low in ADVERBS:
            k -= 1
        return k < i - 1 and tokens[k].low in DETERMINERS

    def _may_open(self, i: int) -> bool:
        """Whether a capital can be a verb's: at the head of a sentence, a quotation, an item."""
        before = self.tokens[i - 1] if i > self.lo else None
        return before is None or before.kind in (OPEN, STOP) or before.text in ":–—-"

    def _is_my(self, i: int, hi: int) -> bool:
        """ "Auch meine Fraktion": a possessive, not what "ich" means."""
        tokens = self.tokens
        if i > 0 and tokens[i - 1].low == "ich":
            return False
        return any(tokens[k].is_upper for k in range(i + 1, min(i + 3, hi)))

    def finite_in(self, lo: int, hi: int) -> int:
        """The index of the piece's finite verb, -1 without one."""
        tokens = self.tokens
        maybe = -1
        for i in range(lo, hi):
            token = tokens[i]
            if token.kind != WORD:
                continue
            if token.text[0].isupper() and (i > lo or not self._may_open(i)):
                continue
            if token.low == "meine" and self._is_my(i, hi):
                continue
            form = form_of(token.low)
            if not form & FINITE or (
                i > 0 and tokens[i - 1].low == "zu" and form & Form.INFINITIVE
            ):
                continue
            if form & (Form.INFINITIVE | Form.PARTICIPLE) and token.low not in MODALS | _SURE:
                if token.text[0].isupper():
                    continue
                if maybe < 0 or tokens[maybe].low not in _SURE:
                    # verb-second or the last word: a plural present like "fordern"
                    maybe = i if maybe < 0 or i == hi - 1 else maybe
                continue
            if (
                i + 1 < hi
                and tokens[i + 1].is_upper
                and i > lo
                and (
                    tokens[i - 1].low in DETERMINERS
                    and form & (Form.FIRST | Form.PAST | Form.PAST_PLURAL)
                    and not (form & Form.PAST and i - 1 == lo and has_ge(token.low))
                )
            ):
                continue  # an adjective: "eine große Runde", "die geplante Anlage"
            if i > lo + 1 and self._is_attribute(i, lo, hi, form):
                continue  # "der heute veröffentlichten Schätzung"
            return i
        return maybe


def has_ge(low: str) -> bool:
    """ "Das sagte Kurz": its participle is "gesagt", so "sagte" is no adjective."""
    return low.endswith("te") and not low.startswith(_NO_GE) and not low.endswith("ierte")


_NO_GE = ("be", "er", "ver", "zer", "ent", "emp", "ge", "miss", "über", "unter", "wieder")
_SURE = word_set("haben werden sind waren können müssen sollen wollen dürfen mögen")


def _is_dash(tokens: Sequence[Token], i: int) -> bool:
    if i == 0 or i + 1 >= len(tokens):
        return False
    return tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start


def has_zu_infinitive(tokens: Sequence[Token], lo: int, hi: int) -> bool:
    for i in range(hi - 1, max(lo - 1, hi - 40), -1):
        token = tokens[i]
        if token.kind != WORD or token.text[0].isupper():
            continue
        form = form_of(token.low)
        if form & Form.ZU_INFINITIVE:
            return True
        if form & Form.INFINITIVE and i > lo and tokens[i - 1].low == "zu":
            return True
        if i > lo and tokens[i - 1].low == "zu" and token.low.endswith("n"):
            return True
        if token.low.endswith("en") and "zu" in token.low[2:-4] and form & Form.INFINITIVE:
            return True
    return False


_CLOSES_FRAME = word_set("können müssen sollen wollen dürfen mögen lassen haben sein werden")
"""Infinitives that may follow the finite verb at the end of a subordinate clause."""


def _verb_is_final(tokens: Sequence[Token], first: int, finite: int, hi: int) -> bool:
    if finite == hi - 1:
        return True
    # "gewesen sein sollen", "hätte erhalten müssen", "appelliert wird und …"
    verbs = [tokens[i].low for i in range(finite + 1, hi) if tokens[i].kind == WORD]
    if verbs and verbs[-1] not in _CLOSES_FRAME and "und" not in verbs:
        return False  # "die Brücke sei gesperrt": the verb is second
    for i in range(finite + 1, hi):
        token = tokens[i]
        if token.kind == WORD and not token.text[0].isupper():
            if token.low in ("und", "oder", "sowie", "bzw."):
                return i > finite + 1 or finite - first > 1
            if form_of(token.low) & (Form.INFINITIVE | Form.PARTICIPLE):
                continue
        elif token.kind in (PUNCT, STOP, CLOSE):
            continue
        return finite - first > 3 and token.low in PREPOSITIONS | {"als", "wie"}
    return True


def strip_ends(tokens: Sequence[Token], lo: int, hi: int) -> tuple[int, int]:
    """Without the punctuation around: commas, colons, the final stop, outer quotation marks."""
    while lo < hi and tokens[lo].kind in (COMMA, STOP, CLOSE):
        lo += 1
    while lo < hi and tokens[lo].kind == PUNCT and tokens[lo].text in ":;–—-•":
        lo += 1
    while lo < hi and (
        tokens[hi - 1].kind in (COMMA, STOP)
        or (tokens[hi - 1].kind == PUNCT and tokens[hi - 1].text in ":;–—-")
    ):
        hi -= 1
    if hi - lo > 1 and tokens[lo].kind == OPEN:
        inner = next((i for i in range(lo + 1, hi) if tokens[i].kind == CLOSE), -1)
        if inner == hi - 1:
            return strip_ends(tokens, lo + 1, hi - 1)
        if inner < 0:
            return strip_ends(tokens, lo + 1, hi)
    if hi - lo > 1 and tokens[hi - 1].kind == CLOSE:
        opened = any(tokens[i].kind == OPEN for i in range(lo, hi - 1))
        if not opened:
            return strip_ends(tokens, lo, hi - 1)
    return lo, hi
