"""What is open before a meeting: the page that is printed and laid on the table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import Matter
from sprengel.meetings import queries
from sprengel.meetings.because import due_words
from sprengel.meetings.models import Meeting
from sprengel.meetings.proposals import who_answers


@dataclass(frozen=True, slots=True)
class OpenLine:
    matter: Matter
    actor_name: str
    addressee_name: str
    due: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """What one has to say something about; no name where nobody is named."""

    name: str
    lines: tuple[OpenLine, ...]


def open_before(user: Viewer, meeting: Meeting) -> tuple[OpenGroup, ...]:
    """Open matters of the meeting's circle said before it, by who must answer, oldest first."""
    found = ledger.open_before(user, meeting.organization, meeting.starts_on)
    today = today_on()
    groups: dict[str, list[OpenLine]] = defaultdict(list)
    for matter in found:
        groups[who_answers(user, matter)].append(_line(user, matter, today))
    return tuple(
        OpenGroup(name, tuple(lines))
        for name, lines in sorted(
            groups.items(), key=lambda pair: (not pair[0], pair[0].casefold())
        )
    )


def count(groups: tuple[OpenGroup, ...]) -> int:
    return sum(len(group.lines) for group in groups)


def overdue_count(groups: tuple[OpenGroup, ...]) -> int:
    return sum(line.is_overdue for group in groups for line in group.lines)


def _line(user: Viewer, matter: Matter, today: date) -> OpenLine:
    return OpenLine(
        matter=matter,
        actor_name=matter.actor_name or queries.visible_name(user, matter.actor),
        addressee_name=matter.addressee_name or queries.visible_name(user, matter.addressee),
        due=due_words(matter.due_on, matter.due_precision) if matter.due_on else matter.due_text,
        is_overdue=matter.due_on is not None and matter.due_on < today,
    )
