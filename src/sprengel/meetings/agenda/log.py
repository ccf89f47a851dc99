"""The lines the agenda leaves in the activity log."""

from __future__ import annotations

from collections.abc import Iterable

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.meetings.models import AgendaItem, Meeting
from sprengel.meetings.rules import circle_paths, narrowest


def log_point(
    actor: User | None,
    item: AgendaItem,
    sentence: str,
    *,
    about: Iterable[str] = (),
    visibility: str = "",
    **words: str,
) -> None:
    """One line about one point; ``sentence`` may name %(title)s."""
    meeting = item.meeting
    visible = [item.visibility, meeting.visibility]
    if item.matter:
        visible.append(item.matter.visibility)
    if visibility:
        visible.append(visibility)
    log(
        actor=actor,
        verb=ActivityVerb.AGENDA_CHANGED,
        sentence=f"{meeting.title}: {sentence % {'title': item.title, **words}}",
        # Who narrows the matter later narrows the lines that lead to it.
        path=item.matter.get_absolute_url() if item.matter else meeting.get_absolute_url(),
        about=[meeting.get_absolute_url(), *circle_paths(meeting), *about],
        visibility=narrowest(*visible),
    )


def log_agenda(
    actor: User | None, meeting: Meeting, sentence: str, *, visibility: str, path: str = ""
) -> None:
    """One line about the agenda as a whole; it names no point."""
    log(
        actor=actor,
        verb=ActivityVerb.AGENDA_CHANGED,
        sentence=f"{meeting.title}: {sentence}",
        path=path or meeting.get_absolute_url(),
        about=[meeting.get_absolute_url(), *circle_paths(meeting)],
        visibility=narrowest(visibility, meeting.visibility),
    )
