"""What changes in this room. Every action is one transaction and leaves one line in the log."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Person
from sprengel.ledger.actions import change_matter
from sprengel.ledger.models import Matter
from sprengel.meetings.agenda.actions import add_item, defer, drop, remove_item, take
from sprengel.meetings.models import (
    Meeting,
    MeetingDocument,
    MeetingDocumentRole,
    Participation,
)
from sprengel.meetings.planning.actions import add_series, change_meeting, plan_meeting
from sprengel.meetings.rules import circle_paths, narrowest

__all__ = [
    "add_item",
    "add_participation",
    "add_series",
    "attach_document",
    "change_meeting",
    "defer",
    "drop",
    "plan_meeting",
    "remove_item",
    "remove_participation",
    "take",
]


@transaction.atomic
def attach_document(
    *,
    actor: User | None,
    meeting: Meeting,
    document: Document,
    role: str = MeetingDocumentRole.PAPER,
) -> MeetingDocument:
    """Lay a document to a meeting; what is found in it comes back to that circle's meetings."""
    attached, _is_new = MeetingDocument.objects.update_or_create(
        meeting=meeting, document=document, defaults={"role": role}
    )
    if document.organization_id is None:
        document.organization = meeting.organization
        document.save(update_fields=["organization"])
        for matter in Matter.objects.filter(
            statements__document=document, organization__isnull=True
        ).distinct():
            change_matter(actor=actor, matter=matter, organization=meeting.organization)
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=_("„%(document)s“ zur Sitzung „%(meeting)s“ gelegt.")
        % {"document": document.title, "meeting": meeting.title},
        path=meeting.get_absolute_url(),
        about=[document.get_absolute_url(), *circle_paths(meeting)],
        visibility=narrowest(meeting.visibility, document.visibility),
    )
    return attached


@transaction.atomic
def add_participation(
    *,
    actor: User | None,
    meeting: Meeting,
    of: Actor,
    person: Person | None = None,
    role: str,
    post_title: str = "",
    is_remote: bool = False,
    source: str = "",
) -> Participation:
    row, _is_new = Participation.objects.update_or_create(
        meeting=meeting,
        actor=of,
        defaults={
            "person": person,
            "role": role,
            "post_title": post_title,
            "is_remote": is_remote,
            "source": source,
        },
    )
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=_("Teilnahme an „%(meeting)s“ eingetragen: %(name)s.")
        % {"meeting": meeting.title, "name": of.name},
        path=meeting.get_absolute_url(),
        about=[of.get_absolute_url(), *circle_paths(meeting)],
        visibility=narrowest(meeting.visibility, of.visibility),
    )
    return row


@transaction.atomic
def remove_participation(*, actor: User | None, participation: Participation) -> None:
    meeting, of = participation.meeting, participation.actor
    participation.delete()
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=_("Teilnahme an „%(meeting)s“ gestrichen: %(name)s.")
        % {"meeting": meeting.title, "name": of.name},
        path=meeting.get_absolute_url(),
        about=[of.get_absolute_url(), *circle_paths(meeting)],
        visibility=narrowest(meeting.visibility, of.visibility),
    )
