"""The form of one city: by link without login, logged in, or entered by the office.

GET shows, only POST writes: a mail program that looks at links answers nothing.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sprengel.ledger.views.access import needs
from sprengel.surveys.answering import queries
from sprengel.surveys.answering.desk import answered
from sprengel.surveys.answering.uploading import with_limited_uploads


@never_cache
@with_limited_uploads
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    seat = queries.by_link(token, request.path)
    if seat is None:
        return render(request, "surveys/answering/link_over.html", status=404)
    return answered(request, seat)


@never_cache
@login_required
@with_limited_uploads
def own(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    seat = queries.own(request.user, public_id, reverse("surveys:answer", args=[public_id]))
    if seat is None:
        raise Http404
    return answered(request, seat)


@never_cache
@needs("surveys.change_survey")
@with_limited_uploads
def for_city(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """What a city wrote by mail or in Word, typed in by the office."""
    address = reverse("surveys:answer_for", args=[public_id, pk])
    seat = queries.for_office(request.user, public_id, pk, address)
    if seat is None:
        raise Http404
    return answered(request, seat)
