"""The office's steps: open, more time, the end, and each single city."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts.clock import today
from sprengel.ledger.views.access import needs
from sprengel.surveys import rules
from sprengel.surveys.answering.queries import sheet_of
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.answering.shown import shown_answers
from sprengel.surveys.asking import actions, queries
from sprengel.surveys.asking.audience import addressees
from sprengel.surveys.asking.forms import AddressForm, ExtendForm, WithdrawForm
from sprengel.surveys.building.checks import problems
from sprengel.surveys.building.queries import questions
from sprengel.surveys.models import Asked, AskedState, SurveyState
from sprengel.surveys.problems import SurveyProblem
from sprengel.surveys.views import found_survey

office_only = needs("surveys.change_survey")


@office_only
def open_survey(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Look at the letter and at whom it goes to; then send."""
    survey = found_survey(request, public_id)
    if survey.state != SurveyState.DRAFT:
        messages.info(request, _("Die Umfrage ist schon eröffnet."))
        return redirect(survey)
    if request.method == "POST":
        try:
            told = actions.open_survey(actor=request.user, survey=survey)
        except SurveyProblem as problem:
            messages.error(request, str(problem))
        else:
            _say_told(request, told)
        return redirect(survey)
    open_points = problems(survey, questions(survey))
    whom = [] if survey.closes_on is None else addressees(request.user, survey, today())
    subject, text = actions.preview(survey, whom[0]) if whom else ("", "")
    context = {
        "survey": survey,
        "problems": open_points,
        "whom": whom,
        "without_address": [one.body.name for one in whom if not one.email],
        "subject": subject,
        "text": text,
    }
    return render(request, "surveys/asking/open.html", context)


@office_only
def extend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = found_survey(request, public_id)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = actions.extend(actor=request.user, survey=survey, **given)
        except SurveyProblem as problem:
            form.add_error("closes_on", str(problem))
        else:
            _say_told(request, told)
            return redirect(survey)
    context = {"survey": survey, "form": form}
    status = 422 if form.errors else 200
    return render(request, "surveys/asking/extend.html", context, status=status)


@office_only
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asks first: it cannot be taken back."""
    survey = found_survey(request, public_id)
    if request.method == "POST":
        try:
            actions.close(actor=request.user, survey=survey)
        except SurveyProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Die Umfrage ist beendet."))
        return redirect(survey)
    context = {"survey": survey, "board": queries.board(request.user, survey)}
    return render(request, "surveys/asking/close.html", context)


@office_only
def city(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """One city: its answer if it has a name, its address, its link."""
    line = _line(request, public_id, pk)
    asked = line.asked
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"email": asked.email}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_address(
                actor=request.user, asked=asked, email=form.cleaned_data["email"]
            )
        except ValidationError as problem:
            form.add_error("email", problem)
        else:
            messages.success(request, _("Die Adresse ist geändert."))
            return redirect("surveys:asked", public_id, pk)
    sheet = sheet_of(Seat(asked, Way.OFFICE, "", ""))
    context = {
        "survey": asked.survey,
        "line": line,
        "asked": asked,
        "form": form,
        "withdraw_form": WithdrawForm(),
        "sheet": sheet,
        "lines": shown_answers(sheet) if sheet else [],
        "link": _link(asked),
        "can_answer": rules.can_answer(asked, today()),
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/asking/city.html", context, status=status)


@require_POST
@office_only
def hand_over(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Ask whoever came after; who that is is looked up anew, not taken from the form."""
    line = _line(request, public_id, pk)
    if line.successor is None:
        messages.error(request, _("Für dieses Amt ist noch niemand eingetragen."))
        return redirect("surveys:survey", public_id)
    actions.hand_over(
        actor=request.user,
        asked=line.asked,
        person=line.successor.person,
        post_title=line.successor.title,
    )
    messages.success(
        request, _("Gefragt ist jetzt %(name)s.") % {"name": line.successor.person.name}
    )
    return redirect("surveys:survey", public_id)


@require_POST
@office_only
def withdraw(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    line = _line(request, public_id, pk)
    form = WithdrawForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    actions.withdraw(actor=request.user, asked=line.asked, because=because)
    messages.success(
        request,
        _("%(city)s wird nicht mehr gefragt; der Link gilt nicht mehr.")
        % {"city": line.asked.body.name},
    )
    return redirect("surveys:survey", public_id)


def _line(request: HttpRequest, public_id: uuid.UUID, pk: int) -> queries.Line:
    line = queries.line(request.user, found_survey(request, public_id), pk)
    if line is None:
        raise Http404
    return line


def _link(asked: Asked) -> str:
    """To be handed on where there is no address; not of who has been taken back."""
    is_running = asked.survey.state == SurveyState.OPEN
    return (
        actions.answer_address(asked) if is_running and asked.state != AskedState.WITHDRAWN else ""
    )


def _say_told(request: HttpRequest, told: actions.Told) -> None:
    text = ngettext(
        "%(count)s Brief liegt im Postausgang und geht in der nächsten Minute hinaus.",
        "%(count)s Briefe liegen im Postausgang und gehen in der nächsten Minute hinaus.",
        told.sent,
    )
    messages.success(request, text % {"count": told.sent})
    if told.without_address:
        messages.warning(
            request,
            _(
                "Ohne E-Mail-Adresse, daher nicht angeschrieben: %(names)s. Bitte dort eine "
                "Adresse eintragen oder den Link selbst weitergeben."
            )
            % {"names": ", ".join(told.without_address)},
        )
