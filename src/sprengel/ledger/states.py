"""The state of a matter, computed from what happened to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.utils import timezone

from sprengel.ledger.models import EntryKind, State


class Happened(Protocol):
    """What an entry has to have; ``ledger.models.Entry`` does."""

    kind: str
    state: str
    happened_on: date | None
    at: datetime
    pk: int


H = TypeVar("H", bound=Happened)


def in_order(entries: Iterable[H]) -> list[H]:
    """As things happened; what has no day counts from the day it was written down.

    Except the saying itself: from an undated document, it still came before all that became of
    it.
    """
    return sorted(
        entries,
        key=lambda entry: (not _is_undated_saying(entry), day_of(entry), entry.at, entry.pk),
    )


def _is_undated_saying(entry: Happened) -> bool:
    return entry.kind in (EntryKind.OPENED, EntryKind.JOINED) and entry.happened_on is None


def day_of(entry: Happened) -> date:
    return entry.happened_on or timezone.localdate(entry.at)


def state_of(entries: Iterable[Happened]) -> State:
    """The last state anybody noted; without one the matter is open.

    Having been opened is no news: an answer may be older than the paper that holds the promise.
    """
    told = (entry for entry in entries if entry.kind != EntryKind.OPENED)
    noted = [entry.state for entry in in_order(told) if entry.state]
    return State(noted[-1]) if noted else State.OPEN
