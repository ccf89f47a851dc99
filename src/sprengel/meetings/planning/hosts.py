"""Whose turn it is to host: who has not for longest, and before them who never has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, Membership, Organization
from sprengel.meetings import queries
from sprengel.meetings.dates import last_day
from sprengel.meetings.models import HostWithdrawal, Meeting, MeetingState


@dataclass(frozen=True, slots=True)
class HostLine:
    body: Body
    member_since: date | None
    member_until: date | None
    hosted: tuple[Meeting, ...]
    """Held by now, the latest first."""
    coming: tuple[Meeting, ...]
    """Promised and still to come, the soonest first."""
    withdrawals: tuple[HostWithdrawal, ...]

    def is_member_on(self, day: date) -> bool:
        begun = self.member_since is None or self.member_since <= day
        return begun and (self.member_until is None or self.member_until >= day)

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

    def in_turn(self, days: Iterable[date]) -> tuple[Body | None, ...]:
        """For meetings on these days: each time the first in turn who is a member that day.

        When all had their turn it begins again.
        """
        order = list(self.lines)
        found: list[Body | None] = []
        for day in days:
            line = next((each for each in order if each.is_member_on(day)), None)
            found.append(line.body if line else None)
            if line is not None:
                order.remove(line)
                order.append(line)
        return tuple(found)


def rotation(
    user: Viewer,
    organization: Organization,
    day: date,
    *,
    until: date | None = None,
    leave_out: Meeting | None = None,
) -> Rotation:
    """The members of that day; with ``until``, of any day from the one to the other.

    ``leave_out``: a meeting that looks for a host itself.
    """
    hosted: dict[int, list[Meeting]] = defaultdict(list)
    hosts: dict[int, Body] = {}
    found = queries.meetings(user, organization=organization).filter(host__isnull=False)
    for meeting in found.exclude(state=MeetingState.CANCELLED).order_by("-starts_on", "-pk"):
        if meeting != leave_out and meeting.host is not None:
            hosted[meeting.host.pk].append(meeting)
            hosts[meeting.host.pk] = meeting.host
    members = _members(user, organization, day, until or day)
    withdrawn = _withdrawals(user, organization)
    lines = [
        _line(membership, hosted[membership.member_id], withdrawn[membership.member_id])
        for membership in members.values()
    ]
    visible = set(bodies.bodies(user).filter(pk__in=hosts).values_list("pk", flat=True))
    return Rotation(
        lines=tuple(sorted(lines, key=_turn)),
        former=tuple(
            sorted(
                (body for pk, body in hosts.items() if pk in visible and pk not in members),
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
    user: Viewer, organization: Organization, first: date, last: date
) -> dict[int, Membership]:
    rows = bodies.memberships(user).filter(
        Q(start_on__isnull=True) | Q(start_on__lte=last),
        Q(end_on__isnull=True) | Q(end_on__gte=first),
        organization=organization,
    )
    return {row.member_id: row for row in rows.select_related("member")}


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
    membership: Membership, meetings: list[Meeting], withdrawals: list[HostWithdrawal]
) -> HostLine:
    today = today_on()
    return HostLine(
        body=membership.member,
        member_since=membership.start_on,
        member_until=membership.end_on,
        hosted=tuple(each for each in meetings if last_day(each) < today),
        coming=tuple(reversed([each for each in meetings if last_day(each) >= today])),
        withdrawals=tuple(withdrawals),
    )
