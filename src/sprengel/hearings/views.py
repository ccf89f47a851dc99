"""The screens that are read: the list, and the page of one hearing."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sprengel.accounts.clock import today
from sprengel.hearings import queries, rules, timing
from sprengel.hearings.board import handlings, stance_counts
from sprengel.hearings.models import Hearing
from sprengel.hearings.outcomes.queries import outcome_rows
from sprengel.hearings.sight import sight_of
from sprengel.hearings.tabs import tabs

PER_PAGE = 40


def overview(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.hearings(request.user), PER_PAGE).get_page(request.GET.get("seite"))
    rows = queries.rows(request.user, page.object_list)
    context = {
        "tabs": tabs(),
        "page": page,
        "running": [row for row in rows if row.is_open],
        "over": [row for row in rows if not row.is_open],
    }
    return render(request, "hearings/list.html", context)


def hearing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = queries.hearing(request.user, public_id)
    sight = sight_of(request.user, found)
    comments = list(sight.comments().select_related("consulted")) if sight.sees_any else []
    asked = queries.consulted(request.user, found)
    facts = queries.facts(request.user, found)
    versions = queries.versions(request.user, found)
    handled = handlings(comments) if comments else {}
    context = {
        "hearing": found,
        "facts": facts,
        "versions": versions,
        "latest": versions[0] if versions else None,
        "sight": sight,
        "counts": stance_counts(comments),
        "comment_count": len(comments),
        "unweighed": sum(1 for one in comments if one.pk not in handled),
        "asked": asked,
        "answered": [one for one in asked if one.handed_in_at],
        "silent": [one for one in asked if not one.handed_in_at],
        "takes_comments": rules.takes_comments(found),
        "remarks": _remarks(found) if facts.shows_inside else [],
        "law_words": timing.law_in_words(costs_changed=found.costs_changed),
        "outcomes": outcome_rows(request.user, found),
    }
    return render(request, "hearings/hearing.html", context)


def _remarks(found: Hearing) -> list[timing.Remark]:
    return timing.remarks(
        received_on=found.received_on,
        deadline_on=found.deadline_on,
        comments_until=found.comments_until,
        costs_changed=found.costs_changed,
        is_open=found.state in queries.OPEN,
        day=today(),
    )
