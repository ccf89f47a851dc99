"""A spreadsheet of figures: looked at first, then kept whole or not at all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def upload(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def check(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404
