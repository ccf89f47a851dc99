"""The balance as a saved reckoning: what its page, its list of assumptions and its form show."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.programmes.engines.staffing import Staffing
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import queries as scenarios
from sprengel.programmes.scenarios.kinds import AssumptionLine, register_kind, source_of
from sprengel.programmes.staff import forms, queries
from sprengel.programmes.staff.charts import gap_chart
from sprengel.programmes.staff.words import COUNTS, NAMED, PATHS, heads, in_words


def register() -> None:
    register_kind(ScenarioKind.STAFF, show, change_url=change_url, in_words=lines)


def given_of(version: ScenarioVersion) -> tuple[Staffing, str]:
    saved = version.assumptions
    return forms.staffing_of(saved, version.sources), str(saved.get("path") or "decided")


def show(request: HttpRequest, version: ScenarioVersion) -> HttpResponse:
    given, path = given_of(version)
    result = queries.result(given, path)
    context = {
        "page": scenarios.page(request.user, version),
        "inputs": queries.input_lines(given),
        "result": result,
        "rows": queries.figure_rows(result.chosen) if result else [],
        "chart": gap_chart(result) if result else None,
        "xlsx_url": f"{reverse('programmes:staff_xlsx')}?{urlencode(forms.query_of(given, path))}",
    }
    return render(request, "programmes/staff/version.html", context)


def change_url(version: ScenarioVersion) -> str:
    query = forms.query_of(*given_of(version))
    query |= {"szenario": str(version.scenario.public_id), "fassung": str(version.number)}
    return f"{reverse('programmes:staff')}?{urlencode(query)}"


def lines(version: ScenarioVersion) -> list[AssumptionLine]:
    given, path = given_of(version)
    span = AssumptionLine("years", _("Jahre"), f"{given.first_year}–{given.last_year}")
    chosen = AssumptionLine("path", _("Gezeigt mit"), str(PATHS.get(path, path)))
    steps = ", ".join(
        f"{step.from_year}: {heads(step.a_year)} {COUNTS[step.counts]}" for step in given.graduates
    )
    own = AssumptionLine(
        "graduates", str(PATHS["own"]), steps or "–", *source_of(version.sources, "graduates")
    )
    found = [span, chosen]
    for named in NAMED:
        value = getattr(given, named.name).value
        if value is not None:
            found.append(
                AssumptionLine(
                    named.name,
                    str(named.label),
                    in_words(named.name, value),
                    *source_of(version.sources, named.name),
                )
            )
    return [*found, own]
