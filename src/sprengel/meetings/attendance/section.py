"""Attendance on the pages of cities and organizations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Actor, ActorKind
from sprengel.bodies.sections import Section
from sprengel.meetings.attendance import queries


def attendance_section(user: Viewer, actor: Actor) -> Section | None:
    """A city's last meetings; of an organization the way to its page."""
    if actor.actor_kind == ActorKind.PERSON or not queries.sees_absences(user):
        return None
    if actor.actor_kind == ActorKind.ORGANIZATION:
        found = queries.history(user, getattr(actor, "as_organization", actor))
        if not found.meetings:
            return None
        return Section(
            title=_("Teilnahme"),
            template="meetings/attendance/section.html",
            context={"history": found},
        )
    rows = queries.history_of(user, getattr(actor, "as_body", actor))
    if not rows:
        return None
    return Section(
        title=_("Teilnahme an Sitzungen"),
        template="meetings/attendance/section.html",
        context={
            "rows": rows,
            "here": sum(row.presence in queries.HERE for row, _when in rows),
        },
    )
