"""Reads of this room; every one takes ``user`` and shows no more than that user may see."""

from sprengel.ledger.queries.history import EvidenceView, HistoryEntry, histories, history
from sprengel.ledger.queries.home import DueGroup, ToReview, due, to_review
from sprengel.ledger.queries.likely import likely_for, likely_same
from sprengel.ledger.queries.matters import (
    Choice,
    MatterCounts,
    MatterFilters,
    MatterRow,
    asked_of,
    counts,
    filter_choices,
    matter,
    matter_rows,
    matters,
    open_before,
    said_by,
)
from sprengel.ledger.queries.statements import (
    ReviewProgress,
    actor_names,
    last_reviews,
    latest_run,
    posts_on,
    progress,
    statement,
    statements_of,
)

__all__ = [
    "Choice",
    "DueGroup",
    "EvidenceView",
    "HistoryEntry",
    "MatterCounts",
    "MatterFilters",
    "MatterRow",
    "ReviewProgress",
    "ToReview",
    "actor_names",
    "asked_of",
    "counts",
    "due",
    "filter_choices",
    "histories",
    "history",
    "last_reviews",
    "latest_run",
    "likely_for",
    "likely_same",
    "matter",
    "matter_rows",
    "matters",
    "open_before",
    "posts_on",
    "progress",
    "said_by",
    "statement",
    "statements_of",
    "to_review",
]
