"""The questions of a survey: add, order, copy, remove, from a spreadsheet, correct a slip."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sprengel.ledger.views.access import needs
from sprengel.surveys.answering.uploading import with_limited_uploads
from sprengel.surveys.building import actions, layout, queries, spreadsheet
from sprengel.surveys.building.checks import problems
from sprengel.surveys.building.forms import (
    QuestionForm,
    SpreadsheetForm,
    WordingForm,
    facts_of,
)
from sprengel.surveys.models import Question, Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem
from sprengel.surveys.tabs import survey_tabs
from sprengel.surveys.views import found_survey

office_only = needs("surveys.change_survey")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_only
def questions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    found = queries.questions(survey)
    known = queries.by_key(found)
    is_draft = survey.state == SurveyState.DRAFT
    open_points = problems(survey, found) if is_draft else []
    rows = [
        {
            "question": one,
            "condition": queries.condition_words(one, known),
            "problems": [each.text for each in open_points if each.question == one],
        }
        for one in found
    ]
    context = {
        "survey": survey,
        "rows": rows,
        "is_draft": is_draft,
        "tabs": survey_tabs(request.user, survey, "questions"),
    }
    return render(request, "surveys/building/questions.html", context)


@office_only
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    return _form(request, survey, None)


@office_only
def edit(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    survey = found_survey(request, public_id)
    return _form(request, survey, _question(survey, pk))


@require_POST
@office_only
def move(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    survey = found_survey(request, public_id)
    by = -1 if request.POST.get("richtung") == "auf" else 1
    question = _question(survey, pk)
    if _done(request, lambda: actions.move_question(actor=request.user, question=question, by=by)):
        return redirect(_at(survey, question.pk))
    return redirect("surveys:questions", public_id)


@require_POST
@office_only
def copy(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    survey = found_survey(request, public_id)
    question = _question(survey, pk)
    if _done(request, lambda: actions.copy_question(actor=request.user, question=question)):
        messages.success(request, _("Die Kopie steht gleich darunter."))
    return redirect(_at(survey, question.pk))


@require_POST
@office_only
def remove(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    survey = found_survey(request, public_id)
    question = _question(survey, pk)
    if _done(request, lambda: actions.remove_question(actor=request.user, question=question)):
        messages.success(request, _("Die Frage ist entfernt."))
    return redirect("surveys:questions", public_id)


@office_only
def correct(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """A slip of the pen, once the survey is open."""
    survey = found_survey(request, public_id)
    question = _question(survey, pk)
    now = {"text": question.text, "hint": question.hint}
    form = WordingForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _done(
            request,
            lambda: actions.correct_wording(
                actor=request.user, question=question, text=given["text"], hint=given["hint"]
            ),
        ):
            messages.success(request, _("Berichtigt; bei der Frage steht, was vorher dastand."))
        return redirect(_at(survey, question.pk))
    context = {"survey": survey, "question": question, "form": form}
    status = 422 if form.errors else 200
    return render(request, "surveys/building/correct.html", context, status=status)


@never_cache
@office_only
@with_limited_uploads
def upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Questions from a spreadsheet: all of them, or none and what is wrong in which cell."""
    survey = found_survey(request, public_id)
    form = SpreadsheetForm(request.POST or None, request.FILES or None)
    wrong: list[spreadsheet.CellProblem] = []
    notes: tuple[str, ...] = ()
    if getattr(request, "too_large", ()):
        form.add_error("file", _("Diese Datei ist zu groß. Eine Tabelle mit Fragen ist klein."))
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = spreadsheet.read(request.user, file.read(), file.name, queries.questions(survey))
            wrong, notes = read.problems, read.notes
            if not wrong:
                added = actions.add_questions(
                    actor=request.user, survey=survey, given=read.questions
                )
        except SurveyProblem as problem:
            form.add_error("file", str(problem))
        else:
            if not wrong:
                _say_added(request, len(added), notes)
                return redirect("surveys:questions", public_id)
    context = {"survey": survey, "form": form, "wrong": wrong, "notes": notes}
    context["columns"] = layout.COLUMNS
    status = 422 if form.errors or wrong else 200
    return render(request, "surveys/building/upload.html", context, status=status)


@office_only
def template(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(layout.template(), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="Vorlage-Umfrage.xlsx"'
    return answer


def _form(request: HttpRequest, survey: Survey, question: Question | None) -> HttpResponse:
    if survey.state != SurveyState.DRAFT:
        if question is not None:
            return redirect("surveys:correct_question", survey.public_id, question.pk)
        return redirect("surveys:questions", survey.public_id)
    others = queries.questions(survey)
    earlier = [one for one in others if question is None or one.position < question.position]
    form = QuestionForm(
        request.POST or None, user=request.user, earlier=earlier, now=facts_of(question, earlier)
    )
    if request.method == "POST" and form.is_valid():
        given = form.given(question)
        try:
            if question is None:
                question = actions.add_question(actor=request.user, survey=survey, given=given)
            else:
                actions.change_question(actor=request.user, question=question, given=given)
        except SurveyProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Die Frage ist gespeichert."))
            if "another" in request.POST:
                return redirect("surveys:add_question", survey.public_id)
            return redirect(_at(survey, question.pk))
    context = {"survey": survey, "question": question, "form": form}
    status = 422 if form.errors else 200
    return render(request, "surveys/building/question_form.html", context, status=status)


def _done(request: HttpRequest, step: Callable[[], object]) -> bool:
    """Whether it went through; what stands against it is said on the next page."""
    try:
        step()
    except SurveyProblem as problem:
        messages.error(request, str(problem))
        return False
    return True


def _say_added(request: HttpRequest, count: int, notes: tuple[str, ...]) -> None:
    text = ngettext("Eine Frage ist übernommen.", "%(count)s Fragen sind übernommen.", count) % {
        "count": count
    }
    messages.success(request, text)
    for note in notes:
        messages.info(request, note)


def _question(survey: Survey, pk: int) -> Question:
    question = survey.questions.filter(pk=pk).first()
    if question is None:
        raise Http404
    question.survey = survey
    return question


def _at(survey: Survey, pk: int) -> str:
    return f"{reverse('surveys:questions', args=[survey.public_id])}#frage-{pk}"
