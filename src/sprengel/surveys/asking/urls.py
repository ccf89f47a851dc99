"""Addresses of asking; part of the room's."""

from __future__ import annotations

from django.urls import path

from sprengel.surveys.asking import views

_one = "umfragen/<uuid:public_id>"

urlpatterns = [
    path(f"{_one}/eroeffnen/", views.open_survey, name="open"),
    path(f"{_one}/verlaengern/", views.extend, name="extend"),
    path(f"{_one}/beenden/", views.close, name="close"),
    path(f"{_one}/stadt/<int:pk>/", views.city, name="asked"),
    path(f"{_one}/stadt/<int:pk>/nachfolge/", views.hand_over, name="hand_over"),
    path(f"{_one}/stadt/<int:pk>/zuruecknehmen/", views.withdraw, name="withdraw"),
]
