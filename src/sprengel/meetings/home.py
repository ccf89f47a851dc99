"""What stands on the first page: for the office, for a member's office, for everyone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import Case, Count, F, Max, Q, QuerySet, When

from sprengel.accounts import queries as accounts
from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Activity, User, Viewer
from sprengel.archive.models import Document, DocumentState
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, Organization, Person, Post
from sprengel.ledger.models import CLOSED_VALUES, Entry, EntryKind, Matter, StatementState
from sprengel.meetings import queries
from sprengel.meetings.models import Meeting, Series
from sprengel.meetings.proposals import Progress, progress, proposals, who_answers
from sprengel.meetings.queries import MeetingLine
from sprengel.reading.document import DOUBTFUL_BELOW

SESSIONS_SHOWN = 4
DOCUMENTS_SHOWN = 6
DUE_SHOWN = 12
CHANGES_SHOWN = 12
MATTERS_SHOWN = 8
DUE_WITHIN = timedelta(days=30)

SECONDS_EACH = 25
SECONDS_MORE_IF_DOUBTFUL = 35
"""What a practised reader takes for one statement; shown as whole minutes."""


@dataclass(frozen=True, slots=True)
class Session:
    line: MeetingLine
    progress: Progress


@dataclass(frozen=True, slots=True)
class ToReview:
    document: Document
    count: int
    doubtful_count: int
    minutes: int
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
    is_first_run: bool


@dataclass(frozen=True, slots=True)
class MemberHome:
    body: Body | None
    sessions: tuple[MeetingLine, ...]
    asked: tuple[Matter, ...]
    promised: tuple[Matter, ...]
    own: tuple[Matter, ...]
    changes: Changes


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
    due = _due(user, today)
    return OfficeHome(
        sessions=tuple(
            Session(queries.line(user, meeting), progress(proposals(user, meeting)))
            for meeting in coming[:SESSIONS_SHOWN]
        ),
        left_open=queries.lines(user, queries.left_open(user, today)),
        to_review=tuple(waiting[:DOCUMENTS_SHOWN]),
        to_review_count=len(waiting),
        failed=tuple(Document.objects.visible_to(user).filter(state=DocumentState.FAILED)[:3]),
        due=_by_responsible(user, due[:DUE_SHOWN]),
        due_count=len(due),
        changes=changes(user),
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
    matters = _open_first(Matter.objects.visible_to(user))
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


def minutes_to_review(count: int, doubtful_count: int) -> int:
    return ceil((count * SECONDS_EACH + doubtful_count * SECONDS_MORE_IF_DOUBTFUL) / 60)


def _to_review(user: Viewer, coming: Iterable[Meeting]) -> list[ToReview]:
    """Documents with statements nobody has looked at; those whose circle meets soonest first."""
    proposed = Q(statements__state=StatementState.PROPOSED)
    found = (
        Document.objects.visible_to(user)
        .annotate(
            proposed_count=Count("statements", filter=proposed),
            doubtful_count=Count(
                "statements", filter=proposed & Q(statements__confidence__lt=DOUBTFUL_BELOW)
            ),
        )
        .filter(proposed_count__gt=0)
        .order_by("created_at")
    )
    next_of: dict[int, Meeting] = {}
    for meeting in coming:
        next_of.setdefault(meeting.series.organization_id, meeting)
    ranked = sorted(
        found,
        key=lambda each: (
            next_of[each.organization_id].starts_on if each.organization_id in next_of else date.max
        ),
    )
    return [_waiting(user, each, next_of.get(each.organization_id)) for each in ranked]


def _waiting(user: Viewer, document: Document, meeting: Meeting | None) -> ToReview:
    return ToReview(
        document=document,
        count=document.proposed_count,
        doubtful_count=document.doubtful_count,
        minutes=minutes_to_review(document.proposed_count, document.doubtful_count),
        before=queries.line(user, meeting) if meeting else None,
    )


def _due(user: Viewer, today: date) -> list[DueLine]:
    """Open matters whose deadline or check date has come or comes within a month, latest last."""
    found = (
        Matter.objects.visible_to(user)
        .exclude(state__in=CLOSED_VALUES)
        .filter(Q(due_on__lte=today + DUE_WITHIN) | Q(next_check_on__lte=today))
        .select_related("responsible")
    )
    lines = [_due_line(matter, today) for matter in found]
    return sorted(lines, key=lambda line: (line.day, line.matter.pk))


def _due_line(matter: Matter, today: date) -> DueLine:
    if matter.due_on and matter.due_on <= today + DUE_WITHIN:
        return DueLine(matter, matter.due_on, is_check=False)
    assert matter.next_check_on is not None
    return DueLine(matter, matter.next_check_on, is_check=True)


def _by_responsible(user: Viewer, lines: list[DueLine]) -> tuple[DueGroup, ...]:
    """In the order of the most overdue of each; without a name last."""
    groups: dict[str, list[DueLine]] = defaultdict(list)
    for line in lines:
        groups[who_answers(user, line.matter)].append(line)
    ordered = sorted(groups.items(), key=lambda pair: (not pair[0], pair[1][0].day))
    return tuple(DueGroup(name, tuple(found)) for name, found in ordered)


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
    """Matters with the entry entered last, newest first."""
    entries = Entry.objects.visible_to(user).filter(
        kind__in=(EntryKind.OPENED, EntryKind.STATE, EntryKind.NOTE)
    )
    newest = (
        entries.order_by().values("matter").annotate(last=Max("pk")).order_by("-last")
    ).values_list("last", flat=True)[:MATTERS_SHOWN]
    rows = Entry.objects.filter(pk__in=list(newest)).select_related("matter")
    return tuple(Told(row.matter, row) for row in sorted(rows, key=lambda row: -row.pk))
