"""Calendar answers that arrive: matched, taken over, or kept for the office to look at."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.mail.message import ascii_address
from sprengel.meetings.invitations import rules
from sprengel.meetings.invitations.answers import Given, locked, log_answer, write
from sprengel.meetings.invitations.itip import ANSWERS, Reply, Unreadable, read_reply
from sprengel.meetings.models import (
    Answer,
    AnswerWay,
    CalendarReply,
    Invitation,
    Meeting,
    ReplyState,
)

_UID = re.compile(r"sitzung-(\d{1,18})@(.+)", re.IGNORECASE)


@transaction.atomic
def receive(raw: bytes, *, actor: User | None = None) -> CalendarReply | None:
    """Take in a mail or a file; None where it is no calendar answer. Twice the same is once.

    ``actor``: somebody of the office uploads it and answers for where it comes from.
    """
    digest = hashlib.sha256(raw).hexdigest()
    known = CalendarReply.objects.filter(digest=digest).first()
    if known is not None:
        return known
    try:
        reply = read_reply(raw)
    except Unreadable:
        return _kept(digest, None, _("Die Antwort aus dem Kalender ist nicht lesbar."))
    if reply is None:
        return None
    return _sort(digest, reply, actor)


def is_reply(raw: bytes) -> bool:
    """For the mail that comes in: whether this was a calendar answer."""
    return receive(raw) is not None


@transaction.atomic
def take_over(*, actor: User, reply: CalendarReply, invitation: Invitation) -> bool:
    """The office says whose answer it is."""
    reply = CalendarReply.objects.select_for_update().get(pk=reply.pk)
    row = locked(invitation)
    if reply.state != ReplyState.OPEN or reply.answer in ("", Answer.NONE):
        return False
    _apply(actor, row, reply)
    return True


@transaction.atomic
def dismiss(*, actor: User, reply: CalendarReply) -> None:
    changed = CalendarReply.objects.filter(pk=reply.pk, state=ReplyState.OPEN).update(
        state=ReplyState.DISMISSED
    )
    if changed:
        log(
            actor=actor,
            verb=ActivityVerb.MEETING_CHANGED,
            sentence=_("Kalenderantwort von %(sender)s verworfen.")
            % {"sender": reply.from_email or reply.attendee or _("unbekannt")},
            path=reply.meeting.get_absolute_url() if reply.meeting else "",
            visibility=Visibility.OFFICE,
        )


def _sort(digest: str, reply: Reply, actor: User | None) -> CalendarReply:
    meeting = _meeting(reply.uid)
    row = _invitation(meeting, reply.attendee)
    doubt = _doubt(reply, meeting, row, is_office=actor is not None)
    kept = _kept(digest, reply, doubt, meeting=meeting, row=row)
    if doubt or row is None:
        return kept
    row = locked(row)
    if _is_older(row, kept):
        kept.state = ReplyState.OLDER
        kept.reason = _("Es gibt schon eine neuere Antwort.")
        kept.save(update_fields=["state", "reason"])
        return kept
    _apply(actor, row, kept)
    return kept


def _doubt(
    reply: Reply, meeting: Meeting | None, row: Invitation | None, *, is_office: bool
) -> str:
    """Why it is not taken over without somebody looking; "" where nothing speaks against it."""
    sender = reply.from_email
    if meeting is None:
        return _("Die Antwort gehört zu keiner Sitzung hier.")
    if row is None:
        return _("%(attendee)s ist zu dieser Sitzung nicht eingeladen.") % {
            "attendee": reply.attendee or _("Wer antwortet,")
        }
    if reply.method == "COUNTER":
        return _("Es wird ein anderer Termin vorgeschlagen.")
    if reply.partstat not in ANSWERS:
        return _("Die Antwort sagt weder zu noch ab.")
    if not is_office and not _same(sender, reply.attendee):
        return _("Der Absender %(sender)s ist nicht der Eingeladene.") % {
            "sender": sender or _("(ohne Adresse)")
        }
    if reply.is_sender_doubtful:
        return _("Der Mailserver hält den Absender für gefälscht.")
    if not rules.can_answer(row):
        return _("Die Sitzung hat begonnen oder ist abgesagt.")
    return ""


def _is_older(row: Invitation, reply: CalendarReply) -> bool:
    """Answers may arrive in another order than they were given."""
    if row.answer == Answer.NONE:
        return False
    if reply.sequence < row.answered_sequence:
        return True
    if reply.stamp is None or row.answered_stamp is None:
        return False
    # Calendars write whole seconds.
    return reply.stamp < row.answered_stamp.replace(microsecond=0)


def _apply(actor: User | None, row: Invitation, reply: CalendarReply) -> None:
    same = row.answer == reply.answer
    given = Given(
        answer=reply.answer,
        # What was said by link beside the same answer still holds.
        is_remote=row.is_remote and reply.answer != Answer.DECLINED,
        deputy_name=row.deputy_name if same else _("im Kalender weitergeleitet"),
        deputy_post=row.deputy_post if same else "",
        remark=reply.comment or row.remark,
    )
    write(
        row,
        given,
        way=AnswerWay.CALENDAR,
        stamp=_not_later_than_now(reply.stamp),
        sequence=min(max(reply.sequence, 0), row.meeting.calendar_sequence),
    )
    reply.state, reply.reason, reply.invitation = ReplyState.APPLIED, "", row
    reply.meeting = row.meeting
    reply.save(update_fields=["state", "reason", "invitation", "meeting"])
    log_answer(actor, row)


def _not_later_than_now(stamp: datetime | None) -> datetime:
    """A clock that is fast must not shut out what is answered after it."""
    now = timezone.now()
    return min(stamp, now) if stamp else now


def _kept(
    digest: str,
    reply: Reply | None,
    reason: str,
    *,
    meeting: Meeting | None = None,
    row: Invitation | None = None,
) -> CalendarReply:
    facts: dict[str, object] = {}
    if reply is not None:
        facts = {
            "from_email": reply.from_email,
            "attendee": reply.attendee,
            "uid": reply.uid,
            "sequence": reply.sequence,
            "stamp": reply.stamp,
            "answer": ANSWERS.get(reply.partstat, ""),
            "comment": reply.comment,
        }
    kept, _is_new = CalendarReply.objects.get_or_create(
        digest=digest,
        defaults={**facts, "meeting": meeting, "invitation": row, "reason": reason[:300]},
    )
    return kept


def _meeting(uid: str) -> Meeting | None:
    match = _UID.fullmatch(uid)
    if match is None or match[2].lower() != (urlsplit(settings.BASE_URL).hostname or "").lower():
        return None
    return Meeting.objects.filter(pk=int(match[1])).first()


def _invitation(meeting: Meeting | None, attendee: str) -> Invitation | None:
    if meeting is None or not attendee:
        return None
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None).exclude(email="")
    found = [row for row in rows.select_related("meeting") if _same(row.email, attendee)]
    # Two cities with one address: nobody can tell whose answer it is.
    return found[0] if len(found) == 1 else None


def _same(one: str, other: str) -> bool:
    return bool(one) and ascii_address(one).casefold() == ascii_address(other).casefold()
