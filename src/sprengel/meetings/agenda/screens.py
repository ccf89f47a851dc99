"""What the two tabs of the agenda show: its points, and what comes back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_member
from sprengel.meetings import queries
from sprengel.meetings.agenda.forms import AddMatterForm, AgendaItemForm, DeferForm, DropForm
from sprengel.meetings.agenda.preparation import Board, Wanted, board
from sprengel.meetings.agenda.queries import AgendaLine, agenda_lines, length, parts_in_order
from sprengel.meetings.agenda.standing import missing_on
from sprengel.meetings.agenda.topics import cut_off, undecided_count
from sprengel.meetings.minutes.queries import AwaitingApproval, awaiting_approval
from sprengel.meetings.models import AgendaPart, Meeting, MeetingState
from sprengel.meetings.proposals import settled
from sprengel.ui.elements import Chip

SETTLED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Part:
    value: str
    title: str
    lines: tuple[AgendaLine, ...]


def agenda_context(
    request: HttpRequest,
    meeting: Meeting,
    *,
    rejected: AgendaItemForm | AddMatterForm | None = None,
) -> dict[str, object]:
    user, lines = request.user, agenda_lines(request.user, meeting)
    context: dict[str, object] = {
        "lines": lines,
        "can_hand_in": _can_hand_in(user, meeting),
        "topics_until": cut_off(meeting),
    }
    if not user.has_perm("meetings.change"):
        return {**context, "parts": parts(meeting, lines)}
    is_point, is_matter = (
        isinstance(rejected, AgendaItemForm),
        isinstance(rejected, AddMatterForm),
    )
    return {
        **context,
        "parts": parts(meeting, lines, with_empty=True),
        "order": order_of(lines),
        "length": length(meeting),
        "missing": missing_on(user, meeting) if meeting.state == MeetingState.PLANNED else [],
        "undecided_topics": undecided_count(user, meeting),
        "to_approve": _to_approve(user, meeting, lines),
        "item_form": rejected if is_point else AgendaItemForm(lines=lines),
        "matter_form": rejected if is_matter else AddMatterForm(user=user, meeting=meeting),
    }


def _to_approve(
    user: Viewer, meeting: Meeting, lines: tuple[AgendaLine, ...]
) -> list[AwaitingApproval]:
    """Minutes of earlier sessions that wait for approval and are no point of this agenda yet."""
    if meeting.state != MeetingState.PLANNED:
        return []
    there = {line.title for line in lines}
    return [
        one
        for one in awaiting_approval(user, meeting.organization)
        if one.title not in there and one.meeting.starts_on < meeting.starts_on
    ]


def preparation_context(
    request: HttpRequest,
    meeting: Meeting,
    *,
    rejected: DeferForm | DropForm | None = None,
    rejected_matter: object | None = None,
) -> dict[str, object]:
    user = request.user
    wanted = wanted_of(request)
    found = board(user, meeting, wanted)
    done = settled(user, meeting)
    before = queries.previous_meeting(user, meeting)
    return {
        "board": found,
        "page": found.page,
        "wanted": wanted,
        "query": _query(wanted, page=wanted.page),
        "reason_chips": _chips(meeting, found, wanted),
        "decided_chips": _decided_chips(meeting, found, wanted),
        "progress": found.progress,
        "undecided_topics": undecided_count(user, meeting),
        "settled": done[:SETTLED_SHOWN],
        "settled_more": done[SETTLED_SHOWN:],
        "previous": queries.line(user, before) if before else None,
        "rejected": rejected,
        "rejected_matter": rejected_matter,
    }


def parts(
    meeting: Meeting, lines: tuple[AgendaLine, ...], *, with_empty: bool = False
) -> tuple[Part, ...]:
    """In the order of the series; empty ones only where something can be put into them."""
    found = (
        Part(
            part,
            str(AgendaPart(part).label),
            tuple(line for line in lines if line.part == part),
        )
        for part in parts_in_order(meeting)
    )
    return tuple(each for each in found if each.lines or (with_empty and lines))


def order_of(lines: tuple[AgendaLine, ...]) -> str:
    """The order somebody sees, to be compared with the order there is when they change it."""
    order = ".".join(f"{line.pk}-{line.parent_pk or 0}-{line.part}" for line in lines)
    return hashlib.sha256(order.encode()).hexdigest()[:16]


def wanted_of(request: HttpRequest) -> Wanted:
    asked = request.GET
    return Wanted(
        reason=asked.get("grund", ""),
        who=asked.get("wer", ""),
        page=asked.get("seite", "1"),
        decided=asked.get("entschieden", ""),
    )


def _query(wanted: Wanted, **changed: str) -> str:
    values = {"grund": wanted.reason, "wer": wanted.who, "entschieden": wanted.decided}
    if changed.get("page", "1") != "1":
        values["seite"] = changed["page"]
    values.update({key: value for key, value in changed.items() if key != "page"})
    return urlencode({key: value for key, value in values.items() if value})


def _chips(meeting: Meeting, found: Board, wanted: Wanted) -> list[Chip]:
    base = reverse("meetings:preparation", args=[meeting.pk])
    every = Chip(
        _("alle"),
        f"{base}?{_query(wanted, grund='', entschieden='')}",
        is_active=not wanted.reason and not wanted.decided,
        count=found.with_whom_count,
    )
    return [
        every,
        *(
            Chip(
                each.title,
                f"{base}?{_query(wanted, grund=each.value, entschieden='')}",
                is_active=each.value == wanted.reason and not wanted.decided,
                count=each.count,
            )
            for each in found.reasons
        ),
    ]


def _decided_chips(meeting: Meeting, found: Board, wanted: Wanted) -> list[Chip]:
    base = reverse("meetings:preparation", args=[meeting.pk])
    return [
        Chip(
            each.title,
            f"{base}?{urlencode({'entschieden': each.value})}",
            is_active=each.value == wanted.decided,
            count=each.count,
        )
        for each in found.decided_counts
    ]


def _can_hand_in(user: Viewer, meeting: Meeting) -> bool:
    return user is not None and is_member(user) and meeting.state == MeetingState.PLANNED
