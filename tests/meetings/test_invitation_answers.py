"""Answering: by link, logged in, from the calendar; what is forged, old or unreadable."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sprengel.bodies import actions as bodies
from sprengel.mail import incoming
from sprengel.mail.models import Letter
from sprengel.meetings import actions, ical
from sprengel.meetings.invitations import answers, queries, replies, sending
from sprengel.meetings.invitations.answers import Given
from sprengel.meetings.invitations.candidates import candidates
from sprengel.meetings.models import (
    Answer,
    AnswerWay,
    CalendarReply,
    Invitation,
    Meeting,
    ReplyState,
)
from tests.meetings.conftest import Users, World


@pytest.fixture
def session(world: World, settings: Any) -> Meeting:
    settings.MAIL_FROM = "Städtebund Musterland <sitzungen@musterland.example>"
    world.next.starts_at = time(10, 0)
    actions.change_meeting(actor=None, meeting=world.next)
    return world.next


@pytest.fixture
def row(users: Users, session: Meeting) -> Invitation:
    whom = [each for each in candidates(users.office, session) if each.is_suggested]
    sending.invite(actor=users.office, meeting=session, whom=whom)
    return Invitation.objects.get()


@pytest.fixture
def link(row: Invitation, settings: Any) -> str:
    return sending.answer_address(row).removeprefix(settings.BASE_URL)


def reply(
    row: Invitation,
    partstat: str = "ACCEPTED",
    *,
    sender: str = "",
    attendee: str = "",
    stamp: str = "",
    sequence: int | None = None,
    method: str = "REPLY",
    uid: str = "",
    extra: str = "",
    params: str = "",
    headers: dict[str, str] | None = None,
) -> bytes:
    """As a calendar program writes it."""
    sequence = row.meeting.calendar_sequence if sequence is None else sequence
    at = stamp or f":{timezone.now():%Y%m%dT%H%M%SZ}"
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Rathaus//Kalender 1.0//DE",
            "VERSION:2.0",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{uid or ical.uid_of(row.meeting)}",
            f"DTSTAMP{at}",
            f"SEQUENCE:{sequence}",
            "DTSTART;TZID=America/New_York:20261019T040000",
            f"ATTENDEE;PARTSTAT={partstat}{params}:mailto:{attendee or row.email}",
            *([extra] if extra else []),
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    message = EmailMessage()
    message["From"] = sender or f"Ada Auer <{row.email.upper()}>"
    message["To"] = "sitzungen@musterland.example"
    message["Subject"] = "Zugesagt"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content("Zugesagt")
    message.add_alternative(text.encode(), maintype="text", subtype="calendar")
    message.get_payload()[-1].set_param("method", method)
    return message.as_bytes()


class TestByLink:
    def test_without_login(self, link: str, row: Invitation) -> None:
        client = Client(enforce_csrf_checks=False)
        page = client.get(link)
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
        for words in ("Herbstsitzung 2026", "Montag, 19. Oktober 2026, 10:00 Uhr", "Ada Auer"):
            assert words in page.text
        sent = client.post(
            link,
            {
                "answer": "delegated",
                "is_remote": "on",
                "deputy_name": "Ben Amt",
                "deputy_post": "Erster Bürgermeister",
                "remark": "Kommt eine halbe Stunde später",
            },
            follow=True,
        )
        assert "Danke, Ihre Antwort ist angekommen" in sent.text
        row.refresh_from_db()
        assert (row.answer, row.is_remote, row.deputy_name, row.answer_way) == (
            Answer.DELEGATED,
            True,
            "Ben Amt",
            AnswerWay.LINK,
        )
        assert row.answered_sequence == row.meeting.calendar_sequence

    def test_looking_changes_nothing(self, link: str, row: Invitation) -> None:
        """Mail programs and filters open every link, with whatever they like behind it."""
        client = Client()
        for query in ("", "?answer=accepted", "?answer=declined&confirm=1"):
            client.get(link + query)
            client.head(link + query)
        before = row.answer
        row.refresh_from_db()
        assert row.answer == before == Answer.NONE

    def test_a_deputy_has_a_name(self, link: str, row: Invitation) -> None:
        page = Client().post(link, {"answer": "delegated"})
        assert page.status_code == 422
        assert "Bitte sagen Sie, wer Sie vertritt." in page.text
        row.refresh_from_db()
        assert row.answer == Answer.NONE

    @pytest.mark.parametrize("answer", ["", "none", "vielleicht", "x" * 500])
    def test_no_such_answer(self, link: str, row: Invitation, answer: str) -> None:
        assert Client().post(link, {"answer": answer}).status_code == 422
        row.refresh_from_db()
        assert row.answer == Answer.NONE

    def test_taken_back(self, link: str, row: Invitation, users: Users) -> None:
        sending.withdraw(actor=users.office, invitation=row)
        page = Client().get(link)
        assert page.status_code == 404
        assert "Dieser Link gilt nicht mehr" in page.text
        assert Client().post(link, {"answer": "accepted"}).status_code == 404

    def test_forged(self, link: str) -> None:
        assert Client().get(link[:-3] + "xx/").status_code == 404

    def test_when_it_has_begun(
        self, link: str, row: Invitation, session: Meeting, settings: Any
    ) -> None:
        settings.TODAY = session.starts_on + timedelta(days=1)
        page = Client().post(link, {"answer": "accepted"}, follow=True)
        assert "Die Sitzung hat begonnen." in page.text
        row.refresh_from_db()
        assert row.answer == Answer.NONE

    def test_it_works_for_a_meeting_only_the_office_sees(
        self, link: str, row: Invitation, session: Meeting
    ) -> None:
        Meeting.objects.filter(pk=session.pk).update(visibility="office")
        assert Client().get(link).status_code == 200

    def test_after_a_move_it_is_asked_anew(
        self, link: str, row: Invitation, session: Meeting
    ) -> None:
        Client().post(link, {"answer": "accepted"})
        session.starts_on = date(2026, 11, 2)
        actions.change_meeting(actor=None, meeting=session)
        page = Client().get(link).text
        assert "Ihre Antwort galt für den Termin vor der Änderung" in page
        assert "2. November 2026" in page


class TestLoggedIn:
    def test_a_member_sees_and_changes_its_own(self, row: Invitation, client_of: Any) -> None:
        client = client_of("member")
        assert "Ihre Einladung" in client.get(f"/sitzungen/{row.meeting_id}/teilnahme/").text
        client.post(f"/sitzungen/{row.meeting_id}/antwort/", {"answer": "accepted"})
        row.refresh_from_db()
        assert (row.answer, row.answer_way) == (Answer.ACCEPTED, AnswerWay.LOGIN)

    @pytest.mark.parametrize("role", ["public", "guest"])
    def test_others_do_not(self, row: Invitation, client_of: Any, role: str) -> None:
        page = client_of(role).get(f"/sitzungen/{row.meeting_id}/antwort/")
        assert page.status_code in (302, 404)
        assert row.email not in page.text


class TestSight:
    """Who is invited, with which address and what they answered, is the office's alone."""

    ADDRESSES = (
        "/sitzungen/{m}/einladen/",
        "/sitzungen/{m}/teilnahme/eingeladen/{i}/",
        "/sitzungen/antworten/",
        "/sitzungen/{m}/anwesenheit/",
        "/sitzungen/{m}/anwesenheit/liste/",
        "/post/",
    )

    @pytest.mark.parametrize("role", ["public", "guest", "member"])
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_pages(self, row: Invitation, client_of: Any, role: str, address: str) -> None:
        page = client_of(role).get(address.format(m=row.meeting_id, i=row.pk))
        assert page.status_code in (302, 403)

    @pytest.mark.parametrize("role", ["public", "guest", "member"])
    def test_the_tab(self, row: Invitation, client_of: Any, role: str, users: Users) -> None:
        other = bodies.add_body(actor=None, name="Lindach", kind="city")
        Invitation.objects.create(
            meeting=row.meeting,
            actor=other,
            email="ob@lindach.example",
            answer=Answer.DECLINED,
            remark="Krank",
        )
        page = client_of(role).get(f"/sitzungen/{row.meeting_id}/teilnahme/").text
        for secret in ("ob@lindach.example", "Krank", "Lindach", "abgesagt", "Einladungen"):
            assert secret not in page

    @pytest.mark.parametrize("visibility", ["public", "members", "office"])
    def test_queries(self, row: Invitation, users: Users, visibility: str) -> None:
        Meeting.objects.filter(pk=row.meeting_id).update(visibility=visibility)
        meeting = Meeting.objects.get(pk=row.meeting_id)
        CalendarReply.objects.create(digest="x", meeting=meeting)
        for user in (users.public, users.guest, users.member):
            assert not queries.invitations(user, meeting)
            assert not queries.board(user, meeting).lines
            assert queries.board(user, meeting).open_replies == 0
            assert sum(count for _a, _w, count in queries.board(user, meeting).counts) == 0
            assert not queries.replies(user)
        assert queries.invitations(users.office, meeting).count() == 1
        assert (queries.own(users.member, meeting) is not None) == (visibility != "office")
        assert queries.own(users.guest, meeting) is None

    def test_other_houses_cannot_change_anything(self, row: Invitation, client_of: Any) -> None:
        for role in ("public", "guest", "member"):
            for path in (
                f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/zuruecknehmen/",
                f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/nachfolge/",
                f"/sitzungen/{row.meeting_id}/einladen/stand/",
            ):
                assert client_of(role).post(path).status_code in (302, 403)
        row.refresh_from_db()
        assert row.withdrawn_at is None
        assert Letter.objects.count() == 1


class TestFromTheCalendar:
    @pytest.mark.parametrize(
        ("partstat", "answer"),
        [
            ("ACCEPTED", Answer.ACCEPTED),
            ("TENTATIVE", Answer.TENTATIVE),
            ("DECLINED", Answer.DECLINED),
            ("DELEGATED", Answer.DELEGATED),
            ("accepted", Answer.ACCEPTED),
        ],
    )
    def test_taken_over(self, row: Invitation, partstat: str, answer: str) -> None:
        assert incoming.receive(reply(row, partstat, extra="COMMENT:Gerne\\, bis dann"))
        row.refresh_from_db()
        assert (row.answer, row.answer_way) == (answer, AnswerWay.CALENDAR)
        assert row.remark == "Gerne, bis dann"
        assert CalendarReply.objects.get().state == ReplyState.APPLIED

    def test_twice_the_same_is_once(self, row: Invitation) -> None:
        raw = reply(row)
        for _time in range(3):
            assert incoming.receive(raw)
        assert CalendarReply.objects.count() == 1

    def test_what_was_said_by_link_beside_it_stays(self, row: Invitation) -> None:
        answers.answer(
            actor=None, invitation=row, given=Given(Answer.TENTATIVE, True, remark="per Bahn")
        )
        incoming.receive(reply(row))
        row.refresh_from_db()
        assert (row.answer, row.is_remote, row.remark) == (Answer.ACCEPTED, True, "per Bahn")

    def test_an_older_one_that_arrives_later_changes_nothing(self, row: Invitation) -> None:
        incoming.receive(reply(row, "DECLINED"))
        old = datetime.now(UTC) - timedelta(days=2)
        incoming.receive(reply(row, "ACCEPTED", stamp=f":{old:%Y%m%dT%H%M%SZ}"))
        row.refresh_from_db()
        assert row.answer == Answer.DECLINED
        assert CalendarReply.objects.first().state == ReplyState.OLDER

    def test_one_to_the_version_before_changes_nothing(
        self, row: Invitation, session: Meeting
    ) -> None:
        before = session.calendar_sequence
        session.starts_on = date(2026, 11, 2)
        actions.change_meeting(actor=None, meeting=session)
        answers.answer(actor=None, invitation=row, given=Given(Answer.DECLINED))
        incoming.receive(reply(row, sequence=before))
        row.refresh_from_db()
        assert row.answer == Answer.DECLINED

    def test_a_first_answer_to_the_version_before_is_shown_as_such(
        self, row: Invitation, session: Meeting, users: Users
    ) -> None:
        before = session.calendar_sequence
        session.starts_on = date(2026, 11, 2)
        actions.change_meeting(actor=None, meeting=session)
        incoming.receive(reply(row, sequence=before))
        (line,) = queries.board(users.office, session).lines
        assert (line.answer, line.is_old_answer) == (Answer.NONE, True)

    @pytest.mark.parametrize(
        "stamp",
        [
            ";TZID=America/New_York:20260930T235900",
            ":20261001T080000",
            ";VALUE=DATE:20261001",
            ":20261001T080000Z",
            ";TZID=W. Europe Standard Time:20261001T080000",
            ";TZID=Nirgendwo/Ort:20261001T080000",
        ],
    )
    def test_another_zone_or_none(self, row: Invitation, stamp: str) -> None:
        incoming.receive(reply(row, stamp=stamp))
        row.refresh_from_db()
        assert row.answer == Answer.ACCEPTED
        assert row.answered_stamp.utcoffset() == timedelta(0)

    def test_zones_are_compared_as_moments(self, row: Invitation) -> None:
        incoming.receive(reply(row, "DECLINED", stamp=":20261001T120000Z"))
        incoming.receive(reply(row, "ACCEPTED", stamp=";TZID=America/New_York:20261001T083000"))
        row.refresh_from_db()
        assert row.answer == Answer.ACCEPTED, "08:30 in New York is 12:30 in UTC"
        incoming.receive(reply(row, "DECLINED", stamp=";TZID=Asia/Tokyo:20261001T130000"))
        row.refresh_from_db()
        assert row.answer == Answer.ACCEPTED, "13:00 in Tokyo is 04:00 in UTC"

    def test_a_clock_that_is_fast_does_not_shut_out_what_follows(self, row: Invitation) -> None:
        far = datetime.now(UTC) + timedelta(days=400)
        incoming.receive(reply(row, "ACCEPTED", stamp=f":{far:%Y%m%dT%H%M%SZ}"))
        soon = datetime.now(UTC) + timedelta(minutes=1)
        incoming.receive(reply(row, "DECLINED", stamp=f":{soon:%Y%m%dT%H%M%SZ}"))
        row.refresh_from_db()
        assert row.answer == Answer.DECLINED

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"sender": "boese@example.org"}, "ist nicht der Eingeladene"),
            ({"attendee": "boese@example.org"}, "nicht eingeladen"),
            (
                {"sender": "boese@example.org", "attendee": "boese@example.org"},
                "nicht eingeladen",
            ),
            ({"uid": "sitzung-1@anderswo.example"}, "zu keiner Sitzung"),
            ({"uid": "sitzung-99999999999999999@127.0.0.1"}, "zu keiner Sitzung"),
            ({"uid": "x' OR 1=1"}, "zu keiner Sitzung"),
            ({"method": "COUNTER"}, "anderer Termin"),
            ({"partstat": "NEEDS-ACTION"}, "weder zu noch ab"),
            (
                {"headers": {"Authentication-Results": "mx.example; spf=pass; dmarc=fail"}},
                "gefälscht",
            ),
        ],
    )
    def test_doubtful_ones_are_kept_and_not_applied(
        self, row: Invitation, values: Any, reason: str, client_of: Any
    ) -> None:
        assert incoming.receive(reply(row, **values))
        row.refresh_from_db()
        assert row.answer == Answer.NONE
        kept = CalendarReply.objects.get()
        assert kept.state == ReplyState.OPEN
        assert reason in kept.reason
        assert reason in client_of("office").get("/sitzungen/antworten/").text

    def test_the_office_takes_over_what_a_secretary_sent(
        self, row: Invitation, client_of: Any
    ) -> None:
        incoming.receive(reply(row, "DECLINED", sender="vorzimmer@auenstadt.example"))
        kept = CalendarReply.objects.get()
        client = client_of("office")
        client.post(f"/sitzungen/antworten/{kept.pk}/", {"take": "1", "invitation": row.pk})
        row.refresh_from_db()
        assert row.answer == Answer.DECLINED
        kept.refresh_from_db()
        assert kept.state == ReplyState.APPLIED

    def test_and_throws_away_what_is_forged(self, row: Invitation, client_of: Any) -> None:
        incoming.receive(reply(row, sender="boese@example.org"))
        kept = CalendarReply.objects.get()
        client_of("office").post(f"/sitzungen/antworten/{kept.pk}/", {"dismiss": "1"})
        kept.refresh_from_db()
        assert kept.state == ReplyState.DISMISSED
        row.refresh_from_db()
        assert row.answer == Answer.NONE

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\x00\xff\xfe",
            b"Subject: Hallo\r\n\r\nGuten Tag",
            b"From: a@b.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
            b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
            b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
            b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
            b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSEQUENCE:viele\nEND:VEVENT\nEND:VCALENDAR",
            b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTAMP:gestern\nEND:VEVENT\nEND:VCALENDAR",
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:ü\x07\nEND:VEVENT\nEND:VCALENDAR".encode(
                "latin-1"
            ),
            b"From: =?utf-8?b?//8=?=\r\nContent-Type: text/calendar; charset=nix\r\n\r\nBEGIN:X",
        ],
    )
    def test_any_bytes_end_well(self, row: Invitation, raw: bytes) -> None:
        incoming.receive(raw)
        row.refresh_from_db()
        assert row.answer == Answer.NONE
        assert not CalendarReply.objects.filter(state=ReplyState.APPLIED).exists()

    def test_uploaded_by_the_office(self, row: Invitation, client_of: Any, tmp_path: Any) -> None:
        client = client_of("office")
        path = tmp_path / "antwort.eml"
        path.write_bytes(reply(row, "TENTATIVE", sender="vorzimmer@auenstadt.example"))
        with path.open("rb") as file:
            page = client.post("/sitzungen/antworten/", {"file": file}, follow=True)
        assert "Übernommen: Auenstadt, mit Vorbehalt." in page.text
        path.write_bytes(b"Guten Tag")
        with path.open("rb") as file:
            page = client.post("/sitzungen/antworten/", {"file": file})
        assert page.status_code == 422
        assert "enthält keine Antwort auf eine Einladung" in page.text

    def test_two_cities_with_one_address(self, row: Invitation) -> None:
        other = bodies.add_body(actor=None, name="Lindach", kind="city")
        Invitation.objects.create(meeting=row.meeting, actor=other, email=row.email)
        incoming.receive(reply(row))
        assert set(Invitation.objects.values_list("answer", flat=True)) == {Answer.NONE}
        assert replies.CalendarReply.objects.get().state == ReplyState.OPEN


class TestOffice:
    def test_choose_preview_send(self, session: Meeting, client_of: Any, world: World) -> None:
        client = client_of("office")
        page = client.get(f"/sitzungen/{session.pk}/einladen/").text
        assert "Ada Auer (Auenstadt)" in page
        assert " required" not in page, "a folded field would hold up the button for ever"
        data = {"who": world.city.pk, "note": "Bitte Fahrgemeinschaften bilden."}
        page = client.post(f"/sitzungen/{session.pk}/einladen/", {**data, "preview": "1"}).text
        assert "Guten Tag Ada Auer," in page
        assert "Bitte Fahrgemeinschaften bilden." in page
        assert not Letter.objects.exists()
        page = client.post(
            f"/sitzungen/{session.pk}/einladen/", {**data, "send": "1"}, follow=True
        ).text
        assert "1 Mail liegt im Postausgang" in page
        assert Letter.objects.count() == 1

    def test_a_guest_added_by_hand(self, session: Meeting, client_of: Any, world: World) -> None:
        client = client_of("office")
        world.state.email = "land@musterland.example"
        world.state.save()
        page = client.post(
            f"/sitzungen/{session.pk}/einladen/",
            {"actor": world.state.pk, "role": "guest", "add": "1"},
        ).text
        assert "Land Musterland" in page
        extra = f"{world.state.pk}::guest"
        assert f'value="{extra}"' in page
        client.post(
            f"/sitzungen/{session.pk}/einladen/",
            {"who": world.state.pk, "extra": extra, "send": "1"},
        )
        assert Letter.objects.get().to_email == "land@musterland.example"

    @pytest.mark.parametrize(
        "data",
        [
            {"send": "1"},
            {"preview": "1"},
            {"who": "x", "send": "1"},
            {"who": "1", "extra": "a:b:c", "send": "1"},
            {"extra": "::", "send": "1"},
            {"add": "1", "actor": "ü", "role": "x"},
        ],
    )
    def test_nobody_chosen(self, session: Meeting, client_of: Any, data: Any) -> None:
        page = client_of("office").post(f"/sitzungen/{session.pk}/einladen/", data)
        assert page.status_code in (200, 422)
        assert not Letter.objects.exists()

    def test_moved_is_shown_and_told(
        self, row: Invitation, session: Meeting, client_of: Any
    ) -> None:
        session.starts_on = date(2026, 11, 2)
        actions.change_meeting(actor=None, meeting=session)
        client = client_of("office")
        page = client.get(f"/sitzungen/{session.pk}/teilnahme/").text
        assert "Sitzung geändert, ein Eingeladener weiß es noch nicht" in page
        client.post(
            f"/sitzungen/{session.pk}/einladen/stand/", {"note": "Bitte entschuldigen Sie."}
        )
        assert "Bitte entschuldigen Sie." in Letter.objects.order_by("-pk").first().text
        page = client.get(f"/sitzungen/{session.pk}/teilnahme/").text
        assert "weiß es noch nicht" not in page

    def test_an_answer_by_telephone(self, row: Invitation, client_of: Any) -> None:
        address = f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/"
        assert "/a/einladung/" in client_of("office").get(address).text
        client_of("office").post(address, {"answer": "accepted", "remark": "Telefon"})
        row.refresh_from_db()
        assert (row.answer, row.answer_way) == (Answer.ACCEPTED, AnswerWay.OFFICE)

    def test_a_wrong_address_is_said(self, row: Invitation, client_of: Any) -> None:
        address = f"/sitzungen/{row.meeting_id}/teilnahme/eingeladen/{row.pk}/"
        page = client_of("office").post(address, {"email": "rathaus"})
        assert page.status_code == 422
        row.refresh_from_db()
        assert "@" in row.email


@pytest.mark.parametrize("path", ["teilnahme", "einladen", "anwesenheit"])
def test_queries_do_not_grow_with_the_invitees(
    path: str, session: Meeting, world: World, client_of: Any, users: Users
) -> None:
    def count() -> int:
        client = client_of("office")
        address = f"/sitzungen/{session.pk}/{path}/"
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        city = bodies.add_body(actor=None, name=f"Stadt {number}", kind="city")
        bodies.add_membership(actor=None, member=city, organization=world.circle)
        person = bodies.add_person(actor=None, given_name="P", family_name=f"N{number}")
        bodies.add_post(actor=None, person=person, at=city, title="Bürgermeister")
        if path != "einladen":
            Invitation.objects.create(
                meeting=session, actor=city, person=person, email=f"a{number}@b.example"
            )
            actions.add_participation(actor=None, meeting=session, of=city, role="member")

    add(0)
    with_one = count()
    for number in range(1, 60):
        add(number)
    assert count() == with_one


def test_sending_to_sixty_is_one_transaction(session: Meeting, world: World, users: Users) -> None:
    for number in range(60):
        city = bodies.add_body(actor=None, name=f"Stadt {number}", kind="city")
        city.email = f"rathaus@stadt{number}.example"
        city.save()
        bodies.add_membership(actor=None, member=city, organization=world.circle)
    whom = [each for each in candidates(users.office, session) if each.is_suggested]
    told = sending.invite(actor=users.office, meeting=session, whom=whom)
    assert told.sent == 61
    assert Letter.objects.count() == len(set(Letter.objects.values_list("text", flat=True))) == 61
