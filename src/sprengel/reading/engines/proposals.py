"""What an engine hands back: proposals, each part a span or a quote, none of it believed yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sprengel.reading.document import ReadDocument, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words an engine says are in the text; where they stand is found out by ``verify``."""

    text: str


Place = Span | Quote


class DropReason(StrEnum):
    NOT_IN_TEXT = "not_in_text"
    AMBIGUOUS = "ambiguous"
    """Found more than once, and no hint says which one is meant."""
    UNKNOWN_ACT = "unknown_act"
    UNREADABLE = "unreadable"
    """Not a proposal at all: wrong types, broken off."""
    EMPTY = "empty"
    """Neither who says it nor what is said is left."""
    DUPLICATE = "duplicate"
    NEGATED = "negated"
    """The rules read these words as negated or as a form option not ticked."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something proposed that did not become part of a statement."""

    reason: DropReason
    what: str = ""
    """The beginning of it, for the log."""
    role: str = ""
    """The role it was proposed for; "" when the proposal as a whole was dropped."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One statement as an engine sees it; ``act`` is whatever the engine wrote."""

    act: str
    cue: tuple[Place, ...]
    source: tuple[Place, ...] = ()
    addressee: tuple[Place, ...] = ()
    message: tuple[Place, ...] = ()
    deadline: tuple[Place, ...] = ()
    confidence: float = 0.5
    draft: bool = False
    near: Span | None = None
    """Where the engine says the cue stands: the sentence it named."""
    within: Span | None = None
    """The stretch of text the engine was shown; quotes from elsewhere do not count."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """An engine's answer for one document."""

    engine: str
    items: tuple[Proposal, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    """What the engine itself had to leave out because it could not be read as a proposal."""
    notes: tuple[str, ...] = ()
    """German sentences for the document's notes."""
    failure: str = ""
    """Why the engine read nothing at all, as a German clause without full stop; "": it did."""


class Engine(Protocol):
    """Anything that can propose statements. It is pickled to where the reading happens."""

    @property
    def name(self) -> str:
        """Name and version, as people see it: on the document page, in reasons and notes."""
        ...

    def propose(self, document: ReadDocument) -> Proposals: ...
