"""What changes in this room: the activity log."""

from __future__ import annotations

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
