"""What rooms above hang onto the page of a meeting: a line of links under its heading.

This room may not know what is published, yet people look for it where the meeting is. So a room
above hands in a maker when it starts, in its ``AppConfig.ready``::

    from sprengel.meetings.sections import MeetingLink, register_meeting_links

    def links(user: Viewer, meeting: Meeting) -> Sequence[MeetingLink]:
        return [MeetingLink(_("Was daraus wurde"), reverse("publishing:became", args=[meeting.pk]))]

    register_meeting_links("reports", links, order=10)

The maker decides itself what that user may see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sprengel.accounts.models import Viewer
from sprengel.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class MeetingLink:
    title: str
    url: str
    icon_name: str = "document"


LinkMaker = Callable[[Viewer, Meeting], Sequence[MeetingLink]]

_registered: dict[str, tuple[int, LinkMaker]] = {}


def register_meeting_links(name: str, maker: LinkMaker, *, order: int = 50) -> None:
    """A second registration under the same name replaces the first: ``ready`` may run twice."""
    _registered[name] = (order, maker)


def links_of(user: Viewer, meeting: Meeting) -> list[MeetingLink]:
    """Everything other rooms have for this meeting, lower ``order`` first."""
    makers = sorted(_registered.items(), key=lambda one: (one[1][0], one[0]))
    return [link for _name, (_order, maker) in makers for link in maker(user, meeting)]
