"""Whose turn it is to host: who has not for longest, and before them who never has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, Organization
from sprengel.meetings import queries
from sprengel.meetings.dates import last_day
from sprengel.meetings.models import HostWithdrawal, Meeting, MeetingState


@dataclass(frozen=True, slots=True)
class HostLine:
    body: Body
    member_since: date | None
    hosted: tuple[Meeting, ...]
    """Held by now, the latest first."""
    coming: tuple[Meeting, ...]
    """Promised and still to come, the soonest first."""
    withdrawals: tuple[HostWithdrawal, ...]

    @property
    def latest(self) -> Meeting | None:
        return self.coming[-1] if self.coming else next(iter(self.hosted), None)


@dataclass(frozen=True, slots=True)
class Rotation:
    """The members of that day in the order in which they are asked."""

    lines: tuple[HostLine, ...]
    former: tuple[Body, ...]
    """Hosted once and belong no more: not asked again."""

    def next(self, leave_out: Collection[int] = ()) -> Body | None:
        """Whose turn it is, without those whose primary keys are given."""
        return next((line.body for line in self.lines if line.body.pk not in leave_out), None)

    def in_turn(self, count: int) -> tuple[Body | None, ...]:
        """For so many meetings after one another; when all had their turn it begins again."""
        if not self.lines:
            return (None,) * count
        return tuple(self.lines[number % len(self.lines)].body for number in range(count))


def rotation(
    user: Viewer, organization: Organization, day: date, *, leave_out: Meeting | None = None
) -> Rotation:
    """``leave_out``: a meeting that looks for a host itself."""
    hosted: dict[int, list[Meeting]] = defaultdict(list)
    hosts: dict[int, Body] = {}
    found = queries.meetings(user, organization=organization).filter(host__isnull=False)
    for meeting in found.exclude(state=MeetingState.CANCELLED).order_by("-starts_on", "-pk"):
        if meeting != leave_out and meeting.host is not None:
            hosted[meeting.host.pk].append(meeting)
            hosts[meeting.host.pk] = meeting.host
    since = _members(user, organization, day)
    withdrawn = _withdrawals(user, organization)
    lines = [
        _line(body, start_on, hosted[body.pk], withdrawn[body.pk])
        for body, start_on in since.values()
    ]
    visible = set(bodies.bodies(user).filter(pk__in=hosts).values_list("pk", flat=True))
    return Rotation(
        lines=tuple(sorted(lines, key=_turn)),
        former=tuple(
            sorted(
                (body for pk, body in hosts.items() if pk in visible and pk not in since),
                key=lambda body: names.fold(body.name),
            )
        ),
    )


def _turn(line: HostLine) -> tuple[date, date, str]:
    return (
        line.latest.starts_on if line.latest else date.min,
        line.member_since or date.min,
        names.fold(line.body.name),
    )


def _members(
    user: Viewer, organization: Organization, day: date
) -> dict[int, tuple[Body, date | None]]:
    return {
        membership.member_id: (membership.member, membership.start_on)
        for membership in bodies.members(user, organization, day)
    }


def _withdrawals(user: Viewer, organization: Organization) -> dict[int, list[HostWithdrawal]]:
    """Who withdrew is the office's to know."""
    found: dict[int, list[HostWithdrawal]] = defaultdict(list)
    if user is None or not is_office(user):
        return found
    rows = HostWithdrawal.objects.visible_to(user).filter(
        meeting__series__organization=organization
    )
    for row in rows.select_related("meeting"):
        found[row.body_id].append(row)
    return found


def _line(
    body: Body, since: date | None, meetings: list[Meeting], withdrawals: list[HostWithdrawal]
) -> HostLine:
    today = today_on()
    past = tuple(each for each in meetings if last_day(each) < today)
    coming = tuple(reversed([each for each in meetings if last_day(each) >= today]))
    return HostLine(body, since, past, coming, tuple(withdrawals))
