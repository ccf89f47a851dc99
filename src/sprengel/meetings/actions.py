"""What changes in this room. Every action is one transaction and leaves one line in the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body, Organization, Person
from sprengel.ledger.actions import change_matter, set_check
from sprengel.ledger.models import Matter
from sprengel.meetings.dates import when
from sprengel.meetings.models import (
    AgendaItem,
    AgendaState,
    DatePrecision,
    Meeting,
    MeetingDocument,
    MeetingDocumentRole,
    MeetingState,
    Participation,
    Series,
)
from sprengel.meetings.proposals import BETWEEN
from sprengel.meetings.rules import narrowest
from sprengel.ui.wording import long_date, quoted

LONGEST_TITLE = 300
"""Of a title, a reason or a because, as the table has it."""


class ReasonMissing(Exception):
    """Whoever defers or drops a matter says why."""


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
        about=[document.get_absolute_url(), *_circle(meeting)],
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
        about=[of.get_absolute_url(), *_circle(meeting)],
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
        about=[of.get_absolute_url(), *_circle(meeting)],
        visibility=narrowest(meeting.visibility, of.visibility),
    )


@transaction.atomic
def take(
    *, actor: User | None, meeting: Meeting, matter: Matter, because: str | Iterable[str] = ""
) -> AgendaItem:
    """Put the matter on the agenda; members see it there, the public only if somebody says so."""
    item = _decide(
        meeting,
        matter,
        AgendaState.TAKEN,
        because,
        visibility=narrowest(Visibility.MEMBERS, meeting.visibility, matter.visibility),
    )
    _log_agenda(actor, item, _("auf die Tagesordnung genommen: %(title)s."))
    return item


@transaction.atomic
def defer(
    *,
    actor: User | None,
    meeting: Meeting,
    matter: Matter,
    until: date,
    reason: str,
    because: str | Iterable[str] = "",
) -> AgendaItem:
    """Not at this meeting: the matter's check date moves to ``until``."""
    item = _decide(
        meeting, matter, AgendaState.DEFERRED, because, reason=_given(reason), deferred_until=until
    )
    # The reason stays with the agenda: the matter's history may be public.
    set_check(actor=actor, matter=matter, next_check_on=until)
    _log_agenda(actor, item, _("zurückgestellt bis %(until)s: %(title)s."), until=long_date(until))
    return item


@transaction.atomic
def drop(
    *,
    actor: User | None,
    meeting: Meeting,
    matter: Matter,
    reason: str,
    because: str | Iterable[str] = "",
) -> AgendaItem:
    """Not at this meeting; it is proposed again for the next one."""
    item = _decide(meeting, matter, AgendaState.DROPPED, because, reason=_given(reason))
    _log_agenda(actor, item, _("nicht aufgenommen: %(title)s."))
    return item


@transaction.atomic
def add_item(
    *,
    actor: User | None,
    meeting: Meeting,
    title: str,
    visibility: str = Visibility.MEMBERS,
) -> AgendaItem:
    """A point of the agenda that is not a matter: welcome, reports, a topic; sent twice, one."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    same = meeting.agenda.filter(title=title, matter__isnull=True, state=AgendaState.TAKEN).first()
    if same is not None:
        return same
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=_next_position(meeting),
        title=title,
        visibility=narrowest(visibility, meeting.visibility),
    )
    _log_agenda(actor, item, _("auf die Tagesordnung genommen: %(title)s."))
    return item


@transaction.atomic
def move_item(*, actor: User | None, item: AgendaItem, by: int) -> None:
    """Move a point up (-1) or down (+1); at the end of the list nothing happens."""
    order = list(
        AgendaItem.objects.select_for_update()
        .filter(meeting_id=item.meeting_id, state=AgendaState.TAKEN)
        .order_by("position", "pk")
    )
    here = order.index(item)
    there = min(max(here + by, 0), len(order) - 1)
    if here == there:
        return
    order.insert(there, order.pop(here))
    for position, each in enumerate(order, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    _log_agenda(actor, item, _("Tagesordnung umgestellt: %(title)s."))


@transaction.atomic
def remove_item(*, actor: User | None, item: AgendaItem) -> None:
    """Take a point off the agenda; a matter is undecided again."""
    _log_agenda(actor, item, _("von der Tagesordnung genommen: %(title)s."))
    item.delete()


def _decide(
    meeting: Meeting,
    matter: Matter,
    state: AgendaState,
    because: str | Iterable[str],
    *,
    reason: str = "",
    deferred_until: date | None = None,
    visibility: str = Visibility.OFFICE,
) -> AgendaItem:
    """One choice for each matter and meeting: the latest replaces the one before."""
    why = because if isinstance(because, str) else BETWEEN.join(because)
    values = {
        "title": _title(matter),
        "because": _shortened(why),
        "state": state,
        "reason": _shortened(reason),
        "deferred_until": deferred_until,
        "visibility": visibility,
    }
    item, _is_new = AgendaItem.objects.update_or_create(
        meeting=meeting,
        matter=matter,
        defaults=values,
        create_defaults={**values, "position": _next_position(meeting)},
    )
    return item


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _title(matter: Matter) -> str:
    who = matter.actor_name
    head = f"{matter.get_act_display()} ({who})" if who else matter.get_act_display()
    return _shortened(f"{head}: {quoted(matter.quote)}")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def _next_position(meeting: Meeting) -> int:
    return (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1


def _log_agenda(actor: User | None, item: AgendaItem, sentence: str, **words: str) -> None:
    meeting = item.meeting
    visible = [item.visibility, meeting.visibility]
    if item.matter:
        visible.append(item.matter.visibility)
    log(
        actor=actor,
        verb=ActivityVerb.AGENDA_CHANGED,
        sentence=f"{meeting.title}: {sentence % {'title': item.title, **words}}",
        # Who narrows the matter later narrows the lines that lead to it.
        path=item.matter.get_absolute_url() if item.matter else meeting.get_absolute_url(),
        about=[meeting.get_absolute_url(), *_circle(meeting)],
        visibility=narrowest(*visible),
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


def _circle(meeting: Meeting) -> list[str]:
    """A meeting is seen by no more people than its circle, and so are the lines that name it."""
    circle = meeting.organization
    return [circle.get_absolute_url(), circle.body.get_absolute_url()]


def _log_meeting(actor: User | None, meeting: Meeting, sentence: str) -> None:
    series = meeting.series
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=meeting.get_absolute_url(),
        about=_circle(meeting),
        visibility=narrowest(meeting.visibility, series.visibility, series.organization.visibility),
    )
