"""The preparation page: in portions, by reason and by who must answer, many decided at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sprengel.accounts.models import Activity
from sprengel.ledger.models import Evidence, Inquiry, Matter
from sprengel.meetings.agenda import actions
from sprengel.meetings.agenda.preparation import PER_PAGE, Wanted, board
from sprengel.meetings.agenda.queries import agenda_lines
from sprengel.meetings.models import AgendaItem
from sprengel.meetings.proposals import proposals

from .conftest import Users, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_of: Any) -> Client:
    return client_of("office")


def page(world: World) -> str:
    return reverse("meetings:preparation", args=[world.next.pk])


def decide(world: World, client: Client, **sent: Any) -> Any:
    return client.post(reverse("meetings:decide_many", args=[world.next.pk]), sent, follow=True)


def ids(*matters: Matter) -> list[str]:
    return [str(matter.public_id) for matter in matters]


def test_the_page_shows_a_portion_most_urgent_first_and_counts_the_rest(
    users: Users, world: World
) -> None:
    for number in range(PER_PAGE + 5):
        world.matter(f"still {number}")
    late = world.matter("überfällig", due_on=date(2026, 5, 1), responsible=world.state)
    found = board(users.office, world.next, Wanted())
    assert len(found.cards) == PER_PAGE
    assert found.cards[0].proposal.matter == late
    assert found.undecided_count == PER_PAGE + 6
    assert {one.value: one.count for one in found.reasons} == {
        "overdue": 1,
        "silent": PER_PAGE + 6,
    }
    assert [(one.title, one.count) for one in found.people] == [
        ("Ingo Lind", PER_PAGE + 5),
        ("Land Musterland", 1),
    ]
    second = board(users.office, world.next, Wanted(page="2"))
    assert len(second.cards) == 6
    by_reason = board(users.office, world.next, Wanted(reason="overdue"))
    assert [card.proposal.matter for card in by_reason.cards] == [late]
    by_person = board(users.office, world.next, Wanted(who="Land Musterland"))
    assert [card.proposal.matter for card in by_person.cards] == [late]
    assert by_person.with_whom_count == 1


def test_each_stands_with_because_last_state_and_evidence(world: World, office: Client) -> None:
    matter = world.matter("bis Juni liefern", due_on=date(2026, 6, 30))
    entry = world.entry(matter, date(2026, 9, 3), sentence="Es wird gebaut.")
    Evidence.objects.create(entry=entry, informant="Frau Beispiel")
    shown = office.get(page(world)).content.decode()
    assert "Frist war der 30. Juni 2026" in shown
    assert "neue Auskunft vom 3. September 2026" in shown
    assert "Es wird gebaut." in shown
    assert "Auskunft von Frau Beispiel" in shown


@pytest.mark.parametrize(
    "query", ["?seite=99", "?seite=x", "?grund=nichts", "?wer=Niemand", "?entschieden=x"]
)
def test_a_made_up_address_ends_in_a_page(world: World, office: Client, query: str) -> None:
    world.matter()
    assert office.get(page(world) + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 300])
def test_the_queries_are_the_same_for_one_and_for_three_hundred(
    world: World, office: Client, rows: int
) -> None:
    for number in range(rows):
        world.entry(world.matter(f"Zusage {number}"), date(2026, 5, 1), informant="Frau Beispiel")
    office.get(page(world))
    with CaptureQueriesContext(connection) as captured:
        answer = office.get(page(world))
    assert len(captured) <= 17
    assert len(answer.content) < 120_000
    with CaptureQueriesContext(connection) as captured:
        office.get(reverse("meetings:agenda", args=[world.next.pk]))
    assert len(captured) <= 14


@pytest.mark.parametrize("rows", [1, 300])
def test_taking_many_leaves_one_line_in_the_log(
    world: World, office: Client, users: Users, rows: int
) -> None:
    matters = [world.matter(f"Zusage {number}") for number in range(rows)]
    before = Activity.objects.count()
    answer = decide(world, office, take="ticked", matter=ids(*matters))
    assert AgendaItem.objects.filter(state="taken").count() == rows
    assert Activity.objects.count() == before + 1
    assert f"{rows} Vorg" in answer.content.decode()
    assert AgendaItem.objects.order_by("pk")[0].because == "keine Auskunft seit 14 Monaten"


def test_one_is_taken_by_its_own_button_whatever_is_ticked(
    world: World, office: Client, users: Users
) -> None:
    first, second = world.matter("Eins"), world.matter("Zwei")
    decide(world, office, take=ids(first)[0], matter=ids(second))
    assert [item.matter for item in AgendaItem.objects.all()] == [first]


def test_nothing_ticked_is_said_so(world: World, office: Client) -> None:
    world.matter()
    assert (
        "Bitte zuerst Vorgänge ankreuzen." in decide(world, office, take="ticked").content.decode()
    )


def test_several_are_put_under_a_new_point_or_one_that_is_there(
    world: World, office: Client, users: Users
) -> None:
    first, second, third = (world.matter(f"Zusage {number}") for number in range(3))
    asked = decide(world, office, ask="ticked", matter=ids(first, second)).content.decode()
    assert "Was soll mit diesen 2 Vorgängen geschehen?" in asked
    decide(world, office, do="group", matter=ids(first, second), title="Verkehr")
    numbers = [(line.number, line.depth) for line in agenda_lines(users.office, world.next)]
    assert numbers == [("1", 0), ("1.1", 1), ("1.2", 1)]
    traffic = AgendaItem.objects.get(title="Verkehr")
    decide(world, office, do="group", matter=ids(third), under=traffic.pk)
    assert agenda_lines(users.office, world.next)[-1].number == "1.3"


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"do": "group"}, "entweder einen Punkt wählen oder einen neuen benennen"),
        ({"do": "defer"}, "Begründung"),
        ({"do": "defer", "until": "2026-10-01", "reason": "x"}, "über diese Sitzung hinaus"),
        ({"do": "drop", "reason": "  "}, "Begründung"),
    ],
)
def test_an_incomplete_choice_for_many_saves_nothing_and_keeps_the_choice(
    world: World, office: Client, sent: dict[str, str], complaint: str
) -> None:
    matters = [world.matter("Eins"), world.matter("Zwei")]
    answer = decide(world, office, matter=ids(*matters), **sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert complaint in text
    assert all(one in text for one in ids(*matters))
    assert not AgendaItem.objects.exists()


def test_many_are_deferred_or_dropped_with_one_reason(world: World, office: Client) -> None:
    matters = [world.matter(f"Zusage {number}") for number in range(4)]
    decide(world, office, do="defer", matter=ids(*matters[:2]), days_before="10", reason="zu früh")
    decide(world, office, do="drop", matter=ids(*matters[2:]), reason="gehört nicht hierher")
    assert set(AgendaItem.objects.values_list("state", "deferred_until")) == {
        ("deferred", date(2027, 4, 9)),
        ("dropped", None),
    }
    shown = office.get(page(world)).content.decode()
    assert "4 von 4 entschieden" in shown
    assert "Über alles ist entschieden." in shown
    listed = office.get(page(world) + "?entschieden=deferred").content.decode()
    assert listed.count("bis 9. April 2027") == 2
    assert "gehört nicht hierher" not in listed


def test_what_somebody_else_decided_meanwhile_stays(
    world: World, office: Client, users: Users
) -> None:
    first, second = world.matter("Eins"), world.matter("Zwei")
    actions.drop(actor=users.office, meeting=world.next, matter=first, reason="heikel")
    answer = decide(world, office, take="ticked", matter=ids(first, second))
    assert "Über 1 Vorgang ist inzwischen schon entschieden" in answer.content.decode()
    assert set(AgendaItem.objects.values_list("matter", "state")) == {
        (first.pk, "dropped"),
        (second.pk, "taken"),
    }


def test_one_comes_back_to_the_list_one_came_from_and_nowhere_else(
    world: World, office: Client
) -> None:
    matter = world.matter()
    address = reverse("meetings:decide_many", args=[world.next.pk])
    answer = office.post(address, {"take": ids(matter)[0], "back": "grund=silent&seite=2"})
    assert answer["Location"] == f"{page(world)}?grund=silent&seite=2"
    answer = office.post(address, {"take": ids(matter)[0], "back": "#\r\nX: y"})
    assert answer["Location"] == page(world)


def ask(matter: Matter, asked: Any, **more: Any) -> Inquiry:
    return Inquiry.objects.create(
        matter=matter,
        asked=asked,
        email="buero@example.org",
        asked_on=date(2026, 9, 1),
        answer_until=date(2026, 9, 15),
        **{"state": "silent", **more},
    )


def test_a_question_without_an_answer_brings_the_matter_back_and_says_since_when(
    world: World, users: Users
) -> None:
    matter = world.matter("Busse bestellen")
    ask(matter, world.state)
    (found,) = proposals(users.office, world.next)
    assert found.because == (
        "keine Auskunft seit 14 Monaten, auch nicht auf die Rückfrage vom 1. September 2026",
    )
    # Who was asked is the office's knowledge, and that of whoever was asked.
    (found,) = proposals(users.member, world.next)
    assert found.because == ("keine Auskunft seit 14 Monaten",)
    Inquiry.objects.update(asked=world.city)
    (found,) = proposals(users.member, world.next)
    assert "Rückfrage vom 1. September 2026" in found.because[0]
    (found,) = proposals(None, world.next)
    assert "Rückfrage" not in found.because[0]


def test_an_answer_by_another_way_ends_the_silence(world: World, users: Users) -> None:
    matter = world.matter("Busse bestellen")
    ask(matter, world.state)
    world.entry(matter, date(2026, 9, 20))
    (found,) = proposals(users.office, world.next)
    assert found.because == ("neue Auskunft vom 20. September 2026",)


def test_a_question_still_open_says_nothing_yet(world: World, users: Users) -> None:
    ask(world.matter("Busse bestellen"), world.state, state="reminded")
    (found,) = proposals(users.office, world.next)
    assert found.because == ("keine Auskunft seit 14 Monaten",)


def test_decided_ones_are_no_secret_of_the_list_only_of_the_office(
    world: World, client_of: Any
) -> None:
    for role, status in [("public", 302), ("guest", 403), ("member", 403), ("office", 200)]:
        assert client_of(role).get(page(world)).status_code == status
