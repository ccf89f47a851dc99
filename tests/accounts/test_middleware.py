"""Requests nobody has typed get a sentence, not a server error."""

from __future__ import annotations

import pytest
from django.test import Client

from sprengel.accounts.models import Role, User
from sprengel.bodies.actions import add_body, add_organization
from sprengel.meetings.actions import add_series


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["host", "organization"])
def test_a_number_no_database_holds_is_a_bad_request(client: Client, field: str) -> None:
    office = User.objects.create_user("buero@musterland.example", name="Büro", role=Role.OFFICE)
    league = add_body(actor=None, name="Städtebund Musterland", kind="association")
    circle = add_organization(actor=None, name="Sprengel Nord", body=league, kind="sprengel")
    series = add_series(actor=None, organization=circle, name="Sitzungen")
    client.force_login(office)
    address = {
        "host": f"/sitzungen/reihe/{series.pk}/planen/",
        "organization": "/sitzungen/reihe/neu/",
    }[field]
    page = client.post(address, {"title": "Sitzung", "name": "Reihe", field: "9" * 30})
    assert page.status_code == 400
    assert "größer, als hier je etwas sein kann" in page.content.decode()
