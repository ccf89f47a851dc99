"""Calendars with a secret address: whose they are, what is in them, and when they stop."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Component

from sprengel.accounts.models import Role, Visibility
from sprengel.bodies import actions as bodies
from sprengel.mail.models import SecretLink
from sprengel.meetings import actions
from sprengel.meetings.models import Invitation, MeetingState
from tests.meetings.conftest import World

pytestmark = pytest.mark.django_db

PAGE = "/kalender/"


def subscribe(client: Client, key: int = 0) -> str:
    """The path of the calendar's address, as it stands on the page."""
    done = client.post(reverse("publishing:create_subscription"), {"kalender": key})
    assert done.status_code == 302
    addresses = {one.object_id: address for one, address in client.get(PAGE).context["active"]}
    return urlsplit(addresses[key]).path


def events(path: str) -> dict[str, Component]:
    response = Client().get(path)
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    return {
        str(event["summary"]).split(" – Sprengel")[0]: event for event in calendar.walk("VEVENT")
    }


@pytest.fixture
def elsewhere(world: World) -> World:
    """A circle Auenstadt does not belong to, with a session of its own."""
    other = bodies.add_organization(
        actor=None, name="Sprengel Süd", body=world.league, kind="sprengel"
    )
    series = actions.add_series(actor=None, organization=other, name="Sitzungen Sprengel Süd")
    world.meeting(series=series, title="Süd")
    return world


def test_ones_own_calendar_has_ones_sessions_and_what_one_answers_for(
    elsewhere: World, client_of: Any
) -> None:
    world = elsewhere
    guest_at = world.meeting(
        series=actions.add_series(
            actor=None, organization=bodies.add_organization(
                actor=None, name="Vorstand", body=world.league, kind="board"
            ), name="Vorstand",
        ),
        title="Vorstandssitzung",
    )  # fmt: skip
    Invitation.objects.create(meeting=guest_at, actor=world.mayor)
    world.matter("Räume stellen", responsible=world.city, due_on=date(2026, 11, 3),
                 next_check_on=date(2026, 10, 20))  # fmt: skip
    world.matter("Grußwort halten", responsible=world.mayor, due_on=date(2026, 11, 4))
    world.matter("Erledigt", responsible=world.city, due_on=date(2026, 11, 5), state="met")
    world.matter("Anderer Leute Sache", due_on=date(2026, 11, 6))
    found = events(subscribe(client_of("member"), world.city.pk))
    assert set(found) == {
        "Frühjahrssitzung 2026",
        "Herbstsitzung 2026",
        "Vorstandssitzung",
        "Frist: „Räume stellen“",
        "Auskunft: „Räume stellen“",
        "Frist: „Grußwort halten“",
    }
    due = found["Frist: „Räume stellen“"]
    assert due["dtstart"].dt == date(2026, 11, 3)
    assert str(due["transp"]) == "TRANSPARENT"


def test_a_withdrawn_invitation_takes_the_session_out(elsewhere: World, client_of: Any) -> None:
    south = elsewhere.meeting(title="Treffen im Ausschuss", series=actions.add_series(
        actor=None, organization=bodies.add_organization(
            actor=None, name="Ausschuss", body=elsewhere.league, kind="committee"
        ), name="Ausschuss",
    ))  # fmt: skip
    invitation = Invitation.objects.create(meeting=south, actor=elsewhere.city)
    path = subscribe(client_of("member"), elsewhere.city.pk)
    assert "Treffen im Ausschuss" in events(path)
    invitation.withdrawn_at = datetime.now(tz=ZoneInfo("Europe/Berlin"))
    invitation.save()
    assert "Treffen im Ausschuss" not in events(path)


@pytest.mark.parametrize(("role", "seen"), [("guest", 1), ("member", 2), ("office", 3)])
def test_it_holds_what_its_holder_may_see(world: World, client_of: Any, role, seen: int) -> None:
    for level in Visibility.values:
        world.meeting(title=f"Sitzung {level}", visibility=level)
        world.matter(f"Sache {level}", visibility=level, due_on=date(2026, 12, 1),
                     responsible=world.city)  # fmt: skip
    client = client_of(role)
    keys = [0, world.circle.pk] + ([world.city.pk] if role == "member" else [])
    for key in keys:
        found = events(subscribe(client, key))
        expected = {f"Sitzung {level}" for level in list(Visibility.values)[:seen]}
        assert {name for name in found if name.startswith("Sitzung ")} == expected
        matters = {name for name in found if "Sache" in name}
        assert matters == (
            {"Frist: „Sache public“", "Frist: „Sache members“"} if key == world.city.pk else set()
        )


def test_what_one_may_see_is_looked_up_at_each_fetch(users, world: World, client_of) -> None:
    world.meeting(title="Nur Mitglieder", visibility="members")
    client = client_of("member")
    own, every = subscribe(client, world.city.pk), subscribe(client)
    assert "Nur Mitglieder" in events(own)
    users.member.role = Role.GUEST
    users.member.save()
    assert Client().get(own).status_code == 404
    assert "Nur Mitglieder" not in events(every)
    users.member.is_active = False
    users.member.save()
    assert Client().get(every).status_code == 404
    users.member.delete()
    assert Client().get(every).status_code == 404


def test_who_no_longer_speaks_for_a_city_loses_its_calendar(users, world: World, client_of) -> None:
    path = subscribe(client_of("member"), world.city.pk)
    users.member.representative.delete()
    assert Client().get(path).status_code == 404


def test_revoked_it_stops_and_a_new_one_is_another(world: World, client_of: Any) -> None:
    client = client_of("member")
    first = subscribe(client, world.circle.pk)
    client.post(reverse("publishing:revoke_subscription"), {"kalender": world.circle.pk, "neu": 1})
    second = subscribe(client, world.circle.pk)
    assert first != second
    assert Client().get(first).status_code == 404
    assert events(second)
    client.post(reverse("publishing:revoke_subscription"), {"kalender": world.circle.pk})
    assert Client().get(second).status_code == 404
    assert client.get(PAGE).context["active"] == []


def test_two_people_have_two_addresses(world: World, client_of: Any) -> None:
    mine, theirs = (subscribe(client_of(role), world.circle.pk) for role in ("member", "office"))
    assert mine != theirs
    client_of("member").post(
        reverse("publishing:revoke_subscription"), {"kalender": world.circle.pk}
    )
    assert Client().get(mine).status_code == 404
    assert events(theirs)


@pytest.mark.parametrize("key", ["", "x", "-1", "999999", str(2**70), "the city", "hidden"])
def test_only_what_is_offered_can_be_had(world: World, client_of: Any, key: str) -> None:
    hidden = bodies.add_organization(
        actor=None, name="Interne Runde", body=world.league, kind="other", visibility="office"
    )
    keys = {"the city": str(world.city.pk), "hidden": str(hidden.pk)}
    client = client_of("guest")
    assert "Interne Runde" not in client.get(PAGE).content.decode()
    given = {"kalender": keys.get(key, key)}
    assert client.post(reverse("publishing:create_subscription"), given).status_code == 404
    assert not SecretLink.objects.exists()


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 32 + ".x", "../sitzungen"])
def test_a_guessed_address_is_not_there(world: World, token: str) -> None:
    assert Client().get(f"/a/kalender/{token}/").status_code == 404


def test_the_page_is_for_those_logged_in(client_of: Any, world: World) -> None:
    assert client_of("public").get(PAGE).status_code == 302
    assert client_of("public").post(reverse("publishing:create_subscription")).status_code == 302


def test_it_is_a_calendar_by_the_book(world: World, client_of: Any) -> None:
    title = "Überlinger Gespräch; erstes, „zweites“ und drittes Thema: eine lange Überschrift"
    world.meeting(title=title, starts_on=date(2026, 10, 25), starts_at=time(2, 30))
    world.meeting(title="Sommerzeit", starts_on=date(2027, 3, 28), starts_at=time(9, 0))
    world.matter("Zeile\nzwei; =cmd(), mit Komma " + "lang " * 60, responsible=world.city,
                 due_on=date(9999, 12, 31))  # fmt: skip
    path = subscribe(client_of("member"), world.city.pk)
    response = Client().get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    raw = response.content
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(raw)
    assert Calendar.from_ical(calendar.to_ical()) == calendar
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    found = events(path)
    berlin = ZoneInfo("Europe/Berlin")
    assert found["Sommerzeit"]["dtstart"].dt == datetime(2027, 3, 28, 9, tzinfo=berlin)
    assert found[title]["dtstart"].dt.replace(tzinfo=None) == datetime(2026, 10, 25, 2, 30)
    for event in calendar.walk("VEVENT"):
        assert event["uid"]
        assert event["dtstamp"]
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == len(found)


def test_the_same_session_is_the_same_entry_in_every_calendar(world: World, client_of) -> None:
    client = client_of("member")
    uids = {
        str(events(path)["Herbstsitzung 2026"]["uid"])
        for path in (subscribe(client), subscribe(client, world.city.pk),
                     "/kalender/sitzungen.ics")
    }  # fmt: skip
    assert len(uids) == 1


def test_a_cancelled_session_says_so(world: World, client_of: Any) -> None:
    path = subscribe(client_of("member"), world.city.pk)
    world.next.state = MeetingState.CANCELLED
    actions.change_meeting(actor=None, meeting=world.next)
    assert str(events(path)["Herbstsitzung 2026"]["status"]) == "CANCELLED"


@pytest.mark.parametrize("rows", [1, 300])
def test_the_same_queries_however_many(world: World, client_of: Any, rows: int) -> None:
    for number in range(rows):
        world.matter(f"Sache {number}", responsible=world.city, due_on=date(2026, 12, 1))
    path = subscribe(client_of("member"), world.city.pk)
    Client().get(path)
    with CaptureQueriesContext(connection) as captured:
        found = Client().get(path)
    assert found.content.count(b"BEGIN:VEVENT") == rows + 2
    assert len(captured) <= 9
