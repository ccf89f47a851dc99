"""Addresses of invitations and answers; part of the room's."""

from __future__ import annotations

from django.urls import path

from sprengel.meetings.invitations import answer_views, views

_one = "sitzungen/<int:pk>/teilnahme/eingeladen/<int:invitation_pk>"

urlpatterns = [
    path("a/einladung/<str:token>/", answer_views.by_link, name="invitation_link"),
    path("sitzungen/antworten/", views.incoming, name="replies"),
    path("sitzungen/antworten/<int:reply_pk>/", views.settle_reply, name="settle_reply"),
    path("sitzungen/<int:pk>/antwort/", answer_views.logged_in, name="answer"),
    path("sitzungen/<int:pk>/einladen/", views.choose, name="invite"),
    path("sitzungen/<int:pk>/einladen/stand/", views.send_news, name="send_news"),
    path(f"{_one}/", views.one, name="invitation"),
    path(f"{_one}/zuruecknehmen/", views.withdraw, name="withdraw_invitation"),
    path(f"{_one}/nachfolge/", views.hand_over, name="hand_over_invitation"),
]
