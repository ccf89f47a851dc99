"""Making a survey: its facts, an earlier one as a start, how the city will see it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sprengel.ledger.views.access import needs
from sprengel.surveys.answering.pages import preview_context
from sprengel.surveys.building import actions, queries
from sprengel.surveys.building.forms import CopyForm, SurveyForm
from sprengel.surveys.models import Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem
from sprengel.surveys.views import found_survey

office_only = needs("surveys.change_survey")


@office_only
def new(request: HttpRequest) -> HttpResponse:
    form = SurveyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        survey = actions.create(actor=request.user, bodies=facts.pop("bodies"), **facts)
        messages.success(request, _("Der Entwurf ist angelegt. Jetzt kommen die Fragen."))
        return redirect("surveys:questions", survey.public_id)
    context = {"form": form, "can_copy": queries.to_copy(request.user).exists()}
    return _page(request, "surveys/building/new.html", context, form)


@office_only
def copy(request: HttpRequest) -> HttpResponse:
    """„Wie beim letzten Mal“."""
    earlier = queries.to_copy(request.user)
    form = CopyForm(
        request.POST or None, earlier=earlier, initial={"survey": request.GET.get("umfrage", "")}
    )
    if request.method == "POST" and form.is_valid():
        made = actions.copy_survey(
            actor=request.user,
            survey=form.cleaned_data["survey"],
            title=form.cleaned_data["title"],
        )
        messages.success(
            request,
            _("Die Fragen sind übernommen. Bitte den letzten Tag zum Antworten eintragen."),
        )
        return redirect("surveys:edit", made.public_id)
    return _page(request, "surveys/building/copy.html", {"form": form}, form)


@office_only
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    if survey.state != SurveyState.DRAFT:
        return _is_fixed(request, survey)
    form = SurveyForm(request.POST or None, instance=survey, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        try:
            actions.change(actor=request.user, survey=survey, bodies=facts.pop("bodies"), **facts)
        except SurveyProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Gespeichert."))
        return redirect(survey)
    return _page(request, "surveys/building/edit.html", {"form": form, "survey": survey}, form)


@office_only
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    if request.method != "POST":
        return redirect(survey)
    try:
        actions.delete(actor=request.user, survey=survey)
    except SurveyProblem as problem:
        messages.error(request, str(problem))
        return redirect(survey)
    messages.success(request, _("Der Entwurf ist gelöscht."))
    return redirect("surveys:list")


@office_only
def preview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    context = preview_context(survey, queries.questions(survey))
    return render(request, "surveys/answering/form.html", context)


def _is_fixed(request: HttpRequest, survey: Survey) -> HttpResponse:
    messages.info(
        request, _("Die Umfrage ist eröffnet; was den Städten gesagt wurde, steht jetzt fest.")
    )
    return redirect(survey)


def _page(
    request: HttpRequest, template: str, context: dict[str, object], form: object
) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, context, status=status)
