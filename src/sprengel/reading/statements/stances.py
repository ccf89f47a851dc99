"""Predicates that take a stand: "froh waren die OBs über", "finde ich gut", "schade, dass"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import WORD
from sprengel.language.verbs import Form, form_of, forms_of
from sprengel.language.words import ADVERBS, BE, NEGATIONS, PREPOSITIONS, W_WORDS, word_set
from sprengel.reading.document import Act
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.speech import ACT_NAMES, FIRST_PERSON, FUSED, message_limit
from sprengel.reading.statements.subjects import Subject, find_subject, front_start, prefer_shared

_SHOW = frozenset(
    form
    for verb in ("zeigen", "äußern")
    for form, what in forms_of(verb).items()
    if not what & Form.PARTICIPLE
)
_FIND = frozenset(["finde", "finden", "findet", "fand", "fanden", "fände", "fänden"])
_HOLD = frozenset(["halte", "halten", "hält", "hielt", "hielten", "hielte"])
_NAME = word_set(
    "nannte nannten nennt nenne nennen bezeichnete bezeichneten bezeichnet bezeichne bewertet "
    "bewertete bewerten wertet wertete"
)
_IMPERSONAL = frozenset(["es", "das", "dies", "was"])
_COPULA = BE | frozenset(["bleibt", "bleibe", "blieb", "wird", "werde"])


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
            found = _not_the_right(sentence, i)
            if found is not None:
                yield found
            continue
        if token.low in ("für", "gegen", "dabei", "dafür", "dagegen"):
            found = _side(sentence, i)
            if found is not None:
                yield found
            continue
        judgement = words.judgements.get(_positive(token.low))
        if token.low in _TOO_MUCH and i > sentence.lo and tokens[i - 1].low == "zu":
            judgement = Act.CRITICISM
        if judgement is not None:
            found = _judgement(sentence, i, judgement)
            if found is not None:
                yield found


_TOO_MUCH = frozenset(
    ["hoch", "niedrig", "teuer", "gering", "kurz", "spät", "wenig", "groß", "klein", "lang", "eng",
     "früh", "langsam", "schnell", "viel", "weit", "vage", "dünn"]
)  # fmt: skip


def _positive(low: str) -> str:
    """``besser``, ``sinnvoller`` judge as ``gut``, ``sinnvoll`` do."""
    if low in ("besser", "besten"):
        return "gut"
    known = lexicon().judgements
    return low[:-2] if low.endswith("er") and low not in known and low[:-2] in known else low


def _predicate(sentence: Sentence, i: int, act: Act, prepositions: tuple[str, ...]) -> Found | None:
    tokens = sentence.tokens
    if i + 1 < sentence.hi and tokens[i + 1].is_upper and not tokens[i].text[0].isupper():
        return None
    verb = _copula(sentence, i, BE | _SHOW)
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
    if _flip(found, sentence, i) and act is Act.REPORT:
        return None
    found.is_first_person = tokens[subject.lo].low in FIRST_PERSON
    found.message = _message(sentence, i, verb, subject, prepositions)
    if act is Act.REPORT and not found.message:
        return None
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[i].text}“ von jemandem gesagt = {ACT_NAMES[found.act]}"
    return found


_RIGHT = frozenset(
    ["richtige", "richtigen", "richtiger", "geeignete", "passende", "gute", "guter", "gutes"]
)
_REMEDY = frozenset(["lösung", "option", "alternative", "hilfe", "argument", "begründung"])


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
    verb = _copula(sentence, i, BE)
    if verb < 0 or tokens[verb].low in ("war", "waren"):
        return None
    found = Found(Act.CRITICISM, "thing", sentence, list(range(i, end)))
    subject = find_subject(sentence, verb)
    if subject is not None and not (subject.lo <= i < subject.hi):
        found.message = [(subject.lo, subject.hi)]
    elif verb > piece.lo:
        found.message = [(front_start(sentence, piece), verb)]
    clause = _clause(sentence, number, Subject(i, i, False))
    if clause is not None:
        found.message.append(clause)
    if not found.message:
        return None
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


def _copula(sentence: Sentence, i: int, words: frozenset[str]) -> int:
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return -1
    piece = sentence.pieces[number]
    best = -1
    for k in range(piece.lo, piece.hi):
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


def _flip(found: Found, sentence: Sentence, i: int) -> bool:
    """ "nicht zufrieden" is criticism, and "nicht" belongs to the cue."""
    tokens = sentence.tokens
    for k in range(i - 1, max(sentence.lo, i - 4) - 1, -1):
        low = tokens[k].low
        if low in NEGATIONS or low in ("kein", "keine"):
            found.cue = sorted({*found.cue, k})
            if found.act is Act.APPROVAL:
                found.act = Act.CRITICISM
            elif found.act is Act.CRITICISM:
                found.act = Act.APPROVAL
            elif found.act in (Act.DEMAND, Act.COMMITMENT):
                found.act = Act.CRITICISM
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


def _message(
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
            end = _to_end(sentence, k + 1)
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
    clause = _clause(sentence, number, subject)
    if clause is not None and not (message and message[0][1] >= clause[1]):
        message.append(clause)
    return message


def _clause(sentence: Sentence, number: int, subject: Subject) -> Range | None:
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


def _to_end(sentence: Sentence, start: int) -> int:
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


def _judgement(sentence: Sentence, i: int, act: Act) -> Found | None:
    tokens = sentence.tokens
    following = tokens[i + 1] if i + 1 < sentence.hi else None
    if following is not None and following.is_upper and not tokens[i].text[0].isupper():
        return None
    number = sentence.piece_at(i)
    if number < 0:
        return None
    found = _opinion_verb(sentence, i, act)
    if found is not None:
        return found
    return _impersonal(sentence, i, act) or _of_a_thing(sentence, i, act)


def _of_a_thing(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Wege zu räumen ist nicht nötig", "das ist falsch": a thing is judged badly."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return None
    verb = _copula(sentence, i, BE)
    if verb < 0 or abs(i - verb) > 8 or tokens[verb].low in ("war", "waren"):
        return None
    if i + 1 < piece.hi and tokens[i + 1].kind == WORD and form_of(tokens[i + 1].low):
        return None  # an adverb: "seien falsch interpretiert worden"
    found = Found(act, "thing", sentence, [i])
    _flip(found, sentence, i)
    if found.act is not Act.CRITICISM:
        return None
    subject = find_subject(sentence, verb)
    if subject is None or tokens[subject.lo].low in ("ich", "wir", "er", "man", "es"):
        return None
    found.message = [(subject.lo, subject.hi)]
    found.is_open = True
    found.reason = f"Urteil „{tokens[i].text}“ über etwas = Kritik"
    return found


def _opinion_verb(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "finde ich gut", "hält das für falsch", "nannte das Angebot mager"."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    i > sentence.lo and tokens[i - 1].low in (
        "für",
        "zu",
        "sehr",
        "nicht",
        "viel",
        "völlig",
        "als",
        "ganz",
        "sehr",
    )
    is_held = any(tokens[k].low in ("für", "als") for k in range(max(piece.lo, i - 4), i))
    words = _FIND | _NAME | (_HOLD if is_held else frozenset[str]())
    verb = _copula(sentence, i, words)
    if verb < 0:
        return None
    low = tokens[verb].low
    cue = [verb, i]
    if low in _HOLD:
        preposition = next(
            (k for k in range(i - 1, max(piece.lo, i - 5) - 1, -1) if tokens[k].low == "für"), -1
        )
        if preposition < 0:
            return None
        cue = [verb, *range(preposition, i + 1)]
    elif low in _NAME and i > 0 and tokens[i - 1].low == "als":
        cue = [verb, i - 1, i]
    elif low in _NAME and not low.startswith("n") and act is Act.DEMAND:
        return None
    subject = find_subject(sentence, verb)
    if subject is None:
        return None
    subject = prefer_shared(sentence, verb, subject)
    if act is Act.DEMAND:
        act = Act.DEMAND if low in _HOLD | _FIND else Act.REPORT
    found = Found(act, "opinion", sentence, cue, source=(subject.lo, subject.hi))
    found.is_first_person = tokens[subject.lo].low in FIRST_PERSON
    _flip(found, sentence, min(k for k in cue if k > verb) if max(cue) > verb else i)
    message: list[Range] = []
    clause = _clause(sentence, sentence.piece_at(max(i, verb)), subject)
    if clause is not None and message_limit(sentence, max(i, verb)) <= clause[0]:
        clause = None  # "hält die Kosten für zu hoch und beantragt, …"
    lo = max(verb + 1, subject.hi if subject.is_behind else verb + 1)
    hi = min((k for k in found.cue if k > verb), default=i)
    while lo < hi and (tokens[lo].low in ADVERBS or tokens[lo].low in NEGATIONS):
        lo += 1
    if hi > lo and phrase_end(tokens, lo, hi) > lo and tokens[lo].low not in PREPOSITIONS:
        end = hi
        while end > lo + 1 and tokens[end - 1].low in ADVERBS:
            end -= 1
        if not (tokens[lo].low == "es" and clause is not None):
            message.append((lo, end))
    elif subject.is_behind:
        start = front_start(sentence, piece)
        while start < verb and tokens[start].low in ADVERBS | {"auch"}:
            start += 1
        if start < verb and start != i and tokens[start].low not in PREPOSITIONS:
            message.append((start, verb))
    if clause is not None:
        message.append(clause)
    number = sentence.piece_at(verb)
    if not message and subject.is_behind and number > 0 and verb == piece.lo:
        start, end = strip_ends(tokens, sentence.lo, verb)
        if end > start:  # "Die Idee, …, halte sie für gut"
            message.append((start, end))
    if not message:
        return None
    found.message = message
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[verb].text} … {tokens[i].text}“ = {ACT_NAMES[found.act]}"
    return found


def _impersonal(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Es ist schade, dass …", "Wichtig sei ihrer Fraktion, dass …": the speaker judges."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    piece = sentence.pieces[number]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return None
    verb = _copula(sentence, i, _COPULA)
    bare = verb < 0 and piece.hi - piece.lo <= 3 and i >= piece.hi - 2 and number == 0
    if verb < 0 and not bare:
        return None
    subject = Subject(i, i, False)
    clause = _clause(sentence, number, subject)
    if clause is None:
        return None
    if tokens[clause[0]].low in ("wie", "weil", "denn") or tokens[clause[0]].low in W_WORDS:
        return None
    if verb >= 0:
        real = find_subject(sentence, verb)
        if (
            real is not None
            and tokens[real.lo].low not in _IMPERSONAL
            and real.lo != i
            and (real.lo != verb + 1 or tokens[real.lo].low not in ("mir", "uns", "ihm", "ihr"))
            and not any(tokens[k].low == "es" for k in range(piece.lo, piece.hi))
            and not _experiencer(sentence, piece.lo, piece.hi)
        ):
            return None
    found = Found(act, "judgement", sentence, [i], message=[clause])
    found.source = _experiencer(sentence, piece.lo, piece.hi)
    if act is Act.DEMAND and found.source is None and sentence.part.label is None:
        behind = sentence.pieces[sentence.piece_at(clause[0])]
        if behind.kind is ClauseKind.INFINITIVE:
            return None  # "es sei wichtig, sich zu kümmern": a maxim, nobody is asked (A8)
    _flip(found, sentence, i)
    found.source_is_near = False
    found.is_open = True
    found.reason = f"Urteil „{tokens[i].text}“ mit Inhaltssatz = {ACT_NAMES[found.act]}"
    return found


def _experiencer(sentence: Sentence, lo: int, hi: int) -> Range | None:
    """ "für seine Fraktion", "ihm", "ihrer Fraktion": whose judgement it is."""
    tokens = sentence.tokens
    for k in range(lo, hi):
        low = tokens[k].low
        if low == "für" and k + 1 < hi:
            end = phrase_end(tokens, k + 1, hi)
            if end > k + 1 and (
                tokens[k + 1].low in ("ihn", "sie", "mich", "uns")
                or any(
                    t.low.endswith(("fraktion", "stadt", "verband")) for t in tokens[k + 1 : end]
                )
            ):
                return k + 1, end
        if (
            low in ("unserer", "meiner")
            and k + 1 < hi
            and tokens[k + 1].low in ("sicht", "ansicht", "meinung")
        ):
            return k, k + 1
        if low in ("ihm", "ihr", "ihnen", "mir", "uns") and (
            k + 1 >= hi or not tokens[k + 1].is_upper
        ):
            return k, k + 1
        if (
            low in ("ihrer", "seiner", "unserer", "meiner", "der")
            and k + 1 < hi
            and (tokens[k + 1].low.endswith("fraktion"))
        ):
            end = phrase_end(tokens, k, hi)
            return k, max(end, k + 2)
    return None
