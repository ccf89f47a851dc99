"""On the page of a document that is a version of minutes: whether there is a newer one."""

from __future__ import annotations

from sprengel.accounts.models import Viewer
from sprengel.archive.models import Document
from sprengel.archive.sections import DocumentSection
from sprengel.meetings import queries as meetings
from sprengel.meetings.minutes import queries


def version_section(user: Viewer, document: Document) -> DocumentSection | None:
    """For whoever may see the session; a newer version they may not see is not given away."""
    meeting_pk = queries.meeting_of_version(document)
    meeting = meetings.meeting(user, meeting_pk) if meeting_pk else None
    if meeting is None:
        return None
    lines = queries.versions(user, meeting)
    here = next((line for line in lines if line.version.document_id == document.pk), None)
    if here is None:
        return None
    return DocumentSection(
        "meetings/minutes/document_section.html",
        {"version": here, "newest": lines[0], "meeting": meeting},
    )
