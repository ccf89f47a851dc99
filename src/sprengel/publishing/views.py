"""What programs fetch. The same for everyone, so it may be kept for a while."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sprengel.publishing import queries
from sprengel.publishing.calendars import calendar_of

KEEP_SECONDS = 600
kept = cache_control(public=True, max_age=KEEP_SECONDS)


@require_safe
@kept
def calendar(request: HttpRequest) -> HttpResponse:
    return ics(calendar_of(queries.dated_meetings(), _("Sitzungen")), "sitzungen")


@require_safe
@kept
def organization_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.organization(slug)
    if found is None:
        raise Http404
    return ics(calendar_of(queries.dated_meetings(found), found.name), slug)


def ics(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
