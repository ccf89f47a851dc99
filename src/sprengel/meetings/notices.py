"""What waits for somebody beside sessions and matters: one line each on the first page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today
from sprengel.accounts.models import Role, User
from sprengel.bodies.queries import body_of
from sprengel.ledger.inquiries import queries as inquiries
from sprengel.mail.models import Letter
from sprengel.meetings import queries
from sprengel.meetings.invitations import queries as invitations
from sprengel.meetings.models import Answer, Invitation, MeetingState
from sprengel.meetings.planning import polls

BRIEFING_KEY = "unterlage"
"""Letters with a briefing begin so (``publishing.briefing``); this room only looks for them."""
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """``kind`` as in the alert component: info or warning."""

    text: str
    url: str
    link: str
    kind: str = "info"


NoticeMaker = Callable[[User], Iterable[Notice]]

_registered: dict[tuple[str, str], NoticeMaker] = {}


def register_notices(name: str, role: str, maker: NoticeMaker) -> None:
    """What a room above has waiting for a ``Role`` (surveys to answer, deadlines of a grant).

    A second registration under the same name replaces the first: ``ready`` may run twice.
    """
    _registered[role, name] = maker


def for_office(user: User) -> tuple[Notice, ...]:
    found = [*_answers(user), *_replies(user), *_not_told(user)]
    found += [*_to_decide(user), *_briefings(user), *_of_rooms_above(user, Role.OFFICE)]
    return tuple(found[:SHOWN])


def for_member(user: User) -> tuple[Notice, ...]:
    found = [*_invitations(user), *_polls(user), *_asked(user)]
    found += _of_rooms_above(user, Role.MEMBER)
    return tuple(found[:SHOWN])


def _of_rooms_above(user: User, wanted: str) -> Iterator[Notice]:
    for (role, _name), maker in sorted(_registered.items()):
        if role == wanted:
            yield from maker(user)


def _answers(user: User) -> Iterator[Notice]:
    count = inquiries.count_to_take_over(user)
    if count:
        text = ngettext(
            "Eine neue Auskunft ist noch nicht übernommen.",
            "%(count)s neue Auskünfte sind noch nicht übernommen.",
            count,
        )
        yield Notice(text % {"count": count}, reverse("ledger:inquiries"), _("Ansehen"))


def _replies(user: User) -> Iterator[Notice]:
    count = invitations.open_replies(user).count()
    if count:
        text = ngettext(
            "Eine Antwort aus einem Kalender ließ sich keiner Einladung zuordnen.",
            "%(count)s Antworten aus Kalendern ließen sich keiner Einladung zuordnen.",
            count,
        )
        yield Notice(text % {"count": count}, reverse("meetings:replies"), _("Ansehen"), "warning")


def _not_told(user: User) -> Iterator[Notice]:
    for meeting, count in invitations.not_told(user):
        text = ngettext(
            "%(title)s: Ein Eingeladener weiß noch nichts von der Änderung.",
            "%(title)s: %(count)s Eingeladene wissen noch nichts von der Änderung.",
            count,
        )
        yield Notice(
            text % {"title": meeting.title, "count": count},
            reverse("meetings:attendance", args=[meeting.pk]),
            _("Benachrichtigen"),
            "warning",
        )


def _to_decide(user: User) -> Iterator[Notice]:
    for poll in polls.to_decide(user):
        yield Notice(
            _("Die Terminumfrage „%(title)s“ ist abgelaufen. Welcher Tag wird es?")
            % {"title": poll.title},
            poll.get_absolute_url(),
            _("Termin wählen"),
        )


def _briefings(user: User) -> Iterator[Notice]:
    """Two weeks before (or as the series has it) everybody should have their papers."""
    day = today()
    for meeting in queries.upcoming(user, day):
        due_on = meeting.starts_on - timedelta(days=meeting.series.briefing_days)
        if due_on > day or not meeting.invitations.filter(withdrawn_at=None).exists():
            continue
        if Letter.objects.filter(key__startswith=f"{BRIEFING_KEY}/{meeting.pk}/").exists():
            continue
        yield Notice(
            _("%(title)s: Die Unterlagen sind noch nicht verschickt.") % {"title": meeting.title},
            meeting.get_absolute_url(),
            _("Zur Sitzung"),
        )


def _invitations(user: User) -> Iterator[Notice]:
    body = body_of(user)
    if body is None:
        return
    rows = (
        Invitation.objects.visible_to(user)
        .filter(
            actor=body.pk,
            answer=Answer.NONE,
            withdrawn_at=None,
            meeting__state=MeetingState.PLANNED,
            meeting__starts_on__gte=today(),
        )
        .select_related("meeting")
        .order_by("meeting__starts_on")
    )
    for row in rows:
        yield Notice(
            _("Kommen Sie zu „%(title)s“?") % {"title": row.meeting.title},
            reverse("meetings:answer", args=[row.meeting_id]),
            _("Antworten"),
        )


def _polls(user: User) -> Iterator[Notice]:
    for poll in polls.unanswered_of(user):
        yield Notice(
            _("Welcher Termin passt Ihnen? %(title)s") % {"title": poll.title},
            poll.get_absolute_url(),
            _("Antworten"),
        )


def _asked(user: User) -> Iterator[Notice]:
    count = len(inquiries.asked_of_me(user))
    if count:
        text = ngettext(
            "Die Geschäftsstelle fragt nach dem Sachstand eines Vorgangs.",
            "Die Geschäftsstelle fragt nach dem Sachstand von %(count)s Vorgängen.",
            count,
        )
        yield Notice(text % {"count": count}, reverse("ledger:inquiries"), _("Antworten"))
