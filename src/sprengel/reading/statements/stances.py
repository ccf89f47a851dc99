"""Predicates that take a stand: "froh waren die OBs über", "finde ich gut", "schade, dass"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import WORD
from sprengel.language.verbs import Form, form_of, forms_of
from sprengel.language.words import ADVERBS, BE, W_WORDS
from sprengel.reading.document import Act
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.judgements import experiencer, judgement_of, verdict_of
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.predicates import clause_behind, copula, flip, message_of
from sprengel.reading.statements.speech import ACT_NAMES, FIRST_PERSON, message_limit
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

_SHOW = frozenset(
    form
    for verb in ("zeigen", "äußern")
    for form, what in forms_of(verb).items()
    if not what & Form.PARTICIPLE
)
_IMPERSONAL = frozenset(["es", "das", "dies", "was"])


def find_stances(sentence: Sentence) -> Iterator[Found]:
    words = lexicon()
    tokens = sentence.tokens
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD:
            continue
        predicate = words.predicates.get(token.low)
        if predicate is not None:
            found = _predicate(sentence, i, *predicate)
            if found is not None:
                yield found
                continue
        if token.low in ("nicht", "kein", "keine", "keinen"):
            found = _not_the_right(sentence, i) or _cannot_be(sentence, i)
            if found is not None:
                yield found
            continue
        if token.low in ("für", "gegen", "dabei", "dafür", "dagegen"):
            found = _side(sentence, i)
            if found is not None:
                yield found
            continue
        noun = words.judgement_nouns.get(token.low) if token.is_upper else None
        if noun is not None:
            found = verdict_of(sentence, i, noun)
            if found is not None:
                yield found
                continue
        if not token.is_upper and i + 1 < sentence.hi and tokens[i + 1].low in words.open_nouns:
            judgement = words.judgements.get(_uninflected(token.low))
            found = verdict_of(sentence, i + 1, judgement) if judgement is not None else None
            if found is not None:
                yield found
            continue
        judgement = words.judgements.get(_positive(token.low))
        if token.low in _TOO_MUCH and i > sentence.lo and tokens[i - 1].low == "zu":
            judgement = Act.CRITICISM
        if judgement is not None:
            found = judgement_of(sentence, i, judgement)
            if found is not None:
                yield found


_TOO_MUCH = frozenset(
    ["hoch", "niedrig", "teuer", "gering", "kurz", "spät", "wenig", "groß", "klein", "lang", "eng",
     "früh", "langsam", "schnell", "viel", "weit", "vage", "dünn", "knapp", "gering"]
)  # fmt: skip


def _uninflected(low: str) -> str:
    known = lexicon().judgements
    for ending in ("en", "er", "es", "em", "e"):
        if low.endswith(ending) and low[: -len(ending)] in known:
            return low[: -len(ending)]
    return low


def _positive(low: str) -> str:
    """``besser``, ``sinnvoller`` judge as ``gut``, ``sinnvoll`` do."""
    if low in ("besser", "besten"):
        return "gut"
    known = lexicon().judgements
    return low[:-2] if low.endswith("er") and low not in known and low[:-2] in known else low


def _is_stated(sentence: Sentence, i: int) -> bool:
    """In a main clause that is no question: "Ist die Stadt bereit, …?" promises nothing."""
    piece = sentence.pieces[sentence.piece_at(i)]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return False
    return not any(t.text.startswith("?") for t in sentence.tokens[i : sentence.hi + 1])


def _predicate(sentence: Sentence, i: int, act: Act, prepositions: tuple[str, ...]) -> Found | None:
    tokens = sentence.tokens
    if i + 1 < sentence.hi and tokens[i + 1].is_upper and not tokens[i].text[0].isupper():
        return None
    if act is Act.COMMITMENT and not _is_stated(sentence, i):
        return None
    verb = copula(sentence, i, BE | _SHOW)
    if verb < 0:
        return None
    subject = find_subject(sentence, verb)
    if subject is None or tokens[subject.lo].low in _IMPERSONAL or subject.lo == i:
        subject = _behind(sentence, verb, i)
        if subject is None:
            return None
    if tokens[subject.lo].low in _IMPERSONAL or tokens[subject.lo].low in W_WORDS:
        return None
    cue = [i, verb] if tokens[verb].low in _SHOW else [i]
    found = Found(act, "predicate", sentence, cue, source=(subject.lo, subject.hi))
    if tokens[i].low == "dankbar" and tokens[verb].low in ("wäre", "wären"):
        found.act = Act.DEMAND  # "wir wären dankbar, wenn Sie …"
    if flip(found, sentence, i) and act is Act.REPORT:
        return None
    found.is_first_person = tokens[subject.lo].low in FIRST_PERSON
    found.message = message_of(sentence, i, verb, subject, prepositions)
    if found.act in (Act.REPORT, Act.COMMITMENT) and not found.message:
        return None
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[i].text}“ von jemandem gesagt = {ACT_NAMES[found.act]}"
    return found


_RIGHT = frozenset(
    ["richtige", "richtigen", "richtiger", "geeignete", "passende", "gute", "guter", "gutes"]
)
_REMEDY = frozenset(["lösung", "option", "alternative", "hilfe", "argument", "begründung"])


_MAY = frozenset(["kann", "könne", "darf", "dürfe", "muss", "müsse"])


def _cannot_be(sentence: Sentence, i: int) -> Found | None:
    """ "Es kann nicht sein, dass …", "das muss nicht sein": what somebody does not accept."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if (
        number < 0
        or tokens[i].low != "nicht"
        or sentence.pieces[number].kind is not ClauseKind.MAIN
    ):
        return None
    piece = sentence.pieces[number]
    if i + 1 >= piece.hi or tokens[i + 1].low not in ("sein", "angehen") or i + 2 < piece.hi:
        return None
    modal = next(
        (k for k in range(i - 1, max(piece.lo, i - 5) - 1, -1) if tokens[k].low in _MAY), -1
    )
    if modal < 0:
        return None
    subject = find_subject(sentence, modal)
    clause = clause_behind(sentence, number, Subject(i, i, False))
    if subject is None or tokens[subject.lo].low not in ("es", "das", "dies", "so"):
        return None
    found = Found(Act.CRITICISM, "judgement", sentence, [modal, i, i + 1])
    if clause is not None and tokens[clause[0]].low in ("dass", "daß"):
        found.message = [clause]
    elif tokens[subject.lo].low != "es":
        found.message = [(subject.lo, subject.hi)]
    else:
        return None
    found.is_open = True
    found.source_is_near = False
    found.reason = f"„{tokens[modal].text} nicht {tokens[i + 1].text}“ = Kritik"
    return found


def _not_the_right(sentence: Sentence, i: int) -> Found | None:
    """ "das ist nicht der richtige Zeitpunkt", "das ist keine Lösung"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    k = i + 1
    while k < piece.hi and (tokens[k].low in ADVERBS or tokens[k].low in ("der", "die", "das")):
        k += 1
    if k >= piece.hi:
        return None
    if tokens[k].low in _RIGHT and k + 1 < piece.hi and tokens[k + 1].is_upper:
        end = k + 2
    elif (tokens[i].low != "nicht" and tokens[k].low in _REMEDY) or (
        tokens[i].low == "nicht" and tokens[k].text == "Richtige"
    ):
        end = k + 1
    else:
        return None
    verb = copula(sentence, i, BE)
    if verb < 0 or tokens[verb].low in ("war", "waren"):
        return None
    found = Found(Act.CRITICISM, "thing", sentence, list(range(i, end)))
    subject = find_subject(sentence, verb)
    if subject is not None and not (subject.lo <= i < subject.hi):
        found.message = [(subject.lo, subject.hi)]
    elif verb > piece.lo:
        found.message = [(front_start(sentence, piece), verb)]
    clause = clause_behind(sentence, number, Subject(i, i, False))
    if clause is not None:
        found.message.append(clause)
    if not found.message:
        return None
    found.source = experiencer(sentence, piece.lo, i)
    found.is_open = True
    found.reason = "Etwas wird für nicht richtig erklärt = Kritik"
    return found


def _side(sentence: Sentence, i: int) -> Found | None:
    """ "Wir sind für Freiheit", "meine Fraktion ist dagegen"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0 or sentence.pieces[number].kind is not ClauseKind.MAIN:
        return None
    piece = sentence.pieces[number]
    verb = next(
        (k for k in range(piece.lo, i) if tokens[k].low in ("sind", "bin", "ist", "sei", "seien")),
        -1,
    )
    if verb < 0 or i - verb > 5:
        return None
    if tokens[i - 1].low in lexicon().predicates or tokens[i - 1].low.endswith(
        ("bar", "ig", "lich")
    ):
        return None
    rest = piece.hi - i
    whole = tokens[i].low in ("dabei", "dafür", "dagegen")
    if any(tokens[k].low in lexicon().predicates for k in range(piece.lo, piece.hi)):
        return None  # "Dankbar bin ich für …"
    if whole and rest > 2:
        return None
    if any(form_of(tokens[k].low) & Form.PARTICIPLE for k in range(i, piece.hi)):
        return None
    subject = find_subject(sentence, verb)
    if subject is None:
        return None
    first = tokens[subject.lo].low in FIRST_PERSON
    fraction = any("fraktion" in t.low for t in tokens[subject.lo : subject.hi])
    if not first and not fraction:
        return None
    act = Act.CRITICISM if tokens[i].low in ("gegen", "dagegen") else Act.APPROVAL
    found = Found(
        act, "side", sentence, [i], source=(subject.lo, subject.hi), is_first_person=first
    )
    if not whole:
        lo, hi = strip_ends(tokens, i + 1, message_limit(sentence, i))
        if hi > lo:
            found.message.append((lo, hi))
    found.reason = f"„{tokens[i].text}“ etwas sein = {ACT_NAMES[act]}"
    return found


def _behind(sentence: Sentence, verb: int, i: int) -> Subject | None:
    tokens = sentence.tokens
    start = verb + 1
    piece = sentence.pieces[sentence.piece_at(verb)]
    while start < piece.hi and tokens[start].low in ("sich", "mich", "uns"):
        start += 1
    if start < piece.hi:
        end = phrase_end(tokens, start, piece.hi)
        if end > start and i < verb:
            return Subject(start, end, True)
    return None
