"""The list of saved reckonings, the address of a version, copies, comparisons."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sprengel.meetings.views import office_only
from sprengel.programmes.engines.problems import ProgrammeProblem
from sprengel.programmes.models import Scenario, ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import actions, queries
from sprengel.programmes.scenarios.forms import CopyForm, VisibilityForm
from sprengel.programmes.scenarios.kinds import kind_of
from sprengel.programmes.tabs import tabs
from sprengel.ui.elements import Chip


def scenario_list(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("art", "")
    kind = kind if kind in ScenarioKind.values else ""
    context = {
        "lines": queries.lines(request.user, kind=kind),
        "chips": _chips(request, kind),
        "tabs": tabs(""),
    }
    return render(request, "programmes/scenario_list.html", context)


def latest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _show(request, _version_or_404(request, public_id))


def version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    return _show(request, _version_or_404(request, public_id, number))


@require_POST
@office_only
def copy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    of = _version_or_404(request, public_id, _number(request.POST.get("fassung")))
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte geben Sie der Kopie einen Titel (bis 200 Zeichen)."))
        return redirect(queries.version_path(of))
    made = actions.copy(actor=request.user, version=of, title=form.cleaned_data["titel"])
    messages.success(request, _("Kopie angelegt. Nur die Geschäftsstelle sieht sie."))
    return redirect(queries.version_path(made))


@require_POST
@office_only
def visibility(request: HttpRequest, public_id: UUID) -> HttpResponse:
    scenario = _scenario_or_404(request, public_id)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte wählen Sie, wer es sehen soll."))
        return redirect(scenario)
    try:
        actions.show_to(
            actor=request.user, scenario=scenario, visibility=form.cleaned_data["sichtbarkeit"]
        )
    except ProgrammeProblem as problem:
        messages.error(request, problem.in_words(_))
    else:
        messages.success(request, _("Sichtbarkeit gespeichert."))
    return redirect(scenario)


def compare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """``alt`` and ``neu`` are numbers of versions; without them the last two."""
    after = _version_or_404(request, public_id, _number(request.GET.get("neu")))
    wanted = _number(request.GET.get("alt")) or max(after.number - 1, 1)
    before = _version_or_404(request, public_id, wanted)
    context = {
        "scenario": after.scenario,
        "comparison": queries.compare(before, after),
        "versions": queries.versions(request.user, after.scenario),
    }
    return render(request, "programmes/scenario_compare.html", context)


def _show(request: HttpRequest, of: ScenarioVersion) -> HttpResponse:
    kind = kind_of(of)
    if kind is not None:
        try:
            return kind.show(request, of)
        except queries.UNREADABLE:
            # What was saved stays readable, also where no reckoning can be made of it any more.
            messages.warning(
                request,
                _("Mit diesen Annahmen lässt sich nicht rechnen; hier stehen sie."),
            )
    return render(request, "programmes/scenario.html", {"page": queries.page(request.user, of)})


def _version_or_404(
    request: HttpRequest, public_id: UUID, number: int | None = None
) -> ScenarioVersion:
    found = queries.version(request.user, public_id, number)
    if found is None:
        raise Http404
    return found


def _scenario_or_404(request: HttpRequest, public_id: UUID) -> Scenario:
    found = queries.scenario(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _number(text: str | None) -> int | None:
    """A version's number; what is none names no version."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def _chips(request: HttpRequest, active: str) -> list[Chip]:
    counts, address = queries.counts(request.user), reverse("programmes:scenarios")
    return [
        Chip(
            str(label),
            address if value == active else f"{address}?art={value}",
            is_active=value == active,
            count=counts[value],
        )
        for value, label in ScenarioKind.choices
    ]
