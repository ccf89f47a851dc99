"""Addresses of the votes under review; part of the room's own."""

from __future__ import annotations

from django.urls import path

from sprengel.ledger.votes import views

_vote = "dokumente/<uuid:public_id>/pruefen/abstimmung/<int:pk>"

urlpatterns = [
    path(f"{_vote}/bestaetigen/", views.accept, name="accept_vote"),
    path(f"{_vote}/berichtigen/", views.correct, name="correct_vote"),
    path(f"{_vote}/verwerfen/", views.reject, name="reject_vote"),
]
