"""Addresses of the agenda; included by the room's, so in its namespace."""

from __future__ import annotations

from django.urls import path

from sprengel.meetings.agenda import deciding, views
from sprengel.meetings.agenda.intake import PaperIntakeView

AGENDA = "sitzungen/<int:pk>/tagesordnung/"
TOPICS = "sitzungen/<int:pk>/themen/"
STANDING = "sitzungen/reihe/<int:series_pk>/feste-punkte/"

urlpatterns = [
    path(f"{AGENDA}druck/", views.printed, name="agenda_print"),
    path(f"{AGENDA}neu/", views.add_item, name="add_item"),
    path(f"{AGENDA}vorgang/", views.add_matter, name="add_matter"),
    path(f"{AGENDA}feste-punkte/", views.put_standing, name="put_standing"),
    path(f"{AGENDA}<int:item_pk>/", views.change_item, name="change_item"),
    path(f"{AGENDA}<int:item_pk>/bearbeiten/", views.edit_item, name="edit_item"),
    path(f"{AGENDA}<int:item_pk>/unterlage/", views.lay_paper, name="lay_paper"),
    path(f"{AGENDA}<int:item_pk>/unterlage/neu/", PaperIntakeView.as_view(), name="add_paper"),
    path(
        f"{AGENDA}<int:item_pk>/unterlage/<int:paper_pk>/",
        views.withdraw_paper,
        name="withdraw_paper",
    ),
    path("sitzungen/<int:pk>/vorgang/<uuid:public_id>/", deciding.decide, name="decide"),
    path("sitzungen/<int:pk>/vorbereitung/entscheiden/", deciding.decide_many, name="decide_many"),
    path(TOPICS, deciding.topic_list, name="topics"),
    path(f"{TOPICS}<int:topic_pk>/", deciding.decide_topic, name="decide_topic"),
    path(f"{TOPICS}<int:topic_pk>/zurueckziehen/", deciding.withdraw_topic, name="withdraw_topic"),
    path(STANDING, views.standing_items, name="standing_items"),
    path(f"{STANDING}aendern/", views.change_standing, name="change_standing"),
    path(f"{STANDING}<int:item_pk>/", views.edit_standing, name="edit_standing"),
]
