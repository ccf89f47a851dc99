"""The year ahead: which days the rhythm implies, what speaks against them, and who would host."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body
from sprengel.meetings import queries
from sprengel.meetings.dates import is_exact, last_day, next_title
from sprengel.meetings.models import Meeting, MeetingState, Series
from sprengel.meetings.planning.hosts import Rotation, rotation
from sprengel.meetings.planning.objections import Against, Objection, Objections, Slot
from sprengel.meetings.planning.rhythm import (
    Month,
    coming_months,
    habit_of,
    months_of,
    others,
    reach_of,
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

    cities: tuple[str, ...]
    """Who may host: "Sitzung in Hohenfurt" becomes "Sitzung in Lindach"."""

    def title_on(self, day: date, host: Body | None = None) -> str:
        title = next_title(self.title, day)
        if not self.cities:
            return title
        place = rf"\s+in ({'|'.join(map(re.escape, self.cities))})\b"
        there = _("in %(city)s") % {"city": host.name} if host else ""
        return re.sub(place, f" {there}".rstrip(), title, count=1)


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
        return Pattern(None, series.name, start, end, "", series.visibility, ())
    start = last.starts_at or series.usual_starts_at
    end = last.ends_at if last.starts_at and last.ends_at else None
    return Pattern(
        last=last,
        title=last.title,
        starts_at=start,
        ends_at=end or ends_after(start, series.usual_minutes),
        place=last.place,
        visibility=last.visibility,
        cities=_cities(user, series) if series.host_rotates else (),
    )


def _cities(user: Viewer, series: Series) -> tuple[str, ...]:
    """The names of all who belong or belonged to the circle: one may stand in the title."""
    rows = bodies.memberships(user).filter(organization=series.organization)
    return tuple(rows.order_by().values_list("member__name", flat=True).distinct())


def year_plan(user: Viewer, series: Series) -> YearPlan:
    """The months of the rhythm from now on; a fixed number of queries, however many members."""
    today = today_on()
    months = coming_months(series, today)
    pattern = pattern_of(user, series)
    turn = None
    if series.host_rotates:
        until = months[-1].last_on if months else today
        turn = rotation(user, series.organization, today, until=until)
    if not months:
        return YearPlan(series, pattern, (), turn)
    meetings = [
        each
        for each in queries.meetings(user).filter(series=series)
        if each.state != MeetingState.CANCELLED
    ]
    check = Objections(user, series.organization, today, months[-1].last_on)
    reach = reach_of(months_of(series))
    past = [each.starts_on for each in meetings if is_exact(each)]
    proposals = []
    for month in months:
        planned = [each for each in meetings if _stands_for(each, month, reach)]
        found = _proposal(series, pattern, check, month, past, queries.lines(user, planned))
        if found is not None:
            proposals.append(found)
    with_hosts = _with_hosts(proposals, turn, pattern)
    return YearPlan(series, pattern, with_hosts, turn)


def _with_hosts(
    proposals: list[Proposal], turn: Rotation | None, pattern: Pattern
) -> tuple[Proposal, ...]:
    """Whoever is in turn, one after the other, and their city in the title."""
    if turn is None:
        return tuple(proposals)
    hosts = iter(turn.in_turn(each.starts_on for each in proposals if not each.planned))
    found = []
    for proposal in proposals:
        host = None if proposal.planned else next(hosts)
        title = pattern.title_on(proposal.starts_on, host)
        found.append(replace(proposal, host=host, title=title))
    return tuple(found)


def ends_after(start: time | None, minutes: int) -> time | None:
    """The end on the same day; None where it would be the day after."""
    if start is None:
        return None
    end = start.hour * 60 + start.minute + minutes
    return time(end // 60, end % 60) if end < 24 * 60 else None


def too_soon(day: date, series: Series) -> tuple[Objection, ...]:
    """Nobody can be invited in time any more."""
    if (day - today_on()).days >= series.invitation_days:
        return ()
    days = series.invitation_days
    text = ngettext(
        "Die Einladungsfrist von %(days)s Tag ist nicht mehr einzuhalten.",
        "Die Einladungsfrist von %(days)s Tagen ist nicht mehr einzuhalten.",
        days,
    )
    return (Objection(Against.TOO_SOON, text % {"days": days}),)


def first_free(month: Month, usual: date, check: Objections, pattern: Pattern) -> date:
    """The usual day if nothing speaks against it, else the nearest working day that is free."""
    for day in (usual, *others(usual, month)):
        if day > today_on() and check.is_free(_slot(day, pattern)):
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
    series: Series,
    pattern: Pattern,
    check: Objections,
    month: Month,
    past: list[date],
    planned: tuple[queries.MeetingLine, ...],
) -> Proposal | None:
    usual = usual_day(month, habit_of(past, month.month))
    if planned:
        return Proposal(month, usual, usual, (), (), "", None, planned)
    day = first_free(month, usual, check, pattern)
    if day <= today_on():
        return None
    return Proposal(
        month=month,
        usual_on=usual,
        starts_on=day,
        objections=(*too_soon(day, series), *check.against(_slot(day, pattern))),
        usual_objections=() if day == usual else check.against(_slot(usual, pattern)),
        title=pattern.title_on(day),
        host=None,
        planned=(),
    )


def _slot(day: date, pattern: Pattern) -> Slot:
    return Slot(day, None, pattern.starts_at, pattern.ends_at)


def _stands_for(meeting: Meeting, month: Month, reach: int) -> bool:
    """Whether it is that month's meeting: held in it ("Frühjahr 2027" takes the whole season), or
    put off by less than would bring it nearer to the next."""
    if meeting.starts_on <= month.last_on and last_day(meeting) >= month.first_on:
        return True
    start = meeting.starts_on
    return abs((start.year - month.year) * 12 + start.month - month.month) <= reach
