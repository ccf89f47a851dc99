"""Reads about letters. The office's alone: whoever else asks gets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.mail.models import Letter, LetterState, Route

LATE_AFTER = timedelta(minutes=15)
"""A letter that is due for so long waits for a worker that does not run."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps mails from arriving."""

    down_since: datetime | None
    """Since when the mail server takes nothing."""
    problem: str
    waiting: int
    failed: int
    is_worker_missing: bool
    """Letters are due and nobody fetches them."""


def letters(user: Viewer) -> QuerySet[Letter]:
    if not (user and user.is_authenticated and is_office(user)):
        return Letter.objects.none()
    return Letter.objects.all()


def waiting(user: Viewer) -> QuerySet[Letter]:
    return (
        letters(user)
        .filter(state__in=(LetterState.QUEUED, LetterState.SENDING))
        .order_by("next_try_at", "pk")
    )


def failed(user: Viewer) -> QuerySet[Letter]:
    return letters(user).filter(state=LetterState.FAILED)


def done(user: Viewer) -> QuerySet[Letter]:
    """Sent or taken back, the newest first."""
    return letters(user).filter(state__in=(LetterState.SENT, LetterState.CANCELLED))


def trouble(user: Viewer) -> Trouble | None:
    """For the first page of the office; None where all is well. Two queries."""
    return _trouble(letters(user))


def trouble_of_all() -> Trouble | None:
    """For whoever runs the machine."""
    return _trouble(Letter.objects.all())


def _trouble(found: QuerySet[Letter]) -> Trouble | None:
    now = timezone.now()
    counted = found.aggregate(
        waiting=Count("pk", filter=Q(state__in=(LetterState.QUEUED, LetterState.SENDING))),
        failed=Count("pk", filter=Q(state=LetterState.FAILED)),
        late=Count("pk", filter=Q(state=LetterState.QUEUED, next_try_at__lt=now - LATE_AFTER)),
    )
    route = Route.objects.exclude(down_since=None).first() if counted["waiting"] else None
    is_worker_missing = bool(counted["late"]) and route is None
    if not (counted["failed"] or route or is_worker_missing):
        return None
    return Trouble(
        down_since=route.down_since if route else None,
        problem=route.problem if route else "",
        waiting=counted["waiting"],
        failed=counted["failed"],
        is_worker_missing=is_worker_missing,
    )
