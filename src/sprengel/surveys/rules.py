"""Who may do what with surveys; seeing is decided by ``visible_to`` alone."""

from __future__ import annotations

from datetime import date

import rules

from sprengel.accounts.rules import is_office
from sprengel.surveys.models import Asked, AskedState, Survey, SurveyState

rules.add_perm("surveys.change_survey", is_office)


def is_late(survey: Survey, day: date) -> bool:
    return survey.closes_on is not None and day > survey.closes_on


def takes_answers(survey: Survey, day: date) -> bool:
    """Open, and within the term unless late answers are taken."""
    if survey.state != SurveyState.OPEN:
        return False
    return survey.allows_late or not is_late(survey, day)


def may_change_sent(survey: Survey) -> bool:
    """What was sent anonymously belongs to nobody any more: it cannot be found to be changed."""
    return not survey.is_anonymous


def can_answer(asked: Asked, day: date) -> bool:
    if asked.state == AskedState.WITHDRAWN or not takes_answers(asked.survey, day):
        return False
    return asked.state != AskedState.SUBMITTED or may_change_sent(asked.survey)


def shows_answers(survey: Survey) -> bool:
    """While an anonymous survey is open its answers are looked at by nobody: whoever looked
    before and after a city has answered would know which answers are that city's."""
    return not survey.is_anonymous or survey.state in (SurveyState.CLOSED, SurveyState.PUBLISHED)
