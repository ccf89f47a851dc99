"""What changes in this room: the activity log."""

from __future__ import annotations

from datetime import datetime

from sprengel.accounts.models import Activity, ActivityVerb, User


def log(
    *, actor: User | None, verb: ActivityVerb, sentence: str, path: str = "", visibility: str
) -> Activity:
    """Write one line of what happened; called inside the caller's transaction."""
    return Activity.objects.create(
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
        verb=verb,
        sentence=sentence,
        path=path,
        visibility=visibility,
    )


def mark_changes_seen(*, actor: User, at: datetime) -> None:
    """What happened up to ``at``, when the page was made, counts as read; it never goes back."""
    if actor.seen_changes_at is None or actor.seen_changes_at < at:
        actor.seen_changes_at = at
        actor.save(update_fields=["seen_changes_at"])
