"""What brings a matter back although no date does: a member asks for it, a question is unanswered.

Reads that the proposals rest on; who may know of a wish or a question is decided here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.queries import body_of
from sprengel.ledger.models import Inquiry, InquiryState, Matter
from sprengel.meetings.models import HandedInTopic, Meeting, TopicState


@dataclass(frozen=True, slots=True)
class Wish:
    """A member wants an open matter on the table."""

    matter_pk: int
    name: str
    is_from_before: bool
    """Handed in for an earlier meeting, and put off there."""


def topics_at(meeting: Meeting) -> QuerySet[HandedInTopic]:
    """Handed in for this meeting, or put off at an earlier one of the series; for no reader."""
    put_off = Q(
        state=TopicState.LATER,
        meeting__series=meeting.series_id,
        meeting__starts_on__lt=meeting.starts_on,
    )
    # What was decided here stays in sight here, although it was handed in for an earlier one.
    decided_here = Q(item__meeting=meeting.pk)
    return HandedInTopic.objects.filter(Q(meeting=meeting.pk) | put_off | decided_here)


def own_or_all(user: Viewer, topics: QuerySet[HandedInTopic]) -> QuerySet[HandedInTopic]:
    """The office sees every topic, a member its own, nobody else any."""
    if user is None or not is_member(user):
        return topics.none()
    found = topics.filter(pk__in=HandedInTopic.objects.visible_to(user).values("pk"))
    if is_office(user):
        return found
    body = body_of(user)
    return found.filter(body=body) if body else topics.none()


def wished_for(user: Viewer, meeting: Meeting) -> list[Wish]:
    found = (
        own_or_all(user, topics_at(meeting))
        .filter(matter__isnull=False)
        .exclude(state__in=(TopicState.WITHDRAWN, TopicState.DECLINED))
        .values_list("matter_id", "body__name", "meeting_id")
    )
    return [Wish(matter, name, at != meeting.pk) for matter, name, at in found]


def unanswered_since(user: Viewer, matters: Collection[Matter]) -> dict[int, date]:
    """When somebody was asked who has not answered; for the office, and for whoever was asked."""
    if user is None or not is_member(user):
        return {}
    silent = Inquiry.objects.visible_to(user).filter(matter__in=matters, state=InquiryState.SILENT)
    if not is_office(user):
        body = body_of(user)
        silent = silent.filter(asked=body.pk) if body else silent.none()
    return dict(silent.order_by("-asked_on").values_list("matter_id", "asked_on"))
