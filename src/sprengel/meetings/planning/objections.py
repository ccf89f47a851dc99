"""What speaks against a day: free days of the Land, and other meetings of the same people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Organization
from sprengel.meetings import queries
from sprengel.meetings.dates import last_day
from sprengel.meetings.models import DatePrecision, Meeting, MeetingState
from sprengel.meetings.planning.attendees import Attendees
from sprengel.meetings.planning.land import public_holiday, school_holidays
from sprengel.ui.wording import listed, long_date

SATURDAY = 5
NAMES_SHOWN = 4
LONGEST_DAYS = 14
"""Of a meeting over several days; what is longer is a slip of the hand."""


class Against(models.TextChoices):
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SCHOOL = "school"
    PAST = "past"
    TOO_SOON = "too_soon"
    CLASH = "clash"
    SAME_DAY = "same_day"
    UNKNOWN = "unknown"


WEAK = (Against.SAME_DAY, Against.UNKNOWN)
"""Worth saying, but no reason to look for another day."""


@dataclass(frozen=True, slots=True)
class Objection:
    kind: Against
    sentence: str

    @property
    def is_weak(self) -> bool:
        return self.kind in WEAK


@dataclass(frozen=True, slots=True)
class Slot:
    """When a meeting would be."""

    starts_on: date
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None

    def days(self) -> tuple[date, ...]:
        last = max(self.ends_on or self.starts_on, self.starts_on)
        count = min((last - self.starts_on).days, LONGEST_DAYS)
        return tuple(self.starts_on + timedelta(days=number) for number in range(count + 1))


class Objections:
    """For one organization over a stretch of time; read once, asked for many days."""

    def __init__(
        self,
        user: Viewer,
        organization: Organization,
        first: date,
        last: date,
        *,
        leave_out: Meeting | None = None,
    ) -> None:
        """``leave_out``: the meeting that is being moved itself."""
        self._organization = organization
        self._meeting = leave_out
        planned = (
            queries.meetings(user)
            .filter(
                Q(starts_on__gte=first) | Q(ends_on__gte=first),
                state=MeetingState.PLANNED,
                date_precision=DatePrecision.DAY,
                starts_on__lte=last,
            )
            .order_by("starts_on", "pk")
        )
        self._others = [meeting for meeting in planned if meeting != leave_out]
        circles = {meeting.series.organization_id for meeting in self._others}
        wanted = [*self._others, *filter(None, [leave_out])]
        self._attendees = Attendees.load(user, circles | {organization.pk}, wanted)

    def against(self, slot: Slot) -> tuple[Objection, ...]:
        return (*_free_days(slot), *self._clashes(slot))

    def is_free(self, slot: Slot) -> bool:
        return all(objection.is_weak for objection in self.against(slot))

    def _clashes(self, slot: Slot) -> Iterable[Objection]:
        days = slot.days()
        for other in self._others:
            if other.starts_on > days[-1] or last_day(other) < days[0]:
                continue
            ours = self._attendees.at(self._organization.pk, days[0], self._meeting)
            theirs = self._attendees.at(other.series.organization_id, other.starts_on, other)
            shared = ours.shared_with(theirs)
            if shared:
                yield _clash(slot, other, shared)


def past(slot: Slot) -> tuple[Objection, ...]:
    if slot.days()[-1] >= today():
        return ()
    return (Objection(Against.PAST, _("Dieser Tag ist schon vorbei.")),)


def _free_days(slot: Slot) -> Iterable[Objection]:
    days = slot.days()
    seen: set[str] = set()
    school = school_holidays()
    for day in days:
        name = public_holiday(day)
        if name:
            text = _("Feiertag: %(name)s (%(day)s).")
            yield Objection(Against.HOLIDAY, text % {"name": name, "day": long_date(day)})
        elif day.weekday() >= SATURDAY:
            weekend = (
                _("Samstag, %(day)s.") if day.weekday() == SATURDAY else _("Sonntag, %(day)s.")
            )
            yield Objection(Against.WEEKEND, weekend % {"day": long_date(day)})
        free = school.on(day)
        if free is not None and free.name not in seen:
            seen.add(free.name)
            yield Objection(
                Against.SCHOOL, _school_sentence(free.name, free.first_on, free.last_on)
            )
    if not all(school.knows(day) for day in days):
        yield Objection(Against.UNKNOWN, _("Schulferien sind für diesen Tag nicht hinterlegt."))


def _school_sentence(name: str, first_on: date, last_on: date) -> str:
    if first_on == last_on:
        return f"{name}."
    words = {"name": name, "first": long_date(first_on), "last": long_date(last_on)}
    return _("%(name)s: %(first)s bis %(last)s.") % words


def _clash(slot: Slot, other: Meeting, shared: tuple[str, ...]) -> Objection:
    overlap = _overlap(slot, other)
    words = {
        "title": " – ".join(filter(None, [other.title, queries.circle_name(other)])),
        "names": _names(shared),
        "time": other.starts_at.strftime("%H:%M") if other.starts_at else "",
    }
    if overlap is False:
        text = _("Am selben Tag, zu anderer Zeit (%(time)s Uhr): „%(title)s“ mit %(names)s.")
        return Objection(Against.SAME_DAY, text % words)
    if overlap:
        text = _("Zur selben Zeit (%(time)s Uhr): „%(title)s“ mit %(names)s.")
        return Objection(Against.CLASH, text % words)
    return Objection(Against.CLASH, _("Am selben Tag: „%(title)s“ mit %(names)s.") % words)


def _names(shared: tuple[str, ...]) -> str:
    if len(shared) <= NAMES_SHOWN + 1:
        return listed(list(shared))
    more = len(shared) - NAMES_SHOWN
    rest = ngettext("%(count)s weiteren", "%(count)s weiteren", more) % {"count": more}
    return listed([*shared[:NAMES_SHOWN], rest])


def _overlap(slot: Slot, other: Meeting) -> bool | None:
    """None where an hour is unknown or a meeting lasts days: the day itself is taken then."""
    if not slot.starts_at or not other.starts_at or len(slot.days()) > 1:
        return None
    if last_day(other) != other.starts_on:
        return None
    usual = other.series.usual_minutes
    ours = _from_to(slot.starts_on, slot.starts_at, slot.ends_at, usual)
    theirs = _from_to(other.starts_on, other.starts_at, other.ends_at, usual)
    return ours[0] < theirs[1] and theirs[0] < ours[1]


def _from_to(day: date, start: time, end: time | None, minutes: int) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, start)
    ends = datetime.combine(day, end) if end else begins
    return begins, ends if ends > begins else begins + timedelta(minutes=minutes)
