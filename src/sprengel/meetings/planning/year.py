"""The year ahead: which days the rhythm implies, what speaks against them, and who would host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Body
from sprengel.meetings import queries
from sprengel.meetings.dates import is_exact, last_day, next_title
from sprengel.meetings.models import Meeting, MeetingState, Series
from sprengel.meetings.planning.hosts import Rotation, rotation
from sprengel.meetings.planning.objections import Objection, Objections, Slot
from sprengel.meetings.planning.rhythm import (
    Month,
    coming_months,
    habit_of,
    others,
    usual_day,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a meeting of this series usually is like: the last one's, else the series' own."""

    last: Meeting | None
    title: str
    starts_at: time | None
    ends_at: time | None
    place: str
    visibility: str

    def title_on(self, day: date) -> str:
        return next_title(self.title, day)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One month of the rhythm: a day to take, or the meetings that stand there already."""

    month: Month
    usual_on: date
    starts_on: date
    """The usual day, or the nearest against which nothing speaks."""
    objections: tuple[Objection, ...]
    usual_objections: tuple[Objection, ...]
    title: str
    host: Body | None
    planned: tuple[queries.MeetingLine, ...]

    @property
    def is_moved(self) -> bool:
        return self.starts_on != self.usual_on


@dataclass(frozen=True, slots=True)
class YearPlan:
    series: Series
    pattern: Pattern
    proposals: tuple[Proposal, ...]
    rotation: Rotation | None
    """None where the host does not change."""

    @property
    def to_plan(self) -> tuple[Proposal, ...]:
        return tuple(each for each in self.proposals if not each.planned)


def pattern_of(user: Viewer, series: Series) -> Pattern:
    last = (
        queries.meetings(user)
        .filter(series=series)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("-starts_on", "-pk")
        .first()
    )
    if last is None:
        start = series.usual_starts_at
        end = ends_after(start, series.usual_minutes)
        return Pattern(None, series.name, start, end, "", series.visibility)
    start = last.starts_at or series.usual_starts_at
    end = last.ends_at if last.starts_at and last.ends_at else None
    return Pattern(
        last=last,
        title=last.title,
        starts_at=start,
        ends_at=end or ends_after(start, series.usual_minutes),
        place=last.place,
        visibility=last.visibility,
    )


def year_plan(user: Viewer, series: Series) -> YearPlan:
    """The months of the rhythm from now on; a fixed number of queries, however many members."""
    today = today_on()
    months = coming_months(series, today)
    pattern = pattern_of(user, series)
    turn = rotation(user, series.organization, today) if series.host_rotates else None
    if not months:
        return YearPlan(series, pattern, (), turn)
    meetings = [
        each
        for each in queries.meetings(user).filter(series=series)
        if each.state != MeetingState.CANCELLED
    ]
    check = Objections(user, series.organization, today, months[-1].last_on)
    in_turn = turn.in_turn(len(months)) if turn else (None,) * len(months)
    hosts = iter(in_turn)
    proposals = []
    for month in months:
        planned = [each for each in meetings if _is_in(each, month)]
        found = _proposal(month, meetings, planned, pattern, check, today, user)
        if found is not None:
            host = None if planned else next(hosts)
            proposals.append(replace(found, host=host))
    return YearPlan(series, pattern, tuple(proposals), turn)


def ends_after(start: time | None, minutes: int) -> time | None:
    """The end on the same day; None where it would be the day after."""
    if start is None:
        return None
    end = start.hour * 60 + start.minute + minutes
    return time(end // 60, end % 60) if end < 24 * 60 else None


def first_free(month: Month, usual: date, check: Objections, pattern: Pattern, today: date) -> date:
    """The usual day if nothing speaks against it, else the nearest working day that is free."""
    for day in (usual, *others(usual, month)):
        if day > today and check.is_free(Slot(day, None, pattern.starts_at, pattern.ends_at)):
            return day
    return usual


def free_days(
    user: Viewer, series: Series, proposal: Proposal, *, after: date, count: int
) -> list[date]:
    """Some days of that month to choose from, the usual first where it is free; by date."""
    pattern, month = pattern_of(user, series), proposal.month
    check = Objections(user, series.organization, month.first_on, month.last_on)
    usual = proposal.usual_on
    days = [
        day
        for day in (usual, *others(usual, month))
        if day > after and check.is_free(_slot(day, pattern))
    ]
    return sorted(days[:count])


def _proposal(
    month: Month,
    meetings: list[Meeting],
    planned: list[Meeting],
    pattern: Pattern,
    check: Objections,
    today: date,
    user: Viewer,
) -> Proposal | None:
    past = [each.starts_on for each in meetings if is_exact(each)]
    usual = usual_day(month, habit_of(past, month.month))
    day = usual if planned else first_free(month, usual, check, pattern, today)
    if not planned and day <= today:
        return None
    return Proposal(
        month=month,
        usual_on=usual,
        starts_on=day,
        objections=() if planned else check.against(_slot(day, pattern)),
        usual_objections=() if planned or day == usual else check.against(_slot(usual, pattern)),
        title=pattern.title_on(day),
        host=None,
        planned=queries.lines(user, planned),
    )


def _slot(day: date, pattern: Pattern) -> Slot:
    return Slot(day, None, pattern.starts_at, pattern.ends_at)


def _is_in(meeting: Meeting, month: Month) -> bool:
    """Whether it is held in that month; "Frühjahr 2027" takes the whole season."""
    return meeting.starts_on <= month.last_on and last_day(meeting) >= month.first_on
