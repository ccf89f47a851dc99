"""Modals and futures that carry an act of their own: "das Land müsse", "wir werden vorlegen"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import WORD
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    DETERMINERS,
    NEGATIONS,
    NEGATIVE_DETERMINERS,
    PREPOSITIONS,
    word_set,
)
from sprengel.reading.document import Act
from sprengel.reading.lexicon import core_hits, lexicon
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.offices import speaks_for_office
from sprengel.reading.statements.speech import message_limit
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

_MUST = word_set("muss müssen müsse müsste müssten soll sollen solle sollte sollten möge mögen")
_MAY_NOT = frozenset(["darf", "dürfen", "dürfe", "dürfte"])
_WANT = frozenset(["will", "wollen", "wolle", "möchte", "möchten"])
_NEED = frozenset(["brauche", "brauchen", "braucht", "bräuchten", "bräuchte"])
_FUTURE = frozenset(["wird", "werden", "werde"])
_NOBODY = word_set("alles man wir ich es er sie das dies was wer alle jeder")
_STATES = word_set(
    "sein haben werden können müssen dürfen sollen geben bleiben sehen kommen wissen denken gehen "
    "stehen liegen gelten brauchen"
)


_TALK = word_set("diskutieren debattieren beraten besprechen unterhalten reden austauschen")
"""Talk is no act (A9)."""
_HEDGES = word_set(
    "festhalten betonen sagen erwähnen klarstellen anmerken hinweisen unterstreichen"
)
_NO_TASK = word_set("enthalten sparen ausprobieren merken erinnern beschäftigen")
"""What a speaker will do and nobody waits for."""


def find_modals(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    for number, piece in enumerate(sentence.pieces):
        if piece.kind is not ClauseKind.MAIN:
            continue
        for i in range(piece.lo, piece.hi):
            token = tokens[i]
            if token.kind != WORD or token.text[0].isupper():
                continue
            low = token.low
            if low in _MUST or low in _MAY_NOT:
                found = _demand(sentence, number, piece, i)
            elif low in _FUTURE:
                found = _promise(sentence, number, piece, i)
            elif low in _WANT or low in _NEED:
                found = _want(sentence, number, piece, i)
            else:
                continue
            if found is not None:
                yield found
                break


def is_nobody(sentence: Sentence, subject: Subject) -> bool:
    """ "man", "wir", "es": no other who is to act; "Sie" and "das Land" are."""
    token = sentence.tokens[subject.lo]
    return subject.hi - subject.lo == 1 and token.low in _NOBODY and token.text != "Sie"


def _infinitive(sentence: Sentence, piece: Piece, after: int) -> int:
    """The infinitive that closes the clause, -1 without one."""
    tokens = sentence.tokens
    for k in range(piece.hi - 1, after, -1):
        if tokens[k].kind != WORD or tokens[k].text[0].isupper():
            continue
        if form_of(tokens[k].low) & Form.INFINITIVE or _looks_infinitive(tokens[k].low):
            if tokens[k - 1].low == "zu":
                return -1
            return _first_of_two(sentence, after, k)
        return -1
    return -1


def _looks_infinitive(low: str) -> bool:
    """An unknown verb: "verstetigen"; not "in", "schon", "von"."""
    return low.endswith(("en", "ern", "eln")) and len(low) > 4 and low not in ADVERBS | PREPOSITIONS


def _first_of_two(sentence: Sentence, after: int, last: int) -> int:
    """ "werde einen Dialog durchführen und darüber berichten": the first verb."""
    tokens = sentence.tokens
    for k in range(after + 2, last):
        before = tokens[k - 1]
        if tokens[k].low == "und" and before.kind == WORD and not before.is_upper:
            form = form_of(before.low)
            return k - 1 if form & Form.INFINITIVE and not form & Form.PARTICIPLE else last
    return last


def _demand(sentence: Sentence, number: int, piece: Piece, i: int) -> Found | None:
    tokens = sentence.tokens
    low = tokens[i].low
    subject = find_subject(sentence, i)
    if subject is None:
        return None
    is_it = tokens[subject.lo].low == "es" and low in ("müsse", "dürfe")
    if (
        is_nobody(sentence, subject)
        and not is_it
        and (tokens[subject.lo].low not in ("das", "dies") or not _passive(sentence, piece))
    ):
        return None
    if low in _MAY_NOT and not _negated(sentence, piece):
        return None
    ours = _our_view(sentence, piece)
    if (
        low in ("muss", "müssen", "soll", "sollen")
        and tokens[subject.lo].text != "Sie"
        and ours < 0
        and not _duty_bearer(sentence, subject, piece)
    ):
        return None
    infinitive = _infinitive(sentence, piece, i)
    if is_it and (
        infinitive < 0
        or tokens[infinitive].low != "sein"
        or (low == "müsse" and _negated(sentence, piece))
    ):
        return None
    if (
        infinitive >= 0
        and tokens[infinitive].low in ("sein", "haben", "geben", "gelten")
        and not (is_it and tokens[infinitive].low == "sein")
    ):
        return None
    limit = message_limit(sentence, i)
    start = front_start(sentence, piece)
    first = sentence.pieces[0]
    if number > 0 and (first.kind is not ClauseKind.MAIN or tokens[first.lo].low == "zwar"):
        start = sentence.lo  # "Zwar …, der Gesetzgeber müsse": the concession belongs to it (M6)
    lo, _ = strip_ends(sentence.tokens, start, i)
    rest = strip_ends(tokens, i + 1, limit)
    found = Found(Act.DEMAND, "modal", sentence, [i], message=[(lo, i), rest])
    if not _has_agentless(tokens[subject.lo].low):
        found.addressee = [(subject.lo, subject.hi)]
    found.source_is_near = False
    found.is_open = ours < 0
    if ours >= 0:
        found.message = [part for part in found.message if not part[0] <= ours < part[1]] or [rest]
        found.source, found.is_first_person = (ours, ours + 1), True
    found.reason = f"„{tokens[i].text}“ mit anderem Handelnden = Forderung"
    return found


def _duty_bearer(sentence: Sentence, subject: Subject, piece: Piece) -> bool:
    """ "Da muss der Bund mehr zahlen", in a labelled turn: somebody else is to act (A8)."""
    tokens = sentence.tokens
    speaks = sentence.part.label is not None or sentence.is_in_quote
    if not speaks or tokens[piece.hi - 1].low in ("werden", "sein", "worden"):
        return False
    phrase = tokens[subject.lo : subject.hi]
    nouns = [t.low for t in phrase if t.is_upper and t.low not in DETERMINERS | _ARTICLES]
    return bool(nouns) and (nouns[0].endswith(_DUTY) or nouns[0] in _LANDS)


_ARTICLES = frozenset(["der", "die", "das"])
_LANDS = frozenset(["land", "landkreis", "länder", "kommunen"])
_DUTY = (
    "verwaltung", "bund", "gesetzgeber", "landesregierung", "bundesregierung", "politik",
    "gemeinderat", "stadtverwaltung", "bürgermeister", "ministerium", "vorgesetzten",
    "betreiber", "investor", "dezernat", "amt", "aufsichtsrat", "geschäftsführung",
)  # fmt: skip


def _our_view(sentence: Sentence, piece: Piece) -> int:
    """ "Aus unserer Sicht muss das Land …": where the speaker names himself, -1 without."""
    tokens = sentence.tokens
    for k in range(piece.lo, piece.hi - 1):
        if tokens[k].low in ("unserer", "unseres", "meiner", "meines") and tokens[k + 1].low in (
            "sicht", "ansicht", "auffassung", "meinung", "erachtens",
        ):  # fmt: skip
            return k
    return -1


def _has_agentless(low: str) -> bool:
    return low in ("das", "dies", "es")


def _passive(sentence: Sentence, piece: Piece) -> bool:
    return sentence.tokens[piece.hi - 1].low == "werden"


def _negated(sentence: Sentence, piece: Piece) -> bool:
    return any(
        sentence.tokens[k].low in NEGATIONS or sentence.tokens[k].low in NEGATIVE_DETERMINERS
        for k in range(piece.lo, piece.hi)
    )


_OWN = [
    "verwaltung",
    "stadt",
    "stadtverwaltung",
    "geschäftsstelle",
    "ministerium",
    "amt",
    "dezernat",
    "verband",
    "städtebund",
    "regierungspräsidium",
    "land",
    "landkreis",
    "regierung",
    "bürgermeisteramt",
    "fachamt",
    "stadtwerke",
    "referat",
    "stelle",
    "behörde",
    "betriebe",
    "gesellschaft",
    "landesbetrieb",
    "bauhof",
    "bürgermeisterei",
    "fraktion",
]


def _promise(sentence: Sentence, number: int, piece: Piece, i: int) -> Found | None:
    """ "Wir werden Sie unterrichten", "Die Stadt werde einen Zeitplan vorstellen"."""
    tokens = sentence.tokens
    infinitive = _infinitive(sentence, piece, i)
    if infinitive < 0 or tokens[infinitive].low in _STATES:
        return None
    if (
        form_of(tokens[infinitive - 1].low) == Form.PARTICIPLE
        and tokens[infinitive].low == "werden"
    ):
        return None
    if tokens[infinitive].low in lexicon().verbs and any(
        hit.form & Form.INFINITIVE
        and not hit.apart
        and "wide" not in hit.entry.flags
        and "clause" not in hit.entry.flags
        and hit.entry.act in (Act.APPROVAL, Act.CRITICISM, Act.DEMAND, Act.REPORT, Act.COMMITMENT)
        for hit in lexicon().verbs[tokens[infinitive].low]
    ):
        return None
    subject = find_subject(sentence, i)
    if subject is None:
        return None
    who = tokens[subject.lo].low
    nouns = [t.low for t in tokens[subject.lo : subject.hi] if t.is_upper]
    first = who in ("ich", "wir")
    if first and tokens[infinitive].low in _TALK | _NO_TASK:
        return None
    own = (
        first
        or _is_titled(nouns)
        or any(n.endswith(w) for n in nouns for w in _OWN)
        or (tokens[i].low == "werde" and (who in ("er", "sie", "man")))
    )
    if not own or _negated(sentence, piece):
        return None
    found = Found(
        Act.COMMITMENT, "future", sentence, [infinitive], source=(subject.lo, subject.hi),
        is_first_person=first,
    )  # fmt: skip
    found.message = _around_verb(sentence, piece, subject, i, infinitive)
    if not found.message:
        return None
    found.reason = f"„werden … {tokens[infinitive].text}“: eigenes Tun wird zugesagt"
    return found


def _is_titled(nouns: list[str]) -> bool:
    """ "OB Reuter wird ein Schreiben richten": a named office-holder."""
    return len(nouns) >= 2 and nouns[0].endswith(
        (
            "ob",
            "obin",
            "bm",
            "gf",
            "meister",
            "meisterin",
            "rat",
            "rätin",
            "herr",
            "frau",
            "direktor",
            "leiter",
            "leiterin",
        )
    )


def _around_verb(
    sentence: Sentence, piece: Piece, subject: Subject, finite: int, infinitive: int
) -> list[Range]:
    tokens = sentence.tokens
    message: list[Range] = []
    if subject.is_behind:
        start = front_start(sentence, piece)
        while (
            start < finite
            and tokens[start].low in ADVERBS
            and (tokens[start].low not in PREPOSITIONS)
        ):
            start += 1
        if start < finite:
            message.append((start, finite))
    lo = max(finite + 1, subject.hi if subject.is_behind else finite + 1)
    while lo < infinitive and (tokens[lo].low in ADVERBS or tokens[lo].low in COORDINATORS):
        lo += 1
    if lo < infinitive:
        message.append((lo, infinitive))
    joined = infinitive + 1 < piece.hi and tokens[infinitive + 1].low == "und"
    if joined and core_hits(tokens[piece.hi - 1].low):
        return message  # the second verb is read for itself
    after = strip_ends(tokens, infinitive + 1, message_limit(sentence, infinitive))
    if after[1] > after[0]:
        message.append(after)
    return message


def _we_want(
    sentence: Sentence, piece: Piece, subject: Subject, i: int, infinitive: int
) -> Found | None:
    """ "Wir möchten bei der Kürzung bleiben": a member's demand, the office's promise."""
    tokens = sentence.tokens
    label = sentence.part.label
    verb = tokens[infinitive].low
    if label is None or verb in _TALK | _HEDGES or infinitive < piece.hi - 2:
        return None
    if any(hit.form & Form.INFINITIVE and not hit.apart for hit in core_hits(verb)):
        return None
    act = Act.COMMITMENT if speaks_for_office(sentence) else Act.DEMAND
    found = Found(act, "want", sentence, [i], source=(subject.lo, subject.hi), is_first_person=True)
    if _negated(sentence, piece):
        found.act = Act.CRITICISM
        found.cue += [k for k in range(i, piece.hi) if tokens[k].low in NEGATIONS][:1]
    found.message = _around_verb(sentence, piece, subject, i, piece.hi)
    found.reason = f"„{tokens[i].text} … {tokens[infinitive].text}“ = {_WANTED[found.act]}"
    return found if found.message else None


_WANTED = {Act.DEMAND: "Forderung", Act.CRITICISM: "Kritik", Act.COMMITMENT: "Zusage"}


def _is_bare_want(sentence: Sentence, piece: Piece, subject: Subject, i: int) -> bool:
    """ "Deshalb will die SPD, dass …", not "Hinweisen will er darauf, dass …"."""
    tokens = sentence.tokens
    if tokens[i].low not in _WANT:
        return False
    return all(
        k == i
        or subject.lo <= k < subject.hi
        or tokens[k].low in ADVERBS | COORDINATORS | NEGATIONS
        for k in range(piece.lo, piece.hi)
    )


def _dass_behind(sentence: Sentence, number: int) -> Range | None:
    """ "…, dass die Halle saniert wird": the clause right behind the piece."""
    if number + 1 >= len(sentence.pieces):
        return None
    piece = sentence.pieces[number + 1]
    if sentence.tokens[piece.lo].low not in ("dass", "daß"):
        return None
    lo, hi = strip_ends(sentence.tokens, piece.lo, message_limit(sentence, piece.lo))
    return (lo, hi) if hi > lo else None


def _is_second_verb(sentence: Sentence, piece: Piece, i: int) -> bool:
    """ "Ich würde das betonen wollen": the finite verb is another."""
    finite = sentence.finite_in(piece.lo, piece.hi)
    return finite >= 0 and finite < i and sentence.tokens[finite].low in ("würde", "würden")


def _want(sentence: Sentence, number: int, piece: Piece, i: int) -> Found | None:
    """ "Wir wollen Wahlfreiheit", "wir brauchen kein Personal", "seine Fraktion wolle …"."""
    tokens = sentence.tokens
    subject = find_subject(sentence, i)
    if subject is None or _is_second_verb(sentence, piece, i):
        return None
    who = tokens[subject.lo].low
    first = who in ("wir", "ich")
    infinitive = _infinitive(sentence, piece, i)
    low = tokens[i].low
    clause = _dass_behind(sentence, number)
    if clause is not None and _is_bare_want(sentence, piece, subject, i) and who != "es":
        found = Found(
            Act.DEMAND, "want", sentence, [i], source=(subject.lo, subject.hi), message=[clause],
            is_first_person=first, is_open=not first,
        )  # fmt: skip
        if _negated(sentence, piece):
            found.act = Act.CRITICISM
        found.reason = f"„{tokens[i].text}, dass …“ = {_WANTED[found.act]}"
        return found
    if who == "wir" and low in ("wollen", "möchten") and infinitive > i:
        return _we_want(sentence, piece, subject, i, infinitive)
    if infinitive >= 0 and infinitive != i:
        if any(
            hit.entry.act is not Act.DEMAND and hit.form & Form.INFINITIVE
            for hit in core_hits(tokens[infinitive].low)
        ):
            return None
        if low != "wolle" or who in ("es",):
            return None
        act = Act.QUESTION if tokens[infinitive].low == "wissen" else Act.COMMITMENT
        if act is Act.COMMITMENT and tokens[infinitive].low in _STATES:
            return None
    elif (first and low in ("wollen", "will", "brauchen", "möchten")) or (
        who == "man" and low == "wolle" and not subject.is_behind
    ):
        act = Act.DEMAND
    else:
        return None
    found = Found(
        act, "want", sentence, [i], source=(subject.lo, subject.hi), is_first_person=first
    )
    lo = max(i + 1, subject.hi if subject.is_behind else i + 1)
    if _negated(sentence, piece):
        if act is not Act.DEMAND:
            return None
        found.act = Act.CRITICISM
    while lo < piece.hi and tokens[lo].low in ADVERBS:
        lo += 1
    lo, hi = strip_ends(tokens, lo, message_limit(sentence, i))
    if subject.is_behind:
        start = front_start(sentence, piece)
        while start < i and tokens[start].low in ADVERBS | {"auch"}:
            start += 1
        if start < i:
            found.message.append((start, i))
    if hi > lo:
        found.message.append((lo, hi))
    if not found.message:
        return None
    found.reason = f"„{tokens[i].text}“ mit Gegenstand"
    found.is_open = not first
    return found
