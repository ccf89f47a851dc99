"""Addresses of attendance; part of the room's."""

from __future__ import annotations

from django.urls import path

from sprengel.meetings.attendance import views

_meeting = "sitzungen/<int:pk>/anwesenheit"

urlpatterns = [
    path(f"{_meeting}/", views.door, name="door"),
    path(f"{_meeting}/zugesagte/", views.mark_accepted, name="mark_accepted"),
    path(f"{_meeting}/liste/", views.sheet, name="sign_in_sheet"),
    path(f"{_meeting}/<int:actor_pk>/", views.mark, name="mark_presence"),
    path("sitzungen/teilnahme/<slug:slug>/", views.history, name="attendance_history"),
]
