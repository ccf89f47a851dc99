"""Tables of this room: the hearing and its versions, the cities' comments, what came of it."""

from sprengel.hearings.models.comments import (
    Comment,
    CommentDraft,
    Consulted,
    Handling,
    HandlingOutcome,
    Stance,
)
from sprengel.hearings.models.hearing import (
    Hearing,
    HearingKind,
    HearingState,
    Paragraph,
    Version,
)
from sprengel.hearings.models.outcomes import Adoption, AdoptionOutcome, Point

__all__ = [
    "Adoption",
    "AdoptionOutcome",
    "Comment",
    "CommentDraft",
    "Consulted",
    "Handling",
    "HandlingOutcome",
    "Hearing",
    "HearingKind",
    "HearingState",
    "Paragraph",
    "Point",
    "Stance",
    "Version",
]
