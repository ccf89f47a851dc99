"""What was said, to whom: the roles around one verb."""

from __future__ import annotations

from sprengel.language.tokens import CLOSE, COMMA, OPEN, WORD
from sprengel.language.verbs import is_konjunktiv
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    SUBORDINATORS,
    W_WORDS,
    word_set,
)
from sprengel.reading.document import LEDGER_ACTS, Act
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import (
    ClauseKind,
    has_zu_infinitive,
    strip_ends,
)
from sprengel.reading.statements.found import Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.objects import Phrases
from sprengel.reading.statements.phrases import can_be_subject, phrase_end
from sprengel.reading.statements.subjects import (
    front_start,
)

_CORRELATES = word_set(
    "darauf dafür darum dazu davon davor dagegen daran darüber damit darin daraus es hierzu hierauf"
)


_CONDITIONS = word_set(
    "wenn falls sofern da weil nachdem um solange sobald soweit damit während obwohl"
)


class Roles(Phrases):
    """The clause, quotation or phrase that is the message."""

    def has_correlate(self) -> bool:
        """ "darauf", "dafür" of the entry's preposition in the clause."""
        wanted = {
            ("dar" if m[0] in "aeiouäöü" else "da") + m
            for m in self.entry.message
            if m not in ("acc", "dat")
        }
        hi = max(self._piece.hi, max(self.how.cue))
        return any(self.sentence.tokens[k].low in wanted for k in range(self._piece.lo, hi))

    def is_it_a_body(self) -> bool:
        """ "Es beauftragt …" at the head of a sentence can be "das Präsidium"."""
        token = self.sentence.tokens[self.subject.lo]
        return (
            token.text == "Es"
            and self.subject.lo == self.sentence.lo
            and (not self.entry.lemma.startswith(("empfehl", "freu", "interess")))
        )

    def is_relative(self) -> bool:
        """ "ein Schritt, den wir sehr begrüßen": the clause speaks of its antecedent."""
        return self._piece.kind is ClauseKind.RELATIVE

    def starts_with(self, words: tuple[str, ...]) -> bool:
        tokens = self.sentence.tokens
        return any(tokens[lo].low in words for lo, _ in self.message)

    def fill(self, *, passive: bool = False) -> None:
        how = self.how
        if not how.is_final and self._before():
            return
        field_lo, field_hi = self.field()
        object_range = self._object(field_lo, field_hi, passive=passive)
        self.has_object = object_range is not None
        clause = self._clause_behind()
        if clause is not None:
            if object_range is not None and not self._is_correlate(object_range):
                self.message.append(object_range)
            self.message.append(clause)
            self.has_clause = True
        elif object_range is not None:
            self.message.append(object_range)
        elif not how.is_final and not passive:
            self._front()
        if how.is_final and not self.message:
            self._relative()

    # -- what was said before: „…“, sagte X

    def _before(self) -> bool:
        """A quotation or clause in front of a verb that opens its piece."""
        sentence, how = self.sentence, self.how
        tokens = sentence.tokens
        start = front_start(sentence, self._piece)
        verb = how.finite
        if verb != start or self._number == 0 or start != self._piece.lo:
            return False
        if how.modal and how.modal not in ("möchte", "möchten", "will", "wollte"):
            return False  # "Würde der Bund zahlen, könne man reden": a condition, no words reported
        if not self.subject.is_behind:
            return False
        if self._after_condition():
            return False
        before = tokens[verb - 1]
        quoted = before.kind == CLOSE or (
            before.kind == COMMA and verb >= 2 and tokens[verb - 2].kind == CLOSE
        )
        lo, hi = sentence.lo, verb
        lo, hi = strip_ends(tokens, lo, hi)
        if hi <= lo:
            return False
        first = sentence.pieces[0]
        if (
            not quoted
            and first.kind is ClauseKind.FRAGMENT
            and "acc" in self.entry.message
            and ("clause" not in self.entry.flags and tokens[first.lo].low in DETERMINERS)
        ):
            return False  # "Den Vorwurf, …, wies er zurück": an object, not words reported
        if (
            not quoted
            and first.kind is ClauseKind.FRAGMENT
            and (
                tokens[first.lo].low in PREPOSITIONS
                and not any(p.kind is ClauseKind.MAIN for p in sentence.pieces[: self._number])
            )
        ):
            return False  # "Auf die Frage, ob …, antwortet X"
        main_before = any(
            piece.kind is ClauseKind.MAIN
            or (
                piece.kind is ClauseKind.SUBORDINATE
                and tokens[piece.lo].low in W_WORDS | {"ob", "dass"}
            )
            for piece in sentence.pieces[: self._number]
        )
        if not quoted and not main_before:
            return False
        self.is_quote = quoted
        self.is_postposed = True
        self.has_clause = True
        if not quoted:
            colon = next((k for k in range(hi - 1, lo, -1) if tokens[k].text == ":"), -1)
            lo = colon + 1 if colon > 0 else lo
        self.message = [(lo, hi)]
        behind = max(max(how.cue) + 1, self.subject.hi)
        rest = self._rest_of_split(behind, quoted)
        if rest is not None:
            self.message.append(rest)
        return True

    def _after_condition(self) -> bool:
        """ "…, und wenn es geprüft wird, bitten wir um Auskunft": nothing was said before."""
        tokens = self.sentence.tokens
        piece = self.sentence.pieces[self._number - 1]
        k = piece.lo
        while k < piece.hi - 1 and tokens[k].low in COORDINATORS:
            k += 1
        return tokens[k].low in _CONDITIONS and piece.kind in (
            ClauseKind.SUBORDINATE,
            ClauseKind.INFINITIVE,
        )

    def _rest_of_split(self, behind: int, quoted: bool) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        if behind < sentence.hi and tokens[behind].text == ";" and not quoted:
            lo, hi = strip_ends(tokens, behind, sentence.hi)
            return (lo, hi) if hi > lo else None
        for lo, hi in sentence.quotes:
            if lo >= behind and quoted:
                lo, hi = strip_ends(tokens, lo, hi)
                return (lo, hi) if hi > lo else None
        if (
            (
                tokens[behind - 1].kind == WORD
                and behind < sentence.hi
                and tokens[behind].kind == COMMA
            )
            and tokens[behind + 1 : behind + 2]
            and tokens[behind + 1].low
            in (
                "und",
                "sondern",
                "der",
                "die",
                "das",
            )
        ):
            limit = message_limit(sentence, behind + 1)
            lo, hi = strip_ends(tokens, behind, limit)
            return (lo, hi) if hi > lo else None
        return None

    # -- the clause behind

    def _clause_behind(self) -> Range | None:
        sentence, how = self.sentence, self.how
        tokens = sentence.tokens
        last = max(max(how.cue), how.finite)
        after = last + 1
        if self.subject.is_behind:
            after = max(after, self.subject.hi)
        number = sentence.piece_at(last)
        limit = message_limit(sentence, last) if not how.is_final else sentence.hi
        for k in range(number, len(sentence.pieces)):
            piece = sentence.pieces[k]
            if piece.hi <= after:
                continue
            lo = max(piece.lo, after)
            if lo >= limit:
                return None
            if k == number and lo > piece.lo and tokens[lo].low in ("und", "sowie"):
                return None  # "zur Kenntnis genommen und X beauftragt, …": X's clause
            if tokens[piece.lo - 1].text == ";" and k > number and self.has_object:
                return None
            if k == number and lo > piece.lo:
                inner = self._inner_clause(lo, piece.hi)
                if inner is not None:
                    return inner
                continue
            opener = tokens[lo].low
            mark = tokens[lo - 1] if lo > 0 else tokens[lo]
            if mark.kind == OPEN or (mark.text == ":" and lo - 1 >= after):
                return self._quote_or_colon(lo)
            first = lo
            while first < piece.hi and tokens[first].low in ADVERBS | {"und"}:
                first += 1
            opener = tokens[first].low if first < piece.hi else opener
            if piece.kind is ClauseKind.SUBORDINATE:
                if opener in PREPOSITIONS and first + 1 < piece.hi:
                    opener = tokens[first + 1].low  # "bis wann", "in welcher Höhe"
                if opener in ("dass", "daß", "ob") or opener in W_WORDS:
                    return self._to_limit(lo)
                if (
                    opener in SUBORDINATORS
                    and self.entry.act in (Act.APPROVAL, Act.CRITICISM)
                    and (opener in ("wenn", "weil"))
                    and not self.message
                ):
                    return self._to_limit(lo)
                # "meint, wenn man spare, müsse …": a content clause opened by a condition
                if (
                    opener in ("wenn", "weil", "falls", "sofern", "da", "nachdem")
                    and any(p.kind is ClauseKind.MAIN for p in sentence.pieces[k + 1 :])
                    and self._takes_clause()
                ):
                    return self._to_limit(lo)
                return None
            if piece.kind is ClauseKind.INFINITIVE:
                if opener in ("um", "ohne", "statt", "anstatt"):
                    return None
                return self._to_limit(lo)
            if piece.kind is ClauseKind.RELATIVE:
                if opener == "was" and self._takes_clause():
                    return self._to_limit(lo)
                continue
            if piece.kind is ClauseKind.MAIN:
                if self._is_coordinated(piece.lo, piece.hi):
                    return None
                finite = sentence.finite_in(piece.lo, piece.hi)
                if (
                    self.has_object
                    and mark.kind == COMMA
                    and finite > piece.lo
                    and "clause" not in self.entry.flags
                    and not is_konjunktiv(tokens[finite].low)
                ):
                    return None  # "Die AfD lehnte den Plan ab, die Grünen enthielten sich"
                return self._to_limit(lo) if self._takes_clause() else None
            if piece.kind is ClauseKind.FRAGMENT:
                # the front of a clause cut by an insertion, or an apposition
                rest = sentence.pieces[k + 1 :]
                while (
                    rest
                    and rest[0].kind is ClauseKind.FRAGMENT
                    and (tokens[lo].low in DETERMINERS or tokens[lo].is_upper)
                ):
                    rest = rest[1:]  # "der A GmbH, Bruchsal, für Los 1, … zu erteilen"
                if rest and rest[0].kind is ClauseKind.INFINITIVE and opener not in ("um",):
                    return self._to_limit(lo)
                if (
                    self._takes_clause()
                    and any(p.kind is ClauseKind.MAIN for p in rest)
                    and (
                        not any(
                            p.kind is ClauseKind.SUBORDINATE and tokens[p.lo].low == "dass"
                            for p in rest
                        )
                    )
                ):
                    return self._to_limit(lo)
        return None

    def _takes_clause(self) -> bool:
        return "noclause" not in self.entry.flags

    def _inner_clause(self, lo: int, hi: int) -> Range | None:
        """ "beauftragt die Vorlage zu prüfen": an infinitive without a comma; "meint dass"."""
        tokens = self.sentence.tokens
        for k in range(lo, hi):
            if tokens[k].low in ("dass", "ob") and k > lo - 1:
                return self._to_limit(k)
        return self._bare_infinitive(lo, hi)

    def _bare_infinitive(self, lo: int, hi: int) -> Range | None:
        """ "Ich bitte die Verwaltung das zu prüfen": the comma is left out."""
        tokens = self.sentence.tokens
        if self.entry.act not in LEDGER_ACTS or not has_zu_infinitive(tokens, hi - 3, hi):
            return None
        if tokens[hi - 1].kind != WORD or tokens[hi - 1].is_upper:
            return None
        if "acc" in self.entry.addressee or "dat" in self.entry.addressee:
            end = phrase_end(tokens, lo, hi)
            if end > lo and tokens[lo].low not in ("sich", "das", "dies", "es"):
                self.addressee = self.addressee or [(lo, end)]
                lo = end
        return self._to_limit(lo) if hi - lo > 1 else None

    def _is_coordinated(self, lo: int, hi: int) -> bool:
        """A main clause of its own: the finite verb opens it ("…, mahnten aber zugleich")."""
        tokens = self.sentence.tokens
        first = lo
        while first < hi and tokens[first].low in COORDINATORS:
            first += 1
        if first >= hi:
            return False
        finite = self.sentence.finite_in(lo, hi)
        if finite == first and first < hi:
            low = tokens[first].low
            # a Konjunktiv or a conditional "Würde der Bund …" goes on telling
            return low not in (
                "sei",
                "seien",
                "habe",
                "werde",
                "würde",
                "hätte",
                "wäre",
                "könne",
                "müsse",
                "solle",
                "dürfe",
                "halte",
                "gebe",
            )
        return (
            tokens[lo].low in ("und", "aber", "doch")
            and finite >= 0
            and (tokens[finite].low in lexicon().verbs)
        )

    def _quote_or_colon(self, lo: int) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        quote = sentence.quote_around(lo)
        if quote is not None and tokens[lo - 1].kind == OPEN:
            inside = strip_ends(tokens, quote[0], quote[1])
            if not self._takes_clause() or inside[1] - inside[0] < 1:
                return None
            before = tokens[lo - 2] if lo >= 2 else tokens[lo]
            if before.text != ":" and before.kind != COMMA and "clause" not in self.entry.flags:
                return None  # a quoted title inside the object
            self.is_quote = True
            return inside
        return self._to_limit(lo)

    def _to_limit(self, lo: int) -> Range | None:
        limit = message_limit(self.sentence, lo)
        lo, hi = strip_ends(self.sentence.tokens, lo, limit)
        while lo < hi and self.sentence.tokens[lo].low in ("und",):
            lo += 1
        return (lo, hi) if hi > lo else None

    def _is_correlate(self, object_range: Range) -> bool:
        lo, hi = object_range
        return (
            hi - lo == 1 and self.sentence.tokens[lo].low in _CORRELATES | {"dies", "das"} and False
        ) or (hi - lo == 1 and self.sentence.tokens[lo].low in _CORRELATES)

    def _relative(self) -> None:
        """ "…, was X zusagte": the clause before is what was promised (M9)."""
        sentence = self.sentence
        tokens = sentence.tokens
        piece = self._piece
        opener = tokens[front_start(sentence, piece)].low
        if piece.kind is not ClauseKind.RELATIVE and opener not in ("wie", "was"):
            return
        if opener == "was" and self._number > 0:
            lo = self._antecedent_clause()
            if lo is not None:
                self.message.append(lo)
                self.has_clause = True
        elif opener == "wie":
            self._around_insertion()
        elif opener in ("die", "der", "das", "den", "dem") and self._number > 0:
            self._antecedent_phrase()

    def _antecedent_clause(self) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        for k in range(self._number - 1, -1, -1):
            piece = sentence.pieces[k]
            if piece.kind is ClauseKind.INFINITIVE:
                return strip_ends(tokens, piece.lo, piece.hi)
            if piece.kind is ClauseKind.MAIN:
                finite = sentence.finite_in(piece.lo, piece.hi)
                if tokens[piece.lo].low in lexicon().verbs and k > 0:
                    continue  # "…, bat er, was X zusagte"
                if tokens[finite].low in MODALS and finite + 1 < piece.hi:
                    return strip_ends(tokens, finite + 1, piece.hi)
                return strip_ends(tokens, piece.lo, piece.hi)
            if piece.kind is ClauseKind.SUBORDINATE:
                return strip_ends(tokens, piece.lo, piece.hi)
        return None

    def _around_insertion(self) -> None:
        """ "Grund sind, wie X erläuterte, Risse": the clause around the insertion."""
        sentence = self.sentence
        tokens = sentence.tokens
        piece = self._piece
        lo, hi = strip_ends(tokens, sentence.lo, piece.lo)
        if hi > lo:
            self.message.append((lo, hi))
        after = strip_ends(tokens, piece.hi, message_limit(sentence, piece.hi))
        if after[1] > after[0]:
            self.message.append(after)
        self.has_clause = bool(self.message)
        self.is_postposed = True

    def _antecedent_phrase(self) -> None:
        sentence = self.sentence
        tokens = sentence.tokens
        before = sentence.pieces[self._number - 1]
        best: Range | None = None
        i = before.lo
        while i < before.hi:
            end = phrase_end(tokens, i, before.hi)
            if end > i:
                best = (i, before.hi)
                i = end
            else:
                i += 1
        if best is not None and can_be_subject(tokens, self.subject.lo, self.subject.hi):
            self.message.append(strip_ends(tokens, best[0], best[1]))
