"""What changes in this room. Every action is one transaction and leaves one line in the log."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body, Organization, Person
from sprengel.ledger.actions import change_matter
from sprengel.ledger.models import Matter
from sprengel.meetings.agenda.actions import add_item, defer, drop, remove_item, take
from sprengel.meetings.dates import when
from sprengel.meetings.models import (
    DatePrecision,
    Meeting,
    MeetingDocument,
    MeetingDocumentRole,
    MeetingState,
    Participation,
    Series,
)
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
def add_series(
    *,
    actor: User | None,
    organization: Organization,
    name: str,
    per_year: int = 2,
    source: str = "",
    visibility: str = Visibility.PUBLIC,
) -> Series:
    series = Series.objects.create(
        organization=organization,
        name=name,
        per_year=per_year,
        source=source,
        visibility=visibility,
    )
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=_("Sitzungsreihe „%(name)s“ angelegt.") % {"name": name},
        path="/sitzungen/",
        about=[organization.get_absolute_url(), organization.body.get_absolute_url()],
        visibility=narrowest(visibility, organization.visibility),
    )
    return series


@transaction.atomic
def plan_meeting(
    *,
    actor: User | None,
    series: Series,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    date_precision: str = DatePrecision.DAY,
    date_note: str = "",
    starts_at: time | None = None,
    place: str = "",
    host: Body | None = None,
    state: str = MeetingState.PLANNED,
    note: str = "",
    visibility: str = Visibility.PUBLIC,
) -> Meeting:
    """A meeting to come, or (``state`` "held") one that is put on record afterwards.

    The same one sent twice (a double click) is one meeting.
    """
    # Of two at the same moment the second waits here and then finds what the first has made.
    Series.objects.select_for_update().get(pk=series.pk)
    same = Meeting.objects.filter(series=series, title=title, starts_on=starts_on).first()
    if same is not None:
        return same
    meeting = Meeting.objects.create(
        series=series,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        date_precision=date_precision,
        date_note=date_note,
        starts_at=starts_at,
        place=place,
        host=host,
        state=state,
        note=note,
        visibility=visibility,
    )
    planned = _("Sitzung „%(title)s“ geplant: %(when)s.")
    recorded = _("Sitzung „%(title)s“ eingetragen: %(when)s.")
    sentence = planned if state == MeetingState.PLANNED else recorded
    _log_meeting(actor, meeting, sentence % {"title": title, "when": when(meeting)})
    return meeting


@transaction.atomic
def change_meeting(*, actor: User | None, meeting: Meeting) -> Meeting:
    """Save a changed meeting and say in the log what is different now."""
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.save()
    _log_meeting(actor, meeting, _what_changed(before, meeting))
    narrow_lines(path=meeting.get_absolute_url(), visibility=meeting.visibility)
    return meeting


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


def _what_changed(before: Meeting, after: Meeting) -> str:
    names = {"title": after.title, "when": when(after), "place": after.place}
    if before.state != after.state and after.state == MeetingState.CANCELLED:
        return _("Sitzung „%(title)s“ abgesagt.") % names
    if before.state != after.state and after.state == MeetingState.HELD:
        return _("Sitzung „%(title)s“ als gehalten eingetragen.") % names
    if when(before) != when(after):
        return _("Sitzung „%(title)s“ verlegt: %(when)s.") % names
    if before.place != after.place and after.place:
        return _("Sitzung „%(title)s“: neuer Ort %(place)s.") % names
    return _("Angaben zur Sitzung „%(title)s“ geändert.") % names


def _log_meeting(actor: User | None, meeting: Meeting, sentence: str) -> None:
    series = meeting.series
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=meeting.get_absolute_url(),
        about=circle_paths(meeting),
        visibility=narrowest(meeting.visibility, series.visibility, series.organization.visibility),
    )
