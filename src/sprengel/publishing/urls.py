"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing import views
from sprengel.publishing.briefing.urls import urlpatterns as briefings
from sprengel.publishing.feeds import MattersFeed, OrganizationFeed, PressFeed, ReportsFeed
from sprengel.publishing.press.urls import urlpatterns as press
from sprengel.publishing.reports.urls import urlpatterns as reports
from sprengel.publishing.subscriptions.urls import urlpatterns as subscriptions

app_name = "publishing"

urlpatterns = [
    *reports,
    *briefings,
    *press,
    *subscriptions,
    path("feed/vorgaenge.atom", views.kept(MattersFeed()), name="matters_feed"),
    path("feed/berichte.atom", views.kept(ReportsFeed()), name="reports_feed"),
    path("feed/presse.atom", views.kept(PressFeed()), name="press_feed"),
    path(
        "feed/vorgaenge/<slug:slug>.atom", views.kept(OrganizationFeed()), name="organization_feed"
    ),
    path("kalender/sitzungen.ics", views.calendar, name="calendar"),
    path("kalender/<slug:slug>.ics", views.organization_calendar, name="organization_calendar"),
]
