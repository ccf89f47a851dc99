"""When an invitation may go out, and until when it may be answered."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from sprengel.accounts.clock import today
from sprengel.meetings.dates import is_exact
from sprengel.meetings.ical import starts
from sprengel.meetings.models import Answer, Invitation, Meeting, MeetingState


def can_invite(meeting: Meeting) -> bool:
    """To a day nobody knows nobody can be invited, to one that is over neither."""
    return meeting.state == MeetingState.PLANNED and is_exact(meeting) and not has_begun(meeting)


def has_begun(meeting: Meeting) -> bool:
    day = today()
    if meeting.starts_on != day:
        return meeting.starts_on < day
    start = starts(meeting)
    # Where the day is set (demo, tests) the clock on the wall says nothing about it.
    return start is not None and settings.TODAY is None and start <= timezone.now()


def can_answer(invitation: Invitation) -> bool:
    meeting = invitation.meeting
    return (
        invitation.withdrawn_at is None
        and meeting.state == MeetingState.PLANNED
        and not has_begun(meeting)
    )


def knows_the_latest(invitation: Invitation) -> bool:
    return invitation.sequence_sent >= invitation.meeting.calendar_sequence


def has_answered(invitation: Invitation) -> bool:
    """For the day and hour that hold now: who accepted another day has not accepted this one."""
    return invitation.answer != Answer.NONE and not answered_another_time(invitation)


def answered_another_time(invitation: Invitation) -> bool:
    return (
        invitation.answer != Answer.NONE
        and invitation.answered_sequence < invitation.meeting.time_sequence
    )
