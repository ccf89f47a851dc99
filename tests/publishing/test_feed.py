"""The Atom feed: well-formed, stable, and nothing in it that is not public."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from sprengel.accounts.models import Visibility
from sprengel.bodies import actions as bodies
from sprengel.ledger.models import EntryKind
from sprengel.publishing.reports import actions as reports
from sprengel.publishing.reports.queries import Wanted
from tests.meetings.conftest import TODAY, World

ADDRESS = "/feed/vorgaenge.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client: Client, address: str = ADDRESS) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200
    return etree.fromstring(response.content).xpath("//a:entry", namespaces=ATOM)


def text(entry: Any, name: str) -> str:
    return entry.xpath(f"string(a:{name})", namespaces=ATOM)


def test_it_says_what_it_is(world: World) -> None:
    response = Client().get(ADDRESS)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "max-age=600" in response.headers["Cache-Control"]
    feed = etree.fromstring(response.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == (
        f"http://127.0.0.1:8000{ADDRESS}"
    )


def test_every_entry_of_a_public_matter_is_told_newest_first(world: World) -> None:
    matter = world.matter("Angebote machen")
    world.entry(matter, date(2026, 4, 3), sentence="Ein Entwurf liegt vor")
    world.entry(matter, date(2026, 5, 3), sentence="Das Angebot steht.", state="met")
    first, second = entries(Client())
    assert text(first, "title") == "Zusage (Ingo Lind): „Angebote machen“ – erfüllt"
    assert text(first, "summary") == "3. Mai 2026: Das Angebot steht."
    assert text(second, "summary") == "3. April 2026: Ein Entwurf liegt vor."
    link = first.xpath("string(a:link/@href)", namespaces=ATOM)
    assert link == f"http://127.0.0.1:8000{matter.get_absolute_url()}"
    assert text(first, "updated") == "2026-05-03T07:00:00+00:00"


def test_ids_stay_the_same_when_the_site_moves(world: World, settings: Any) -> None:
    matter = world.matter()
    world.entry(matter, date(2026, 4, 3))
    (before,) = entries(Client())
    settings.BASE_URL = "https://sprengel.example"
    (after,) = entries(Client())
    assert text(before, "id") == text(after, "id")
    assert text(before, "id").startswith("urn:uuid:")
    world.entry(matter, date(2026, 4, 3))
    assert len({text(entry, "id") for entry in entries(Client())}) == 2


@pytest.mark.parametrize("hidden", [Visibility.MEMBERS, Visibility.OFFICE])
@pytest.mark.parametrize("role", ["public", "member", "office"])
def test_nothing_hidden_gets_out_whoever_asks(
    world: World, client_of: Any, hidden: str, role: str
) -> None:
    open_matter, hidden_matter = world.matter("offen"), world.matter("verdeckt", visibility=hidden)
    world.entry(open_matter, date(2026, 4, 3), sentence="Für alle.")
    world.entry(open_matter, date(2026, 4, 4), sentence="Für wenige.", visibility=hidden)
    world.entry(hidden_matter, date(2026, 4, 5), sentence="Verdeckter Vorgang.")
    world.entry(hidden_matter, date(2026, 4, 5), sentence="Auch das.", visibility=Visibility.PUBLIC)
    (entry,) = entries(client_of(role))
    assert text(entry, "summary") == "3. April 2026: Für alle."


def test_nobody_of_the_office_is_named(world: World) -> None:
    world.entry(world.matter(), date(2026, 4, 3), user_name="Kim Weber")
    feed = Client().get(ADDRESS).content.decode()
    assert "Weber" not in feed
    assert "<author><name>Sprengel</name></author>" in feed


def test_housekeeping_is_not_told(world: World) -> None:
    matter = world.matter()
    for kind in [EntryKind.CHECK, EntryKind.CHANGED, EntryKind.JOINED, EntryKind.LEFT]:
        world.entry(matter, kind=kind, state="")
    assert entries(Client()) == []


def test_markup_in_a_quote_stays_text(world: World) -> None:
    matter = world.matter("<script>alert(1)</script> & „so“")
    world.entry(matter, date(2026, 4, 3), sentence="<b>fett</b> & „so“")
    (entry,) = entries(Client())
    assert "<script>alert(1)</script> & ‚so‘" in text(entry, "title")
    assert entry.xpath("string(a:title/@type)", namespaces=ATOM) in {"", "text"}
    assert entry.xpath("string(a:summary/@type)", namespaces=ATOM) == "html"
    assert "&lt;b&gt;fett&lt;/b&gt; &amp; „so“" in text(entry, "summary")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_one_query_however_many(world: World, rows: int) -> None:
    for number in range(rows):
        world.entry(world.matter(f"Zusage {number}"), date(2026, 4, 3))
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        assert len(entries(client)) == rows
    assert len(captured) == 1


def test_each_circle_has_a_feed_of_its_own(world: World) -> None:
    other = bodies.add_organization(
        actor=None, name="Sprengel Süd", body=world.league, kind="sprengel"
    )
    world.entry(world.matter("Im Norden"), date(2026, 4, 3))
    world.entry(world.matter("Im Süden", organization=other), date(2026, 4, 3), state="met")
    (entry,) = entries(Client(), f"/feed/vorgaenge/{other.slug}.atom")
    assert text(entry, "title") == "Zusage (Ingo Lind): „Im Süden“ – erfüllt"
    assert len(entries(Client())) == 2
    assert Client().get("/feed/vorgaenge/gibt-es-nicht.atom").status_code == 404
    other.visibility = Visibility.MEMBERS
    other.save()
    assert Client().get(f"/feed/vorgaenge/{other.slug}.atom").status_code == 404


@pytest.mark.parametrize("role", ["public", "member", "office"])
def test_issued_public_reports_have_a_feed(world: World, users: Any, client_of: Any, role) -> None:
    world.entry(world.matter("Angebote machen"), date(2026, 9, 3))
    world.matter("Geheimes", visibility="members")
    for level in Visibility.values:
        wanted = Wanted(world.circle, date(2026, 1, 1), TODAY, level)
        reports.issue(actor=users.office, wanted=wanted)
    (entry,) = entries(client_of(role), "/feed/berichte.atom")
    assert text(entry, "title") == "Sprengel Nord: Sachstandsbericht Nr. 1"
    assert text(entry, "summary") == (
        "1. Januar 2026 bis 1. Oktober 2026, Stand 1. Oktober 2026. 1 im Plan."
    )
    world.circle.visibility = Visibility.MEMBERS
    world.circle.save()
    assert entries(client_of(role), "/feed/berichte.atom") == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_reports_feed_takes_the_same_queries(world: World, users: Any, rows: int) -> None:
    world.entry(world.matter(), date(2026, 9, 3))
    for _number in range(rows):
        wanted = Wanted(world.circle, date(2026, 1, 1), TODAY, Visibility.PUBLIC)
        reports.issue(actor=users.office, wanted=wanted)
    with CaptureQueriesContext(connection) as captured:
        assert len(entries(Client(), "/feed/berichte.atom")) == rows
    assert len(captured) == 2
