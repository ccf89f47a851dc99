"""Tasks told after a decision, without the deciding body being named again."""

from __future__ import annotations

from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.decisions import is_office
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.speech import ACT_NAMES
from sprengel.reading.statements.subjects import find_subject


def _is_main(sentence: Sentence, k: int) -> bool:
    return sentence.pieces[sentence.piece_at(k)].kind is ClauseKind.MAIN


def is_near(found: Found, sentence: Sentence) -> bool:
    return found.sentence.part is sentence.part and sentence.number - found.sentence.number <= 2


DECIDED = (Act.DECISION, Act.ASSIGNMENT)


def is_tasked(candidates: list[Found], last: Found | None, sentence: Sentence) -> None:
    """ "Die Verwaltung wird beauftragt, …": by the body that decided before."""
    if last is None or last.act not in (Act.DECISION, Act.ASSIGNMENT):
        return
    tokens = sentence.tokens
    for found in candidates:
        if found.rule != "agentless" or found.act is not Act.ASSIGNMENT:
            continue
        now = any(tokens[k].low in ("wird", "werden") for k in range(sentence.lo, sentence.hi))
        if now or is_near(last, sentence):
            found.rule = "passive"
            found.source, found.source_span = last.source, last.source_span


def find_soll(sentence: Sentence, speaker: Found | None) -> Found | None:
    """ "Die Verwaltung soll bis Mai ein Konzept vorlegen": told after a body has decided (Z3)."""
    if speaker is None or speaker.act not in (Act.DECISION, Act.ASSIGNMENT):
        return None
    tokens = sentence.tokens
    finite = next(
        (
            k
            for k in range(sentence.lo, sentence.hi)
            if tokens[k].low in ("soll", "sollen") and _is_main(sentence, k)
        ),
        -1,
    )
    if finite < 0:
        return None
    piece = sentence.pieces[sentence.piece_at(finite)]
    subject = find_subject(sentence, finite)
    if subject is None or not any(t.is_upper for t in tokens[subject.lo : subject.hi]):
        return None
    if tokens[piece.hi - 1].low in ("werden", "sein", "worden") or subject.lo == finite:
        return None
    act = Act.ASSIGNMENT if is_office(tokens, subject.lo, subject.hi) else Act.DEMAND
    before = strip_ends(tokens, sentence.lo, finite)
    after = strip_ends(tokens, finite + 1, message_limit(sentence, finite))
    return Found(
        act, "modal", sentence, [finite], f"„{tokens[finite].text}“ nach einem Beschluss = "
        f"{ACT_NAMES[act]}", speaker.source, source_span=speaker.source_span,
        addressee=[(subject.lo, subject.hi)],
        message=[part for part in (before, after) if part[1] > part[0]],
    )  # fmt: skip
