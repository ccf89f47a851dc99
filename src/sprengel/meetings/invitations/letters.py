"""The words of the mails: invitation, change, cancellation, withdrawal, reminder."""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.meetings.dates import when
from sprengel.meetings.invitations import rules
from sprengel.meetings.models import Answer, Invitation, Meeting


class Kind(Enum):
    INVITATION = "invitation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"
    REMINDER = "reminder"


def subject(invitation: Invitation, kind: Kind) -> str:
    line = {
        Kind.INVITATION: _("Einladung: %(title)s, %(when)s"),
        Kind.CHANGE: _("Geändert: %(title)s, %(when)s"),
        Kind.CANCELLATION: _("Abgesagt: %(title)s, %(when)s"),
        Kind.WITHDRAWAL: _("Einladung zurückgenommen: %(title)s, %(when)s"),
        Kind.REMINDER: _("Bitte antworten Sie noch: %(title)s, %(when)s"),
    }[kind]
    meeting = invitation.meeting
    return line % {"title": meeting.title, "when": when(meeting)}


def text(invitation: Invitation, kind: Kind, *, address: str = "", note: str = "") -> str:
    """``address``: where one answers without login; ``note``: what the office adds."""
    meeting = invitation.meeting
    parts = [
        _salutation(invitation),
        _opening(invitation, kind),
        facts(meeting) if kind not in (Kind.WITHDRAWAL, Kind.CANCELLATION) else "",
        note.strip(),
        *(_how_to_answer(invitation, kind, address) if address else ()),
        _closing(meeting),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(meeting: Meeting) -> str:
    """When and where, a line each."""
    lines = [
        (_("Wann"), when_exactly(meeting)),
        (_("Wo"), meeting.place),
        (_("Gastgeberin"), host_name(meeting)),
        (_("Video"), meeting.remote_url),
    ]
    return "\n".join(f"{name}: {value}" for name, value in lines if value)


def when_exactly(meeting: Meeting) -> str:
    """ "Montag, 19. Oktober 2026, 10:00 bis 13:00 Uhr"."""
    day = when(meeting)
    if meeting.ends_on in (None, meeting.starts_on):
        day = f"{formats.date_format(meeting.starts_on, 'l')}, {day}"
    if not meeting.starts_at:
        return day
    words = {"day": day, "start": meeting.starts_at.strftime("%H:%M")}
    if meeting.ends_at is None:
        return _("%(day)s, %(start)s Uhr") % words
    words["end"] = meeting.ends_at.strftime("%H:%M")
    return _("%(day)s, %(start)s bis %(end)s Uhr") % words


def location(meeting: Meeting) -> str:
    return ", ".join(filter(None, [meeting.place, host_name(meeting)]))


def host_name(meeting: Meeting) -> str:
    """What the office alone may see does not leave the house by mail."""
    host = meeting.host
    if host is None or host.visibility == Visibility.OFFICE or host.name in meeting.place:
        return ""
    return host.name


def description(meeting: Meeting, address: str) -> str:
    """In the calendar entry: the video link and where to answer."""
    lines = [
        _("Video: %(url)s") % {"url": meeting.remote_url} if meeting.remote_url else "",
        _("Antworten, Vertretung melden: %(url)s") % {"url": address} if address else "",
    ]
    return "\n".join(line for line in lines if line)


def page_of(meeting: Meeting) -> str:
    return f"{settings.BASE_URL}{meeting.get_absolute_url()}"


def _salutation(invitation: Invitation) -> str:
    if invitation.person is None:
        return _("Guten Tag,")
    return _("Guten Tag %(name)s,") % {"name": invitation.person.with_title}


def _opening(invitation: Invitation, kind: Kind) -> str:
    meeting = invitation.meeting
    words = {
        "title": meeting.title,
        "circle": meeting.organization.name,
        "when": when(meeting),
        "reason": meeting.cancelled_because,
    }
    if kind is Kind.CANCELLATION and meeting.cancelled_because:
        return (
            _(
                "die Sitzung „%(title)s“ (%(circle)s) am %(when)s findet nicht statt. "
                "Grund: %(reason)s"
            )
            % words
        )
    line = {
        Kind.INVITATION: _("wir laden Sie ein zur Sitzung „%(title)s“ (%(circle)s):"),
        Kind.CHANGE: _(
            "bei der Sitzung „%(title)s“ (%(circle)s) hat sich etwas geändert. Jetzt gilt:"
        ),
        Kind.CANCELLATION: _(
            "die Sitzung „%(title)s“ (%(circle)s) am %(when)s findet nicht statt."
        ),
        Kind.WITHDRAWAL: _(
            "die Einladung zur Sitzung „%(title)s“ (%(circle)s) am %(when)s gilt für Sie nicht "
            "mehr. Der Eintrag in Ihrem Kalender kann gelöscht werden."
        ),
        Kind.REMINDER: _(
            "zur Sitzung „%(title)s“ (%(circle)s) haben wir von Ihnen noch keine Antwort:"
        ),
    }[kind]
    return line % words


def _how_to_answer(invitation: Invitation, kind: Kind, address: str) -> tuple[str, ...]:
    return (
        f"{_ask(invitation, kind)}\n{address}",
        _(
            "Der Link gilt nur für Sie; ein Kennwort brauchen Sie nicht, und bis zur Sitzung "
            "können Sie die Antwort dort ändern. Sie können auch in Ihrem Kalender zu- oder "
            "absagen."
        ),
    )


def _ask(invitation: Invitation, kind: Kind) -> str:
    if kind is not Kind.CHANGE or invitation.answer == Answer.NONE:
        return _("Bitte sagen Sie uns, ob Sie kommen, per Video teilnehmen oder vertreten werden:")
    if rules.answered_another_time(invitation):
        return _("Ihre Antwort galt dem Termin davor. Bitte antworten Sie noch einmal:")
    return {
        Answer.ACCEPTED: _(
            "Ihre Zusage gilt weiter. Sie müssen nichts tun; ändern können Sie sie hier:"
        ),
        Answer.TENTATIVE: _(
            "Ihre Zusage mit Vorbehalt gilt weiter. Sie müssen nichts tun; ändern können Sie sie "
            "hier:"
        ),
        Answer.DECLINED: _(
            "Ihre Absage gilt weiter. Sie müssen nichts tun; ändern können Sie sie hier:"
        ),
        Answer.DELEGATED: _(
            "Ihre Vertretung gilt weiter. Bitte geben Sie ihr die Änderung weiter; eine andere "
            "Antwort geben Sie hier:"
        ),
    }[Answer(invitation.answer)]


def _closing(meeting: Meeting) -> str:
    return (
        _("Mit freundlichen Grüßen") + "\n" + _("Geschäftsstelle") + f" {meeting.organization.body}"
    )
