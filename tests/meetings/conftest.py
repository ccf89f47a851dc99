"""An openly fictional circle: the Sprengel Nord of the Städtebund Musterland, as of a fixed day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from sprengel.accounts.models import User, Visibility
from sprengel.archive.models import Document, Revision, StoredFile
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Organization, Person
from sprengel.ledger.models import Entry, EntryKind, Evidence, Matter, Statement
from sprengel.meetings import actions
from sprengel.meetings.models import Meeting, MeetingState, Series

TODAY = date(2026, 10, 1)
LAST = date(2026, 3, 16)
NEXT = date(2026, 10, 19)


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.TODAY = TODAY


@dataclass
class Users:
    office: User
    member: User
    guest: User
    public: None = None

    def all(self) -> list[User | None]:
        return [self.public, self.guest, self.member, self.office]


@pytest.fixture
def users(db: None) -> Users:
    make = User.objects.create_user
    return Users(
        office=make("buero@musterland.example", name="Kim Weber", role="office"),
        member=make("ob@auenstadt.example", name="Büro Auenstadt", role="member"),
        guest=make("gast@example.org", name="Gast", role="guest"),
    )


@pytest.fixture
def client_of(users: Users) -> Any:
    def client_for(role: str) -> Client:
        client = Client()
        user = getattr(users, role)
        if user:
            client.force_login(user)
        return client

    return client_for


@dataclass
class World:
    league: Body
    city: Body
    state: Body
    circle: Organization
    mayor: Person
    director: Person
    series: Series
    last: Meeting
    next: Meeting

    def matter(self, quote: str = "schnell passende Angebote machen", **fields: Any) -> Matter:
        kept_on = fields.pop("kept_on", date(2025, 7, 20))
        values: dict[str, Any] = {
            "act": "commitment",
            "quote": quote,
            "organization": self.circle,
            "actor": self.director,
            "actor_name": self.director.name,
            "responsible": self.director,
            "said_on": date(2025, 7, 10),
            "visibility": Visibility.PUBLIC,
            **fields,
        }
        matter = Matter.objects.create(**values)
        Matter.objects.filter(pk=matter.pk).update(created_at=_at(kept_on))
        matter.refresh_from_db()
        return matter

    def entry(self, matter: Matter, happened_on: date | None = None, **fields: Any) -> Entry:
        recorded_on = fields.pop("recorded_on", happened_on or TODAY)
        informant = fields.pop("informant", "")
        values: dict[str, Any] = {
            "kind": EntryKind.STATE,
            "state": "in_progress",
            "sentence": "Das Angebot ist in Arbeit.",
            "visibility": matter.visibility,
            "user_name": "Kim Weber",
            **fields,
        }
        entry = Entry.objects.create(matter=matter, happened_on=happened_on, **values)
        Entry.objects.filter(pk=entry.pk).update(at=_at(recorded_on))
        if informant:
            Evidence.objects.create(entry=entry, informant=informant)
        entry.refresh_from_db()
        return entry

    def document(self, title: str = "Niederschrift", **fields: Any) -> Document:
        digest = hashlib.sha512(title.encode()).hexdigest()
        stored, _is_new = StoredFile.objects.get_or_create(sha512=digest, size_bytes=1)
        values: dict[str, Any] = {"visibility": Visibility.PUBLIC, "state": "read", **fields}
        document = Document.objects.create(title=title, file=stored, file_name="x.txt", **values)
        Revision.objects.create(
            document=document, number=1, text="Text", text_sha256="0" * 64, extractor="test"
        )
        return document

    def statement(self, document: Document, **fields: Any) -> Statement:
        values: dict[str, Any] = {
            "act": "commitment",
            "position": 0,
            "spans": {},
            "confidence": 0.9,
            "message_text": "schnell passende Angebote machen",
            **fields,
        }
        return Statement.objects.create(
            document=document, revision=document.latest_revision, **values
        )

    def meeting(self, **fields: Any) -> Meeting:
        values: dict[str, Any] = {
            "actor": None,
            "series": self.series,
            "title": "Sitzung",
            "starts_on": NEXT,
            **fields,
        }
        return actions.plan_meeting(**values)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def world(users: Users) -> World:
    league = bodies.add_body(actor=None, name="Städtebund Musterland", kind="association")
    city = bodies.add_body(actor=None, name="Auenstadt", kind="city")
    state = bodies.add_body(actor=None, name="Land Musterland", kind="state")
    circle = bodies.add_organization(actor=None, name="Sprengel Nord", body=league, kind="sprengel")
    bodies.add_membership(actor=None, member=city, organization=circle)
    mayor = bodies.add_person(actor=None, given_name="Ada", family_name="Auer")
    bodies.add_post(actor=None, person=mayor, at=city, title="Oberbürgermeisterin")
    director = bodies.add_person(actor=None, given_name="Ingo", family_name="Lind")
    bodies.add_post(actor=None, person=director, at=league, title="Geschäftsführer")
    bodies.represent(actor=None, user=users.member, body=city)
    series = actions.add_series(actor=None, organization=circle, name="Sitzungen Sprengel Nord")
    last = actions.plan_meeting(
        actor=None,
        series=series,
        title="Frühjahrssitzung 2026",
        starts_on=LAST,
        place="Lindach",
        state=MeetingState.HELD,
    )
    coming = actions.plan_meeting(
        actor=None, series=series, title="Herbstsitzung 2026", starts_on=NEXT, place="Auenstadt"
    )
    return World(league, city, state, circle, mayor, director, series, last, coming)
