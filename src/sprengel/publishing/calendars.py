"""Meetings and deadlines as an iCalendar file (RFC 5545) that calendar programs subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event

from sprengel.ledger.models import Matter
from sprengel.meetings import ical
from sprengel.meetings.models import Meeting
from sprengel.meetings.queries import circle_name, visible_name
from sprengel.publishing.feeds import absolute
from sprengel.publishing.queries import EVERYONE
from sprengel.ui.wording import quoted

REFRESH = timedelta(hours=12)
LONGEST_TITLE = 120


def calendar_of(meetings: Iterable[Meeting], name: str, *, matters: Sequence[Matter] = ()) -> bytes:
    """``matters``: with the day they are due and the day somebody asks how they stand."""
    events = [_event(meeting) for meeting in meetings]
    events += [event for matter in matters for event in _deadlines(matter)]
    calendar = ical.calendar_of(events)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    return calendar.to_ical()


def _event(meeting: Meeting) -> Event:
    """Only a host everybody may know is named: calendars are handed on."""
    place = [meeting.place, visible_name(EVERYONE, meeting.host)]
    return ical.event_of(
        meeting,
        summary=" – ".join(filter(None, [meeting.title, circle_name(meeting)])),
        url=absolute(meeting.get_absolute_url()),
        location=", ".join(filter(None, place)),
        description="\n".join(filter(None, [ical.beginning(meeting), meeting.date_note])),
    )


def _deadlines(matter: Matter) -> list[Event]:
    found = []
    if matter.due_on:
        found.append(_day(matter, "frist", matter.due_on, _("Frist: %(what)s")))
    if matter.next_check_on and matter.next_check_on != matter.due_on:
        found.append(_day(matter, "auskunft", matter.next_check_on, _("Auskunft: %(what)s")))
    return found


def _day(matter: Matter, kind: str, day: date, title: str) -> Event:
    """A whole day that leaves one free: a deadline is no appointment."""
    event = Event()
    event.add("uid", f"{kind}-{matter.public_id}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", matter.created_at)
    event.add("summary", title % {"what": quoted(_shortened(matter.quote))})
    event.add("dtstart", min(day, ical.LAST))
    event.add("dtend", min(day, ical.LAST) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", absolute(matter.get_absolute_url()))
    return event


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"
