"""Polite ways to ask: "bitte …", "können Sie …", "ich wüsste gern", the imperative."""

from __future__ import annotations

from sprengel.language.tokens import COMMA
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import ADVERBS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.speech import message_limit
from sprengel.reading.statements.subjects import find_subject


def content_behind(sentence: Sentence, number: int) -> Range | None:
    tokens = sentence.tokens
    for k in range(number + 1, len(sentence.pieces)):
        piece = sentence.pieces[k]
        first = piece.lo
        while first < piece.hi - 1 and tokens[first].low in ADVERBS:
            first += 1
        asked = piece.kind is ClauseKind.RELATIVE and tokens[first].low == "was"
        if asked or piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.INFINITIVE):
            if tokens[first].low in ("um", "weil", "da", "als"):
                return None
            lo, hi = strip_ends(tokens, piece.lo, message_limit(sentence, piece.lo))
            return (lo, hi) if hi > lo else None
        if piece.kind is ClauseKind.MAIN:
            return None
    return None


_LIKES = word_set("möchte möchten wollte wollten will wollen wolle würde würden")


def wants_to_know(sentence: Sentence, i: int) -> Found | None:
    """ "möchte wissen, warum …", "wüsste gern, ob …"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    finite = i
    if tokens[i].low in ("wissen", "erfahren"):
        finite = next((k for k in range(piece.lo, i) if tokens[k].low in _LIKES), -1)
    if finite < 0:
        return None
    clause = content_behind(sentence, number)
    subject = find_subject(sentence, finite)
    if clause is None and finite == piece.lo:
        before = strip_ends(tokens, sentence.lo, piece.lo)  # "„Wo sind sie?“, wollte X wissen"
        clause = before if before[1] > before[0] else None
    if clause is None or subject is None:
        return None
    found = Found(
        Act.QUESTION, "verb", sentence, [i], f"„{tokens[i].text}“ will etwas erfahren = Frage",
        (subject.lo, subject.hi), message=[clause],
    )  # fmt: skip
    found.is_first_person = tokens[subject.lo].low in ("ich", "wir")
    found.is_open = not found.is_first_person
    return found


def please(sentence: Sentence, i: int) -> Found | None:
    """ "Bitte rufen Sie mich bis Freitag zurück": a demand on the one addressed."""
    tokens = sentence.tokens
    you = next((k for k in range(i + 1, min(i + 5, sentence.hi)) if tokens[k].text == "Sie"), -1)
    opens = i <= sentence.lo + 1 or (tokens[i - 1].kind == COMMA and you <= i + 2)
    if you < 0 and _orders(sentence, i):
        you, opens = i - 1, True
    if you < 0 or not opens:
        return None
    lo, hi = strip_ends(tokens, i + 1, sentence.hi)
    if you == i - 1:
        hi = message_end(sentence, lo, hi)
    me = next((k for k in range(lo, hi) if tokens[k].low in ("mich", "mir", "uns")), -1)
    found = Found(
        Act.DEMAND, "please", sentence, [i], "„Bitte“ mit Anrede = Forderung",
        (me, me + 1) if me > 0 else None, addressee=[(you, you + 1)], message=[(lo, hi)],
    )  # fmt: skip
    found.is_first_person = True
    return found


def _orders(sentence: Sentence, i: int) -> bool:
    """ "Lesen Sie bitte das Heft": the imperative stands in front."""
    tokens = sentence.tokens
    return (
        i == sentence.lo + 2
        and tokens[i - 1].text == "Sie"
        and bool(form_of(tokens[i - 2].low) & Form.INFINITIVE)
    )


def message_end(sentence: Sentence, lo: int, hi: int) -> int:
    """Up to the end of the clause the order stands in."""
    piece = sentence.pieces[max(sentence.piece_at(lo), 0)]
    return min(hi, piece.hi)


_NO_ORDER = word_set(
    "wissen sehen glauben lassen haben seien sind können wollen dürfen möchten müssen sollen "
    "erlauben gestatten verstehen entschuldigen hören denken meinen kennen werden würden hätten "
    "könnten nehmen wären merken erinnern finden stehen fragen freuen fühlen verzeihen bleiben "
    "beachten schauen"
)


def imperative(sentence: Sentence) -> Found | None:
    """ "Machen Sie das auf der Fachebene!", "Teilen Sie uns bis Freitag mit, ob …"."""
    tokens = sentence.tokens
    lo, hi = sentence.lo, sentence.hi
    let_us = hi - lo > 4 and [t.low for t in tokens[lo : lo + 3]] == ["lassen", "sie", "uns"]
    if let_us and tokens[hi - 1].text != "?":
        found = Found(
            Act.DEMAND, "please", sentence, [lo], "„Lassen Sie uns …“ fordert auf",
            addressee=[(lo + 1, lo + 2)], message=[strip_ends(tokens, lo + 3, hi)],
        )  # fmt: skip
        found.is_first_person = True
        return found
    if hi - lo < 5 or tokens[lo].low in _NO_ORDER or tokens[lo + 1].text != "Sie":
        return None
    if tokens[hi - 1].text == "?" or not form_of(tokens[lo].low) & Form.INFINITIVE:
        return None
    start, end = strip_ends(tokens, lo + 2, hi)
    piece = sentence.pieces[0]
    cue = [lo]
    last = piece.hi - 1
    if last > lo + 2 and tokens[last].low in _PARTICLES:
        cue.append(last)
    me = next((k for k in range(start, piece.hi) if tokens[k].low in ("mir", "uns", "mich")), -1)
    message = [(start, end)] if len(cue) == 1 else [(start, last), strip_ends(tokens, last + 1, hi)]
    message = [(a, b) for a, b in message if b > a]
    if not message:
        return None
    found = Found(
        Act.DEMAND, "please", sentence, cue, f"„{tokens[lo].text} Sie …“ fordert auf",
        (me, me + 1) if me > 0 else None, addressee=[(lo + 1, lo + 2)], message=message,
    )  # fmt: skip
    found.is_first_person = True
    return found


_PARTICLES = word_set("mit zu vor ein nach auf ab an weiter zurück um aus bereit durch bei")


DO = word_set(
    "schicken senden zusenden zuschicken übersenden weiterleiten zukommen prüfen helfen geben "
    "bestätigen mitbringen nachreichen liefern anrufen zurückrufen übernehmen vorbereiten "
    "klären erledigen organisieren ergänzen korrigieren kümmern bereitstellen nachsehen "
    "zusammenstellen vorlegen darstellen aufbereiten mitteilen erläutern "
    "weitergeben durchgeben unterstützen schauen reservieren einladen"
)


def can_you_do(sentence: Sentence, i: int) -> Found | None:
    """ "Können Sie uns die Zahlen schicken?": a polite demand."""
    tokens = sentence.tokens
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    can, last = piece.lo, sentence.hi - 1
    if tokens[can].low not in _CAN or can + 1 >= i:
        return None
    end = phrase_end(tokens, can + 1, i)
    other = end > can + 2 and any(t.is_upper for t in tokens[can + 1 : end])
    if tokens[can + 1].low not in _YOU and not other:
        return None
    if other and not any(tokens[k].low in ("uns", "mir") for k in range(end, i)):
        return None
    if tokens[can + 1].text == "sie" or tokens[last].text != "?" or i != piece.hi - 1:
        return None
    lo, hi = strip_ends(tokens, can + 2, sentence.hi)
    while lo < hi and (tokens[lo].low in _ME_PLEASE or tokens[lo].kind == COMMA):
        lo += 1
    found = Found(
        Act.DEMAND, "please", sentence, [can], "höfliche Frage mit „können“ = Forderung",
        addressee=[(can + 1, can + 2)], message=[(lo, hi)],
    )  # fmt: skip
    me = next((k for k in range(can + 2, i) if tokens[k].low in ("mir", "uns", "mich")), -1)
    found.source = (me, me + 1) if me > 0 else None
    found.is_first_person = True
    return found


_ME_PLEASE = word_set("mir uns mich bitte")


_CAN = word_set("kannst kann können könnte könnten könntest könnt könntet würde würden würdest")


_YOU = word_set("du sie ihr")


def can_you_say(sentence: Sentence, i: int) -> Found | None:
    """ "Kannst du mir sagen, wie …", "Können Sie uns mitteilen, ob …"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    can = next(
        (
            k
            for k in range(piece.lo, i)
            if tokens[k].low in ("kannst", "können", "könnten", "könntest", "kann", "könnte")
        ),
        -1,
    )
    end = phrase_end(tokens, can + 1, i) if 0 <= can < i - 1 else -1
    if end <= can + 1 or tokens[can + 1].text in ("ich", "wir", "man", "sie", "er", "es"):
        return None
    me = next((k for k in range(can + 2, i) if tokens[k].low in ("mir", "uns")), -1)
    clause = content_behind(sentence, number)
    if me < 0 or clause is None:
        return None
    found = Found(
        Act.QUESTION, "please", sentence, [i], "Bitte um Auskunft = Frage", (me, me + 1),
        addressee=[(can + 1, min(end, me) if me > can + 1 else end)], message=[clause],
    )  # fmt: skip
    found.is_first_person = True
    return found
