"""What changes on an agenda: matters are taken, deferred, dropped; points are added and moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Actor
from sprengel.ledger.actions import set_check
from sprengel.ledger.models import Matter
from sprengel.meetings.agenda.log import log_agenda, log_point
from sprengel.meetings.agenda.order import Outline
from sprengel.meetings.agenda.queries import outline
from sprengel.meetings.agenda.wishes import topics_at
from sprengel.meetings.models import (
    AgendaItem,
    AgendaPart,
    AgendaState,
    HandedInTopic,
    Meeting,
    TopicState,
)
from sprengel.meetings.proposals import BETWEEN
from sprengel.meetings.rules import narrowest
from sprengel.ui.wording import long_date, quoted

LONGEST_TITLE = 300
"""Of a title, a reason or a because, as the table has it."""
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


# ── Matters that come back ────────────────────────────────────────────────────────────────────


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
    items = [_take(meeting, one.matter, one.because, under) for one in returned]
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


# ── Points ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_item(
    *,
    actor: User | None,
    meeting: Meeting,
    title: str,
    visibility: str = Visibility.MEMBERS,
    part: str = "",
    under: AgendaItem | None = None,
    text: str = "",
    owner: Actor | None = None,
    minutes: int | None = None,
) -> AgendaItem:
    """A point of the agenda that is not a matter: welcome, reports, a topic; sent twice, one.

    Without a ``part`` a point everybody may read stands in the public one.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    same = meeting.agenda.filter(title=title, matter__isnull=True, state=AgendaState.TAKEN).first()
    if same is not None:
        return same
    is_public = visibility == Visibility.PUBLIC
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=next_position(meeting),
        parent=under,
        part=part or (AgendaPart.PUBLIC if is_public else AgendaPart.NONPUBLIC),
        title=title,
        text=text,
        owner=owner,
        minutes=minutes,
        visibility=narrowest(visibility, meeting.visibility),
    )
    log_point(actor, item, _("auf die Tagesordnung genommen: %(title)s."))
    return item


@transaction.atomic
def change_item(*, actor: User | None, item: AgendaItem) -> AgendaItem:
    """Save a changed point; it is seen by no more people than its meeting and its matter."""
    levels = [item.visibility, item.meeting.visibility]
    if item.matter:
        levels.append(item.matter.visibility)
    item.visibility = narrowest(*levels)
    before = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.part != before.part:
        # Last in its new part.
        item.position = next_position(item.meeting)
    item.save()
    _keep(item.meeting, outline(item.meeting))
    log_point(actor, item, _("Tagesordnungspunkt geändert: %(title)s."))
    return item


@transaction.atomic
def move_item(*, actor: User | None, item: AgendaItem, by: int) -> bool:
    """A point up (-1) or down (+1); at the end of the agenda nothing happens."""
    return step_item(actor=actor, item=item, step="up" if by < 0 else "down")


@transaction.atomic
def step_item(*, actor: User | None, item: AgendaItem, step: str) -> bool:
    """``up`` and ``down`` among its siblings, ``in`` under the one before, ``out`` from under it.

    False where there is no further in that direction.
    """
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    tree = outline(item.meeting)
    moves = {"up": tree.up, "down": tree.down, "in": tree.inside, "out": tree.outside}
    return moves[step](item.pk) and _keep_moved(actor, item, tree)


@transaction.atomic
def put_item(
    *,
    actor: User | None,
    item: AgendaItem,
    part: str,
    parent: int | None = None,
    before: int | None = None,
) -> bool:
    """Where it was dropped: under ``parent``, in front of ``before`` or at the end."""
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    tree = outline(item.meeting)
    is_moved = tree.put(item.pk, part=part, parent=parent, before=before)
    return is_moved and _keep_moved(actor, item, tree)


@transaction.atomic
def remove_item(*, actor: User | None, item: AgendaItem) -> None:
    """Take a point off the agenda: a matter or a topic is undecided again, sub-points stay."""
    log_point(actor, item, _("von der Tagesordnung genommen: %(title)s."))
    _release(item)
    item.handed_in_as.update(state=TopicState.SUBMITTED, reason="", decided_at=None)
    item.delete()


def next_position(meeting: Meeting) -> int:
    return (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def _take(
    meeting: Meeting, matter: Matter, because: str | Iterable[str], under: AgendaItem | None
) -> AgendaItem:
    return _decide(
        meeting,
        matter,
        AgendaState.TAKEN,
        because,
        visibility=narrowest(Visibility.MEMBERS, meeting.visibility, matter.visibility),
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
            _release(taken)
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


def _keep_moved(actor: User | None, item: AgendaItem, tree: Outline) -> bool:
    _keep(item.meeting, tree)
    log_point(actor, item, _("Tagesordnung umgestellt: %(title)s."))
    return True


def _keep(meeting: Meeting, tree: Outline) -> None:
    """Write down what stands elsewhere now; a sub-point is in the part of its point."""
    items = {each.pk: each for each in AgendaItem.objects.filter(meeting=meeting)}
    changed = []
    for place in tree.placed():
        item = items[place.pk]
        now = (place.parent, place.part, place.position)
        if now != (item.parent_id, item.part, item.position):
            item.parent_id, item.part, item.position = now
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["parent", "part", "position"])


def _release(item: AgendaItem) -> None:
    """What stands under a point that leaves the agenda takes its place."""
    if item.state != AgendaState.TAKEN or not item.children.exists():
        return
    tree = outline(item.meeting)
    tree.release(item.pk)
    _keep(item.meeting, tree)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _title(matter: Matter) -> str:
    who = matter.actor_name
    head = f"{matter.get_act_display()} ({who})" if who else matter.get_act_display()
    return shortened(f"{head}: {quoted(matter.quote)}")
