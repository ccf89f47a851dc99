"""Inviting: who, by which mail, with which calendar entry; changes, cancellation, withdrawal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from sprengel.bodies import actions as bodies
from sprengel.mail.models import Letter, LetterState
from sprengel.meetings import actions, ical
from sprengel.meetings.invitations import answers, queries, sending
from sprengel.meetings.invitations.answers import Given
from sprengel.meetings.invitations.candidates import candidate_of, candidates
from sprengel.meetings.models import (
    Answer,
    AnswerWay,
    Invitation,
    Meeting,
    MeetingState,
    ParticipantRole,
)
from tests.meetings.conftest import Users, World

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def session(world: World, settings: Any) -> Meeting:
    settings.MAIL_FROM = "Städtebund Musterland <sitzungen@musterland.example>"
    settings.BASE_URL = "https://sprengel.example"
    world.next.starts_at, world.next.ends_at = time(10, 0), time(13, 0)
    actions.change_meeting(actor=None, meeting=world.next)
    return world.next


def invite(users: Users, meeting: Meeting, note: str = "") -> Invitation:
    sending.invite(
        actor=users.office,
        meeting=meeting,
        whom=[each for each in candidates(users.office, meeting) if each.is_suggested],
        note=note,
    )
    return Invitation.objects.get(meeting=meeting)


def last_letter() -> Letter:
    return Letter.objects.order_by("-pk").first()


def event(letter: Letter) -> Any:
    return next(iter(Calendar.from_ical(letter.calendar).walk("VEVENT")))


def move(meeting: Meeting, **values: Any) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    actions.change_meeting(actor=None, meeting=meeting)


class TestWho:
    def test_members_come_with_their_mayor_of_that_day(self, users: Users, world: World) -> None:
        before = bodies.add_person(actor=None, given_name="Udo", family_name="Früher")
        bodies.add_post(
            actor=None,
            person=before,
            at=world.city,
            title="Oberbürgermeister",
            start_on=date(2010, 1, 1),
            end_on=date(2018, 1, 1),
        )
        (found,) = [each for each in candidates(users.office, world.next) if each.is_suggested]
        assert found.actor.pk == world.city.pk
        assert found.person == world.mayor
        assert found.post_title == "Oberbürgermeisterin"
        assert found.email == users.member.email, "the mail goes to who works for the city"

    def test_an_address_of_the_city_comes_before_that_of_a_user(
        self, users: Users, world: World
    ) -> None:
        world.city.email = "rathaus@auenstadt.example"
        world.city.save()
        assert candidates(users.office, world.next)[0].email == "rathaus@auenstadt.example"

    def test_a_city_that_left_is_not_offered(self, users: Users, world: World) -> None:
        world.city.memberships.update(end_on=date(2026, 9, 1))
        assert not [each for each in candidates(users.office, world.next) if each.is_suggested]

    def test_guests_of_the_last_meetings_are_offered_with_who_holds_the_post_now(
        self, users: Users, world: World
    ) -> None:
        old = bodies.add_person(actor=None, given_name="Eva", family_name="Alt")
        new = bodies.add_person(actor=None, given_name="Jan", family_name="Neu")
        for person, start, end in (
            (old, None, date(2026, 6, 30)),
            (new, date(2026, 7, 1), None),
        ):
            bodies.add_post(
                actor=None,
                person=person,
                at=world.state,
                title="Staatssekretär",
                start_on=start,
                end_on=end,
            )
        actions.add_participation(
            actor=None,
            meeting=world.last,
            of=world.state,
            person=old,
            role=ParticipantRole.GUEST,
            post_title="Staatssekretär",
        )
        (guest,) = [
            each
            for each in candidates(users.office, world.next)
            if each.role == ParticipantRole.GUEST
        ]
        assert guest.person == new
        assert not guest.is_suggested

    def test_who_is_invited_is_not_offered_again(self, users: Users, session: Meeting) -> None:
        invite(users, session)
        assert not [each for each in candidates(users.office, session) if each.is_suggested]

    def test_a_member_of_a_board_is_a_person(self, users: Users, world: World) -> None:
        board = bodies.add_organization(
            actor=None, name="Vorstand", body=world.league, kind="board"
        )
        bodies.add_post(actor=None, person=world.mayor, at=board, title="Vorsitzende")
        series = actions.add_series(actor=None, organization=board, name="Vorstand")
        meeting = world.meeting(series=series)
        (found,) = [each for each in candidates(users.office, meeting) if each.is_suggested]
        assert (found.actor.pk, found.role) == (world.mayor.pk, ParticipantRole.CHAIR)


class TestTheMail:
    def test_it_says_what_when_where_and_how_to_answer(
        self, users: Users, session: Meeting
    ) -> None:
        invite(users, session, note="Parkplätze hinter dem Rathaus.")
        letter = Letter.objects.get()
        assert letter.subject == "Einladung: Herbstsitzung 2026, 19. Oktober 2026"
        assert letter.to_email == users.member.email
        assert letter.to_name == "Ada Auer"
        for words in (
            "Guten Tag Ada Auer,",
            "„Herbstsitzung 2026“ (Sprengel Nord)",
            "Wann: Montag, 19. Oktober 2026, 10:00 bis 13:00 Uhr",
            "Wo: Auenstadt",
            "Parkplätze hinter dem Rathaus.",
            "https://sprengel.example/a/einladung/",
            "Geschäftsstelle Städtebund Musterland",
        ):
            assert words in letter.text

    def test_the_letter_is_german_whatever_language_the_office_reads(
        self, users: Users, session: Meeting
    ) -> None:
        from django.utils.translation import override

        with override("en"):
            invite(users, session)
        assert Letter.objects.get().subject.startswith("Einladung:")

    def test_the_entry_is_a_request_to_one_invitee(self, users: Users, session: Meeting) -> None:
        invite(users, session)
        letter = Letter.objects.get()
        calendar = Calendar.from_ical(letter.calendar)
        entry = event(letter)
        assert letter.calendar_method == str(calendar["method"]) == "REQUEST"
        assert str(entry["uid"]) == f"sitzung-{session.pk}@sprengel.example"
        assert entry["sequence"] == session.calendar_sequence
        assert str(entry["organizer"]) == "mailto:sitzungen@musterland.example"
        attendee = entry["attendee"]
        assert str(attendee) == f"mailto:{users.member.email}"
        assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"
        assert attendee.params["RSVP"] == "TRUE"
        assert entry["dtstart"].dt == datetime(2026, 10, 19, 10, tzinfo=BERLIN)
        assert entry["dtend"].dt == datetime(2026, 10, 19, 13, tzinfo=BERLIN)
        assert entry["dtstamp"].dt.utcoffset() == timedelta(0)

    @pytest.mark.parametrize("kind", ["request", "cancel"])
    def test_lines_are_as_rfc_5545_wants_them(
        self, users: Users, session: Meeting, kind: str
    ) -> None:
        session.place = "Rathaus, Großer Sitzungssaal; 2. Stock – „Öffentlichkeit“ ist geladen " * 2
        session.title = 'Titel mit "Anführung", Komma; Strichpunkt \\ und\nUmbruch'
        session.save()
        row = invite(users, session)
        if kind == "cancel":
            sending.withdraw(actor=users.office, invitation=row)
        raw = last_letter().calendar.encode()
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert max(len(line) for line in raw.split(b"\r\n")) <= 75
        again = Calendar.from_ical(raw)
        assert str(event(last_letter())["location"]) == session.place.strip() or str(
            event(last_letter())["location"]
        ).startswith("Rathaus, Großer")
        assert Calendar.from_ical(again.to_ical()).to_ical() == again.to_ical()

    @pytest.mark.parametrize(
        ("day", "hour", "utc"),
        [
            (date(2026, 10, 25), 1, datetime(2026, 10, 24, 23)),
            (date(2026, 10, 25), 10, datetime(2026, 10, 25, 9)),
            (date(2027, 3, 28), 1, datetime(2027, 3, 28, 0)),
            (date(2027, 3, 28), 10, datetime(2027, 3, 28, 8)),
            (date(2027, 7, 1), 10, datetime(2027, 7, 1, 8)),
        ],
    )
    def test_the_day_the_clocks_change(
        self, world: World, day: date, hour: int, utc: datetime
    ) -> None:
        """By the zone that stands in the file itself, as programs that know no zones read it."""
        meeting = world.meeting(starts_on=day, starts_at=time(hour, 0))
        text = ical.invitation(
            meeting,
            method="REQUEST",
            sequence=0,
            organizer=ical.Party("a@b.example"),
            attendee=ical.Party("c@d.example"),
        )
        calendar = Calendar.from_ical(text.replace("Europe/Berlin", "Hausuhr"))
        (zone,) = calendar.walk("VTIMEZONE")
        own = zone.to_tz(lookup_tzid=False)
        local = next(iter(calendar.walk("VEVENT")))["dtstart"].dt.replace(tzinfo=None)
        assert local == datetime.combine(day, time(hour, 0))
        at = local.replace(tzinfo=own)
        assert at.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) == utc
        start = next(iter(calendar.walk("VEVENT")))["dtstart"]
        assert start.params["TZID"] == "Hausuhr"

    def test_three_hours_are_three_hours_on_the_day_the_clocks_change(self, world: World) -> None:
        meeting = world.meeting(starts_on=date(2026, 10, 25), starts_at=time(1, 0))
        entry = ical.event_of(meeting, has_end=True)
        length = entry["dtend"].dt.astimezone(ZoneInfo("UTC")) - entry["dtstart"].dt.astimezone(
            ZoneInfo("UTC")
        )
        assert length == timedelta(hours=3)

    def test_without_an_hour_it_is_the_whole_day(self, users: Users, world: World) -> None:
        invite(users, world.next)
        entry = event(Letter.objects.get())
        assert entry["dtstart"].dt == date(2026, 10, 19)
        assert entry["dtend"].dt == date(2026, 10, 20)

    def test_no_day_no_invitation(self, users: Users, world: World) -> None:
        move(world.next, date_precision="season")
        with pytest.raises(sending.CannotInvite):
            invite(users, world.next)
        assert not Letter.objects.exists()
        assert not Invitation.objects.exists()

    def test_who_has_no_address_is_named(self, users: Users, world: World) -> None:
        lindach = bodies.add_body(actor=None, name="Lindach", kind="city")
        bodies.add_membership(actor=None, member=lindach, organization=world.circle)
        told = sending.invite(
            actor=users.office,
            meeting=world.next,
            whom=[each for each in candidates(users.office, world.next) if each.is_suggested],
        )
        assert told == sending.Told(sent=1, without_address=("Lindach",))
        board = queries.board(users.office, world.next)
        assert [line.name for line in board.without_address] == ["Lindach"]
        row = Invitation.objects.get(actor=lindach)
        sending.change_address(actor=users.office, invitation=row, email="stadt@lindach.example")
        assert last_letter().to_email == "stadt@lindach.example"

    def test_a_double_click_sends_one(self, users: Users, session: Meeting) -> None:
        whom = [each for each in candidates(users.office, session) if each.is_suggested]
        for _click in range(2):
            sending.invite(actor=users.office, meeting=session, whom=whom)
        assert Letter.objects.count() == 1


class TestChange:
    def test_moved_after_invitations(self, users: Users, session: Meeting) -> None:
        row = invite(users, session)
        assert queries.board(users.office, session).uninformed == 0
        before = event(last_letter())
        move(session, starts_on=date(2026, 11, 2))
        board = queries.board(users.office, session)
        assert (board.uninformed, board.is_changed) == (1, True)
        assert sending.send_news(actor=users.office, meeting=session).sent == 1
        after = event(last_letter())
        assert str(after["uid"]) == str(before["uid"])
        assert after["sequence"] == before["sequence"] + 1
        assert last_letter().subject == "Geändert: Herbstsitzung 2026, 2. November 2026"
        row.refresh_from_db()
        assert queries.board(users.office, session).uninformed == 0
        assert sending.send_news(actor=users.office, meeting=session).sent == 0

    def test_only_who_has_an_old_version_gets_the_new_one(
        self, users: Users, session: Meeting, world: World
    ) -> None:
        invite(users, session)
        move(session, place="Lindach")
        sending.invite(
            actor=users.office,
            meeting=session,
            whom=[
                candidate_of(
                    users.office, session, actor=world.director, role=ParticipantRole.OFFICE
                )
            ],
        )
        Invitation.objects.filter(actor=world.director).update(email="lind@musterland.example")
        told = sending.send_news(actor=users.office, meeting=session)
        assert told.sent == 2, "the director had no address before: an invitation"
        assert set(Letter.objects.order_by("-pk").values_list("subject", flat=True)[:2]) == {
            "Geändert: Herbstsitzung 2026, 19. Oktober 2026",
            "Einladung: Herbstsitzung 2026, 19. Oktober 2026",
        }

    def test_a_note_in_the_file_is_no_news(self, users: Users, session: Meeting) -> None:
        invite(users, session)
        move(session, note="Beamer mitbringen")
        assert queries.board(users.office, session).uninformed == 0

    def test_an_unsent_old_version_never_goes_out(self, users: Users, session: Meeting) -> None:
        invite(users, session)
        move(session, starts_on=date(2026, 11, 2))
        sending.send_news(actor=users.office, meeting=session)
        assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == [
            LetterState.CANCELLED,
            LetterState.QUEUED,
        ]

    def test_the_host_withdraws(self, users: Users, session: Meeting, world: World) -> None:
        session.host = world.city
        actions.change_meeting(actor=None, meeting=session)
        invite(users, session)
        move(session, host=None, place="")
        sending.send_news(actor=users.office, meeting=session)
        assert "Auenstadt" not in last_letter().text
        assert "location" not in event(last_letter())

    def test_a_hidden_host_stays_hidden(self, users: Users, session: Meeting) -> None:
        host = bodies.add_body(actor=None, name="Geheimstadt", kind="city", visibility="office")
        move(session, host=host)
        invite(users, session)
        assert "Geheimstadt" not in Letter.objects.get().text + Letter.objects.get().calendar

    def test_cancelled(self, users: Users, session: Meeting) -> None:
        invite(users, session)
        session.cancelled_because = "Der Saal ist überschwemmt."
        move(session, state=MeetingState.CANCELLED)
        assert queries.board(users.office, session).uninformed == 1
        assert sending.send_news(actor=users.office, meeting=session).sent == 1
        letter = last_letter()
        assert letter.calendar_method == "CANCEL"
        assert str(event(letter)["status"]) == "CANCELLED"
        assert event(letter)["sequence"] == session.calendar_sequence
        assert "Der Saal ist überschwemmt." in letter.text
        assert "/a/einladung/" not in letter.text
        assert sending.send_news(actor=users.office, meeting=session).sent == 0

    def test_who_never_got_an_invitation_gets_no_cancellation(
        self, users: Users, session: Meeting
    ) -> None:
        row = invite(users, session)
        Invitation.objects.filter(pk=row.pk).update(sequence_sent=-1)
        Letter.objects.all().delete()
        move(session, state=MeetingState.CANCELLED)
        assert queries.board(users.office, session).uninformed == 0
        assert sending.send_news(actor=users.office, meeting=session).sent == 0

    def test_taken_back_and_invited_again(self, users: Users, session: Meeting) -> None:
        row = invite(users, session)
        address = sending.answer_address(row)
        sending.withdraw(actor=users.office, invitation=row, reason="Verwechslung")
        assert last_letter().calendar_method == "CANCEL"
        assert not queries.board(users.office, session).lines
        sending.withdraw(actor=users.office, invitation=row)
        assert Letter.objects.count() == 2
        again = invite(users, session)
        assert again.pk == row.pk
        assert last_letter().calendar_method == "REQUEST"
        assert sending.answer_address(again) != address
        assert again.withdrawn_at is None


class TestSuccessor:
    def test_leaving_office_before_the_session_is_shown(
        self, users: Users, session: Meeting, world: World
    ) -> None:
        invite(users, session)
        assert not queries.board(users.office, session).stale
        world.mayor.posts.update(end_on=date(2026, 10, 10))
        (line,) = queries.board(users.office, session).stale
        assert line.successor is None

    def test_the_successor_is_offered_and_invited(
        self, users: Users, session: Meeting, world: World, client_of: Any
    ) -> None:
        row = invite(users, session)
        answers.answer(actor=None, invitation=row, given=Given(Answer.ACCEPTED))
        person = self._successor(world)
        page = client_of("office").get(f"/sitzungen/{session.pk}/teilnahme/").text
        assert "Ada Auer ist am Tag der Sitzung nicht mehr im Amt (Auenstadt)." in page
        assert "Nele Nach einladen" in page
        client_of("office").post(
            f"/sitzungen/{session.pk}/teilnahme/eingeladen/{row.pk}/nachfolge/"
        )
        row.refresh_from_db()
        assert (row.person, row.answer) == (person, Answer.NONE)
        assert last_letter().to_name == "Nele Nach"
        assert not queries.board(users.office, session).stale

    def test_another_address_is_told_that_it_is_over(
        self, users: Users, session: Meeting, world: World
    ) -> None:
        row = invite(users, session)
        person = self._successor(world)
        person.email = "nach@auenstadt.example"
        person.save()
        sending.hand_over(
            actor=users.office, invitation=row, person=person, post_title="Oberbürgermeisterin"
        )
        sent = list(
            Letter.objects.order_by("pk").values_list("to_email", "calendar_method", "state")
        )
        assert sent[1:] == [
            (users.member.email, "CANCEL", LetterState.QUEUED),
            ("nach@auenstadt.example", "REQUEST", LetterState.QUEUED),
        ]

    def _successor(self, world: World) -> Any:
        person = bodies.add_person(actor=None, given_name="Nele", family_name="Nach")
        world.mayor.posts.update(end_on=date(2026, 10, 10))
        bodies.add_post(
            actor=None,
            person=person,
            at=world.city,
            title="Oberbürgermeisterin",
            start_on=date(2026, 10, 11),
        )
        return person


class TestReminder:
    @pytest.fixture
    def soon(self, users: Users, session: Meeting, settings: Any) -> Invitation:
        row = invite(users, session)
        settings.TODAY = session.starts_on - timedelta(days=session.series.reminder_days)
        Invitation.objects.update(invited_at=timezone.now() - timedelta(days=14))
        return row

    def test_once_and_only_shortly_before(self, soon: Invitation, settings: Any) -> None:
        settings.TODAY -= timedelta(days=1)
        assert sending.remind_due() == 0
        settings.TODAY += timedelta(days=1)
        assert sending.remind_due() == 1
        assert sending.remind_due() == 0
        assert last_letter().subject.startswith("Bitte antworten Sie noch:")
        assert "/a/einladung/" in last_letter().text

    def test_not_who_has_answered(self, soon: Invitation) -> None:
        answers.answer(actor=None, invitation=soon, given=Given(Answer.DECLINED))
        assert sending.remind_due() == 0

    def test_an_answer_to_the_day_before_the_move_is_none(
        self, soon: Invitation, users: Users, session: Meeting
    ) -> None:
        answers.answer(actor=None, invitation=soon, given=Given(Answer.ACCEPTED))
        move(session, starts_at=time(14, 0))
        sending.send_news(actor=users.office, meeting=session)
        Invitation.objects.update(invited_at=timezone.now() - timedelta(days=3))
        assert sending.remind_due() == 1

    def test_not_who_was_invited_yesterday(self, soon: Invitation) -> None:
        Invitation.objects.update(invited_at=timezone.now() - timedelta(days=1))
        assert sending.remind_due() == 0

    def test_not_after_it_began_or_was_cancelled(
        self, soon: Invitation, session: Meeting, settings: Any
    ) -> None:
        settings.TODAY = session.starts_on + timedelta(days=1)
        assert sending.remind_due() == 0
        settings.TODAY = session.starts_on - timedelta(days=2)
        move(session, state=MeetingState.CANCELLED)
        assert sending.remind_due() == 0


class TestAnswer:
    def test_counts_for_the_office(self, users: Users, session: Meeting) -> None:
        row = invite(users, session)
        answers.answer(
            actor=None,
            invitation=row,
            given=Given(Answer.DELEGATED, is_remote=True, deputy_name="Ben Amt", deputy_post="BM"),
        )
        board = queries.board(users.office, session)
        assert {answer: count for answer, _word, count in board.counts if count} == {"delegated": 1}
        assert board.remote == 1

    def test_changed_again_until_the_session(self, users: Users, session: Meeting) -> None:
        row = invite(users, session)
        answers.answer(
            actor=None,
            invitation=row,
            given=Given(Answer.DELEGATED, deputy_name="Ben Amt", is_remote=True),
        )
        row = answers.answer(actor=None, invitation=row, given=Given(Answer.DECLINED, True, "x"))
        assert (row.answer, row.is_remote, row.deputy_name) == (Answer.DECLINED, False, "")

    def test_too_late(self, users: Users, session: Meeting, settings: Any) -> None:
        row = invite(users, session)
        settings.TODAY = session.starts_on + timedelta(days=1)
        with pytest.raises(answers.TooLate):
            answers.answer(actor=None, invitation=row, given=Given(Answer.ACCEPTED))
        answers.answer(
            actor=users.office,
            invitation=row,
            given=Given(Answer.ACCEPTED),
            way=AnswerWay.OFFICE,
        )

    def test_moved_then_the_answer_is_to_another_day(self, users: Users, session: Meeting) -> None:
        row = invite(users, session)
        answers.answer(actor=None, invitation=row, given=Given(Answer.ACCEPTED))
        move(session, starts_on=date(2026, 11, 2))
        (line,) = queries.board(users.office, session).lines
        assert (line.answer, line.is_old_answer) == (Answer.NONE, True)
        answers.answer(actor=None, invitation=row, given=Given(Answer.ACCEPTED))
        (line,) = queries.board(users.office, session).lines
        assert (line.answer, line.is_old_answer) == (Answer.ACCEPTED, False)
