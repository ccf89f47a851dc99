"""The phrases of a verb's clause: its object, its addressee, its front."""

from __future__ import annotations

from collections.abc import Sequence

from sprengel.language.tokens import COMMA, PUNCT, WORD, Token
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    REFLEXIVES,
    W_WORDS,
)
from sprengel.reading.document import Act
from sprengel.reading.lexicon import Entry
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Sentence,
    has_zu_infinitive,
    strip_ends,
)
from sprengel.reading.statements.constructions import Construction
from sprengel.reading.statements.found import Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.phrases import phrase_end, skip_soft
from sprengel.reading.statements.subjects import (
    Subject,
    front_start,
)

FUSED = {
    "zur": "zu", "zum": "zu", "vom": "von", "beim": "bei", "im": "in", "am": "an", "ans": "an",
    "ins": "in", "fürs": "für", "ums": "um", "aufs": "auf", "übers": "über", "vors": "vor",
}  # fmt: skip


_TAILS = (
    ("auf", "jeden", "fall"), ("an", "dieser", "stelle"), ("in", "jedem", "fall"),
    ("ehrlich", "gesagt"), ("voll", "und", "ganz"), ("in", "diesem", "fall"), ("im", "prinzip"),
    ("im", "grunde"), ("im", "moment"), ("im", "wesentlichen"),
)  # fmt: skip
"""What stands before the closing verb and says how, not what."""


class Phrases:
    """Addressee and object of one verb in its construction."""

    def __init__(
        self, sentence: Sentence, entry: Entry, how: Construction, subject: Subject
    ) -> None:
        self.sentence = sentence
        self.entry = entry
        self.how = how
        self.subject = subject
        self.message: list[Range] = []
        self.addressee: list[Range] = []
        self.has_clause = False
        self.is_quote = False
        self.is_postposed = False
        self.has_object = False
        self.is_prepositional = False
        self.points_back = False
        last = sentence.piece_at(max(how.cue))
        self.opens_list = sentence.opens_list and all(
            sentence.finite_in(piece.lo, piece.hi) < 0 for piece in sentence.pieces[last + 1 :]
        )
        self._number = sentence.piece_at(how.finite)
        self._piece = sentence.pieces[self._number]

    def field(self) -> Range:
        """The tokens of the clause that can hold addressee and object."""
        how, piece = self.how, self._piece
        last = max(how.cue)
        if how.is_final:
            lo = self.subject.hi if piece.lo <= self.subject.lo < piece.hi else piece.lo + 1
            return lo, min(how.cue)
        lo = how.finite + 1
        if self.subject.is_behind:
            lo = max(lo, self.subject.hi)
        number = self.sentence.piece_at(last)
        hi = self.sentence.pieces[number].hi if number >= 0 else piece.hi
        if last > how.finite:
            verbs = [k for k in how.cue if k > how.finite]
            hi = max(lo, min(verbs)) if verbs else hi
        else:
            hi = max(lo, min(hi, message_limit(self.sentence, how.finite)))
        return lo, hi

    def _object(self, lo: int, hi: int, *, passive: bool) -> Range | None:
        entry = self.entry
        tokens = self.sentence.tokens
        if hi <= lo:
            lo = hi
        prepositions = [m for m in entry.message if m not in ("acc", "dat")]
        if entry.addressee:
            lo = self._take_addressee(lo, hi, passive=passive)
        for k in range(lo, hi):
            low = tokens[k].low
            if tokens[k].kind != WORD:
                continue
            base = FUSED.get(low, low)
            if base in prepositions or low in prepositions:
                end = self._object_end(k + 1, hi)
                if end > k + 1:
                    self.is_prepositional = True
                    return (k if low == "aus" else k + 1), end
        if (
            "acc" in entry.addressee
            and self.addressee
            and (has_zu_infinitive(tokens, lo, hi) or passive)
        ):
            start = skip_soft(tokens, lo, hi)
            if hi - start > 1 and has_zu_infinitive(tokens, start, hi):
                self.has_clause = True
                return start, self._object_end(start, hi)
        if prepositions and not self.how.is_final and not passive:
            behind = self._behind_verb(prepositions)
            if behind is not None:
                return behind
        if not self.how.is_final and _infinitive_in_field(tokens, lo, hi):
            start = skip_soft(tokens, lo, hi)
            self.has_clause = True
            return start, self._object_end(start, hi)
        if "acc" in entry.message or "dat" in entry.message:
            if passive:
                return None
            return self._bare_object(lo, hi) or self._behind_insertion(hi)
        return None

    def _insertion_end(self, start: int, lo: int) -> int:
        """The end of a relative clause or "wie …" that stands before the object, else 0."""
        if start == lo:
            return 0
        number = self.sentence.piece_at(start)
        if number < 0:
            return 0
        piece = self.sentence.pieces[number]
        if start != piece.lo:
            return 0
        low = self.sentence.tokens[start].low
        if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE) or low in ("wie", "so"):
            return piece.hi
        return 0

    def _behind_insertion(self, hi: int) -> Range | None:
        """ "beschließt – nach Vorberatung – das Konzept": the object behind the dashes."""
        sentence = self.sentence
        tokens = sentence.tokens
        if self.how.is_final or hi >= sentence.hi or tokens[hi].text not in "–—-,":
            return None
        number = sentence.piece_at(self.how.finite)
        if number + 2 >= len(sentence.pieces):
            return None
        inner, outer = sentence.pieces[number + 1], sentence.pieces[number + 2]
        if inner.kind is not ClauseKind.FRAGMENT or tokens[inner.lo].low not in PREPOSITIONS:
            return None
        if tokens[outer.lo - 1].text != tokens[hi].text or outer.kind is not ClauseKind.FRAGMENT:
            return None
        if phrase_end(tokens, outer.lo, outer.hi) == outer.lo:
            return None
        return strip_ends(tokens, outer.lo, message_limit(sentence, outer.lo))

    def _behind_verb(self, prepositions: list[str]) -> Range | None:
        """ "bedankt sich …  bei X für Y" behind the closing verb: "hinweisen auf die Arten"."""
        tokens = self.sentence.tokens
        last = max(self.how.cue)
        if last + 2 < self.sentence.hi:
            low = tokens[last + 1].low
            if FUSED.get(low, low) in prepositions or low in prepositions:
                number = self.sentence.piece_at(last + 1)
                if number >= 0:
                    end = self._object_end(last + 2, self.sentence.pieces[number].hi)
                    if end > last + 2:
                        self.is_prepositional = True
                        return last + 2, end
        return None

    def _bare_object(self, lo: int, hi: int) -> Range | None:
        tokens = self.sentence.tokens
        start = lo
        while start < hi:
            token = tokens[start]
            inserted = self._insertion_end(start, lo)
            if inserted:
                start = inserted
            elif token.kind == WORD and token.low in PREPOSITIONS:
                start = max(phrase_end(tokens, start + 1, hi), start + 1)
            elif token.kind in (COMMA, PUNCT) or (
                token.low in ADVERBS
                or token.low in REFLEXIVES
                or token.low in NEGATIONS
                or token.low in COORDINATORS
            ):
                start += 1
            else:
                break
        if start + 1 == hi and tokens[start].low in ("dem", "diesem", "dem", "denen"):
            return start, hi  # "wir stimmen dem zu"
        if start >= hi or phrase_end(tokens, start, hi) == start:
            return None
        if tokens[start].low in REFLEXIVES or tokens[start].low in PREPOSITIONS:
            return None
        return start, self._object_end(start, hi)

    def _object_end(self, start: int, hi: int) -> int:
        """The object takes what follows it in its clause, relative clauses included."""
        sentence = self.sentence
        tokens = sentence.tokens
        if start >= hi:
            return start
        last = max(self.how.cue)
        end = hi
        if self.how.is_final or last >= hi:
            _lo2, end = strip_ends(tokens, start, hi)
            return self._drop_tail(start, end)
        # the object closes the clause: relative clauses and lists behind it belong to it
        number = sentence.piece_at(hi - 1)
        for k in range(number + 1, len(sentence.pieces)):
            piece = sentence.pieces[k]
            mark = tokens[piece.lo - 1]
            if mark.text == ":":
                end = message_limit(sentence, piece.lo)
                break
            if piece.kind is ClauseKind.RELATIVE or (
                piece.kind is ClauseKind.FRAGMENT and tokens[piece.lo].low not in W_WORDS
            ):
                if self._is_own_cue(piece.lo, piece.hi):
                    break
                end = piece.hi
                continue
            if piece.kind is ClauseKind.SUBORDINATE and tokens[piece.lo].low in (
                "wenn", "sofern", "falls", "weil", "da", "sobald", "soweit", "solange", "damit",
                "indem", "um", "wie", "als",
            ):  # fmt: skip
                end = piece.hi
                continue
            if piece.kind is ClauseKind.INFINITIVE and tokens[piece.lo].low == "um":
                end = piece.hi
                continue
            break
        end = min(end, message_limit(sentence, start))
        _, end = strip_ends(tokens, start, end)
        return self._drop_tail(start, end)

    def _is_own_cue(self, lo: int, hi: int) -> bool:
        tokens = self.sentence.tokens
        return tokens[lo].low in ("was", "so")

    def _drop_tail(self, start: int, end: int) -> int:
        """Adverbs right before the verb belong to it: "die Gründe ausführlich"."""
        tokens = self.sentence.tokens
        for tail in _TAILS:
            if end - len(tail) > start and all(
                tokens[end - len(tail) + n].low == word for n, word in enumerate(tail)
            ):
                end -= len(tail)
        while (
            end > start + 1
            and tokens[end - 1].kind == WORD
            and (tokens[end - 1].low in ADVERBS or tokens[end - 1].low in NEGATIONS)
        ):
            end -= 1
        return end

    def _take_addressee(self, lo: int, hi: int, *, passive: bool) -> int:
        tokens = self.sentence.tokens
        wanted = self.entry.addressee
        i = lo
        while i < hi:
            low = tokens[i].low
            base = FUSED.get(low, low)
            if low in REFLEXIVES and low not in ("uns", "mir", "mich"):
                i += 1
                continue
            if low in ADVERBS and low not in ("allem",):
                i += 1
                continue
            if base in wanted or low in wanted:
                end = phrase_end(tokens, i + 1, hi)
                if end > i + 1:
                    self.addressee.append((i + 1, end))
                    return end if "acc" not in wanted else i
            if "dat" in wanted and (
                _is_dative(self.sentence, i, hi)
                or (tokens[i].is_upper and self.entry.message and "für" in self.entry.message)
            ):
                end = self._without_bare_object(i, phrase_end(tokens, i, hi), hi)
                if end > i:
                    self.addressee.append((i, end))
                    return end
            if "acc" in wanted and not passive and low not in PREPOSITIONS:
                end = phrase_end(tokens, i, hi)
                if end > i and (
                    tokens[i].is_upper
                    or low in DETERMINERS
                    or low in ("sie", "ihn", "uns", "mich", "euch", "dich")
                ):
                    self.addressee.append((i, end))
                    return end
            if low in PREPOSITIONS:
                i = max(phrase_end(tokens, i + 1, hi), i + 1)
                continue
            end = phrase_end(tokens, i, hi)
            if "acc" in wanted or "dat" in wanted:
                return lo
            i = max(end, i + 1)
        if not self.addressee and not passive:
            self._addressee_in_front(wanted)
        return lo

    def _without_bare_object(self, lo: int, end: int, hi: int) -> int:
        """ "den Kreisen Unterstützung": the last noun is the object, not part of a name."""
        tokens = self.sentence.tokens
        if (
            end == hi
            and "acc" in self.entry.message
            and end - lo > 2
            and (
                tokens[end - 1].is_upper
                and tokens[end - 2].is_upper
                and tokens[end - 1].low.endswith(_ABSTRACT)
            )
        ):
            return end - 1
        return end

    def _addressee_in_front(self, wanted: tuple[str, ...]) -> None:
        if not self.subject.is_behind:
            return
        tokens = self.sentence.tokens
        start = front_start(self.sentence, self._piece)
        if start + 1 < self.how.finite:
            low = tokens[start].low
            if low in wanted or FUSED.get(low, low) in wanted:
                end = phrase_end(tokens, start + 1, self.how.finite)
                if end > start + 1:
                    self.addressee.append((start + 1, end))

    def _front(self) -> None:
        """The object stands before the verb: "Den Antrag begrüßen wir"."""
        sentence, entry = self.sentence, self.entry
        tokens = sentence.tokens
        if not self.subject.is_behind:
            return
        start = front_start(sentence, self._piece)
        verb = self.how.finite
        if start >= verb:
            self._front_pieces(verb)
            return
        while start < verb and tokens[start].low in ADVERBS | {"auch"}:
            start += 1
        if start >= verb:
            return
        low = tokens[start].low
        base = FUSED.get(low, low)
        if base in entry.message or low in entry.message:
            self.is_prepositional = True
            self.message.append((start + 1, verb))
        elif verb - start == 1 and (
            (low in ("das", "dies") and "acc" in entry.message)
            or (low in ("dem", "diesem") and "dat" in entry.message)
        ):
            self.message.append((start, verb))
        elif low in ("das", "dies") and verb - start == 1 and "clause" in entry.flags:
            self.message.append((start, verb))
            self.points_back = entry.act is Act.REPORT
        elif (
            ("acc" in entry.message or "dat" in entry.message)
            and low not in PREPOSITIONS
            and phrase_end(tokens, start, verb) > start
        ):
            self.message.append((start, verb))

    def _front_pieces(self, verb: int) -> None:
        """ "Den Vorwurf, die Warnung sei zu spät gekommen, wies er zurück.\""""
        sentence = self.sentence
        tokens = sentence.tokens
        first = sentence.pieces[0]
        lo = front_start(sentence, first)
        while lo < first.hi and tokens[lo].low in ADVERBS | {"auch"}:
            lo += 1
        if lo >= first.hi or self._number == 0:
            return
        if tokens[lo].low in PREPOSITIONS:
            if FUSED.get(tokens[lo].low, tokens[lo].low) not in self.entry.message:
                return
            lo += 1  # "Von einer Klage, wie …, riet sie ab"
            self.is_prepositional = True
        if first.kind is ClauseKind.SUBORDINATE and tokens[lo].low not in {"dass", "ob"} | W_WORDS:
            return
        lo, hi = strip_ends(tokens, lo, verb)
        if hi > lo:
            self.message.append((lo, hi))
            self.has_clause = True


def _infinitive_in_field(tokens: Sequence[Token], lo: int, hi: int) -> bool:
    """ "bitte ich zweierlei Maße anzusetzen": an infinitive clause without its comma."""
    last = hi - 1
    while last > lo and tokens[last].kind != WORD:
        last -= 1
    if last <= lo + 1:
        return False
    if form_of(tokens[last].low) & Form.ZU_INFINITIVE:
        return True
    return tokens[last - 1].low == "zu" and bool(form_of(tokens[last].low) & Form.INFINITIVE)


def _is_dative(sentence: Sentence, i: int, hi: int) -> bool:
    low = sentence.tokens[i].low
    if low in ("ihm", "ihnen", "ihr", "mir", "uns", "dir", "euch", "jedem", "jeder", "allen"):
        return not (
            low in ("ihr", "uns")
            and i + 1 < hi
            and sentence.tokens[i + 1].is_upper
            and low == "ihr"
        )
    if low in ("dem", "einem", "ihrem", "seinem", "unserem", "diesem", "meinem"):
        return True
    if low in ("den", "ihren", "seinen", "unseren", "allen", "beiden"):
        noun = next((t for t in sentence.tokens[i + 1 : min(hi, i + 6)] if t.is_upper), None)
        return noun is not None and noun.low.endswith("n")
    if low == "der":
        noun = next((t for t in sentence.tokens[i + 1 : min(hi, i + 5)] if t.is_upper), None)
        return noun is not None
    return False


_ABSTRACT = (
    "ung", "heit", "keit", "schaft", "ion", "hilfe", "geld", "mittel", "zusage", "schutz", "rat",
    "einsicht", "auskunft", "zeit", "dank", "besuch", "bericht", "antwort", "ismus",
)  # fmt: skip
