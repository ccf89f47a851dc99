"""Series are laid down, meetings planned, moved, cancelled; what invitees must hear is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.actions import narrow_lines
from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Body, Organization
from sprengel.meetings.agenda.standing import put_standing
from sprengel.meetings.dates import last_day, when
from sprengel.meetings.lines import one_line
from sprengel.meetings.models import DatePrecision, Meeting, MeetingState, Series
from sprengel.meetings.planning.log import log_meeting, log_series

TOLD_TO_INVITEES = (
    "starts_on",
    "ends_on",
    "date_precision",
    "starts_at",
    "ends_at",
    "place",
    "host_id",
    "remote_url",
    "state",
)
"""What stands in the invitees' calendars: a change here makes a new version of the invitation."""


@transaction.atomic
def add_series(
    *,
    actor: User | None,
    organization: Organization,
    name: str,
    per_year: int = 2,
    source: str = "",
    visibility: str = Visibility.PUBLIC,
    **facts: object,
) -> Series:
    """``facts``: any other field of the series (rhythm, months, lead times)."""
    name = one_line(name)
    series = Series.objects.create(
        organization=organization,
        name=name,
        per_year=per_year,
        source=source,
        visibility=visibility,
        **facts,
    )
    log_series(actor, series, _("Sitzungsreihe „%(name)s“ angelegt.") % {"name": name})
    return series


@transaction.atomic
def change_series(*, actor: User | None, series: Series) -> Series:
    """Save a changed series; meetings already planned keep their dates."""
    series.name = one_line(series.name)
    series.save()
    log_series(actor, series, _("Sitzungsreihe „%(name)s“ geändert.") % {"name": series.name})
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
    ends_at: time | None = None,
    place: str = "",
    host: Body | None = None,
    state: str = MeetingState.PLANNED,
    remote_url: str = "",
    note: str = "",
    topics_until: date | None = None,
    cancelled_because: str = "",
    copied_from: Meeting | None = None,
    visibility: str = Visibility.PUBLIC,
) -> Meeting:
    """A meeting to come, or (``state`` "held") one that is put on record afterwards.

    The same one sent twice (a double click) is one meeting.
    """
    title, place = one_line(title), one_line(place)
    # Of two at the same moment the second waits here and then finds what the first has made.
    Series.objects.select_for_update().get(pk=series.pk)
    same = Meeting.objects.filter(series=series, title=title, starts_on=starts_on).first()
    if same is not None:
        return same
    meeting = Meeting(
        series=series,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        date_precision=date_precision,
        date_note=date_note,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        host=host,
        state=state,
        remote_url=remote_url,
        note=note,
        topics_until=topics_until,
        cancelled_because=cancelled_because,
        copied_from=copied_from,
        visibility=visibility,
    )
    meeting.topics_until = topics_until or usual_cut_off(meeting)
    meeting.save()
    planned = _("Sitzung „%(title)s“ geplant: %(when)s.")
    recorded = _("Sitzung „%(title)s“ eingetragen: %(when)s.")
    sentence = planned if state == MeetingState.PLANNED else recorded
    log_meeting(actor, meeting, sentence % {"title": title, "when": when(meeting)})
    return meeting


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One of the meetings of the year ahead, as accepted or changed."""

    title: str
    starts_on: date
    starts_at: time | None
    ends_at: time | None
    place: str
    host: Body | None


@transaction.atomic
def plan_year(
    *,
    actor: User,
    series: Series,
    entries: Iterable[YearEntry],
    copied_from: Meeting | None,
    visibility: str,
) -> list[Meeting]:
    """All of them or none, each with the standing items on its agenda."""
    planned = []
    for entry in entries:
        meeting = plan_meeting(
            actor=actor,
            series=series,
            title=entry.title,
            starts_on=entry.starts_on,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            place=entry.place,
            host=entry.host,
            copied_from=copied_from,
            visibility=visibility,
        )
        put_standing(actor=actor, meeting=meeting)
        planned.append(meeting)
    return planned


@transaction.atomic
def change_meeting(*, actor: User | None, meeting: Meeting) -> Meeting:
    """Save a changed meeting and say in the log what is different now.

    Where date, time, place or state is another, ``calendar_sequence`` counts up: whoever holds
    the version before is to be sent the new one. Who has answered is asked again only where day
    or hour is another: a new room makes nobody's acceptance void.
    """
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.title, meeting.place = one_line(meeting.title), one_line(meeting.place)
    meeting.calendar_sequence = before.calendar_sequence + int(concerns_invitees(before, meeting))
    meeting.time_sequence = before.time_sequence
    if asks_anew(before, meeting):
        meeting.time_sequence = meeting.calendar_sequence
    if meeting.starts_on != before.starts_on and meeting.topics_until in (
        None,
        usual_cut_off(before),
    ):
        # The cut-off date follows the meeting, unless somebody set one of their own.
        meeting.topics_until = usual_cut_off(meeting)
    if meeting.state != MeetingState.CANCELLED:
        meeting.cancelled_because = ""
    meeting.save()
    log_meeting(actor, meeting, _what_changed(before, meeting))
    narrow_lines(path=meeting.get_absolute_url(), visibility=meeting.visibility)
    return meeting


def concerns_invitees(before: Meeting, after: Meeting) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in TOLD_TO_INVITEES)


def asks_anew(before: Meeting, after: Meeting) -> bool:
    """Another day or hour; or it takes place after all, and somebody was told that it does not."""
    if before.state == MeetingState.CANCELLED and after.state == MeetingState.PLANNED:
        return after.invitations.filter(sequence_sent__gte=before.calendar_sequence).exists()
    return _time_of(before) != _time_of(after)


def _time_of(meeting: Meeting) -> tuple[object, ...]:
    return (meeting.starts_on, last_day(meeting), meeting.date_precision, meeting.starts_at)


def usual_cut_off(meeting: Meeting) -> date | None:
    """Until when topics are handed in, by the series; for a meeting to come on a known day."""
    if meeting.date_precision != DatePrecision.DAY or meeting.state == MeetingState.HELD:
        return None
    try:
        return meeting.starts_on - timedelta(days=meeting.series.topics_days)
    except OverflowError:
        return None


def _what_changed(before: Meeting, after: Meeting) -> str:
    names = {"title": after.title, "when": when(after), "place": after.place}
    if before.state != after.state and after.state == MeetingState.CANCELLED:
        if after.cancelled_because:
            names["reason"] = after.cancelled_because
            return _("Sitzung „%(title)s“ abgesagt: %(reason)s") % names
        return _("Sitzung „%(title)s“ abgesagt.") % names
    if before.state != after.state and after.state == MeetingState.HELD:
        return _("Sitzung „%(title)s“ als gehalten eingetragen.") % names
    if when(before) != when(after):
        return _("Sitzung „%(title)s“ verlegt: %(when)s.") % names
    if before.starts_at != after.starts_at and after.starts_at:
        names["time"] = after.starts_at.strftime("%H:%M")
        return _("Sitzung „%(title)s“: neuer Beginn %(time)s Uhr.") % names
    if before.place != after.place and after.place:
        return _("Sitzung „%(title)s“: neuer Ort %(place)s.") % names
    return _("Angaben zur Sitzung „%(title)s“ geändert.") % names
