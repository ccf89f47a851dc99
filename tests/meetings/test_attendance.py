"""The list at the door, the quorum at each moment, and who came over the years."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Quorum
from sprengel.meetings.attendance import actions, queries
from sprengel.meetings.attendance.quorum import Stay, moment_at, moments, needed
from sprengel.meetings.invitations import answers
from sprengel.meetings.invitations.answers import Given
from sprengel.meetings.models import (
    Answer,
    Invitation,
    Meeting,
    MeetingState,
    Participation,
    Presence,
)
from tests.meetings.conftest import Users, World


@pytest.fixture
def cities(world: World) -> list[Body]:
    """Auenstadt and three more."""
    found = [world.city]
    for name in ("Lindach", "Hohenfurt", "Moorbeck"):
        city = bodies.add_body(actor=None, name=name, kind="city")
        bodies.add_membership(actor=None, member=city, organization=world.circle)
        found.append(city)
    return found


def mark(meeting: Meeting, of: Any, presence: str, at: time | None = None) -> Participation:
    return actions.mark(actor=None, meeting=meeting, of=of, presence=presence, at=at, role="member")


class TestQuorum:
    @pytest.mark.parametrize(
        ("rule", "members", "wanted"),
        [
            (Quorum.HALF, 22, 11),
            (Quorum.HALF, 23, 12),
            (Quorum.MAJORITY, 22, 12),
            (Quorum.MAJORITY, 23, 12),
            (Quorum.TWO_THIRDS, 22, 15),
            (Quorum.TWO_THIRDS, 21, 14),
            (Quorum.TWO_THIRDS, 1, 1),
            (Quorum.HALF, 1, 1),
            (Quorum.MAJORITY, 0, 1),
            (Quorum.NONE, 22, None),
        ],
    )
    def test_how_many_are_needed(self, rule: str, members: int, wanted: int | None) -> None:
        assert needed(rule, members) == wanted

    def test_at_each_moment(self) -> None:
        stays = [
            Stay(),
            Stay(left_at=time(12, 0)),
            Stay(arrived_at=time(10, 30)),
            Stay(arrived_at=time(10, 30), left_at=time(11, 0)),
        ]
        found = moments(stays, members=4, rule=Quorum.MAJORITY)
        assert [(each.at, each.present, each.has_quorum) for each in found] == [
            (None, 2, False),
            (time(10, 30), 4, True),
            (time(11, 0), 3, True),
            (time(12, 0), 2, False),
        ]
        assert moment_at(found, time(11, 30)).present == 3
        assert moment_at(found, time(9, 0)).present == 2
        assert moment_at(found, None).present == 2

    def test_nobody_there(self) -> None:
        (only,) = moments([], members=3, rule=Quorum.HALF)
        assert only.sentence == "0 von 3 Mitgliedern anwesend: nicht beschlussfähig"

    def test_the_sentence(self, world: World, cities: list[Body], users: Users) -> None:
        world.circle.quorum = Quorum.HALF
        world.circle.save()
        meeting = Meeting.objects.get(pk=world.next.pk)
        mark(meeting, cities[0], Presence.PRESENT)
        assert queries.quorum_at(users.office, meeting).has_quorum is False
        mark(meeting, cities[1], Presence.REMOTE)
        moment = queries.quorum_at(users.office, meeting)
        assert moment.sentence == "2 von 4 Mitgliedern anwesend: beschlussfähig"
        mark(meeting, cities[1], Presence.LEFT_EARLY, time(11, 0))
        assert queries.quorum_at(users.office, meeting, time(10, 59)).has_quorum is True
        assert queries.quorum_at(users.office, meeting, time(11, 0)).has_quorum is False

    def test_guests_and_the_excused_do_not_count(
        self, world: World, cities: list[Body], users: Users
    ) -> None:
        actions.mark(
            actor=None, meeting=world.next, of=world.state, presence="present", role="guest"
        )
        mark(world.next, cities[0], Presence.EXCUSED)
        assert queries.quorum_at(users.office, world.next).present == 0
        assert queries.quorum_at(users.office, world.next).has_quorum is None


class TestAtTheDoor:
    def test_late_and_early_keep_both_times(self, world: World, cities: list[Body]) -> None:
        mark(world.next, cities[0], Presence.LATE, time(10, 30))
        row = mark(world.next, cities[0], Presence.LEFT_EARLY, time(12, 0))
        assert (row.arrived_at, row.left_at) == (time(10, 30), time(12, 0))
        row = mark(world.next, cities[0], Presence.PRESENT)
        assert (row.arrived_at, row.left_at) == (None, None)
        assert Participation.objects.count() == 1

    def test_late_needs_a_time(self, world: World, cities: list[Body]) -> None:
        with pytest.raises(ValidationError, match="Uhrzeit"):
            mark(world.next, cities[0], Presence.LATE)
        assert not Participation.objects.exists()

    def test_gone_before_he_came_is_a_slip(self, world: World, cities: list[Body]) -> None:
        mark(world.next, cities[0], Presence.LATE, time(12, 0))
        row = mark(world.next, cities[0], Presence.LEFT_EARLY, time(10, 0))
        assert (row.arrived_at, row.left_at) == (None, time(10, 0))

    def test_prefilled_from_the_answers(
        self, world: World, cities: list[Body], users: Users
    ) -> None:
        meeting = world.next
        said = (Answer.ACCEPTED, Answer.DELEGATED, Answer.DECLINED, None)
        for city, answer in zip(cities, said, strict=True):
            row = Invitation.objects.create(meeting=meeting, actor=city, sequence_sent=0)
            if answer:
                given = Given(answer, is_remote=answer == Answer.ACCEPTED, deputy_name="Ben Amt")
                answers.answer(actor=None, invitation=row, given=given)
        assert queries.door_list(users.office, meeting).acceptable == 2
        assert actions.mark_accepted(actor=users.office, meeting=meeting) == 2
        assert actions.mark_accepted(actor=users.office, meeting=meeting) == 0
        noted = {row.actor.name: row for row in meeting.participations.all()}
        assert set(noted) == {"Auenstadt", "Lindach"}
        assert noted["Auenstadt"].presence == Presence.REMOTE
        assert noted["Lindach"].deputy_name == "Ben Amt"

    def test_one_tap(self, world: World, cities: list[Body], client_of: Any) -> None:
        client = client_of("office")
        address = f"/sitzungen/{world.next.pk}/anwesenheit/{cities[0].pk}/"
        back = client.post(address, {"presence": "present", "role": "member"})
        assert back.url.endswith(f"#wer-{cities[0].pk}")
        page = client.get(f"/sitzungen/{world.next.pk}/anwesenheit/").text
        assert "1 von 4 Mitgliedern anwesend" in page
        page = client.post(address, {"presence": "late", "role": "member"}, follow=True).text
        assert "Bitte geben Sie die Uhrzeit an" in page
        page = client.post(address, {"presence": "late", "at": "10.45"}, follow=True).text
        assert "ab 10:45 Uhr" in page
        client.post(address, {"presence": "clear"})
        assert not Participation.objects.filter(meeting=world.next).exists()

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"presence": "x"},
            {"presence": "late", "at": "25:99"},
            {"presence": "late", "at": "ü"},
            {"presence": "present", "at": "99:99"},
            {"presence": "absent", "at": "99:99"},
            {"presence": "", "role": "chef"},
        ],
    )
    def test_odd_input(self, world: World, client_of: Any, data: Any) -> None:
        address = f"/sitzungen/{world.next.pk}/anwesenheit/{world.city.pk}/"
        page = client_of("office").post(address, data, follow=True)
        assert page.status_code == 200
        assert "Fehler" in page.text
        assert not Participation.objects.filter(meeting=world.next).exists()

    def test_not_for_a_cancelled_meeting(self, world: World, client_of: Any) -> None:
        world.next.state = MeetingState.CANCELLED
        world.next.save()
        address = f"/sitzungen/{world.next.pk}/anwesenheit/{world.city.pk}/"
        page = client_of("office").post(address, {"presence": "present"}, follow=True).text
        assert "Diese Sitzung ist abgesagt." in page
        assert not Participation.objects.filter(meeting=world.next).exists()

    def test_the_sheet_to_sign(self, world: World, client_of: Any) -> None:
        Invitation.objects.create(
            meeting=world.next, actor=world.city, person=world.mayor, post_title="OB"
        )
        page = client_of("office").get(f"/sitzungen/{world.next.pk}/anwesenheit/liste/").text
        assert "Ada Auer" in page
        assert "Unterschrift" in page


class TestHistory:
    @pytest.fixture
    def years(self, world: World, cities: list[Body]) -> list[Meeting]:
        held = [world.last]
        held.append(
            world.meeting(title="Herbst 2025", starts_on=date(2025, 10, 1), state=MeetingState.HELD)
        )
        mark(held[0], cities[0], Presence.PRESENT)
        mark(held[1], cities[0], Presence.EXCUSED)
        mark(held[1], cities[1], Presence.LATE, time(11, 0))
        return held

    def test_by_organization(self, world: World, years: list[Meeting], users: Users) -> None:
        found = queries.history(users.office, world.circle)
        assert [meeting.title for meeting, _when in found.meetings] == [
            "Herbst 2025",
            "Frühjahrssitzung 2026",
        ]
        rows = {row.actor.name: row for row in found.rows}
        assert [cell[1] for cell in rows["Auenstadt"].cells] == ["excused", "present"]
        assert (rows["Auenstadt"].here, rows["Auenstadt"].noted) == (1, 2)
        assert (rows["Moorbeck"].here, rows["Moorbeck"].noted) == (0, 0)

    def test_pages(self, world: World, years: list[Meeting], client_of: Any) -> None:
        page = client_of("member").get(f"/sitzungen/teilnahme/{world.circle.slug}/").text
        assert "Herbst 2025" not in page, "the date stands there"
        assert "1. Oktober 2025" in page
        city = client_of("member").get(world.city.get_absolute_url()).text
        assert "Bei 1 von 2 Sitzungen dabei" in city
        assert "entschuldigt" in city

    @pytest.mark.parametrize("role", ["public", "guest"])
    def test_absences_are_not_for_the_public(
        self, world: World, years: list[Meeting], client_of: Any, role: str, users: Users
    ) -> None:
        client = client_of(role)
        assert client.get(f"/sitzungen/teilnahme/{world.circle.slug}/").status_code in (302, 404)
        for address in (
            world.city.get_absolute_url(),
            world.circle.get_absolute_url(),
            f"/sitzungen/{years[1].pk}/teilnahme/",
        ):
            assert "entschuldigt" not in client.get(address).text
        assert not queries.history(getattr(users, role), world.circle).rows
        assert not queries.history_of(getattr(users, role), world.city)
        assert "Lindach" in client.get(f"/sitzungen/{years[1].pk}/teilnahme/").text

    @pytest.mark.parametrize("visibility", ["public", "members", "office"])
    def test_hidden_meetings_and_cities_stay_hidden(
        self, world: World, years: list[Meeting], users: Users, visibility: str
    ) -> None:
        Meeting.objects.filter(pk=years[1].pk).update(visibility=visibility)
        seen = queries.history(users.member, world.circle)
        assert len(seen.meetings) == (1 if visibility == "office" else 2)
        assert len(queries.history_of(users.member, world.city)) == len(seen.meetings)
        Body.objects.filter(name="Lindach").update(visibility="office")
        assert "Lindach" not in {
            row.actor.name for row in queries.history(users.member, world.circle).rows
        }


def test_what_is_noted_at_the_door_is_no_public_news(world: World, users: Users) -> None:
    from sprengel.accounts.queries import activities

    mark(world.next, world.city, Presence.EXCUSED)
    lines = [line.sentence for line in activities(users.member)]
    assert not [line for line in lines if "entschuldigt" in line]
    assert [line for line in activities(users.office) if "entschuldigt" in line.sentence]
