"""The year ahead on one page: proposed, checked, changed, put down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.meetings.planning import actions
from sprengel.meetings.planning.forms import YearRowForm
from sprengel.meetings.planning.land import school_holidays
from sprengel.meetings.planning.objections import Objection, Objections, Slot
from sprengel.meetings.planning.views import found_series
from sprengel.meetings.planning.year import Proposal, YearPlan, too_soon, year_plan
from sprengel.meetings.views import office_only

Rows = list[tuple[Proposal, YearRowForm]]


@office_only
def year(request: HttpRequest, series_pk: int) -> HttpResponse:
    """The meetings the rhythm implies for the coming twelve months; accepted or changed."""
    found = found_series(request, series_pk)
    plan_ahead = year_plan(request.user, found)
    rows = [(proposal, _row_form(request, proposal, plan_ahead)) for proposal in plan_ahead.to_plan]
    if request.method == "POST":
        return _take_year(request, plan_ahead, rows)
    return _year_page(request, plan_ahead, rows)


def _take_year(request: HttpRequest, plan_ahead: YearPlan, rows: Rows) -> HttpResponse:
    if not rows:
        messages.info(request, _("Alle Termine des Jahres sind eingetragen."))
        return redirect("meetings:series", plan_ahead.series.pk)
    valid = [form.cleaned_data for _proposal, form in rows if form.is_valid()]
    taken = [data for data in valid if data["take"]]
    if len(valid) < len(rows):
        return _year_page(request, plan_ahead, rows, status=422)
    if "check" in request.POST:
        return _year_page(request, plan_ahead, rows)
    if not taken:
        messages.info(request, _("Bitte mindestens einen Termin ankreuzen."))
        return _year_page(request, plan_ahead, rows, status=422)
    pattern = plan_ahead.pattern
    planned = actions.plan_year(
        actor=request.user,
        series=plan_ahead.series,
        entries=[_entry(data, plan_ahead) for data in taken],
        copied_from=pattern.last,
        visibility=pattern.visibility,
    )
    done = ngettext("Eine Sitzung eingetragen.", "%(count)s Sitzungen eingetragen.", len(planned))
    messages.success(request, done % {"count": len(planned)})
    return redirect("meetings:series", plan_ahead.series.pk)


def _entry(data: dict[str, Any], plan_ahead: YearPlan) -> actions.YearEntry:
    pattern, host = plan_ahead.pattern, data.get("host")
    usual_place = "" if plan_ahead.rotation else pattern.place
    return actions.YearEntry(
        title=data["title"],
        starts_on=data["starts_on"],
        starts_at=data["starts_at"],
        ends_at=pattern.ends_at if data["starts_at"] == pattern.starts_at else None,
        place=host.name if host else usual_place,
        host=host,
    )


def _year_page(
    request: HttpRequest,
    plan_ahead: YearPlan,
    rows: Rows,
    status: int = 200,
) -> HttpResponse:
    """A day that was typed is checked like one that was proposed."""
    school = school_holidays()
    check = _check_of(request, plan_ahead, rows)
    shown = []
    by_month = {proposal.month: form for proposal, form in rows}
    for proposal in plan_ahead.proposals:
        form = by_month.get(proposal.month)
        shown.append(
            {
                "proposal": proposal,
                "form": form,
                "objections": check(proposal) if form else (),
            }
        )
    context = {
        "plan": plan_ahead,
        "series": plan_ahead.series,
        "rows": shown,
        "has_rows": bool(rows),
        "next_host": plan_ahead.rotation.next() if plan_ahead.rotation else None,
        "school": school,
        "school_ends": bool(school.days)
        and any(not school.knows(each.month.last_on) for each in plan_ahead.proposals),
    }
    return render(request, "meetings/planning/year.html", context, status=status)


def _check_of(
    request: HttpRequest, plan_ahead: YearPlan, rows: Rows
) -> Callable[[Proposal], tuple[Objection, ...]]:
    """Objections by row: as proposed, or for what was typed instead; read once for all rows."""
    typed = {
        proposal.month: form.cleaned_data
        for proposal, form in rows
        if form.is_bound and hasattr(form, "cleaned_data") and form.cleaned_data.get("starts_on")
    }
    days = [data["starts_on"] for data in typed.values()]
    check = (
        Objections(request.user, plan_ahead.series.organization, min(days), max(days))
        if days
        else None
    )

    def against(proposal: Proposal) -> tuple[Objection, ...]:
        data = typed.get(proposal.month)
        if data is None or check is None:
            return proposal.objections
        ends_at = plan_ahead.pattern.ends_at
        start = data.get("starts_at")
        ends_at = ends_at if start == plan_ahead.pattern.starts_at else None
        found = check.against(Slot(data["starts_on"], None, start, ends_at))
        return (*too_soon(data["starts_on"], plan_ahead.series), *found)

    return against


def _row_form(request: HttpRequest, proposal: Proposal, plan_ahead: YearPlan) -> YearRowForm:
    turn = plan_ahead.rotation
    return YearRowForm(
        request.POST or None,
        prefix=f"m{proposal.month.year}-{proposal.month.month}",
        turn=turn,
        initial={
            "take": not any(not objection.is_weak for objection in proposal.objections),
            "title": proposal.title,
            "starts_on": proposal.starts_on,
            "starts_at": plan_ahead.pattern.starts_at,
            "host": proposal.host.pk if proposal.host else None,
        },
    )
