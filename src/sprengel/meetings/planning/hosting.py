"""A host withdraws, the next in turn takes over."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Body
from sprengel.meetings.dates import when
from sprengel.meetings.models import HostWithdrawal, Meeting, MeetingState
from sprengel.meetings.planning.actions import change_meeting
from sprengel.meetings.planning.hosts import rotation
from sprengel.meetings.planning.log import log_meeting


class NoHost(Exception):
    """Nobody hosts this meeting (any more), or it is not to come: nothing to withdraw from."""


def who_withdrew(meeting: Meeting) -> set[int]:
    return set(meeting.host_withdrawals.values_list("body_id", flat=True))


def next_host(user: User | None, meeting: Meeting) -> Body | None:
    """Whose turn it is, without the present host and whoever has withdrawn from this meeting."""
    asked = who_withdrew(meeting) | ({meeting.host_id} if meeting.host_id else set())
    turn = rotation(user, meeting.organization, meeting.starts_on, leave_out=meeting)
    return turn.next(asked)


@transaction.atomic
def withdraw_host(
    *, actor: User, meeting: Meeting, reason: str, new_host: Body | None, place: str = ""
) -> Meeting:
    """The host of this meeting cannot; why is kept for the office, who hosts now for all."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.host is None or meeting.state != MeetingState.PLANNED:
        raise NoHost
    old = meeting.host
    HostWithdrawal.objects.update_or_create(
        meeting=meeting,
        body=old,
        defaults={"reason": reason, "user": actor, "user_name": str(actor)},
    )
    words = {"title": meeting.title, "when": when(meeting), "old": old.name, "reason": reason}
    log_meeting(
        actor,
        meeting,
        _("„%(title)s“ (%(when)s): %(old)s kann nicht Gastgeberin sein. Grund: %(reason)s") % words,
        visibility=Visibility.OFFICE,
    )
    meeting.host, meeting.place = new_host, place
    change_meeting(actor=actor, meeting=meeting)
    if new_host is not None:
        words["new"] = new_host.name
        log_meeting(
            actor,
            meeting,
            _("„%(title)s“ (%(when)s): Gastgeberin ist jetzt %(new)s.") % words,
            visibility=new_host.visibility,
        )
    return meeting
