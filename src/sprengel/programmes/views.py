"""Screens of this room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def overview(request: HttpRequest, **_names: str) -> HttpResponse:
    return render(request, "programmes/list.html")
