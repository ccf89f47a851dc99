"""Who the finite verb speaks of: the subject before it, behind it, or shared with a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sprengel.language.tokens import CLOSE, COMMA, NUMBER, OPEN, PUNCT, STOP, WORD, Token
from sprengel.language.verbs import Form, form_of, is_konjunktiv
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    MODALS,
    PREPOSITIONS,
    REFLEXIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    W_WORDS,
    looks_plural,
    word_set,
)
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence
from sprengel.reading.statements.phrases import (
    can_be_subject,
    phrase_end,
    skip_soft,
    with_apposition,
    with_postmodifier,
)


class Subject(NamedTuple):
    lo: int
    hi: int
    is_behind: bool
    """It stands behind the verb: the field before the verb holds something else."""
    is_shared: bool = False


_ADVERB_ENDINGS = ("lich", "ig", "isch", "weise", "haft", "los", "sam", "ell", "iv", "ens", "wärts")
_PLAIN_PRONOUNS = frozenset(["ich", "wir", "er", "man", "es", "du", "wer"])


def front_start(sentence: Sentence, piece: Piece) -> int:
    """The first word of the clause, behind "und", "aber"."""
    start = piece.lo
    while start < piece.hi and (
        sentence.tokens[start].low in COORDINATORS
        or (sentence.tokens[start].kind in (NUMBER, PUNCT) and start == sentence.lo)
    ):
        start += 1
    return start


def find_subject(sentence: Sentence, verb: int, depth: int = 0) -> Subject | None:
    number = sentence.piece_at(verb)
    if number < 0 or depth > 4:
        return None
    piece = sentence.pieces[number]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        shared = _subject_back_in_main(sentence, number, verb, depth)
        return shared or _subject_in_subordinate(sentence, number, verb)
    start = front_start(sentence, piece)
    if start < verb and not _is_soft(sentence, start, verb):
        return _subject_with_front(sentence, piece, start, verb)
    return _subject_of_first_verb(sentence, number, verb, depth)


def _subject_back_in_main(sentence: Sentence, number: int, verb: int, depth: int) -> Subject | None:
    """ "X freut sich, dass die Räte mitmachen und betont, …": back to the main clause."""
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    if verb - 2 <= piece.lo or tokens[verb - 1].low != "und" or verb + 1 != piece.hi:
        return None
    main = _previous_main(sentence, number)
    finite = sentence.finite_in(main.lo, main.hi) if main else -1
    closing = form_of(tokens[verb - 2].low)
    if not closing and not tokens[verb - 2].is_upper and tokens[verb - 2].low.endswith("en"):
        closing = Form.PLURAL
    if finite < 0 or is_konjunktiv(tokens[finite].low) or not closing & ~Form.PARTICIPLE:
        return None
    if closing & _ONE and not form_of(tokens[finite].low) & form_of(tokens[verb].low):
        return None
    found = find_subject(sentence, finite, depth + 1)
    return found._replace(is_shared=True) if found else None


_ONE = Form.THIRD | Form.PAST


def _is_soft(sentence: Sentence, lo: int, hi: int) -> bool:
    return all(
        sentence.tokens[i].low in ADVERBS or sentence.tokens[i].low in REFLEXIVES
        for i in range(lo, hi)
    )


def _subject_with_front(sentence: Sentence, piece: Piece, start: int, verb: int) -> Subject | None:
    tokens = sentence.tokens
    behind = verb + 1
    after_soft = _skip_reflexive(sentence, behind, piece.hi)
    if (
        after_soft < piece.hi
        and tokens[after_soft].low in _PLAIN_PRONOUNS
        and (tokens[start].low not in _PLAIN_PRONOUNS)
        and not (tokens[after_soft].low == "es" and _is_named(sentence, start, verb))
    ):
        return Subject(after_soft, after_soft + 1, True)
    first = start
    while first < verb and tokens[first].low in (
        "auch",
        "selbst",
        "nur",
        "zwar",
        "doch",
        "denn",
        "insbesondere",
        "sogar",
        "allein",
    ):
        first += 1
    while first + 1 < verb and tokens[first].low in ADVERBS and tokens[first + 1].low in (
        "wir", "ich", "die", "der", "das", "er", "man",
    ):  # fmt: skip
        first += 1  # "Also wir stimmen …"
    coordinated = _last_coordination(sentence, first, verb)
    if coordinated is not None:
        first = coordinated
        if first >= verb:  # "… mit dem Land und plädierten": the subject is in front of the clause
            return _subject_before_coordination(sentence, piece, start, verb)
    if (
        first < verb
        and can_be_subject(tokens, first, verb)
        and not _is_adverb(sentence, first, verb)
    ):
        end = phrase_end(tokens, first, verb)
        if end > first:
            end = _front_end(sentence, first, end, verb)
            if end >= verb or _is_soft(sentence, end, verb) or tokens[end].low in PREPOSITIONS:
                if tokens[first].low in ("das", "dies") and end == first + 1:
                    named = _subject_behind(sentence, behind, piece.hi, verb, strict=True)
                    if (
                        named is not None
                        and named.hi - named.lo > 1
                        and (tokens[named.lo].low not in ("ein", "eine"))
                    ):
                        return named
                if tokens[first].low == "es" and behind < piece.hi:
                    real = _subject_behind(sentence, behind, piece.hi, verb)
                    if real is not None:
                        return real
                other = _agrees_better(sentence, first, behind, piece.hi, verb)
                return other or Subject(first, end, False)
    found = _subject_behind(sentence, behind, piece.hi, verb)
    if found is None and tokens[start].text == "Von" and tokens[start + 1].is_upper:
        return Subject(start, verb, False)  # a name: "Von Allwörden-Tietz sicherte … zu"
    return found


def _agrees_better(
    sentence: Sentence, first: int, behind: int, hi: int, verb: int
) -> Subject | None:
    """ "Die Abschläge werde das Land überweisen": a plural in front is no subject of "werde"."""
    tokens = sentence.tokens
    form = form_of(tokens[verb].low)
    low = tokens[verb].low
    one = low in _ONE_ONLY or (form & (Form.THIRD | Form.KONJUNKTIV_1) and not form & Form.PLURAL)
    if not one or tokens[first].low not in ("die", "alle", "beide", "viele"):
        return None
    name = (k for k in range(first + 1, verb) if tokens[k].is_upper)
    noun = next((tokens[k] for k in name if k + 1 == verb or not tokens[k + 1].is_upper), None)
    if noun is None or not _is_plural(noun.low):  # "Die Grüne Liste" is one, by its last word
        return None
    found = _subject_behind(sentence, behind, hi, verb)
    return found if found is not None and tokens[found.lo].low not in ("die",) else None


def _is_plural(low: str) -> bool:
    """Whether "die …" is plural by its ending: no feminine ends in "-en", few in "ä…e"."""
    if low.endswith(("en", "ln", "rn")) or looks_plural(low):
        return True
    return _UMLAUT_E.search(low) is not None and not low.endswith(_FEMININE_E)


_UMLAUT_E = re.compile(r"[äöü]u?[a-zß]{1,4}e$")
_FEMININE_E = (
    "brücke", "lücke", "bühne", "hürde", "größe", "höhe", "nähe", "güte", "mühe", "stätte",
    "wärme", "hälfte", "fläche", "länge", "stärke", "schwäche", "hülle", "säule", "würde",
    "kürze", "hütte", "küste", "blüte", "küche", "wüste", "mühle", "süße", "krähe",
)  # fmt: skip
_ONE_ONLY = word_set("werde wird habe hat wolle will könne kann solle soll müsse muss sei ist")


def _last_coordination(sentence: Sentence, first: int, verb: int) -> int | None:
    """Where a coordinated clause begins inside the piece: behind "und" after another verb."""
    tokens = sentence.tokens
    if verb - 1 > first and tokens[verb - 1].low in ("und", "sowie", "aber"):
        return verb
    for i in range(verb - 1, first, -1):
        if tokens[i].low in ("und", "sowie", "aber", "sondern", "doch"):
            finite = sentence.finite_in(first, i)
            if finite >= 0:
                return skip_soft(tokens, i + 1, verb) if _is_soft(sentence, i + 1, verb) else i + 1
    return None


def _subject_before_coordination(
    sentence: Sentence, piece: Piece, start: int, verb: int
) -> Subject | None:
    tokens = sentence.tokens
    behind = _skip_reflexive(sentence, verb + 1, piece.hi)
    if behind < piece.hi and tokens[behind].low in _PLAIN_PRONOUNS:
        return Subject(behind, behind + 1, True)
    finite = sentence.finite_in(start, verb)
    if finite < 0:
        main = _previous_main(sentence, sentence.piece_at(verb))
        finite = sentence.finite_in(main.lo, main.hi) if main else -1
    if finite < 0 or finite == verb:
        return None
    found = find_subject(sentence, finite, 1)
    if found is not None:
        found = prefer_shared(sentence, finite, found)
    return found._replace(is_shared=True) if found else None


def _front_end(sentence: Sentence, first: int, end: int, verb: int) -> int:
    """A subject before its verb takes everything up to it, but for adverbs at its end."""
    tokens = sentence.tokens
    hi = verb
    while hi > end and (
        tokens[hi - 1].low in ADVERBS
        or tokens[hi - 1].low in REFLEXIVES
        or tokens[hi - 1].low.endswith(_ADVERB_ENDINGS)
    ):
        hi -= 1
    if hi > end and tokens[end].kind == WORD and tokens[end].low in PREPOSITIONS:
        return hi
    return max(end, hi) if hi - end < 12 else end


def _is_adverb(sentence: Sentence, first: int, verb: int) -> bool:
    """ "Konkret fordert der Verband": a capitalised first word that is no noun."""
    tokens = sentence.tokens
    low = tokens[first].low
    if low in ADVERBS:
        return True
    if verb - first > 1:  # "Dies zusammenführend schlägt die Verwaltung vor"
        last = tokens[verb - 1]
        return not last.is_upper and last.low.endswith("end") and len(last.low) > 6
    if low.endswith(_ADVERB_ENDINGS) and low not in ("könig",):
        return True
    return bool(form_of(low) & Form.PARTICIPLE) and first == sentence.lo


def _skip_reflexive(sentence: Sentence, i: int, hi: int) -> int:
    while i < hi and sentence.tokens[i].low in ("sich", "mich", "mir", "uns"):
        i += 1
    return i


def _subject_of_first_verb(
    sentence: Sentence, number: int, verb: int, depth: int
) -> Subject | None:
    """The verb opens its piece: an apposition before it, a quote, or a coordinated clause."""
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    behind = _subject_behind(sentence, verb + 1, piece.hi, verb, strict=True)
    if behind is not None and tokens[behind.lo].low in _PLAIN_PRONOUNS:
        return behind
    main = _previous_main(sentence, number)
    if verb + 1 < piece.hi and tokens[verb + 1].low in ("aber", "jedoch", "zugleich", "allerdings"):
        behind = None  # "…, vermisst aber Fahrradständer": the subject stands before
    if number == 0 and sentence.lead is not None and verb <= sentence.lo + 1:
        return Subject(*sentence.lead, False)
    starts_coordinated = tokens[piece.lo].low in COORDINATORS and piece.lo < verb
    if main is None:
        before = _subject_over_pieces(sentence, number, verb)
        if before is not None and (behind is None or not starts_coordinated):
            return before
        return behind or _subject_behind(sentence, verb + 1, piece.hi, verb)
    if starts_coordinated or behind is None:
        finite = sentence.finite_in(main.lo, main.hi)
        if finite >= 0 and finite != verb:
            shared = find_subject(sentence, finite, depth + 1)
            if shared is not None:
                return shared._replace(is_shared=True)
    return behind or _subject_behind(sentence, verb + 1, piece.hi, verb)


def _previous_main(sentence: Sentence, number: int) -> Piece | None:
    for k in range(number - 1, -1, -1):
        if sentence.pieces[k].kind is ClauseKind.MAIN:
            return sentence.pieces[k]
    return None


def _subject_over_pieces(sentence: Sentence, number: int, verb: int) -> Subject | None:
    """ "Gudrun X, Vorstandsmitglied des Y, berichtete": subject and apposition before the verb."""
    tokens = sentence.tokens
    first = sentence.pieces[0]
    if first.kind is not ClauseKind.FRAGMENT or number == 0:
        return None
    start = front_start(sentence, first)
    while start < first.hi and tokens[start].low in ("auch", "selbst", "nur", "insbesondere"):
        start += 1
    if start >= first.hi or not can_be_subject(tokens, start, first.hi):
        return None
    if sentence.quote_around(start) is not None:
        return None
    end = first.hi
    if phrase_end(tokens, start, end) == start:
        return None
    for k in range(1, number):
        piece = sentence.pieces[k]
        if piece.kind is not ClauseKind.FRAGMENT or tokens[piece.lo].low in PREPOSITIONS:
            break
        if piece.lo - end > 1:
            break
        end = piece.hi
    return Subject(start, end, False)


def _subject_behind(
    sentence: Sentence, start: int, hi: int, verb: int, *, strict: bool = False
) -> Subject | None:
    """The first phrase behind the verb that can stand in the nominative."""
    tokens = sentence.tokens
    verb_form = form_of(tokens[verb].low)
    i = start
    while i < hi:
        token = tokens[i]
        if token.kind in (COMMA, STOP, CLOSE, OPEN) or token.text in ":;()–—":
            return None
        if token.kind == WORD and (
            token.low in REFLEXIVES or token.low in ADVERBS or token.low in ("aber", "jedoch")
        ):
            i += 1
            continue
        if token.kind == WORD and token.low in PREPOSITIONS:
            if strict:
                return None
            end = phrase_end(tokens, i + 1, hi)
            i = max(end, i + 1)
            continue
        end = phrase_end(tokens, i, hi)
        if end == i:
            if strict and not token.low.endswith(_ADVERB_ENDINGS):
                return None
            i += 1
            continue
        if can_be_subject(tokens, i, end) and _agrees(sentence, i, end, verb_form):
            if tokens[i].low not in SUBJECT_PRONOUNS:
                end = with_postmodifier(tokens, end, hi)
                end = with_apposition(tokens, i, end, sentence.hi)
            return Subject(i, end, True)
        if strict:
            return None
        i = end
    return None


def _is_named(sentence: Sentence, start: int, verb: int) -> bool:
    """ "Seine Fraktion halte es für wichtig": the subject is in front, "es" the object."""
    tokens = sentence.tokens
    return can_be_subject(tokens, start, verb) and phrase_end(tokens, start, verb) == verb


def prefer_shared(sentence: Sentence, verb: int, subject: Subject) -> Subject:
    """ "X dankte ihr, nannte das Angebot aber mager": "das Angebot" is no second subject."""
    tokens = sentence.tokens
    number = sentence.piece_at(verb)
    piece = sentence.pieces[number]
    if number == 0 or front_start(sentence, piece) != verb or not subject.is_behind:
        return subject
    if tokens[verb - 1].kind != COMMA or tokens[verb - 2].kind == CLOSE:
        return subject
    if tokens[subject.lo].low not in _UNCLEAR_CASE:
        return subject
    before = _previous_main(sentence, number)
    if before is None:
        return subject
    finite = sentence.finite_in(before.lo, before.hi)
    if finite < 0 or is_konjunktiv(tokens[finite].low) or tokens[finite].low in MODALS:
        return subject
    shared = find_subject(sentence, finite)
    return shared._replace(is_shared=True) if shared is not None else subject


_UNCLEAR_CASE = frozenset(["das", "die", "eine", "ein", "keine", "mehr", "ihre", "seine"])


def subject_behind(sentence: Sentence, verb: int) -> Subject | None:
    piece = sentence.pieces[sentence.piece_at(verb)]
    return _subject_behind(sentence, verb + 1, piece.hi, verb)


_PLURAL_FIRST = word_set(
    "die alle beide einige mehrere viele seine ihre unsere meine diese zwei drei vier wir sie "
    "zahlreiche etliche manche"
)


def _agrees(sentence: Sentence, lo: int, hi: int, form: int) -> bool:
    """Whether number can agree: a plural verb wants no "der Präsident"."""
    tokens = sentence.tokens
    low = tokens[lo].low
    plural_only = form & (Form.PLURAL | Form.PAST_PLURAL) and not form & (
        Form.THIRD | Form.PAST | Form.KONJUNKTIV_1
    )
    joined = any(tokens[k].low in ("und", "sowie") for k in range(lo, hi))
    if plural_only:
        return low in _PLURAL_FIRST or joined or low not in (
            "der", "das", "ein", "eine", "er", "es", "man", "ich", "dieser", "dieses", "mein",
            "sein", "ihr", "unser", "jeder", "jede",
        )  # fmt: skip
    singular_only = form & (Form.THIRD | Form.PAST) and not form & (Form.PLURAL | Form.PAST_PLURAL)
    return not (singular_only and low in ("wir", "alle", "beide", "viele", "einige", "mehrere"))


def _subject_in_subordinate(sentence: Sentence, number: int, verb: int) -> Subject | None:
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    i = front_start(sentence, piece)
    opener = tokens[i].low
    if opener in PREPOSITIONS and i + 1 < piece.hi:
        i += 1
    i += 1
    if opener == "der" and i < verb and tokens[i].low in ("die", "den", "das"):
        named = _masculine(tokens, _antecedent(sentence, number))
        if named is not None:
            return named  # "ein Abgeordneter, der die Ärzte ermahnte": the pronoun is the subject
    while i < verb:
        if tokens[i].low in REFLEXIVES or tokens[i].low in ADVERBS:
            i += 1
            continue
        if tokens[i].low in PREPOSITIONS:
            i = max(phrase_end(tokens, i + 1, verb), i + 1)
            continue
        end = phrase_end(tokens, i, verb)
        if end > i:
            if can_be_subject(tokens, i, end):
                end = with_postmodifier(tokens, end, verb)
                return Subject(i, end, False)
            i = end
            continue
        i += 1
    if opener in SUBORDINATORS or opener in W_WORDS - {
        "wer",
        "was",
        "welche",
        "welcher",
        "welches",
    }:
        # "dass Sie, Herr Oberbürgermeister, zugesagt haben": the subject is in the piece before
        for k in range(number - 1, -1, -1):
            if sentence.pieces[k].kind is ClauseKind.SUBORDINATE:
                return _subject_in_subordinate(sentence, k, sentence.pieces[k].hi)
        return None
    return _antecedent(sentence, number)


def _masculine(tokens: Sequence[Token], named: Subject | None) -> Subject | None:
    """What "der" as a subject points back to; in "die Rede eines Rats" the genitive."""
    if named is None:
        return None
    for k in range(named.hi - 1, named.lo, -1):
        if tokens[k].low in ("des", "eines"):
            return Subject(k, named.hi, False)
    feminine = ("die", "der", "eine", "einer", "ihre", "seine", "unsere")
    return None if tokens[named.lo].low in feminine else named


def _antecedent(sentence: Sentence, number: int) -> Subject | None:
    """ "den Landräten, die fordern": the noun phrase the relative pronoun points back to."""
    tokens = sentence.tokens
    if number == 0:
        return None
    before = sentence.pieces[number - 1]
    best: Subject | None = None
    i = before.lo
    while i < before.hi:
        end = phrase_end(tokens, i, before.hi)
        if end > i:
            best = Subject(i, end, False)
            i = end
        else:
            i += 1
    return best
