"""The list of surveys, and the page of one: who has answered, or what the own city is asked."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sprengel.accounts.clock import today
from sprengel.accounts.rules import is_office
from sprengel.surveys import rules
from sprengel.surveys.asking import queries as asking
from sprengel.surveys.building import queries as building
from sprengel.surveys.building.checks import problems
from sprengel.surveys.models import Survey, SurveyState
from sprengel.surveys.tabs import survey_tabs, tabs


def overview(request: HttpRequest) -> HttpResponse:
    """Whoever is not logged in sees the public ones."""
    context = {"surveys": asking.overview(request.user), "tabs": tabs("surveys")}
    return render(request, "surveys/list.html", context)


def survey(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = found_survey(request, public_id)
    context = {
        "survey": found,
        "tabs": survey_tabs(request.user, found, "survey"),
        "is_late": rules.is_late(found, today()),
        "questions": building.questions(found),
    }
    if is_office(request.user):
        context["problems"] = (
            problems(found, context["questions"]) if found.state == SurveyState.DRAFT else []
        )
        context["board"] = asking.board(request.user, found)
        return render(request, "surveys/survey_office.html", context)
    own = asking.asked_rows(request.user, found).first()
    context |= {"own": own, "can_answer": own is not None and rules.can_answer(own, today())}
    return render(request, "surveys/survey_member.html", context)


def found_survey(request: HttpRequest, public_id: uuid.UUID) -> Survey:
    """One the user may see, or 404: a hidden one and one that is not there look the same."""
    found = building.survey(request.user, public_id)
    if found is None:
        raise Http404
    return found
