"""Sending what is queued. Safe at any moment to be killed, and with two workers at once.

A letter is claimed with one UPDATE, sent, and marked by whoever holds the claim. Killed between
sending and marking, it is sent once more after ``CLAIM_ENDS_AFTER``, under the same Message-ID:
mail can be handed over twice or perhaps never, and twice is the better of the two.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.mail.message import compose
from sprengel.mail.models import Letter, LetterState, Route
from sprengel.mail.transport import Refused, RouteDown, Transport, transport

CLAIM_ENDS_AFTER = timedelta(minutes=10)
PAUSES = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60, 120, 240))
"""Between two tries of one letter; the last repeats."""
ROUTE_PAUSES = tuple(timedelta(minutes=m) for m in (1, 1, 2, 5, 10, 15))
"""Between two tries of a server that does not answer."""
GIVE_UP_AFTER = timedelta(days=4)
"""A server that says "later" for so long means "no"."""
ROUTE = "out"


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int = 0
    retried: int = 0
    failed: int = 0


def deliver_due(*, limit: int = 50) -> Delivered:
    """Send what is due, the oldest first; a mail server that is down leaves everything waiting."""
    now = timezone.now()
    _release_stale(now)
    if not _due(now).exists() or _is_pausing(now):
        return Delivered()
    try:
        with transport() as way:
            delivered = _deliver(way, limit)
    except RouteDown as problem:
        _route_is_down(str(problem))
        return Delivered()
    return delivered


def _deliver(way: Transport, limit: int) -> Delivered:
    counts = {LetterState.SENT: 0, LetterState.QUEUED: 0, LetterState.FAILED: 0}
    for _number in range(limit):
        letter = _claim_next()
        if letter is None:
            break
        try:
            counts[_send(way, letter)] += 1
        except RouteDown as problem:
            _unclaim(letter)
            _route_is_down(str(problem))
            break
    return Delivered(
        sent=counts[LetterState.SENT],
        retried=counts[LetterState.QUEUED],
        failed=counts[LetterState.FAILED],
    )


def _send(way: Transport, letter: Letter) -> LetterState:
    try:
        way.send(compose(letter), letter.to_email)
    except Refused as problem:
        return _not_taken(letter, str(problem), is_final=problem.is_final)
    except RouteDown:
        raise
    except Exception as problem:  # one letter that cannot be composed must not stop the others
        return _not_taken(
            letter,
            _("Die Nachricht lässt sich nicht verschicken (%(problem)s).")
            % {"problem": str(problem)[:200] or type(problem).__name__},
            is_final=True,
        )
    _mark(letter, state=LetterState.SENT, sent_at=timezone.now(), problem="")
    _route_is_up()
    return LetterState.SENT


def _not_taken(letter: Letter, reason: str, *, is_final: bool) -> LetterState:
    now = timezone.now()
    is_final = is_final or now - letter.created_at > GIVE_UP_AFTER
    state = LetterState.FAILED if is_final else LetterState.QUEUED
    pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    _mark(letter, state=state, problem=reason[:500], next_try_at=now + pause)
    return state


def _due(now: datetime):
    return Letter.objects.filter(state=LetterState.QUEUED, next_try_at__lte=now)


@transaction.atomic
def _claim_next() -> Letter | None:
    """The oldest that is due, ours alone: whoever comes second finds it taken."""
    now = timezone.now()
    for pk in _due(now).order_by("next_try_at", "pk").values_list("pk", flat=True)[:5]:
        claim = uuid.uuid4()
        if (
            _due(now)
            .filter(pk=pk)
            .update(
                state=LetterState.SENDING,
                claim=claim,
                claimed_at=now,
                attempts=F("attempts") + 1,
            )
        ):
            return Letter.objects.get(pk=pk)
    return None


def _mark(letter: Letter, **values: object) -> None:
    """Only by the holder of the claim: one that was given to another is the other's to mark."""
    Letter.objects.filter(pk=letter.pk, claim=letter.claim).update(
        claim=None, claimed_at=None, **values
    )


def _unclaim(letter: Letter) -> None:
    """It was not tried: the server is down, and that is not the letter's."""
    _mark(letter, state=LetterState.QUEUED, attempts=F("attempts") - 1)


def _release_stale(now: datetime) -> None:
    Letter.objects.filter(state=LetterState.SENDING, claimed_at__lte=now - CLAIM_ENDS_AFTER).update(
        state=LetterState.QUEUED, claim=None, claimed_at=None, next_try_at=now
    )


def _is_pausing(now: datetime) -> bool:
    return Route.objects.filter(name=ROUTE, next_try_at__gt=now).exists()


def _route_is_down(problem: str) -> None:
    now = timezone.now()
    route, _is_new = Route.objects.get_or_create(name=ROUTE)
    pause = ROUTE_PAUSES[min(route.failures, len(ROUTE_PAUSES) - 1)]
    Route.objects.filter(pk=route.pk).update(
        down_since=route.down_since or now,
        problem=problem[:500],
        failures=F("failures") + 1,
        next_try_at=now + pause,
    )


def _route_is_up() -> None:
    Route.objects.filter(name=ROUTE).exclude(down_since=None).update(
        down_since=None, problem="", failures=0, next_try_at=None
    )
