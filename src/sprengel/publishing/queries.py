"""What leaves the house: always what everyone may see, whoever asks.

A feed or a calendar is kept by programs and handed on by caches, so it never depends on a login.
"""

from __future__ import annotations

from django.db.models import QuerySet

from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Organization
from sprengel.ledger.models import Entry, EntryKind
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import DatePrecision, Meeting

EVERYONE = None
ENTRIES_SHOWN = 50
TOLD = (EntryKind.OPENED, EntryKind.STATE, EntryKind.NOTE)
"""Entries that tell something; changed details and check dates are housekeeping."""


def entries(organization: Organization | None = None) -> QuerySet[Entry]:
    """What was told about public matters, the newest first; all of them or one circle's."""
    found = (
        Entry.objects.visible_to(EVERYONE)
        .filter(kind__in=TOLD, matter__is_withdrawn=False)
        .select_related("matter")
        .order_by("-at", "-pk")
    )
    return found.filter(matter__organization=organization) if organization else found


def dated_meetings(organization: Organization | None = None) -> QuerySet[Meeting]:
    """Meetings with a day; "in the spring" is nothing a calendar can show."""
    return (
        meetings.meetings(EVERYONE, organization=organization)
        .filter(date_precision=DatePrecision.DAY)
        .order_by("starts_on", "pk")
    )


def organization(slug: str) -> Organization | None:
    return bodies.organizations(EVERYONE).filter(slug=slug).first()
