"""The preparation page: everything that comes back, in portions one can decide about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import EntryKind
from sprengel.ledger.queries import HistoryEntry
from sprengel.meetings.because import Reason
from sprengel.meetings.models import AgendaState, Meeting
from sprengel.meetings.proposals import Progress, Proposal, progress, proposals

PER_PAGE = 25
DECIDED_SHOWN = 10
NOBODY = "-"
"""In an address: those for whom nobody is named."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to look at: by reason, by who must say something."""

    reason: str = ""
    """Name of a ``Reason`` in small letters, "" for all."""
    who: str = ""
    page: str = "1"
    decided: str = ""
    """An ``AgendaState``: the list of what was decided that way."""


@dataclass(frozen=True, slots=True)
class Counted:
    value: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal with the last word on it."""

    proposal: Proposal
    last: HistoryEntry | None


@dataclass(frozen=True, slots=True)
class Board:
    progress: Progress
    undecided_count: int
    with_whom_count: int
    """Of the undecided, those of whoever was asked for."""
    reasons: tuple[Counted, ...]
    people: tuple[Counted, ...]
    page: Page
    cards: tuple[Card, ...]
    decided: tuple[Proposal, ...]
    decided_counts: tuple[Counted, ...]


def board(user: Viewer, meeting: Meeting, wanted: Wanted) -> Board:
    """Two queries more than the proposals themselves, however many there are."""
    found = proposals(user, meeting)
    undecided = [each for each in found if each.decided is None]
    decided = [each for each in found if each.decided is not None]
    if wanted.decided:
        decided = [each for each in decided if each.decided == wanted.decided]
    shown = [each for each in undecided if _fits(each, wanted)]
    page = Paginator(decided if wanted.decided else shown, PER_PAGE).get_page(wanted.page)
    last = {} if wanted.decided else _last_words(user, page.object_list)
    return Board(
        progress=progress(found),
        undecided_count=len(undecided),
        with_whom_count=sum(_is_with(each, wanted.who) for each in undecided),
        reasons=_by_reason(each for each in undecided if _is_with(each, wanted.who)),
        people=_by_person(each for each in undecided if _is_because(each, wanted.reason)),
        page=page,
        cards=tuple(Card(each, last.get(each.matter.pk)) for each in page.object_list),
        decided=tuple(_latest_first(decided)[:DECIDED_SHOWN]),
        decided_counts=_by_decision(each for each in found if each.decided is not None),
    )


def _fits(proposal: Proposal, wanted: Wanted) -> bool:
    return _is_because(proposal, wanted.reason) and _is_with(proposal, wanted.who)


def _is_because(proposal: Proposal, reason: str) -> bool:
    return not reason or reason in _names(proposal)


def _is_with(proposal: Proposal, who: str) -> bool:
    return not who or (proposal.responsible_name or NOBODY) == who


def _names(proposal: Proposal) -> list[str]:
    return [reason.name.lower() for reason in proposal.reasons]


def _by_reason(found: Iterable[Proposal]) -> tuple[Counted, ...]:
    """In the order of urgency; a matter with two reasons counts under both."""
    counts = Counter(name for each in found for name in _names(each))
    titles = reason_titles()
    names = [reason.name.lower() for reason in Reason]
    return tuple(Counted(name, titles[name], counts[name]) for name in names if counts[name])


def _by_person(found: Iterable[Proposal]) -> tuple[Counted, ...]:
    counts = Counter(each.responsible_name or NOBODY for each in found)
    ordered = sorted(counts, key=lambda name: (name == NOBODY, name.casefold()))
    return tuple(
        Counted(name, _("noch niemand benannt") if name == NOBODY else name, counts[name])
        for name in ordered
    )


def _by_decision(found: Iterable[Proposal]) -> tuple[Counted, ...]:
    counts = Counter(each.decided for each in found)
    return tuple(
        Counted(state.value, str(state.label), counts[state])
        for state in AgendaState
        if counts[state]
    )


def reason_titles() -> dict[str, str]:
    """What stands on the chips."""
    return {
        "overdue": _("überfällig"),
        "due": _("fällig"),
        "unanswered": _("Rückfrage ohne Antwort"),
        "wanted": _("gewünscht"),
        "check": _("Wiedervorlage"),
        "last_chance": _("letzte Sitzung vor der Frist"),
        "promised": _("seit der letzten Sitzung nichts berichtet"),
        "unknown": _("keine Auskunft"),
        "silent": _("schon länger still"),
        "new": _("neu seit der letzten Sitzung"),
        "news": _("neue Auskunft"),
    }


def _latest_first(decided: Iterable[Proposal]) -> list[Proposal]:
    return sorted(decided, key=lambda each: each.item.pk if each.item else 0, reverse=True)


def _last_words(user: Viewer, found: Iterable[Proposal]) -> dict[int, HistoryEntry]:
    """What was told last about each, with what it rests on."""
    told = ledger.histories(user, [each.matter for each in found])
    last = {}
    for pk, entries in told.items():
        news = [one for one in entries if one.entry.kind in (EntryKind.STATE, EntryKind.NOTE)]
        if news:
            last[pk] = news[-1]
    return last
