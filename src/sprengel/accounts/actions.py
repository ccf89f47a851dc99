"""What changes in this room: the activity log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from sprengel.accounts.models import Activity, ActivityVerb, User, Visibility


def log(
    *,
    actor: User | None,
    verb: ActivityVerb,
    sentence: str,
    path: str = "",
    visibility: str,
    about: Iterable[str] = (),
) -> Activity:
    """Write one line of what happened; called inside the caller's transaction.

    ``about``: the paths of everything else the sentence names, so that the line is narrowed with
    whichever of them is.
    """
    return Activity.objects.create(
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
        verb=verb,
        sentence=sentence,
        path=path,
        about="".join(f" {one} " for one in about),
        visibility=visibility,
    )


def narrow_lines(*, path: str, visibility: str) -> None:
    """Lines about a thing name or quote it: they are not seen by more people than the thing."""
    order = list(Visibility.values)
    wider = order[: order.index(visibility)]
    lines = Activity.objects.filter(Q(path=path) | Q(about__contains=f" {path} "))
    lines.filter(visibility__in=wider).update(visibility=visibility)


def mark_changes_seen(*, actor: User, at: datetime) -> None:
    """What happened up to ``at``, when the page was made, counts as read; it never goes back."""
    if actor.seen_changes_at is None or actor.seen_changes_at < at:
        actor.seen_changes_at = at
        actor.save(update_fields=["seen_changes_at"])
