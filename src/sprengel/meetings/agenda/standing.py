"""What stands on every agenda of a series, and putting it there in one step."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User, Viewer, Visibility
from sprengel.meetings.agenda.actions import next_position
from sprengel.meetings.agenda.log import log_agenda
from sprengel.meetings.models import (
    AgendaItem,
    AgendaPart,
    AgendaState,
    Meeting,
    Series,
    StandingItem,
)
from sprengel.meetings.rules import narrowest


def usual_titles() -> tuple[str, ...]:
    """What circles of an association have on every agenda; offered once, changed at will."""
    return (
        _("Genehmigung der Niederschrift"),
        _("Bericht des Verbandes"),
        _("Bericht des Regierungspräsidiums"),
        _("Förderprogramme"),
        _("Erfahrungsaustausch"),
        _("Verschiedenes"),
    )


def standing_items(user: Viewer, series: Series) -> list[StandingItem]:
    found = StandingItem.objects.visible_to(user).filter(series=series)
    return list(found.select_related("owner"))


def missing_on(user: Viewer, meeting: Meeting) -> list[StandingItem]:
    """Standing items that are not on this agenda: by what they are, or by their words."""
    there = meeting.agenda.filter(state=AgendaState.TAKEN).values_list("standing_id", "title")
    pks, titles = {pk for pk, _title in there}, {title for _pk, title in there}
    return [
        item
        for item in standing_items(user, meeting.series)
        if item.pk not in pks and item.title not in titles
    ]


@transaction.atomic
def put_standing(*, actor: User, meeting: Meeting) -> list[AgendaItem]:
    """All that is missing, in its order; pressed twice, put once."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    missing = missing_on(actor, meeting)
    first = next_position(meeting)
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=position,
            part=item.part,
            title=item.title,
            owner=item.owner,
            minutes=item.minutes,
            standing=item,
            visibility=narrowest(item.visibility, meeting.visibility),
        )
        for position, item in enumerate(missing, start=first)
    )
    if items:
        sentence = ngettext(
            "%(n)s fester Punkt auf die Tagesordnung genommen.",
            "%(n)s feste Punkte auf die Tagesordnung genommen.",
            len(items),
        )
        log_agenda(actor, meeting, sentence % {"n": len(items)}, visibility=Visibility.OFFICE)
    return items


@transaction.atomic
def save_standing(*, actor: User | None, item: StandingItem) -> StandingItem:
    if item.pk is None:
        item.position = _next_position(item.series)
    item.save()
    _log(actor, item.series, _("Fester Tagesordnungspunkt gespeichert: %(title)s."), item.title)
    return item


@transaction.atomic
def remove_standing(*, actor: User | None, item: StandingItem) -> None:
    """On agendas that have it already it stays."""
    _log(actor, item.series, _("Fester Tagesordnungspunkt entfernt: %(title)s."), item.title)
    item.delete()


@transaction.atomic
def move_standing(*, actor: User | None, item: StandingItem, by: int) -> None:
    order = list(StandingItem.objects.select_for_update().filter(series=item.series_id))
    here = order.index(item)
    there = min(max(here + by, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    for position, each in enumerate(order, start=1):
        each.position = position
    StandingItem.objects.bulk_update(order, ["position"])


@transaction.atomic
def add_usual(*, actor: User | None, series: Series) -> None:
    """The usual ones that are not there yet."""
    there = set(series.standing_items.values_list("title", flat=True))
    first = _next_position(series)
    wanted = [title for title in usual_titles() if title not in there]
    StandingItem.objects.bulk_create(
        StandingItem(
            series=series,
            position=position,
            title=title,
            part=AgendaPart.NONPUBLIC,
            visibility=narrowest(Visibility.MEMBERS, series.visibility),
        )
        for position, title in enumerate(wanted, start=first)
    )
    _log(actor, series, _("Feste Tagesordnungspunkte angelegt: %(title)s."), ", ".join(wanted))


@transaction.atomic
def set_part_order(*, actor: User | None, series: Series, nonpublic_first: bool) -> None:
    series.nonpublic_first = nonpublic_first
    series.save(update_fields=["nonpublic_first"])
    sentence = (
        _("Der nichtöffentliche Teil steht jetzt zuerst.")
        if nonpublic_first
        else _("Der öffentliche Teil steht jetzt zuerst.")
    )
    _log(actor, series, sentence)


def _next_position(series: Series) -> int:
    return (series.standing_items.aggregate(last=Max("position"))["last"] or 0) + 1


def _log(actor: User | None, series: Series, sentence: str, title: str = "") -> None:
    circle = series.organization
    log(
        actor=actor,
        verb=ActivityVerb.AGENDA_CHANGED,
        sentence=f"{series.name}: {sentence % {'title': title}}",
        path="/sitzungen/",
        about=[circle.get_absolute_url(), circle.body.get_absolute_url()],
        visibility=Visibility.OFFICE,
    )
