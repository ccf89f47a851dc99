"""Statements of a document, and how far their review has come."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.archive.models import Document
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Post
from sprengel.ledger import wording
from sprengel.ledger.models import REVIEWED_GOOD, ReadingRun, Review, Statement, StatementState
from sprengel.reading.document import DOUBTFUL_BELOW

SECONDS_PER_STATEMENT = 20
"""What looking at one statement takes, for the estimate on the home page."""

UNREVIEWED = Q(state=StatementState.PROPOSED)
DOUBTFUL = UNREVIEWED & Q(confidence__lt=DOUBTFUL_BELOW)


def statements_of(user: Viewer, document: Document) -> QuerySet[Statement]:
    """In text order. What nobody has checked yet is the office's alone: the machine's guess must
    not stand in public under a person's name."""
    found = Statement.objects.visible_to(user).filter(document=document)
    if not (user and is_office(user)):
        found = found.filter(state__in=REVIEWED_GOOD)
    return found.select_related("actor", "addressee", "matter").order_by("position", "pk")


def statement(user: Viewer, document: Document, pk: int) -> Statement:
    found = statements_of(user, document).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    total: int
    reviewed: int
    doubtful: int

    @property
    def unreviewed(self) -> int:
        return self.total - self.reviewed

    @property
    def minutes(self) -> int:
        return minutes_for(self.unreviewed)

    @property
    def takes(self) -> str:
        return wording.about(self.minutes)

    @property
    def is_done(self) -> bool:
        return self.unreviewed == 0


def minutes_for(count: int) -> int:
    return math.ceil(count * SECONDS_PER_STATEMENT / 60)


def progress(user: Viewer, document: Document) -> ReviewProgress:
    numbers = statements_of(user, document).aggregate(
        total=Count("pk"),
        unreviewed=Count("pk", filter=UNREVIEWED),
        doubtful=Count("pk", filter=DOUBTFUL),
    )
    return ReviewProgress(
        total=numbers["total"],
        reviewed=numbers["total"] - numbers["unreviewed"],
        doubtful=numbers["doubtful"],
    )


def latest_run(user: Viewer, document: Document) -> ReadingRun | None:
    return ReadingRun.objects.visible_to(user).filter(document=document).first()


def posts_on(person_ids: Iterable[int], day: date | None) -> dict[int, str]:
    """The office each of these people held that day, in one query; nothing without a day."""
    if day is None:
        return {}
    posts = Post.objects.on(day).filter(person__in=set(person_ids)).select_related("at")
    return {post.person_id: f"{post.title}, {post.at.name}" for post in posts.order_by("-pk")}


def last_reviews(statements: Iterable[Statement]) -> dict[int, Review]:
    """The latest verdict on each, in one query; for statements the user may see already."""
    reviews = Review.objects.filter(statement__in=[s.pk for s in statements]).order_by("at", "pk")
    return {review.statement_id: review for review in reviews.defer("before", "after")}


def actor_names(user: Viewer) -> list[str]:
    """For the list of suggestions when somebody corrects a name."""
    return list(bodies.actors(user).values_list("name", flat=True).order_by("name"))
