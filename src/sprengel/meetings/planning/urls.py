"""Addresses of planning; included into those of the room."""

from __future__ import annotations

from django.urls import path

from sprengel.meetings.planning import poll_views, views, year_views

urlpatterns = [
    path("sitzungen/reihe/neu/", views.add_series, name="add_series"),
    path("sitzungen/reihe/<int:series_pk>/", views.series, name="series"),
    path("sitzungen/reihe/<int:series_pk>/bearbeiten/", views.edit_series, name="edit_series"),
    path("sitzungen/reihe/<int:series_pk>/planen/", views.plan, name="plan"),
    path("sitzungen/reihe/<int:series_pk>/jahr/", year_views.year, name="year"),
    path("sitzungen/reihe/<int:series_pk>/tag/", views.day_check, name="day_check"),
    path("sitzungen/reihe/<int:series_pk>/umfrage/", poll_views.add_poll, name="add_poll"),
    path("sitzungen/<int:pk>/bearbeiten/", views.edit, name="edit"),
    path("sitzungen/<int:pk>/gastgeberin/", views.withdraw_host, name="withdraw_host"),
    path("sitzungen/termin/<int:pk>/", poll_views.poll, name="poll"),
    path("sitzungen/termin/<int:pk>/erinnern/", poll_views.remind, name="remind_poll"),
    path("sitzungen/termin/<int:pk>/beenden/", poll_views.end, name="end_poll"),
    path("sitzungen/termin/<int:pk>/waehlen/", poll_views.choose, name="choose_date"),
    path("a/termin/<str:token>/", poll_views.by_link, name="poll_by_link"),
]
