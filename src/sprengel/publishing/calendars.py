"""Meetings as an iCalendar file (RFC 5545) that calendar programs subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from sprengel.meetings.models import Meeting, MeetingState
from sprengel.meetings.queries import circle_name, visible_name
from sprengel.publishing.feeds import absolute
from sprengel.publishing.queries import EVERYONE

REFRESH = timedelta(hours=12)
YEAR = timedelta(days=366)
LAST = date(9999, 12, 30)
"""The last day that has a day after it: one absurd date must not take the calendar down."""


def calendar_of(meetings: Iterable[Meeting], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Sprengel//Sitzungen//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    days = []
    for meeting in meetings:
        calendar.add_component(_event(meeting))
        days.append(meeting.starts_on)
    if days:
        # Only the clock changes that matter, not those of seventy years.
        last = min(max(days), LAST - YEAR) + YEAR
        calendar.add_missing_timezones(first_date=min(days), last_date=last)
    return calendar.to_ical()


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"sitzung-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("summary", " – ".join(filter(None, [meeting.title, circle_name(meeting)])))
    event.add("url", absolute(meeting.get_absolute_url()))
    event.add("status", _status(meeting))
    _add_days(event, meeting)
    place = [meeting.place, visible_name(EVERYONE, meeting.host)]
    if any(place):
        event.add("location", ", ".join(filter(None, place)))
    description = [_beginning(meeting), meeting.date_note]
    if any(description):
        event.add("description", "\n".join(filter(None, description)))
    return event


def _add_days(event: Event, meeting: Meeting) -> None:
    """Timed where the hour is known for one day; else whole days, whose end is the day after."""
    if meeting.starts_at and not _lasts_days(meeting):
        start = datetime.combine(meeting.starts_on, meeting.starts_at)
        event.add("dtstart", timezone.make_aware(start, timezone.get_default_timezone()))
        return
    event.add("dtstart", min(meeting.starts_on, LAST))
    event.add("dtend", min(meeting.ends_on or meeting.starts_on, LAST) + timedelta(days=1))


def _lasts_days(meeting: Meeting) -> bool:
    return meeting.ends_on is not None and meeting.ends_on > meeting.starts_on


def _beginning(meeting: Meeting) -> str:
    if not meeting.starts_at or not _lasts_days(meeting):
        return ""
    return _("Beginn: %(time)s Uhr") % {"time": meeting.starts_at.strftime("%H:%M")}


def _status(meeting: Meeting) -> str:
    return "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED"
