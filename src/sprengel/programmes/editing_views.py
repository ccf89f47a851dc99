"""The office's forms for programmes, rounds, terms and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sprengel.figures import actions as figures
from sprengel.figures.models import Figure
from sprengel.figures.problems import FigureProblem
from sprengel.programmes import actions, queries
from sprengel.programmes.forms import (
    MattersForm,
    NumberForm,
    PartyForm,
    ProgrammeForm,
    ProvisionForm,
    RoundForm,
)
from sprengel.programmes.models import Party, Programme, Provision, Round
from sprengel.programmes.problems import TermsProblem
from sprengel.programmes.views import found_programme, found_round, office_only

FORM_FIELD_OF = {"value": "number", "key_on": "key", "from_on": "key", "figure": None}
"""Where a problem of a figure stands in this room's form."""


@office_only
def add_programme(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = _kept(form, lambda: actions.add_programme(actor=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Das Programm ist angelegt. Welche Runden gibt es?"))
            return redirect(made)
    return _form(request, form, title=_("Programm anlegen"), save=_("Anlegen"))


@office_only
def edit_programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    form = ProgrammeForm(
        request.POST or None, user=request.user, instance=found_programme(request, slug)
    )
    if request.method == "POST" and form.is_valid():
        changed = _kept(
            form,
            lambda: actions.change_programme(
                actor=request.user, programme=found, **form.cleaned_data
            ),
        )
        if changed is not None:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(changed)
    return _form(request, form, title=_("Programm bearbeiten"), of=found)


@office_only
def add_party(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    form = PartyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        of = facts.pop("actor")
        made = _kept(
            form,
            lambda: actions.add_party(actor=request.user, programme=found, of=of, **facts),
        )
        if made is not None:
            messages.success(request, _("Eingetragen."))
            return redirect(f"{found.get_absolute_url()}#beteiligte")
    return _form(request, form, title=_("Beteiligte eintragen"), of=found, save=_("Eintragen"))


@require_POST
@office_only
def remove_party(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = found_programme(request, slug)
    party = Party.objects.filter(programme=found, pk=pk).select_related("programme", "actor")
    for one in party:
        actions.remove_party(actor=request.user, party=one)
        messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect(f"{found.get_absolute_url()}#beteiligte")


@office_only
def link_matters(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    form = MattersForm(request.POST or None, user=request.user, programme=found)
    if request.method == "POST" and form.is_valid():
        wanted = {one.pk: one for one in form.cleaned_data["matters"]}
        for pk, matter in wanted.items():
            if pk not in form.linked:
                actions.link_matter(actor=request.user, programme=found, matter=matter)
        for matter in queries.matters(request.user).filter(pk__in=form.linked - set(wanted)):
            actions.unlink_matter(actor=request.user, programme=found, matter=matter)
        messages.success(request, _("Die Vorgänge sind verknüpft."))
        return redirect(f"{found.get_absolute_url()}#gesagt")
    return _form(request, form, title=_("Vorgänge verknüpfen"), of=found)


@office_only
def add_round(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    initial = {"position": found.rounds.count() + 1}
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _kept(
            form,
            lambda: actions.add_round(actor=request.user, programme=found, **form.cleaned_data),
        )
        if made is not None:
            messages.success(request, _("Die Runde ist eingetragen."))
            return redirect(made)
    return _form(request, form, title=_("Runde eintragen"), of=found, save=_("Eintragen"))


@office_only
def edit_round(request: HttpRequest, slug: str, round_slug: str) -> HttpResponse:
    found = found_round(request, slug, round_slug)
    form = RoundForm(request.POST or None, instance=found_round(request, slug, round_slug))
    if request.method == "POST" and form.is_valid():
        changed = _kept(
            form,
            lambda: actions.change_round(actor=request.user, terms=found, **form.cleaned_data),
        )
        if changed is not None:
            messages.success(request, _("Die Runde ist gespeichert."))
            return redirect(changed)
    return _form(request, form, title=_("Runde bearbeiten"), of=found)


@office_only
def add_provision(request: HttpRequest, slug: str, round_slug: str) -> HttpResponse:
    found = found_round(request, slug, round_slug)
    form = ProvisionForm(request.POST or None, user=request.user, instance=Provision())
    if request.method == "POST" and form.is_valid():
        made = _kept(
            form,
            lambda: actions.add_provision(actor=request.user, terms=found, **_facts(form)),
        )
        if made is not None:
            messages.success(request, _("Die Bestimmung ist eingetragen."))
            return redirect(f"{found.get_absolute_url()}#bestimmungen")
    return _form(request, form, title=_("Bestimmung eintragen"), of=found, save=_("Eintragen"))


@office_only
def edit_provision(request: HttpRequest, slug: str, round_slug: str, pk: int) -> HttpResponse:
    found = found_round(request, slug, round_slug)
    provision = _provision(request, found, pk)
    form = ProvisionForm(
        request.POST or None, user=request.user, instance=_provision(request, found, pk)
    )
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_provision(actor=request.user, provision=provision)
        messages.success(request, _("Die Bestimmung ist gelöscht."))
        return redirect(f"{found.get_absolute_url()}#bestimmungen")
    if request.method == "POST" and form.is_valid():
        changed = _kept(
            form,
            lambda: actions.change_provision(
                actor=request.user, provision=provision, **_facts(form)
            ),
        )
        if changed is not None:
            messages.success(request, _("Die Bestimmung ist gespeichert."))
            return redirect(f"{found.get_absolute_url()}#bestimmungen")
    return _form(
        request, form, title=_("Bestimmung bearbeiten"), of=found, remove=_("Bestimmung löschen")
    )


@office_only
def add_number(request: HttpRequest, slug: str, round_slug: str) -> HttpResponse:
    """A figure with its source, and its place in the round, in one step."""
    found = found_round(request, slug, round_slug)
    form = NumberForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = _kept(form, lambda: _add_number(request, found, form))
        if made is not None:
            messages.success(request, _("Die Zahl ist eingetragen."))
            return redirect(f"{found.get_absolute_url()}#zahlen")
    return _form(request, form, title=_("Zahl eintragen"), of=found, save=_("Eintragen"))


# ── Parts ─────────────────────────────────────────────────────────────────────────────────────


def _add_number(request: HttpRequest, terms: Round, form: NumberForm) -> Figure:
    given, read, day = form.cleaned_data, form.read, form.day
    assert read is not None
    assert day is not None
    about, passage = given["about"], form.passage()
    document = passage.revision.document if passage else None
    return actions.enter_number(
        actor=request.user,
        terms=terms,
        role=given["role"],
        enter=lambda visibility: figures.enter(
            actor=request.user,
            definition=given["definition"],
            about=about,
            scope=given["scope"],
            value=read.value,
            low=read.low,
            high=read.high,
            gap=read.gap,
            is_approximate=read.is_approximate,
            as_written=read.as_written,
            from_on=day.from_on,
            key_on=day.key_on,
            key_precision=day.precision,
            passage=passage,
            source=given["source"],
            note=given["note"],
            visibility=visibility,
        ),
        rests_on=[given["definition"], *(one for one in (about, document) if one is not None)],
    )


def _provision(request: HttpRequest, terms: Round, pk: int) -> Provision:
    found = queries.provisions(request.user).select_related(
        "round__programme", "passage__revision__document"
    )
    return get_object_or_404(found, round=terms, pk=pk)


def _facts(form: ProvisionForm) -> dict[str, Any]:
    given = form.cleaned_data
    kept = {name: given[name] for name in ("subject", "wording", "is_open", "source")}
    return {**kept, "passage": form.passage()}


def _kept(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What the action made; None where it could not, with the sentence at its field."""
    try:
        return act()
    except (TermsProblem, FigureProblem) as problem:
        field = FORM_FIELD_OF.get(problem.field, problem.field)
        form.add_error(field if field in form.fields else None, problem.sentence)
        return None


def _form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    of: Programme | Round | None = None,
    save: str = "",
    remove: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "of": of,
        "back": of.get_absolute_url() if of else reverse("programmes:list"),
        "save": save or _("Speichern"),
        "remove": remove,
    }
    return render(request, "programmes/form.html", context, status=422 if form.errors else 200)
