"""What an invitee says: by link, logged in, from the calendar, or by telephone to the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.meetings.invitations import rules
from sprengel.meetings.lines import one_line
from sprengel.meetings.models import Answer, AnswerWay, Invitation, MeetingState

COMES = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DELEGATED)


class TooLate(Exception):
    """The meeting has begun or is cancelled, or the invitation was taken back."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as somebody gave it."""

    answer: str
    is_remote: bool = False
    deputy_name: str = ""
    deputy_post: str = ""
    remark: str = ""


@transaction.atomic
def answer(
    *, actor: User | None, invitation: Invitation, given: Given, way: str = AnswerWay.LINK
) -> Invitation:
    """Write the answer down; the latest counts. Raises TooLate, and ValidationError by field.

    The office may also enter one when the meeting has begun: it was told on the telephone.
    """
    row = locked(invitation)
    is_open = rules.can_answer(row) or (
        way == AnswerWay.OFFICE
        and row.withdrawn_at is None
        and row.meeting.state != MeetingState.CANCELLED
    )
    if not is_open:
        raise TooLate
    _check(given)
    write(row, given, way=way, stamp=timezone.now(), sequence=row.meeting.calendar_sequence)
    log_answer(actor, row)
    return row


def locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("actor", "person", "meeting__series")
        .get(pk=invitation.pk)
    )


def write(row: Invitation, given: Given, *, way: str, stamp: datetime, sequence: int) -> None:
    comes = given.answer in COMES
    is_deputy = given.answer == Answer.DELEGATED
    row.answer = given.answer
    row.is_remote = given.is_remote and comes
    row.deputy_name = one_line(given.deputy_name)[:200] if is_deputy else ""
    row.deputy_post = one_line(given.deputy_post)[:200] if is_deputy else ""
    row.remark = given.remark.strip()[:500]
    row.answer_way = way
    row.answered_at = timezone.now()
    row.answered_stamp = stamp
    row.answered_sequence = sequence
    row.save()


def log_answer(actor: User | None, row: Invitation) -> None:
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=_("%(name)s zu „%(meeting)s“: %(answer)s.")
        % {
            "name": row.actor.name,
            "meeting": row.meeting.title,
            "answer": row.get_answer_display(),
        },
        path=row.meeting.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )


def _check(given: Given) -> None:
    if given.answer not in Answer.values or given.answer == Answer.NONE:
        raise ValidationError({"answer": _("Bitte wählen Sie eine Antwort.")})
    if given.answer == Answer.DELEGATED and not given.deputy_name.strip():
        raise ValidationError({"deputy_name": _("Bitte sagen Sie, wer Sie vertritt.")})
