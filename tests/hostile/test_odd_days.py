"""Days nobody can mean: refused with a sentence where typed, and no page falls over them."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client
from django.utils import timezone

from sprengel.accounts.models import User
from sprengel.bodies.models import Post
from sprengel.ledger import actions as ledger
from sprengel.meetings import actions as meetings
from sprengel.meetings.models import Meeting
from tests.hostile.conftest import World, read

ABSURD = ("9999-12-31", "0001-01-01", "2206-02-01", "0026-10-19")
PLACES = ("", "vorbereitung/", "tagesordnung/", "teilnahme/", "niederschrift/", "ergebnisse/")


def lists(world: World) -> list[str]:
    return [
        "/",
        "/sitzungen/",
        f"/sitzungen/reihe/{world.series['public'].pk}/planen/",
        "/kalender/sitzungen.ics",
        f"/kalender/{world.circle['public'].slug}.ics",
        "/feed/vorgaenge.atom",
        "/vorgaenge/?sachstand=alle",
        "/koerperschaften/",
        world.circle["public"].get_absolute_url(),
        world.person["public"].get_absolute_url(),
        world.matter["public"].get_absolute_url(),
        f"{world.meeting['public'].get_absolute_url()}vorbereitung/",
        f"{world.meeting['public'].get_absolute_url()}offen/",
    ]


def fallen(clients: dict[str, Client], paths: list[str]) -> list[str]:
    return [
        f"{role} {path}"
        for role in ("anonymous", "office")
        for path in paths
        if clients[role].get(path).status_code >= 500
    ]


@pytest.mark.parametrize("day", ABSURD)
def test_a_meeting_on_an_absurd_day_is_asked_about(
    day: str, world: World, clients: dict[str, Client]
) -> None:
    before = Meeting.objects.count()
    response = clients["office"].post(
        f"/sitzungen/reihe/{world.series['public'].pk}/planen/",
        {
            "title": "Verschrieben",
            "starts_on": day,
            "date_precision": "day",
            "state": "planned",
            "visibility": "public",
        },
    )
    assert response.status_code == 422
    assert "Bitte das Jahr prüfen" in response.content.decode()
    assert Meeting.objects.count() == before


@pytest.mark.parametrize("precision", ["day", "year"])
@pytest.mark.parametrize("day", [date.max, date(9999, 12, 30), date.min])
def test_no_page_falls_over_a_meeting_that_has_one_all_the_same(
    day: date, precision: str, world: World, clients: dict[str, Client]
) -> None:
    """From the command line or an older version."""
    meeting = meetings.plan_meeting(
        actor=None,
        series=world.series["public"],
        title="Verschrieben",
        starts_on=day,
        date_precision=precision,
    )
    own = [f"{meeting.get_absolute_url()}{place}" for place in (*PLACES, "offen/", "bearbeiten/")]
    assert fallen(clients, own + lists(world)) == []


def test_the_hour_that_does_not_exist(world: World, clients: dict[str, Client]) -> None:
    meetings.plan_meeting(
        actor=None,
        series=world.series["public"],
        title="Zeitumstellung",
        starts_on=date(2027, 3, 28),
        starts_at=time(2, 30),
    )
    assert fallen(clients, lists(world)) == []


@pytest.mark.parametrize(
    "made_at",
    ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59+00:00"],
)
def test_read_at_an_absurd_time_hides_nothing_to_come(
    made_at: str, clients: dict[str, Client], users: dict[str, User]
) -> None:
    assert clients["member"].post("/gelesen/", {"made_at": made_at}).status_code in (302, 400)
    users["member"].refresh_from_db()
    seen = users["member"].seen_changes_at
    assert seen is None or seen <= timezone.now()


@pytest.mark.parametrize("day", [date.max, date.min])
def test_no_page_falls_over_a_matter_with_absurd_days(
    day: date, office: User, world: World, clients: dict[str, Client]
) -> None:
    matter = world.matter["public"]
    ledger.change_matter(actor=office, matter=matter, due_on=day)
    ledger.set_check(actor=office, matter=matter, next_check_on=day)
    assert fallen(clients, lists(world)) == []


@pytest.mark.parametrize("day", ABSURD)
def test_an_office_held_since_an_absurd_day_is_asked_about(
    day: str, world: World, clients: dict[str, Client]
) -> None:
    before = Post.objects.count()
    response = clients["office"].post(
        f"{world.person['public'].get_absolute_url()}aemter/neu/",
        {"title": "Amt", "at": world.body["public"].pk, "start_on": day},
    )
    assert "Bitte das Jahr prüfen" in response.content.decode()
    assert Post.objects.count() == before


@pytest.mark.parametrize("day", ABSURD)
def test_deferring_to_an_absurd_day_is_asked_about(
    day: str, world: World, clients: dict[str, Client]
) -> None:
    meeting, matter = world.meeting["public"], world.matter["public"]
    clients["office"].post(
        f"{meeting.get_absolute_url()}vorgang/{matter.public_id}/",
        {"decision": "defer", "until": day, "reason": "weil"},
    )
    matter.refresh_from_db()
    assert matter.next_check_on is None


def test_a_document_with_an_absurd_day_is_read(office: User) -> None:
    day = date.max
    text = "Eva Muster sagte zu, in drei Wochen und bis zum nächsten Jahr einen Plan vorzulegen."
    document = ledger.take_in(
        actor=office, data=f"{text} {day}".encode(), file_name="tag.txt", dated_on=day
    ).document
    assert read(document).state == "read"


@pytest.mark.parametrize("field", ["due_on", "next_check_on"])
def test_a_matter_due_on_an_absurd_day_is_asked_about(
    field: str, world: World, clients: dict[str, Client]
) -> None:
    matter = world.matter["public"]
    where = {"due_on": "angaben/", "next_check_on": "wiedervorlage/"}[field]
    response = clients["office"].post(
        f"{matter.get_absolute_url()}{where}", {field: "2206-02-01", "visibility": "public"}
    )
    assert "Bitte das Jahr prüfen" in response.content.decode()
