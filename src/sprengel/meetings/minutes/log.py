"""Lines of the activity log about minutes: while they are written they are the office's alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document
from sprengel.meetings.models import Minutes


def log_minutes(
    actor: User | None,
    minutes: Minutes,
    sentence: str,
    *,
    visibility: str = Visibility.OFFICE,
    documents: Iterable[Document] = (),
    **words: object,
) -> None:
    """``sentence`` with %(meeting)s and whatever ``words`` gives.

    ``documents``: whoever narrows one of them narrows the line with it.
    """
    meeting = minutes.meeting
    circle = meeting.organization
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence % {"meeting": meeting.title, **words},
        path=reverse("meetings:record", args=[meeting.pk]),
        about=[
            meeting.get_absolute_url(),
            circle.get_absolute_url(),
            circle.body.get_absolute_url(),
            *(document.get_absolute_url() for document in documents),
        ],
        visibility=visibility,
    )
