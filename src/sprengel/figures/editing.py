"""The office fixes what is counted, enters numbers, corrects them and marks breaks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.figures import actions, queries
from sprengel.figures.forms import BreakForm, CorrectionForm, DefinitionForm, FigureForm
from sprengel.figures.models import Figure
from sprengel.figures.problems import AlreadyCorrected, FigureProblem
from sprengel.figures.provenance import provenance

View = Callable[..., HttpResponse]


def for_the_office(view: View) -> View:
    """Whoever is not logged in is asked to; whoever may not is told so."""
    allowed = permission_required("figures.change_figure", raise_exception=True)(view)
    return login_required(allowed)


@for_the_office
def define(request: HttpRequest) -> HttpResponse:
    form = DefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            definition = actions.define(actor=request.user, **form.facts())
        except FigureProblem as problem:
            _blame(form, problem)
        else:
            messages.success(request, _("Die Kennzahl ist festgelegt. Jetzt eine Zahl eintragen."))
            return redirect(definition)
    return _form(request, form, _("Kennzahl festlegen"), reverse("figures:list"))


@for_the_office
def change_definition(request: HttpRequest, slug: str) -> HttpResponse:
    definition = queries.definition(request.user, slug)
    form = DefinitionForm(request.POST or None, instance=definition)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_definition(actor=request.user, definition=definition, **form.facts())
        except FigureProblem as problem:
            _blame(form, problem)
        else:
            messages.success(request, _("Die Festlegung ist geändert."))
            return redirect(definition)
    return _form(
        request, form, _("Festlegung ändern"), definition.get_absolute_url(), definition=definition
    )


@for_the_office
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    definition = queries.definition(request.user, slug)
    first = {"about": request.GET.get("zu", ""), "document": _uuid(request.GET.get("dokument"))}
    form = FigureForm(request.POST or None, user=request.user, definition=definition, initial=first)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        already = Figure.objects.filter(public_id=token).first() if token else None
        if already is not None:
            return redirect(already)
        try:
            with transaction.atomic():
                figure = actions.enter(
                    actor=request.user,
                    definition=definition,
                    public_id=token,
                    **_facts(form),
                )
        except FigureProblem as problem:
            form.blame(problem)
        else:
            messages.success(request, _("Die Zahl ist eingetragen."))
            return redirect(figure)
    return _form(
        request,
        form,
        _("Zahl eintragen"),
        definition.get_absolute_url(),
        definition=definition,
    )


@for_the_office
def correct(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    figure = queries.figure(request.user, public_id)
    form = CorrectionForm(request.POST or None, user=request.user, figure=figure)
    newer: Figure | None = None
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        try:
            with transaction.atomic():
                made = actions.correct(
                    actor=request.user,
                    figure=figure,
                    because=form.cleaned_data["because"],
                    public_id=token,
                    **_facts(form, figure),
                )
        except AlreadyCorrected as problem:
            if problem.newer is not None and problem.newer.public_id == token:
                return redirect(problem.newer)
            newer = _seen(request, problem.newer)
            form.add_error(None, str(problem))
        except FigureProblem as problem:
            form.blame(problem)
        else:
            messages.success(request, _("Die Zahl ist berichtigt; die alte bleibt auffindbar."))
            return redirect(made)
    return _form(
        request,
        form,
        _("Zahl berichtigen"),
        figure.get_absolute_url(),
        definition=figure.definition,
        origin=provenance(figure),
        newer=provenance(newer) if newer else None,
    )


def _seen(request: HttpRequest, newer: Figure | None) -> Figure | None:
    if newer is None:
        return None
    return queries.figures(request.user).filter(pk=newer.pk).first()


@for_the_office
def add_break(request: HttpRequest, slug: str) -> HttpResponse:
    definition = queries.definition(request.user, slug)
    form = BreakForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.add_break(
                actor=request.user,
                definition=definition,
                on=facts["on"].key_on,
                reason=facts["reason"],
                about=facts["about"],
                source=facts["source"],
            )
        except FigureProblem as problem:
            _blame(form, problem)
        else:
            messages.success(request, _("Der Bruch ist vermerkt."))
            return redirect(definition)
    return _form(
        request,
        form,
        _("Bruch in der Reihe vermerken"),
        definition.get_absolute_url(),
        definition=definition,
    )


def _facts(form: FigureForm, figure: Figure | None = None) -> dict[str, Any]:
    """With the passage; the one a figure had stays where nothing about it was changed."""
    sought = form.sought()
    old = figure.passage if figure else None
    if sought.document is None:
        return sought.facts | {"passage": None}
    if (
        old is not None
        and old.revision.document_id == sought.document.pk
        and old.quote.split() == sought.quote.split()
    ):
        return sought.facts | {"passage": old}
    passage = actions.mark_quote(document=sought.document, quote=sought.quote)
    return sought.facts | {"passage": passage}


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _blame(form: forms.BaseForm, problem: FigureProblem) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _form(
    request: HttpRequest, form: forms.BaseForm, heading: str, back: str, **more: object
) -> HttpResponse:
    status = 200 if not form.is_bound or form.is_valid() else 422
    context = {"form": form, "heading": heading, "back": back, **more}
    return render(request, "figures/form.html", context, status=status)
