"""Votes of a new reading beside those already there; called inside the reading's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sprengel.archive import anchors
from sprengel.archive.alignment import Alignment
from sprengel.archive.models import Document, Revision
from sprengel.ledger.models import ReadingRun, Vote, VoteState
from sprengel.ledger.votes.found import FoundVote

UNTOUCHED = Q(state=VoteState.PROPOSED, version=1, run__isnull=False)


def replace_votes(
    *, run: ReadingRun, document: Document, revision: Revision, found: Iterable[FoundVote]
) -> None:
    """Proposals nobody has looked at make room; what a person has decided stays, undoubled."""
    document.votes.filter(UNTOUCHED).delete()
    kept = list(document.votes.all())
    Vote.objects.bulk_create(
        (
            _row(run, document, revision, vote)
            for vote in found
            if not any(_is_same(one, vote, revision) for one in kept)
        ),
        batch_size=200,
    )


def reanchor_votes(*, document: Document) -> int:
    """Move votes to the latest text; how many could not be found there and are broken."""
    latest = document.latest_revision
    if latest is None:
        return 0
    broken = 0
    alignments: dict[int, Alignment] = {}
    older = document.votes.exclude(revision=latest).select_related("revision")
    for vote in older.order_by("revision_id"):
        if vote.revision_id not in alignments:
            alignments[vote.revision_id] = Alignment(vote.revision.text, latest.text)
        old = anchors.from_json(vote.anchor)
        within = alignments[vote.revision_id].region(old.start, old.end)
        place = anchors.find(old, latest.text, within)
        if place is None:
            broken += 1
            Vote.objects.filter(pk=vote.pk).update(is_broken=True)
            continue
        Vote.objects.filter(pk=vote.pk).update(
            revision=latest,
            anchor=anchors.as_json(place),
            position=place.start,
            is_broken=False,
        )
    return broken


def _is_same(kept: Vote, found: FoundVote, revision: Revision) -> bool:
    if kept.revision_id == revision.pk:
        return (
            kept.anchor["start"] < found.anchor["end"]
            and found.anchor["start"] < kept.anchor["end"]
        )
    # Broken: its place is one of an older text, so only its words can be compared.
    same_words = kept.anchor["quote"].split() == found.anchor["quote"].split()
    return same_words and kept.item_label == found.item_label


def _row(run: ReadingRun, document: Document, revision: Revision, found: FoundVote) -> Vote:
    return Vote(
        document=document,
        revision=revision,
        run=run,
        position=found.anchor["start"],
        anchor=found.anchor,
        item_label=found.item_label,
        outcome=found.outcome,
        majority=found.majority,
        yes=found.yes,
        no=found.no,
        abstain=found.abstain,
    )
