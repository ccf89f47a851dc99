"""Who may do what with meetings, and how widely a part of one may be seen."""

from __future__ import annotations

import rules

from sprengel.accounts.models import Visibility
from sprengel.accounts.rules import is_office
from sprengel.meetings.models import Meeting

rules.add_perm("meetings.change", is_office)

WIDTH = {Visibility.PUBLIC: 2, Visibility.MEMBERS: 1, Visibility.OFFICE: 0}


def narrowest(*visibilities: str) -> str:
    """What joins several things is seen only by those who may see each of them."""
    return min(visibilities, key=lambda level: WIDTH[Visibility(level)])


def circle_paths(meeting: Meeting) -> list[str]:
    """A meeting is seen by no more people than its circle, and so are the lines that name it."""
    circle = meeting.organization
    return [circle.get_absolute_url(), circle.body.get_absolute_url()]
