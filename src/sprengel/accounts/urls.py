"""The account itself and the language; logging in and out is allauth's."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from sprengel.accounts import views

urlpatterns = [
    path("konto/", views.account, name="account"),
    # In front of allauth's page of the same address: here the office keeps the addresses.
    path("konto/email/", RedirectView.as_view(pattern_name="account"), name="account_email"),
    path("sprache/", set_language, name="set_language"),
    path("stil/", views.style_page, name="style_page"),
]
