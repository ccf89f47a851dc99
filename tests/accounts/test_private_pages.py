"""Pages of somebody logged in are not kept by the browser; public ones may be."""

from __future__ import annotations

import pytest
from django.test import Client

from sprengel.accounts.models import Role, User


@pytest.mark.django_db
def test_only_pages_of_a_session_are_not_stored() -> None:
    client = Client()
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    user = User.objects.create_user("a@b.example", "x", name="A", role=Role.OFFICE)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    assert "no-store" in client.get("/").headers["Cache-Control"]
