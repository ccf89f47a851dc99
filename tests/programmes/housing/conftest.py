"""Cities of Musterland and what was counted in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sprengel.accounts.models import Role, User, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Organization
from sprengel.figures.actions import enter
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.housing.actions import load_definitions
from sprengel.programmes.housing.definitions import book

DAY = date(2026, 9, 15)
NAMES = ("Auenstadt", "Lindach", "Hohenfurt", "Moorbeck")


@pytest.fixture(autouse=True)
def _fixed_day(settings: Settings) -> None:
    settings.TODAY = date(2026, 10, 1)


@pytest.fixture
def office(db: None) -> User:
    return User.objects.create_user("weber@musterland.example", name="Frau Weber", role=Role.OFFICE)


@pytest.fixture
def cities(db: None) -> dict[str, Body]:
    return {
        name: bodies.add_body(actor=None, name=name, kind="city", visibility=Visibility.PUBLIC)
        for name in NAMES
    }


@pytest.fixture
def member(cities: dict[str, Body]) -> User:
    user = User.objects.create_user("ob@lindach.example", name="Büro Lindach", role=Role.MEMBER)
    bodies.represent(actor=None, user=user, body=cities["Lindach"])
    return user


@pytest.fixture
def circle(cities: dict[str, Body]) -> Organization:
    league = bodies.add_body(actor=None, name="Städtebund", kind="association", visibility="public")
    found = bodies.add_organization(
        actor=None, name="Sprengel Nord", body=league, kind="sprengel", visibility="public"
    )
    for name in ("Auenstadt", "Lindach"):
        bodies.add_membership(actor=None, member=cities[name], organization=found)
    return found


@pytest.fixture
def defined(office: User) -> dict[str, Definition]:
    load_definitions(actor=office)
    return {one.slug: one for one in Definition.objects.filter(slug__in=book().slugs)}


@pytest.fixture
def count(office: User, cities: dict[str, Body], defined: dict[str, Definition]) -> Any:
    """A figure of the Anschlussunterbringung: ``count("Lindach", "au-plaetze", 120)``."""

    def make(city: str, slug: str, value: float | None, **more: Any) -> Figure:
        facts: dict[str, Any] = {
            "about": cities[city],
            "key_on": DAY,
            "counted_by": cities[city],
            "source": "Meldung der Stadt",
            "visibility": Visibility.PUBLIC,
            "gap": "" if value is not None else "not_stated",
            **more,
        }
        full = slug if slug in defined else f"unterbringung-{slug}"
        number = None if value is None else Decimal(str(value))
        return enter(actor=office, definition=defined[full], value=number, **facts)

    return make


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
