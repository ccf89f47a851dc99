"""The rules' statements and an engine's: where they agree, where not, what is new.

An engine never changes what the rules read; it only makes it surer or less sure, and says so in
the reason. What only the engine saw is added, but as doubtful, so that a person looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sprengel.reading.document import DOUBTFUL_BELOW, Act, Statement
from sprengel.reading.engines.verify import overlap

ACT_NAMES = {
    Act.DEMAND: "Forderung",
    Act.COMMITMENT: "Zusage",
    Act.DECISION: "Beschluss",
    Act.ASSIGNMENT: "Auftrag",
    Act.APPROVAL: "Zustimmung",
    Act.CRITICISM: "Kritik",
    Act.QUESTION: "Frage",
    Act.REPORT: "Bericht",
}
AGREEMENT = 0.4
"""How far agreement at full confidence moves the rules' confidence towards 1."""
DISAGREEMENT = 0.4
"""How far disagreement at full confidence moves it towards 0."""
NEW_AT_MOST = DOUBTFUL_BELOW - 0.05
"""What only an engine saw stays below the border of doubt, however sure the engine is."""


def merge(
    read: Sequence[Statement], proposed: Sequence[Statement], engine: str
) -> tuple[Statement, ...]:
    """Both readings as one, in text order. ``proposed`` comes out of ``verify``."""
    result = list(read)
    for proposal in proposed:
        index = _same_place(read, proposal)
        if index is None:
            result.append(_new(proposal))
        else:
            result[index] = _weighed(result[index], proposal, engine)
    return tuple(sorted(result, key=lambda s: (s.cue[:1], s.span)))


def _same_place(read: Sequence[Statement], proposal: Statement) -> int | None:
    """The statement whose cue the proposal shares; of several the one with the same act."""
    shared = [
        index
        for index, statement in enumerate(read)
        if any(overlap(a, b) for a in statement.cue for b in proposal.cue)
    ]
    same_act = [index for index in shared if read[index].act == proposal.act]
    return next(iter([*same_act, *shared]), None)


def _new(proposal: Statement) -> Statement:
    return replace(proposal, confidence=NEW_AT_MOST * proposal.confidence)


def _weighed(statement: Statement, proposal: Statement, engine: str) -> Statement:
    objection = _objection(statement, proposal)
    before = statement.confidence
    if objection:
        confidence = before * (1 - DISAGREEMENT * proposal.confidence)
        remark = f"anders gelesen von {engine}: {objection}"
    else:
        confidence = before + (1 - before) * AGREEMENT * proposal.confidence
        remark = f"ebenso gelesen von {engine}"
    reason = f"{statement.reason}; {remark}" if statement.reason else remark
    return replace(statement, confidence=confidence, reason=reason)


def _objection(statement: Statement, proposal: Statement) -> str:
    """What the engine reads differently, for a person to understand; "" when it agrees."""
    if statement.act != proposal.act:
        return f"{ACT_NAMES[proposal.act]} statt {ACT_NAMES[statement.act]}"
    if _apart(statement.source, proposal.source):
        return "jemand anderes hat es gesagt"
    if _apart(statement.message, proposal.message):
        return "etwas anderes wurde gesagt"
    return ""


def _apart(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Both marked something, and it is not the same stretch. Missing is no disagreement."""
    return bool(one and other) and not any(a[0] < b[1] and b[0] < a[1] for a in one for b in other)
