"""What a motion asks for: "1. Die Verwaltung legt … vor.", "Darin soll festgelegt werden, …"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import NUMBER, PUNCT, WORD
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import BE, BECOME, HAVE, MODALS, NEGATIONS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Piece,
    Sentence,
    has_zu_infinitive,
    strip_ends,
)
from sprengel.reading.statements.decisions import is_body, is_office
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

_SHOULD = word_set("soll sollen sollte sollten möge mögen muss müssen")
_CAN_ACT = (
    "stadt", "verwaltung", "stadtwerke", "gesellschaft", "gmbh", "rathaus", "kreis",
    "gemeinde", "betriebe", "werke", "behörde", "ortsverwaltung", "amt", "dezernat",
)  # fmt: skip


def find_requests(sentence: Sentence) -> Iterator[Found]:
    part = sentence.part
    if part.requester is None or sentence.tokens[sentence.hi - 1].text == "?":
        return
    first = True
    for piece in sentence.pieces:
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        found = _request(sentence, piece, finite, first) if finite >= 0 else None
        first = False
        if found is not None:
            found.source_span = part.requester
            yield found
            return


def _request(sentence: Sentence, piece: Piece, finite: int, first: bool) -> Found | None:
    tokens = sentence.tokens
    low = tokens[finite].low
    in_turn = sentence.part.label is not None
    subject = find_subject(sentence, finite)
    if low in _SHOULD and in_turn:
        return _with_modal(sentence, piece, finite, subject)
    if (
        low in BE
        and tokens[piece.hi - 1].low != "sein"
        and has_zu_infinitive(tokens, finite, piece.hi)
    ):
        return _to_be_done(sentence, piece, finite, subject)
    if not first or not _opens_item(sentence) or low in BE | BECOME | HAVE | MODALS:
        return None
    if subject is None or subject.is_behind or not _acts(sentence, subject):
        return None
    if not form_of(low) & (Form.THIRD | Form.PLURAL):
        return None
    cue = [finite]
    last = piece.hi - 1
    if last > finite and tokens[last].low in _PARTICLES:
        cue.append(last)
    return _found(sentence, piece, cue, subject, "im Antrag, was jemand tun soll")


_TASKS = word_set(
    "prüfen überprüfen überlegen anzustreben anstreben berücksichtigen vermeiden sicherzustellen "
    "gewährleisten hinterfragen abzuwägen einzubeziehen vorzusehen zu_beachten einzubinden"
)


def find_tasks(sentence: Sentence) -> Iterator[Found]:
    """ "Zu prüfen wäre auch …", "es sei anzustreben, dass …": what a speaker wants done."""
    tokens = sentence.tokens
    for piece in sentence.pieces:
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        if finite < 0 or tokens[finite].low not in ("sei", "seien", "wäre", "wären"):
            continue
        verb = next(
            (
                k
                for k in range(piece.lo, piece.hi)
                if tokens[k].low in _TASKS
                and (tokens[k - 1].low == "zu" or form_of(tokens[k].low) & Form.ZU_INFINITIVE)
            ),
            -1,
        )
        if verb < 0 or any(tokens[k].low in NEGATIONS for k in range(piece.lo, piece.hi)):
            continue
        message: list[Range] = []
        limit = message_limit(sentence, max(verb, finite))
        out = {verb, verb - 1, finite}
        out |= {k for k in range(piece.lo, piece.hi) if tokens[k].low in ("es", "auch")}
        k = piece.lo
        while k < limit:
            if k in out:
                k += 1
                continue
            end = next((j for j in range(k, limit) if j in out), limit)
            lo, hi = strip_ends(tokens, k, end)
            if hi > lo:
                message.append((lo, hi))
            k = end
        if message:
            yield Found(
                Act.DEMAND, "fixed", sentence, [verb], f"„{tokens[finite].text} zu "
                f"{tokens[verb].text}“: was zu tun wäre = Forderung",
                message=message, is_open=True, source_is_near=False,
            )  # fmt: skip
            return


_PARTICLES = word_set(
    "ab an auf aus bei bereit dar ein fest fort heran her hin mit nach um vor zu zurück weiter"
)


def _opens_item(sentence: Sentence) -> bool:
    """Whether the sentence begins a list item or a numbered paragraph."""
    part, start = sentence.part, sentence.tokens[sentence.lo].start
    return (start <= part.start + 12 and part.body > part.start) or _is_number(sentence)


def _is_number(sentence: Sentence) -> bool:
    token = sentence.tokens[sentence.lo]
    return token.kind == NUMBER and token.start == sentence.part.start


def _acts(sentence: Sentence, subject: Subject) -> bool:
    tokens = sentence.tokens
    lo, hi = subject.lo, subject.hi
    return (
        is_office(tokens, lo, hi)
        or is_body(tokens, lo, hi)
        or any(t.is_upper and t.low.endswith(_CAN_ACT) for t in tokens[lo:hi])
    )


def _with_modal(
    sentence: Sentence, piece: Piece, finite: int, subject: Subject | None
) -> Found | None:
    tokens = sentence.tokens
    if subject is not None and tokens[subject.lo].low in ("ich", "wir", "man"):
        return None
    if tokens[finite].low.startswith("mu") and (subject is None or not _acts(sentence, subject)):
        return None
    return _found(sentence, piece, [finite], subject, "im Antrag, was geschehen soll")


def _to_be_done(
    sentence: Sentence, piece: Piece, finite: int, subject: Subject | None
) -> Found | None:
    """ "Die Flächen sind aus dem Plan herauszunehmen"."""
    tokens = sentence.tokens
    last = piece.hi - 1
    while last > finite and tokens[last].kind != WORD:
        last -= 1
    cue = [last]
    if form_of(tokens[last].low) & Form.INFINITIVE and tokens[last - 1].low == "zu":
        cue = [last]
    elif not form_of(tokens[last].low) & Form.ZU_INFINITIVE:
        return None
    return _found(sentence, piece, cue, None, "im Antrag, was zu tun ist")


def _found(
    sentence: Sentence, piece: Piece, cue: list[int], subject: Subject | None, why: str
) -> Found | None:
    tokens = sentence.tokens
    start = front_start(sentence, piece)
    if sentence.piece_at(start) > 0:
        start = sentence.lo  # "Um dieses Ziel zu erreichen, soll …"
    while start < piece.hi and tokens[start].kind in (NUMBER, PUNCT):
        start += 1
    limit = message_limit(sentence, max(cue))
    message: list[Range] = [strip_ends(tokens, start, limit)]
    found = Found(
        Act.DEMAND, "request", sentence, cue, message=[m for m in message if m[1] > m[0]],
        reason=f"„{tokens[cue[0]].text}“ {why} = Forderung",
    )  # fmt: skip
    if subject is not None and _acts(sentence, subject):
        found.addressee = [(subject.lo, subject.hi)]
        if tokens[cue[0]].low not in _SHOULD and subject.lo >= start:
            found.message = [
                p for p in ((start, subject.lo), (subject.hi, found.message[0][1])) if p[1] > p[0]
            ]
    return found if found.message else None
