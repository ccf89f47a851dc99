"""A document takes the place of an earlier one: what people decided goes with its words.

Minutes are fixed again, and the same promise stands in both versions: it must not be reviewed,
and followed, twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from sprengel.accounts.models import User
from sprengel.archive import actions as archive
from sprengel.archive import anchors
from sprengel.archive.alignment import Alignment
from sprengel.archive.models import Document, DocumentState, Revision
from sprengel.ledger import spans
from sprengel.ledger.actions import matters, review
from sprengel.ledger.actions.correction import Correction
from sprengel.ledger.actions.following import narrower
from sprengel.ledger.actions.reading import delete_untouched
from sprengel.ledger.models import REVIEWED_GOOD, RunState, Statement, Vote
from sprengel.ledger.spans import Offsets
from sprengel.ledger.votes import actions as voting
from sprengel.ledger.votes.actions import VoteFacts
from sprengel.ledger.votes.storing import UNTOUCHED


@dataclass(frozen=True, slots=True)
class Carried:
    moved: int
    left: int
    """Not found in the later text: they stay with the earlier one."""


@transaction.atomic
def carry_over(*, actor: User | None, source: Document, targets: Sequence[Document]) -> Carried:
    """Move what a person has looked at; proposals nobody has are made anew in the later text."""
    _stop_reading(source)
    delete_untouched(source)
    source.votes.filter(UNTOUCHED).delete()
    places = [_Target(document, document.latest_revision) for document in targets]
    moved = left = 0
    alignments: dict[tuple[int, int], Alignment] = {}
    for statement in source.statements.select_related("revision").order_by("position"):
        if _move_statement(actor, statement, places, alignments):
            moved += 1
        else:
            left += 1
    for vote in source.votes.select_related("revision").order_by("position"):
        if _move_vote(vote, places, alignments):
            moved += 1
        else:
            left += 1
    return Carried(moved, left)


@transaction.atomic
def move_statement(
    *,
    actor: User | None,
    statement: Statement,
    document: Document,
    places: Mapping[str, Offsets],
    changes: Correction | None = None,
) -> Statement:
    """The same statement at these places of another document; ``changes``: it says it otherwise."""
    revision = document.latest_revision
    assert revision is not None
    now = Statement.objects.select_for_update().get(pk=statement.pk)
    anchored = spans.anchored(revision.text, places)
    _place(now, document, revision, anchored)
    if changes is not None and now.state in REVIEWED_GOOD:
        review.correct(actor=actor, statement=now, version=now.version, changes=changes)
    now = Statement.objects.get(pk=now.pk)
    _narrow(actor, now, document)
    return now


@transaction.atomic
def move_vote(
    *,
    actor: User | None,
    vote: Vote,
    document: Document,
    start: int,
    end: int,
    changes: VoteFacts | None = None,
) -> Vote:
    revision = document.latest_revision
    assert revision is not None
    now = Vote.objects.select_for_update().get(pk=vote.pk)
    _place_vote(now, document, revision, anchors.make(revision.text, start, end))
    if changes is not None:
        return voting.correct(actor=actor, vote=now, version=now.version, facts=changes)
    return now


@dataclass(frozen=True, slots=True)
class _Target:
    document: Document
    revision: Revision | None


def _stop_reading(source: Document) -> None:
    """One that has not begun is not needed any more."""
    if source.runs.filter(state=RunState.QUEUED).delete()[0]:
        archive.set_state(document=source, state=DocumentState.READ)


def _alignment(
    old: Revision, new: Revision, alignments: dict[tuple[int, int], Alignment]
) -> Alignment:
    key = (old.pk, new.pk)
    if key not in alignments:
        alignments[key] = Alignment(old.text, new.text)
    return alignments[key]


def _move_statement(
    actor: User | None,
    statement: Statement,
    targets: Sequence[_Target],
    alignments: dict[tuple[int, int], Alignment],
) -> bool:
    for target in targets:
        if target.revision is None:
            continue
        alignment = _alignment(statement.revision, target.revision, alignments)
        moved = spans.moved(statement.spans, target.revision.text, alignment)
        if not moved.is_broken:
            _place(statement, target.document, target.revision, moved.spans)
            _narrow(actor, statement, target.document)
            return True
    return False


def _move_vote(
    vote: Vote, targets: Sequence[_Target], alignments: dict[tuple[int, int], Alignment]
) -> bool:
    old = anchors.from_json(vote.anchor)
    for target in targets:
        if target.revision is None:
            continue
        region = _alignment(vote.revision, target.revision, alignments).region(old.start, old.end)
        place = anchors.find(old, target.revision.text, region)
        if place is not None:
            _place_vote(vote, target.document, target.revision, place)
            return True
    return False


def _place(
    statement: Statement, document: Document, revision: Revision, anchored: spans.SpansJson
) -> None:
    Statement.objects.filter(pk=statement.pk).update(
        document=document,
        revision=revision,
        spans=anchored,
        position=spans.first_place(anchored),
        is_broken=False,
    )


def _place_vote(vote: Vote, document: Document, revision: Revision, place: anchors.Anchor) -> None:
    Vote.objects.filter(pk=vote.pk).update(
        document=document,
        revision=revision,
        anchor=anchors.as_json(place),
        position=place.start,
        is_broken=False,
    )


def _narrow(actor: User | None, statement: Statement, document: Document) -> None:
    """A matter is never seen by more people than the document it quotes."""
    matter = statement.matter
    if matter is None:
        return
    visibility = narrower(matter.visibility, document.visibility)
    if visibility != matter.visibility:
        matters.change_matter(actor=actor, matter=matter, visibility=visibility)
