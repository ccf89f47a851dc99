"""Addresses of the reports; part of the publishing room's."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing.reports import views

urlpatterns = [
    path("berichte/", views.report_list, name="reports"),
    path("berichte/entwurf/", views.draft, name="report_draft"),
    path("berichte/ausgeben/", views.issue, name="issue_report"),
    path("berichte/vorlagen/", views.templates, name="templates"),
    path("berichte/vorlagen/<str:name>/", views.template_file, name="template_file"),
    path("berichte/vorlagen/<str:name>/aendern/", views.change_template, name="change_template"),
    path("berichte/<uuid:public_id>/", views.report, name="report"),
    path("sitzungen/<int:pk>/was-daraus-wurde/", views.became, name="became"),
]
