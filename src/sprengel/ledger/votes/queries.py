"""Votes of documents, as far as the user may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.ledger.models import Vote, VoteState
from sprengel.ledger.votes import wording


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote as it is shown."""

    vote: Vote
    result: str
    counts: str
    page_number: int | None

    @property
    def about(self) -> str:
        """What was voted on: „TOP 2.1“, or the words of the document."""
        return wording.about(self.vote.item_label)

    @property
    def is_waiting(self) -> bool:
        return self.vote.state == VoteState.PROPOSED

    @property
    def quote(self) -> str:
        return " ".join(self.vote.anchor["quote"].split())


@dataclass(frozen=True, slots=True)
class VoteProgress:
    total: int
    reviewed: int

    @property
    def unreviewed(self) -> int:
        return self.total - self.reviewed


def votes(user: Viewer) -> QuerySet[Vote]:
    """What nobody has checked yet, and what was refused, is the office's alone."""
    found = Vote.objects.visible_to(user)
    if not (user and is_office(user)):
        found = found.filter(state=VoteState.ACCEPTED)
    return found.select_related("document").order_by("document", "position", "pk")


def votes_of(user: Viewer, document: Document) -> QuerySet[Vote]:
    return votes(user).filter(document=document)


def confirmed(user: Viewer, documents: Iterable[Document | int]) -> QuerySet[Vote]:
    """What a person has confirmed, in these documents; for lists outside the review."""
    return votes(user).filter(document__in=list(documents), state=VoteState.ACCEPTED)


def vote(user: Viewer, document: Document, pk: int) -> Vote:
    found = votes_of(user, document).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines(document: Document, found: Iterable[Vote]) -> list[VoteLine]:
    """``found``: votes of this document; one more query, however many they are."""
    pages = archive.latest_pages(document)
    return [_line(each, pages.page_of(each.revision_id, each.position)) for each in found]


def plain_lines(found: Iterable[Vote]) -> list[VoteLine]:
    """The same without page numbers, for votes of several documents."""
    return [_line(each, None) for each in found]


def progress(found: Iterable[Vote]) -> VoteProgress:
    states = [each.state for each in found]
    return VoteProgress(len(states), sum(state != VoteState.PROPOSED for state in states))


def _line(vote: Vote, page_number: int | None) -> VoteLine:
    return VoteLine(vote, wording.result(vote), wording.counts(vote), page_number)
