"""A part of a document: a paragraph with a function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sprengel.reading.document import Span


class PartKind(StrEnum):
    HEAD = "head"
    """Form fields, dates, places before the text proper: no prose."""
    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TURN = "turn"
    DECISION = "decision"
    RESULT = "result"
    MAIL_HEAD = "mail_head"
    SIGNATURE = "signature"
    TABLE = "table"


PROSE = frozenset({PartKind.PARAGRAPH, PartKind.LIST_ITEM, PartKind.TURN})


@dataclass(slots=True)
class Part:
    kind: PartKind
    start: int
    end: int
    label: Span | None = None
    """Who speaks, for a labelled turn; carried on to the paragraphs that follow it."""
    colon: Span | None = None
    body: int = 0
    """Where the words begin, behind label and colon or list mark."""
    opens_turn: bool = False
    is_interjection: bool = False
    """(Zuruf: …) in somebody else's turn."""
    is_draft: bool = False
    item: int = 0
    """Number of the mail or message inside the document it belongs to."""
    turn: int = 0
    """Parts with one number are spoken by one labelled voice, or by none."""
    block: int = 0
    """Parts with one number are one resolution."""
    requester: Span | None = None
    """Whose motion it is, where a paper lists what somebody is to do."""
    heading: Span | None = None
    """The word "Beschluss" above a resolution."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
