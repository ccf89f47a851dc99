"""A vote as the reader found it, checked against the text; no database."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.archive import anchors
from sprengel.archive.anchors import AnchorJson
from sprengel.reading.document import Vote


@dataclass(frozen=True, slots=True)
class FoundVote:
    item_label: str
    outcome: str
    majority: str
    yes: int | None
    no: int | None
    abstain: int | None
    anchor: AnchorJson


LARGEST_COUNT = 100_000
"""No assembly we keep has more votes; a larger number is a slip of the reader."""


def checked(vote: Vote, text: str) -> FoundVote | None:
    """None where its span is no stretch of the text."""
    try:
        anchor = anchors.as_json(anchors.make(text, vote.span.start, vote.span.end))
    except ValueError:
        return None
    return FoundVote(
        item_label=" ".join(vote.item.split())[:300],
        outcome=vote.outcome.value,
        majority=vote.majority.value if vote.majority else "",
        yes=_plausible(vote.yes),
        no=_plausible(vote.no),
        abstain=_plausible(vote.abstain),
        anchor=anchor,
    )


def _plausible(count: int | None) -> int | None:
    return count if count is None or 0 <= count <= LARGEST_COUNT else None
