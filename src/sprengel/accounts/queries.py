"""Reads of this room."""

from __future__ import annotations

from datetime import datetime

from sprengel.accounts.models import Activity, Viewer, VisibleQuerySet


def activities(user: Viewer, *, since: datetime | None = None) -> VisibleQuerySet:
    """What happened, newest first, as far as ``user`` may know."""
    lines = Activity.objects.visible_to(user)
    return lines.filter(at__gt=since) if since else lines
