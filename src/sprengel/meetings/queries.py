"""Reads of this room: series, meetings and what belongs to one meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer, visible_levels
from sprengel.bodies.models import Actor, Organization
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import Matter, Statement
from sprengel.meetings.dates import by_rhythm, days_to_go, last_day, when
from sprengel.meetings.models import (
    AgendaItem,
    AgendaState,
    DatePrecision,
    Meeting,
    MeetingDocument,
    MeetingDocumentRole,
    MeetingState,
    ParticipantRole,
    Participation,
    Series,
)

LONGEST_TERM = timedelta(days=366)
"""A meeting "in 2027" may still come on the last day of that year."""
RECORD_ROLES = (MeetingDocumentRole.MINUTES, MeetingDocumentRole.PRESS)
"""What these say was said at the meeting; a paper laid before it may be older."""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as lists show it."""

    meeting: Meeting
    when: str
    days_to_go: str
    host_name: str
    circle_name: str
    """Whose meeting it is; "" where the title says so already."""


@dataclass(frozen=True, slots=True)
class SeriesOverview:
    series: Series
    coming: tuple[MeetingLine, ...]
    past: tuple[MeetingLine, ...]
    past_count: int


@dataclass(frozen=True, slots=True)
class Present:
    """One who took part, by the names the viewer may see."""

    participation: Participation
    name: str
    url: str
    person_name: str
    person_url: str


def series(user: Viewer) -> QuerySet[Series]:
    levels = visible_levels(user)
    return (
        Series.objects.visible_to(user)
        .filter(organization__visibility__in=levels, organization__body__visibility__in=levels)
        .select_related("organization")
    )


def meetings(user: Viewer, *, organization: Organization | None = None) -> QuerySet[Meeting]:
    """Meetings whose series and organization may be seen as well: they are named beside it."""
    levels = visible_levels(user)
    found = (
        Meeting.objects.visible_to(user)
        .filter(
            series__visibility__in=levels,
            series__organization__visibility__in=levels,
            series__organization__body__visibility__in=levels,
        )
        .select_related("series__organization", "host")
    )
    return found.filter(series__organization=organization) if organization else found


def meeting(user: Viewer, pk: int) -> Meeting | None:
    return meetings(user).filter(pk=pk).first()


def next_meeting(user: Viewer, organization: Organization, day: date) -> Meeting | None:
    """The organization's next planned meeting on or after ``day``."""
    return next(iter(upcoming(user, day, organization=organization)), None)


def upcoming(user: Viewer, day: date, *, organization: Organization | None = None) -> list[Meeting]:
    """Planned meetings that are not over on ``day``, soonest first."""
    planned = (
        meetings(user, organization=organization)
        .filter(state=MeetingState.PLANNED)
        .filter(Q(starts_on__gte=day - LONGEST_TERM) | Q(ends_on__gte=day))
        .order_by("starts_on", "pk")
    )
    return [found for found in planned if last_day(found) >= day]


def next_days(organizations: Collection[int], day: date) -> dict[int, date]:
    """By primary key of the organization, the day of its next planned meeting from ``day`` on.

    For the machine that asks before a meeting; it is not shown to anybody.
    """
    rows = (
        Meeting.objects.filter(
            series__organization__in=organizations,
            state=MeetingState.PLANNED,
            date_precision=DatePrecision.DAY,
            starts_on__gte=day,
        )
        .order_by("-starts_on")
        .values_list("series__organization", "starts_on")
    )
    return dict(rows)


def left_open(user: Viewer, day: date) -> list[Meeting]:
    """Meetings still "planned" although their day has passed, latest first."""
    planned = meetings(user).filter(state=MeetingState.PLANNED, starts_on__lt=day)
    return [found for found in planned if last_day(found) < day]


def previous_meeting(user: Viewer, current: Meeting) -> Meeting | None:
    """The meeting of the same series before this one, leaving out cancelled ones."""
    return (
        meetings(user)
        .filter(series_id=current.series_id, starts_on__lt=current.starts_on)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("-starts_on", "-pk")
        .first()
    )


def next_on(user: Viewer, current: Meeting) -> date:
    """When the series meets again after this meeting: as planned, else by its rhythm."""
    planned = (
        meetings(user)
        .filter(series_id=current.series_id, starts_on__gt=current.starts_on)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("starts_on", "pk")
        .first()
    )
    if planned:
        return planned.starts_on
    return by_rhythm(last_day(current), current.series.per_year)


def lines(user: Viewer, found: Iterable[Meeting]) -> tuple[MeetingLine, ...]:
    today = today_on()
    return tuple(_line(user, each, today) for each in found)


def line(user: Viewer, found: Meeting) -> MeetingLine:
    return _line(user, found, today_on())


def overview(user: Viewer, *, past_shown: int = 5) -> tuple[SeriesOverview, ...]:
    """Every series with the meetings to come and the last ones held; two queries."""
    today = today_on()
    rows = series(user).prefetch_related(
        Prefetch("meetings", queryset=meetings(user), to_attr="seen_meetings")
    )
    return tuple(_overview(user, row, today, past_shown) for row in rows)


def agenda(user: Viewer, current: Meeting) -> QuerySet[AgendaItem]:
    """What is on the agenda, in order; deferred and dropped matters are not on it."""
    return (
        AgendaItem.objects.visible_to(user)
        .filter(meeting=current, state=AgendaState.TAKEN)
        .select_related("matter")
    )


def participants(user: Viewer, current: Meeting) -> tuple[Present, ...]:
    """Who took part; who may not be seen is left out, a hidden person under a seen actor too."""
    levels = visible_levels(user)
    rows = (
        Participation.objects.visible_to(user)
        .filter(meeting=current, actor__visibility__in=levels)
        .select_related("actor", "person")
    )
    in_order = sorted(rows, key=lambda row: ParticipantRole.values.index(row.role))
    return tuple(_present(row, levels) for row in in_order)


def documents(user: Viewer, current: Meeting) -> QuerySet[MeetingDocument]:
    return (
        MeetingDocument.objects.visible_to(user).filter(meeting=current).select_related("document")
    )


def said_at(user: Viewer, current: Meeting) -> QuerySet[Matter]:
    """Matters said at this meeting: by its minutes or press release, or by circle and day."""
    recorded = (
        Statement.objects.visible_to(user)
        .filter(
            matter__isnull=False,
            document__in=MeetingDocument.objects.visible_to(user)
            .filter(meeting=current, role__in=RECORD_ROLES)
            .values("document"),
        )
        .values("matter")
    )
    here = Q(pk__in=recorded)
    if current.date_precision == DatePrecision.DAY:
        here |= Q(
            organization_id=current.series.organization_id,
            said_on__range=(current.starts_on, last_day(current)),
        )
    return ledger.matters(user).filter(here)


def circle_name(found: Meeting) -> str:
    """The organization's name, where the title does not say it already."""
    name = found.organization.name
    return "" if name in found.title else name


def visible_name(user: Viewer, actor: Actor | None, otherwise: str = "") -> str:
    """An actor's name where the viewer may see the actor, else what the record itself says."""
    if actor is not None and actor.visibility in visible_levels(user):
        return actor.name
    return otherwise


def _line(user: Viewer, found: Meeting, today: date) -> MeetingLine:
    return MeetingLine(
        meeting=found,
        when=when(found),
        days_to_go="" if found.state == MeetingState.CANCELLED else days_to_go(found, today),
        host_name=visible_name(user, found.host),
        circle_name=circle_name(found),
    )


def _overview(user: Viewer, row: Series, today: date, past_shown: int) -> SeriesOverview:
    held = [each for each in row.seen_meetings if last_day(each) < today]
    coming = [each for each in row.seen_meetings if last_day(each) >= today]
    return SeriesOverview(
        series=row,
        coming=tuple(_line(user, each, today) for each in reversed(coming)),
        past=tuple(_line(user, each, today) for each in held[:past_shown]),
        past_count=len(held),
    )


def _present(row: Participation, levels: tuple[str, ...]) -> Present:
    person = row.person if row.person and row.person.visibility in levels else None
    return Present(
        participation=row,
        name=row.actor.name,
        url=row.actor.get_absolute_url(),
        person_name=person.name if person else "",
        person_url=person.get_absolute_url() if person else "",
    )
