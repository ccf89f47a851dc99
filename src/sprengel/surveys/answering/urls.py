"""Addresses of the form; part of the room's."""

from __future__ import annotations

from django.urls import path

from sprengel.surveys.answering import views

urlpatterns = [
    path("a/umfrage/<str:token>/", views.by_link, name="answer_link"),
    path("umfragen/<uuid:public_id>/antworten/", views.own, name="answer"),
    path("umfragen/<uuid:public_id>/stadt/<int:pk>/antwort/", views.for_city, name="answer_for"),
]
