"""Who takes part: the table, one city's history, the list for the press."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies.models import Body
from sprengel.bodies.queries import body_of
from sprengel.programmes.enrolment import exports, press, queries
from sprengel.programmes.enrolment.forms import FilterForm
from sprengel.programmes.enrolment.growth import growth
from sprengel.programmes.enrolment.land import state_map
from sprengel.programmes.enrolment.queries import Filters
from sprengel.programmes.models import Enrolment, Programme, ProgrammeKind

ROWS_A_PAGE = 100
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def enrolments(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    filters = filters_of(request)
    found = queries.overview(request.user, of, filters, today())
    page = Paginator(found.rows, ROWS_A_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "programmes/enrolment/list.html",
        {
            "programme": of,
            "found": found,
            "page": page,
            "filters": filters,
            "filter_form": FilterForm.of(found, filters),
            "query": request.GET.urlencode(),
            "map": state_map(request.user, found.rows, today()),
            "growth": growth(request.user, found.rounds, found.rows, today())
            if not filters.any
            else None,
            "is_campaign": of.kind == ProgrammeKind.CAMPAIGN,
            "own_city": own_city(request.user),
        },
    )


def enrolment(request: HttpRequest, slug: str, round_slug: str, body_slug: str) -> HttpResponse:
    of = enrolment_or_404(request.user, slug, round_slug, body_slug)
    return render(
        request,
        "programmes/enrolment/one.html",
        {
            "programme": of.round.programme,
            "enrolment": of,
            "row": queries.row(request.user, of, today()),
            "steps": queries.history(request.user, of),
        },
    )


def enrolments_as_excel(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    filters = filters_of(request)
    found = queries.overview(request.user, of, filters, today())
    data = exports.spreadsheet(found, filters, today(), with_visibility=is_office(request.user))
    return _download(data, EXCEL_TYPE, f"beteiligung-{of.slug}-{today():%Y-%m-%d}.xlsx")


def press_list(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    made = press.press_list(request.user, of, filters_of(request), today())
    return render(
        request,
        "programmes/enrolment/press.html",
        {
            "programme": of,
            "press": made,
            "rows": made.text.count("\n") + 1,
            "query": request.GET.urlencode(),
        },
    )


def press_list_as_text(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    made = press.press_list(request.user, of, filters_of(request), today())
    # Windows' editors take UTF-8 for granted only behind this mark.
    data = b"\xef\xbb\xbf" + made.text.replace("\n", "\r\n").encode()
    name = f"presseliste-{of.slug}-{today():%Y-%m-%d}.txt"
    return _download(data, "text/plain; charset=utf-8", name)


# Shared with the views that write


def programme_or_404(user: Viewer, slug: str) -> Programme:
    try:
        return queries.programme(user, slug)
    except Programme.DoesNotExist as e:
        raise Http404 from e


def enrolment_or_404(user: Viewer, slug: str, round_slug: str, body_slug: str) -> Enrolment:
    of = programme_or_404(user, slug)
    try:
        return queries.enrolment(user, of, round_slug, body_slug)
    except Enrolment.DoesNotExist as e:
        raise Http404 from e


def filters_of(request: HttpRequest) -> Filters:
    given = request.GET
    return Filters(
        round=given.get("runde", ""),
        state=given.get("stand", ""),
        circle=given.get("sprengel", ""),
        size=given.get("groesse", ""),
    )


def own_city(user: Viewer) -> Body | None:
    """The city a member's office may speak for."""
    found = body_of(user)
    if found is None or not isinstance(user, User):
        return None
    return found if user.has_perm("programmes.state_own_enrolment", found) else None


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
