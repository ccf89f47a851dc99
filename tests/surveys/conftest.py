"""The Städtebund Musterland asks its cities; a fixed day, an openly fictional circle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Body, Organization, Person
from sprengel.mail import links
from sprengel.mail.models import Letter, LinkPurpose
from sprengel.surveys.answering import drafts, sending
from sprengel.surveys.answering.entries import Entry, field_name, from_json
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.asking import actions as asking
from sprengel.surveys.building import actions as building
from sprengel.surveys.building.actions import QuestionInput
from sprengel.surveys.building.queries import questions
from sprengel.surveys.models import Asked, Helper, Question, Survey

TODAY = date(2026, 11, 2)
CITIES = (
    ("Auenstadt", 48_000),
    ("Lindach", 12_000),
    ("Hohenfurt", 125_000),
    ("Moorbeck", 8_500),
    ("Erlenburg", 31_000),
)


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.TODAY = TODAY


@dataclass
class Users:
    office: User
    member: User
    """Works for Auenstadt."""
    other: User
    """Works for Lindach."""
    guest: User
    public: None = None


@dataclass
class League:
    league: Body
    circle: Organization
    cities: list[Body]
    mayors: dict[str, Person] = field(default_factory=dict)

    def city(self, name: str) -> Body:
        return next(city for city in self.cities if city.name == name)


@pytest.fixture
def league(db: None) -> League:
    association = make_body("Städtebund Musterland", "association")
    circle = Organization.objects.create(
        name="Sprengel Nord",
        slug="sprengel-nord",
        body=association,
        kind="sprengel",
        visibility=Visibility.PUBLIC,
    )
    found = League(association, circle, [])
    for name, population in CITIES:
        add_city(found, name, population)
    return found


def make_body(name: str, kind: str = "city", population: int | None = None) -> Body:
    return Body.objects.create(
        name=name,
        slug=name.lower().replace(" ", "-").replace("ä", "ae"),
        kind=kind,
        visibility=Visibility.PUBLIC,
        population=population,
        population_on=date(2025, 12, 31) if population else None,
    )


def add_city(league: League, name: str, population: int | None) -> Body:
    city = make_body(name, population=population)
    city.memberships.create(organization=league.circle)
    mayor = Person.objects.create(
        name=f"Alex {name}er",
        slug=f"alex-{city.slug}er",
        given_name="Alex",
        family_name=f"{name}er",
        email=f"ob@{city.slug}.example",
        visibility=Visibility.PUBLIC,
    )
    mayor.posts.create(at=city, title="Oberbürgermeister", start_on=date(2020, 1, 1))
    league.cities.append(city)
    league.mayors[name] = mayor
    return city


@pytest.fixture
def users(league: League) -> Users:
    make = User.objects.create_user
    found = Users(
        office=make("buero@musterland.example", name="Kim Weber", role="office"),
        member=make("sekretariat@auenstadt.example", name="Büro Auenstadt", role="member"),
        other=make("sekretariat@lindach.example", name="Büro Lindach", role="member"),
        guest=make("gast@example.org", name="Gast", role="guest"),
    )
    league.city("Auenstadt").representatives.create(user=found.member)
    league.city("Lindach").representatives.create(user=found.other)
    return found


@pytest.fixture
def client_of(users: Users) -> Any:
    def client_for(role: str) -> Client:
        client = Client()
        user = getattr(users, role)
        if user:
            client.force_login(user)
        return client

    return client_for


QUESTIONS = (
    QuestionInput(
        kind="yes_no",
        text="Gibt es eine Stelle?",
        section="Personal",
        is_required=True,
        key="stelle",
    ),
    QuestionInput(
        kind="number",
        text="Wie viele Stellen?",
        section="Personal",
        unit="Stellen",
        decimals=1,
        highest=Decimal(20),
        condition={"question": "stelle", "op": "is", "value": "yes"},
        key="stellen",
    ),
    QuestionInput(kind="money", text="Was kostet es?", section="Geld", key="kosten"),
    QuestionInput(
        kind="several",
        text="Wer bezahlt?",
        section="Geld",
        options=(("", "Stadt"), ("", "Land"), ("", "Bund")),
        key="wer",
    ),
    QuestionInput(kind="date", text="Seit wann?", section="Geld", key="seit"),
    QuestionInput(kind="text", text="Was fehlt?", key="fehlt"),
)


@dataclass
class Making:
    users: Users
    league: League

    def draft(self, given: tuple[QuestionInput, ...] = QUESTIONS, **facts: Any) -> Survey:
        values: dict[str, Any] = {
            "title": "Was wird aus den Stellen?",
            "asked_by": self.league.league,
            "audience": self.league.circle,
            "closes_on": TODAY + timedelta(days=14),
            "visibility": Visibility.MEMBERS,
            "contact": "Kim Weber, Geschäftsstelle",
        }
        survey = building.create(actor=self.users.office, **{**values, **facts})
        if given:
            building.add_questions(actor=self.users.office, survey=survey, given=given)
        return Survey.objects.get(pk=survey.pk)

    def opened(self, given: tuple[QuestionInput, ...] = QUESTIONS, **facts: Any) -> Survey:
        survey = self.draft(given, **facts)
        asking.open_survey(actor=self.users.office, survey=survey)
        return Survey.objects.get(pk=survey.pk)


@pytest.fixture
def making(users: Users, league: League) -> Making:
    return Making(users, league)


@pytest.fixture
def survey(making: Making) -> Survey:
    return making.opened()


def asked_of(survey: Survey, city: str) -> Asked:
    return Asked.objects.select_related("survey__asked_by", "body", "person").get(
        survey=survey, body__name=city
    )


def link_of(survey: Survey, city: str, helper: Helper | None = None) -> str:
    """The path in the letter."""
    address = links.address(
        purpose=LinkPurpose.SURVEY,
        object_id=asked_of(survey, city).pk,
        holder_id=helper.pk if helper else 0,
    )
    return "/" + address.split("/", 3)[3]


def seat_of(survey: Survey, city: str, name: str = "Büro", **more: Any) -> Seat:
    return Seat(asked_of(survey, city), more.pop("way", Way.LINK), name, "/", **more)


def typed(survey: Survey, city: str = "", /, **answers: Any) -> dict[str, Any]:
    """What a browser sends of the form as it is shown now: text, [choices] or None for a gap."""
    kept: dict[str, Entry] = {}
    if city:
        draft = asked_of(survey, city).draft
        kept = from_json(draft.get("city", {}).get("entries", {}))
    data: dict[str, Any] = {}
    for question in questions(survey):
        key = question.key
        entry = kept.get(key, Entry())
        data[field_name(key, "was")] = entry.digest
        answer = answers.get(key, "unchanged")
        if answer == "unchanged":
            data[field_name(key)] = entry.text
            data[field_name(key, "choice")] = list(entry.choices)
            if entry.gap:
                data[field_name(key, "gap")] = "1"
            if entry.sure:
                data[field_name(key, "sure")] = entry.sure
        elif answer is None:
            data[field_name(key, "gap")] = "1"
        elif isinstance(answer, list):
            data[field_name(key, "choice")] = answer
        else:
            data[field_name(key)] = answer
    return data


def send(survey: Survey, city: str, name: str = "Alex", **answers: Any) -> Asked:
    """Fill in and send, as the city does it."""
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for key, value in typed(survey, city, **answers).items():
        data.setlist(key, value if isinstance(value, list) else [value])
    asked = questions(survey)
    saved = drafts.save(seat=seat_of(survey, city), questions=asked, data=data)
    return sending.send(
        seat=saved.seat,
        questions=asked,
        seen_version=saved.seat.asked.draft_version,
        submitted_by_name=name,
    )


def letters_to(address: str) -> list[Letter]:
    return list(Letter.objects.filter(to_email=address).order_by("pk"))


def question(survey: Survey, key: str) -> Question:
    return survey.questions.get(key=key)
