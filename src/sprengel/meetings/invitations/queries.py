"""Reads about invitations. The office sees all; whoever is invited sees their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import ActorKind
from sprengel.meetings import queries
from sprengel.meetings.dates import is_exact, last_day
from sprengel.meetings.invitations import rules
from sprengel.meetings.invitations.posts import Holder, mayor, posts_by_place, sent_before
from sprengel.meetings.models import (
    Answer,
    CalendarReply,
    Invitation,
    Meeting,
    MeetingState,
    ParticipantRole,
    ReplyState,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One invitee as the office sees them."""

    invitation: Invitation
    answer: str
    """Whose answer counts now: "none" where it was given to another day or hour."""
    is_old_answer: bool
    has_latest: bool
    left_office: bool
    """The person invited no longer holds a post there on the day of the meeting."""
    successor: Holder | None

    @property
    def name(self) -> str:
        row = self.invitation
        if row.person and row.person.pk != row.actor.pk:
            return row.person.with_title
        return row.actor.name

    @property
    def place_name(self) -> str:
        row = self.invitation
        return row.actor.name if row.person and row.person.pk != row.actor.pk else ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about the invitations of one meeting."""

    lines: tuple[Line, ...]
    counts: tuple[tuple[str, str, int], ...]
    """(answer, word, how many), in the order of the screen."""
    uninformed: int
    """Hold an old version of the invitation, or none although they have an address."""
    without_address: tuple[Line, ...]
    remote: int
    is_changed: bool
    """Somebody was invited before the meeting changed."""
    open_replies: int
    is_over: bool
    """Planned for a day or an hour that has passed: nobody can be told any more."""

    @property
    def stale(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.left_office)


def invitations(user: Viewer, meeting: Meeting) -> QuerySet[Invitation]:
    """The office's alone; others see none of them here."""
    found = Invitation.objects.visible_to(user).filter(meeting=meeting)
    if not (user and user.is_authenticated and is_office(user)):
        return found.none()
    return found.select_related("actor", "person", "meeting")


def own(user: Viewer, meeting: Meeting) -> Invitation | None:
    """What the body this user works for was invited as."""
    body = bodies.body_of(user)
    if body is None or queries.meeting(user, meeting.pk) is None:
        return None
    return (
        Invitation.objects.filter(meeting=meeting, actor=body.pk, withdrawn_at=None)
        .select_related("meeting", "actor", "person")
        .first()
    )


def by_link(pk: int) -> Invitation | None:
    """For whoever holds the secret link: also to a meeting not visible otherwise."""
    return (
        Invitation.objects.filter(pk=pk)
        .select_related("meeting__series__organization__body", "meeting__host", "actor", "person")
        .first()
    )


def board(user: Viewer, meeting: Meeting) -> Board:
    """One query for the invitations, one for the posts, one for open replies."""
    rows = list(invitations(user, meeting).filter(withdrawn_at=None))
    for row in rows:
        row.meeting = meeting
    lines = tuple(_in_order(_lines(rows, meeting)))
    reachable = [line for line in lines if line.invitation.email]
    is_cancelled = meeting.state == MeetingState.CANCELLED
    return Board(
        lines=lines,
        counts=tuple(
            (answer.value, str(answer.label), sum(line.answer == answer for line in lines))
            for answer in (
                Answer.ACCEPTED,
                Answer.TENTATIVE,
                Answer.DELEGATED,
                Answer.DECLINED,
                Answer.NONE,
            )
        ),
        uninformed=sum(
            not line.has_latest and (line.invitation.sequence_sent >= 0 or not is_cancelled)
            for line in reachable
        ),
        without_address=tuple(line for line in lines if not line.invitation.email),
        remote=sum(line.invitation.is_remote and line.answer != Answer.NONE for line in lines),
        is_changed=any(
            0 <= line.invitation.sequence_sent < meeting.calendar_sequence for line in lines
        ),
        open_replies=open_replies(user).filter(meeting=meeting).count(),
        is_over=meeting.state == MeetingState.PLANNED
        and is_exact(meeting)
        and rules.has_begun(meeting),
    )


def line(user: Viewer, meeting: Meeting, pk: int) -> Line | None:
    """One invitee as on the board, also one whose invitation was taken back."""
    row = invitations(user, meeting).filter(pk=pk).first()
    if row is None:
        return None
    row.meeting = meeting
    return _lines([row], meeting)[0]


def withdrawn(user: Viewer, meeting: Meeting) -> list[Invitation]:
    return list(invitations(user, meeting).exclude(withdrawn_at=None))


def replies(user: Viewer) -> QuerySet[CalendarReply]:
    """Calendar answers as they arrived; the office's alone."""
    if not (user and user.is_authenticated and is_office(user)):
        return CalendarReply.objects.none()
    return CalendarReply.objects.select_related("meeting", "invitation__actor")


def open_replies(user: Viewer) -> QuerySet[CalendarReply]:
    return replies(user).filter(state=ReplyState.OPEN)


def not_told(user: Viewer) -> list[tuple[Meeting, int]]:
    """Meetings to come that changed after inviting, and how many hold the old version."""
    if not (user and user.is_authenticated and is_office(user)):
        return []
    found = (
        queries.meetings(user)
        .filter(starts_on__gte=today())
        .exclude(state=MeetingState.HELD)
        .annotate(
            uninformed=Count(
                "invitations",
                filter=Q(
                    invitations__withdrawn_at=None,
                    invitations__sequence_sent__gte=0,
                    invitations__sequence_sent__lt=F("calendar_sequence"),
                )
                & ~Q(invitations__email=""),
            )
        )
        .filter(uninformed__gt=0)
        .order_by("starts_on", "pk")
    )
    return [(meeting, meeting.uninformed) for meeting in found]


def _lines(rows: list[Invitation], meeting: Meeting) -> list[Line]:
    with_person = [row for row in rows if row.person_id]
    is_over = meeting.state == MeetingState.HELD
    posts = (
        posts_by_place({row.actor_id for row in with_person}, last_day(meeting))
        if with_person and not is_over
        else {}
    )
    return [_line(row, posts.get(row.actor_id, []), is_over=is_over) for row in rows]


def _line(row: Invitation, posts: list, *, is_over: bool) -> Line:
    is_old = rules.answered_another_time(row)
    holder = None
    # A person invited as themselves holds no post "at" themselves.
    if row.person_id and row.actor.actor_kind != ActorKind.PERSON and not is_over:
        holder = sent_before(posts, row.person_id, "")
        left = holder is None
    else:
        left = False
    successor = (sent_before(posts, None, row.post_title) or mayor(posts)) if left else None
    return Line(
        invitation=row,
        answer=Answer.NONE if is_old else row.answer,
        is_old_answer=is_old,
        has_latest=rules.knows_the_latest(row),
        left_office=left,
        successor=successor,
    )


def _in_order(lines: list[Line]) -> list[Line]:
    return sorted(
        lines,
        key=lambda line: (
            ParticipantRole.values.index(line.invitation.role),
            names.fold(line.invitation.actor.name),
        ),
    )
