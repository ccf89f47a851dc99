"""Error pages that say what happened and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "accounts/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/error_500.html", status=500)
