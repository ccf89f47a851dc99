"""What speaks for a word being a cue, as names: a candidate's surroundings in some forty signs.

The signs are few and coarse on purpose: the model learns from under a thousand statements, and
what it learns has to hold in other cities and genres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sprengel.language.tokens import CLOSE, COMMA, WORD, Token
from sprengel.language.verbs import FINITE, Form, form_of, is_konjunktiv
from sprengel.language.words import (
    ADVERBS,
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    NEGATIONS,
    NEGATIVE_DETERMINERS,
    PASSIVE,
    PREPOSITIONS,
    REFLEXIVES,
    SUBORDINATORS,
    W_WORDS,
    word_set,
)
from sprengel.reading.lexicon import lexicon
from sprengel.reading.model.view import View
from sprengel.reading.statements.clauses import ClauseKind, Sentence, has_zu_infinitive
from sprengel.reading.structure import PROSE, PartKind

_TALK: Final = PROSE | {PartKind.HEADLINE, PartKind.HEADING, PartKind.DECISION}
_FIRST: Final = word_set("ich wir")
_OBLIQUE_FIRST: Final = word_set(
    "mir mich uns mein meine meinen meiner unser unsere unseren unserer"
)
_CLOSED: Final = BE | HAVE | PASSIVE | word_set("wäre werden gewesen worden gehabt geworden")
_MODAL: Final = MODALS - word_set("würde würden")
_MUNICIPAL: Final = word_set(
    "verwaltung stadtverwaltung fraktion bürgermeister bürgermeisterin oberbürgermeister "
    "oberbürgermeisterin vorsitzende vorsitzender vorsitzenden stadträtin stadtrat stadträte "
    "gemeinderat ausschuss gremium vorstand land bund stadt gemeinde kommune kommunen städte herr "
    "herrn frau kollege kollegin kollegen sitzung tagesordnung tagesordnungspunkt punkt "
    "wortmeldung wortmeldungen kenntnis vorlage antrag anfrage beschluss stellungnahme antwort "
    "frage haushalt bürger bürgerinnen thema projekt konzept planung dank sicht auffassung meinung "
    "wunsch"
)
_FORMS: Final = (
    (Form.FIRST, "1sg"), (Form.THIRD, "3sg"), (Form.PLURAL, "pl"), (Form.PAST, "past"),
    (Form.PAST_PLURAL, "pastpl"), (Form.KONJUNKTIV_1, "k1"), (Form.KONJUNKTIV_2, "k2"),
    (Form.INFINITIVE, "inf"), (Form.PARTICIPLE, "part"), (Form.ZU_INFINITIVE, "zuinf"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordClass:
    """What is known of a word form by itself; computed once per form."""

    is_candidate: bool
    own: tuple[str, ...]
    """Signs that come from the form alone."""
    stem: str


@lru_cache(maxsize=16384)
def word_class(text: str, low: str, opens: bool) -> WordClass:
    """``opens``: the word opens its sentence, so that its capital says nothing."""
    words = lexicon()
    upper = text[0].isupper() and not opens
    stem = stem_of(low)
    own: list[str] = []
    form = 0 if upper else form_of(low)
    if upper:
        act = words.nouns.get(text) or words.nouns.get(text.rsplit("-", 1)[-1])
        if act is None:
            return WordClass(False, (), stem)
        own += ["noun", f"noun={act.value}"]
    else:
        if low in _CLOSED or low in DETERMINERS or low in PREPOSITIONS or low in ADVERBS:
            return WordClass(False, (), stem)
        hits = words.verbs.get(low, ())
        predicate = words.predicates.get(low)
        judgement = words.judgements.get(low)
        if not (form or hits or predicate or judgement):
            return WordClass(False, (), stem)
        own += [f"form={name}" for bit, name in _FORMS if form & bit]
        own += sorted({f"verb={hit.entry.act.value}" for hit in hits})
        if hits:
            own.append(f"lemma={hits[0].entry.lemma}")
        if hits and all("weak" in hit.entry.flags for hit in hits):
            own.append("weak")
        if predicate is not None:
            own.append(f"pred={predicate[0].value}")
        if judgement is not None:
            own.append(f"judge={judgement.value}")
        if low in _MODAL:
            own.append("modal")
        if not (hits or predicate or judgement or low in _MODAL):
            own.append("unlisted")
    own += [f"stem={stem}", f"low={low}"]
    return WordClass(True, tuple(own), stem)


_ENDINGS: Final = ("testen", "tests", "enden", "ende", "ten", "tet", "test", "te", "est", "end",
                   "en", "et", "st", "em", "er", "es", "e", "t", "n", "s")  # fmt: skip


@lru_cache(maxsize=16384)
def stem_of(low: str) -> str:
    """A coarse stem: forms of one verb mostly fall together, and so do its derivations."""
    stem = low[2:] if low.startswith("ge") and len(low) > 6 else low
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 4:
            stem = stem[: -len(ending)]
            break
    return stem[:8]


@dataclass(slots=True)
class Candidate:
    index: int
    sentence: Sentence
    piece: int
    signs: list[str]


class Surroundings:
    """Makes candidates where they are asked for; what neighbours share is worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._around: dict[int, list[str]] = {}
        self._inside: dict[tuple[int, int], list[str]] = {}

    def everywhere(self) -> Iterator[Candidate]:
        for sentence in self.view.sentences:
            yield from self.in_sentence(sentence)

    def in_sentence(
        self, sentence: Sentence, is_worth: Callable[[WordClass], bool] | None = None
    ) -> Iterator[Candidate]:
        """Every word of the sentence that could carry a statement; ``is_worth`` leaves out early
        what is not worth describing."""
        if sentence.part.kind in _TALK:
            for number, piece in enumerate(sentence.pieces):
                for i in range(piece.lo, piece.hi):
                    found = self._candidate(sentence, number, i, is_worth)
                    if found is not None:
                        yield found

    def at(self, index: int) -> Candidate | None:
        """The candidate at a token, None where the word cannot carry a statement."""
        sentence = self.view.sentence_at(index)
        if sentence is None or sentence.part.kind not in _TALK:
            return None
        number = sentence.piece_at(index)
        return self._candidate(sentence, number, index) if number >= 0 else None

    def _candidate(
        self,
        sentence: Sentence,
        number: int,
        i: int,
        is_worth: Callable[[WordClass], bool] | None = None,
    ) -> Candidate | None:
        token = sentence.tokens[i]
        if token.kind != WORD:
            return None
        known = word_class(token.text, token.low, i == sentence.lo)
        if not known.is_candidate or (is_worth is not None and not is_worth(known)):
            return None
        around = self._around.get(sentence.lo)
        if around is None:
            around = self._around[sentence.lo] = _sentence_signs(sentence, self.view)
        inside = self._inside.get((sentence.lo, number))
        if inside is None:
            inside = self._inside[sentence.lo, number] = _clause_signs(sentence, number)
        signs = ["bias", *known.own, *around, *inside]
        _place_signs(signs, sentence, number, i, known)
        return Candidate(i, sentence, number, list(dict.fromkeys(signs)))


def _sentence_signs(sentence: Sentence, view: View) -> list[str]:
    """What holds for all words of the sentence: block, genre, question."""
    tokens = sentence.tokens
    part = sentence.part
    signs = [f"part={part.kind.value}"]
    if part.label is not None and part.kind is PartKind.TURN:
        signs.append("labelled")
    elif view.is_minutes:
        signs.append("reported")
    if sentence.quotes:
        signs.append("quotes")
    if tokens[sentence.hi - 1].text.startswith("?"):
        signs.append("question")
    length = sentence.hi - sentence.lo
    signs.append("short" if length < 8 else "long" if length > 30 else "middling")
    signs.extend(_stances(sentence))
    return signs


def _stances(sentence: Sentence) -> list[str]:
    """ "bekennt, man sei nicht zufrieden": words of judgement anywhere in the sentence."""
    words = lexicon()
    judgements, predicates = words.judgements, words.predicates
    found: set[str] = set()
    for k in range(sentence.lo, sentence.hi):
        low = sentence.tokens[k].low
        act = judgements.get(low)
        if act is None and low in predicates:
            act = predicates[low][0]
        if act is not None:
            before = (sentence.tokens[j].low for j in range(max(sentence.lo, k - 3), k))
            turned = any(low in NEGATIONS or low in NEGATIVE_DETERMINERS for low in before)
            found.add(f"judged={'not ' if turned else ''}{act.value}")
    return sorted(found)


def _clause_signs(sentence: Sentence, number: int) -> list[str]:
    """What holds for all words between two commas: persons, mood, what follows."""
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    signs = [f"clause={piece.kind.name}"]
    for k in range(piece.lo, piece.hi):
        token = tokens[k]
        if token.kind != WORD:
            continue
        low = token.low
        if low in _FIRST:
            signs.append("first")
        elif low in _OBLIQUE_FIRST:
            signs.append("ofus")
        elif low == "man":
            signs.append("man")
        elif low == "es" or low == "das":
            signs.append("it")
        elif low in NEGATIONS or low in NEGATIVE_DETERMINERS:
            signs.append("negated")
        elif low in REFLEXIVES:
            signs.append("reflexive")
        elif token.text == "Sie" and k > sentence.lo:
            signs.append("address")
        elif low in _MODAL:
            signs.append(f"withmodal={low}")
        elif low in BE:
            signs.append("withbe")
        elif low in PASSIVE:
            signs.append("withwerden")
        if is_konjunktiv(low):
            signs.append("konjunktiv")
    if number == 0:
        signs.append("firstclause")
    if number + 1 < len(sentence.pieces):
        signs.append(f"then={_opener(sentence, number + 1)}")
    else:
        signs.append("lastclause")
    if number > 0:
        signs.append(f"before={sentence.pieces[number - 1].kind.name}")
    return list(dict.fromkeys(signs))


def _opener(sentence: Sentence, number: int) -> str:
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    low = tokens[piece.lo].low
    if tokens[piece.lo - 1].text == ":":
        return "colon"
    if low in SUBORDINATORS:
        return low
    if low in W_WORDS:
        return "w"
    if piece.kind is ClauseKind.INFINITIVE or has_zu_infinitive(tokens, piece.lo, piece.hi):
        return "zu"
    return piece.kind.name


def _place_signs(
    signs: list[str], sentence: Sentence, number: int, i: int, known: WordClass
) -> None:
    """What stands right beside the word."""
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    signs.append("opens" if i == sentence.lo else f"prev={_shape(tokens, i - 1)}")
    signs.append("closes" if i + 1 >= sentence.hi else f"next={_shape(tokens, i + 1)}")
    if i == piece.lo:
        signs.append("clauseopens")
    if i + 1 >= piece.hi:
        signs.append("clausecloses")
    if sentence.quotes and sentence.quote_around(i) is not None:
        signs.append("quoted")
    stem = known.stem
    for sign in ("first", "man", "negated", "konjunktiv", "labelled", "address", "it", "ofus"):
        if sign in signs:
            signs.append(f"{sign}&{stem}")
    form = next((s for s in signs if s.startswith("form=")), "form=none")
    signs.append(f"{form}&{_person(signs)}")
    helper = next((s for s in signs if s.startswith("withmodal=")), "")
    if not helper and "withwerden" in signs:
        helper = "withwerden"
    signs.append(f"{_person(signs)}&{helper or form}")
    if "labelled" in signs or "reported" in signs:
        signs.append(f"{'turn' if 'labelled' in signs else 'minutes'}&{_person(signs)}&{form}")
    for k in range(max(sentence.lo, i - 3), min(sentence.hi, i + 4)):
        if k == i or tokens[k].kind != WORD or _is_address(tokens, k):
            continue
        low = tokens[k].low  # of capitalised words only common ones: no names, places, parties
        if tokens[k].text.islower() or low in _MUNICIPAL:
            signs.append(f"near={stem_of(low)}")
    finite = bool(form_of(tokens[i].low) & FINITE)
    if finite and "lastclause" not in signs:
        signs.append("finite&" + next(s for s in signs if s.startswith("then=")))


def _is_address(tokens: Sequence[Token], k: int) -> bool:
    """Part of "www.auenstadt.example" or "rat@auenstadt.example": a name in small letters."""
    before = tokens[k - 1] if k else None
    return before is not None and before.end == tokens[k].start and before.text[-1] in "./@"


def _person(signs: Sequence[str]) -> str:
    for sign in ("first", "address", "man", "it"):
        if sign in signs:
            return sign
    return "other"


def _shape(tokens: Sequence[Token], k: int) -> str:
    token = tokens[k]
    if token.kind == WORD:
        low = token.low
        if low in DETERMINERS:
            return "det"
        if low in PREPOSITIONS:
            return "prep"
        if low in ADVERBS:
            return "adv"
        if token.text[0].isupper():
            return "Noun"
        if len(low) < 6:
            return low
        return "word"
    if token.kind == COMMA or token.kind == CLOSE:
        return token.kind
    return token.text[0]
