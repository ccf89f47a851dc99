"""What is shown at the form's address: form, page before sending, receipt, or that it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sprengel.accounts.clock import today
from sprengel.surveys import rules
from sprengel.surveys.answering import drafts, queries
from sprengel.surveys.answering.entries import Conflict
from sprengel.surveys.answering.files import ENDINGS, allowed_mb
from sprengel.surveys.answering.form import Notes, problems, sections
from sprengel.surveys.answering.form import conflict_words as conflict_sentence
from sprengel.surveys.answering.forms import DeclineForm, HelperForm, SendForm
from sprengel.surveys.answering.previous import answers_of_last_time
from sprengel.surveys.answering.reading import evaluate
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.answering.shown import shown_answers, shown_values
from sprengel.surveys.models import AskedState, Question, Survey

STEP, LOOK_THROUGH = "schritt", "pruefen"


def shown(request: HttpRequest, seat: Seat, questions: list[Question]) -> HttpResponse:
    if seat.is_open and seat.is_editing:
        if request.GET.get(STEP) == LOOK_THROUGH and seat.may_send:
            return look_through(request, seat, questions)
        return render(request, "surveys/answering/form.html", form_context(seat, questions))
    sheet = queries.sheet_of(seat)
    context = _base(seat) | {
        "sheet": sheet,
        "lines": shown_answers(sheet) if sheet else [],
        "is_sent": seat.asked.state == AskedState.SUBMITTED,
        "can_change": seat.is_open and sheet is not None and seat.may_send,
    }
    return render(request, "surveys/answering/receipt.html", context)


def look_through(
    request: HttpRequest, seat: Seat, questions: list[Question], form: SendForm | None = None
) -> HttpResponse:
    """Everything that is going to be sent, once more; what is missing leads back to the form."""
    entries = drafts.kept(seat)
    found = evaluate(questions, entries)
    if not found.is_complete:
        context = form_context(seat, questions, shows_problems=True)
        return render(request, "surveys/answering/form.html", context, status=422)
    values = {
        key: value
        for key, outcome in found.outcomes.items()
        if key in found.asked and (value := outcome.value)
    }
    survey = seat.asked.survey
    given = {
        "submitted_by_name": seat.asked.submitted_by_name or _own_name(seat),
        "version": seat.asked.draft_version,
    }
    form = form or SendForm(initial=given, is_anonymous=survey.is_anonymous)
    context = _base(seat) | {
        "lines": shown_values(questions, values, entries),
        "dropped": found.dropped,
        "form": form,
        "open_count": sum(one.key in found.asked and one.key not in values for one in questions),
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/answering/look_through.html", context, status=status)


def form_context(
    seat: Seat,
    questions: list[Question],
    *,
    conflicts: Mapping[str, Conflict] | None = None,
    file_problems: Mapping[str, str] | None = None,
    shows_problems: bool = False,
    helper_form: HelperForm | None = None,
) -> dict[str, Any]:
    entries = drafts.kept(seat)
    mine = seat.questions(questions)
    found = sections(
        mine,
        entries,
        Notes(
            evaluation=evaluate(questions, entries),
            shows_problems=shows_problems,
            conflicts=conflicts or {},
            last_time=answers_of_last_time(seat.asked, mine),
            files=file_problems or {},
        ),
        questions,
    )
    wrong = problems(found)
    return _base(seat) | {
        "sections": found,
        "wrong": wrong if shows_problems or conflicts or file_problems else [],
        "helpers": queries.helpers_of(seat),
        "helper_form": helper_form
        or HelperForm(sections=[question.section for question in questions]),
        "decline_form": DeclineForm(),
        "has_files": any(question.kind == "file" for question in mine),
    }


def preview_context(survey: Survey, questions: list[Question]) -> dict[str, Any]:
    """As the city sees it, with nothing in it."""
    notes = Notes(evaluation=evaluate(questions, {}))
    return {
        "survey": survey,
        "is_preview": True,
        "sections": sections(questions, {}, notes, questions),
        "allowed_mb": allowed_mb(),
        "endings": ",".join(ENDINGS),
        "has_files": any(question.kind == "file" for question in questions),
    }


def conflict_words(
    questions: Sequence[Question], conflicts: Mapping[str, Conflict]
) -> dict[str, str]:
    return {
        one.key: conflict_sentence(one, conflicts[one.key])
        for one in questions
        if one.key in conflicts
    }


def _base(seat: Seat) -> dict[str, Any]:
    survey = seat.asked.survey
    return {
        "seat": seat,
        "asked": seat.asked,
        "survey": survey,
        "is_late": rules.is_late(survey, today()),
        "is_helper": seat.way is Way.HELPER,
        "by_office": seat.way is Way.OFFICE,
        "is_changing": seat.asked.state == AskedState.SUBMITTED,
        "allowed_mb": allowed_mb(),
        "endings": ",".join(ENDINGS),
    }


def _own_name(seat: Seat) -> str:
    if seat.way is Way.LINK and seat.asked.person:
        title = seat.asked.post_title
        return f"{seat.asked.person.with_title}{', ' if title else ''}{title}"
    return seat.name if seat.way is Way.LOGIN else ""
