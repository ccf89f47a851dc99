from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from sprengel.accounts.models import Role, User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies.actions import add_body, add_organization, add_person, add_post
from sprengel.bodies.models import Body, Organization, Person
from sprengel.ledger import actions
from sprengel.ledger.models import Statement

TEXT = """Oberbürgermeister treffen sich in Lindach

Lindach. Die Oberbürgermeister aus dem Bezirk Süd des Städtebundes Musterland haben sich am Freitag in Lindach getroffen.

Selma Krähwinkel, Geschäftsführerin des Städtebundes Musterland, berichtete über den Stand der Verhandlungen. Krähwinkel sagte zu, sich bis zum 30. Juni 2024 für eine Verlängerung der Förderung einzusetzen. Die Oberbürgermeister begrüßten die Einigung mit dem Land.

Die Oberbürgermeister forderten das Land Musterland auf, die Fachschulen auszubauen.
"""


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def _user(email: str, name: str, role: str) -> User:
    return User.objects.create_user(f"{email}@musterland.example", name=name, role=role)


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
def league(db: None) -> Body:
    return add_body(actor=None, name="Städtebund Musterland", kind="association")


@pytest.fixture
def state(db: None) -> Body:
    return add_body(actor=None, name="Land Musterland", kind="state", aliases=("das Land",))


@pytest.fixture
def circle(league: Body) -> Organization:
    return add_organization(actor=None, name="Bezirk Süd", body=league, kind="sprengel")


@pytest.fixture
def director(league: Body) -> Person:
    person = add_person(actor=None, given_name="Selma", family_name="Krähwinkel")
    add_post(actor=None, person=person, at=league, title="Geschäftsführerin")
    return person


@pytest.fixture
def taken(office: User, league: Body, circle: Organization, state: Body, director: Person):
    """Take a text in and read it at once, in the child process, by the real reader."""

    def take(text: str = TEXT, **more: object) -> Document:
        facts = {
            "file_name": "treffen.txt",
            "title": "Treffen in Lindach",
            "kind": "press_release",
            "body": league,
            "organization": circle,
            "dated_on": date(2024, 3, 15),
            "visibility": Visibility.PUBLIC,
        }
        document = actions.take_in(actor=office, data=text.encode(), **{**facts, **more}).document
        for run in document.runs.all():
            actions.read_now(run_id=run.pk)
        document.refresh_from_db()
        return document

    return take


@pytest.fixture
def document(taken: Callable[..., Document]) -> Document:
    return taken()


@pytest.fixture
def promise(document: Document) -> Statement:
    return document.statements.get(act="commitment")


@pytest.fixture
def demand(document: Document) -> Statement:
    return document.statements.get(act="demand")
