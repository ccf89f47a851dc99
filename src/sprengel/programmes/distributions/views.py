"""„Wer bekommt wie viel?“: handing out on the screen, saving, the saved version, Excel."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts import clock
from sprengel.programmes.distributions import exporting, queries, wording
from sprengel.programmes.distributions.forms import DistributionForm
from sprengel.programmes.distributions.rows import as_text
from sprengel.programmes.distributions.saved import as_initial, heads
from sprengel.programmes.distributions.task import Line, Outcome, as_json, from_json, hand_out
from sprengel.programmes.engines.distribution import NotDistributable
from sprengel.programmes.models import Programme, ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import queries as scenarios
from sprengel.programmes.scenarios.forms import SaveForm
from sprengel.programmes.scenarios.saving import keep
from sprengel.programmes.tabs import tabs
from sprengel.ui.excel import EXCEL_TYPE


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Line
    weight: str
    day: str
    share: str
    amount: str
    exact: str
    remainder: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as the page and the saved version write it."""

    outcome: Outcome
    lines: tuple[ShownLine, ...]
    rule: tuple[str, ...]
    warnings: tuple[str, ...]
    total: str
    weight: str
    unit: str
    headline: str


def distribution(request: HttpRequest) -> HttpResponse:
    """GET shows the form (``von``, ``fassung``: with a saved version in it), POST works on it."""
    if request.method != "POST":
        initial, of = _initial(request)
        form = _form(request, initial=initial)
        save_form = SaveForm.first_shown(title=_("Verteilung"), of=of)
        return _page(request, form, save_form, None)
    form = _form(request)
    save_form = SaveForm(request.POST)
    wanted = request.POST.get("tun", "rechnen")
    if wanted == "laden":
        return _load(request, form)
    shown = _shown_of_form(form) if form.is_valid() else None
    if shown is not None and wanted == "excel":
        title = request.POST.get("titel") or _("Verteilung")
        return _workbook(title, shown)
    if wanted == "speichern":
        saved = _saved(request, form, save_form, shown)
        if saved is not None:
            messages.success(request, _("Gespeichert. Diese Verteilung hat nun eine Adresse."))
            return redirect(scenarios.version_path(saved))
    else:
        save_form = _quiet(request)
    return _page(request, form, save_form, shown)


def version(request: HttpRequest, of: ScenarioVersion) -> HttpResponse:
    """Registered for the kind: a saved distribution at its own address."""
    page = scenarios.page(request.user, of)
    shown = show(hand_out(from_json(of.assumptions)))
    figures = scenarios.figures_by_id(request.user, scenarios.figure_ids([of]))
    context = {
        "page": page,
        "shown": shown,
        "lines": list(scenarios.shown(heads(of), figures)),
        "figures": list(figures.values()),
    }
    return render(request, "programmes/distribution_version.html", context)


def version_excel(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    found = scenarios.version(request.user, public_id, number)
    if found is None or found.scenario.kind != ScenarioKind.DISTRIBUTION:
        raise Http404
    shown = show(hand_out(from_json(found.assumptions)))
    cite = request.build_absolute_uri(scenarios.version_path(found))
    return _workbook(found.scenario.title, shown, cite)


def show(outcome: Outcome, notes: tuple[str, ...] = ()) -> Shown:
    task = outcome.task
    return Shown(
        outcome,
        tuple(
            ShownLine(
                line,
                wording.weight(line.weight),
                "" if line.is_kreis else wording.day(line),
                wording.share(line, outcome),
                wording.amount(line.units, task.unit),
                wording.exact(line, task.unit),
                wording.remainder(line, task.unit),
            )
            for line in outcome.lines
        ),
        tuple(wording.rule(outcome)),
        (*wording.warnings(task), *notes),
        wording.amount(outcome.handed_out, task.unit),
        wording.weight(outcome.weight),
        str(wording.UNITS[task.unit]),
        wording.headline(outcome),
    )


# ── The form ──────────────────────────────────────────────────────────────────────────────────


def _form(request: HttpRequest, initial: dict[str, Any] | None = None) -> DistributionForm:
    """Bound to what was sent, unless ``initial`` says what stands in it."""
    user, today = request.user, clock.today()
    is_bound = request.method == "POST" and initial is None
    return DistributionForm(
        *((request.POST, request.FILES) if is_bound else (None, None)),
        programmes=list(Programme.objects.visible_to(user)),
        definitions=list(queries.definitions(user)),
        circles=queries.circles(user, today),
        initial=initial,
    )


def _initial(request: HttpRequest) -> tuple[dict[str, Any], ScenarioVersion | None]:
    """From a saved version the reader may see; from a programme's page its name."""
    given = {"programm": request.GET.get("programm", "")}
    try:
        public_id = uuid.UUID(request.GET.get("von", ""))
        number = int(request.GET.get("fassung", "0")[:9]) or None
    except ValueError:
        return given, None
    found = scenarios.version(request.user, public_id, number)
    if found is None or found.scenario.kind != ScenarioKind.DISTRIBUTION:
        raise Http404
    latest = scenarios.version(request.user, public_id)
    return as_initial(found), latest


def _quiet(request: HttpRequest) -> SaveForm:
    """As it was filled in, without asking for a title while one only reckons."""
    given = {name: request.POST.get(name, "") for name in SaveForm.base_fields}
    return SaveForm(initial=given)


def _shown_of_form(form: DistributionForm) -> Shown | None:
    if form.task is None:
        return None
    try:
        return show(hand_out(form.task), form.notes)
    except NotDistributable as problem:
        form.add_error("tabelle", problem.in_words(_))
        return None


def _load(request: HttpRequest, form: DistributionForm) -> HttpResponse:
    """Known numbers into the table, where they can be changed by hand before reckoning."""
    form.is_valid()
    what = form.cleaned_data.get("laden", "")
    day = form.common_day.key_on
    found = queries.load(request.user, what, form.circle, on=day, day=clock.today())
    given = {name: request.POST.get(name, "") for name in form.fields}
    if found is None or not found.rows:
        messages.warning(request, _("Dazu sind für diese Städte keine Zahlen bekannt."))
    else:
        given["tabelle"] = as_text(found.rows, two_steps=form.two_steps)
        given["quelle"], given["schluessel"] = found.source, found.key_name
        messages.success(
            request,
            ngettext("%(n)s Zeile geladen.", "%(n)s Zeilen geladen.", len(found.rows))
            % {"n": len(found.rows)},
        )
    if found is not None and found.without:
        messages.warning(
            request,
            _("Nicht bekannt und nicht in der Tabelle: %(names)s.")
            % {"names": ", ".join(found.without)},
        )
    return _page(request, _form(request, initial=given), _quiet(request), None)


def _page(
    request: HttpRequest, form: DistributionForm, save_form: SaveForm, shown: Shown | None
) -> HttpResponse:
    context = {
        "form": form,
        "save_form": save_form,
        "shown": shown,
        "tabs": tabs("programmes"),
    }
    return render(request, "programmes/distribution.html", context)


# ── Keeping it ────────────────────────────────────────────────────────────────────────────────


def _saved(
    request: HttpRequest, form: DistributionForm, save_form: SaveForm, shown: Shown | None
) -> ScenarioVersion | None:
    if not request.user.has_perm("programmes.change_programme"):
        messages.error(request, _("Speichern kann nur die Geschäftsstelle."))
        return None
    if shown is None or form.task is None:
        return None
    return keep(
        request,
        save_form,
        kind=ScenarioKind.DISTRIBUTION,
        assumptions=as_json(form.task),
        sources=_sources(request, form),
        programme=form.programme,
    )


def _sources(request: HttpRequest, form: DistributionForm) -> dict[str, Any]:
    given, rows = form.cleaned_data, form.task.rows if form.task else ()
    what = given.get("laden", "")
    figures = queries.figures_behind(request.user, what, rows)
    return {
        "total": {"text": given["summe_quelle"], "figure": None},
        "weights": {
            "text": given["quelle"],
            "definition": what,
            "figures": sorted(str(figure.public_id) for figure in figures),
        },
    }


def _workbook(title: str, shown: Shown, cite: str = "") -> HttpResponse:
    content = exporting.workbook(title, shown.outcome, shown.warnings, cite)
    response = HttpResponse(content, content_type=EXCEL_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_("Verteilung")}.xlsx"'
    return response
