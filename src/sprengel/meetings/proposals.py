"""What comes back on the table at a meeting, and what has been decided about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import (
    CLOSED_VALUES,
    Entry,
    EntryKind,
    Evidence,
    Matter,
    State,
)
from sprengel.meetings import queries
from sprengel.meetings.agenda.wishes import Wish, unanswered_since, wished_for
from sprengel.meetings.because import (
    Because,
    Facts,
    Occasion,
    Reason,
    Report,
    because,
    is_news,
)
from sprengel.meetings.dates import last_day
from sprengel.meetings.models import AgendaItem, AgendaState, Meeting, MeetingState

BETWEEN = " · "
"""Joins the reasons of a matter where they are kept with the agenda item."""


@dataclass(frozen=True, slots=True)
class Proposal:
    matter: Matter
    because: tuple[str, ...]
    """Plain sentences; as they were when it was decided, once it is."""
    decided: AgendaState | None
    responsible_name: str
    item: AgendaItem | None
    is_only_news: bool = False
    """Somebody has something to tell, nobody is asked for anything."""
    reasons: tuple[Reason, ...] = ()
    """Most urgent first; none for what was decided and would not come back now."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A matter closed since the last meeting."""

    matter: Matter
    sentence: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class Progress:
    decided: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.decided / self.total) if self.total else 100

    @property
    def is_done(self) -> bool:
        return self.decided >= self.total


def proposals(user: Viewer, meeting: Meeting) -> tuple[Proposal, ...]:
    """Every matter that comes back at this meeting, most urgent first; undecided ones first.

    For a meeting that is over only what was decided is shown: what was due then is history.
    """
    items = {item.matter_id: item for item in _items(user, meeting)}
    wanted = wished_for(user, meeting) if meeting.state == MeetingState.PLANNED else []
    matters = list(_matters(user, meeting, {*items, *(wish.matter_pk for wish in wanted)}))
    reasons = _reasons(user, meeting, matters, wanted)
    found = [
        _proposal(user, matter, reasons[matter.pk], items.get(matter.pk))
        for matter in matters
        if reasons[matter.pk] or matter.pk in items
    ]
    ranks = {
        matter.pk: min((why.reason for why in reasons[matter.pk]), default=99) for matter in matters
    }
    return tuple(
        sorted(
            found,
            key=lambda each: (
                each.decided is not None,
                ranks[each.matter.pk],
                each.matter.due_on or date.max,
                each.matter.said_on or date.max,
                each.matter.pk,
            ),
        )
    )


def progress(found: tuple[Proposal, ...]) -> Progress:
    return Progress(sum(each.decided is not None for each in found), len(found))


def settled(user: Viewer, meeting: Meeting) -> tuple[Settled, ...]:
    """Matters met, refused or overtaken since the meeting before this one, latest first."""
    last = queries.previous_meeting(user, meeting)
    last_on = last_day(last) if last else None
    closing = (
        Entry.objects.visible_to(user)
        .filter(
            matter__organization_id=meeting.series.organization_id,
            matter__state__in=CLOSED_VALUES,
            matter__is_withdrawn=False,
            kind=EntryKind.STATE,
            state__in=CLOSED_VALUES,
        )
        .select_related("matter")
    )
    latest: dict[int, Settled] = {}
    for entry in closing:
        report = _report(entry)
        facts = Facts(act=entry.matter.act, state=entry.state, kept_since=_kept(entry.matter))
        if report.happened_on <= last_day(meeting) and is_news(report, facts, last_on):
            latest[entry.matter_id] = Settled(entry.matter, entry.sentence, report.happened_on)
    return tuple(sorted(latest.values(), key=lambda each: each.happened_on, reverse=True))


def who_answers(user: Viewer, matter: Matter) -> str:
    """Who must say something: the one named responsible, else whom the wording itself names."""
    asked = matter.act in {"demand", "assignment"}
    by_wording = matter.addressee_name if asked else matter.actor_name
    return queries.visible_name(user, matter.responsible, by_wording)


def _items(user: Viewer, meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(user).filter(meeting=meeting, matter__isnull=False)


def _matters(user: Viewer, meeting: Meeting, named: set[int]) -> QuerySet[Matter]:
    """Of the meeting's circle, and whichever others are named."""
    wanted = Q(pk__in=named)
    if meeting.state == MeetingState.PLANNED:
        wanted |= Q(organization_id=meeting.series.organization_id) & ~Q(state__in=CLOSED_VALUES)
    return ledger.matters(user).filter(wanted)


def _reasons(
    user: Viewer, meeting: Meeting, matters: list[Matter], wanted: list[Wish]
) -> dict[int, tuple[Because, ...]]:
    if meeting.state != MeetingState.PLANNED:
        return {matter.pk: () for matter in matters}
    last = queries.previous_meeting(user, meeting)
    occasion = Occasion(
        on=last_day(meeting),
        next_on=queries.next_on(user, meeting),
        last_on=last_day(last) if last else None,
        today=today_on(),
    )
    said_last = set(queries.said_at(user, last).values_list("pk", flat=True)) if last else set()
    reports = _reports(user, matters)
    asked = unanswered_since(user, matters)
    return {
        matter.pk: because(
            replace(
                _facts(matter, matter.pk in said_last, tuple(reports[matter.pk])),
                wanted_by=_wanted_by(matter, wanted, occasion),
                unanswered_since=asked.get(matter.pk),
            ),
            occasion,
        )
        for matter in matters
    }


def _wanted_by(matter: Matter, wanted: list[Wish], occasion: Occasion) -> tuple[str, ...]:
    """A wish put off at an earlier meeting waits as long as the matter itself was put off."""
    is_put_off = matter.next_check_on is not None and matter.next_check_on > occasion.on
    names = (
        wish.name
        for wish in wanted
        if wish.matter_pk == matter.pk and not (wish.is_from_before and is_put_off)
    )
    return tuple(dict.fromkeys(names))


def _reports(user: Viewer, matters: list[Matter]) -> dict[int, list[Report]]:
    """What somebody has told about each matter.

    A state counts, unless it says that nobody knows; a note counts only if it rests on something:
    "wir haben noch einmal geschrieben" must not end the silence.
    """
    resting = Evidence.objects.visible_to(user).filter(entry=OuterRef("pk"))
    entries = (
        Entry.objects.visible_to(user)
        .filter(matter__in=matters)
        .filter(
            (Q(kind=EntryKind.STATE) & ~Q(state=State.UNKNOWN))
            | (Q(kind=EntryKind.NOTE) & Exists(resting))
        )
    )
    found: dict[int, list[Report]] = defaultdict(list)
    for entry in entries:
        found[entry.matter_id].append(_report(entry))
    return found


def _report(entry: Entry) -> Report:
    recorded_on = timezone.localdate(entry.at)
    return Report(happened_on=entry.happened_on or recorded_on, recorded_on=recorded_on)


def _kept(matter: Matter) -> date:
    return timezone.localdate(matter.created_at)


def _facts(matter: Matter, is_from_last_meeting: bool, reports: tuple[Report, ...]) -> Facts:
    return Facts(
        act=matter.act,
        state=matter.state,
        said_on=matter.said_on,
        due_on=matter.due_on,
        due_precision=matter.due_precision,
        next_check_on=matter.next_check_on,
        kept_since=_kept(matter),
        is_from_last_meeting=is_from_last_meeting,
        reports=reports,
    )


def _proposal(
    user: Viewer, matter: Matter, reasons: tuple[Because, ...], item: AgendaItem | None
) -> Proposal:
    sentences = tuple(why.sentence for why in reasons)
    if item and item.because:
        sentences = tuple(item.because.split(BETWEEN))
    return Proposal(
        matter=matter,
        because=sentences,
        decided=AgendaState(item.state) if item else None,
        responsible_name=who_answers(user, matter),
        item=item,
        is_only_news=bool(reasons) and all(why.reason == Reason.NEWS for why in reasons),
        reasons=tuple(why.reason for why in reasons),
    )
