"""A poll for a date: asked by mail, answered, reminded of, decided or ended without a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Actor, Body
from sprengel.bodies.queries import addresses_of
from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.meetings.agenda.standing import put_standing
from sprengel.meetings.lines import one_line
from sprengel.meetings.models import DatePoll, Meeting, PollAnswer, PollOption, PollState, Series
from sprengel.meetings.planning import letters
from sprengel.meetings.planning.actions import plan_meeting
from sprengel.meetings.planning.hosts import rotation
from sprengel.meetings.planning.log import log_series
from sprengel.meetings.planning.polls import asked, matrix, takes_answers
from sprengel.meetings.rules import narrowest
from sprengel.ui.wording import long_date


class NotOpen(Exception):
    """The poll is decided, ended, or its last day has passed."""


@dataclass(frozen=True, slots=True)
class OfferedDay:
    starts_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """``earlier_by`` and ``earlier_at``: whose answer this one replaced; "" and None: nobody's."""

    earlier_by: str
    earlier_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    letters_count: int
    without_address: tuple[Actor, ...]


@transaction.atomic
def start_poll(
    *,
    actor: User,
    series: Series,
    title: str,
    closes_on: date,
    options: Iterable[OfferedDay],
    note: str = "",
    visibility: str = Visibility.MEMBERS,
) -> DatePoll:
    """Ask the members by mail; the same sent twice (a double click) is one poll."""
    Series.objects.select_for_update().get(pk=series.pk)
    title = one_line(title)
    offered = sorted(set(options), key=lambda one: (one.starts_on, one.starts_at or time.min))
    for same in DatePoll.objects.filter(
        series=series, title=title, closes_on=closes_on, state=PollState.OPEN
    ):
        if {(one.starts_on, one.starts_at) for one in same.options.all()} == {
            (one.starts_on, one.starts_at) for one in offered
        }:
            return same
    poll = DatePoll.objects.create(
        series=series, title=title, note=note, closes_on=closes_on, visibility=visibility
    )
    PollOption.objects.bulk_create(
        PollOption(
            poll=poll,
            starts_on=one.starts_on,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
        )
        for one in offered
    )
    _send(actor, poll, asked(actor, poll), is_reminder=False)
    _log(actor, poll, _("Terminumfrage „%(title)s“ begonnen: Antworten bis %(day)s."))
    return poll


@transaction.atomic
def answer_poll(
    *,
    actor: User | None,
    poll: DatePoll,
    of: Actor,
    words: Mapping[int, str],
    note: str = "",
    answered_by: str = "",
    by_office: bool = False,
) -> Answered:
    """``words``: by option. A later answer of the same city replaces the earlier one and says so.

    The office may still enter an answer after the last day, as long as nothing is decided.
    """
    poll = DatePoll.objects.select_for_update().get(pk=poll.pk)
    if not takes_answers(poll) and not (by_office and poll.state == PollState.OPEN):
        raise NotOpen
    known = {
        answer.option_id: answer
        for answer in PollAnswer.objects.filter(option__poll=poll, actor=of)
    }
    latest = max(known.values(), key=lambda answer: answer.answered_at, default=None)
    who = answered_by or (str(actor) if actor else of.name)
    for option in poll.options.filter(pk__in=words):
        PollAnswer.objects.update_or_create(
            option=option,
            actor=of,
            defaults={
                "word": words[option.pk],
                "note": note,
                "user": actor,
                "answered_by": who,
                "earlier_by": latest.answered_by if latest else "",
                "earlier_at": latest.answered_at if latest else None,
            },
        )
    first = _("Terminumfrage „%(title)s“: %(name)s hat geantwortet.")
    again = _(
        "Terminumfrage „%(title)s“: %(name)s hat noch einmal geantwortet; die spätere Antwort gilt."
    )
    _log(
        actor,
        poll,
        again if latest else first,
        visibility=narrowest(Visibility.OFFICE, of.visibility),
        name=of.name,
    )
    if latest is None:
        return Answered("", None)
    return Answered(latest.answered_by, latest.answered_at)


@transaction.atomic
def remind(*, actor: User, poll: DatePoll) -> Sent:
    """Write again to who has not answered; at most once a day."""
    poll = DatePoll.objects.select_for_update().get(pk=poll.pk)
    if not takes_answers(poll):
        raise NotOpen
    missing = [row.actor for row in matrix(actor, poll).missing]
    sent = _send(actor, poll, missing, is_reminder=True)
    if sent.letters_count:
        _log(actor, poll, _("Terminumfrage „%(title)s“: an die fehlenden Antworten erinnert."))
    return sent


@transaction.atomic
def end_poll(*, actor: User, poll: DatePoll) -> DatePoll:
    """Over without a date; what was answered stays to be read."""
    poll = DatePoll.objects.select_for_update().get(pk=poll.pk)
    if poll.state != PollState.OPEN:
        raise NotOpen
    _close(poll, PollState.ENDED)
    _log(actor, poll, _("Terminumfrage „%(title)s“ ohne Ergebnis beendet."))
    return poll


@transaction.atomic
def choose_date(*, actor: User, poll: DatePoll, option: PollOption) -> Meeting:
    """The date is found: the meeting is planned, with the host whose turn it is."""
    poll = DatePoll.objects.select_for_update().get(pk=poll.pk)
    if poll.state != PollState.OPEN:
        raise NotOpen
    host = _host(actor, poll.series, option.starts_on)
    meeting = plan_meeting(
        actor=actor,
        series=poll.series,
        title=poll.title,
        starts_on=option.starts_on,
        starts_at=option.starts_at,
        ends_at=option.ends_at,
        place=option.place or (host.name if host else ""),
        host=host,
        visibility=poll.series.visibility,
    )
    put_standing(actor=actor, meeting=meeting)
    poll.meeting = meeting
    _close(poll, PollState.DECIDED)
    _log(
        actor,
        poll,
        _("Terminumfrage „%(title)s“: Termin gewählt, %(day)s."),
        day=long_date(option.starts_on),
    )
    return meeting


def _host(actor: User, series: Series, day: date) -> Body | None:
    if not series.host_rotates:
        return None
    return rotation(actor, series.organization, day).next()


def _close(poll: DatePoll, state: PollState) -> None:
    poll.state = state
    poll.save()
    # Nobody is asked any more by a letter that is still waiting to be sent.
    mail.cancel(key_prefix=_key(poll))


@override(settings.LANGUAGE_CODE)
def _send(actor: User, poll: DatePoll, to: list[Actor], *, is_reminder: bool) -> Sent:
    addresses = addresses_of(to)
    day = timezone.localdate().isoformat()
    count = 0
    for each in to:
        email = addresses[each.pk]
        if not email:
            continue
        link = links.address(purpose=LinkPurpose.POLL, object_id=poll.pk, holder_id=each.pk)
        letter = letters.of_poll(poll, link=link, is_reminder=is_reminder)
        kind = f"erinnerung/{day}" if is_reminder else "frage"
        mail.queue(
            key=f"{_key(poll)}{each.pk}/{kind}",
            to_email=email,
            to_name=each.name,
            subject=letter.subject,
            text=letter.text,
            about_path=poll.get_absolute_url(),
        )
        count += 1
    return Sent(count, tuple(each for each in to if not addresses[each.pk]))


def _key(poll: DatePoll) -> str:
    return f"termin/{poll.pk}/"


def _log(
    actor: User | None, poll: DatePoll, sentence: str, *, visibility: str = "", **words: str
) -> None:
    names = {"title": poll.title, "day": long_date(poll.closes_on), **words}
    log_series(
        actor,
        poll.series,
        sentence % names,
        path=poll.get_absolute_url(),
        visibility=narrowest(poll.visibility, *filter(None, [visibility])),
    )


def is_over(poll: DatePoll) -> bool:
    """Its last day has passed and nobody has decided yet."""
    return poll.state == PollState.OPEN and poll.closes_on < today_on()
