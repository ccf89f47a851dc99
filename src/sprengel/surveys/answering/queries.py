"""Which form somebody may sit before: by link, logged in for their city, or for the office."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies.queries import body_of
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.models import ANSWERABLE, Asked, AskedState, Helper, Sheet, SurveyState


def by_link(token: str, address: str) -> Seat | None:
    """Whoever holds a link sits in its place; None for one that was taken back or never was."""
    link = links.opened(token, LinkPurpose.SURVEY)
    asked = _asked().filter(pk=link.object_id).first() if link else None
    if link is None or asked is None or asked.state == AskedState.WITHDRAWN:
        return None
    if not link.holder_id:
        name = asked.email_name or asked.body.name
        return Seat(asked, Way.LINK, name, address)
    helper = Helper.objects.filter(pk=link.holder_id, asked=asked, removed_at=None).first()
    if helper is None:
        return None
    return Seat(asked, Way.HELPER, helper.name, address, helper=helper)


def own(user: Viewer, public_id: uuid.UUID, address: str) -> Seat | None:
    """Whoever works for a city that was asked answers for it."""
    body = body_of(user)
    if body is None or user is None or not user.is_authenticated:
        return None
    asked = (
        _asked()
        .filter(pk__in=Asked.objects.visible_to(user).values("pk"))
        .filter(survey__public_id=public_id, body=body)
        .exclude(state=AskedState.WITHDRAWN)
        .first()
    )
    return Seat(asked, Way.LOGIN, str(user), address, user=user) if asked else None


def for_office(user: Viewer, public_id: uuid.UUID, pk: int, address: str) -> Seat | None:
    """The office types in what a city wrote."""
    if user is None or not user.is_authenticated or not is_office(user):
        return None
    asked = _asked().filter(survey__public_id=public_id, pk=pk).first()
    return Seat(asked, Way.OFFICE, str(user), address, user=user) if asked else None


def sheet_of(seat: Seat) -> Sheet | None:
    """What this city has sent; of an anonymous survey that is not known."""
    if seat.asked.survey.is_anonymous or seat.way is Way.HELPER:
        return None
    return Sheet.objects.filter(survey=seat.asked.survey_id, body=seat.asked.body_id).first()


def helpers_of(seat: Seat) -> list[Helper]:
    if not seat.may_invite_helpers:
        return []
    return list(seat.asked.helpers.filter(removed_at=None))


def to_answer(user: Viewer) -> QuerySet[Asked]:
    """Surveys that wait for an answer of the body this user works for, the soonest first."""
    body = body_of(user)
    if body is None:
        return Asked.objects.none()
    return (
        Asked.objects.visible_to(user)
        .filter(body=body, state__in=ANSWERABLE, survey__state=SurveyState.OPEN)
        .exclude(state=AskedState.DECLINED)
        .select_related("survey")
        .order_by("survey__closes_on", "pk")
    )


def _asked() -> QuerySet[Asked]:
    return Asked.objects.select_related("survey__asked_by", "body", "person").exclude(
        survey__state=SurveyState.DRAFT
    )
