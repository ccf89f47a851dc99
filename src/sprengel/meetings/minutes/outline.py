"""The sections of the minutes and the agenda they come from; changes are offered, not forced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sprengel.accounts.models import User
from sprengel.meetings.agenda import queries as agenda
from sprengel.meetings.minutes.log import log_minutes
from sprengel.meetings.models import AgendaItem, Meeting, Minutes, MinutesSection
from sprengel.ui.wording import quoted


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda as the minutes take it over."""

    item_pk: int
    number: str
    heading: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """What the agenda has otherwise than the minutes, as it can be taken over."""

    key: str
    sentence: str


def points(meeting: Meeting) -> list[Point]:
    """In the order of the whole agenda, whoever may see them."""
    titles = dict(AgendaItem.objects.filter(meeting=meeting).values_list("pk", "title"))
    public = {line.pk for line in agenda.public_lines(meeting)}
    return [
        Point(place.pk, place.number, titles[place.pk], place.pk in public)
        for place in agenda.outline(meeting).placed()
        if place.pk in titles
    ]


def add_sections(minutes: Minutes, wanted: Iterable[Point]) -> None:
    """For a new agenda point, or all of them; at the end until somebody takes over the order."""
    for position, point in enumerate(wanted, start=next_position(minutes)):
        MinutesSection.objects.get_or_create(
            minutes=minutes,
            item_id=point.item_pk,
            defaults={
                "position": position,
                "heading": point.heading,
                "is_public": point.is_public,
            },
        )


def next_position(minutes: Minutes) -> int:
    return (minutes.sections.aggregate(last=Max("position"))["last"] or 0) + 1


def changes(minutes: Minutes) -> list[AgendaChange]:
    """What the agenda has changed since; [] where the minutes still follow it."""
    now = points(minutes.meeting)
    sections = {row.item_id: row for row in minutes.sections.all() if row.item_id}
    by_item = {point.item_pk: point for point in now}
    found: list[AgendaChange] = []
    for point in now:
        section = sections.get(point.item_pk)
        found.extend(_new(point) if section is None else _different(section, point))
    for item_pk, section in sections.items():
        if item_pk not in by_item:
            sentence = _("%(heading)s steht nicht mehr auf der Tagesordnung.")
            found.append(
                AgendaChange(f"weg-{section.pk}", sentence % {"heading": quoted(section.heading)})
            )
    order = [point.item_pk for point in now if point.item_pk in sections]
    if [item_pk for item_pk in sections if item_pk in by_item] != order:
        found.append(AgendaChange("folge", _("Die Reihenfolge der Punkte ist eine andere.")))
    return found


def _new(point: Point) -> list[AgendaChange]:
    sentence = _("Neu: TOP %(number)s %(heading)s") % {
        "number": point.number,
        "heading": quoted(point.heading),
    }
    return [AgendaChange(f"neu-{point.item_pk}", sentence)]


def _different(section: MinutesSection, point: Point) -> list[AgendaChange]:
    found = []
    if section.heading != point.heading:
        sentence = _("TOP %(number)s heißt jetzt %(heading)s") % {
            "number": point.number,
            "heading": quoted(point.heading),
        }
        found.append(AgendaChange(f"titel-{section.pk}", sentence))
    if section.is_public != point.is_public:
        public = _("TOP %(number)s %(heading)s ist jetzt öffentlich")
        private = _("TOP %(number)s %(heading)s ist jetzt nichtöffentlich")
        sentence = (public if point.is_public else private) % {
            "number": point.number,
            "heading": quoted(point.heading),
        }
        found.append(AgendaChange(f"teil-{section.pk}", sentence))
    return found


@transaction.atomic
def take_over(*, actor: User | None, minutes: Minutes, keys: Iterable[str]) -> int:
    """Take over the chosen changes; how many. A section with text in it is never removed."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    offered = {change.key: change for change in changes(minutes)}
    chosen = [offered[key] for key in dict.fromkeys(keys) if key in offered]
    now = {point.item_pk: point for point in points(minutes.meeting)}
    sections = {row.pk: row for row in minutes.sections.all()}
    for change in chosen:
        kind, _dash, number = change.key.partition("-")
        if kind == "neu":
            add_sections(minutes, [now[int(number)]])
        elif kind == "weg":
            _let_go(sections[int(number)])
        elif kind in ("titel", "teil"):
            _follow(sections[int(number)], now, kind)
    if "folge" in {change.key for change in chosen} or any(
        change.key.startswith("neu-") for change in chosen
    ):
        _sort(minutes, list(now))
    if chosen:
        log_minutes(
            actor, minutes, _("Niederschrift zu „%(meeting)s“ an die Tagesordnung angepasst.")
        )
    return len(chosen)


def _follow(section: MinutesSection, now: dict[int, Point], kind: str) -> None:
    point = now[section.item_id or 0]
    if kind == "titel":
        section.heading = point.heading
    else:
        section.is_public = point.is_public
    section.save(update_fields=["heading", "is_public"])


def _let_go(section: MinutesSection) -> None:
    """Nothing written: it goes. Otherwise it stays, as a section of its own."""
    if is_empty(section):
        section.delete()
        return
    section.item = None
    section.save(update_fields=["item"])


def is_empty(section: MinutesSection) -> bool:
    return not (
        section.revisions.exists()
        or section.drafts.exclude(text="").exists()
        or section.records.exists()
    )


def _sort(minutes: Minutes, order: list[int]) -> None:
    """Points in the order of the agenda; a section of its own stays behind the one before it."""
    rank = {item_pk: index for index, item_pk in enumerate(order)}
    before = -1
    keyed = []
    rows = list(minutes.sections.all())
    for index, row in enumerate(rows):
        here = rank.get(row.item_id or 0)
        keyed.append(((before if here is None else here), here is None, index, row))
        before = before if here is None else here
    keyed.sort(key=lambda each: each[:3])
    for position, (_rank, _is_own, _index, row) in enumerate(keyed, start=1):
        row.position = position
    MinutesSection.objects.bulk_update([row for *_key, row in keyed], ["position"])
