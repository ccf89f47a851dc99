"""An invented league: Musterland does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sprengel.accounts.models import Role, User
from sprengel.bodies import actions
from sprengel.bodies.models import Body, BodyKind, Organization, OrganizationKind, Person

AddPerson = Callable[..., Person]


@pytest.fixture
def office(db: None) -> User:
    return User.objects.create_user("office@example.org", name="Petra Sommer", role=Role.OFFICE)


@pytest.fixture
def member_user(db: None) -> User:
    return User.objects.create_user(
        "auenstadt@example.org", name="Rathaus Auenstadt", role=Role.MEMBER
    )


@pytest.fixture
def guest(db: None) -> User:
    return User.objects.create_user("gast@example.org", role=Role.GUEST)


@pytest.fixture
def league(db: None) -> Body:
    return actions.add_body(
        actor=None,
        name="Städtebund Musterland",
        kind=BodyKind.ASSOCIATION,
        short_name="Städtebund",
        source="erfunden",
    )


@pytest.fixture
def circle(league: Body) -> Organization:
    return actions.add_organization(
        actor=None, name="Sprengel Musterland", body=league, kind=OrganizationKind.SPRENGEL
    )


@pytest.fixture
def auenstadt(db: None) -> Body:
    return actions.add_body(actor=None, name="Auenstadt", kind=BodyKind.CITY)


@pytest.fixture
def lindach(db: None) -> Body:
    return actions.add_body(actor=None, name="Lindach", kind=BodyKind.CITY)


@pytest.fixture
def add_person(db: None) -> AddPerson:
    """``add_person("Dr. Anna Weber", at=city, title=…, start_on=…)``: a person in one office."""

    def add(
        name: str,
        *,
        at: Body | Organization | None = None,
        title: str = "Oberbürgermeisterin",
        start_on: date | None = None,
        end_on: date | None = None,
        visibility: str = "public",
    ) -> Person:
        academic, rest = ("Dr.", name[4:]) if name.startswith("Dr. ") else ("", name)
        given_name, family_name = rest.split(" ", 1)
        person = actions.add_person(
            actor=None,
            given_name=given_name,
            family_name=family_name,
            title=academic,
            visibility=visibility,
        )
        if at:
            actions.add_post(
                actor=None, person=person, at=at, title=title, start_on=start_on, end_on=end_on
            )
        return person

    return add
