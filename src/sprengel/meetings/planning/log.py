"""The activity lines about a series or a meeting."""

from __future__ import annotations

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.meetings.models import Meeting, Series
from sprengel.meetings.rules import circle_paths, narrowest


def log_meeting(
    actor: User | None, meeting: Meeting, sentence: str, *, visibility: str = ""
) -> None:
    """``visibility``: narrower than the meeting, for what only some may know."""
    series = meeting.series
    levels = [meeting.visibility, series.visibility, series.organization.visibility]
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=meeting.get_absolute_url(),
        about=circle_paths(meeting),
        visibility=narrowest(*levels, *filter(None, [visibility])),
    )


def log_series(
    actor: User | None, series: Series, sentence: str, *, path: str = "", visibility: str = ""
) -> None:
    circle = series.organization
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence,
        path=path or "/sitzungen/",
        about=[circle.get_absolute_url(), circle.body.get_absolute_url()],
        visibility=narrowest(
            series.visibility, series.organization.visibility, *filter(None, [visibility])
        ),
    )
