"""Where what was said ends: at a clause that says something of its own."""

from __future__ import annotations

from sprengel.language.tokens import COMMA, WORD
from sprengel.language.verbs import FINITE, Form, form_of, is_konjunktiv
from sprengel.language.words import (
    BE,
    BECOME,
    DETERMINERS,
    HAVE,
    MODALS,
    PASSIVE,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    word_set,
)
from sprengel.reading.lexicon import core_hits
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Sentence,
)
from sprengel.reading.statements.constructions import ends_clause


def message_limit(sentence: Sentence, start: int) -> int:
    """Where the message ends at the latest: the sentence's end or a coordinated clause with a
    saying verb of its own ("…, und verwies auf …")."""
    tokens = sentence.tokens
    quote = sentence.quote_around(start)
    if quote is not None and quote[0] > sentence.lo:
        return quote[1]
    number = sentence.piece_at(start)
    told = (
        number >= 0
        and sentence.pieces[number].kind is ClauseKind.MAIN
        and (start == sentence.pieces[number].lo and number > 0)
    )
    for i in range(start + 1, sentence.hi - 1):
        token = tokens[i]
        if token.text == ";" and _indicative_behind(sentence, i + 1):
            return i
        if token.kind == COMMA or token.low in _JOINS:
            k = i + 1
            while k < sentence.hi and tokens[k].low in _JOINS_AND_ALSO:
                k += 1
            if k >= sentence.hi or tokens[k].kind != WORD:
                continue
            if (
                token.kind == COMMA
                and tokens[k].low == "denn"
                and sentence.part.label is not None
                and not told
                and _indicative_behind(sentence, k)
            ):
                return i  # "…, denn das ist …": the speaker's reason, a clause of its own
            if token.kind == COMMA and tokens[k].low in ("was", "so") and _is_aside(sentence, k):
                return i
            if not told and _new_main_clause(sentence, i, k):
                return i
            if not tokens[k].text[0].isupper() and _own_verb_follows(sentence, i, k):
                return i
    return sentence.hi


_JOINS = word_set("und sowie aber jedoch")
_JOINS_AND_ALSO = _JOINS | {"auch"}


def _indicative_behind(sentence: Sentence, k: int) -> bool:
    """ "…; das Schulamt liefert sie": nobody's words any more but a sentence of its own."""
    number = sentence.piece_at(k)
    if number < 0 or sentence.pieces[number].kind is not ClauseKind.MAIN:
        return False
    piece = sentence.pieces[number]
    finite = sentence.finite_in(piece.lo, piece.hi)
    tokens = sentence.tokens
    if finite < 0 or sentence.quote_around(k) is not None:
        return False
    return not is_konjunktiv(tokens[finite].low) and not form_of(tokens[finite].low) & (
        Form.INFINITIVE | Form.PARTICIPLE
    )


def _new_main_clause(sentence: Sentence, i: int, k: int) -> bool:
    """ "…, und ich würde mich freuen": a clause of its own in somebody's direct words."""
    tokens = sentence.tokens
    if tokens[k - 1].low not in ("und", "aber", "doch"):
        return False
    number = sentence.piece_at(k)
    if number < 0 or sentence.pieces[number].kind is not ClauseKind.MAIN:
        return False
    piece = sentence.pieces[number]
    if k - piece.lo > 2 or tokens[k].low in SUBORDINATORS:
        return False
    finite = sentence.finite_in(k, piece.hi)
    own = tokens[k].low in ("ich", "wir")  # "ich glaube" only looks like a Konjunktiv
    if finite < 0 or finite - k > 6 or (is_konjunktiv(tokens[finite].low) and not own):
        return False
    return tokens[k].low in SUBJECT_PRONOUNS or finite == k + 1


def _own_verb_follows(sentence: Sentence, i: int, k: int) -> bool:
    tokens = sentence.tokens
    if tokens[k].low in DETERMINERS:
        return False
    hits = core_hits(tokens[k].low)
    if not hits or not any(hit.form & FINITE for hit in hits):
        return False
    number = sentence.piece_at(k)
    if number < 0:
        return False
    piece = sentence.pieces[number]
    form = form_of(tokens[k].low)
    if form & Form.PARTICIPLE and any(
        tokens[j].low in HAVE | BE | PASSIVE for j in range(piece.lo, k)
    ):
        return False  # "wird beauftragt und ermächtigt"
    if form & Form.INFINITIVE or not any(hit.form & ~Form.INFINITIVE & FINITE for hit in hits):
        # "begrüßen den Antrag und unterstützen ihn", not "zu prüfen und vorzulegen"
        if tokens[i].kind == COMMA or k + 1 >= piece.hi or not form & Form.PLURAL:
            return False
        finite = sentence.finite_in(piece.lo, piece.hi)
        return finite >= 0 and tokens[finite].low not in MODALS | HAVE | BECOME and finite < k
    if form & Form.KONJUNKTIV_1 and not form & Form.PAST:
        return False
    if piece.kind is ClauseKind.MAIN:
        return True
    if (
        tokens[i].low == "und"
        and k + 2 < sentence.hi
        and tokens[k + 1].kind == COMMA
        and tokens[k + 2].low in ("dass", "daß", "ob")
        and not tokens[i - 1].is_upper
        and not any(tokens[j].low in HAVE | BE | PASSIVE for j in range(i - 2, i))
    ):
        return True  # "…, dass die Räte mitmachen und betont, dass …"
    return (
        k + 1 < sentence.hi
        and tokens[i].kind != COMMA
        and not form & Form.PARTICIPLE
        and not ends_clause(sentence, k, sentence.hi)
    )


def _is_aside(sentence: Sentence, k: int) -> bool:
    """ "…, was Geschäftsführerin X zusagte": a statement about the words before, not of them."""
    tokens = sentence.tokens
    number = sentence.piece_at(k)
    if number < 0:
        return False
    piece = sentence.pieces[number]
    if tokens[k].low == "so":
        return piece.kind is not ClauseKind.MAIN and tokens[min(k + 1, sentence.hi - 1)].is_upper
    return any(core_hits(tokens[j].low) for j in range(piece.lo, piece.hi))
