"""What is noted at the door. The last word of whoever holds the list counts."""

from __future__ import annotations

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.bodies.models import Actor
from sprengel.meetings.invitations.answers import COMES
from sprengel.meetings.invitations.rules import has_answered
from sprengel.meetings.models import (
    Answer,
    Invitation,
    Meeting,
    MeetingState,
    ParticipantRole,
    Participation,
    Presence,
)
from sprengel.meetings.rules import circle_paths, narrowest

HERE = (Presence.PRESENT, Presence.REMOTE, Presence.LATE, Presence.LEFT_EARLY)


class Cancelled(Exception):
    """Nobody attends a meeting that does not take place."""


@transaction.atomic
def mark(
    *,
    actor: User | None,
    meeting: Meeting,
    of: Actor,
    presence: str,
    at: time | None = None,
    role: str = "",
) -> Participation:
    """Note one participant. ``at``: when they came late or left early; raises ValidationError.

    Somebody who came late and left early keeps both times. A tap on what stands there already
    changes nothing.
    """
    _check(meeting, presence, at)
    row = Participation.objects.select_for_update().filter(meeting=meeting, actor=of).first()
    if row is None:
        row = _prefilled(meeting, of, role)
    was_remote = row.is_remote
    _set(row, presence, at, was_remote=was_remote)
    row.save()
    _log(actor, row)
    return row


@transaction.atomic
def mark_accepted(*, actor: User | None, meeting: Meeting) -> int:
    """Everyone who said they would come and is not noted yet is there; how many they are."""
    if meeting.state == MeetingState.CANCELLED:
        raise Cancelled
    noted = set(meeting.participations.values_list("actor_id", flat=True))
    count = 0
    for row in _invited(meeting):
        row.meeting = meeting
        if row.actor_id in noted or not has_answered(row) or row.answer not in COMES:
            continue
        presence = Presence.REMOTE if row.is_remote else Presence.PRESENT
        participation = _prefilled(meeting, row.actor, "")
        _set(participation, presence, None, was_remote=row.is_remote)
        participation.save()
        count += 1
    if count:
        sentence = ngettext(
            "Anwesenheit bei „%(meeting)s“ für %(count)s Person aus den Zusagen übernommen.",
            "Anwesenheit bei „%(meeting)s“ für %(count)s Personen aus den Zusagen übernommen.",
            count,
        ) % {"meeting": meeting.title, "count": count}
        _write_line(actor, meeting, sentence, meeting.visibility, ())
    return count


@transaction.atomic
def unmark(*, actor: User | None, meeting: Meeting, of: Actor) -> None:
    """A slip of the finger: as if nothing had been noted."""
    gone, _rows = Participation.objects.filter(meeting=meeting, actor=of).delete()
    if gone:
        sentence = _("Anwesenheit bei „%(meeting)s“ zurückgenommen: %(name)s.") % {
            "meeting": meeting.title,
            "name": of.name,
        }
        _write_line(actor, meeting, sentence, of.visibility, (of.get_absolute_url(),))


def _set(row: Participation, presence: str, at: time | None, *, was_remote: bool) -> None:
    if presence in (Presence.PRESENT, Presence.REMOTE):
        row.arrived_at = row.left_at = None
        row.is_remote = presence == Presence.REMOTE
    elif presence == Presence.LATE:
        row.arrived_at = at
        if row.left_at is not None and at is not None and row.left_at <= at:
            row.left_at = None
        row.is_remote = was_remote
    elif presence == Presence.LEFT_EARLY:
        row.left_at = at
        if row.arrived_at is not None and at is not None and row.arrived_at >= at:
            row.arrived_at = None
        row.is_remote = was_remote
    else:
        row.arrived_at = row.left_at = None
        row.is_remote = False
    row.presence = presence


def _check(meeting: Meeting, presence: str, at: time | None) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise Cancelled
    if presence not in Presence.values:
        raise ValidationError(_("Diese Angabe zur Anwesenheit gibt es nicht."))
    if presence in (Presence.LATE, Presence.LEFT_EARLY) and at is None:
        raise ValidationError(_("Bitte geben Sie die Uhrzeit an, etwa 14:30."))


def _prefilled(meeting: Meeting, of: Actor, role: str) -> Participation:
    """From the invitation: who comes for whom, in which post, by whom represented."""
    row = Participation(
        meeting=meeting, actor=of, role=role or ParticipantRole.GUEST, source=_("Anwesenheitsliste")
    )
    invited = _invited(meeting).filter(actor=of).first()
    if invited is not None:
        row.role, row.person, row.post_title = invited.role, invited.person, invited.post_title
        if invited.answer == Answer.DELEGATED:
            row.deputy_name = ", ".join(filter(None, [invited.deputy_name, invited.deputy_post]))[
                :200
            ]
        row.is_remote = invited.is_remote
    return row


def _invited(meeting: Meeting):
    return Invitation.objects.filter(meeting=meeting, withdrawn_at=None).select_related(
        "actor", "person", "meeting"
    )


def _log(actor: User | None, row: Participation) -> None:
    sentence = _("%(name)s bei „%(meeting)s“: %(presence)s.") % {
        "name": row.actor.name,
        "meeting": row.meeting.title,
        "presence": row.get_presence_display(),
    }
    _write_line(actor, row.meeting, sentence, row.actor.visibility, (row.actor.get_absolute_url(),))


def _write_line(
    actor: User | None, meeting: Meeting, sentence: str, visibility: str, about: tuple[str, ...]
) -> None:
    # Who came late or was missing is for those who were there, not for the public's news.
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=meeting.get_absolute_url(),
        about=[*about, *circle_paths(meeting)],
        visibility=narrowest("office", meeting.visibility, visibility),
    )
