"""Screens of this room."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sprengel.figures.models import Definition, Figure


def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "figures/list.html")


def definition(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Definition.objects.visible_to(request.user), slug=slug)
    return render(request, "figures/list.html", {"definition": found})


def figure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Figure.objects.visible_to(request.user), public_id=public_id)
    return render(request, "figures/list.html", {"figure": found})
