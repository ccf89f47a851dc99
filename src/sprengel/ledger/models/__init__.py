"""Statements and votes under review, and the matters that are followed."""

from __future__ import annotations

from sprengel.ledger.models.inquiries import (
    OPEN_INQUIRIES,
    Inquiry,
    InquiryQuerySet,
    InquiryState,
)
from sprengel.ledger.models.matters import (
    CLOSED_STATES,
    CLOSED_VALUES,
    STATE_SYMBOLS,
    Entry,
    EntryKind,
    EntryQuerySet,
    Evidence,
    EvidenceQuerySet,
    Matter,
    State,
    Topic,
)
from sprengel.ledger.models.reading import (
    ReadingRun,
    RunState,
)
from sprengel.ledger.models.statements import (
    FOLLOWED_ACTS,
    FOLLOWED_VALUES,
    REVIEWED_GOOD,
    ActChoice,
    Decision,
    Review,
    Statement,
    StatementState,
)
from sprengel.ledger.models.votes import (
    MajorityChoice,
    OutcomeChoice,
    Vote,
    VoteState,
)

__all__ = [
    "CLOSED_STATES",
    "CLOSED_VALUES",
    "FOLLOWED_ACTS",
    "FOLLOWED_VALUES",
    "OPEN_INQUIRIES",
    "REVIEWED_GOOD",
    "STATE_SYMBOLS",
    "ActChoice",
    "Decision",
    "Entry",
    "EntryKind",
    "EntryQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "Inquiry",
    "InquiryQuerySet",
    "InquiryState",
    "MajorityChoice",
    "Matter",
    "OutcomeChoice",
    "ReadingRun",
    "Review",
    "RunState",
    "State",
    "Statement",
    "StatementState",
    "Topic",
    "Vote",
    "VoteState",
]
