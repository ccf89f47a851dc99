"""What a change makes of the answers, and what a new mayor takes over from the one before."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from sprengel.bodies import actions as bodies
from sprengel.mail.models import Letter
from sprengel.meetings import actions
from sprengel.meetings.invitations import answers, queries, rules, sending
from sprengel.meetings.invitations.answers import Given
from sprengel.meetings.invitations.candidates import candidates
from sprengel.meetings.models import Answer, Invitation, Meeting, MeetingState, ParticipantRole
from tests.meetings.conftest import Users, World


@pytest.fixture
def session(world: World, settings: Any) -> Meeting:
    settings.MAIL_FROM = "Städtebund Musterland <sitzungen@musterland.example>"
    world.next.starts_at, world.next.ends_at = time(10, 0), time(13, 0)
    actions.change_meeting(actor=None, meeting=world.next)
    return world.next


@pytest.fixture
def row(users: Users, session: Meeting) -> Invitation:
    whom = [each for each in candidates(users.office, session) if each.is_suggested]
    sending.invite(actor=users.office, meeting=session, whom=whom)
    return Invitation.objects.get()


def give(row: Invitation, answer: str) -> None:
    deputy = "Mira Muster" if answer == Answer.DELEGATED else ""
    answers.answer(actor=None, invitation=row, given=Given(answer, deputy_name=deputy))


def change(meeting: Meeting, **values: Any) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    actions.change_meeting(actor=None, meeting=meeting)


def news(users: Users, meeting: Meeting) -> Letter:
    assert sending.send_news(actor=users.office, meeting=meeting).sent == 1
    return Letter.objects.order_by("-pk").first()


def partstat(letter: Letter) -> str:
    (event,) = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return event["attendee"].params["PARTSTAT"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Answer.ACCEPTED, "Ihre Zusage gilt weiter."),
        (Answer.TENTATIVE, "Ihre Zusage mit Vorbehalt gilt weiter."),
        (Answer.DECLINED, "Ihre Absage gilt weiter."),
        (Answer.DELEGATED, "Ihre Vertretung gilt weiter."),
    ],
)
def test_another_room_is_told_and_every_answer_stands(
    row: Invitation, session: Meeting, users: Users, client_of: Any, given: str, words: str
) -> None:
    give(row, given)
    before = session.calendar_sequence
    change(session, place="Kleiner Saal")
    assert session.calendar_sequence == before + 1
    board = queries.board(users.office, session)
    assert (board.uninformed, board.lines[0].answer) == (1, given)
    page = client_of("office").get(f"/sitzungen/{session.pk}/teilnahme/").text
    assert "Sitzung geändert, ein Eingeladener weiß es noch nicht" in page
    assert "zum vorigen Termin" not in page
    letter = news(users, session)
    assert words in letter.text
    assert "noch einmal" not in letter.text
    assert partstat(letter) == given.upper()


def test_who_had_not_answered_is_still_asked(
    row: Invitation, session: Meeting, users: Users
) -> None:
    change(session, place="Kleiner Saal")
    letter = news(users, session)
    assert "Bitte sagen Sie uns, ob Sie kommen" in letter.text
    assert partstat(letter) == "NEEDS-ACTION"


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": date(2026, 11, 2)},
        {"ends_on": date(2026, 10, 20)},
        {"starts_at": time(11, 0)},
    ],
)
def test_another_day_or_hour_is_asked_anew(
    row: Invitation, session: Meeting, users: Users, values: dict[str, Any]
) -> None:
    give(row, Answer.ACCEPTED)
    change(session, **values)
    change(session, place="Kleiner Saal")
    assert queries.board(users.office, session).lines[0].answer == Answer.NONE
    letter = news(users, session)
    assert "Ihre Antwort galt dem Termin davor. Bitte antworten Sie noch einmal" in letter.text
    assert partstat(letter) == "NEEDS-ACTION"
    row.refresh_from_db()
    give(row, Answer.DECLINED)
    row = Invitation.objects.get()
    assert rules.has_answered(row)


@pytest.mark.parametrize("values", [{"ends_on": date(2026, 10, 19)}, {"ends_at": time(12, 0)}])
def test_the_same_day_and_beginning_written_otherwise_voids_nothing(
    row: Invitation, session: Meeting, values: dict[str, Any]
) -> None:
    give(row, Answer.ACCEPTED)
    change(session, **values)
    assert rules.has_answered(Invitation.objects.get())


def test_after_another_room_only_the_silent_are_reminded(
    row: Invitation, session: Meeting, users: Users, settings: Any
) -> None:
    give(row, Answer.ACCEPTED)
    change(session, place="Kleiner Saal")
    news(users, session)
    Invitation.objects.update(invited_at=row.invited_at - timedelta(days=30))
    settings.TODAY = session.starts_on - timedelta(days=session.series.reminder_days)
    assert sending.remind_due() == 0


@pytest.mark.parametrize("is_told", [True, False])
def test_taking_place_after_all_is_asked_anew_of_those_told_that_it_does_not(
    row: Invitation, session: Meeting, users: Users, is_told: bool
) -> None:
    give(row, Answer.ACCEPTED)
    change(session, state=MeetingState.CANCELLED, cancelled_because="Sturm")
    if is_told:
        news(users, session)
    change(session, state=MeetingState.PLANNED)
    assert rules.has_answered(Invitation.objects.get()) is not is_told


def test_the_page_behind_the_link_does_not_ask_again_for_another_room(
    row: Invitation, session: Meeting, settings: Any
) -> None:
    give(row, Answer.ACCEPTED)
    change(session, place="Kleiner Saal")
    link = sending.answer_address(row).removeprefix(settings.BASE_URL)
    page = Client().get(link).text
    assert "Kleiner Saal" in page
    assert "Bitte antworten Sie noch einmal" not in page


# ── A new mayor ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def chaired(row: Invitation, world: World) -> Invitation:
    """Auenstadt's mayor is in the chair; from 11 October another one is mayor."""
    Invitation.objects.update(role=ParticipantRole.CHAIR)
    world.mayor.posts.update(end_on=date(2026, 10, 10))
    return Invitation.objects.get()


def successor(world: World, *, is_chair: bool) -> None:
    person = bodies.add_person(actor=None, given_name="Nele", family_name="Nach")
    start = date(2026, 10, 11)
    bodies.add_post(
        actor=None, person=person, at=world.city, title="Oberbürgermeisterin", start_on=start
    )
    if is_chair:
        bodies.add_post(
            actor=None, person=person, at=world.circle, title="Vorsitzende", start_on=start
        )


def hand_over(client_of: Any, row: Invitation) -> str:
    address = f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/nachfolge/"
    return client_of("office").post(address, follow=True).text


def test_the_chair_is_not_inherited(chaired: Invitation, world: World, client_of: Any) -> None:
    successor(world, is_chair=False)
    page = hand_over(client_of, chaired)
    assert "Eingeladen ist jetzt Nele Nach." in page
    assert "Der Vorsitz ist neu zu bestimmen." in page
    assert Invitation.objects.get().role == ParticipantRole.MEMBER
    assert "ROLE=CHAIR" not in Letter.objects.order_by("-pk").first().calendar.replace("\r\n ", "")


def test_who_was_elected_to_the_chair_keeps_it(
    chaired: Invitation, world: World, client_of: Any
) -> None:
    successor(world, is_chair=True)
    assert "Der Vorsitz ist neu zu bestimmen." not in hand_over(client_of, chaired)
    assert Invitation.objects.get().role == ParticipantRole.CHAIR


def test_the_page_of_the_invitation_says_that_the_post_has_ended(
    chaired: Invitation, world: World, client_of: Any
) -> None:
    address = f"/sitzungen/{chaired.meeting_id}/teilnahme/eingeladen/{chaired.pk}/"
    page = client_of("office").get(address).text
    assert "Ada Auer ist am Tag der Sitzung nicht mehr im Amt (Auenstadt)." in page
    assert "Der Vorsitz ist neu zu bestimmen." in page
    successor(world, is_chair=False)
    assert "Nele Nach einladen" in client_of("office").get(address).text


def test_the_page_of_somebody_in_office_says_nothing(row: Invitation, client_of: Any) -> None:
    address = f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/"
    assert "nicht mehr im Amt" not in client_of("office").get(address).text
