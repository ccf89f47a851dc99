"""Points of an agenda: added, changed, moved, removed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Actor
from sprengel.meetings.agenda.log import log_point
from sprengel.meetings.agenda.order import Outline
from sprengel.meetings.agenda.queries import outline
from sprengel.meetings.models import AgendaItem, AgendaPart, AgendaState, Meeting, TopicState
from sprengel.meetings.rules import narrowest

LONGEST_TITLE = 300
"""Of a title, a reason or a because, as the table has it."""


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
    release(item)
    item.handed_in_as.update(state=TopicState.SUBMITTED, reason="", decided_at=None)
    item.delete()


def next_position(meeting: Meeting) -> int:
    return (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


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


def release(item: AgendaItem) -> None:
    """What stands under a point that leaves the agenda takes its place."""
    if item.state != AgendaState.TAKEN or not item.children.exists():
        return
    tree = outline(item.meeting)
    tree.release(item.pk)
    _keep(item.meeting, tree)
