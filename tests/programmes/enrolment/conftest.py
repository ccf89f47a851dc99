"""An invented league, a programme with two rounds, a campaign. Musterland does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings

from sprengel.accounts.models import Role, User, Viewer, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, BodyKind, Organization, OrganizationKind
from sprengel.figures import actions as figures
from sprengel.figures.models import Figure
from sprengel.programmes.enrolment import actions
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.models import (
    Enrolment,
    Programme,
    ProgrammeKind,
    Round,
    RoundFigure,
)

TODAY = date(2026, 11, 25)
NAMES = ("Auenstadt", "Lindach", "Hohenfurt", "Moorbeck", "Erlenburg", "Sandhafen")


@pytest.fixture(autouse=True)
def _fixed_day():
    with override_settings(TODAY=TODAY):
        yield


@dataclass
class Users:
    office: User
    member: User
    guest: User
    public: Viewer = None


@dataclass
class World:
    league: Body
    circle: Organization
    cities: dict[str, Body]
    programme: Programme
    first: Round
    second: Round
    office: User

    def facts(self, state: str = "granted", **more: object) -> EnrolmentFacts:
        said: dict[str, object] = {
            "state": state,
            "source": "Bescheid vom 3. Juli 2017",
            "visibility": Visibility.PUBLIC,
            **more,
        }
        return EnrolmentFacts(**said)

    def enter(self, name: str, state: str = "granted", **more: object) -> Enrolment:
        terms = more.pop("round", self.first)
        return actions.enter(
            actor=self.office,
            round=terms,
            body=self.cities[name],
            facts=self.facts(state, **more),
        )

    def stated(self, role: str, value: int, **more: object) -> RoundFigure:
        """A number the round itself states."""
        return RoundFigure.objects.create(
            round=more.pop("round", self.first), role=role, figure=self.figure(value, **more)
        )

    def figure(self, value: int, **more: object) -> Figure:
        definition = figures.define(
            actor=None,
            name="Angabe",
            theme="campaign",
            wording="Wie angegeben.",
            unit_kind="count",
            unit="Städte",
            visibility=Visibility.PUBLIC,
        )
        said: dict[str, object] = {
            "scope": "Musterland",
            "source": "Pressenotiz",
            "visibility": Visibility.PUBLIC,
            **more,
        }
        return figures.enter(actor=None, definition=definition, value=Decimal(value), **said)


@pytest.fixture
def users(db: None) -> Users:
    def user(name: str, role: str) -> User:
        return User.objects.create_user(f"{name}@example.org", name=name, role=role)

    return Users(
        office=user("Petra Sommer", Role.OFFICE),
        member=user("Rathaus A", Role.MEMBER),
        guest=user("Gast", Role.GUEST),
    )


@pytest.fixture
def world(users: Users) -> World:
    league = bodies.add_body(
        actor=None, name="Städtebund Musterland", kind=BodyKind.ASSOCIATION, source="erfunden"
    )
    circle = bodies.add_organization(
        actor=None, name="Sprengel Musterland", body=league, kind=OrganizationKind.SPRENGEL
    )
    cities = {}
    for number, name in enumerate(NAMES):
        cities[name] = bodies.add_body(
            actor=None,
            name=name,
            kind=BodyKind.CITY,
            city_status="grosse_kreisstadt",
            population=15_000 * (number + 1),
            population_on=date(2022, 12, 31),
            latitude=Decimal("48.1") + Decimal(number) / 10,
            longitude=Decimal("9.1") + Decimal(number % 3) / 10,
            region="Musterbezirk",
        )
        if number < 4:
            bodies.add_membership(actor=None, member=cities[name], organization=circle)
    bodies.represent(actor=None, user=users.member, body=cities["Auenstadt"])
    programme = Programme.objects.create(
        slug="brueckenpakt",
        name="Brückenpakt Musterland",
        short_name="Brückenpakt",
        kind=ProgrammeKind.GRANT,
        visibility=Visibility.PUBLIC,
    )
    first, second = (
        Round.objects.create(
            programme=programme,
            slug=f"runde-{year}",
            name=f"Runde {year}",
            position=number,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 12, 31),
        )
        for number, year in enumerate((2017, 2020), start=1)
    )
    return World(league, circle, cities, programme, first, second, users.office)


@pytest.fixture
def campaign(world: World) -> World:
    Programme.objects.filter(pk=world.programme.pk).update(
        kind=ProgrammeKind.CAMPAIGN, name="Wir zeigen es", short_name=""
    )
    world.programme.refresh_from_db()
    world.first.refresh_from_db()
    world.second.refresh_from_db()
    return world


@pytest.fixture
def make_passage(world: World, settings, tmp_path):
    """A passage in a document of its own, as visible as asked."""
    from sprengel.archive.actions import add_document, extract, mark_passage

    settings.FILES_DIR = tmp_path

    def make(visibility: str):
        document = add_document(
            actor=None,
            data=b"Auenstadt hat am 3. Juli 2017 den Bescheid erhalten.",
            file_name="bescheid.txt",
            body=world.league,
            visibility=visibility,
        ).document
        revision = extract(document=document)
        return mark_passage(revision=revision, start=0, end=9)

    return make
