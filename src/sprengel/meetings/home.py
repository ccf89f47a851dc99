"""What stands on the first page: for the office, for a member's office, for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate

from sprengel.accounts import queries as accounts
from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Activity, User, Viewer
from sprengel.archive.models import Document, DocumentState
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, Organization, Person, Post
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import CLOSED_VALUES, Entry, EntryKind, Matter
from sprengel.mail import queries as mail
from sprengel.mail.queries import Trouble
from sprengel.meetings import notices, queries
from sprengel.meetings.models import Meeting, Series
from sprengel.meetings.notices import Notice
from sprengel.meetings.proposals import Progress, progress, proposals
from sprengel.meetings.queries import MeetingLine

SESSIONS_SHOWN = 4
DOCUMENTS_SHOWN = 4
DUE_SHOWN = 12
CHANGES_SHOWN = 8
MATTERS_SHOWN = 8
ENTRIES_LOOKED_AT = 200
"""Among so many of the newest entries the public page looks for different matters."""


@dataclass(frozen=True, slots=True)
class Session:
    line: MeetingLine
    progress: Progress


@dataclass(frozen=True, slots=True)
class ToReview:
    waiting: ledger.ToReview
    before: MeetingLine | None
    """The next meeting of the circle it is about: why it is urgent."""


@dataclass(frozen=True, slots=True)
class DueLine:
    matter: Matter
    day: date
    is_check: bool
    """Somebody wanted to be reminded; else the deadline itself."""


@dataclass(frozen=True, slots=True)
class DueGroup:
    name: str
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    lines: tuple[Activity, ...]
    more_count: int
    is_first_visit: bool


@dataclass(frozen=True, slots=True)
class OfficeHome:
    sessions: tuple[Session, ...]
    left_open: tuple[MeetingLine, ...]
    to_review: tuple[ToReview, ...]
    to_review_count: int
    failed: tuple[Document, ...]
    due: tuple[DueGroup, ...]
    due_count: int
    changes: Changes
    notices: tuple[Notice, ...]
    trouble: Trouble | None
    """What keeps mails from arriving."""
    is_first_run: bool

    @property
    def is_due_cut(self) -> bool:
        return self.due_count > sum(len(group.lines) for group in self.due)


@dataclass(frozen=True, slots=True)
class MemberHome:
    body: Body | None
    sessions: tuple[MeetingLine, ...]
    asked: tuple[Matter, ...]
    promised: tuple[Matter, ...]
    own: tuple[Matter, ...]
    changes: Changes
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A public matter with what was told about it last."""

    matter: Matter
    entry: Entry


@dataclass(frozen=True, slots=True)
class PublicHome:
    told: tuple[Told, ...]
    sessions: tuple[MeetingLine, ...]


def for_office(user: User) -> OfficeHome:
    today = today_on()
    coming = queries.upcoming(user, today)
    waiting = _to_review(user, coming)
    due = ledger.due(user, day=today)
    return OfficeHome(
        sessions=tuple(
            Session(queries.line(user, meeting), progress(proposals(user, meeting)))
            for meeting in _next_of_each_series(coming)[:SESSIONS_SHOWN]
        ),
        left_open=queries.lines(user, queries.left_open(user, today)),
        to_review=tuple(waiting[:DOCUMENTS_SHOWN]),
        to_review_count=len(waiting),
        failed=tuple(Document.objects.visible_to(user).filter(state=DocumentState.FAILED)[:3]),
        due=_shown(due, today),
        due_count=sum(len(group.rows) for group in due),
        changes=changes(user),
        notices=notices.for_office(user),
        trouble=mail.trouble(user),
        is_first_run=not Document.objects.exists() and not Series.objects.exists(),
    )


def for_member(user: User) -> MemberHome:
    """What concerns the body the user works for; without one, what all members may see."""
    today = today_on()
    body = bodies.body_of(user)
    coming = queries.upcoming(user, today)
    if body is None:
        return MemberHome(
            None, queries.lines(user, coming[:SESSIONS_SHOWN]), (), (), (), changes(user)
        )
    own_names = _own_actors(user, body, today)
    circles = _circles(user, body, today)
    to_us = own_names | circles
    matters = _open_first(ledger.matters(user))
    asked = Q(addressee__in=to_us, act__in=("demand", "assignment"))
    return MemberHome(
        body=body,
        sessions=queries.lines(
            user,
            [each for each in coming if each.series.organization_id in to_us][:SESSIONS_SHOWN],
        ),
        asked=tuple(
            matters.exclude(state__in=CLOSED_VALUES).filter(asked)[:MATTERS_SHOWN],
        ),
        promised=tuple(
            matters.filter(addressee__in=to_us, act="commitment").exclude(actor__in=own_names)[
                :MATTERS_SHOWN
            ]
        ),
        own=tuple(
            matters.exclude(state__in=CLOSED_VALUES)
            .filter(Q(actor__in=own_names, act="commitment") | Q(responsible__in=own_names))
            .exclude(asked)[:MATTERS_SHOWN]
        ),
        changes=changes(user),
        notices=notices.for_member(user),
    )


def for_public(user: Viewer) -> PublicHome:
    today = today_on()
    return PublicHome(
        told=_told(user),
        sessions=queries.lines(user, queries.upcoming(user, today)[:SESSIONS_SHOWN]),
    )


def changes(user: User) -> Changes:
    """What others did since the user last said "read"; on a first visit the last few lines."""
    lines = accounts.activities(user, since=user.seen_changes_at).exclude(user=user)
    shown = tuple(lines[:CHANGES_SHOWN])
    total = lines.count() if len(shown) == CHANGES_SHOWN else len(shown)
    return Changes(shown, total - len(shown), is_first_visit=user.seen_changes_at is None)


def _next_of_each_series(coming: Iterable[Meeting]) -> list[Meeting]:
    """What comes back at the one after next depends on what the next one makes of it."""
    first: dict[int, Meeting] = {}
    for meeting in coming:
        first.setdefault(meeting.series_id, meeting)
    return list(first.values())


def _to_review(user: Viewer, coming: Iterable[Meeting]) -> list[ToReview]:
    """Documents with statements nobody has looked at; those whose circle meets soonest first."""
    next_of: dict[int, Meeting] = {}
    for meeting in coming:
        next_of.setdefault(meeting.series.organization_id, meeting)

    def meets_on(row: ledger.ToReview) -> date:
        meeting = next_of.get(row.document.organization_id)
        return meeting.starts_on if meeting else date.max

    ranked = sorted(ledger.to_review(user), key=meets_on)
    meetings = [next_of.get(row.document.organization_id) for row in ranked]
    return [
        ToReview(row, queries.line(user, meeting) if meeting else None)
        for row, meeting in zip(ranked, meetings, strict=True)
    ]


def _shown(groups: Iterable[ledger.DueGroup], today: date) -> tuple[DueGroup, ...]:
    """The first dozen, by who must answer; whoever is not named stands last."""
    shown, left = [], DUE_SHOWN
    for group in sorted(groups, key=lambda each: not each.name):
        lines = tuple(_due_line(row.matter, today) for row in group.rows[:left])
        left -= len(lines)
        if lines:
            shown.append(DueGroup(group.name, lines))
    return tuple(shown)


def _due_line(matter: Matter, today: date) -> DueLine:
    checked_on = matter.next_check_on
    if checked_on and checked_on <= today and (not matter.due_on or matter.due_on > today):
        return DueLine(matter, checked_on, is_check=True)
    assert matter.due_on is not None
    return DueLine(matter, matter.due_on, is_check=False)


def _own_actors(user: Viewer, body: Body, today: date) -> set[int]:
    """The body, its organs and whoever holds an office there today."""
    organs = set(
        Organization.objects.visible_to(user).filter(body=body).values_list("pk", flat=True)
    )
    here = {body.pk, *organs}
    holders = Person.objects.visible_to(user).filter(
        posts__in=Post.objects.on(today).filter(at__in=here)
    )
    return here | set(holders.values_list("pk", flat=True))


def _circles(user: Viewer, body: Body, today: date) -> set[int]:
    """The circles it belongs to today: what is promised to all is promised to each."""
    return set(
        bodies.memberships_of(user, body).on(today).values_list("organization_id", flat=True)
    )


def _open_first(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    is_closed = Case(When(state__in=CLOSED_VALUES, then=1), default=0)
    return matters.order_by(is_closed, F("due_on").asc(nulls_last=True), "-said_on", "pk")


def _told(user: Viewer) -> tuple[Told, ...]:
    """Matters with what happened to them last, newest first."""
    entries = (
        Entry.objects.visible_to(user)
        .filter(
            matter__is_withdrawn=False, kind__in=(EntryKind.OPENED, EntryKind.STATE, EntryKind.NOTE)
        )
        .annotate(told_on=Coalesce("happened_on", TruncDate("at")))
        .order_by("-told_on", "-pk")
        .select_related("matter")
    )
    newest: dict[int, Entry] = {}
    for entry in entries[:ENTRIES_LOOKED_AT]:
        newest.setdefault(entry.matter_id, entry)
    return tuple(Told(entry.matter, entry) for entry in list(newest.values())[:MATTERS_SHOWN])
