"""The agenda as everybody reads it: numbers, clock times, papers, matters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.ledger.models import Matter
from sprengel.meetings import queries
from sprengel.meetings.agenda.order import Outline, Placed, Row
from sprengel.meetings.models import (
    AgendaItem,
    AgendaPaper,
    AgendaPart,
    AgendaState,
    Meeting,
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A document laid to a point; one withdrawn after it was sent is still named."""

    pk: int
    document_pk: int
    title: str
    url: str
    was_sent: bool
    withdrawn_on: date | None
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A point as this reader may see it; its number and time are those of the whole agenda."""

    pk: int
    number: str
    """ "2.1" """
    depth: int
    """0 for a point that stands under no other."""
    part: str
    """A value of ``AgendaPart``."""
    title: str
    text: str
    owner: str
    """Who introduces it; "" where nobody is named or the reader may not see them."""
    minutes: int | None
    starts_at: time | None
    """None where the meeting has no time of its own."""
    papers: tuple[PaperLine, ...]
    matters: tuple[Matter, ...]
    because: str
    """Why the office took it; "" for everybody else."""
    visibility: str
    standing_pk: int | None
    parent_pk: int | None


@dataclass(frozen=True, slots=True)
class Length:
    """How long the agenda takes as planned."""

    minutes: int
    usual_minutes: int
    without_minutes: int
    """Points nobody has given a time: the clock times are the earliest ones."""
    ends_at: time | None

    @property
    def over(self) -> int:
        return max(0, self.minutes - self.usual_minutes)


def agenda_lines(user: Viewer, meeting: Meeting) -> tuple[AgendaLine, ...]:
    """What is on the agenda, in order; a point under one the reader may not see is not seen."""
    whole = _skeleton(meeting)
    starts = _starts(meeting, whole)
    items = {
        item.pk: item
        for item in AgendaItem.objects.visible_to(user)
        .filter(meeting=meeting, state=AgendaState.TAKEN)
        .select_related("matter", "owner")
    }
    papers = _papers(user, meeting)
    seen: set[int] = set()
    lines = []
    for place in whole.places:
        if place.pk not in items or (place.parent and place.parent not in seen):
            continue
        seen.add(place.pk)
        item = items[place.pk]
        lines.append(_line(user, place, item, starts.get(place.pk), papers[place.pk]))
    return tuple(lines)


def public_lines(meeting: Meeting) -> tuple[AgendaLine, ...]:
    """The public version: what everybody may read of the public part, numbered as the whole."""
    return tuple(
        line for line in agenda_lines(None, meeting) if line.part == str(AgendaPart.PUBLIC)
    )


def length(meeting: Meeting) -> Length:
    """For the office, which sees every point: the minutes of hidden ones count."""
    whole = _skeleton(meeting)
    total = sum(whole.minutes.values())
    parents = {place.parent for place in whole.places}
    return Length(
        minutes=total,
        usual_minutes=meeting.series.usual_minutes,
        without_minutes=sum(
            not whole.minutes[place.pk] and place.pk not in parents for place in whole.places
        ),
        ends_at=_after(meeting.starts_at, total) if meeting.starts_at and total else None,
    )


def parts_in_order(meeting: Meeting) -> tuple[str, ...]:
    """The public part first, unless the series has it otherwise."""
    parts = (str(AgendaPart.PUBLIC), str(AgendaPart.NONPUBLIC))
    return parts[::-1] if meeting.series.nonpublic_first else parts


def outline(meeting: Meeting) -> Outline:
    """The tree of the whole agenda; for moves and numbers, never for readers."""
    rows = AgendaItem.objects.filter(meeting=meeting, state=AgendaState.TAKEN).values_list(
        "pk", "parent_id", "part", "position"
    )
    return Outline((Row(*row) for row in rows), parts_in_order(meeting))


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """The whole agenda without a word of it: what numbers and clock times are made from."""

    places: tuple[Placed, ...]
    minutes: dict[int, int]


def _skeleton(meeting: Meeting) -> _Skeleton:
    found = AgendaItem.objects.filter(meeting=meeting, state=AgendaState.TAKEN).values_list(
        "pk", "parent_id", "part", "position", "minutes"
    )
    rows = [
        (Row(pk, parent, part, position), minutes or 0)
        for pk, parent, part, position, minutes in found
    ]
    tree = Outline((row for row, _minutes in rows), parts_in_order(meeting))
    return _Skeleton(tuple(tree.placed()), {row.pk: minutes for row, minutes in rows})


def _starts(meeting: Meeting, whole: _Skeleton) -> dict[int, time]:
    """A point begins when those before it have had their minutes; none is given any: no times."""
    passed = 0
    starts: dict[int, time] = {}
    if meeting.starts_at is None or not any(whole.minutes.values()):
        return starts
    for place in whole.places:
        starts[place.pk] = _after(meeting.starts_at, passed)
        passed += whole.minutes[place.pk]
    return starts


def _after(start: time, minutes: int) -> time:
    """On the wall clock: nobody meets in the night in which it is changed."""
    return (datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=minutes)).time()


def _papers(user: Viewer, meeting: Meeting) -> dict[int, list[PaperLine]]:
    found: dict[int, list[PaperLine]] = defaultdict(list)
    papers = (
        AgendaPaper.objects.visible_to(user)
        .filter(item__meeting=meeting)
        .select_related("document")
    )
    for paper in papers:
        found[paper.item_id].append(
            PaperLine(
                pk=paper.pk,
                document_pk=paper.document_id,
                title=paper.document.title,
                url=paper.document.get_absolute_url(),
                was_sent=paper.sent_at is not None,
                withdrawn_on=timezone.localdate(paper.withdrawn_at) if paper.withdrawn_at else None,
                withdrawn_because=paper.withdrawn_because,
            )
        )
    return found


def _line(
    user: Viewer,
    place: Placed,
    item: AgendaItem,
    starts_at: time | None,
    papers: list[PaperLine],
) -> AgendaLine:
    return AgendaLine(
        pk=item.pk,
        number=place.number,
        depth=place.depth,
        part=place.part,
        title=item.title,
        text=item.text,
        owner=queries.visible_name(user, item.owner),
        minutes=item.minutes,
        starts_at=starts_at,
        papers=tuple(papers),
        matters=(item.matter,) if item.matter else (),
        because=item.because if user and is_office(user) else "",
        visibility=item.visibility,
        standing_pk=item.standing_id,
        parent_pk=place.parent,
    )
