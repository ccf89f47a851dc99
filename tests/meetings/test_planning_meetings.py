"""A meeting like the last one, moved, cancelled; hosts in turn; the year put down at once."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from sprengel.accounts.models import Activity, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body
from sprengel.meetings import actions
from sprengel.meetings.models import (
    HostWithdrawal,
    Invitation,
    Meeting,
    MeetingState,
    Rhythm,
    Series,
    StandingItem,
)
from sprengel.meetings.planning.actions import change_series
from sprengel.meetings.planning.hosting import NoHost, next_host, withdraw_host
from sprengel.meetings.planning.hosts import rotation
from sprengel.meetings.planning.year import pattern_of

from .conftest import TODAY, Users, World


def city(world: World, name: str, **dates: Any) -> Body:
    body = bodies.add_body(actor=None, name=name, kind="city")
    bodies.add_membership(actor=None, member=body, organization=world.circle, **dates)
    return body


@pytest.fixture
def cities(world: World) -> dict[str, Body]:
    """Auenstadt has hosted last spring, Lindach in 2024, Moorbeck never, Hohenfurt has left."""
    found = {"Auenstadt": world.city}
    for name in ("Lindach", "Moorbeck"):
        found[name] = city(world, name)
    found["Hohenfurt"] = city(world, "Hohenfurt", end_on=date(2025, 12, 31))
    for name, day in [("Lindach", date(2024, 3, 11)), ("Hohenfurt", date(2020, 3, 9))]:
        world.meeting(
            title=f"Sitzung in {name}", starts_on=day, host=found[name], state=MeetingState.HELD
        )
    world.last.host = world.city
    world.last.save()
    return found


def hosts(found: Any) -> list[str]:
    return [line.body.name for line in found.lines]


# ── Whose turn ────────────────────────────────────────────────────────────────────────────────


def test_who_never_hosted_comes_first_then_who_has_not_for_longest(
    world: World, users: Users, cities: dict[str, Body]
) -> None:
    turn = rotation(users.office, world.circle, TODAY)
    assert hosts(turn) == ["Moorbeck", "Lindach", "Auenstadt"]
    assert [body.name for body in turn.former] == ["Hohenfurt"]
    assert turn.next() == cities["Moorbeck"]
    assert turn.next({cities["Moorbeck"].pk}) == cities["Lindach"]


def test_a_promised_meeting_counts_a_cancelled_one_does_not(
    world: World, users: Users, cities: dict[str, Body]
) -> None:
    world.next.host = cities["Moorbeck"]
    world.next.save()
    world.meeting(
        title="Ausgefallen", starts_on=date(2026, 9, 1), host=cities["Lindach"], state="cancelled"
    )
    turn = rotation(users.office, world.circle, TODAY)
    assert hosts(turn) == ["Lindach", "Auenstadt", "Moorbeck"]
    assert turn.lines[-1].coming == (world.next,)
    assert turn.lines[-1].hosted == ()


def test_memberships_count_as_of_the_day_of_the_meeting(
    world: World, users: Users, cities: dict[str, Body]
) -> None:
    city(world, "Erlenburg", start_on=date(2027, 1, 1))
    assert "Erlenburg" not in hosts(rotation(users.office, world.circle, TODAY))
    assert "Erlenburg" in hosts(rotation(users.office, world.circle, date(2027, 3, 1)))
    assert "Hohenfurt" in hosts(rotation(users.office, world.circle, date(2025, 3, 1)))


def test_a_circle_without_members_has_nobody_to_ask(world: World, users: Users) -> None:
    world.circle.memberships.all().delete()
    turn = rotation(users.office, world.circle, TODAY)
    assert (turn.lines, turn.next(), turn.in_turn([TODAY])) == ((), None, (None,))


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("hidden", ["meeting", "city"])
def test_the_rotation_shows_only_what_one_may_see(
    world: World, users: Users, cities: dict[str, Body], visibility: str, hidden: str
) -> None:
    meeting = Meeting.objects.get(title="Sitzung in Lindach")
    thing = meeting if hidden == "meeting" else cities["Lindach"]
    thing.visibility = visibility
    thing.save()
    for name in ("public", "guest", "member", "office"):
        sees = (
            visibility == "public"
            or name == "office"
            or (name, visibility) == ("member", "members")
        )
        turn = rotation(getattr(users, name), world.circle, TODAY)
        assert (repr(meeting) in repr(turn)) is sees, name
        if hidden == "city":
            assert ("Lindach" in hosts(turn)) is sees, name


# ── A host withdraws ──────────────────────────────────────────────────────────────────────────


def withdraw(world: World, users: Users, new_host: Body | None, reason: str = "Umbau") -> Meeting:
    return withdraw_host(
        actor=users.office,
        meeting=world.next,
        reason=reason,
        new_host=new_host,
        place=new_host.name if new_host else "",
    )


@pytest.fixture
def hosted(world: World, users: Users, cities: dict[str, Body]) -> World:
    world.next.host = cities["Moorbeck"]
    world.next.place = "Moorbeck"
    actions.change_meeting(actor=users.office, meeting=world.next)
    return world


def test_the_next_in_turn_takes_over_and_is_not_asked_twice(
    hosted: World, users: Users, cities: dict[str, Body]
) -> None:
    assert next_host(users.office, hosted.next) == cities["Lindach"]
    meeting = withdraw(hosted, users, cities["Lindach"])
    assert (meeting.host, meeting.place) == (cities["Lindach"], "Lindach")
    assert next_host(users.office, meeting) == cities["Auenstadt"]
    withdraw(hosted, users, cities["Auenstadt"], "Hochwasser")
    meeting.refresh_from_db()
    assert next_host(users.office, meeting) is None


def test_a_new_host_is_a_new_version_of_the_invitation(
    hosted: World, users: Users, cities: dict[str, Body]
) -> None:
    before = hosted.next.calendar_sequence
    assert withdraw(hosted, users, cities["Lindach"]).calendar_sequence == before + 1


def test_why_a_host_withdrew_is_for_the_office_alone(
    hosted: World, users: Users, cities: dict[str, Body], client_of: Any
) -> None:
    withdraw(hosted, users, cities["Lindach"], "Rathaus wird saniert")
    lines = Activity.objects.filter(sentence__contains="saniert")
    assert [line.visibility for line in lines] == [Visibility.OFFICE]
    series = reverse("meetings:series", args=[hosted.series.pk])
    hosted.series.host_rotates = True
    hosted.series.save()
    for name in ("public", "guest", "member"):
        assert "saniert" not in client_of(name).get(series).content.decode(), name
    assert "saniert" in client_of("office").get(series).content.decode()
    assert HostWithdrawal.objects.visible_to(None).count() == 1  # as visible as its meeting


def test_nobody_can_withdraw_from_a_meeting_without_host(world: World, users: Users) -> None:
    with pytest.raises(NoHost):
        withdraw(world, users, None)
    assert HostWithdrawal.objects.count() == 0


def test_the_withdrawal_page_proposes_the_next_and_wants_a_reason(
    hosted: World, cities: dict[str, Body], client_of: Any
) -> None:
    client, address = client_of("office"), reverse("meetings:withdraw_host", args=[hosted.next.pk])
    page = client.get(address).content.decode()
    assert "Als Nächste an der Reihe ist Lindach." in page
    assert f'<option value="{cities["Lindach"].pk}" selected>Lindach</option>' in page
    assert "Hohenfurt</option>" not in page
    refused = client.post(address, {"reason": " ", "new_host": cities["Lindach"].pk, "place": ""})
    assert refused.status_code == 422
    assert HostWithdrawal.objects.count() == 0
    left = client.post(address, {"reason": "Umbau", "new_host": cities["Hohenfurt"].pk})
    assert left.status_code == 422
    done = client.post(
        address, {"reason": "Umbau", "new_host": cities["Lindach"].pk, "place": "Lindach"}
    )
    assert done.status_code == 302
    hosted.next.refresh_from_db()
    assert hosted.next.host == cities["Lindach"]
    client_of("office").get(address)
    assert HostWithdrawal.objects.count() == 1  # looking changes nothing


# ── Moved and cancelled ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": date(2026, 10, 20)},
        {"starts_at": time(10, 0)},
        {"ends_at": time(12, 0)},
        {"place": "Lindach"},
        {"state": MeetingState.CANCELLED},
        {"remote_url": "https://video.musterland.example/1"},
    ],
)
def test_what_stands_in_calendars_makes_a_new_version(
    world: World, users: Users, change: dict[str, Any]
) -> None:
    for name, value in change.items():
        setattr(world.next, name, value)
    # Whatever number the caller holds: the stored one counts.
    world.next.calendar_sequence = 0
    Meeting.objects.filter(pk=world.next.pk).update(calendar_sequence=4)
    assert actions.change_meeting(actor=users.office, meeting=world.next).calendar_sequence == 5


def test_a_remark_makes_no_new_version(world: World, users: Users) -> None:
    world.next.note = "Bitte Unterlagen mitbringen"
    assert actions.change_meeting(actor=users.office, meeting=world.next).calendar_sequence == 0


def test_the_cut_off_date_follows_the_meeting_unless_it_was_set(world: World, users: Users) -> None:
    assert world.next.topics_until == date(2026, 9, 21)
    world.next.starts_on = date(2026, 10, 26)
    moved = actions.change_meeting(actor=users.office, meeting=world.next)
    assert moved.topics_until == date(2026, 9, 28)
    moved.topics_until = date(2026, 10, 1)
    actions.change_meeting(actor=users.office, meeting=moved)
    moved.starts_on = date(2026, 11, 2)
    assert actions.change_meeting(actor=users.office, meeting=moved).topics_until == date(
        2026, 10, 1
    )


def test_no_cut_off_date_for_what_is_held_or_not_known_to_the_day(world: World) -> None:
    assert world.last.topics_until is None
    season = world.meeting(title="Frühjahr", starts_on=date(2027, 3, 1), date_precision="season")
    assert season.topics_until is None


def facts(meeting: Meeting, **other: str) -> dict[str, str]:
    return {
        "title": meeting.title,
        "starts_on": meeting.starts_on.isoformat(),
        "date_precision": "day",
        "place": meeting.place,
        "state": meeting.state,
        "visibility": meeting.visibility,
        **other,
    }


def test_the_office_is_told_who_still_has_the_old_date(world: World, client_of: Any) -> None:
    for number, of in enumerate([world.city, world.state]):
        Invitation.objects.create(meeting=world.next, actor=of, sequence_sent=number - 1)
    address = reverse("meetings:edit", args=[world.next.pk])
    client = client_of("office")
    page = client.post(address, facts(world.next, starts_on="2026-10-20"), follow=True)
    assert "Ein Eingeladener weiß noch nichts von der Änderung." in page.content.decode()
    again = client.post(
        address, facts(world.next, starts_on="2026-10-20", note="Neu"), follow=True
    ).content.decode()
    assert "noch nichts von der Änderung" in again  # still true until it is sent


def test_moving_onto_a_holiday_is_said_and_done(world: World, client_of: Any) -> None:
    page = client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]),
        facts(world.next, starts_on="2026-10-27"),
        follow=True,
    )
    assert "Zu diesem Tag ist zu bedenken: Herbstferien" in page.content.decode()
    world.next.refresh_from_db()
    assert world.next.starts_on == date(2026, 10, 27)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"state": "cancelled"}, "Bitte sagen Sie, warum die Sitzung ausfällt."),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "Das Ende liegt vor dem Beginn."),
        ({"ends_at": "09:00"}, "Zum Ende gehört auch ein Beginn."),
        (
            {"starts_on": "2027-03-28", "starts_at": "02:30"},
            "An diesem Tag wird die Uhr vorgestellt; diese Uhrzeit gibt es nicht.",
        ),
        ({"topics_until": "2026-12-01"}, "Nach der Sitzung können keine Themen"),
        ({"starts_on": "20266-10-10"}, "starts_on"),
        ({"remote_url": "javascript:alert(1)"}, "remote_url"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    world: World, client_of: Any, wrong: dict[str, str], words: str
) -> None:
    answer = client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]), facts(world.next, **wrong)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    world.next.refresh_from_db()
    assert (world.next.state, world.next.starts_on) == ("planned", date(2026, 10, 19))


def test_the_night_the_clock_goes_back_is_a_real_hour(world: World, client_of: Any) -> None:
    client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]),
        facts(world.next, starts_on="2026-10-25", starts_at="02:30", ends_at="04:00"),
    )
    world.next.refresh_from_db()
    assert (world.next.starts_on, world.next.starts_at) == (date(2026, 10, 25), time(2, 30))


def test_two_people_moving_a_meeting_see_each_other(world: World, client_of: Any) -> None:
    client, address = client_of("office"), reverse("meetings:edit", args=[world.next.pk])
    seen = client.get(address).context["form"].initial["seen"]
    client.post(address, facts(world.next, starts_on="2026-10-20", seen=seen))
    second = client.post(address, facts(world.next, starts_on="2026-10-21", seen=seen))
    assert second.status_code == 422
    assert "hat inzwischen jemand anders geändert" in second.content.decode()
    world.next.refresh_from_db()
    assert world.next.starts_on == date(2026, 10, 20)


# ── Like the last one ─────────────────────────────────────────────────────────────────────────


def test_like_the_last_one_but_with_the_next_host(
    world: World, cities: dict[str, Body], client_of: Any
) -> None:
    Series.objects.filter(pk=world.series.pk).update(rhythm=Rhythm.SPRING_AUTUMN, host_rotates=True)
    Meeting.objects.filter(pk=world.next.pk).update(
        starts_at=time(10, 0), ends_at=time(12, 30), host=cities["Moorbeck"]
    )
    StandingItem.objects.create(series=world.series, title="Berichte", visibility="members")
    client, address = client_of("office"), reverse("meetings:plan", args=[world.series.pk])
    form = client.get(address).context["form"]
    given = {name: form.initial[name] for name in ("starts_on", "starts_at", "ends_at", "place")}
    assert given == {
        "starts_on": date(2027, 3, 15),
        "starts_at": time(10, 0),
        "ends_at": time(12, 30),
        "place": "Lindach",
    }
    assert form.initial["host"] == cities["Lindach"]
    client.post(
        address,
        {
            "title": "Frühjahrssitzung 2027",
            "starts_on": "2027-03-15",
            "starts_at": "10:00",
            "ends_at": "12:30",
            "place": "Lindach",
            "host": str(cities["Lindach"].pk),
            "date_precision": "day",
            "state": "planned",
            "visibility": "public",
        },
    )
    planned = Meeting.objects.get(title="Frühjahrssitzung 2027")
    assert (planned.copied_from, planned.host) == (world.next, cities["Lindach"])
    assert planned.topics_until == date(2027, 2, 15)
    assert [item.title for item in planned.agenda.all()] == ["Berichte"]


@pytest.mark.parametrize(
    ("title", "host", "becomes"),
    [
        ("Sitzung in Lindach", "Moorbeck", "Sitzung in Moorbeck"),
        ("Herbstsitzung 2026 in Hohenfurt", "Lindach", "Frühjahrssitzung 2027 in Lindach"),
        ("Sitzung in Lindach", "", "Sitzung"),
        ("Sitzung in Lindachtal", "Moorbeck", "Sitzung in Lindachtal"),
        ("Bericht aus Lindach", "Moorbeck", "Bericht aus Lindach"),
    ],
)
def test_the_title_names_the_new_host(
    world: World, users: Users, cities: dict[str, Body], title: str, host: str, becomes: str
) -> None:
    world.series.host_rotates = True
    Meeting.objects.filter(pk=world.next.pk).update(title=title)
    pattern = pattern_of(users.office, world.series)
    assert pattern.title_on(date(2027, 3, 15), cities.get(host)) == becomes


def test_a_city_that_has_left_is_not_offered_as_host(
    world: World, cities: dict[str, Body], client_of: Any
) -> None:
    page = client_of("office").get(reverse("meetings:plan", args=[world.series.pk]))
    offered = {body.name for body in page.context["form"].fields["host"].queryset}
    assert offered == {"Auenstadt", "Lindach", "Moorbeck", "Städtebund Musterland"}


def test_a_past_meeting_keeps_the_host_that_has_left(
    world: World, cities: dict[str, Body], client_of: Any
) -> None:
    meeting = Meeting.objects.get(title="Sitzung in Hohenfurt")
    answer = client_of("office").post(
        reverse("meetings:edit", args=[meeting.pk]),
        facts(meeting, host=str(cities["Hohenfurt"].pk), note="nachgetragen"),
    )
    assert answer.status_code == 302


def test_what_speaks_against_the_typed_day_is_shown_while_typing(
    world: World, client_of: Any
) -> None:
    address = reverse("meetings:day_check", args=[world.series.pk])
    client = client_of("office")
    page = client.get(address, {"starts_on": "2027-05-06"}).content.decode()
    assert "Christi Himmelfahrt" in page
    own = client.get(address, {"starts_on": "2026-10-19", "sitzung": world.next.pk})
    assert "spricht nichts" in own.content.decode()
    for odd in ({}, {"starts_on": "gestern"}, {"starts_on": "2027-05-06", "sitzung": "²"}):
        assert client.get(address, odd).status_code == 200
    assert client_of("member").get(address).status_code == 403


# ── A series ──────────────────────────────────────────────────────────────────────────────────


def test_a_series_is_laid_down_with_its_rhythm(world: World, client_of: Any) -> None:
    client_of("office").post(
        reverse("meetings:add_series"),
        {
            "organization": world.circle.pk,
            "name": "Klausuren",
            "rhythm": "spring_autumn",
            "months": ["4", "11"],
            "usual_starts_at": "09:30",
            "host_rotates": "on",
            "invitation_days": "30",
            "visibility": "members",
        },
    )
    series = Series.objects.get(name="Klausuren")
    assert (series.rhythm, series.months, series.per_year) == ("spring_autumn", [4, 11], 2)
    assert (series.invitation_days, series.topics_days) == (30, 28)
    assert (series.usual_starts_at, series.host_rotates) == (time(9, 30), True)


def series_facts(series: Series, **other: Any) -> dict[str, Any]:
    return {"name": series.name, "rhythm": "quarterly", "visibility": "public", **other}


def test_a_series_is_changed_and_two_people_see_each_other(world: World, client_of: Any) -> None:
    client = client_of("office")
    address = reverse("meetings:edit_series", args=[world.series.pk])
    seen = client.get(address).context["form"].initial["seen"]
    assert client.post(address, series_facts(world.series, seen=seen)).status_code == 302
    world.series.refresh_from_db()
    assert (world.series.per_year, world.series.organization.pk) == (4, world.circle.pk)
    second = client.post(address, series_facts(world.series, rhythm="monthly", seen=seen))
    assert second.status_code == 422
    world.series.refresh_from_db()
    assert world.series.rhythm == Rhythm.QUARTERLY


@pytest.mark.parametrize(
    "wrong",
    [
        {"topics_days": "400"},
        {"invitation_days": "-1"},
        {"usual_minutes": "0"},
        {"months": ["13"]},
        {"rhythm": "stündlich"},
        {"rhythm": "free", "per_year": "99"},
        {"usual_starts_at": "25:00"},
    ],
)
def test_a_series_that_cannot_be_is_refused(
    world: World, client_of: Any, wrong: dict[str, Any]
) -> None:
    address = reverse("meetings:edit_series", args=[world.series.pk])
    answer = client_of("office").post(address, series_facts(world.series, **wrong))
    assert answer.status_code == 422
    world.series.refresh_from_db()
    assert world.series.rhythm == Rhythm.FREE


def test_a_changed_series_is_in_the_log(world: World, users: Users) -> None:
    change_series(actor=users.office, series=world.series)
    assert Activity.objects.first().sentence == "Sitzungsreihe „Sitzungen Sprengel Nord“ geändert."


@pytest.mark.parametrize("visibility", Visibility.values)
def test_the_page_of_a_series_is_as_hidden_as_the_series(
    world: World, client_of: Any, visibility: str
) -> None:
    for hidden in (world.series, world.circle, world.league):
        hidden.visibility = visibility
        hidden.save()
        for name in ("public", "guest", "member", "office"):
            sees = (
                visibility == "public"
                or name == "office"
                or (name, visibility) == ("member", "members")
            )
            address = reverse("meetings:series", args=[world.series.pk])
            assert client_of(name).get(address).status_code == (200 if sees else 404), name
        hidden.visibility = Visibility.PUBLIC
        hidden.save()


# ── The year on one page ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def rhythmic(world: World, cities: dict[str, Body]) -> World:
    Series.objects.filter(pk=world.series.pk).update(
        rhythm=Rhythm.QUARTERLY, months=[1, 3, 6], host_rotates=True
    )
    world.series.refresh_from_db()
    return world


def rows(page: Any) -> list[Any]:
    return [row["form"] for row in page.context["rows"] if row["form"]]


def filled(forms: list[Any], **other: Any) -> dict[str, Any]:
    data = {}
    for form in forms:
        for name in ("title", "starts_on", "starts_at", "host"):
            value = form.initial.get(name)
            data[form.add_prefix(name)] = "" if value is None else str(value)
        data[form.add_prefix("take")] = "on"
    return data | other


def test_the_year_is_put_down_with_hosts_in_turn(
    rhythmic: World, cities: dict[str, Body], client_of: Any
) -> None:
    client, address = client_of("office"), reverse("meetings:year", args=[rhythmic.series.pk])
    forms = rows(client.get(address))
    assert client.post(address, filled(forms, accept="1")).status_code == 302
    planned = Meeting.objects.filter(starts_on__gt=date(2026, 12, 1)).order_by("starts_on")
    assert [(each.starts_on, each.host.name) for each in planned if each.host] == [
        (date(2027, 1, 18), "Moorbeck"),
        (date(2027, 3, 15), "Lindach"),
        (date(2027, 6, 21), "Auenstadt"),
    ]
    assert {each.copied_from for each in planned} == {rhythmic.next}
    client.post(address, filled(forms, accept="1"))
    assert planned.count() == 3  # the same sent twice is the same


def test_who_leaves_or_joins_within_the_year_hosts_only_as_a_member(
    rhythmic: World, cities: dict[str, Body], client_of: Any
) -> None:
    memberships = rhythmic.circle.memberships
    memberships.filter(member=cities["Moorbeck"]).update(end_on=date(2027, 1, 1))
    city(rhythmic, "Erlenburg", start_on=date(2027, 2, 1))
    client, address = client_of("office"), reverse("meetings:year", args=[rhythmic.series.pk])
    forms = rows(client.get(address))
    proposed = [Body.objects.get(pk=form.initial["host"]).name for form in forms]
    assert proposed == ["Lindach", "Erlenburg", "Auenstadt"]
    typed = {forms[0].add_prefix("host"): str(cities["Moorbeck"].pk), "accept": "1"}
    refused = client.post(address, filled(forms) | typed)
    assert refused.status_code == 422
    assert "Diese Stadt ist an dem Tag kein Mitglied." in refused.content.decode()
    assert not Meeting.objects.filter(starts_on__year=2027).exists()


def test_a_meeting_is_not_planned_with_a_host_that_has_left_by_then(
    world: World, cities: dict[str, Body], client_of: Any
) -> None:
    world.circle.memberships.filter(member=cities["Moorbeck"]).update(end_on=date(2026, 10, 10))
    answer = client_of("office").post(
        reverse("meetings:edit", args=[world.next.pk]),
        facts(world.next, host=str(cities["Moorbeck"].pk)),
    )
    assert answer.status_code == 422
    assert "Diese Stadt ist an dem Tag kein Mitglied." in answer.content.decode()


def test_a_changed_day_can_be_checked_before_it_is_taken(rhythmic: World, client_of: Any) -> None:
    client, address = client_of("office"), reverse("meetings:year", args=[rhythmic.series.pk])
    forms = rows(client.get(address))
    typed = {forms[0].add_prefix("starts_on"): "2027-01-06", "check": "1"}
    page = client.post(address, filled(forms) | typed)
    assert page.status_code == 200
    assert "Heilige Drei Könige" in page.content.decode()
    assert not Meeting.objects.filter(starts_on__year=2027).exists()


@pytest.mark.parametrize("day", ["2020-01-01", "kein Datum", ""])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_put_down(
    rhythmic: World, client_of: Any, day: str
) -> None:
    client, address = client_of("office"), reverse("meetings:year", args=[rhythmic.series.pk])
    forms = rows(client.get(address))
    typed = {forms[1].add_prefix("starts_on"): day, "accept": "1"}
    assert client.post(address, filled(forms) | typed).status_code == 422
    assert not Meeting.objects.filter(starts_on__year=2027).exists()


def test_nothing_ticked_is_said(rhythmic: World, client_of: Any) -> None:
    client, address = client_of("office"), reverse("meetings:year", args=[rhythmic.series.pk])
    forms = rows(client.get(address))
    data = {key: value for key, value in filled(forms).items() if not key.endswith("take")}
    page = client.post(address, data)
    assert page.status_code == 422
    assert "Bitte mindestens einen Termin ankreuzen." in page.content.decode()


def test_where_the_school_file_ends_the_page_says_so(
    rhythmic: World, client_of: Any, settings: Any
) -> None:
    settings.TODAY = date(2030, 5, 2)
    page = client_of("office").get(reverse("meetings:year", args=[rhythmic.series.pk]))
    assert "Schulferien ab 8. September 2030 nicht hinterlegt." in page.content.decode()


@pytest.mark.parametrize("name", ["year", "plan", "edit_series", "add_poll"])
@pytest.mark.parametrize(("role", "status"), [("public", 302), ("guest", 403), ("member", 403)])
def test_planning_is_the_offices(
    world: World, client_of: Any, name: str, role: str, status: int
) -> None:
    address = reverse(f"meetings:{name}", args=[world.series.pk])
    assert client_of(role).get(address).status_code == status
    assert client_of(role).post(address, {}).status_code == status


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize(
    ("name", "most"), [("series", 16), ("year", 22), ("plan", 40), ("day_check", 22)]
)
def test_a_fixed_number_of_queries(
    rhythmic: World,
    client_of: Any,
    count: int,
    name: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        member = city(rhythmic, f"Stadt {number}")
        rhythmic.meeting(
            title=f"Sitzung {number}",
            starts_on=date(2010, 1, 1 + number % 28),
            host=member,
            state="held",
        )
    client = client_of("office")
    with django_assert_max_num_queries(most):
        page = client.get(
            reverse(f"meetings:{name}", args=[rhythmic.series.pk]), {"starts_on": "2027-03-15"}
        )
    assert page.status_code == 200


# ── Into the past ─────────────────────────────────────────────────────────────────────────────


def test_into_the_past_is_asked_first(world: World, client_of: Any) -> None:
    client, address = client_of("office"), reverse("meetings:edit", args=[world.next.pk])
    past = facts(world.next, starts_on="2026-03-02")
    asked = client.post(address, past)
    assert asked.status_code == 422
    assert "Dieser Tag ist schon vorbei." in asked.text
    assert "Noch ist nichts gespeichert." in asked.text
    world.next.refresh_from_db()
    assert world.next.starts_on == date(2026, 10, 19)
    other_day = client.post(address, {**past, "starts_on": "2026-03-03", "anyway": "2026-03-02"})
    assert other_day.status_code == 422
    done = client.post(address, {**past, "anyway": "2026-03-02"}, follow=True)
    assert "Die Angaben sind gespeichert." in done.text
    world.next.refresh_from_db()
    assert world.next.starts_on == date(2026, 3, 2)
    assert client.post(address, facts(world.next, note="Neu")).status_code == 302


def test_putting_on_record_what_was_asks_nothing(world: World, client_of: Any) -> None:
    address = reverse("meetings:edit", args=[world.next.pk])
    past = facts(world.next, starts_on="2026-03-02", state="held")
    assert client_of("office").post(address, past).status_code == 302


def test_a_past_day_is_said_while_typing_unless_it_was_held(world: World, client_of: Any) -> None:
    address = reverse("meetings:day_check", args=[world.series.pk])
    client = client_of("office")
    assert "schon vorbei" in client.get(address, {"starts_on": "2026-03-02"}).text
    held = client.get(address, {"starts_on": "2026-03-02", "state": "held"})
    assert "schon vorbei" not in held.text


def test_the_board_says_that_a_past_day_can_no_longer_be_told(world: World, client_of: Any) -> None:
    Invitation.objects.create(
        meeting=world.next, actor=world.city, email="rathaus@auenstadt.example", sequence_sent=0
    )
    client, address = client_of("office"), reverse("meetings:edit", args=[world.next.pk])
    moved = facts(world.next, starts_on="2026-03-02", anyway="2026-03-02")
    page = client.post(address, moved, follow=True)
    assert "Den Eingeladenen lässt sich ein Tag, der vorbei ist, nicht mehr mitteilen." in page.text
    board = client.get(reverse("meetings:attendance", args=[world.next.pk])).text
    assert "Der eingetragene Termin ist schon vorbei" in board
    assert "sobald der neue Tag feststeht" not in board


# ── Single lines, the cut-off date, and what an error calls a field ───────────────────────────


def test_titles_and_places_are_one_line(world: World, users: Users, client_of: Any) -> None:
    crafted = facts(world.next, title="Herbst\r\nsitzung\t 2026", place="Rathaus\nSaal 2")
    client_of("office").post(reverse("meetings:edit", args=[world.next.pk]), crafted)
    world.next.refresh_from_db()
    assert (world.next.title, world.next.place) == ("Herbst sitzung 2026", "Rathaus Saal 2")
    made = actions.plan_meeting(
        actor=users.office,
        series=world.series,
        title=" Zwei\r\nZeilen ",
        place="§\u00a05\u2028Saal",
        starts_on=date(2027, 3, 1),
    )
    assert (made.title, made.place) == ("Zwei Zeilen", "§\u00a05 Saal")
    world.series.name = "Länger\nals eine"
    assert change_series(actor=users.office, series=world.series).name == "Länger als eine"


def test_a_cut_off_nobody_set_follows_also_from_the_form(world: World, client_of: Any) -> None:
    spring = world.meeting(title="Frühjahr 2027", starts_on=date(2027, 3, 1))
    spring.topics_until = date(2027, 2, 1)
    spring.save()
    sent = facts(spring, starts_on="2027-01-18", topics_until="2027-02-01")
    answer = client_of("office").post(reverse("meetings:edit", args=[spring.pk]), sent)
    assert answer.status_code == 302
    spring.refresh_from_db()
    assert spring.topics_until == date(2026, 12, 21)


def test_before_a_cut_off_somebody_set_both_fields_are_named(world: World, client_of: Any) -> None:
    world.next.topics_until = date(2026, 10, 10)
    world.next.save()
    sent = facts(world.next, starts_on="2026-10-05", topics_until="2026-10-10")
    page = client_of("office").post(reverse("meetings:edit", args=[world.next.pk]), sent)
    errors = page.context["form"].errors
    assert set(errors) == {"starts_on", "topics_until"}
    assert "„Themen anmelden bis“ (10. Oktober 2026) liegt nach" in errors["starts_on"][0]
    assert "leer lassen" in errors["topics_until"][0]


def test_a_field_in_error_is_not_called_voluntary(world: World, client_of: Any) -> None:
    address = reverse("meetings:edit", args=[world.next.pk])
    page = client_of("office").post(address, facts(world.next, state="cancelled")).text
    label = page.partition('for="id_cancelled_because"')[2].partition("</label>")[0]
    assert "Grund der Absage" in label
    assert "freiwillig" not in label
    note = page.partition('for="id_note"')[2].partition("</label>")[0]
    assert "freiwillig" in note
