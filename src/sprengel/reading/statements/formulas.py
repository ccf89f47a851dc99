"""Set phrases: "vielen Dank an X für Y", "das freut uns", "hieß es"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import CLOSE, COMMA, STOP, WORD
from sprengel.language.words import word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.asking import (
    DO,
    can_you_do,
    can_you_say,
    content_behind,
    imperative,
    please,
    wants_to_know,
)
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end, with_postmodifier
from sprengel.reading.statements.speech import message_limit
from sprengel.reading.statements.subjects import front_start

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
    "gewundert": Act.CRITICISM, "geärgert": Act.CRITICISM, "gestört": Act.CRITICISM,
    "verwundert": Act.CRITICISM, "gefreut": Act.APPROVAL, "empört": Act.CRITICISM,
    "befremdet": Act.CRITICISM, "befremdete": Act.CRITICISM, "ärgerte": Act.CRITICISM,
    "nervt": Act.CRITICISM, "interessiert": Act.QUESTION, "interessiere": Act.QUESTION,
    "interessieren": Act.QUESTION,
}  # fmt: skip


_WHOM = word_set("uns mich ihn sie ihm")


def find_formulas(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    order = imperative(sentence)
    if order is not None:
        yield order
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD:
            continue
        found: Found | None = None
        if token.low == "bitte" and i + 2 < sentence.hi:
            found = please(sentence, i)
        elif token.low in ("sagen", "mitteilen", "erklären", "verraten"):
            found = can_you_say(sentence, i)
        elif token.low in _CAME and i + 3 < sentence.hi:
            found = _came_from(sentence, i)
        elif token.low in DO:
            found = can_you_do(sentence, i)
        elif token.low in _THANKS:
            found = _thanks(sentence, i)
        elif token.low in _FELT:
            found = _felt(sentence, i)
        elif token.low in ("wissen", "wüsste", "wüssten", "erfahren"):
            found = wants_to_know(sentence, i)
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
            for k in (i + 1, i - 1, i + 2, i - 2, i - 3, i - 4)
            if piece.lo <= k < piece.hi and tokens[k].low in _WHOM
        ),
        -1,
    )
    if whom < 0:
        return None
    clause = content_behind(sentence, number) or _what_is_felt(sentence, number, i, whom)
    if clause is None:
        return None
    act = _FELT[tokens[i].low]
    found = Found(act, "felt", sentence, [i], message=[clause], source=(whom, whom + 1))
    found.is_first_person = tokens[whom].low in ("uns", "mich")
    found.is_open = not found.is_first_person
    found.reason = f"„{tokens[i].text} {tokens[whom].text}“ mit Inhaltssatz"
    return found


def _what_is_felt(sentence: Sentence, number: int, i: int, whom: int) -> Range | None:
    """ "… befremdet uns das Schweigen", "das freut mich", "Dass es gedeckelt wird, ärgert ihn"."""
    tokens = sentence.tokens
    piece = sentence.pieces[number]
    if piece.kind is not ClauseKind.MAIN or tokens[i].low.startswith("interess"):
        return None
    end = phrase_end(tokens, whom + 1, piece.hi) if whom > i else 0
    if end > whom + 1:
        return whom + 1, with_postmodifier(tokens, end, piece.hi)
    start = front_start(sentence, piece)
    if start < min(i, whom) and tokens[start].low in ("das", "dies", "die", "der", "diese"):
        return start, min(i, whom)
    before = sentence.pieces[number - 1] if number else None
    if start == i and before is not None and before.kind is ClauseKind.SUBORDINATE:
        return strip_ends(tokens, before.lo, before.hi)
    return None


_CAME = word_set("kam kommt kamen komme gab gibt erntete fand findet erhielt")


_REACTIONS = {
    "kritik": Act.CRITICISM, "widerspruch": Act.CRITICISM, "ablehnung": Act.CRITICISM,
    "gegenwind": Act.CRITICISM, "protest": Act.CRITICISM, "widerstand": Act.CRITICISM,
    "einspruch": Act.CRITICISM, "unverständnis": Act.CRITICISM, "lob": Act.APPROVAL,
    "zustimmung": Act.APPROVAL, "unterstützung": Act.APPROVAL,
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
    clause = content_behind(sentence, number)
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
