"""Wer ist wer: the directory and a page for each entry."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sprengel.accounts.clock import today
from sprengel.bodies import queries
from sprengel.bodies.names import fold
from sprengel.bodies.sections import sections_for
from sprengel.ui.wording import listed


def directory(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    found = queries.directory(request.user, day=today(), search=search)
    return render(request, "bodies/list.html", {"directory": found, "search": search})


def body(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.bodies(request.user), slug=slug)
    return render(
        request,
        "bodies/body.html",
        {
            "body": found,
            "aliases": queries.aliases(request.user, found),
            "successor": queries.successor_of(request.user, found),
            "predecessors": list(queries.predecessors_of(request.user, found)),
            "organizations": queries.organizations_of(request.user, found, today()),
            "memberships": list(queries.memberships_of(request.user, found)),
            "offices": queries.Offices.on(today(), queries.posts_at(request.user, found)),
            "sections": sections_for(request, found),
        },
    )


def organization(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.organizations(request.user), slug=slug)
    day = _day(request)
    members = sorted(queries.members(request.user, found, day), key=lambda m: fold(m.member.name))
    return render(
        request,
        "bodies/organization.html",
        {
            "organization": found,
            "aliases": queries.aliases(request.user, found),
            "day": day,
            "members": members,
            "population_days": sorted(
                {m.member.population_on for m in members if m.member.population_on}
            ),
            "member_sources": list(dict.fromkeys(m.source for m in members if m.source)),
            "offices": queries.Offices.on(today(), queries.posts_at(request.user, found)),
            "sections": sections_for(request, found),
        },
    )


def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.people(request.user), slug=slug)
    offices = queries.Offices.on(today(), queries.posts_of(request.user, found))
    return render(
        request,
        "bodies/person.html",
        {
            "person": found,
            "lead": listed([str(post) for post in offices.now]),
            "aliases": queries.aliases(request.user, found),
            "offices": offices,
            "sections": sections_for(request, found),
        },
    )


def _day(request: HttpRequest) -> date:
    """The day asked for; today when none or nonsense was given."""
    try:
        return date.fromisoformat(request.GET.get("am", ""))
    except ValueError:
        return today()
