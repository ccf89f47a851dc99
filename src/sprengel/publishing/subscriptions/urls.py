"""Addresses of the calendars with a secret link; part of the publishing room's."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing.subscriptions import views

urlpatterns = [
    path("kalender/", views.overview, name="subscriptions"),
    path("kalender/neu/", views.create, name="create_subscription"),
    path("kalender/widerrufen/", views.revoke, name="revoke_subscription"),
    path("a/kalender/<str:token>/", views.fetched, name="secret_calendar"),
    # Some calendar programs insist on the ending.
    path("a/kalender/<str:token>.ics", views.fetched, name="secret_calendar_file"),
]
