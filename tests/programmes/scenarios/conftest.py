"""An openly fictional circle with its programme; the day stands still."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sprengel.accounts.models import Role, User, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Membership, Organization
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.models import FigureRole, Programme, Round, RoundFigure

TODAY = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _fixed_day(settings: Settings) -> None:
    settings.TODAY = TODAY


def _user(name: str, full_name: str, role: str) -> User:
    return User.objects.create_user(f"{name}@musterland.example", name=full_name, role=role)


@pytest.fixture
def office(db: None) -> User:
    return _user("weber", "Frau Weber", Role.OFFICE)


@pytest.fixture
def colleague(db: None) -> User:
    return _user("amsel", "Herr Amsel", Role.OFFICE)


@pytest.fixture
def member(db: None) -> User:
    return _user("lindach", "Rathaus Lindach", Role.MEMBER)


@pytest.fixture
def client_of() -> Any:
    def make(user: User | None) -> Client:
        client = Client()
        if user:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def league(db: None) -> Body:
    return bodies.add_body(
        actor=None, name="Städtebund Musterland", kind="association", visibility="public"
    )


@pytest.fixture
def city(league: Body) -> Body:
    return bodies.add_body(actor=None, name="Auenstadt", kind="city", visibility="public")


@pytest.fixture
def circle(league: Body, city: Body) -> Organization:
    made = bodies.add_organization(
        actor=None, name="Bezirk Süd", body=league, kind="sprengel", visibility="public"
    )
    for name in ("Lindach", "Moorbeck"):
        bodies.add_body(actor=None, name=name, kind="city", visibility="public")
    for member in Body.objects.filter(kind="city"):
        Membership.objects.create(member=member, organization=made)
    return made


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.create(
        slug="lotsen",
        kind="grant",
        name="Lotsen für Musterland",
        visibility=Visibility.PUBLIC,
        source="Musterland, Förderaufruf",
    )


@pytest.fixture
def per_post(programme: Programme) -> Figure:
    """A round of two years with its grant per post."""
    of = Definition.objects.create(
        slug="zuschuss-je-stelle",
        theme="funding",
        name="Zuschuss je Vollzeitstelle und Jahr",
        wording="Bewilligter Betrag für eine volle Stelle und ein volles Jahr.",
        unit_kind="money",
        unit="Euro",
        visibility="public",
    )
    figure = Figure.objects.create(
        definition=of,
        scope="Land Musterland",
        value=Decimal(60_000),
        key_on=date(2025, 12, 31),
        key_precision="year",
        source="Förderaufruf 2025, Seite 3",
        visibility="public",
    )
    of_2025 = Round.objects.create(
        programme=programme,
        slug="2025",
        name="2025 und 2026",
        position=1,
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    RoundFigure.objects.create(round=of_2025, role=FigureRole.PER_POST, figure=figure)
    return figure
