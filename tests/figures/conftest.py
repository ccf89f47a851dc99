"""An invented league: Musterland does not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from sprengel.accounts.models import Role, User, Visibility
from sprengel.archive import actions as archive
from sprengel.archive.models import Document, Passage
from sprengel.bodies.actions import add_body
from sprengel.bodies.models import Body
from sprengel.figures import actions
from sprengel.figures.models import Definition, Theme, UnitKind


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
def state(db: None) -> Body:
    return add_body(actor=None, name="Land Musterland", kind="state")


@pytest.fixture
def lindach(db: None) -> Body:
    return add_body(actor=None, name="Lindach", kind="city")


@pytest.fixture
def auenstadt(db: None) -> Body:
    return add_body(actor=None, name="Auenstadt", kind="city")


@pytest.fixture
def places(db: None) -> Definition:
    return actions.define(
        actor=None,
        name="Plätze in der Anschlussunterbringung",
        theme=Theme.HOUSING,
        wording="Betriebsbereite Plätze am Stichtag, ohne angemietete Einzelwohnungen.",
        unit_kind=UnitKind.COUNT,
        unit="Plätze",
        per_inhabitants=True,
        visibility=Visibility.PUBLIC,
    )


TEXT = """Lindach hält mehr Plätze bereit

Lindach. Die Stadt zählte am 15. September 2023 in der Anschlussunterbringung 689 Plätze.

Das Land kam auf 1.020 Plätze, weil es anders zählt.
"""


@pytest.fixture
def read() -> Callable[..., Document]:
    """Take a text in and take its text from it at once."""

    def take(text: str = TEXT, *, visibility: str = "public", name: str = "bericht") -> Document:
        added = archive.add_document(
            actor=None,
            data=text.encode(),
            file_name=f"{name}.txt",
            title=f"Bericht {name}",
            visibility=visibility,
        )
        archive.keep_own_text(document=added.document, data=text.encode())
        return added.document

    return take


@pytest.fixture
def mark() -> Callable[[Document, str], Passage]:
    def find(document: Document, quote: str) -> Passage:
        revision = document.latest_revision
        assert revision is not None
        start = revision.text.index(quote)
        return archive.mark_passage(revision=revision, start=start, end=start + len(quote))

    return find
