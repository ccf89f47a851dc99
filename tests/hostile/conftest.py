"""An invented league in which everything exists once for each visibility, under a marked name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sprengel.accounts.models import Role, User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Organization, Person
from sprengel.ledger import actions as ledger
from sprengel.ledger.models import Matter, Statement
from sprengel.meetings import actions as meetings
from sprengel.meetings.models import Meeting, Series

LEVELS = tuple(Visibility.values)
MARK = {"public": "Offenmark", "members": "Internmark", "office": "Geheimmark"}
"""Words that stand in the name, title or text of everything with that visibility."""
SEES = {
    "anonymous": {"public"},
    "guest": {"public"},
    "member": {"public", "members"},
    "office": {"public", "members", "office"},
}
TODAY = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _own_folder_and_day(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.TODAY = TODAY


@pytest.fixture
def users(db: None) -> dict[str, User]:
    make = User.objects.create_user
    return {
        "guest": make("gast@musterland.example", name="Gast", role=Role.GUEST),
        "member": make("lindach@musterland.example", name="Rathaus Lindach", role=Role.MEMBER),
        "office": make("buero@musterland.example", name="Frau Weber", role=Role.OFFICE),
    }


@pytest.fixture
def clients(users: dict[str, User]) -> dict[str, Client]:
    """One browser for each role; a crash is answered with 500, as people would see it."""
    found = {}
    for role in SEES:
        found[role] = Client(raise_request_exception=False)
        if role in users:
            found[role].force_login(users[role])
    return found


@pytest.fixture
def office(users: dict[str, User]) -> User:
    return users["office"]


@dataclass
class World:
    league: Body
    body: dict[str, Body] = field(default_factory=dict)
    circle: dict[str, Organization] = field(default_factory=dict)
    person: dict[str, Person] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    meeting: dict[str, Meeting] = field(default_factory=dict)
    document: dict[str, Document] = field(default_factory=dict)
    statement: dict[str, Statement] = field(default_factory=dict)
    matter: dict[str, Matter] = field(default_factory=dict)


def read(document: Document) -> Document:
    for run in document.runs.all():
        ledger.read_now(run_id=run.pk)
    document.refresh_from_db()
    return document


@pytest.fixture
def world(office: User) -> World:
    made = World(bodies.add_body(actor=None, name="Städtebund Musterland", kind="association"))
    for level, mark in MARK.items():
        _add_level(made, office, level, mark)
    return made


def _add_level(made: World, office: User, level: str, mark: str) -> None:
    seen: dict[str, Any] = {"actor": office, "visibility": level}
    body = bodies.add_body(name=f"Stadt{mark}", kind="city", aliases=(f"Ort{mark}",), **seen)
    circle = bodies.add_organization(name=f"Kreis{mark}", body=made.league, kind="sprengel", **seen)
    person = bodies.add_person(given_name="Eva", family_name=f"Probe{mark}", **seen)
    bodies.add_post(actor=office, person=person, at=body, title=f"Amt{mark}")
    bodies.add_membership(actor=office, member=body, organization=circle)
    series = meetings.add_series(organization=circle, name=f"Reihe{mark}", **seen)
    meeting = meetings.plan_meeting(
        series=series, title=f"Treffen{mark}", starts_on=date(2026, 10, 19), host=body, **seen
    )
    text = (
        f"Eva Probe{mark} sagte zu, bis zum 30. September 2026 einen Plan{mark} vorzulegen.\n\n"
        f"Die Bürgermeister forderten das Land auf, die Halle{mark} zu bezahlen.\n"
    )
    document = ledger.take_in(
        data=text.encode(),
        file_name=f"datei{mark}.txt",
        title=f"Titel{mark}",
        body=body,
        organization=circle,
        dated_on=date(2026, 3, 1),
        **seen,
    ).document
    read(document)
    start = text.index("einen Plan")
    statement = ledger.add_statement(
        actor=office,
        document=document,
        new=ledger.NewStatement(
            act="commitment",
            spans={"message": [(start, text.index("vorzulegen") + 10)]},
            actor_name=f"Eva Probe{mark}",
        ),
    )
    matter = statement.matter
    assert matter is not None
    ledger.change_matter(
        actor=office,
        matter=matter,
        responsible=person.actor_ptr,
        organization=circle,
        topics=ledger.topics_named([f"Thema{mark}"]),
    )
    meetings.attach_document(actor=office, meeting=meeting, document=document, role="minutes")
    meetings.add_participation(
        actor=office, meeting=meeting, of=body.actor_ptr, person=person, role="member"
    )
    matter.refresh_from_db()
    meetings.take(actor=office, meeting=meeting, matter=matter, because=f"weil{mark}")
    meetings.add_item(actor=office, meeting=meeting, title=f"Punkt{mark}", visibility=level)
    made.body[level], made.circle[level], made.person[level] = body, circle, person
    made.series[level], made.meeting[level] = series, meeting
    made.document[level], made.statement[level], made.matter[level] = document, statement, matter
