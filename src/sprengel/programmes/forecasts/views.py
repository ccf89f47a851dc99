"""„Was kostet es uns?“: reckoning, saving, the saved version, Excel, a result as a figure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts import clock
from sprengel.bodies.models import Actor, Organization
from sprengel.figures.models import Figure
from sprengel.figures.problems import FigureProblem
from sprengel.meetings.views import office_only
from sprengel.programmes.engines.problems import ProgrammeProblem
from sprengel.programmes.forecasts import actions, exporting, queries, wording
from sprengel.programmes.forecasts.forms import ForecastForm
from sprengel.programmes.forecasts.inputs import INPUTS, YEARS
from sprengel.programmes.forecasts.plan import Plan, as_json, from_json
from sprengel.programmes.forecasts.reckoning import reckon
from sprengel.programmes.forecasts.showing import Shown, show
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import queries as scenarios
from sprengel.programmes.scenarios.forms import SaveForm
from sprengel.programmes.scenarios.saving import keep
from sprengel.programmes.tabs import tabs
from sprengel.ui.excel import EXCEL_TYPE


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or the form asks for, with what is known already filled in."""

    form: ForecastForm
    start: queries.Start
    circle: Organization | None
    notes: tuple[str, ...]

    @property
    def plan(self) -> Plan | None:
        return self.form.plan

    @property
    def who(self) -> str:
        return self.form.about.name if self.form.about else ""

    def shown(self) -> Shown | None:
        if self.plan is None:
            return None
        return show(reckon(self.plan), who=self.who, notes=self.notes)


def forecast(request: HttpRequest) -> HttpResponse:
    """GET reckons; POST (the save button of the same form) keeps it."""
    asked = _asked(request, request.POST if request.method == "POST" else request.GET)
    save_form = _save_form(request, asked)
    if request.method == "POST":
        saved = _saved(request, asked, save_form)
        if saved is not None:
            messages.success(request, _("Gespeichert. Diese Seite hat nun eine eigene Adresse."))
            return redirect(scenarios.version_path(saved))
    shown = asked.shown()
    context = {
        "asked": asked,
        "form": asked.form,
        "shown": shown,
        "lines": _lines(request, asked) if shown else [],
        "save_form": save_form,
        "tabs": tabs("programmes"),
        "query": request.GET.urlencode(),
    }
    return render(request, "programmes/forecast.html", context)


def excel(request: HttpRequest) -> HttpResponse:
    """The same address with the numbers as a workbook."""
    asked = _asked(request, request.GET)
    if asked.plan is None:
        raise Http404
    title = _("Was kostet es uns?")
    return _workbook(title, asked.plan, asked.shown(), _lines(request, asked))


def version_excel(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    found = scenarios.version(request.user, public_id, number)
    if found is None or found.scenario.kind != ScenarioKind.GRANT:
        raise Http404
    page = scenarios.page(request.user, found)
    plan = from_json(found.assumptions)
    shown = show(reckon(plan), who=_name(found.scenario.about))
    return _workbook(
        found.scenario.title,
        plan,
        shown,
        page.assumptions,
        cite=request.build_absolute_uri(page.path),
    )


def version(request: HttpRequest, of: ScenarioVersion) -> HttpResponse:
    """Registered for the kind: a saved forecast at its own address."""
    page = scenarios.page(request.user, of)
    plan = from_json(of.assumptions)
    outcome = reckon(plan)
    context = {
        "page": page,
        "shown": show(outcome, who=_name(of.scenario.about)),
        "lines": page.assumptions,
        "results": actions.results(outcome),
        "kept": actions.kept_of(request.user, of),
    }
    return render(request, "programmes/forecast_version.html", context)


@require_POST
@office_only
def keep_figure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """„Als Kennzahl festhalten“: one result of a saved version."""
    found = scenarios.version(request.user, public_id, number)
    if found is None or found.scenario.kind != ScenarioKind.GRANT:
        raise Http404
    try:
        figure = actions.keep_as_figure(
            actor=request.user, version=found, which=request.POST.get("ergebnis", "")
        )
    except (FigureProblem, ProgrammeProblem) as problem:
        told = problem.in_words(_) if isinstance(problem, ProgrammeProblem) else str(problem)
        messages.error(request, told)
        return redirect(scenarios.version_path(found))
    messages.success(request, _("Als Kennzahl festgehalten."))
    return redirect(figure)


# ── What is asked ─────────────────────────────────────────────────────────────────────────────


def _asked(request: HttpRequest, given: QueryDict) -> Asked:
    user, today = request.user, clock.today()
    programmes = queries.programmes(user)
    cities, circles = queries.cities_and_circles(user, today)
    about: Actor | None = next(
        (one for one in [*cities, *circles] if one.slug == given.get("fuer")), None
    )
    circle = about if isinstance(about, Organization) else None
    members = queries.members(user, circle, today) if circle else []
    programme = next((one for one in programmes if one.slug == given.get("programm")), None)
    whose = members or [one for one in cities if one is about]
    start = queries.start(user, programme, whose)
    named = _named_figures(request, given)
    also = [*start.figures.values(), *start.posts_of.values(), *named.values()]
    form = ForecastForm(
        _with_start(given, start, about, today.year),
        programmes=programmes,
        cities=cities,
        circles=circles,
        members=members,
        figures=queries.source_figures(user, about, _once(also)),
    )
    form.is_valid()
    return Asked(form, start, circle, _membership_notes(request, circle, form))


def _with_start(
    given: QueryDict, start: queries.Start, about: Actor | None, this_year: int
) -> QueryDict:
    """What a programme's round says stands in for what nobody has typed."""
    data = given.copy()
    years = {"first_year": this_year, **start.years}
    years.setdefault("last_year", max(years["first_year"], years.get("term_ends", this_year)) + 5)
    for name, (key, _label) in YEARS.items():
        if not data.get(key) and name in years:
            data[key] = str(years[name])
    for one in INPUTS:
        figure = start.figures.get(one.name)
        if one.name == "posts" and about is not None:
            figure = start.posts_of.get(about.pk)
        if figure is not None and not data.get(one.key) and not data.get(f"{one.key}_kennzahl"):
            data[f"{one.key}_kennzahl"] = str(figure.public_id)
            data[one.key] = wording.number(float(figure.value or 0), 4)
    for pk, figure in start.posts_of.items():
        if not data.get(f"s{pk}"):
            data[f"s{pk}"] = wording.number(float(figure.value or 0), 4)
    return data


def _named_figures(request: HttpRequest, given: Mapping[str, Any]) -> dict[str, Figure]:
    """Those the address names as sources, also when they have been replaced since."""
    ids = []
    for one in INPUTS:
        try:
            ids.append(str(uuid.UUID(str(given.get(f"{one.key}_kennzahl", "")))))
        except ValueError:
            continue
    return scenarios.figures_by_id(request.user, ids)


def _once(figures: list[Figure]) -> list[Figure]:
    return list({one.pk: one for one in figures}.values())


def _membership_notes(
    request: HttpRequest, circle: Organization | None, form: ForecastForm
) -> tuple[str, ...]:
    """A city that joins or leaves meanwhile is reckoned with as it is today, and that is said."""
    if circle is None or form.plan is None:
        return ()
    common = form.plan.common
    rows = queries.joining_or_leaving(
        request.user, circle, date(common.first_year, 1, 1), date(common.last_year, 12, 31)
    )
    if not rows:
        return ()
    names = ", ".join(dict.fromkeys(row.member.name for row in rows))
    return (
        ngettext(
            "%(names)s gehört nicht die ganze Zeit zum Kreis. Gerechnet ist mit den Städten von "
            "heute.",
            "%(names)s gehören nicht die ganze Zeit zum Kreis. Gerechnet ist mit den Städten von "
            "heute.",
            len({row.member_id for row in rows}),
        )
        % {"names": names},
    )


# ── Keeping it ────────────────────────────────────────────────────────────────────────────────


def _save_form(request: HttpRequest, asked: Asked) -> SaveForm:
    if request.method == "POST":
        return SaveForm(request.POST)
    given = request.GET
    title = given.get("titel") or ", ".join(
        str(one)
        for one in (_("Was kostet es uns?"), asked.form.about, asked.form.programme)
        if one is not None
    )
    initial: dict[str, Any] = {"titel": title[:200], "neu": given.get("neu") or uuid.uuid4()}
    initial |= {key: given[key] for key in ("szenario", "gesehen", "sichtbarkeit") if key in given}
    return SaveForm(initial=initial)


def _saved(request: HttpRequest, asked: Asked, save_form: SaveForm) -> ScenarioVersion | None:
    if not request.user.has_perm("programmes.change_programme"):
        messages.error(request, _("Speichern kann nur die Geschäftsstelle."))
        return None
    if asked.plan is None:
        save_form.is_valid()
        save_form.add_error(None, _("Es fehlen noch Angaben; gespeichert wurde nichts."))
        return None
    return keep(
        request,
        save_form,
        kind=ScenarioKind.GRANT,
        assumptions=as_json(asked.plan),
        sources={**asked.form.sources, **_city_sources(asked)},
        programme=asked.form.programme,
        about=asked.form.about,
    )


def _city_sources(asked: Asked) -> dict[str, Any]:
    """A city's number of posts that is the one granted to it names that figure."""
    if asked.plan is None:
        return {}
    by_slug = {member.slug: member.pk for member in asked.form.members}
    found = {}
    for city in asked.plan.cities:
        figure = asked.start.posts_of.get(by_slug[city.slug])
        if figure is not None and float(figure.value or 0) == city.posts.likely:
            found[f"posts:{city.slug}"] = {"text": "", "figure": str(figure.public_id)}
    return found


# ── Showing it ────────────────────────────────────────────────────────────────────────────────


def _lines(request: HttpRequest, asked: Asked) -> list[scenarios.ShownAssumption]:
    if asked.plan is None:
        return []
    sources = {**asked.form.sources, **_city_sources(asked)}
    figures = {str(one.public_id): one for one in asked.form.figures}
    return list(scenarios.shown(wording.assumption_lines(asked.plan, sources), figures))


def _workbook(
    title: str,
    plan: Plan,
    shown: Shown | None,
    lines: list[scenarios.ShownAssumption] | tuple[scenarios.ShownAssumption, ...],
    cite: str = "",
) -> HttpResponse:
    content = exporting.workbook(title, plan, lines, shown.notes if shown else (), cite)
    response = HttpResponse(content, content_type=EXCEL_TYPE)
    name = _("Vorausschau")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _name(actor: Actor | None) -> str:
    return actor.name if actor else ""
