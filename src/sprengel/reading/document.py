"""The one document object every component of the reader works on.

Components take a :class:`ReadDocument`, add what they know and hand it on. All offsets are
``[start, end)`` in Unicode code points of :attr:`ReadDocument.text`; a span therefore always
slices out exactly the characters it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of a document's text: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


Spans = tuple[Span, ...]


class Act(StrEnum):
    """What kind of statement it is (``docs/glossary.md``; guideline, table "act")."""

    DEMAND = "demand"
    COMMITMENT = "commitment"
    DECISION = "decision"
    ASSIGNMENT = "assignment"
    APPROVAL = "approval"
    CRITICISM = "criticism"
    QUESTION = "question"
    REPORT = "report"


LEDGER_ACTS = frozenset({Act.DEMAND, Act.COMMITMENT, Act.DECISION, Act.ASSIGNMENT})
"""The acts that are followed up as a matter."""


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    HEADER_FOOTER = "header_footer"
    TURN = "turn"
    DECISION = "decision"


class DuePrecision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SEASON = "season"
    YEAR = "year"
    MEETING = "meeting"
    """'Until the next meeting': the date is only known once that meeting has one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one function; blocks do not overlap and stand in text order."""

    kind: BlockKind
    start: int
    end: int
    page_number: int | None = None
    """1-based page of the source file; None where the format knows no pages."""


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term resolved against the document's date, from its first day to its last.

    "bis März" has no first day, "ab März" no last one; a term that cannot be resolved has neither.
    """

    from_on: date | None
    due_on: date | None
    precision: DuePrecision
    why_undated: str = ""
    """Why it has no day, for a person to understand; German."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One event in which somebody says, demands, promises, decides, asks or values something."""

    act: Act
    cue: Spans
    source: Spans = ()
    addressee: Spans = ()
    message: Spans = ()
    deadline: Spans = ()
    due: Deadline | None = None
    actor: str = ""
    """Canonical name of the source ("Gudrun Heute-Bluhm"), "" where it stays unknown."""
    addressee_actor: str = ""
    confidence: float = 0.5
    """0 to 1."""
    reason: str = ""
    """Why it was read so, for a person to understand; German."""
    draft: bool = False
    """A draft resolution: proposed to a body, not decided by it (guideline B6)."""

    @property
    def span(self) -> Span:
        """From the first to the last character of anything marked."""
        spans = [*self.cue, *self.source, *self.addressee, *self.message, *self.deadline]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < DOUBTFUL_BELOW


DOUBTFUL_BELOW = 0.6
"""Statements below this confidence are shown as doubtful and can be asked first in the review."""


class Outcome(StrEnum):
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    REJECTED = "rejected"
    REFERRED = "referred"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    NOTED = "noted"
    REPLY_ACCEPTED = "reply_accepted"


class Majority(StrEnum):
    UNANIMOUS = "unanimous"
    MAJORITY = "majority"


@dataclass(frozen=True, slots=True)
class Vote:
    """The result of one vote; counts are None where the text gives none."""

    item: str
    outcome: Outcome
    majority: Majority | None
    yes: int | None
    no: int | None
    abstain: int | None
    span: Span


@dataclass(slots=True)
class ReadDocument:
    """A document on its way through the reader. ``text`` never changes once set."""

    name: str
    text: str
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    title: str = ""
    dated_on: date | None = None
    """The document's own date: given by the caller or found in its head."""
    body: str = ""
    """Whose document it is, if the caller knows it: "Stadt Lindach", "Städtebund Musterland"."""
    statements: tuple[Statement, ...] = ()
    negative: Spans = ()
    """Negated or hypothetical acts and unticked form options (guideline A17)."""
    votes: tuple[Vote, ...] = ()
    engine: str = ""
    """Name and version of what read it."""
    notes: list[str] = field(default_factory=list)
    """What a person should know about this reading, e.g. dropped spans."""

    def page_of(self, offset: int) -> int | None:
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return None

    def line_of(self, offset: int) -> int:
        """1-based line number of a character."""
        return self.text.count("\n", 0, offset) + 1

    def as_json(self) -> dict[str, Any]:
        """The public JSON of ``sprengel read`` (architecture.md, "Public interfaces")."""
        return {
            "doc": self.name,
            "chars": len(self.text),
            "statements": [_statement_json(s) for s in self.statements],
            "votes": [_vote_json(v) for v in self.votes],
        }


def _spans_json(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _statement_json(statement: Statement) -> dict[str, Any]:
    due = statement.due
    raw: dict[str, Any] = {
        "act": statement.act.value,
        "cue": _spans_json(statement.cue),
        "source": _spans_json(statement.source),
        "addressee": _spans_json(statement.addressee),
        "message": _spans_json(statement.message),
        "deadline": _spans_json(statement.deadline),
        "due_from": due.from_on.isoformat() if due and due.from_on else None,
        "due_on": due.due_on.isoformat() if due and due.due_on else None,
        "due_precision": due.precision.value if due else None,
        "actor": statement.actor,
        "confidence": round(statement.confidence, 2),
        "reason": statement.reason,
    }
    if statement.draft:
        raw["status"] = "draft"
    return raw


def _vote_json(vote: Vote) -> dict[str, Any]:
    return {
        "item": vote.item,
        "outcome": vote.outcome.value,
        "majority": vote.majority.value if vote.majority else None,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
        "span": [vote.span.start, vote.span.end],
    }
