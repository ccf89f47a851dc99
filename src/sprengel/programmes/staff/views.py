"""/programme/personal/: assumptions in the address, the balance below, a button that keeps it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sprengel.meetings.views import office_only
from sprengel.programmes.engines.staffing import Basis
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import queries as scenarios
from sprengel.programmes.scenarios.forms import SaveForm
from sprengel.programmes.scenarios.saving import keep
from sprengel.programmes.staff import forms, queries
from sprengel.programmes.staff.charts import gap_chart
from sprengel.programmes.staff.facts import facts
from sprengel.programmes.staff.files import EXCEL_TYPE, as_excel
from sprengel.programmes.staff.forms import StaffForm
from sprengel.programmes.tabs import tabs

KIND = ScenarioKind.STAFF


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    if "beispiel" in request.GET:
        return redirect(f"{reverse('programmes:staff')}?{urlencode(forms.example_query())}")
    changed = _changed(request)
    form = StaffForm(request.GET if "von" in request.GET else None)
    save = SaveForm.first_shown(title=_("Absolventen und Bedarf"), of=changed)
    return _page(request, form, save, changed)


@require_POST
@office_only
def save(request: HttpRequest) -> HttpResponse:
    form, saving = StaffForm(request.POST), SaveForm(request.POST)
    if not form.is_valid():
        return _page(request, form, saving, None, status=422)
    given = form.staffing
    version = keep(
        request,
        saving,
        kind=KIND,
        assumptions=forms.assumptions(given, form.path),
        sources=forms.sources(given),
    )
    if version is None:
        return _page(request, form, saving, None, status=422)
    messages.success(request, _("Gespeichert als Fassung %(number)s.") % {"number": version.number})
    return redirect(scenarios.version_path(version))


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.GET)
    result = queries.result(form.staffing, form.path) if form.is_valid() else None
    if result is None:
        return _page(request, form, SaveForm.first_shown(), None, status=422)
    data = as_excel(result, queries.input_lines(form.staffing))
    answer = HttpResponse(data, content_type=EXCEL_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="absolventen-und-bedarf.xlsx"'
    return answer


def _page(
    request: HttpRequest,
    form: StaffForm,
    saving: SaveForm,
    changed: ScenarioVersion | None,
    *,
    status: int = 200,
) -> HttpResponse:
    given = form.staffing if form.is_bound and form.is_valid() else None
    result = queries.result(given, form.path) if given else None
    inputs = queries.input_lines(given)
    context: dict[str, Any] = {
        "tabs": tabs("staff"),
        "form": form,
        "saving": saving,
        "changed": changed,
        "facts": facts().facts,
        "inputs": inputs,
        "assumed": sum(one.basis is Basis.ASSUMED for one in inputs),
        "still_open": queries.open_names(given) if given else [],
        "result": result,
        "rows": queries.figure_rows(result.chosen) if result else [],
        "chart": gap_chart(result) if result else None,
        "hidden": _typed(form.data) if given else [],
        "query": urlencode(_typed(form.data)) if given else "",
        "saved": scenarios.lines(request.user, kind=KIND)[:20],
    }
    return render(request, "programmes/staff/page.html", context, status=status)


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    """What the reckoning rests on, to be sent along with the save button."""
    names = StaffForm().fields.keys()
    return [(name, value) for name, value in data.items() if name in names and value]


def _changed(request: HttpRequest) -> ScenarioVersion | None:
    """The saved version the form was opened with, if its reader may see it."""
    number = request.GET.get("fassung", "")
    try:
        public_id = UUID(request.GET.get("szenario", ""))
    except ValueError:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = scenarios.version(request.user, public_id, int(number))
    return found if found and found.scenario.kind == KIND else None
