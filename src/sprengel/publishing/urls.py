"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing import views
from sprengel.publishing.briefing.urls import urlpatterns as briefings
from sprengel.publishing.feeds import MattersFeed, PressFeed
from sprengel.publishing.press.urls import urlpatterns as press
from sprengel.publishing.reports.urls import urlpatterns as reports

app_name = "publishing"

urlpatterns = [
    *reports,
    *briefings,
    *press,
    path("feed/vorgaenge.atom", views.kept(MattersFeed()), name="matters_feed"),
    path("feed/presse.atom", views.kept(PressFeed()), name="press_feed"),
    path("kalender/sitzungen.ics", views.calendar, name="calendar"),
    path("kalender/<slug:slug>.ics", views.organization_calendar, name="organization_calendar"),
]
