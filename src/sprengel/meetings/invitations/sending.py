"""Inviting, telling of changes, taking back, reminding: what leaves the house and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sprengel.accounts.actions import log
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies.models import Person
from sprengel.bodies.queries import address_of
from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.meetings import ical
from sprengel.meetings.invitations import letters, rules
from sprengel.meetings.invitations.candidates import Candidate, is_chair
from sprengel.meetings.invitations.letters import Kind
from sprengel.meetings.lines import one_line
from sprengel.meetings.models import (
    Answer,
    Invitation,
    Meeting,
    MeetingState,
    ParticipantRole,
)

QUIET_DAYS = 2
"""Who was invited less than so many days ago is not reminded yet."""


class CannotInvite(Exception):
    """No day yet, cancelled or over: there is nothing to invite to."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one step sent, and whom it could not reach."""

    sent: int
    without_address: tuple[str, ...] = ()


@transaction.atomic
def invite(
    *, actor: User | None, meeting: Meeting, whom: Iterable[Candidate], note: str = ""
) -> Told:
    """Invite them in one step; who is invited already stays as they are."""
    if not rules.can_invite(meeting):
        raise CannotInvite
    rows = [_row(meeting, candidate) for candidate in whom]
    told = _send_all(rows, Kind.INVITATION, note)
    if rows:
        _log(actor, meeting, _invited_sentence(len(rows)) % {"meeting": meeting.title})
    return told


@transaction.atomic
def send_news(*, actor: User | None, meeting: Meeting, note: str = "") -> Told:
    """Everyone whose version is old gets the new one: changed, or cancelled; nobody else."""
    rows = list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(
            meeting=meeting,
            withdrawn_at=None,
            sequence_sent__lt=meeting.calendar_sequence,
        )
        .select_related("person", "actor")
    )
    if meeting.state == MeetingState.CANCELLED:
        told = _send_all([row for row in rows if row.sequence_sent >= 0], Kind.CANCELLATION, note)
    elif rules.can_invite(meeting):
        told = _send_all(rows, Kind.CHANGE, note)
    else:
        raise CannotInvite
    if told.sent:
        _log(actor, meeting, _news_sentence(told.sent) % {"meeting": meeting.title})
    return told


@transaction.atomic
def withdraw(*, actor: User | None, invitation: Invitation, reason: str = "") -> None:
    """No longer invited; who has it in the calendar gets a cancellation for it."""
    row = _locked(invitation)
    if row.withdrawn_at is not None:
        return
    mail.cancel(key_prefix=_key(row))
    if row.sequence_sent >= 0 and row.email:
        _send(row, Kind.WITHDRAWAL)
    row.withdrawn_at = timezone.now()
    row.withdrawn_because = one_line(reason)[:300]
    row.sequence_sent = -1
    row.save()
    links.revoke(purpose=LinkPurpose.INVITATION, object_id=row.pk)
    _log(
        actor,
        row.meeting,
        _("Einladung zu „%(meeting)s“ zurückgenommen: %(name)s.")
        % {"meeting": row.meeting.title, "name": row.actor.name},
    )


@transaction.atomic
def hand_over(
    *, actor: User | None, invitation: Invitation, person: Person, post_title: str
) -> None:
    """Who left office is taken back, whoever came after is invited for the same city."""
    row = _locked(invitation)
    if row.person_id == person.pk or row.withdrawn_at is not None:
        return
    email = address_of(person) or address_of(row.actor)
    mail.cancel(key_prefix=_key(row))
    if row.sequence_sent >= 0 and row.email and row.email.casefold() != email.casefold():
        _send(row, Kind.WITHDRAWAL)
    if row.role == ParticipantRole.CHAIR and not is_chair(row.meeting, person):
        # The chair is a person's, not their city's: it is not inherited with the post.
        row.role = ParticipantRole.MEMBER
    before = row.person.name if row.person else row.actor.name
    links.revoke(purpose=LinkPurpose.INVITATION, object_id=row.pk)
    _fresh(row)
    row.person, row.post_title, row.email = person, post_title, email
    row.email_name = person.with_title
    row.save()
    if rules.can_invite(row.meeting):
        _send_all([row], Kind.INVITATION, "")
    _log(
        actor,
        row.meeting,
        _("Einladung zu „%(meeting)s“ ging von %(before)s an %(after)s.")
        % {"meeting": row.meeting.title, "before": before, "after": person.name},
    )


@transaction.atomic
def change_address(*, actor: User | None, invitation: Invitation, email: str) -> None:
    """A new address gets the invitation, if the meeting can still be invited to."""
    row = _locked(invitation)
    email = mail.valid_address(email)
    if row.email.casefold() == email.casefold() or row.withdrawn_at is not None:
        return
    mail.cancel(key_prefix=_key(row))
    row.email, row.sequence_sent = email, -1
    row.save()
    if rules.can_invite(row.meeting):
        _send_all([row], Kind.INVITATION, "")
    _log(
        actor,
        row.meeting,
        _("Adresse für „%(meeting)s“ geändert: %(name)s.")
        % {"meeting": row.meeting.title, "name": row.actor.name},
    )


def remind_due() -> int:
    """Remind, once for each version, everyone who has not answered shortly before the meeting."""
    day = today()
    count = 0
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, starts_on__gte=day).select_related(
        "series"
    )
    for meeting in coming:
        if meeting.starts_on - timedelta(days=meeting.series.reminder_days) > day:
            continue
        if rules.can_invite(meeting):
            count += _remind(meeting)
    return count


@override(settings.LANGUAGE_CODE)
@transaction.atomic
def _remind(meeting: Meeting) -> int:
    rows = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(
            meeting=meeting,
            withdrawn_at=None,
            reminded_at=None,
            invited_at__lte=timezone.now() - timedelta(days=QUIET_DAYS),
        )
        .exclude(email="")
        .select_related("person", "actor", "meeting__series__organization__body", "meeting__host")
    )
    silent = [row for row in rows if not rules.has_answered(row) and rules.knows_the_latest(row)]
    for row in silent:
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at"])
        mail.queue(
            key=f"{_key(row)}{row.letters}/erinnerung",
            to_email=row.email,
            to_name=row.email_name,
            subject=letters.subject(row, Kind.REMINDER),
            text=letters.text(row, Kind.REMINDER, address=answer_address(row)),
            about_path=meeting.get_absolute_url(),
        )
    return len(silent)


def answer_address(invitation: Invitation) -> str:
    """Where this invitee answers without login."""
    return links.address(purpose=LinkPurpose.INVITATION, object_id=invitation.pk)


@override(settings.LANGUAGE_CODE)
def preview(meeting: Meeting, candidate: Candidate, note: str) -> tuple[str, str]:
    """Subject and text as this candidate would get them; nothing is written."""
    row = Invitation(
        meeting=meeting,
        actor=candidate.actor,
        person=candidate.person,
        email=candidate.email,
    )
    address = f"{settings.BASE_URL}/a/einladung/…/"
    return (
        letters.subject(row, Kind.INVITATION),
        letters.text(row, Kind.INVITATION, address=address, note=note),
    )


def _row(meeting: Meeting, candidate: Candidate) -> Invitation:
    """Their invitation; one that was taken back begins anew."""
    person = candidate.person
    facts = {
        "person": person,
        "post_title": candidate.post_title,
        "role": candidate.role,
        "email": candidate.email,
        "email_name": person.with_title if person else candidate.actor.name,
    }
    row, is_new = Invitation.objects.select_for_update().get_or_create(
        meeting=meeting, actor=candidate.actor, defaults=facts
    )
    if not is_new and row.withdrawn_at is not None:
        for name, value in facts.items():
            setattr(row, name, value)
        _fresh(row)
        row.save()
    row.meeting = meeting
    return row


def _fresh(row: Invitation) -> None:
    """As if nobody had been asked: another person answers for themselves."""
    row.sequence_sent = -1
    row.withdrawn_at = row.reminded_at = row.invited_at = None
    row.withdrawn_because = ""
    row.answer, row.answered_sequence, row.answer_way = Answer.NONE, -1, ""
    row.answered_at = row.answered_stamp = None
    row.is_remote, row.deputy_name, row.deputy_post, row.remark = False, "", "", ""


def _send_all(rows: list[Invitation], kind: Kind, note: str) -> Told:
    without, sent = [], 0
    for row in rows:
        if not row.email:
            without.append(row.email_name or row.actor.name)
        elif not rules.knows_the_latest(row):
            # Who never got one is invited, whatever the others are told.
            own = Kind.INVITATION if row.sequence_sent < 0 and kind is Kind.CHANGE else kind
            mail.cancel(key_prefix=_key(row))
            _send(row, own, note)
            sent += 1
    return Told(sent, tuple(without))


@override(settings.LANGUAGE_CODE)
def _send(row: Invitation, kind: Kind, note: str = "") -> None:
    meeting = row.meeting
    is_request = kind in (Kind.INVITATION, Kind.CHANGE)
    method = "REQUEST" if is_request else "CANCEL"
    address = answer_address(row) if is_request else ""
    sequence = max(meeting.calendar_sequence, row.sequence_sent)
    row.letters += 1
    mail.queue(
        # Whatever replaces an invitation takes back an unsent one, never an unsent withdrawal.
        key=f"{_key(row) if kind is not Kind.WITHDRAWAL else f'ruecknahme/{row.pk}/'}{row.letters}",
        to_email=row.email,
        to_name=row.email_name,
        subject=letters.subject(row, kind),
        text=letters.text(row, kind, address=address, note=note),
        calendar=ical.invitation(
            meeting,
            method=method,
            sequence=sequence,
            organizer=ical.Party(
                email=parseaddr(settings.MAIL_FROM)[1], name=meeting.organization.body.name
            ),
            attendee=ical.Party(email=row.email, name=row.email_name),
            is_chair=row.role == ParticipantRole.CHAIR,
            # An answer that still holds is not asked for again by the calendar either.
            partstat=row.answer.upper() if rules.has_answered(row) else "NEEDS-ACTION",
            location=letters.location(meeting),
            description=letters.description(meeting, address),
            url=letters.page_of(meeting),
        ),
        calendar_method=method,
        about_path=meeting.get_absolute_url(),
    )
    row.sequence_sent = sequence
    row.invited_at = row.invited_at if kind is Kind.CANCELLATION else timezone.now()
    row.reminded_at = None
    row.save(update_fields=["letters", "sequence_sent", "invited_at", "reminded_at"])


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("actor", "person", "meeting__series__organization__body", "meeting__host")
        .get(pk=invitation.pk)
    )


def _key(row: Invitation) -> str:
    return f"einladung/{row.pk}/"


def _invited_sentence(count: int) -> str:
    return ngettext(
        "Zu „%(meeting)s“ eingeladen: %(count)s Teilnehmende oder Teilnehmender.",
        "Zu „%(meeting)s“ eingeladen: %(count)s Teilnehmende.",
        count,
    ) % {"count": count, "meeting": "%(meeting)s"}


def _news_sentence(count: int) -> str:
    return ngettext(
        "Änderung bei „%(meeting)s“ einer eingeladenen Stelle mitgeteilt.",
        "Änderung bei „%(meeting)s“ %(count)s Eingeladenen mitgeteilt.",
        count,
    ) % {"count": count, "meeting": "%(meeting)s"}


def _log(actor: User | None, meeting: Meeting, sentence: str) -> None:
    """The office's alone: who is invited and who not is between the two."""
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=meeting.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )
