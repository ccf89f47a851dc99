"""Who sees results, and how much of them."""

from __future__ import annotations

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.accounts.rules import is_office
from sprengel.surveys.models import Survey, SurveyState
from sprengel.surveys.rules import shows_answers


def office(user: Viewer) -> bool:
    return bool(user and user.is_authenticated and is_office(user))


def may_see_results(user: Viewer, survey: Survey) -> bool:
    """The office as soon as answers may be looked at; the others once they are published."""
    if survey.state == SurveyState.DRAFT or not shows_answers(survey):
        return False
    if office(user):
        return True
    return survey.state == SurveyState.PUBLISHED and survey.visibility in visible_levels(user)


def sees_all(user: Viewer, survey: Survey) -> bool:
    """Without anything kept back: the office, of a survey with names."""
    return office(user) and not survey.is_anonymous
