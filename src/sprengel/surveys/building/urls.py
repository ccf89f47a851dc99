"""Addresses of making a survey; part of the room's."""

from __future__ import annotations

from django.urls import path

from sprengel.surveys.building import question_views, views

_one = "umfragen/<uuid:public_id>"

urlpatterns = [
    path("umfragen/neu/", views.new, name="new"),
    path("umfragen/wie-beim-letzten-mal/", views.copy, name="copy"),
    path("umfragen/vorlage.xlsx", question_views.template, name="question_template"),
    path(f"{_one}/angaben/", views.edit, name="edit"),
    path(f"{_one}/loeschen/", views.delete, name="delete"),
    path(f"{_one}/vorschau/", views.preview, name="preview"),
    path(f"{_one}/fragen/", question_views.questions, name="questions"),
    path(f"{_one}/fragen/neu/", question_views.add, name="add_question"),
    path(f"{_one}/fragen/tabelle/", question_views.upload, name="upload_questions"),
    path(f"{_one}/fragen/<int:pk>/", question_views.edit, name="edit_question"),
    path(f"{_one}/fragen/<int:pk>/verschieben/", question_views.move, name="move_question"),
    path(f"{_one}/fragen/<int:pk>/kopieren/", question_views.copy, name="copy_question"),
    path(f"{_one}/fragen/<int:pk>/entfernen/", question_views.remove, name="remove_question"),
    path(f"{_one}/fragen/<int:pk>/berichtigen/", question_views.correct, name="correct_question"),
]
