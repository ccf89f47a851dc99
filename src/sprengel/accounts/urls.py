"""The account itself and the language; logging in and out is allauth's."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from sprengel.accounts import views

urlpatterns = [
    path("konto/", views.account, name="account"),
    path("sprache/", set_language, name="set_language"),
    path("stil/", views.style_page, name="style_page"),
]
