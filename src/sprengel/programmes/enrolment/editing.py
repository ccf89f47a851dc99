"""The office enters who takes part, one or many; a member's office speaks for its own city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.programmes.enrolment import actions, amounts, queries
from sprengel.programmes.enrolment.forms import (
    ChangeEnrolmentForm,
    EarlierStepForm,
    NewEnrolmentForm,
    OwnEnrolmentForm,
)
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.enrolment.views import (
    enrolment_or_404,
    own_city,
    programme_or_404,
)
from sprengel.programmes.models import Enrolment, Programme

View = Callable[..., HttpResponse]


def for_the_office(view: View) -> View:
    """Whoever is not logged in is asked to; whoever may not is told so."""
    allowed = permission_required("programmes.change_enrolment", raise_exception=True)(view)
    return login_required(allowed)


@for_the_office
def enter_enrolment(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    form = NewEnrolmentForm(
        request.POST or None,
        user=request.user,
        programme=of,
        initial={"body": request.GET.get("stadt", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = actions.enter(
                    actor=request.user,
                    round=given["round"],
                    body=given["body"],
                    facts=form.facts(),
                )
        except EnrolmentProblem as problem:
            form.show(problem)
        else:
            messages.success(request, _("%(name)s ist eingetragen.") % {"name": made.body.name})
            return redirect(amounts.of_path(made))
    return _form(request, of, form, _("Beteiligung eintragen"), _list(of))


@for_the_office
@transaction.atomic
def change_enrolment(
    request: HttpRequest, slug: str, round_slug: str, body_slug: str
) -> HttpResponse:
    of = enrolment_or_404(request.user, slug, round_slug, body_slug)
    form = ChangeEnrolmentForm(
        request.POST or None, user=request.user, of=of, figures=amounts.figures_now(of)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.change(
                    actor=request.user, of=of, facts=form.facts(), seen_version=of.version
                )
        except EnrolmentProblem as problem:
            form.show(problem)
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(amounts.of_path(of))
    heading = _("%(name)s: Beteiligung ändern") % {"name": of.body.name}
    return _form(request, of.round.programme, form, heading, amounts.of_path(of), enrolment=of)


@for_the_office
def add_earlier_step(
    request: HttpRequest, slug: str, round_slug: str, body_slug: str
) -> HttpResponse:
    of = enrolment_or_404(request.user, slug, round_slug, body_slug)
    form = EarlierStepForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                actions.add_earlier_step(
                    actor=request.user,
                    of=of,
                    state=given["state"],
                    on=given["on"],
                    on_note=given["on_note"],
                    note=given["note"],
                    source=given["source"],
                    passage=form.passage(),
                )
        except EnrolmentProblem as problem:
            form.show(problem)
        else:
            messages.success(request, _("Der Schritt ist nachgetragen."))
            return redirect(amounts.of_path(of))
    heading = _("%(name)s: früheren Schritt nachtragen") % {"name": of.body.name}
    return _form(request, of.round.programme, form, heading, amounts.of_path(of), enrolment=of)


@login_required
def state_own(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    city = own_city(request.user)
    if city is None:
        raise PermissionDenied
    form = OwnEnrolmentForm(request.POST or None, user=request.user, programme=of)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.state_own(
                actor=request.user,
                round=given["round"],
                body=city,
                state=given["state"],
                on=today(),
                note=given["note"],
            )
        except EnrolmentProblem as problem:
            form.show(problem)
        else:
            messages.success(
                request,
                _("Eingetragen: %(name)s, %(state)s. Die Geschäftsstelle sieht es.")
                % {"name": city.name, "state": made.get_state_display()},
            )
            return redirect(amounts.of_path(made))
    mine = [
        row
        for row in queries.rows_of_body(request.user, city, today())
        if row.round.programme == of
    ]
    heading = _("%(name)s: Interesse oder Antrag mitteilen") % {"name": city.name}
    return _form(request, of, form, heading, _list(of), own_rows=mine)


def _list(of: Programme) -> str:
    return reverse("programmes:enrolments", args=[of.slug])


def _form(
    request: HttpRequest,
    of: Programme,
    form: Any,
    heading: str,
    back: str,
    *,
    enrolment: Enrolment | None = None,
    own_rows: list | None = None,
) -> HttpResponse:
    return render(
        request,
        "programmes/enrolment/form.html",
        {
            "programme": of,
            "form": form,
            "heading": heading,
            "back": back,
            "enrolment": enrolment,
            "own_rows": own_rows,
        },
    )
