"""The account page, the page of all components, and error pages that say what to do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sprengel.accounts.rules import is_office
from sprengel.ui import showcase


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build screens."""
    if not (settings.DEBUG or is_office(request.user)):
        raise Http404
    samples = {
        "matter_states": showcase.MATTER_STATES,
        "acts": showcase.ACTS,
        "visibilities": showcase.VISIBILITIES,
        "document_states": showcase.DOCUMENT_STATES,
        "review_states": showcase.REVIEW_STATES,
        "tabs": showcase.TABS,
        "chips": showcase.CHIPS,
        "sample_page": showcase.sample_page(),
        "sample_day": showcase.DAY,
        "sample_quote": "bis zum Sommer einen Entwurf vorzulegen",
        "empty_form": showcase.SampleForm(auto_id="leer_%s"),
        "wrong_form": showcase.SampleForm({"note": "Rückfrage"}, auto_id="falsch_%s"),
    }
    return render(request, "ui/style.html", samples)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's check of form tokens failed: nearly always a page left open for long."""
    return render(request, "accounts/error_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: what has just failed (the database, say) must not be asked again."""
    return HttpResponse(render_to_string("accounts/error_500.html"), status=500)
