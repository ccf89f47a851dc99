"""Topics handed in: before and after the cut-off date, what became of them, who knows of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sprengel.accounts.models import Activity, User
from sprengel.archive.models import Document
from sprengel.bodies import actions as bodies
from sprengel.ledger.actions import change_matter
from sprengel.meetings.agenda import actions, topics
from sprengel.meetings.agenda.queries import agenda_lines
from sprengel.meetings.agenda.wishes import wished_for
from sprengel.meetings.models import AgendaItem, AgendaPaper, HandedInTopic, TopicState
from sprengel.meetings.proposals import proposals

from .conftest import Users, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(users: Users, world: World) -> User:
    """Another city of the same circle, and whoever works for it."""
    lindach = bodies.add_body(actor=None, name="Lindach", kind="city")
    bodies.add_membership(actor=None, member=lindach, organization=world.circle)
    user = User.objects.create_user("ob@lindach.example", name="Büro Lindach", role="member")
    bodies.represent(actor=None, user=user, body=lindach)
    return user


def page(world: World) -> str:
    return reverse("meetings:topics", args=[world.next.pk])


def close(world: World) -> None:
    world.next.topics_until = date(2026, 9, 30)
    world.next.save()


def open_(world: World) -> None:
    world.next.topics_until = date(2026, 10, 5)
    world.next.save()


def hand_in(users: Users, world: World, title: str = "Ganztag", **more: Any) -> HandedInTopic:
    open_(world)
    return topics.hand_in(
        actor=users.member, meeting=world.next, body=world.city, title=title, **more
    )


def decide(world: World, client: Client, topic: HandedInTopic, **sent: Any) -> Any:
    return client.post(
        reverse("meetings:decide_topic", args=[world.next.pk, topic.pk]), sent, follow=True
    )


def test_the_cut_off_is_the_series_unless_the_meeting_has_its_own(world: World) -> None:
    assert topics.cut_off(world.next) == date(2026, 9, 21)
    world.next.topics_until = date(2026, 10, 10)
    assert topics.cut_off(world.next) == date(2026, 10, 10)


def test_a_member_hands_in_a_topic_with_a_file_once(
    world: World, client_of: Any, users: Users
) -> None:
    open_(world)
    for _ in range(2):
        client_of("member").post(
            page(world),
            {
                "title": "=cmd()",
                "text": "Wie machen es die anderen?",
                "part": "public",
                "file": SimpleUploadedFile("raum.txt", "Die Stadt prüft Räume.".encode()),
            },
        )
    topic = HandedInTopic.objects.get()
    assert (topic.body_id, topic.part, topic.state, topic.user_name) == (
        world.city.pk,
        "public",
        "submitted",
        "Büro Auenstadt",
    )
    document = Document.objects.get()
    assert (topic.document, document.visibility) == (document, "office")
    shown = client_of("member").get(page(world)).content.decode()
    assert "=cmd()" in shown
    assert "mit Unterlage" in shown
    assert document.get_absolute_url() not in shown


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"title": "", "part": "public"}, "Bitte ein Thema nennen"),
        ({"title": "x" * 301, "part": "public"}, "300"),
        ({"title": "Thema", "part": "irgendwo"}, "irgendwo"),
    ],
)
def test_an_incomplete_topic_is_shown_again(
    world: World, client_of: Any, sent: dict[str, str], complaint: str
) -> None:
    open_(world)
    answer = client_of("member").post(page(world), sent)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not HandedInTopic.objects.exists()


def test_after_the_cut_off_the_next_planned_session_is_offered(
    world: World, client_of: Any
) -> None:
    later = world.meeting(title="Frühjahrssitzung 2027", starts_on=date(2027, 4, 19))
    close(world)
    shown = client_of("member").get(page(world)).content.decode()
    assert "Für diese Sitzung war bis 30. September 2026 Zeit" in shown
    assert "Für „Frühjahrssitzung 2027“ anmelden" in shown
    assert reverse("meetings:topics", args=[later.pk]) in shown
    assert "Vormerken" not in shown


def test_without_a_next_session_a_late_topic_waits_and_comes_back_there(
    world: World, client_of: Any, users: Users
) -> None:
    close(world)
    answer = client_of("member").post(
        page(world), {"title": "Wärmeplanung", "part": "nonpublic"}, follow=True
    )
    assert "für eine spätere Sitzung vorgemerkt" in answer.content.decode()
    assert HandedInTopic.objects.get().state == TopicState.LATER
    later = world.meeting(title="Frühjahrssitzung 2027", starts_on=date(2027, 4, 19))
    (line,) = topics.topic_lines(users.office, later)
    assert (line.title, line.is_from_before, line.is_undecided) == ("Wärmeplanung", True, True)
    item = topics.accept_topic(actor=users.office, topic=line.topic, meeting=later)
    assert item.meeting == later
    assert agenda_lines(users.member, later)[0].owner == "Auenstadt"
    assert topics.topic_lines(users.office, later)[0].topic.state == TopicState.ACCEPTED


def test_an_accepted_topic_becomes_a_point_with_its_paper_and_the_member_sees_its_number(
    world: World, client_of: Any, users: Users
) -> None:
    actions.add_item(actor=users.office, meeting=world.next, title="Begrüßung", visibility="public")
    topic = hand_in(
        users, world, text="Räume fehlen", part="public", data=b"Text", file_name="a.txt"
    )
    decide(world, client_of("office"), topic, decision="accept")
    item = AgendaItem.objects.get(title="Ganztag")
    assert (item.text, item.part, item.owner_id) == ("Räume fehlen", "public", world.city.pk)
    assert AgendaPaper.objects.get().item == item
    shown = client_of("member").get(page(world)).content.decode()
    assert "Steht als TOP 2 auf der Tagesordnung." in shown
    # Off the agenda again, it waits for a word again.
    actions.remove_item(actor=users.office, item=item)
    topic.refresh_from_db()
    assert (topic.state, topic.item) == (TopicState.SUBMITTED, None)


def test_a_declined_topic_needs_a_reason_and_the_member_reads_it(
    world: World, client_of: Any, users: Users
) -> None:
    topic = hand_in(users, world)
    answer = decide(world, client_of("office"), topic, decision="decline", reason="")
    assert answer.status_code == 422
    decide(world, client_of("office"), topic, decision="decline", reason="Gehört in den Ausschuss")
    shown = client_of("member").get(page(world)).content.decode()
    assert "abgelehnt" in shown
    assert "Gehört in den Ausschuss" in shown


def test_the_second_of_two_people_is_told_it_is_decided(
    world: World, client_of: Any, users: Users
) -> None:
    topic = hand_in(users, world)
    decide(world, client_of("office"), topic, decision="later")
    # Put off, it no longer waits for a word at this meeting.
    assert topics.undecided_count(users.office, world.next) == 0
    decide(world, client_of("office"), topic, decision="accept")
    answer = decide(world, client_of("office"), topic, decision="decline", reason="zu spät")
    assert "ist inzwischen schon entschieden: angenommen" in answer.content.decode()
    topic.refresh_from_db()
    assert topic.state == TopicState.ACCEPTED


def test_a_member_withdraws_what_is_not_decided_yet(
    world: World, client_of: Any, users: Users
) -> None:
    topic = hand_in(users, world)
    address = reverse("meetings:withdraw_topic", args=[world.next.pk, topic.pk])
    client_of("member").post(address)
    topic.refresh_from_db()
    assert topic.state == TopicState.WITHDRAWN
    again = hand_in(users, world)
    assert (again.pk, again.state) == (topic.pk, TopicState.SUBMITTED)
    topics.decline_topic(actor=users.office, topic=again, reason="nein")
    answer = client_of("member").post(address, follow=True)
    assert "ist schon entschieden" in answer.content.decode()


# ── An open matter again ──────────────────────────────────────────────────────────────────────


def test_a_matter_a_member_wants_comes_back_with_its_name_although_it_was_put_off(
    world: World, users: Users, other: User, client_of: Any
) -> None:
    matter = world.matter("Busse bestellen", next_check_on=date(2027, 6, 1))
    assert proposals(users.office, world.next) == ()
    open_(world)
    client_of("member").post(
        page(world), {"matter": matter.pk, "part": "nonpublic", "text": "Wann?"}
    )
    (found,) = proposals(users.office, world.next)
    assert found.because[0] == "von Auenstadt gewünscht"
    # The wish is Auenstadt's: nobody else is told of it.
    assert [p.because[0] for p in proposals(users.member, world.next)] == [
        "von Auenstadt gewünscht"
    ]
    assert proposals(other, world.next) == ()
    assert proposals(None, world.next) == ()


@pytest.mark.parametrize(
    ("choice", "state"), [("take", "accepted"), ("defer", "later"), ("drop", "declined")]
)
def test_what_is_decided_about_the_matter_is_decided_about_the_wish(
    world: World, users: Users, choice: str, state: str
) -> None:
    matter = world.matter("Busse bestellen")
    topic = hand_in(users, world, "", matter=matter)
    words: dict[str, Any] = {"actor": users.office, "meeting": world.next, "matter": matter}
    if choice == "take":
        item = actions.take(**words)
    elif choice == "defer":
        item = actions.defer(**words, until=date(2027, 4, 1), reason="noch zu früh")
    else:
        item = actions.drop(**words, reason="gehört nicht hierher")
    topic.refresh_from_db()
    assert topic.state == state
    assert topic.reason == item.reason
    actions.remove_item(actor=users.office, item=item)
    topic.refresh_from_db()
    assert (topic.state, topic.reason) == ("submitted", "")


def test_a_wish_put_off_with_its_matter_waits_as_long_as_the_matter(
    world: World, users: Users
) -> None:
    matter = world.matter("Busse bestellen", due_on=None)
    hand_in(users, world, "", matter=matter)
    spring = world.meeting(title="Frühjahr", starts_on=date(2027, 4, 19))
    autumn = world.meeting(title="Herbst", starts_on=date(2027, 10, 18))
    actions.defer(
        actor=users.office,
        meeting=world.next,
        matter=matter,
        until=date(2027, 10, 1),
        reason="erst nach dem Haushalt",
    )
    assert proposals(users.office, spring) == ()
    (found,) = proposals(users.office, autumn)
    assert "von Auenstadt gewünscht" in found.because


# ── Who knows ─────────────────────────────────────────────────────────────────────────────────


def test_each_sees_its_own_topics_and_the_office_all(
    world: World, users: Users, other: User, client_of: Any
) -> None:
    matter = world.matter("Busse bestellen")
    topic = hand_in(users, world, "Heikles Thema")
    hand_in(users, world, "", matter=matter)
    for user, amount in [
        (None, 0),
        (users.guest, 0),
        (other, 0),
        (users.member, 2),
        (users.office, 2),
    ]:
        assert len(topics.topic_lines(user, world.next)) == amount
        assert len(wished_for(user, world.next)) == amount // 2
        assert topics.undecided_count(user, world.next) == (2 if user == users.office else 0)
    client = Client()
    client.force_login(other)
    assert "Heikles Thema" not in client.get(page(world)).content.decode()
    address = reverse("meetings:withdraw_topic", args=[world.next.pk, topic.pk])
    assert client.post(address).status_code == 404
    assert client_of("guest").get(page(world)).status_code == 403
    assert client_of("public").get(page(world)).status_code == 302
    assert (
        client_of("member")
        .post(
            reverse("meetings:decide_topic", args=[world.next.pk, topic.pk]), {"decision": "accept"}
        )
        .status_code
        == 403
    )
    assert not Activity.objects.exclude(visibility="office").filter(sentence__contains="Heikles")


def test_of_a_hidden_meeting_nobody_hands_in_anything(world: World, client_of: Any) -> None:
    world.next.visibility = "office"
    world.next.save()
    assert client_of("member").get(page(world)).status_code == 404


def test_a_matter_hidden_since_takes_its_wording_with_it(
    world: World, users: Users, client_of: Any
) -> None:
    matter = world.matter("Geheim geworden")
    hand_in(users, world, "", matter=matter)
    change_matter(actor=users.office, matter=matter, visibility="office")
    shown = client_of("member").get(page(world)).content.decode()
    assert "Geheim geworden" not in shown
    assert "nicht mehr für Sie sichtbar" in shown


def test_only_visible_matters_of_the_circle_can_be_wished_for(world: World, client_of: Any) -> None:
    open_(world)
    hidden = world.matter("Geheim", visibility="office")
    elsewhere = world.matter("Anderswo", organization=None)
    shown = client_of("member").get(page(world)).content.decode()
    assert "Geheim" not in shown
    assert "Anderswo" not in shown
    for matter in (hidden, elsewhere):
        answer = client_of("member").post(page(world), {"matter": matter.pk, "part": "public"})
        assert answer.status_code == 422
    assert not HandedInTopic.objects.exists()


def test_whoever_may_not_hand_in_is_told_why(world: World, users: Users, client_of: Any) -> None:
    open_(world)
    stranger = bodies.add_body(actor=None, name="Sandhafen", kind="city")
    bodies.represent(actor=None, user=users.member, body=stranger)
    shown = client_of("member").get(page(world)).content.decode()
    assert "Sandhafen gehört diesem Gremium nicht an" in shown
    client_of("member").post(page(world), {"title": "Thema", "part": "public"})
    assert not HandedInTopic.objects.exists()
    users.member.representative.delete()
    assert "keine Stadt zugeordnet" in client_of("member").get(page(world)).content.decode()
    world.next.state = "cancelled"
    world.next.save()
    assert "nicht mehr in Planung" in client_of("member").get(page(world)).content.decode()
