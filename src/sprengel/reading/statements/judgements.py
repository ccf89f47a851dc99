"""Judgements: "finde ich gut", "hält das für falsch", "es ist schade, dass"."""

from __future__ import annotations

from sprengel.language.tokens import WORD, Token
from sprengel.language.verbs import FINITE, form_of
from sprengel.language.words import ADVERBS, BE, NEGATIONS, PREPOSITIONS, W_WORDS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.predicates import clause_behind, copula, flip, negate
from sprengel.reading.statements.speech import (
    ACT_NAMES,
    FIRST_PERSON,
    message_limit,
    rather_behind,
)
from sprengel.reading.statements.subjects import Subject, find_subject, front_start, prefer_shared

_FIND = frozenset(["finde", "finden", "findet", "fand", "fanden", "fände", "fänden"])
_HOLD = frozenset(["halte", "halten", "hält", "hielt", "hielten", "hielte"])
_NAME = word_set(
    "nannte nannten nennt nenne nennen bezeichnete bezeichneten bezeichnet bezeichne bewertet "
    "bewertete bewerten wertet wertete"
)
_SEE = word_set(
    "sehe sehen sieht sah sahen betrachte betrachten betrachtet betrachtete erachte erachten "
    "erachtet erachtete empfinde empfinden empfindet empfand empfanden"
)
_WOULD = word_set("wäre wären fände fänden")
_IMPERSONAL = frozenset(["es", "das", "dies", "was"])
_COPULA = BE | frozenset(["bleibt", "bleibe", "blieb", "wird", "werde"])


_ONLY_OF_SOMEBODY = frozenset(["schwierig"])
"""Too common to judge by itself: "es sei schwierig"; "das findet er schwierig" does."""


def judgement_of(sentence: Sentence, i: int, act: Act) -> Found | None:
    tokens = sentence.tokens
    following = tokens[i + 1] if i + 1 < sentence.hi else None
    if following is not None and following.is_upper and not tokens[i].text[0].isupper():
        return None
    number = sentence.piece_at(i)
    if number < 0:
        return None
    found = _opinion_verb(sentence, i, act)
    if found is not None or tokens[i].low in _ONLY_OF_SOMEBODY:
        return found
    return (
        _impersonal(sentence, i, act)
        or _of_a_thing(sentence, i, act)
        or _matters_to(sentence, i, act)
    )


def verdict_of(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "halten wir für den falschen Weg", "es ist eine gute Idee, …", "das ist ein Skandal"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0 or act is Act.DEMAND:
        return None
    piece = sentence.pieces[number]
    first = i
    while first > piece.lo and _is_attribute(tokens[first - 1]):
        first -= 1
    bare = first
    if first > piece.lo and tokens[first - 1].low in _ARTICLES:
        first -= 1
    found = _opinion_verb(sentence, i, act, first)
    if found is not None:
        return found
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return None
    verb = copula(sentence, i, BE)
    if verb < 0 or abs(bare - verb) > 6 or tokens[verb].low in ("war", "waren"):
        return None
    if first > piece.lo and tokens[first - 1].low in PREPOSITIONS:
        return None
    found = Found(act, "verdict", sentence, list(range(bare, i + 1)))
    flip(found, sentence, first)
    clause = clause_behind(sentence, number, Subject(i, i, False))
    subject = find_subject(sentence, verb)
    impersonal = clause is not None and any(
        tokens[k].low == "es" for k in (piece.lo, verb + 1, verb - 1) if piece.lo <= k < piece.hi
    )
    if impersonal and clause is not None:
        subject = Subject(i, i, False)
    if subject is None or subject.lo <= i < subject.hi:
        return None
    if tokens[subject.lo].low in ("ich", "wir", "er", "man", "sie"):
        return None
    if impersonal and clause is not None:
        found.message = [clause]
    elif tokens[subject.lo].low == "es":
        return None
    else:
        found.message = [(subject.lo, subject.hi)]
    found.source = experiencer(sentence, piece.lo, first)
    found.is_open = True
    found.source_is_near = False
    found.reason = f"Urteil „{tokens[i].text}“ über etwas = {ACT_NAMES[found.act]}"
    return found


_ARTICLES = word_set("ein eine einen einem einer der die das den dem")


def _is_attribute(token: Token) -> bool:
    return (
        token.kind == WORD
        and not token.is_upper
        and token.low not in _ARTICLES
        and token.low not in PREPOSITIONS
        and not token.low.startswith(("kein", "sein"))
        and token.low.endswith(("e", "en", "er", "es", "em"))
        and token.low not in ADVERBS
        and not form_of(token.low) & FINITE
    )


def _matters_to(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Das wäre uns wichtig", "Mir ist der Radweg wichtig": what somebody wants."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    if act is not Act.DEMAND or piece.kind is not ClauseKind.MAIN:
        return None
    verb = copula(sentence, i, BE)
    me = next((k for k in range(piece.lo, i) if tokens[k].low in ("mir", "uns")), -1)
    if verb < 0 or me < 0 or i < piece.hi - 2:
        return None
    subject = find_subject(sentence, verb)
    if subject is None or subject.lo == me or tokens[subject.lo].low in ("es", "ich", "wir"):
        return None
    found = Found(act, "judgement", sentence, [i], source=(me, me + 1))
    found.message = [(subject.lo, subject.hi)]
    found.is_first_person = True
    flip(found, sentence, i)
    found.reason = f"„{tokens[me].text} {tokens[i].text}“: jemandem liegt daran = Forderung"
    return found


_APPEAR = word_set("erscheint erscheinen erscheine scheint scheine")


def _of_a_thing(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Wege zu räumen ist nicht nötig", "das ist falsch": a thing is judged badly."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return None
    verb = copula(sentence, i, BE | _APPEAR)
    if verb < 0 or abs(i - verb) > 12 or tokens[verb].low in ("war", "waren"):
        return None
    if tokens[verb].low in _APPEAR and experiencer(sentence, piece.lo, i) is None:
        return None
    if i + 1 < piece.hi and tokens[i + 1].kind == WORD and form_of(tokens[i + 1].low):
        return None  # an adverb: "seien falsch interpretiert worden"
    found = Found(act, "thing", sentence, [i])
    flip(found, sentence, i)
    if found.act is not Act.CRITICISM:
        return None
    subject = find_subject(sentence, verb)
    if subject is None or tokens[subject.lo].low in ("ich", "wir", "er", "man", "es"):
        return None
    found.message = [(subject.lo, subject.hi)]
    found.source = experiencer(sentence, piece.lo, i)
    if found.source is not None and found.source[0] <= subject.lo < found.source[1]:
        return None
    found.source_is_near = found.source is not None
    found.is_open = True
    found.reason = f"Urteil „{tokens[i].text}“ über etwas = Kritik"
    return found


def _opinion_verb(sentence: Sentence, i: int, act: Act, first: int = -1) -> Found | None:
    """ "finde ich gut", "hält das für falsch", "nannte das Angebot mager"."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    is_held = any(tokens[k].low in ("für", "als") for k in range(max(piece.lo, i - 4), i))
    words = _FIND | _NAME | (_HOLD | _SEE if is_held else frozenset[str]())
    verb = copula(sentence, i, words)
    if verb < 0:
        return None
    low = tokens[verb].low
    cue = [verb, *range(first if first >= 0 else i, i + 1)]
    if verb >= cue[1]:
        cue = [*cue[1:], verb]
    if low in _SEE:
        if tokens[cue[1] - 1].low not in ("als", "für"):
            return None
        cue = sorted({verb, *range(min(c for c in cue if c != verb) - 1, i + 1)})
        if i + 1 < piece.hi and tokens[i + 1].low == "an":
            cue.append(i + 1)
    elif low in _HOLD:
        preposition = next(
            (k for k in range(i - 1, max(piece.lo, i - 5) - 1, -1) if tokens[k].low == "für"), -1
        )
        if preposition < 0:
            return None
        cue = [verb, *range(preposition, i + 1)]
    elif low in _NAME and cue[1] > 0 and tokens[cue[1] - 1].low == "als":
        cue = [verb, *range(cue[1] - 1, i + 1)]
    elif low in _NAME and not low.startswith("n") and act is Act.DEMAND:
        return None
    subject = find_subject(sentence, verb)
    if subject is None:
        return None
    subject = prefer_shared(sentence, verb, subject)
    if not subject.is_behind and verb < i:
        subject = rather_behind(sentence, verb, subject)
    if act is Act.DEMAND:
        act = Act.DEMAND if low in _HOLD | _FIND else Act.REPORT
    found = Found(act, "opinion", sentence, cue, source=(subject.lo, subject.hi))
    found.is_first_person = tokens[subject.lo].low in FIRST_PERSON
    if any(tokens[k].low in NEGATIONS or tokens[k].low == "wenig" for k in cue):
        negate(found)  # "hält das für nicht zielführend"
    else:
        flip(found, sentence, min(k for k in cue if k > verb) if max(cue) > verb else i)
    message: list[Range] = []
    clause = clause_behind(sentence, sentence.piece_at(max(i, verb)), subject)
    if clause is not None and message_limit(sentence, max(i, verb)) <= clause[0]:
        clause = None  # "hält die Kosten für zu hoch und beantragt, …"
    lo = max(verb + 1, subject.hi if subject.is_behind else verb + 1)
    hi = min((k for k in found.cue if k > verb), default=i)
    if verb > i and piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        lo, hi = subject.hi, min(found.cue)  # "dass er die Anschaffung für zu teuer hält"
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
    if clause is not None and low in _WOULD and found.act is Act.APPROVAL:
        found.act = Act.DEMAND  # "ich fände es gut, wenn …" (A7)
    if (
        clause is not None
        and low in _HOLD | _SEE
        and found.act is Act.APPROVAL
        and _is_plan(sentence, clause)
    ):
        found.act = Act.DEMAND  # "wir halten es für richtig, … einzuführen"
    found.message = message
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[verb].text} … {tokens[i].text}“ = {ACT_NAMES[found.act]}"
    return found


def _is_plan(sentence: Sentence, clause: Range) -> bool:
    """Whether the clause is something yet to be done: "…, zuerst die Bahnen umzustellen"."""
    number = sentence.piece_at(clause[0])
    return number >= 0 and sentence.pieces[number].kind is ClauseKind.INFINITIVE


def _impersonal(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Es ist schade, dass …", "Wichtig sei ihrer Fraktion, dass …": the speaker judges."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    piece = sentence.pieces[number]
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return None
    verb = copula(sentence, i, _COPULA)
    bare = verb < 0 and piece.hi - piece.lo <= 3 and i >= piece.hi - 2 and number == 0
    if verb < 0 and not bare:
        return None
    subject = Subject(i, i, False)
    clause = clause_behind(sentence, number, subject)
    if clause is None:
        return None
    opener = tokens[clause[0]].low
    asks_why = opener in ("warum", "weshalb", "wieso") and tokens[i].low.endswith("ar")
    if opener in ("wie", "weil", "denn") or (opener in W_WORDS and not asks_why):
        return None
    if verb >= 0:
        real = find_subject(sentence, verb)
        if (
            real is not None
            and tokens[real.lo].low not in _IMPERSONAL
            and real.lo != i
            and (real.lo != verb + 1 or tokens[real.lo].low not in ("mir", "uns", "ihm", "ihr"))
            and not any(tokens[k].low == "es" for k in range(piece.lo, piece.hi))
            and not experiencer(sentence, piece.lo, piece.hi)
        ):
            return None
    found = Found(act, "judgement", sentence, [i], message=[clause])
    found.source = experiencer(sentence, piece.lo, piece.hi)
    if act is Act.DEMAND and found.source is None and sentence.part.label is None:
        behind = sentence.pieces[sentence.piece_at(clause[0])]
        if behind.kind is ClauseKind.INFINITIVE:
            found.modal = "maxim"  # "es sei wichtig, sich zu kümmern": nobody is asked (A8)
    flip(found, sentence, i)
    if verb >= 0 and tokens[verb].low in _WOULD and found.act is Act.APPROVAL:
        found.act = Act.DEMAND  # "es wäre gut, wenn die Verwaltung …" (A7)
    found.source_is_near = False
    found.is_open = True
    found.reason = f"Urteil „{tokens[i].text}“ mit Inhaltssatz = {ACT_NAMES[found.act]}"
    return found


_HOLDERS = (
    "fraktion", "stadt", "verband", "tag", "städtebund", "landkreis", "verwaltung", "regierung",
    "partei", "verein", "initiative", "gewerkschaft", "minister", "ministerin", "meister",
    "meisterin", "stadtrat", "stadträtin", "landrat", "landrätin", "spd", "cdu", "csu", "fdp",
    "afd", "grünen", "linke", "linken", "wähler",
)  # fmt: skip


def experiencer(sentence: Sentence, lo: int, hi: int) -> Range | None:
    """ "für seine Fraktion", "ihm", "ihrer Fraktion": whose judgement it is."""
    tokens = sentence.tokens
    for k in range(lo, hi):
        low = tokens[k].low
        if low == "für" and k + 1 < hi:
            end = phrase_end(tokens, k + 1, hi)
            if end > k + 1 and (
                tokens[k + 1].low in ("ihn", "sie", "mich", "uns")
                or any(t.is_upper and t.low.endswith(_HOLDERS) for t in tokens[k + 1 : end])
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
