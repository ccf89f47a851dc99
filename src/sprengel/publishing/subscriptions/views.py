"""The page where one gets a calendar's secret address, and what a calendar program fetches."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.publishing.calendars import calendar_of
from sprengel.publishing.subscriptions import queries
from sprengel.publishing.views import ics

LARGEST_KEY = 2**63


@require_safe
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    found = queries.subscriptions(request.user)
    active = [(one, f"{settings.BASE_URL}{links.path(one.link)}") for one in found if one.link]
    context = {"active": active, "possible": [one for one in found if not one.link]}
    return render(request, "publishing/subscriptions.html", context)


@require_POST
@login_required
def create(request: HttpRequest) -> HttpResponse:
    object_id = _wanted(request)
    links.address(purpose=LinkPurpose.CALENDAR, object_id=object_id, holder_id=request.user.pk)
    messages.success(request, _("Die Adresse steht unten; bitte in Ihr Kalenderprogramm kopieren."))
    return redirect("publishing:subscriptions")


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """The old address stops at once; with ``neu`` there is another one."""
    object_id = _number(request)
    links.revoke(purpose=LinkPurpose.CALENDAR, object_id=object_id, holder_id=request.user.pk)
    if "neu" in request.POST:
        return create(request)
    messages.success(request, _("Die Adresse gilt nicht mehr."))
    return redirect("publishing:subscriptions")


@require_safe
@never_cache
def fetched(request: HttpRequest, token: str) -> HttpResponse:
    """Without login, by the secret address; a wrong, old or orphaned one is just not there."""
    link = links.opened(token, LinkPurpose.CALENDAR)
    found = queries.content(link) if link else None
    if found is None:
        raise Http404
    response = ics(calendar_of(found.meetings, found.name, matters=found.matters), "kalender")
    # The address is a secret: no search machine shall keep what it leads to.
    response["X-Robots-Tag"] = "noindex"
    return response


def _wanted(request: HttpRequest) -> int:
    object_id = _number(request)
    if queries.content_name(request.user, object_id) is None:
        raise Http404
    return object_id


def _number(request: HttpRequest) -> int:
    try:
        number = int(request.POST.get("kalender", ""))
    except ValueError:
        raise Http404 from None
    if not 0 <= number < LARGEST_KEY:
        raise Http404
    return number
