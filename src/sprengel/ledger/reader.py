"""The reader at work in the child process: text in, checked statements out; no database.

Whatever the reader returns is checked against the text before anybody believes it: a span that
slices out nothing is dropped and counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sprengel.ledger import spans
from sprengel.ledger.spans import SpansJson
from sprengel.ledger.votes.found import FoundVote
from sprengel.ledger.votes.found import checked as checked_vote
from sprengel.reading.document import (
    DOUBTFUL_BELOW,
    Block,
    BlockKind,
    Page,
    ReadDocument,
    Statement,
)
from sprengel.reading.engines import Engine, EngineProblem


@dataclass(frozen=True, slots=True)
class FoundStatement:
    act: str
    is_draft: bool
    spans: SpansJson
    actor_name: str
    addressee_name: str
    due_from: date | None
    due_on: date | None
    due_precision: str
    confidence: float
    reason: str

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class Reading:
    statements: tuple[FoundStatement, ...]
    dropped_count: int
    """Statements and votes the reader returned whose spans are not in the text."""
    engine: str
    notes: tuple[str, ...]
    dated_on: date | None
    votes: tuple[FoundVote, ...] = ()


def read(
    text: str,
    name: str,
    pages: list[list[int]],
    blocks: list[list[Any]],
    dated_on: date | None,
    registry: object,
    reader: Callable[..., ReadDocument] | None = None,
    body: str = "",
) -> Reading:
    """Read a revision's text; ``body`` is whose document it is, where that is known.

    ``reader`` stands in for ``sprengel.reading.read_text`` in tests.
    """
    notes: tuple[str, ...] = ()
    if reader is None:
        from sprengel.reading import read_text  # loads the lexicon: only in the child

        engines, notes = _engines()
        reader = partial(read_text, engines=engines, body=body)
    document = reader(
        text,
        name=name,
        pages=tuple(Page(number, start, end) for number, start, end in pages),
        blocks=tuple(Block(BlockKind(kind), s, e, page) for kind, s, e, page in blocks),
        dated_on=dated_on,
        registry=registry,
    )
    checked = [_checked(statement, text) for statement in document.statements]
    votes = [checked_vote(vote, text) for vote in document.votes]
    good = tuple(statement for statement in checked if statement is not None)
    return Reading(
        statements=good,
        dropped_count=len(checked) - len(good) + votes.count(None),
        engine=document.engine,
        notes=(*notes, *document.notes),
        dated_on=document.dated_on,
        votes=tuple(vote for vote in votes if vote is not None),
    )


def _engines() -> tuple[tuple[Engine, ...], tuple[str, ...]]:
    """The second opinions the operator has configured; one that cannot work is only noted."""
    from django.conf import settings

    try:
        return settings.READING_ENGINES(), ()
    except EngineProblem as problem:
        return (), (str(problem),)


def _checked(statement: Statement, text: str) -> FoundStatement | None:
    offsets = {role: [tuple(span) for span in getattr(statement, role)] for role in spans.ROLES}
    if not offsets["cue"] and not offsets["message"]:
        return None
    try:
        anchored = spans.anchored(text, offsets)
    except spans.NotInText:
        return None
    due = statement.due
    return FoundStatement(
        act=statement.act.value,
        is_draft=statement.draft,
        spans=anchored,
        actor_name=statement.actor[:200],
        addressee_name=statement.addressee_actor[:500],
        due_from=due.from_on if due else None,
        due_on=due.due_on if due else None,
        due_precision=due.precision.value if due else "",
        confidence=min(1.0, max(0.0, statement.confidence)),
        reason=statement.reason,
    )
