"""Set phrases: "vielen Dank an X für Y", "das freut uns", "hieß es"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import CLOSE, COMMA, STOP, WORD
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import ADVERBS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.speech import message_limit
from sprengel.reading.statements.subjects import find_subject

_THANKS = word_set("dank dankeschön dankesworte")
_MANY = word_set(
    "vielen herzlichen besten großen vieler ganz recht lieben unseren unser großes herzliches ein"
)
_FELT = {
    "freut": Act.APPROVAL, "freute": Act.APPROVAL, "freue": Act.APPROVAL,
    "wundert": Act.CRITICISM, "wunderte": Act.CRITICISM, "wundere": Act.CRITICISM,
    "überrascht": Act.CRITICISM, "ärgert": Act.CRITICISM, "ärgere": Act.CRITICISM,
    "stört": Act.CRITICISM, "störe": Act.CRITICISM, "irritiert": Act.CRITICISM,
    "irritiere": Act.CRITICISM, "enttäuscht": Act.CRITICISM, "erstaunt": Act.CRITICISM,
    "interessiert": Act.QUESTION, "interessiere": Act.QUESTION, "interessieren": Act.QUESTION,
}  # fmt: skip
_WHOM = word_set("uns mich ihn sie ihm")


def find_formulas(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    order = _imperative(sentence)
    if order is not None:
        yield order
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD:
            continue
        found: Found | None = None
        if token.low == "bitte" and i + 2 < sentence.hi:
            found = _please(sentence, i)
        elif token.low in ("sagen", "mitteilen", "erklären", "verraten"):
            found = _can_you_say(sentence, i)
        elif token.low in _CAME and i + 3 < sentence.hi:
            found = _came_from(sentence, i)
        elif token.low in _DO:
            found = _can_you_do(sentence, i)
        elif token.low in _THANKS:
            found = _thanks(sentence, i)
        elif token.low in _FELT:
            found = _felt(sentence, i)
        elif token.low in ("wissen", "wüsste", "wüssten", "erfahren"):
            found = _wants_to_know(sentence, i)
        elif token.low in ("hieß", "heißt", "heiße"):
            found = _it_is_said(sentence, i)
        elif token.low in ("steht", "stehe", "stand", "geht", "gehe", "ging"):
            found = _document_says(sentence, i)
        elif token.low == "rede":
            found = _is_spoken_of(sentence, i)
        if found is not None:
            yield found


def _thanks(sentence: Sentence, i: int) -> Found | None:
    tokens = sentence.tokens
    cue = [i]
    if i > sentence.lo and tokens[i - 1].low in ("vielen", "herzlichen", "besten", "recht"):
        cue = [i - 1, i]
    elif i > sentence.lo and tokens[i - 1].low not in _MANY and i - 1 > sentence.lo:
        return None
    found = Found(Act.APPROVAL, "thanks", sentence, cue, "Dank an jemanden = Zustimmung")
    found.is_first_person = True
    k = i + 1
    hi = message_limit(sentence, i)
    while k < hi:
        low = tokens[k].low
        if low in ("an", "ans") and not found.addressee:
            end = phrase_end(tokens, k + 1, hi)
            if end > k + 1:
                found.addressee.append((k + 1, end))
                k = end
                continue
        if low == "für" and k + 1 < hi:
            lo, end = strip_ends(tokens, k + 1, hi)
            if end > lo:
                found.message.append((lo, end))
            break
        if low == "dafür":
            number = sentence.piece_at(k)
            if number + 1 < len(sentence.pieces):
                lo, end = strip_ends(tokens, sentence.pieces[number + 1].lo, hi)
                found.message.append((lo, end))
            break
        if tokens[k].kind in (STOP, CLOSE) or (tokens[k].kind == COMMA and _main(sentence, k + 1)):
            break
        k += 1
    if found.message or found.addressee:
        _von_wem(sentence, min(cue), found)
        return found
    return None


def _main(sentence: Sentence, k: int) -> bool:
    number = sentence.piece_at(k)
    return number >= 0 and sentence.pieces[number].kind is ClauseKind.MAIN


def _von_wem(sentence: Sentence, i: int, found: Found) -> None:
    """ "Auch von der GRÜNE-Fraktion vielen Dank": who thanks."""
    tokens = sentence.tokens
    for k in range(sentence.lo, i):
        if tokens[k].low in ("von", "vonseiten", "seitens") and k + 1 < i:
            end = phrase_end(tokens, k + 1, i)
            if end > k + 2 and any(
                t.low.endswith(("fraktion", "gruppe")) for t in tokens[k + 1 : end]
            ):
                found.source = (k + 1, end)
                found.is_first_person = False
                return


def _felt(sentence: Sentence, i: int) -> Found | None:
    """ "Besonders freut uns, dass …": what is felt is said."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    whom = next(
        (
            k
            for k in (i + 1, i - 1, i + 2, i - 2)
            if piece.lo <= k < piece.hi and tokens[k].low in _WHOM
        ),
        -1,
    )
    if whom < 0:
        return None
    clause = _content(sentence, number)
    if clause is None:
        return None
    act = _FELT[tokens[i].low]
    found = Found(act, "felt", sentence, [i], message=[clause], source=(whom, whom + 1))
    found.is_first_person = tokens[whom].low in ("uns", "mich")
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[i].text} {tokens[whom].text}“ mit Inhaltssatz"
    return found


def _content(sentence: Sentence, number: int) -> Range | None:
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


def _wants_to_know(sentence: Sentence, i: int) -> Found | None:
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
    clause = _content(sentence, number)
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


def _please(sentence: Sentence, i: int) -> Found | None:
    """ "Bitte rufen Sie mich bis Freitag zurück": a demand on the one addressed."""
    tokens = sentence.tokens
    you = next((k for k in range(i + 1, min(i + 5, sentence.hi)) if tokens[k].text == "Sie"), -1)
    opens = i <= sentence.lo + 1 or (tokens[i - 1].kind == COMMA and you <= i + 2)
    if you < 0 or not opens:
        return None
    lo, hi = strip_ends(tokens, i + 1, sentence.hi)
    me = next((k for k in range(lo, hi) if tokens[k].low in ("mich", "mir", "uns")), -1)
    found = Found(
        Act.DEMAND, "please", sentence, [i], "„Bitte“ mit Anrede = Forderung",
        (me, me + 1) if me > 0 else None, addressee=[(you, you + 1)], message=[(lo, hi)],
    )  # fmt: skip
    found.is_first_person = True
    return found


_NO_ORDER = word_set(
    "wissen sehen glauben lassen haben seien sind können wollen dürfen möchten müssen sollen "
    "erlauben gestatten verstehen entschuldigen hören denken meinen kennen werden würden hätten "
    "könnten nehmen wären merken erinnern finden stehen fragen freuen fühlen verzeihen bleiben "
    "beachten schauen"
)


def _imperative(sentence: Sentence) -> Found | None:
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
_CAME = word_set("kam kommt kamen komme gab gibt erntete fand findet erhielt")
_REACTIONS = {
    "kritik": Act.CRITICISM, "widerspruch": Act.CRITICISM, "ablehnung": Act.CRITICISM,
    "gegenwind": Act.CRITICISM, "protest": Act.CRITICISM, "widerstand": Act.CRITICISM,
    "einspruch": Act.CRITICISM, "unverständnis": Act.CRITICISM, "lob": Act.APPROVAL, "zustimmung": Act.APPROVAL, "unterstützung": Act.APPROVAL,
    "beifall": Act.APPROVAL, "rückendeckung": Act.APPROVAL, "zuspruch": Act.APPROVAL,
}  # fmt: skip


def _came_from(sentence: Sentence, i: int) -> Found | None:
    """ "Scharfe Kritik kam von der CDU", "Unterstützung gab es vom Landrat"."""
    tokens = sentence.tokens
    noun = next((k for k in range(i - 1, sentence.lo - 1, -1) if tokens[k].low in _REACTIONS), -1)
    if noun < 0 or i - noun > 5 or not tokens[noun].is_upper:
        return None
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    of = next((k for k in range(i + 1, piece.hi) if tokens[k].low in ("von", "vom", "aus")), -1)
    if of < 0 or of - i > 4 or (tokens[i].low[0] in "ef" and tokens[of].low == "aus"):
        return None
    end = phrase_end(tokens, of + 1, piece.hi)
    if end <= of + 1:
        return None
    act = _REACTIONS[tokens[noun].low]
    found = Found(
        act, "predicate", sentence, [noun], f"„{tokens[noun].text} {tokens[i].text} von …“",
        (of + 1, end), is_open=True,
    )  # fmt: skip
    for k in range(noun + 1, i):
        if tokens[k].low in ("an", "am", "zu", "zum", "zur", "für"):
            found.message = [(k + 1, i)]
            break
    return found


_DO = word_set(
    "schicken senden zusenden zuschicken übersenden weiterleiten zukommen prüfen helfen geben "
    "bestätigen mitbringen nachreichen liefern anrufen zurückrufen übernehmen vorbereiten "
    "klären erledigen organisieren ergänzen korrigieren kümmern bereitstellen nachsehen "
    "zusammenstellen vorlegen darstellen aufbereiten mitteilen erläutern "
    "weitergeben durchgeben unterstützen schauen reservieren einladen"
)


def _can_you_do(sentence: Sentence, i: int) -> Found | None:
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


def _can_you_say(sentence: Sentence, i: int) -> Found | None:
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
    clause = _content(sentence, number)
    if me < 0 or clause is None:
        return None
    found = Found(
        Act.QUESTION, "please", sentence, [i], "Bitte um Auskunft = Frage", (me, me + 1),
        addressee=[(can + 1, min(end, me) if me > can + 1 else end)], message=[clause],
    )  # fmt: skip
    found.is_first_person = True
    return found


def _it_is_said(sentence: Sentence, i: int) -> Found | None:
    """ "…, hieß es aus der Runde"; "In dem Papier heißt es, …"."""
    tokens = sentence.tokens
    es = next(
        (k for k in (i + 1, i - 1) if sentence.lo <= k < sentence.hi and tokens[k].low == "es"), -1
    )
    if es < 0:
        return None
    cue = sorted([i, es])
    number = sentence.piece_at(i)
    piece = sentence.pieces[number]
    source: Range | None = None
    for k in range(piece.lo, piece.hi):
        if (
            tokens[k].low in ("in", "im", "aus", "von", "vom", "vonseiten", "seitens")
            and k + 1 < piece.hi
        ):
            end = phrase_end(tokens, k + 1, piece.hi)
            if end > k + 1 and any(t.is_upper for t in tokens[k + 1 : end]):
                source = (k + 1, end)
                break
    message: list[Range] = []
    postposed = i == piece.lo and number > 0
    if postposed:
        lo, hi = strip_ends(tokens, sentence.lo, i)
        colon = next((k for k in range(hi - 1, lo, -1) if tokens[k].text == ":"), -1)
        lo = colon + 1 if colon > 0 else lo
        if hi > lo:
            message.append((lo, hi))
    else:
        for other in sentence.pieces[number + 1 :]:
            lo, hi = strip_ends(tokens, other.lo, message_limit(sentence, other.lo))
            if hi > lo:
                message.append((lo, hi))
            break
    if not message:
        return None
    found = Found(Act.REPORT, "said", sentence, cue, "„heißt es“ gibt fremde Worte wieder", source)
    found.message = message
    found.is_postposed = postposed
    found.is_open = True
    return found


def _document_says(sentence: Sentence, i: int) -> Found | None:
    """ "Aus der Antwort geht hervor, dass …", "In dem Papier steht, dass …"."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    goes = tokens[i].low in ("geht", "gehe", "ging")
    cue = [i]
    if goes:
        particle = next((k for k in range(i + 1, piece.hi) if tokens[k].low == "hervor"), -1)
        if particle < 0:
            return None
        cue = [i, particle]
    clause = _content(sentence, number)
    if clause is None or tokens[clause[0]].low not in ("dass", "daß", "wie", "ob"):
        return None
    for k in range(piece.lo, piece.hi):
        if tokens[k].low in (("aus",) if goes else ("in", "im", "auf")) and k + 1 < piece.hi:
            end = phrase_end(tokens, k + 1, piece.hi)
            if end > k + 1:
                return Found(
                    Act.REPORT, "said", sentence, cue, "Ein Schriftstück wird wiedergegeben",
                    (k + 1, end), message=[clause],
                )  # fmt: skip
    return None


def _is_spoken_of(sentence: Sentence, i: int) -> Found | None:
    """ "In der Mitteilung ist von X die Rede"."""
    tokens = sentence.tokens
    if i == sentence.lo or tokens[i - 1].low != "die":
        return None
    of = next((k for k in range(i - 2, sentence.lo, -1) if tokens[k].low in ("von", "vom")), -1)
    if of < 0 or tokens[sentence.lo].low not in ("in", "im"):
        return None
    end = phrase_end(tokens, sentence.lo + 1, sentence.hi)
    if end <= sentence.lo + 1:
        return None
    return Found(
        Act.REPORT, "said", sentence, [i - 1, i], "„ist die Rede von“ gibt fremde Worte wieder",
        (sentence.lo + 1, end), message=[(of + 1, i - 1)],
    )  # fmt: skip
