"""When a meeting is, as exactly as it is known, and when the one after it should be."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sprengel.meetings.models import DatePrecision, Meeting
from sprengel.ui.wording import long_date, seen_from

WEEKS_IN_YEAR = 52


def last_day(meeting: Meeting) -> date:
    """The last day on which the meeting can be; of a season or a year its last."""
    if meeting.ends_on:
        return meeting.ends_on
    months = {DatePrecision.MONTH: 1, DatePrecision.SEASON: 3, DatePrecision.YEAR: 12}
    if meeting.date_precision not in months:
        return meeting.starts_on
    return months_on(meeting.starts_on, months[DatePrecision(meeting.date_precision)]) - timedelta(
        days=1
    )


def is_exact(meeting: Meeting) -> bool:
    return meeting.date_precision == DatePrecision.DAY


def when(meeting: Meeting) -> str:
    """ "7. bis 8. April 2022", "Frühjahr 2017", or the note where the record is honest."""
    if not is_exact(meeting):
        return meeting.date_note or long_date(meeting.starts_on, meeting.date_precision)
    if not meeting.ends_on or meeting.ends_on == meeting.starts_on:
        return long_date(meeting.starts_on)
    start, end = meeting.starts_on, meeting.ends_on
    if (start.year, start.month) == (end.year, end.month):
        return _("%(day)s. bis %(last)s") % {"day": start.day, "last": long_date(end)}
    return _("%(first)s bis %(last)s") % {"first": long_date(start), "last": long_date(end)}


def days_to_go(meeting: Meeting, today: date) -> str:
    """ "in 12 Tagen" for a date known to the day; nothing is counted towards a guess."""
    if not is_exact(meeting):
        return ""
    if meeting.starts_on <= today <= last_day(meeting):
        return _("heute")
    return seen_from(meeting.starts_on, today)


def months_on(day: date, count: int) -> date:
    """The same day some months later, or that month's last; time ends with the year 9999."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def by_rhythm(day: date, per_year: int) -> date:
    """The date after ``day`` in a series of so many meetings a year, on the same weekday."""
    try:
        if per_year > 12:
            return day + timedelta(weeks=max(1, round(WEEKS_IN_YEAR / per_year)))
        later = months_on(day, max(1, 12 // per_year))
        return later + timedelta(days=(day.weekday() - later.weekday() + 3) % 7 - 3)
    except OverflowError:
        return date.max


def next_title(title: str, day: date) -> str:
    """ "Herbstsitzung 2026" becomes "Frühjahrssitzung 2027"; any other title stays."""
    seasons = ("Winter", "Frühjahrs", "Sommer", "Herbst")
    title = re.sub("|".join(seasons), seasons[day.month % 12 // 3], title, count=1)
    return re.sub(r"\b(19|20)\d\d\b", str(day.year), title, count=1)
