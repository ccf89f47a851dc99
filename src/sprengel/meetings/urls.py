"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from sprengel.meetings import changes, views
from sprengel.meetings.intake import MeetingIntakeView

app_name = "meetings"

urlpatterns = [
    path("", views.home, name="home"),
    path("gelesen/", changes.mark_seen, name="mark_seen"),
    path("sitzungen/", views.meeting_list, name="list"),
    path("sitzungen/<int:pk>/", views.meeting, name="meeting"),
    path("sitzungen/<int:pk>/vorbereitung/", views.preparation, name="preparation"),
    path("sitzungen/<int:pk>/tagesordnung/", views.agenda, name="agenda"),
    path("sitzungen/<int:pk>/teilnahme/", views.attendance, name="attendance"),
    path("sitzungen/<int:pk>/niederschrift/", views.record, name="record"),
    path("sitzungen/<int:pk>/ergebnisse/", views.results, name="results"),
    path("sitzungen/<int:pk>/offen/", views.open_before, name="open"),
    path("sitzungen/<int:pk>/teilnahme/neu/", changes.add_participation, name="add_participation"),
    path(
        "sitzungen/<int:pk>/teilnahme/<int:participation_pk>/entfernen/",
        changes.remove_participation,
        name="remove_participation",
    ),
    path("sitzungen/<int:pk>/niederschrift/neu/", MeetingIntakeView.as_view(), name="add_document"),
    path("sitzungen/<int:pk>/niederschrift/zuordnen/", changes.attach, name="attach"),
    path("", include("sprengel.meetings.agenda.urls")),
    path("", include("sprengel.meetings.invitations.urls")),
    path("", include("sprengel.meetings.attendance.urls")),
    path("", include("sprengel.meetings.planning.urls")),
    path("", include("sprengel.meetings.minutes.urls")),
]
