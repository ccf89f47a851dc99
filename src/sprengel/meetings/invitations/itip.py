"""Reading a calendar program's answer (RFC 5546, METHOD:REPLY) out of a mail or a file. Pure.

What comes from outside is any bytes at all: whatever cannot be read ends in ``Unreadable`` with
a sentence, what is no calendar answer at all is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.timezone import tzp

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR_TYPES = ("text/calendar", "application/ics")
ANSWERS = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "DECLINED": "declined",
    "DELEGATED": "delegated",
}
_FAILED_CHECK = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


class Unreadable(Exception):
    """It wants to be a calendar answer and cannot be read."""


@dataclass(frozen=True, slots=True)
class Reply:
    method: str
    """REPLY, or COUNTER: another time is proposed."""
    uid: str
    attendee: str
    partstat: str
    sequence: int
    stamp: datetime | None
    """In UTC; None where the program said nothing."""
    comment: str
    deputy: str
    from_email: str
    """The mail's sender; "" for a file without a mail around it."""
    is_sender_doubtful: bool
    """The receiving mail server found that the sender's domain did not send it."""


def read_reply(raw: bytes) -> Reply | None:
    if raw.lstrip()[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        return _reply(raw, from_email="", is_doubtful=False)
    try:
        message = message_from_bytes(raw, policy=policy.default)
        data = _calendar_part(message)
        sender = parseaddr(str(message.get("From", "")))[1]
        results = str((message.get_all("Authentication-Results") or [""])[0])
    except Exception as problem:  # the mail parser raises many things on crafted headers
        raise Unreadable from problem
    if data is None:
        return None
    return _reply(data, from_email=sender, is_doubtful=bool(_FAILED_CHECK.search(results)))


def _calendar_part(message: EmailMessage) -> bytes | None:
    for part in message.walk():
        if part.is_multipart():
            continue
        name = (part.get_filename() or "").lower()
        if part.get_content_type() in CALENDAR_TYPES or name.endswith(".ics"):
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    return None


def _reply(data: bytes, *, from_email: str, is_doubtful: bool) -> Reply | None:
    try:
        calendar = Calendar.from_ical(data.decode("utf-8-sig", "replace"))
        method = str(calendar.get("method", "")).upper()
        events = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
        if method not in ("REPLY", "COUNTER"):
            return None
        if not events:
            raise Unreadable
        return _read_event(events[0], method, from_email, is_doubtful)
    except Unreadable:
        raise
    except Exception as problem:  # the calendar parser raises many things on broken files
        raise Unreadable from problem


def _read_event(event: Event, method: str, from_email: str, is_doubtful: bool) -> Reply:
    attendees = event.get("attendee", [])
    attendee = attendees[0] if isinstance(attendees, list) and attendees else attendees
    params = getattr(attendee, "params", {})
    return Reply(
        method=method,
        uid=str(event.get("uid", ""))[:255],
        attendee=_address(str(attendee or "")),
        partstat=str(params.get("PARTSTAT", "")).upper(),
        sequence=_sequence(event.get("sequence", 0)),
        stamp=_stamp(event.get("dtstamp")),
        comment=_comment(event),
        deputy=_address(str(params.get("DELEGATED-TO", ""))),
        from_email=from_email[:254],
        is_sender_doubtful=is_doubtful,
    )


def _sequence(value: object) -> int:
    number = int(str(value))
    return min(max(number, 0), 10**6)


def _stamp(prop: object) -> datetime | None:
    """RFC 5545 wants UTC; programs also write a time of their zone, none at all, or a day."""
    at = getattr(prop, "dt", None)
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=_zone(prop))).astimezone(UTC)
    if isinstance(at, date):
        return datetime.combine(at, time(), tzinfo=BERLIN).astimezone(UTC)
    return None


def _zone(prop: object) -> tzinfo:
    """By the name it is given (Windows has its own); a time without a zone is one of ours."""
    name = str(getattr(prop, "params", {}).get("TZID", ""))
    return (tzp.timezone(name) if name else None) or BERLIN


def _comment(event: Event) -> str:
    comment = event.get("comment", "")
    first = comment[0] if isinstance(comment, list) and comment else comment
    return " ".join(str(first or "").split())[:500]


def _address(value: str) -> str:
    bare = re.sub(r"(?i)^mailto:", "", value.strip().strip('"').strip())
    return bare[:254]
