"""Matters that come back: taken, grouped, deferred, dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.models import User, Visibility
from sprengel.ledger.actions import set_check
from sprengel.ledger.models import Matter
from sprengel.meetings.agenda.actions.points import (
    add_item,
    next_position,
    release,
    shortened,
)
from sprengel.meetings.agenda.log import log_agenda, log_point
from sprengel.meetings.agenda.wishes import topics_at
from sprengel.meetings.models import (
    AgendaItem,
    AgendaState,
    HandedInTopic,
    Meeting,
    TopicState,
)
from sprengel.meetings.proposals import BETWEEN
from sprengel.meetings.rules import narrowest
from sprengel.ui.wording import long_date, quoted

TOPIC_STATE = {
    AgendaState.TAKEN: TopicState.ACCEPTED,
    AgendaState.DEFERRED: TopicState.LATER,
    AgendaState.DROPPED: TopicState.DECLINED,
}


class ReasonMissing(Exception):
    """Whoever defers or drops a matter says why."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A matter that comes back, and why."""

    matter: Matter
    because: tuple[str, ...] = ()


@transaction.atomic
def take(
    *,
    actor: User | None,
    meeting: Meeting,
    matter: Matter,
    because: str | Iterable[str] = "",
    under: AgendaItem | None = None,
) -> AgendaItem:
    """Put the matter on the agenda; members see it there, the public only if somebody says so."""
    item = _take(meeting, matter, because, under)
    log_point(actor, item, _("auf die Tagesordnung genommen: %(title)s."))
    return item


@transaction.atomic
def take_all(
    *,
    actor: User | None,
    meeting: Meeting,
    returned: Iterable[Returned],
    under: AgendaItem | None = None,
) -> list[AgendaItem]:
    """Many at once, under one point if one is given; one line in the log."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    given = list(returned)
    decided = set(
        meeting.agenda.filter(matter__in=[one.matter for one in given]).values_list(
            "matter_id", flat=True
        )
    )
    items = [
        _take(meeting, one.matter, one.because, under) for one in given if one.matter.pk in decided
    ]
    items += _take_new(meeting, [one for one in given if one.matter.pk not in decided], under)
    if items:
        sentence = ngettext(
            "%(n)s Vorgang auf die Tagesordnung genommen.",
            "%(n)s Vorgänge auf die Tagesordnung genommen.",
            len(items),
        )
        # A count tells how much there is, also of what not everybody may see.
        log_agenda(actor, meeting, sentence % {"n": len(items)}, visibility=Visibility.OFFICE)
    return items


@transaction.atomic
def group(
    *,
    actor: User | None,
    meeting: Meeting,
    returned: Iterable[Returned],
    under: AgendaItem | None = None,
    title: str = "",
) -> list[AgendaItem]:
    """Several matters under one point: one that is there or a new one."""
    if under is None:
        under = add_item(actor=actor, meeting=meeting, title=title)
    return take_all(actor=actor, meeting=meeting, returned=returned, under=under)


@transaction.atomic
def defer(
    *,
    actor: User | None,
    meeting: Meeting,
    matter: Matter,
    until: date,
    reason: str,
    because: str | Iterable[str] = "",
) -> AgendaItem:
    """Not at this meeting: the matter's check date moves to ``until``."""
    item = _decide(
        meeting, matter, AgendaState.DEFERRED, because, reason=_given(reason), deferred_until=until
    )
    # The reason stays with the agenda: the matter's history may be public.
    set_check(actor=actor, matter=matter, next_check_on=until)
    log_point(actor, item, _("zurückgestellt bis %(until)s: %(title)s."), until=long_date(until))
    return item


@transaction.atomic
def defer_all(
    *,
    actor: User | None,
    meeting: Meeting,
    returned: Iterable[Returned],
    until: date,
    reason: str,
) -> list[AgendaItem]:
    """All of them or, if one cannot be, none."""
    return [
        defer(
            actor=actor,
            meeting=meeting,
            matter=one.matter,
            until=until,
            reason=reason,
            because=one.because,
        )
        for one in returned
    ]


@transaction.atomic
def drop(
    *,
    actor: User | None,
    meeting: Meeting,
    matter: Matter,
    reason: str,
    because: str | Iterable[str] = "",
) -> AgendaItem:
    """Not at this meeting; it is proposed again for the next one."""
    item = _decide(meeting, matter, AgendaState.DROPPED, because, reason=_given(reason))
    log_point(actor, item, _("nicht aufgenommen: %(title)s."))
    return item


@transaction.atomic
def drop_all(
    *, actor: User | None, meeting: Meeting, returned: Iterable[Returned], reason: str
) -> list[AgendaItem]:
    return [
        drop(actor=actor, meeting=meeting, matter=one.matter, reason=reason, because=one.because)
        for one in returned
    ]


def _take_new(
    meeting: Meeting, returned: list[Returned], under: AgendaItem | None
) -> list[AgendaItem]:
    """Nobody has decided about these: hundreds are written as fast as one."""
    first = next_position(meeting)
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=position,
            parent=under,
            matter=one.matter,
            title=_title(one.matter),
            because=shortened(BETWEEN.join(one.because)),
            visibility=_taken_visibility(meeting, one.matter),
        )
        for position, one in enumerate(returned, start=first)
    )
    wanted = set(
        topics_at(meeting).filter(matter__isnull=False).values_list("matter_id", flat=True)
    )
    for item in items:
        if item.matter_id in wanted:
            _tell_who_wanted_it(item)
    return items


def _taken_visibility(meeting: Meeting, matter: Matter) -> str:
    return narrowest(Visibility.MEMBERS, meeting.visibility, matter.visibility)


def _take(
    meeting: Meeting, matter: Matter, because: str | Iterable[str], under: AgendaItem | None
) -> AgendaItem:
    return _decide(
        meeting,
        matter,
        AgendaState.TAKEN,
        because,
        visibility=_taken_visibility(meeting, matter),
        under=under,
    )


def _decide(
    meeting: Meeting,
    matter: Matter,
    state: AgendaState,
    because: str | Iterable[str],
    *,
    reason: str = "",
    deferred_until: date | None = None,
    visibility: str = Visibility.OFFICE,
    under: AgendaItem | None = None,
) -> AgendaItem:
    """One choice for each matter and meeting: the latest replaces the one before."""
    why = because if isinstance(because, str) else BETWEEN.join(because)
    values: dict[str, object] = {
        "title": _title(matter),
        "because": shortened(why),
        "state": state,
        "reason": shortened(reason),
        "deferred_until": deferred_until,
        "visibility": visibility,
    }
    if under is not None:
        values["parent"] = under
    if state != AgendaState.TAKEN:
        for taken in meeting.agenda.filter(matter=matter, state=AgendaState.TAKEN):
            release(taken)
        values["parent"] = None
    item, _is_new = AgendaItem.objects.update_or_create(
        meeting=meeting,
        matter=matter,
        defaults=values,
        create_defaults={**values, "position": next_position(meeting)},
    )
    _tell_who_wanted_it(item)
    return item


def _tell_who_wanted_it(item: AgendaItem) -> None:
    """What was decided about a matter is decided about the wish to see it on the table."""
    wishes = topics_at(item.meeting).filter(matter=item.matter)
    HandedInTopic.objects.filter(
        pk__in=list(wishes.exclude(state=TopicState.WITHDRAWN).values_list("pk", flat=True))
    ).update(
        state=TOPIC_STATE[AgendaState(item.state)],
        reason=item.reason,
        item=item,
        decided_at=timezone.now(),
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _title(matter: Matter) -> str:
    who = matter.actor_name
    head = f"{matter.get_act_display()} ({who})" if who else matter.get_act_display()
    return shortened(f"{head}: {quoted(matter.quote)}")
