"""Addresses of the briefings; part of the publishing room's."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing.briefing import views

urlpatterns = [
    path("sitzungen/<int:pk>/unterlagen/", views.briefings, name="briefings"),
    path("sitzungen/<int:pk>/unterlagen/verschicken/", views.send, name="send_briefings"),
    path("sitzungen/<int:pk>/unterlagen/<slug:slug>/", views.briefing, name="briefing"),
]
