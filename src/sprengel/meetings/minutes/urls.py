"""Addresses of the minutes; part of the room's own."""

from __future__ import annotations

from django.urls import path

from sprengel.meetings.minutes import record_views as records
from sprengel.meetings.minutes import version_views as versions
from sprengel.meetings.minutes import views

_minutes = "sitzungen/<int:pk>/niederschrift"
_section = f"{_minutes}/abschnitt/<int:section_pk>"
_version = f"{_minutes}/fassung/<int:number>/<slug:scope>"

urlpatterns = [
    path(f"{_minutes}/beginnen/", views.begin, name="begin_minutes"),
    path(f"{_minutes}/schreiben/", views.write, name="write_minutes"),
    path(f"{_minutes}/abschnitt/neu/", views.add_section, name="add_section"),
    path(f"{_minutes}/angleichen/", views.take_over_agenda, name="take_over_agenda"),
    path(f"{_section}/entwurf/", views.keep_draft, name="keep_draft"),
    path(f"{_section}/entwurf/verwerfen/", views.discard_draft, name="discard_draft"),
    path(f"{_section}/gelesen/", views.read_section, name="read_section"),
    path(f"{_section}/verlauf/", views.section_history, name="section_history"),
    path(f"{_section}/aendern/", views.change_section, name="change_section"),
    path(f"{_section}/eintragen/", records.note_record, name="note_record"),
    path(f"{_minutes}/eintrag/<int:record_pk>/", records.change_record, name="change_record"),
    path(
        f"{_minutes}/eintrag/<int:record_pk>/streichen/",
        records.remove_record,
        name="remove_record",
    ),
    path(f"{_minutes}/festhalten/", versions.fix, name="fix_minutes"),
    path(f"{_minutes}/genehmigen/", versions.approve, name="approve_minutes"),
    path(f"{_minutes}/vergleich/", versions.compare, name="compare_minutes"),
    path(f"{_version}/", versions.version, name="minutes_version"),
    path(f"{_version}/niederschrift.docx", versions.version_docx, name="minutes_docx"),
]
