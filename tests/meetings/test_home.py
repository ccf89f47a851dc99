"""The first page: for the office, for a member's office, for everyone; and the very first visit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sprengel.accounts.actions import log
from sprengel.accounts.models import Activity, ActivityVerb, Visibility
from sprengel.bodies.models import Actor
from sprengel.ledger.inquiries import actions as inquiries
from sprengel.meetings import actions, queries
from sprengel.meetings.home import (
    changes,
    for_member,
    for_office,
    for_public,
)
from sprengel.meetings.models import Invitation, Series

from .conftest import NEXT, TODAY, Users, World


def test_first_run_offers_the_next_step(client_of: Any) -> None:
    page = client_of("office").get("/").content.decode()
    assert "Nehmen Sie ein Dokument auf" in page
    assert "/dokumente/neu/" in page
    assert "Nehmen Sie ein Dokument auf" not in client_of("member").get("/").content.decode()


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("public", "Was gesagt wurde, und was daraus wurde"),
        ("guest", "Was gesagt wurde, und was daraus wurde"),
        ("member", "Von Ihnen erwartet"),
        ("office", "Zu prüfen"),
    ],
)
def test_everyone_has_a_first_page(world: World, client_of: Any, role: str, heading: str) -> None:
    response = client_of(role).get("/")
    assert response.status_code == 200
    assert heading in response.content.decode()


def test_office_sees_sessions_with_the_state_of_preparation(world: World, users: Users) -> None:
    first, _second = world.matter("eins"), world.matter("zwei")
    actions.take(actor=users.office, meeting=world.next, matter=first)
    (session,) = for_office(users.office).sessions
    assert session.line.days_to_go == "in 18 Tagen"
    assert (session.progress.decided, session.progress.total) == (1, 2)


def test_documents_to_review_stand_in_the_order_of_their_meetings(
    world: World, users: Users
) -> None:
    later = world.document("ohne Gremium")
    soon = world.document("für die Herbstsitzung", organization=world.circle)
    done = world.document("fertig")
    for number in range(5):
        world.statement(soon, position=number, confidence=0.4 if number < 2 else 0.9)
    world.statement(later)
    world.statement(done, state="accepted")
    found = for_office(users.office).to_review
    seen = [row.waiting for row in found]
    assert [(row.document, row.unreviewed, row.doubtful) for row in seen] == [
        (soon, 5, 2),
        (later, 1, 0),
    ]
    assert found[0].before is not None
    assert found[0].before.meeting == world.next
    assert found[1].before is None


def test_a_document_that_could_not_be_read_is_named_with_its_reason(
    world: World, client_of: Any
) -> None:
    world.document("Kaputt", state="failed", problem="Diese Datei ist verschlüsselt.")
    assert "Diese Datei ist verschlüsselt." in client_of("office").get("/").content.decode()


def test_due_is_by_responsible_the_most_overdue_first(world: World, users: Users) -> None:
    world.matter("bald", due_on=date(2026, 10, 20), responsible=world.mayor)
    world.matter("überfällig", due_on=date(2026, 6, 30))
    world.matter("Wiedervorlage", next_check_on=date(2026, 9, 1))
    world.matter("fern", due_on=date(2027, 6, 30))
    world.matter("erfüllt", due_on=date(2026, 6, 30), state="met")
    found = for_office(users.office)
    assert [(g.name, [(x.matter.quote, x.is_check) for x in g.lines]) for g in found.due] == [
        ("Ingo Lind", [("überfällig", False), ("Wiedervorlage", True)]),
        ("Ada Auer", [("bald", False)]),
    ]
    assert found.due_count == 3


def test_a_meeting_whose_day_has_passed_waits_to_be_closed(world: World, users: Users) -> None:
    world.meeting(title="Sondersitzung", starts_on=date(2026, 9, 1))
    found = for_office(users.office)
    assert [line.meeting.title for line in found.left_open] == ["Sondersitzung"]
    assert [s.line.meeting.title for s in found.sessions] == ["Herbstsitzung 2026"]


def said(users: Users, sentence: str, *, by: Any = None, visibility: str = "office") -> Activity:
    return log(actor=by, verb=ActivityVerb.MATTER_CHANGED, sentence=sentence, visibility=visibility)


def test_changes_are_what_others_did_since_the_last_visit(users: Users, client_of: Any) -> None:
    said(users, "vor dem letzten Besuch")
    users.office.seen_changes_at = timezone.now()
    users.office.save()
    said(users, "das Neue")
    said(users, "das Eigene", by=users.office)
    assert [line.sentence for line in changes(users.office).lines] == ["das Neue"]


def test_changes_show_only_what_the_viewer_may_see(users: Users, world: World) -> None:
    Activity.objects.all().delete()
    for visibility in Visibility.values:
        said(users, visibility, visibility=visibility)
    assert {line.sentence for line in changes(users.member).lines} == {"public", "members"}
    assert {line.sentence for line in changes(users.guest).lines} == {"public"}
    assert len(changes(users.office).lines) == 3


def test_what_is_left_out_is_counted(users: Users) -> None:
    for number in range(15):
        said(users, f"Zeile {number}")
    found = changes(users.office)
    assert (len(found.lines), found.more_count) == (8, 7)


def test_read_counts_up_to_when_the_page_was_made(users: Users, client_of: Any) -> None:
    client = client_of("office")
    made_at = timezone.now() - timedelta(minutes=5)
    response = client.post("/gelesen/", {"made_at": made_at.isoformat()})
    assert response.status_code == 302
    users.office.refresh_from_db()
    assert users.office.seen_changes_at == made_at
    said(users, "in der Zwischenzeit")
    assert [x.sentence for x in changes(users.office).lines] == ["in der Zwischenzeit"]
    client.post("/gelesen/", {"made_at": datetime(2020, 1, 1, tzinfo=made_at.tzinfo).isoformat()})
    users.office.refresh_from_db()
    assert users.office.seen_changes_at == made_at


@pytest.mark.parametrize("made_at", ["", "gestern", "2026-10-01T09:00:00"])
def test_read_without_a_time_is_refused(client_of: Any, made_at: str) -> None:
    assert client_of("member").post("/gelesen/", {"made_at": made_at}).status_code == 400


def test_read_needs_a_login_and_a_post(client_of: Any) -> None:
    assert client_of("public").post("/gelesen/", {}).status_code == 302
    assert client_of("office").get("/gelesen/").status_code == 405


def test_member_sees_what_its_city_was_asked_and_promised(world: World, users: Users) -> None:
    asked = world.matter(
        "Flächen melden", act="demand", addressee=world.city, actor=world.state, responsible=None
    )
    to_mayor = world.matter(
        "Bericht geben", act="assignment", addressee=world.mayor, actor=world.league
    )
    to_circle = world.matter("Angebote machen", addressee=world.circle)
    own = world.matter("Räume stellen", actor=world.mayor, responsible=world.mayor)
    world.matter("geht andere an", addressee=world.state)
    world.matter("verdeckt", addressee=world.city, visibility=Visibility.OFFICE)
    home = for_member(users.member)
    assert home.body == world.city
    assert {matter.pk for matter in home.asked} == {asked.pk, to_mayor.pk}
    assert list(home.promised) == [to_circle]
    assert list(home.own) == [own]
    assert [line.meeting for line in home.sessions] == [world.next]


def test_member_sees_what_was_promised_also_when_it_is_kept_open_first(
    world: World, users: Users
) -> None:
    world.matter("gehalten", addressee=world.circle, state="met")
    world.matter("offen", addressee=world.circle)
    assert [m.quote for m in for_member(users.member).promised] == ["offen", "gehalten"]


def test_member_without_a_city_is_told_so(world: World, users: Users, client_of: Any) -> None:
    users.member.representative.delete()
    page = client_of("member").get("/").content.decode()
    assert "noch keiner Stadt zugeordnet" in page
    assert "Herbstsitzung 2026" in page


def test_public_sees_matters_last_told_about(world: World, users: Users) -> None:
    older, newer = world.matter("älter"), world.matter("neuer")
    hidden = world.matter("verdeckt", visibility=Visibility.OFFICE)
    world.entry(newer, date(2026, 4, 3), sentence="Zwischenstand")
    world.entry(older, date(2026, 4, 3))
    world.entry(newer, date(2026, 5, 3), sentence="Neuester Stand")
    world.entry(newer, date(2026, 6, 3), sentence="Internes", visibility=Visibility.OFFICE)
    world.entry(hidden, date(2026, 6, 3))
    for user in [users.public, users.guest]:
        told = for_public(user).told
        assert [(row.matter.quote, row.entry.sentence) for row in told] == [
            ("neuer", "Neuester Stand"),
            ("älter", "Das Angebot ist in Arbeit."),
        ]


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("role", "most"), [("public", 4), ("member", 23), ("office", 27)])
def test_the_first_page_takes_the_same_queries(
    world: World, client_of: Any, role: str, most: int, rows: int
) -> None:
    for number in range(rows):
        matter = world.matter(f"Zusage {number}", due_on=date(2026, 9, 1), addressee=world.city)
        world.entry(matter, date(2026, 4, 3))
        document = world.document(f"Dokument {number}", organization=world.circle)
        world.statement(document)
    client = client_of(role)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    assert len(captured) <= most, "\n".join(query["sql"][:150] for query in captured)


def test_only_the_next_meeting_of_a_series_is_prepared(world: World, users: Users) -> None:
    world.meeting(title="Frühjahrssitzung 2027", starts_on=date(2027, 4, 19))
    world.matter()
    assert [s.line.meeting for s in for_office(users.office).sessions] == [world.next]


def test_who_meets_next_is_known_to_the_machine_that_asks(world: World) -> None:
    assert queries.next_days({world.circle.pk}, TODAY) == {world.circle.pk: NEXT}
    assert queries.next_days({world.circle.pk}, NEXT + timedelta(days=1)) == {}


def test_what_waits_for_the_office_and_for_a_city_is_told(world: World, users: Users) -> None:
    matter = world.matter(responsible=world.city, visibility=Visibility.MEMBERS)
    Actor.objects.filter(pk=world.city.pk).update(email="rathaus@auenstadt.example")
    world.city.refresh_from_db()
    inquiry = inquiries.ask(actor=users.office, matter=matter)
    told = [notice.text for notice in for_member(users.member).notices]
    assert told == ["Die Geschäftsstelle fragt nach dem Sachstand eines Vorgangs."]
    inquiries.answer(
        inquiry=inquiry, answer=inquiries.Answer("Ada Auer", "in_progress", "Es läuft.")
    )
    assert for_member(users.member).notices == ()
    told = [notice.text for notice in for_office(users.office).notices]
    assert told == ["Eine neue Auskunft ist noch nicht übernommen."]


def test_a_city_is_asked_whether_it_comes_until_it_says_so(world: World, users: Users) -> None:
    invitation = Invitation.objects.create(
        meeting=world.next, actor=world.city, email="rathaus@auenstadt.example"
    )
    assert [notice.text for notice in for_member(users.member).notices] == [
        "Kommen Sie zu „Herbstsitzung 2026“?"
    ]
    assert "Die Unterlagen sind noch nicht verschickt" not in str(
        for_office(users.office).notices
    )  # eighteen days ahead, and the series wants fourteen
    Series.objects.update(briefing_days=20)
    assert "Die Unterlagen sind noch nicht verschickt" in str(for_office(users.office).notices)
    invitation.answer = "accepted"
    invitation.save()
    assert for_member(users.member).notices == ()
