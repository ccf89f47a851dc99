"""The screens that are read: the list, a programme, one of its rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today as today_on
from sprengel.programmes import comparing, queries
from sprengel.programmes.checks import rule_sets
from sprengel.programmes.models import Programme, Round, Subject
from sprengel.programmes.tabs import tabs
from sprengel.programmes.wording import applicant_words, term_words

View = Callable[..., HttpResponse]


def office_only(view: View) -> View:
    """Whoever is not logged in is asked to; who is, but not of the office, is told so."""
    checked = permission_required("programmes.change_programme", raise_exception=True)(view)
    return login_required(checked)


def found_programme(request: HttpRequest, slug: str) -> Programme:
    """The programme, or 404: a hidden one and one that is not there look the same."""
    try:
        return queries.programme(request.user, slug)
    except Programme.DoesNotExist:
        raise Http404 from None


def found_round(request: HttpRequest, slug: str, round_slug: str) -> Round:
    programme = found_programme(request, slug)
    try:
        return queries.rounds(request.user).get(programme=programme, slug=round_slug)
    except Round.DoesNotExist:
        raise Http404 from None


def overview(request: HttpRequest) -> HttpResponse:
    lines = queries.lines(request.user, today_on())
    context = {
        "tabs": tabs("programmes"),
        "lines": [(line, term_words(line.current) if line.current else "") for line in lines],
        "has_checks": bool(rule_sets.all_rule_sets()),
    }
    return render(request, "programmes/list.html", context)


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    today = today_on()
    page = queries.page(request.user, found)
    known = [view.round for view in page.rounds]
    current, is_running = queries.current_round(known, today)
    context = {
        "programme": found,
        "page": page,
        "current": current,
        "is_running": is_running,
        "current_term": term_words(current) if current else "",
        "next_deadline": queries.next_deadline(known, today),
        "rounds": [_row(view) for view in page.rounds],
        "chart": comparing.chart(page.rounds, today),
        "changed": comparing.changed_rounds(page.rounds),
        "checks": _checks(known),
        "links": _links(found),
    }
    return render(request, "programmes/programme.html", context)


def round_page(request: HttpRequest, slug: str, round_slug: str) -> HttpResponse:
    found = found_programme(request, slug)
    known = list(queries.rounds(request.user).filter(programme=found))
    views = queries.round_views(request.user, known)
    place = next((n for n, one in enumerate(views) if one.round.slug == round_slug), None)
    if place is None:
        raise Http404
    view = views[place]
    changed = [one for one in comparing.changed_rounds(views) if one.round == view.round]
    context = {
        "programme": found,
        "view": view,
        "round": view.round,
        "term": term_words(view.round),
        "applicants": applicant_words(view.round.applicants),
        "changed": changed[0] if changed else None,
        "before": views[place - 1].round if place else None,
        "after": views[place + 1].round if place + 1 < len(views) else None,
        "rules": rule_sets.rule_set(view.round.rules_key),
        "subjects": _by_subject(view),
    }
    return render(request, "programmes/round.html", context)


# ── Parts ─────────────────────────────────────────────────────────────────────────────────────


def _row(view: queries.RoundView) -> dict[str, Any]:
    """A line of the table of rounds; every number but those of single cities and odd counts."""
    return {
        "view": view,
        "round": view.round,
        "term": term_words(view.round),
        "applicants": applicant_words(view.round.applicants),
        "numbers": [said for said in view.numbers if said.role != "other"],
    }


def _by_subject(view: queries.RoundView) -> list[tuple[str, list[Any]]]:
    """In the order of the subjects, each once."""
    grouped: dict[str, list[Any]] = {}
    for provision in view.provisions:
        grouped.setdefault(provision.subject, []).append(provision)
    return [(str(label), grouped[value]) for value, label in Subject.choices if value in grouped]


def _checks(known: list[Round]) -> list[rule_sets.RuleSet]:
    """Of the newest rounds first, each rule set once."""
    keys = dict.fromkeys(one.rules_key for one in reversed(known) if one.rules_key)
    found = (rule_sets.rule_set(key) for key in keys)
    return [one for one in found if one is not None]


def _links(of: Programme) -> list[tuple[str, str]]:
    """To the pages other sub-packages have for a programme; left out where there are none."""
    wanted = (
        (_("Wer macht mit?"), "programmes:enrolments", ""),
        (_("Was kostet es uns?"), "programmes:forecast", f"?programm={of.slug}"),
    )
    return [
        (title, address + query) for title, name, query in wanted if (address := _address(name, of))
    ]


def _address(name: str, of: Programme) -> str:
    for args in ([of.slug], []):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""
