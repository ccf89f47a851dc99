"""Addresses of the press releases; part of the publishing room's."""

from __future__ import annotations

from django.urls import path

from sprengel.publishing.press import views

_release = "presse/<uuid:public_id>"

urlpatterns = [
    path("presse/", views.release_list, name="press_releases"),
    path("presse/formulierungen/", views.change_wording, name="press_wording"),
    path(f"{_release}/", views.release, name="press_release"),
    path(f"{_release}/bearbeiten/", views.edit, name="edit_release"),
    path(f"{_release}/freigeben/", views.publish, name="publish_release"),
    path(f"{_release}/zurueckziehen/", views.withdraw, name="withdraw_release"),
    path(f"{_release}/berichtigen/", views.correct, name="correct_release"),
    path(f"{_release}/bestaetigen/", views.confirm, name="confirm_correction"),
    path("sitzungen/<int:pk>/pressemitteilung/", views.begin, name="begin_release"),
]
