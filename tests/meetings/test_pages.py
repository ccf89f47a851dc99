"""Every page for every role: who gets in, what stands there, what a click changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sprengel.accounts.models import Activity, Visibility
from sprengel.meetings import actions
from sprengel.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingDocument,
    MeetingState,
    Participation,
    Series,
)

from .conftest import Users, World

ROLES = ["public", "guest", "member", "office"]
READ = ["meeting", "agenda", "attendance", "record", "results", "open"]
OFFICE_PAGES = ["preparation", "edit"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", READ)
def test_tabs_of_a_public_meeting_are_for_everyone(
    world: World, client_of: Any, role: str, name: str
) -> None:
    world.matter()
    response = client_of(role).get(reverse(f"meetings:{name}", args=[world.next.pk]))
    assert response.status_code == 200
    assert "Sprengel Nord" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("public", 302), ("guest", 403), ("member", 403), ("office", 200)]
)
@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_preparing_is_for_the_office(
    world: World, client_of: Any, role: str, status: int, name: str
) -> None:
    address = reverse(f"meetings:{name}", args=[world.next.pk])
    assert client_of(role).get(address).status_code == status


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("name", READ)
def test_a_hidden_meeting_is_not_there(
    world: World, client_of: Any, name: str, visibility: str
) -> None:
    hidden = world.meeting(title="Klausur", visibility=visibility, starts_on=date(2026, 11, 2))
    may = {"public": ROLES, "members": ROLES[2:], "office": ROLES[3:]}[visibility]
    for role in ROLES:
        client = client_of(role)
        response = client.get(reverse(f"meetings:{name}", args=[hidden.pk]))
        assert response.status_code == (200 if role in may else 404), role
        assert ("Klausur" in client.get("/sitzungen/").content.decode()) is (role in may)
        assert ("Klausur" in client.get("/").content.decode()) is (role in may), role


def test_meetings_of_a_hidden_circle_are_not_there(world: World, client_of: Any) -> None:
    world.circle.visibility = Visibility.OFFICE
    world.circle.save()
    assert client_of("public").get(world.next.get_absolute_url()).status_code == 404
    assert client_of("office").get(world.next.get_absolute_url()).status_code == 200


def test_list_shows_series_with_past_and_next_meeting(world: World, client_of: Any) -> None:
    page = client_of("public").get("/sitzungen/").content.decode()
    assert page.index("Herbstsitzung 2026") < page.index("Frühjahrssitzung 2026")
    assert "in 18 Tagen" in page
    assert "19. Oktober 2026" in page


def test_a_date_that_is_not_known_is_said_so(world: World, client_of: Any) -> None:
    world.meeting(
        title="Frühjahrssitzung 2027",
        starts_on=date(2027, 3, 1),
        date_precision="season",
        date_note="Termin offen",
    )
    world.meeting(title="Jahrestagung 2028", starts_on=date(2028, 1, 1), date_precision="year")
    page = client_of("public").get("/sitzungen/").content.decode()
    assert "Termin offen" in page
    assert "1. März 2027" not in page
    assert "1. Januar 2028" not in page


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_takes_the_same_few_queries(world: World, client_of: Any, rows: int) -> None:
    for number in range(rows):
        world.meeting(title=f"Sitzung {number}", starts_on=date(2027, 1, 1 + number))
    client = client_of("office")
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitzungen/")
    assert len(captured) <= 4


def test_empty_list_offers_the_next_step(client_of: Any) -> None:
    assert "Sitzungsreihe anlegen" in client_of("office").get("/sitzungen/").content.decode()
    assert "Sitzungsreihe anlegen" not in client_of("member").get("/sitzungen/").content.decode()


def test_preparation_leads_with_what_comes_back(world: World, client_of: Any) -> None:
    world.matter("bis Juni liefern", due_on=date(2026, 6, 30))
    met = world.matter("längst zugesagt", state="met")
    world.entry(met, date(2026, 5, 2), state="met")
    page = client_of("office").get(world.next.get_absolute_url()).content.decode()
    assert "Kommt wieder auf den Tisch" in page
    assert "Frist war der 30. Juni 2026" in page
    assert "0 von 1 entschieden" in page
    assert "Seit der letzten Sitzung erledigt" in page


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_preparation_takes_the_same_queries(world: World, client_of: Any, rows: int) -> None:
    for number in range(rows):
        world.matter(f"Zusage {number}")
    client = client_of("office")
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("meetings:preparation", args=[world.next.pk]))
    assert len(captured) <= 17


def test_take_defer_drop_and_take_back(world: World, client_of: Any) -> None:
    client = client_of("office")
    matter = world.matter("bis Juni liefern", due_on=date(2026, 6, 30))
    address = reverse("meetings:decide", args=[world.next.pk, matter.public_id])

    assert client.post(address, {"decision": "take"}).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.state, item.visibility) == ("taken", Visibility.MEMBERS)
    assert item.because == "Frist war der 30. Juni 2026 · keine Auskunft seit 14 Monaten"

    client.post(address, {"decision": "defer", "days_before": "14", "reason": "noch zu früh"})
    item.refresh_from_db()
    assert (item.state, item.reason) == ("deferred", "noch zu früh")
    assert item.deferred_until == date(2027, 4, 5)  # 14 days before 19 April 2027, by rhythm

    client.post(address, {"decision": "defer", "reason": "noch zu früh"})
    item.refresh_from_db()
    assert item.deferred_until == date(2027, 4, 19)

    client.post(address, {"decision": "drop", "reason": "gehört nicht hierher"})
    item.refresh_from_db()
    assert (item.state, item.visibility) == ("dropped", Visibility.OFFICE)

    client.post(address, {"decision": "undo"})
    assert not AgendaItem.objects.exists()
    assert client.post(address, {"decision": "burn"}).status_code == 400


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"decision": "drop"}, "Begründung"),
        ({"decision": "defer", "until": "2026-10-01", "reason": "x"}, "über diese Sitzung hinaus"),
        (
            {"decision": "defer", "until": "2027-01-01", "days_before": "3", "reason": "x"},
            "nur eines von beiden",
        ),
    ],
)
def test_an_incomplete_choice_is_shown_again_and_nothing_is_saved(
    world: World, client_of: Any, fields: dict[str, str], complaint: str
) -> None:
    matter = world.matter()
    address = reverse("meetings:decide", args=[world.next.pk, matter.public_id])
    response = client_of("office").post(address, fields)
    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("public", 302), ("guest", 403), ("member", 403)])
def test_nobody_else_changes_anything(
    world: World, client_of: Any, users: Users, role: str, status: int
) -> None:
    matter = world.matter()
    item = actions.add_item(actor=users.office, meeting=world.next, title="Begrüßung")
    present = actions.add_participation(
        actor=users.office, meeting=world.next, of=world.mayor, role="member"
    )
    pk = world.next.pk
    before = Activity.objects.count()
    for address in [
        reverse("meetings:decide", args=[pk, matter.public_id]),
        reverse("meetings:add_item", args=[pk]),
        reverse("meetings:add_matter", args=[pk]),
        reverse("meetings:change_item", args=[pk, item.pk]),
        reverse("meetings:add_participation", args=[pk]),
        reverse("meetings:remove_participation", args=[pk, present.pk]),
        reverse("meetings:attach", args=[pk]),
        reverse("meetings:edit", args=[pk]),
        reverse("meetings:add_series"),
        reverse("meetings:plan", args=[world.series.pk]),
        reverse("meetings:add_document", args=[pk]),
    ]:
        response = client_of(role).post(address, {"decision": "take", "move": "remove"})
        assert response.status_code == status, address
    assert Activity.objects.count() == before


def test_agenda_is_filled_and_ordered_by_hand(world: World, client_of: Any) -> None:
    client, pk = client_of("office"), world.next.pk
    for title in ["Begrüßung", "Bericht", "Verschiedenes"]:
        client.post(
            reverse("meetings:add_item", args=[pk]), {"title": title, "visibility": "public"}
        )

    def move(title: str, step: str) -> list[str]:
        item = AgendaItem.objects.get(title=title)
        client.post(reverse("meetings:change_item", args=[pk, item.pk]), {"move": step})
        return list(AgendaItem.objects.values_list("title", flat=True))

    assert move("Verschiedenes", "up") == ["Begrüßung", "Verschiedenes", "Bericht"]
    assert move("Begrüßung", "down") == ["Verschiedenes", "Begrüßung", "Bericht"]
    assert move("Bericht", "down") == ["Verschiedenes", "Begrüßung", "Bericht"]
    assert move("Begrüßung", "remove") == ["Verschiedenes", "Bericht"]
    page = client_of("public").get(reverse("meetings:agenda", args=[pk])).content.decode()
    assert page.index(">Verschiedenes<") < page.index(">Bericht<")


def test_what_is_taken_on_the_agenda_is_seen_by_members_not_by_all(
    world: World, client_of: Any, users: Users
) -> None:
    actions.take(actor=users.office, meeting=world.next, matter=world.matter("Angebote machen"))
    address = reverse("meetings:agenda", args=[world.next.pk])
    assert "Angebote machen" in client_of("member").get(address).content.decode()
    assert "Angebote machen" not in client_of("public").get(address).content.decode()


def test_a_hidden_matter_on_the_agenda_stays_hidden(
    world: World, client_of: Any, users: Users
) -> None:
    hidden = world.matter("Vertrauliches", visibility=Visibility.OFFICE)
    actions.take(actor=users.office, meeting=world.next, matter=hidden)
    for tab in ["agenda", "results", "open"]:
        page = client_of("member").get(reverse(f"meetings:{tab}", args=[world.next.pk]))
        assert "Vertrauliches" not in page.content.decode()
    assert not Activity.objects.exclude(visibility=Visibility.OFFICE).filter(
        sentence__contains="Vertrauliches"
    )


def test_a_matter_somebody_asked_for_is_put_on_the_agenda(world: World, client_of: Any) -> None:
    matter = world.matter(organization=None)
    client_of("office").post(
        reverse("meetings:add_matter", args=[world.next.pk]),
        {"matter": matter.pk, "because": "von Auenstadt gewünscht"},
    )
    assert AgendaItem.objects.get().because == "von Auenstadt gewünscht"


def test_planning_copies_the_last_meeting_to_the_date_the_rhythm_gives(
    world: World, client_of: Any
) -> None:
    client = client_of("office")
    address = reverse("meetings:plan", args=[world.series.pk])
    page = client.get(address).content.decode()
    assert 'value="2027-04-19"' in page  # a Monday like 19 October 2026
    assert 'value="Frühjahrssitzung 2027"' in page
    response = client.post(
        address,
        {
            "title": "Frühjahrssitzung 2027",
            "starts_on": "2027-04-19",
            "date_precision": "day",
            "state": "planned",
            "visibility": "public",
        },
    )
    planned = Meeting.objects.get(title="Frühjahrssitzung 2027")
    assert response.headers["Location"] == planned.get_absolute_url()
    assert planned.series == world.series


def test_an_impossible_date_is_refused_in_words(world: World, client_of: Any) -> None:
    response = client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]),
        {
            "title": "Herbst",
            "starts_on": "2026-10-19",
            "ends_on": "2026-10-18",
            "date_precision": "day",
            "state": "planned",
            "visibility": "public",
        },
    )
    assert response.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in response.content.decode()
    world.next.refresh_from_db()
    assert world.next.title == "Herbstsitzung 2026"


def test_a_new_series_leads_to_its_first_meeting(world: World, client_of: Any) -> None:
    response = client_of("office").post(
        reverse("meetings:add_series"),
        {
            "organization": world.circle.pk,
            "name": "Klausuren",
            "per_year": "1",
            "visibility": "members",
        },
    )
    series = Series.objects.get(name="Klausuren")
    assert response.headers["Location"] == reverse("meetings:plan", args=[series.pk])
    assert client_of("office").get(response.headers["Location"]).status_code == 200


def test_cancelling_is_said_in_the_log_and_on_the_page(world: World, client_of: Any) -> None:
    client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]),
        {
            "title": "Herbstsitzung 2026",
            "starts_on": "2026-10-19",
            "date_precision": "day",
            "state": "cancelled",
            "cancelled_because": "Hochwasser",
            "visibility": "public",
        },
    )
    sentence = "Sitzung „Herbstsitzung 2026“ abgesagt: Hochwasser"
    assert Activity.objects.first().sentence == sentence
    assert "abgesagt" in client_of("public").get("/sitzungen/").content.decode()


def test_attendance_takes_the_office_held_that_day(world: World, client_of: Any) -> None:
    client = client_of("office")
    client.post(
        reverse("meetings:add_participation", args=[world.last.pk]),
        {"of": world.mayor.pk, "role": "chair"},
    )
    row = Participation.objects.get()
    assert row.post_title == "Oberbürgermeisterin"
    address = reverse("meetings:attendance", args=[world.last.pk])
    page = client_of("public").get(address).content.decode()
    assert "Ada Auer" in page
    assert "Vorsitz" in page
    client.post(reverse("meetings:remove_participation", args=[world.last.pk, row.pk]))
    assert not Participation.objects.exists()


def test_a_hidden_participant_stays_hidden(world: World, client_of: Any, users: Users) -> None:
    actions.add_participation(
        actor=users.office, meeting=world.last, of=world.city, person=world.mayor, role="member"
    )
    world.mayor.visibility = Visibility.OFFICE
    world.mayor.save()
    address = reverse("meetings:attendance", args=[world.last.pk])
    page = client_of("member").get(address).content.decode()
    assert "Auenstadt" in page
    assert "Auer" not in page
    assert "Auer" in client_of("office").get(address).content.decode()


def test_attaching_ties_the_document_and_its_matters_to_the_circle(
    world: World, client_of: Any
) -> None:
    press = world.document("Pressemitteilung")
    matter = world.matter("Angebote machen", organization=None, said_on=None)
    world.statement(press, matter=matter, state="accepted")
    client_of("office").post(
        reverse("meetings:attach", args=[world.last.pk]),
        {"document": press.pk, "role": "press"},
    )
    press.refresh_from_db()
    matter.refresh_from_db()
    assert press.organization == world.circle
    assert matter.organization == world.circle
    page = client_of("public").get(reverse("meetings:results", args=[world.last.pk]))
    assert "Angebote machen" in page.content.decode()


def test_a_hidden_document_is_not_listed_with_the_meeting(
    world: World, client_of: Any, users: Users
) -> None:
    hidden = world.document("Vertrauliche Niederschrift", visibility=Visibility.OFFICE)
    actions.attach_document(actor=users.office, meeting=world.last, document=hidden, role="paper")
    address = reverse("meetings:record", args=[world.last.pk])
    assert "Vertrauliche" in client_of("office").get(address).content.decode()
    assert "Vertrauliche" not in client_of("member").get(address).content.decode()
    assert not Activity.objects.exclude(visibility=Visibility.OFFICE).filter(
        sentence__contains="Vertrauliche"
    )


@pytest.mark.django_db(transaction=True)
def test_a_document_is_taken_in_for_a_meeting(
    world: World, client_of: Any, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    client = client_of("office")
    address = reverse("meetings:add_document", args=[world.last.pk])
    assert client.get(address).status_code == 200
    response = client.post(
        address,
        {
            "text": "Der Städtebund sagte zu, ein Angebot zu machen.",
            "title": "Niederschrift vom März",
            "kind": "minutes",
            "organization": world.circle.pk,
            "visibility": "members",
        },
    )
    assert response.status_code == 302, response.content.decode()
    row = MeetingDocument.objects.get()
    assert (row.meeting, row.role, row.document.title) == (
        world.last,
        "minutes",
        "Niederschrift vom März",
    )
    assert response.headers["Location"] == reverse("meetings:record", args=[world.last.pk])
    assert "Niederschrift vom März" in client.get(response.headers["Location"]).content.decode()


def test_taking_in_for_a_hidden_meeting_is_not_offered(world: World, client_of: Any) -> None:
    hidden = world.meeting(visibility=Visibility.OFFICE)
    address = reverse("meetings:add_document", args=[hidden.pk])
    assert client_of("member").get(address).status_code == 404


def test_circle_and_city_pages_list_their_meetings(world: World, client_of: Any) -> None:
    page = client_of("public").get(world.circle.get_absolute_url()).content.decode()
    assert "Frühjahrssitzung 2026" in page
    assert f"/kalender/{world.circle.slug}.ics" in page
    page = client_of("public").get(world.city.get_absolute_url()).content.decode()
    assert "Herbstsitzung 2026" in page


def test_a_held_meeting_opens_with_its_results(world: World, client_of: Any) -> None:
    assert world.last.state == MeetingState.HELD
    page = client_of("office").get(world.last.get_absolute_url()).content.decode()
    assert "was daraus wurde" in page


def test_a_document_belongs_to_a_meeting_once(world: World, users: Users) -> None:
    paper = world.document("Vorlage")
    for role in ["paper", "minutes"]:
        actions.attach_document(actor=users.office, meeting=world.last, document=paper, role=role)
    assert MeetingDocument.objects.get().role == "minutes"


def test_preparing_the_meeting_after_next_says_what_comes_before(
    world: World, client_of: Any
) -> None:
    later = world.meeting(title="Frühjahrssitzung 2027", starts_on=date(2027, 4, 19))
    page = client_of("office").get(reverse("meetings:preparation", args=[later.pk]))
    assert "Vorher ist noch „Herbstsitzung 2026“" in page.content.decode()
