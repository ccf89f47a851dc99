"""The calendars, read back with a parser: days, times, what is known and what is public."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Component

from sprengel.accounts.models import Visibility
from sprengel.bodies import actions as bodies
from sprengel.meetings import actions
from sprengel.meetings.models import MeetingState
from tests.meetings.conftest import World

ADDRESS = "/kalender/sitzungen.ics"


def events(address: str = ADDRESS, client: Client | None = None) -> dict[str, Component]:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    return {
        str(event["summary"]).split(" – Sprengel")[0]: event for event in calendar.walk("VEVENT")
    }


def test_it_says_what_it_is(world: World) -> None:
    response = Client().get(ADDRESS)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert str(calendar["version"]) == "2.0"
    assert calendar["prodid"]
    assert b"\r\n" in response.content
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_without_an_hour_it_is_the_whole_day(world: World) -> None:
    event = events()["Herbstsitzung 2026"]
    assert event["dtstart"].dt == date(2026, 10, 19)
    assert event["dtend"].dt == date(2026, 10, 20)
    assert str(event["summary"]) == "Herbstsitzung 2026 – Sprengel Nord"
    assert str(event["location"]) == "Auenstadt"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["url"]) == f"http://127.0.0.1:8000{world.next.get_absolute_url()}"


def test_with_an_hour_it_is_that_hour_in_berlin(world: World) -> None:
    world.meeting(title="Sommer", starts_on=date(2027, 7, 1), starts_at=time(9, 30))
    event = events()["Sommer"]
    assert event["dtstart"].dt == datetime(2027, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event["dtstart"].dt.utcoffset() == timedelta(hours=2)
    calendar = Calendar.from_ical(Client().get(ADDRESS).content)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_two_days_are_whole_days_and_the_hour_is_told(world: World) -> None:
    world.meeting(
        title="Klausur",
        starts_on=date(2027, 4, 8),
        ends_on=date(2027, 4, 9),
        starts_at=time(14, 0),
    )
    event = events()["Klausur"]
    assert event["dtstart"].dt == date(2027, 4, 8)
    assert event["dtend"].dt == date(2027, 4, 10)
    assert "Beginn: 14:00 Uhr" in str(event["description"])


def test_what_has_no_day_is_left_out(world: World) -> None:
    world.meeting(title="Irgendwann", starts_on=date(2027, 3, 1), date_precision="season")
    assert "Irgendwann" not in events()


def test_ids_stay_and_stamps_move_with_a_change(world: World) -> None:
    before = events()["Herbstsitzung 2026"]
    world.next.place = "Lindach"
    actions.change_meeting(actor=None, meeting=world.next)
    after = events()["Herbstsitzung 2026"]
    assert str(before["uid"]) == str(after["uid"])
    assert before["dtstamp"].dt <= after["dtstamp"].dt
    again = events()["Herbstsitzung 2026"]
    assert after["dtstamp"].dt == again["dtstamp"].dt
    assert len({str(event["uid"]) for event in events().values()}) == 2


def test_cancelled_is_told_and_not_just_gone(world: World) -> None:
    world.next.state = MeetingState.CANCELLED
    actions.change_meeting(actor=None, meeting=world.next)
    assert str(events()["Herbstsitzung 2026"]["status"]) == "CANCELLED"


@pytest.mark.parametrize("hidden", [Visibility.MEMBERS, Visibility.OFFICE])
@pytest.mark.parametrize("role", ["public", "member", "office"])
def test_nothing_hidden_gets_out_whoever_asks(
    world: World, client_of: Any, hidden: str, role: str
) -> None:
    world.meeting(title="Vertraulich", visibility=hidden)
    for address in [ADDRESS, f"/kalender/{world.circle.slug}.ics"]:
        assert "Vertraulich" not in events(address, client_of(role))


@pytest.mark.parametrize("what", ["series", "circle", "league"])
def test_meetings_of_hidden_series_circles_and_bodies_stay_in(world: World, what: str) -> None:
    hidden = getattr(world, what)
    hidden.visibility = Visibility.MEMBERS
    hidden.save()
    assert events() == {}


def test_a_hidden_host_is_not_named(world: World) -> None:
    host = bodies.add_body(actor=None, name="Erlenburg", kind="city", visibility="office")
    world.meeting(title="Zu Gast", place="Rathaus", host=host)
    assert str(events()["Zu Gast"]["location"]) == "Rathaus"


def test_one_circle_has_its_own_calendar(world: World) -> None:
    other = bodies.add_organization(
        actor=None, name="Sprengel Süd", body=world.league, kind="sprengel"
    )
    series = actions.add_series(actor=None, organization=other, name="Sitzungen Sprengel Süd")
    world.meeting(series=series, title="Süd")
    assert set(events(f"/kalender/{other.slug}.ics")) == {"Süd"}
    assert "Süd" not in events(f"/kalender/{world.circle.slug}.ics")
    assert Client().get("/kalender/gibt-es-nicht.ics").status_code == 404
    other.visibility = Visibility.OFFICE
    other.save()
    assert Client().get(f"/kalender/{other.slug}.ics").status_code == 404


def test_umlauts_commas_and_line_breaks_come_back_as_they_were(world: World) -> None:
    title = "Überlinger Gespräch; erstes, „zweites“ und drittes Thema: eine recht lange Überschrift"
    world.meeting(title=title)
    assert title in events()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_one_query_however_many(world: World, rows: int) -> None:
    for number in range(rows):
        world.meeting(title=f"Sitzung {number}", starts_on=date(2027, 1, 1 + number))
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        assert len(events(client=client)) == rows + 2
    assert len(captured) == 1
