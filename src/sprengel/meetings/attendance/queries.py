"""Reads about attendance: the list at the door, the quorum, and who came over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.utils import timezone

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer, visible_levels
from sprengel.accounts.rules import is_member
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, Body, Organization, Post, Quorum
from sprengel.meetings import queries
from sprengel.meetings.attendance.actions import HERE
from sprengel.meetings.attendance.quorum import Moment, Stay, moment_at, moments
from sprengel.meetings.dates import is_exact, last_day, when
from sprengel.meetings.invitations import queries as invitations
from sprengel.meetings.invitations.queries import Line
from sprengel.meetings.models import (
    Answer,
    Meeting,
    MeetingState,
    ParticipantRole,
    Participation,
    Presence,
)

MEETINGS_SHOWN = 8
MEMBER_ROLES = (ParticipantRole.CHAIR, ParticipantRole.MEMBER)


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One line of the list at the door: who is expected, and what is noted."""

    actor: Actor
    name: str
    place_name: str
    post_title: str
    role: str
    line: Line | None
    participation: Participation | None

    @property
    def presence(self) -> str:
        return self.participation.presence if self.participation else ""

    @property
    def is_here(self) -> bool:
        return self.presence in HERE

    @property
    def expected(self) -> str:
        return self.line.answer if self.line else Answer.NONE

    @property
    def deputy(self) -> str:
        if self.participation is not None:
            return self.participation.deputy_name
        if self.line is None or self.expected != Answer.DELEGATED:
            return ""
        row = self.line.invitation
        return ", ".join(filter(None, [row.deputy_name, row.deputy_post]))


@dataclass(frozen=True, slots=True)
class DoorList:
    rows: tuple[DoorRow, ...]
    moments: tuple[Moment, ...]
    now: Moment
    rule: str
    rule_source: str
    acceptable: int
    """Said they would come and are not noted yet."""

    @property
    def noted(self) -> int:
        return sum(row.participation is not None for row in self.rows)

    @property
    def has_rule(self) -> bool:
        return self.rule != Quorum.NONE


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One member over the meetings of the page: what is noted of each, "" where nothing is."""

    actor: Actor
    cells: tuple[tuple[Meeting, str, str], ...]
    """(meeting, presence, its word)."""
    here: int
    noted: int


@dataclass(frozen=True, slots=True)
class History:
    meetings: tuple[tuple[Meeting, str], ...]
    rows: tuple[HistoryRow, ...]


def participants(user: Viewer, meeting: Meeting) -> tuple[queries.Present, ...]:
    """Who took part; members also see who was expected and missing."""
    rows = queries.participants(user, meeting)
    if sees_absences(user):
        return rows
    return tuple(row for row in rows if row.participation.presence in HERE)


def door_list(user: Viewer, meeting: Meeting) -> DoorList:
    """Whoever is invited or noted, members first."""
    levels = visible_levels(user)
    noted = {
        row.actor_id: row
        for row in Participation.objects.visible_to(user)
        .filter(meeting=meeting, actor__visibility__in=levels)
        .select_related("actor", "person")
    }
    lines = {line.invitation.actor_id: line for line in invitations.board(user, meeting).lines}
    rows = [_invited_row(line, noted.get(pk)) for pk, line in lines.items()]
    rows += [_noted_row(row) for pk, row in noted.items() if pk not in lines]
    organization = meeting.organization
    found = _moments(user, meeting, noted.values())
    return DoorList(
        rows=tuple(sorted(rows, key=_order)),
        moments=found,
        now=moment_at(found, _clock(meeting)),
        rule=organization.quorum,
        rule_source=organization.quorum_source,
        acceptable=sum(
            row.participation is None
            and row.expected in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DELEGATED)
            for row in rows
        ),
    )


def quorum_at(user: Viewer, meeting: Meeting, at: time | None = None) -> Moment:
    """How many members are there at ``at`` (None: at the beginning), for minutes and votes."""
    noted = Participation.objects.filter(meeting=meeting).select_related("actor")
    return moment_at(_moments(user, meeting, noted), at)


def sees_absences(user: Viewer) -> bool:
    """Who was missing is known among the members; the public reads who was there."""
    return bool(user and user.is_authenticated and is_member(user))


def history(user: Viewer, organization: Organization) -> History:
    """The last meetings of an organization by its members; for members and the office."""
    if not sees_absences(user):
        return History((), ())
    held = _held(user, organization)
    rows: dict[int, dict[int, Participation]] = defaultdict(dict)
    actors: dict[int, Actor] = {}
    for row in _participations(user, held):
        if row.role in MEMBER_ROLES:
            rows[row.actor_id][row.meeting_id] = row
            actors[row.actor_id] = row.actor
    for membership in bodies.members(user, organization, today()):
        actors.setdefault(membership.member_id, membership.member)
    return History(
        meetings=tuple((each, when(each)) for each in held),
        rows=tuple(
            _history_row(actor, held, rows[pk])
            for pk, actor in sorted(actors.items(), key=lambda item: names.fold(item[1].name))
        ),
    )


def history_of(user: Viewer, body: Body) -> tuple[tuple[Participation, str], ...]:
    """What is noted of one city, the newest meeting first, with the day in words."""
    if not sees_absences(user):
        return ()
    found = (
        Participation.objects.filter(
            meeting__in=queries.meetings(user).filter(state=MeetingState.HELD),
            actor=body.pk,
            actor__visibility__in=visible_levels(user),
        )
        .select_related("meeting__series__organization")
        .order_by("-meeting__starts_on", "-pk")[:MEETINGS_SHOWN]
    )
    return tuple((row, when(row.meeting)) for row in found)


def _held(user: Viewer, organization: Organization) -> list[Meeting]:
    """Oldest first, those of which somebody noted who came."""
    return list(
        reversed(
            queries.meetings(user, organization=organization)
            .filter(state=MeetingState.HELD, participations__role__in=MEMBER_ROLES)
            .distinct()[:MEETINGS_SHOWN]
        )
    )


def _participations(user: Viewer, held: list[Meeting]) -> Iterable[Participation]:
    return Participation.objects.filter(
        meeting__in=held, actor__visibility__in=visible_levels(user)
    ).select_related("actor")


def _history_row(actor: Actor, held: list[Meeting], noted: dict[int, Participation]) -> HistoryRow:
    cells = []
    for meeting in held:
        row = noted.get(meeting.pk)
        cells.append(
            (
                meeting,
                row.presence if row else "",
                str(row.get_presence_display()) if row else "",
            )
        )
    return HistoryRow(
        actor=actor,
        cells=tuple(cells),
        here=sum(row.presence in HERE for row in noted.values()),
        noted=len(noted),
    )


def _moments(user: Viewer, meeting: Meeting, noted: Iterable[Participation]) -> tuple[Moment, ...]:
    members = _member_pks(user, meeting)
    stays = [
        Stay(
            # A time nobody wrote down: there all along, as far as the list says.
            row.arrived_at if row.presence in (Presence.LATE, Presence.LEFT_EARLY) else None,
            row.left_at if row.presence in (Presence.LATE, Presence.LEFT_EARLY) else None,
        )
        for row in noted
        if row.actor_id in members and row.presence in HERE
    ]
    return moments(stays, members=len(members), rule=meeting.organization.quorum)


def _member_pks(user: Viewer, meeting: Meeting) -> set[int]:
    """The members on the day of the meeting; of a board those who hold a post in it."""
    day = last_day(meeting)
    found = set(bodies.members(user, meeting.organization, day).values_list("member_id", flat=True))
    if found:
        return found
    return set(
        Post.objects.filter(at=meeting.organization.pk).on(day).values_list("person_id", flat=True)
    )


def _clock(meeting: Meeting) -> time | None:
    """On the day itself the hour it is; afterwards the beginning stands at the top."""
    if settings.TODAY or not is_exact(meeting) or meeting.starts_on != today():
        return None
    return timezone.localtime().time()


def _invited_row(line: Line, participation: Participation | None) -> DoorRow:
    row = line.invitation
    return DoorRow(
        actor=row.actor,
        name=line.name,
        place_name=line.place_name,
        post_title=row.post_title,
        role=row.role,
        line=line,
        participation=participation,
    )


def _noted_row(row: Participation) -> DoorRow:
    person = row.person if row.person_id and row.person_id != row.actor_id else None
    return DoorRow(
        actor=row.actor,
        name=person.with_title if person else row.actor.name,
        place_name=row.actor.name if person else "",
        post_title=row.post_title,
        role=row.role,
        line=None,
        participation=row,
    )


def _order(row: DoorRow) -> tuple[int, str]:
    return ParticipantRole.values.index(row.role), names.fold(row.actor.name)
