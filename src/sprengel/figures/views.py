"""Screens of this room that show; what the office enters stands in ``editing``."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sprengel.accounts.clock import today
from sprengel.archive.queries import passage_context
from sprengel.bodies.models import Actor, Organization
from sprengel.bodies.queries import organizations
from sprengel.figures import exports, queries, showing, tabs, wording
from sprengel.figures.comparing import SORTS, Wanted, comparison
from sprengel.figures.models import Definition, Theme
from sprengel.figures.provenance import provenance
from sprengel.ui.elements import Chip

PER_PAGE = 300
"""Rows of a series' table; a page of them is still read and printed."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    theme = request.GET.get("bereich", "")
    theme = theme if theme in Theme.values else ""
    search = request.GET.get("q", "").replace("\x00", "")[:100]
    groups = queries.overview(request.user, theme=theme, search=search)
    if request.GET.get("format") == "xlsx":
        return exports.answer("kennzahlen", exports.overview_sheets(groups))
    return _page(
        request,
        "figures/list.html",
        {"groups": groups, "q": search, "theme": theme, "chips": _themes(theme, search)},
    )


def _themes(active: str, search: str) -> list[Chip]:
    return [
        Chip(
            str(title),
            _query(bereich="" if value == active else value, q=search),
            value == active,
        )
        for value, title in Theme.choices
    ]


@require_safe
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.definition(request.user, slug)
    about = request.GET.get("fuer", "").replace("\x00", "")[:120]
    series = queries.series(request.user, found, about=about)
    breaks = queries.breaks(request.user, found)
    if request.GET.get("format") == "xlsx":
        sheets = exports.definition_sheets(found, series, breaks)
        return exports.answer(exports.file_name(found), sheets)
    subjects = _subjects(request, found)
    page = Paginator(showing.series_tables(series, breaks), PER_PAGE).get_page(
        request.GET.get("seite")
    )
    return _page(
        request,
        "figures/definition.html",
        {
            "definition": found,
            "page": page,
            "about": about,
            "subjects": subjects,
            "figures_count": sum(len(one.figures) for one in series),
            "chart": showing.series_chart(found, series, breaks),
            "range_words": wording.range_words(found),
            "others": queries.other_counts(request.user, found),
            "can_compare": len([one for one in subjects if one.actor_kind == "body"]) > 1,
        },
    )


def _subjects(request: HttpRequest, found: Definition) -> list[Actor]:
    """Whom one can choose to see alone."""
    abouts = queries.figures(request.user).filter(definition=found).order_by().values("about")
    return list(Actor.objects.visible_to(request.user).filter(pk__in=abouts).order_by("name"))


@require_safe
def figure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = queries.figure(request.user, public_id)
    history = queries.history(request.user, found)
    context = passage_context(found.passage) if found.passage else None
    return _page(
        request,
        "figures/detail.html",
        {
            "figure": found,
            "origin": provenance(found),
            "passage": context,
            "history": history,
            "newer": history.later[-1] if history.later else None,
            "doubt": wording.doubt(found.definition, found.value),
            "earlier": [provenance(one) for one in history.earlier],
        },
    )


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.definition(request.user, slug)
    wanted = _wanted(request, found)
    result = comparison(request.user, found, wanted, today=today())
    if request.GET.get("format") == "xlsx":
        sheets = exports.comparison_sheets(result)
        return exports.answer(exports.file_name(found, "vergleich"), sheets)
    return _page(
        request,
        "figures/compare.html",
        {
            "definition": found,
            "comparison": result,
            "chart": showing.comparison_chart(result),
            "rows": [(row, showing.per_thousand_number(row)) for row in result.rows],
            "heads": _heads(wanted, found),
            "circles": organizations(request.user),
            "export_url": _query(**_said(wanted), format="xlsx"),
        },
    )


def _wanted(request: HttpRequest, found: Definition) -> Wanted:
    sort = request.GET.get("sortieren", "")
    circle = request.GET.get("gremium", "").replace("\x00", "")
    chosen: Organization | None = None
    if circle:
        chosen = organizations(request.user).filter(slug=circle).first()
    return Wanted(
        key_on=_day(request.GET.get("stichtag", "")),
        circle=chosen,
        per_thousand=found.per_inhabitants and request.GET.get("je") == "1000",
        sort=sort if sort in SORTS else "name",
        descending=request.GET.get("ab") == "1",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said(wanted: Wanted) -> dict[str, str]:
    return {
        "stichtag": wanted.key_on.isoformat() if wanted.key_on else "",
        "gremium": wanted.circle.slug if wanted.circle else "",
        "je": "1000" if wanted.per_thousand else "",
        "sortieren": wanted.sort if wanted.sort != "name" else "",
        "ab": "1" if wanted.descending else "",
    }


def _heads(wanted: Wanted, found: Definition) -> dict[str, dict[str, str]]:
    """For each column where a click leads, and how it is sorted now (aria-sort)."""
    heads = {}
    for sort in SORTS:
        is_now = sort == wanted.sort
        descending = not wanted.descending if is_now else sort != "name"
        other = replace(wanted, sort=sort, descending=descending)
        direction = "descending" if wanted.descending else "ascending"
        heads[sort] = {
            "url": _query(**_said(other)),
            "sorted": direction if is_now else "",
            "sign": ("↓" if wanted.descending else "↑") if is_now else "",
        }
    return heads


def _query(**values: str) -> str:
    said = urlencode({name: value for name, value in values.items() if value})
    return f"?{said}" if said else "?"


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    facts = {
        "tabs": tabs.tabs("figures"),
        "can_change": request.user.has_perm("figures.change_figure"),
    }
    return render(request, template, facts | context)
