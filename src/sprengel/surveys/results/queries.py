"""Reads about what came back; every one takes the user."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from sprengel.accounts.models import Viewer
from sprengel.surveys.models import Asked, AskedState, Survey, SurveyState
from sprengel.surveys.results import rules
from sprengel.surveys.results.reckoning import (
    GroupTable,
    Results,
    group_columns,
    group_tables,
    invited,
    reckon,
)
from sprengel.surveys.results.representative import Response, response


def survey(user: Viewer, public_id: uuid.UUID) -> Survey | None:
    found = Survey.objects.visible_to(user).exclude(state=SurveyState.DRAFT)
    return found.select_related("asked_by", "previous").filter(public_id=public_id).first()


def survey_with_results(user: Viewer, public_id: uuid.UUID) -> Survey | None:
    """None also where there are results but not for this user, or not yet."""
    found = survey(user, public_id)
    return found if found is not None and rules.may_see_results(user, found) else None


@dataclass(frozen=True, slots=True)
class Answering:
    """How many have answered so far, by group."""

    response: Response
    tables: tuple[GroupTable, ...]


def answering(user: Viewer, survey: Survey) -> Answering | None:
    if not Survey.objects.visible_to(user).filter(pk=survey.pk).exists():
        return None
    columns = group_columns(survey)
    cities = invited(survey, columns)
    return Answering(response(cities), group_tables(columns, cities))


def not_answered(user: Viewer, survey: Survey) -> QuerySet[Asked]:
    """By name, for the office alone: whoever keeps silent is between the two."""
    found = Asked.objects.none()
    if rules.office(user):
        found = survey.asked.exclude(state__in=[AskedState.SUBMITTED, AskedState.WITHDRAWN])
    return found.select_related("body").order_by("body__name")


def results(user: Viewer, survey: Survey, *, as_published: bool = False) -> Results | None:
    """``as_published``: what others get to see, also for the office."""
    if not rules.may_see_results(user, survey):
        return None
    sees_all = rules.sees_all(user, survey) and not as_published
    return reckon(survey, sees_all=sees_all, shows_singles=rules.office(user) and not as_published)
