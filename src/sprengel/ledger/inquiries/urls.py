"""Addresses of the questions; part of the ledger's."""

from __future__ import annotations

from django.urls import path

from sprengel.ledger.inquiries import views

urlpatterns = [
    path("a/auskunft/<str:token>/", views.by_link, name="inquiry_link"),
    path("rueckfragen/", views.overview, name="inquiries"),
    path("rueckfragen/stellen/", views.ask_many, name="ask_many"),
    path("rueckfragen/<int:pk>/antworten/", views.answer, name="answer_inquiry"),
    path("rueckfragen/<int:pk>/uebernehmen/", views.take_over, name="take_over_inquiry"),
    path("rueckfragen/<int:pk>/zurueckziehen/", views.withdraw, name="withdraw_inquiry"),
    path("vorgaenge/<uuid:public_id>/rueckfrage/", views.ask, name="ask"),
]
