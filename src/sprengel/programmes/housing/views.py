"""/programme/unterbringung/: one stage, one key date; one city over time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sprengel.bodies import queries as bodies
from sprengel.programmes.housing import queries
from sprengel.programmes.housing.charts import area_chart, history_chart
from sprengel.programmes.housing.definitions import STAGES, Stage, book
from sprengel.programmes.housing.files import EXCEL_TYPE, as_excel
from sprengel.programmes.housing.queries import Wanted
from sprengel.programmes.housing.rules import reporting_city
from sprengel.programmes.tabs import tabs
from sprengel.ui.elements import Chip


@require_safe
def housing(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request)
    found = queries.overview(request.user, wanted)
    context = {
        "tabs": tabs("housing"),
        "stages": _chips(request, wanted),
        "found": found,
        "stage_name": STAGES[Stage(wanted.stage)],
        "side_by_side": queries.side_by_side(request.user),
        "chart": area_chart(found),
        "standards": book().standards,
        "own_city": reporting_city(request.user),
        "query": urlencode(request.GET.dict()),
    }
    return render(request, "programmes/housing/overview.html", context)


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request)
    found = queries.overview(request.user, wanted)
    data = as_excel(found, queries.side_by_side(request.user), str(STAGES[Stage(wanted.stage)]))
    answer = HttpResponse(data, content_type=EXCEL_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="unterbringung.xlsx"'
    return answer


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    body = bodies.bodies(request.user).filter(slug=slug).first()
    if body is None:
        raise Http404
    histories = [
        (STAGES[stage], queries.history(request.user, body, stage), stage) for stage in Stage
    ]
    context = {
        "body": body,
        "histories": [
            (name, history, history_chart(history, str(name)))
            for name, history, _stage in histories
            if history.lines
        ],
        "own_city": reporting_city(request.user),
    }
    return render(request, "programmes/housing/city.html", context)


def _wanted(request: HttpRequest) -> Wanted:
    stage = request.GET.get("stufe", Stage.AU)
    return Wanted(
        stage=stage if stage in set(Stage) else Stage.AU,
        day=request.GET.get("stichtag", ""),
        circle=request.GET.get("kreis", ""),
        per_thousand=request.GET.get("je") == "1000",
    )


def _chips(request: HttpRequest, wanted: Wanted) -> list[Chip]:
    return [
        Chip(
            str(name),
            f"?{urlencode({**request.GET.dict(), 'stufe': stage.value})}",
            is_active=stage == wanted.stage,
        )
        for stage, name in STAGES.items()
    ]
