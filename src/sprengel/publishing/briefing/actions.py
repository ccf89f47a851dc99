"""Sending each participant their own briefing, once for each state of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies.models import Actor
from sprengel.bodies.queries import address_of
from sprengel.mail import actions as mail
from sprengel.mail.models import Letter, LetterState
from sprengel.meetings.agenda.papers import mark_sent
from sprengel.meetings.dates import when
from sprengel.meetings.models import Invitation, Meeting
from sprengel.publishing.briefing import files
from sprengel.publishing.briefing.queries import Briefing, briefing, recipients
from sprengel.publishing.files.pdf import NoPdf
from sprengel.publishing.reports.files import File


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int
    as_before: int
    """Have this very briefing already."""
    without_address: tuple[str, ...]


def send(*, actor: User, meeting: Meeting) -> Sent:
    """Put one mail for each participant into the post; the same briefing is not sent twice."""
    invited = {
        one.actor_id: one
        for one in Invitation.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    }
    sent, as_before, missing = 0, 0, []
    for whose in recipients(actor, meeting):
        invitation = invited.get(whose.pk)
        address = (invitation.email if invitation else "") or address_of(whose)
        if not address:
            missing.append(whose.name)
        elif _send_one(meeting, whose, address):
            sent += 1
        else:
            as_before += 1
    if sent:
        _note(actor, meeting, sent)
    return Sent(sent, as_before, tuple(missing))


@override(settings.LANGUAGE_CODE)
def _send_one(meeting: Meeting, whose: Actor, address: str) -> bool:
    """In the league's language, whatever the sender reads the screens in."""
    found = briefing(meeting, whose)
    prefix = f"unterlage/{meeting.pk}/{whose.pk}/"
    digest = _digest(found)
    if _has(prefix, digest):
        return False
    # Before anything is locked: a file takes its second, and others want to write meanwhile.
    return _post(
        meeting, whose, address, prefix=prefix, digest=digest, file=_file(found), found=found
    )


def _has(prefix: str, digest: str) -> bool:
    """Whether this very briefing is the last one that is waiting or has gone out."""
    letters = Letter.objects.filter(key__startswith=prefix)
    last = letters.exclude(state__in=(LetterState.CANCELLED, LetterState.FAILED)).first()
    return last is not None and last.key.startswith(f"{prefix}{digest}/")


@transaction.atomic
def _post(
    meeting: Meeting,
    whose: Actor,
    address: str,
    *,
    prefix: str,
    digest: str,
    file: File,
    found: Briefing,
) -> bool:
    if _has(prefix, digest):
        return False
    # One that still waits is out of date: nobody shall get both.
    mail.cancel(key_prefix=prefix)
    number = Letter.objects.filter(key__startswith=prefix).count()
    mail.queue(
        key=f"{prefix}{digest}/{number}",
        to_email=address,
        to_name=whose.name,
        subject=_("Unterlage zur Sitzung: %(title)s, %(when)s")
        % {"title": meeting.title, "when": when(meeting)},
        text=_text(found),
        attachments=[mail.AttachedFile(file.name, file.media_type, file.data)],
        about_path=meeting.get_absolute_url(),
    )
    return True


@transaction.atomic
def _note(actor: User, meeting: Meeting, sent: int) -> None:
    """Papers count as sent from now on: one withdrawn later stays visible as withdrawn."""
    mark_sent(meeting=meeting)
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=ngettext(
            "%(title)s: Unterlage an eine Person oder Stelle verschickt.",
            "%(title)s: Unterlagen an %(count)s Personen oder Stellen verschickt.",
            sent,
        )
        % {"title": meeting.title, "count": sent},
        path=meeting.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )


def _file(found: Briefing) -> File:
    """PDF reads everywhere; where this server cannot make one, Word."""
    try:
        return files.as_pdf(found)
    except NoPdf:
        return files.as_word(found)


def _text(found: Briefing) -> str:
    meeting = found.meeting
    return (
        "\n\n".join(
            [
                _("Guten Tag,"),
                _(
                    "im Anhang finden Sie Ihre Unterlage zur Sitzung „%(title)s“ (%(when)s): die "
                    "Tagesordnung, zu jedem Punkt die offenen Vorgänge mit ihrem Verlauf, was Sie "
                    "selbst gefordert oder zugesagt haben und was seit der letzten Sitzung neu ist."
                )
                % {"title": meeting.title, "when": found.when},
                _("Mit freundlichen Grüßen")
                + "\n"
                + _("Geschäftsstelle")
                + f"\n{meeting.organization.body.name}",
            ]
        )
        + "\n"
    )


def _digest(found: Briefing) -> str:
    """The same words, the same digest; the day it was made does not count."""
    return hashlib.sha256(repr({**files.fields(found), "stand": ""}).encode()).hexdigest()[:16]
