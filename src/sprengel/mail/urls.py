"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sprengel.mail import views

app_name = "mail"

urlpatterns = [
    path("post/", views.outbox, name="outbox"),
    path("post/alle/", views.retry_all, name="retry_all"),
    path("post/<int:pk>/", views.letter, name="letter"),
    path("post/<int:pk>/nochmal/", views.retry, name="retry"),
]
