"""When somebody has to say something: the matter's own check date, or its circle's next meeting.

This room does not know meetings; the room that does hands in who meets when, as it starts::

    register_next_meetings(next_meetings)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sprengel.ledger.models import Matter

NextMeetings = Callable[[Collection[int], date], Mapping[int, date]]
"""Primary keys of organizations and a day → the day of each one's next meeting from then on."""

_next_meetings: NextMeetings | None = None


def register_next_meetings(function: NextMeetings) -> None:
    global _next_meetings
    _next_meetings = function


def check_dates(matters: Collection[Matter], day: date) -> dict[int, date]:
    """By primary key of the matter, the day before which somebody must have said something."""
    circles = {
        matter.organization_id
        for matter in matters
        if matter.next_check_on is None and matter.organization_id is not None
    }
    meetings = _next_meetings(circles, day) if _next_meetings and circles else {}
    dates = {}
    for matter in matters:
        on = matter.next_check_on or meetings.get(matter.organization_id or 0)
        if on is not None:
            dates[matter.pk] = on
    return dates
