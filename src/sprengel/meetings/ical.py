"""A meeting as an iCalendar event (RFC 5545), and as an invitation or its cancellation (RFC 5546).

Shared by the mails to invitees and the calendars one subscribes to: both carry the same UID.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress
from icalendar.prop import vRecur

from sprengel.meetings.models import Meeting, MeetingState

LAST = date(9999, 12, 30)
"""The last day that has a day after it: one absurd date must not take the calendar down."""
ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Party:
    """Who invites or is invited."""

    email: str
    name: str = ""


def uid_of(meeting: Meeting) -> str:
    """Stays for ever: every later mail about the meeting is about this entry."""
    return f"sitzung-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}"


def event_of(
    meeting: Meeting,
    *,
    sequence: int | None = None,
    summary: str = "",
    location: str = "",
    description: str = "",
    url: str = "",
    stamp: datetime | None = None,
    has_end: bool = False,
) -> Event:
    """``has_end``: where nobody said when it ends, the usual length of the series is taken."""
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("dtstamp", (stamp or meeting.changed_at).astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("sequence", meeting.calendar_sequence if sequence is None else sequence)
    event.add("summary", summary or meeting.title)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    _add_times(event, meeting, has_end=has_end)
    for name, value in (("location", location), ("description", description), ("url", url)):
        if value:
            event.add(name, value)
    return event


def invitation(
    meeting: Meeting,
    *,
    method: str,
    sequence: int,
    organizer: Party,
    attendee: Party,
    is_chair: bool = False,
    partstat: str = "NEEDS-ACTION",
    location: str = "",
    description: str = "",
    url: str = "",
) -> str:
    """One invitee's entry. Others who are invited do not stand in it: it leaves the house."""
    event = event_of(
        meeting,
        sequence=sequence,
        location=location,
        description=description,
        url=url,
        stamp=timezone.now(),
        has_end=True,
    )
    if method == "CANCEL":
        event["status"] = "CANCELLED"
    event.add("organizer", _address(organizer), encode=False)
    event.add("attendee", _attendee(attendee, method, is_chair, partstat), encode=False)
    return calendar_of([event], method=method).to_ical().decode()


def calendar_of(events: list[Event], *, method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Sprengel//Sitzungen//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    calendar.add_component(zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def zone() -> Timezone:
    """Berlin by its rule, so that a meeting on the day the clocks change is right as well."""
    berlin = Timezone()
    berlin.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    hour = timedelta(hours=1)
    for part, name, start, offsets, month in (
        (summer, "CEST", datetime(1981, 3, 29, 2), (hour, 2 * hour), 3),
        (winter, "CET", datetime(1996, 10, 27, 3), (2 * hour, hour), 10),
    ):
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("tzoffsetfrom", offsets[0])
        part.add("tzoffsetto", offsets[1])
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        berlin.add_component(part)
    return berlin


def starts(meeting: Meeting) -> datetime | None:
    """The moment it begins; None where the hour or the day is not known."""
    if not meeting.starts_at or lasts_days(meeting):
        return None
    return _aware(meeting.starts_on, meeting.starts_at)


def lasts_days(meeting: Meeting) -> bool:
    return meeting.ends_on is not None and meeting.ends_on > meeting.starts_on


def _add_times(event: Event, meeting: Meeting, *, has_end: bool) -> None:
    """Timed where the hour is known for one day; else whole days, whose end is the day after."""
    start = starts(meeting)
    if start is None:
        event.add("dtstart", min(meeting.starts_on, LAST))
        event.add("dtend", min(meeting.ends_on or meeting.starts_on, LAST) + timedelta(days=1))
        return
    event.add("dtstart", start)
    end = _end(meeting, start, has_end=has_end)
    if end is not None:
        event.add("dtend", end)


def _end(meeting: Meeting, start: datetime, *, has_end: bool) -> datetime | None:
    if meeting.ends_at is not None:
        end = _aware(meeting.starts_on, meeting.ends_at)
        # A dinner that ends after midnight.
        return end if end > start else end + timedelta(days=1)
    if not has_end:
        return None
    # Minutes pass on the clock in UTC: three hours are three hours on every day of the year.
    return (start.astimezone(UTC) + timedelta(minutes=meeting.series.usual_minutes)).astimezone(
        timezone.get_default_timezone()
    )


def _aware(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at), timezone.get_default_timezone())


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    if party.name:
        # A quotation mark cannot stand in a parameter (RFC 5545, 3.1).
        address.params["CN"] = party.name.replace('"', "'")
    return address


def _attendee(party: Party, method: str, is_chair: bool, partstat: str) -> vCalAddress:
    attendee = _address(party)
    attendee.params["ROLE"] = "CHAIR" if is_chair else "REQ-PARTICIPANT"
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = partstat
        attendee.params["RSVP"] = "TRUE" if partstat == "NEEDS-ACTION" else "FALSE"
    return attendee


def beginning(meeting: Meeting) -> str:
    """For an entry of whole days: the hour it begins on the first."""
    if not meeting.starts_at or not lasts_days(meeting):
        return ""
    return _("Beginn: %(time)s Uhr") % {"time": meeting.starts_at.strftime("%H:%M")}
