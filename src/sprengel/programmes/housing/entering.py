"""Entering counts: the office for many cities, a city's office for its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.figures.problems import FigureProblem
from sprengel.meetings.views import office_only
from sprengel.programmes.housing import actions, queries
from sprengel.programmes.housing.actions import Counted, Written
from sprengel.programmes.housing.cells import Grid, grid, read_seen
from sprengel.programmes.housing.forms import EnterForm, ReportForm, WhatForm
from sprengel.programmes.housing.problems import CountedMeanwhile
from sprengel.programmes.housing.queries import KeyDay
from sprengel.programmes.housing.rules import reporting_city

PER_PAGE = 50
"""Cities beside each other in one form; a browser sends no more than some thousand fields."""


@require_POST
@office_only
def define(request: HttpRequest) -> HttpResponse:
    made = actions.load_definitions(actor=request.user)
    messages.success(
        request,
        ngettext(
            "%(n)s Festlegung angelegt.", "%(n)s Festlegungen angelegt.", made
        ) % {"n": made},
    )  # fmt: skip
    return redirect("programmes:housing")


@office_only
def enter(request: HttpRequest) -> HttpResponse:
    """GET asks what for and then shows the grid; POST keeps it, all or nothing."""
    circles = queries.circles(request.user)
    asked = "stichtag" in request.GET or request.method == "POST"
    what = WhatForm(request.GET if asked else None, circles=circles)
    if not asked or not what.is_valid():
        return render(request, "programmes/housing/enter.html", {"what": what})
    given = what.cleaned_data
    circle = next((one for one in circles if one.slug == given["kreis"]), None)
    page = Paginator(
        queries.cities(request.user, circle).order_by("name", "pk"), PER_PAGE
    ).get_page(request.GET.get("seite"))
    defined = list(queries.definitions(request.user, given["stufe"]).values())
    counted = Counted(given["stichtag"], source="", counted_by_name=given["gezaehlt"].strip())
    form = EnterForm(request.POST or None)
    sent = request.POST if request.method == "POST" else None
    shown = grid(request.user, list(page), defined, counted, sent)

    def save() -> Written:
        return actions.enter_counts(
            actor=request.user,
            counts=shown.counts,
            counted=replace(
                counted,
                source=form.cleaned_data["quelle"],
                visibility=form.cleaned_data["sichtbarkeit"],
            ),
            because=form.cleaned_data["grund"],
            seen=read_seen(form.cleaned_data["gesehen"], counted.key_on),
        )

    ready = sent is not None and form.is_valid() and not shown.has_errors
    if ready and _kept(request, form, shown, save):
        return redirect(overview_url(given["stufe"], counted))
    context = {
        "what": what,
        "form": form,
        "grid": shown,
        "page": page,
        "seen": _seen(request, form, shown),
        "query": urlencode({**request.GET.dict(), "seite": page.number}),
    }
    return render(
        request, "programmes/housing/enter.html", context, status=200 if sent is None else 422
    )


@login_required
def report(request: HttpRequest) -> HttpResponse:
    city = reporting_city(request.user)
    if city is None:
        raise PermissionDenied
    asked = "stichtag" in request.GET
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent if sent is not None else request.GET if asked else None)
    facts = _facts(form)
    if facts is None:
        context = {"form": form, "city": city}
        return render(request, "programmes/housing/report.html", context)
    stage, counted = facts
    if sent is None:
        # Only stage and day were asked so far: nothing else can be wrong yet.
        form = ReportForm(initial=form.cleaned_data)
    defined = list(queries.definitions(request.user, stage).values())
    shown = grid(request.user, [city], defined, counted, sent)

    def save() -> Written:
        return actions.report(
            actor=request.user,
            counts=shown.counts,
            key_on=counted.key_on,
            visibility=form.cleaned_data["sichtbarkeit"],
            seen=read_seen(form.cleaned_data["gesehen"], counted.key_on),
        )

    ready = sent is not None and form.is_valid() and not shown.has_errors
    if ready and _kept(request, form, shown, save):
        return redirect(reverse("programmes:housing_city", args=[city.slug]))
    context = {
        "form": form,
        "city": city,
        "grid": shown,
        "seen": _seen(request, form, shown),
        "day": KeyDay(counted.key_on, "day"),
    }
    return render(
        request, "programmes/housing/report.html", context, status=200 if sent is None else 422
    )


def _facts(form: ReportForm) -> tuple[str, Counted] | None:
    """Stage and day, as soon as both are there; the rest of the form may still be wrong."""
    if not form.is_bound:
        return None
    form.is_valid()
    given: Mapping[str, Any] = form.cleaned_data
    if not given.get("stichtag") or not given.get("stufe"):
        return None
    return given["stufe"], Counted(given["stichtag"], source="")


def _kept(request: HttpRequest, form: Any, shown: Grid, save: Callable[[], Written]) -> bool:
    """Saved, or the form says why not."""
    if not shown.counts:
        form.add_error(None, _("Es ist noch keine Zahl eingetragen."))
        return False
    if shown.doubts and not form.cleaned_data["ungewoehnlich"]:
        form.add_error(
            None, _("Bitte die ungewöhnlichen Werte prüfen und unten bestätigen, wenn sie stimmen.")
        )
        return False
    try:
        written = save()
    except FigureProblem as problem:
        form.add_error("grund" if problem.field == "replaced_because" else None, str(problem))
        if isinstance(problem, CountedMeanwhile):
            form.data = form.data.copy()
            form.data["gesehen"] = shown.seen
        return False
    messages.success(request, in_words(written))
    return True


def in_words(written: Written) -> str:
    said = []
    if written.new:
        said.append(
            ngettext("%(n)s Zahl eingetragen", "%(n)s Zahlen eingetragen", written.new)
            % {"n": written.new}
        )
    if written.corrected:
        said.append(
            ngettext("%(n)s Zahl berichtigt", "%(n)s Zahlen berichtigt", written.corrected)
            % {"n": written.corrected}
        )
    if written.same:
        said.append(
            ngettext("%(n)s stand schon so da", "%(n)s standen schon so da", written.same)
            % {"n": written.same}
        )
    return f"{', '.join(said)}."


def _seen(request: HttpRequest, form: Any, shown: Grid) -> str:
    """What the person saw: of a form sent back still that, so that the second press is checked."""
    if request.method == "POST":
        return str(form.data.get("gesehen", ""))
    return shown.seen


def overview_url(stage: str, counted: Counted) -> str:
    day = KeyDay(counted.key_on, "day")
    return f"{reverse('programmes:housing')}?{urlencode({'stufe': stage, 'stichtag': day.value})}"
