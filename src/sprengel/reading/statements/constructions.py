"""How a verb stands in its sentence: its particle, its auxiliary, the end of its clause."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.language.tokens import CLOSE, COMMA, OPEN, PUNCT, STOP, WORD
from sprengel.language.verbs import FINITE, Form, form_of
from sprengel.language.words import (
    ADVERBS,
    BE,
    BECOME,
    COORDINATORS,
    DETERMINERS,
    FUTURE,
    HAVE,
    MODALS,
    PASSIVE,
    PREPOSITIONS,
)
from sprengel.reading.lexicon import Hit
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Piece,
    Sentence,
    has_ge,
)


@dataclass(slots=True)
class Construction:
    """How the verb stands in its sentence."""

    finite: int
    """Index of the finite verb: the verb itself or its auxiliary or modal."""
    cue: list[int]
    is_passive: bool = False
    is_final: bool = False
    """The finite verb ends a subordinate clause."""
    modal: str = ""


# --- the words that belong to the verb -----------------------------------------------------------


def companions_of(sentence: Sentence, i: int, hit: Hit) -> list[int] | None:
    words = hit.entry.companions
    if not hit.apart or not words:
        return []
    tokens = sentence.tokens
    if hit.entry.has_particle:
        return _particle(sentence, i, words[0])
    found: list[int] = []
    lo, hi = max(sentence.lo, i - 30), min(sentence.hi, i + 45)
    j = i + 1
    for word in words:
        k = next((k for k in range(j, hi) if tokens[k].low == word), -1)
        if k < 0 and not found:
            k = next((k for k in range(lo, i) if tokens[k].low == word), -1)
        if k < 0 or (found and k - found[-1] > (1 if word in PREPOSITIONS or found else 40)):
            return None
        found.append(k)
        j = k + 1
    if any(
        tokens[k].text in ":;" or tokens[k].kind == STOP
        for k in range(min(i, found[0]), max(i, found[0]))
    ):
        return None
    if _crosses_clause(sentence, i, found[0]):
        return None
    return found


def _crosses_clause(sentence: Sentence, verb: int, word: int) -> bool:
    """Whether a finite verb of another main clause stands between."""
    lo, hi = min(verb, word), max(verb, word)
    a, b = sentence.piece_at(lo), sentence.piece_at(hi)
    return (
        any(
            sentence.pieces[k].kind is ClauseKind.MAIN and k not in (sentence.piece_at(verb),)
            for k in range(a, b + 1)
        )
        and a != b
        and sentence.pieces[b].kind is not ClauseKind.FRAGMENT
    )


def _particle(sentence: Sentence, i: int, particle: str) -> list[int] | None:
    """The separated particle: behind the verb, at the end of a clause."""
    tokens = sentence.tokens
    for k in range(i + 1, min(sentence.hi, i + 60)):
        token = tokens[k]
        if token.kind == STOP or token.text in (";",):
            return None
        if token.low != particle:
            continue
        if _other_verb_between(sentence, i, k):
            return None
        if k + 1 >= sentence.hi:
            return [k]
        following = tokens[k + 1]
        if following.kind in (COMMA, STOP, CLOSE, OPEN) or following.text in ":;–—-()":
            return [k]
        if following.low in COORDINATORS or following.low in (
            "als",
            "wie",
            "dass",
            "zu",
            "um",
            "bei",
            "mit",
            "in",
            "durch",
            "vom",
            "von",
            "gegenüber",
            "auf",
        ):
            if particle in PREPOSITIONS and following.low in ("dass",):
                return [k]
            return [k] if following.low in COORDINATORS or k - i <= 12 else None
    return None


def _other_verb_between(sentence: Sentence, i: int, k: int) -> bool:
    """ "Es gebe keine Pflicht, man sage jedoch zu": the particle belongs to the nearer verb."""
    number = sentence.piece_at(k)
    if number == sentence.piece_at(i) or number < 0:
        return False
    piece = sentence.pieces[number]
    if piece.kind is not ClauseKind.MAIN:
        return False
    finite = sentence.finite_in(piece.lo, k)
    return finite >= 0 and not sentence.tokens[min(finite + 1, k)].is_upper


# --- how the verb is built in ---------------------------------------------------------------------


_VOTED = frozenset(["zustimmen", "mittragen", "unterstützen", "befürworten"])


def construction_of(
    sentence: Sentence, i: int, hit: Hit, companions: list[int]
) -> Construction | None:
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    form = hit.form
    cue = sorted([i, *companions])
    if form & Form.PARTICIPLE:
        built = _with_auxiliary(sentence, i, cue)
        if built is None and hit.entry.lemma in _VOTED and _near(sentence, i, "werden"):
            can, final = _helper(sentence, i, MODALS)  # "könne nicht zugestimmt werden"
            if can >= 0:
                built = Construction(
                    can, cue, is_passive=True, is_final=final, modal=tokens[can].low
                )
        if built is not None:
            return built
    if form & FINITE and not (i > 0 and tokens[i - 1].low == "zu"):
        if _is_attributive(sentence, i):
            return None
        is_plain_finite = bool(
            form & (Form.THIRD | Form.PAST | Form.PAST_PLURAL | Form.FIRST | Form.KONJUNKTIV_2)
        )
        in_sub = piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE)
        at_end = ends_clause(sentence, i, piece.hi)
        if in_sub:
            if at_end and not _other_finite(sentence, piece.lo, i):
                return Construction(i, cue, is_final=True)
            if at_end and form & Form.INFINITIVE:
                return _with_modal(sentence, i, cue)
            # a main clause that shares the piece: "dass …, und fordert"
            if is_plain_finite and tokens[i - 1].low in COORDINATORS:
                return Construction(i, cue)
            return None
        if (
            piece.lo < i < piece.hi - 1
            and piece.kind is ClauseKind.MAIN
            and sentence.finite_in(piece.lo, piece.hi) == i
        ):
            return Construction(i, cue)  # "…, denn wir begrüßen das": second in its own clause
        if form & Form.INFINITIVE and not is_plain_finite:
            modal = _with_modal(sentence, i, cue)
            if modal is not None:
                return modal
        if _is_second(sentence, i, piece.lo):
            return Construction(i, cue)
        if form & Form.INFINITIVE:
            return _with_modal(sentence, i, cue)
        if (
            is_plain_finite
            and piece.kind is ClauseKind.MAIN
            and sentence.finite_in(piece.lo, piece.hi) == i
        ):
            return Construction(i, cue)
        return None
    if form & Form.INFINITIVE and not (i > 0 and tokens[i - 1].low == "zu"):
        return _with_modal(sentence, i, cue)
    return None


def _is_attributive(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if i == sentence.lo or i + 1 >= sentence.hi or not tokens[i + 1].is_upper:
        return False
    before = tokens[i - 1].low
    if before in ("das", "dies") and has_ge(tokens[i].low):
        return False
    if tokens[i].low.endswith("ten"):
        return _is_weak_participle(sentence, i)
    return before in DETERMINERS and tokens[i].low.endswith("e")


def _is_weak_participle(sentence: Sentence, i: int) -> bool:
    """ "die Zahl der genehmigten Anträge", "an den vorab vereinbarten Zielen": no past tense."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    k = i - 1
    while k > piece.lo and (tokens[k].low in ADVERBS or tokens[k].low.endswith("lich")):
        k -= 1
    low = tokens[k].low
    if low in PREPOSITIONS:
        return True
    is_article = low in DETERMINERS or low in _ARTICLES
    return is_article and not (k == piece.lo and piece.kind is ClauseKind.RELATIVE)


_ARTICLES = frozenset(["der", "die", "das", "den", "dem", "des"])


def ends_clause(sentence: Sentence, i: int, hi: int) -> bool:
    tokens = sentence.tokens
    j = i + 1
    while j < hi and tokens[j].kind in (STOP, CLOSE, PUNCT):
        j += 1
    return j >= hi or tokens[j].low in COORDINATORS or tokens[j].low in HAVE | BE | BECOME | MODALS


def _other_finite(sentence: Sentence, lo: int, verb: int) -> bool:
    finite = sentence.finite_in(lo, verb)
    return finite >= 0 and sentence.tokens[finite].low in MODALS | HAVE | BECOME


def _is_second(sentence: Sentence, i: int, lo: int) -> bool:
    """Whether a finite verb before this one in the clause makes this an infinitive."""
    tokens = sentence.tokens
    for k in range(i - 1, lo - 1, -1):
        if tokens[k].low in ("und", "sowie", "aber"):
            return True
        form = form_of(tokens[k].low)
        if tokens[k].kind == WORD and form & FINITE and not tokens[k].text[0].isupper():
            if tokens[k].low in MODALS | HAVE | BE | BECOME:
                return False
            if form & (Form.THIRD | Form.PAST | Form.KONJUNKTIV_1) and not form & Form.PARTICIPLE:
                return False
    return True


def _with_auxiliary(sentence: Sentence, i: int, cue: list[int]) -> Construction | None:
    tokens = sentence.tokens
    finite, final = _helper(sentence, i, HAVE | BE | PASSIVE)
    if finite < 0:
        return None
    low = tokens[finite].low
    passive = low in PASSIVE or (low in BE and _near(sentence, i, "worden"))
    if low in BE and not passive:
        passive = True  # "ist beauftragt", "sei angekündigt": a state; needs its agent
    if low in MODALS:
        return None
    if low in FUTURE | {"würde", "würden"} and _near(sentence, i, "haben"):
        passive = False
    return Construction(finite, cue, is_passive=passive, is_final=final)


def _near(sentence: Sentence, i: int, word: str) -> bool:
    return any(sentence.tokens[k].low == word for k in range(i + 1, min(sentence.hi, i + 4)))


def _with_modal(sentence: Sentence, i: int, cue: list[int]) -> Construction | None:
    finite, final = _helper(sentence, i, MODALS | FUTURE)
    if finite < 0 or finite == i:
        return None
    return Construction(finite, cue, is_final=final, modal=sentence.tokens[finite].low)


def _is_closed(sentence: Sentence, piece: Piece) -> bool:
    """Whether the clause has had its participle or infinitive: nothing more is to come."""
    token = sentence.tokens[piece.hi - 1]
    if token.low == "worden":
        return True
    return (
        piece.kind is ClauseKind.MAIN
        and token.kind == WORD
        and not token.is_upper
        and piece.hi - piece.lo > 3
        and bool(form_of(token.low) & (Form.PARTICIPLE | Form.INFINITIVE))
    )


def _helper(sentence: Sentence, i: int, words: frozenset[str]) -> tuple[int, bool]:
    """The auxiliary or modal that governs the word at ``i``, and whether it ends the clause."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    piece = sentence.pieces[number]
    if i + 1 < piece.hi and piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        for k in range(i + 1, min(piece.hi, i + 4)):
            if tokens[k].low in words and tokens[k].low not in ("worden", "sein", "gehabt"):
                if tokens[k].low == "haben" and k + 1 < piece.hi and tokens[k + 1].low in words:
                    continue
                return k, True
    for k in range(i - 1, piece.lo - 1, -1):
        if tokens[k].low in words and tokens[k].kind == WORD and tokens[k].low != "sein":
            return k, False
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return -1, False
    if i <= piece.lo + 1 and i + 1 < piece.hi and tokens[i + 1].low in words:
        return i + 1, False  # "Verlangt wurde", "Ausdrücklich gewürdigt wird"
    # the frame stays open over an insertion: "hat, wie berichtet, die Stadt beauftragt"
    for n in range(number - 1, max(-1, number - 6), -1):
        other = sentence.pieces[n]
        if other.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE, ClauseKind.INFINITIVE):
            continue
        if tokens[other.hi - 1].kind == WORD and sentence.tokens[other.hi].text in ":;":
            return -1, False
        if tokens[piece.lo].low not in COORDINATORS and _is_closed(sentence, other):
            return -1, False  # "Früher habe sie es gewusst, erzählt sie"
        for k in range(other.hi - 1, other.lo - 1, -1):
            if tokens[k].low in words and tokens[k].low != "sein":
                return k, False
        if other.kind is ClauseKind.MAIN:
            return -1, False
    return -1, False
