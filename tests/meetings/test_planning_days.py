"""What the rhythm implies, what the Land says about a day, and who is wanted elsewhere."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date, time
from importlib import resources
from typing import Any

import pytest

from sprengel.accounts.models import Visibility
from sprengel.bodies import actions as bodies
from sprengel.meetings import actions
from sprengel.meetings.models import Invitation, MeetingState, Rhythm, Series
from sprengel.meetings.planning.land import FreeDays, public_holiday, school_holidays
from sprengel.meetings.planning.objections import Against, Objections, Slot
from sprengel.meetings.planning.rhythm import (
    Habit,
    Month,
    coming_months,
    habit_of,
    months_of,
    others,
    reach_of,
    usual_day,
)
from sprengel.meetings.planning.year import ends_after, year_plan

from .conftest import TODAY, Users, World

DAY = date(2026, 10, 20)
"""A Tuesday on which nothing else is."""


# ── The rhythm ────────────────────────────────────────────────────────────────────────────────


def test_the_rhythm_names_its_months_unless_the_office_chose_others() -> None:
    assert months_of(Series(rhythm=Rhythm.SPRING_AUTUMN)) == (3, 10)
    assert months_of(Series(rhythm=Rhythm.SPRING_AUTUMN, months=[11, 4])) == (4, 11)
    assert months_of(Series(rhythm=Rhythm.FREE)) == ()
    assert months_of(Series(rhythm=Rhythm.FREE, months=[0, 13, "3", 6])) == (6,)


def test_twelve_months_ahead_begin_with_the_present_one() -> None:
    months = coming_months(Series(rhythm=Rhythm.MONTHLY), TODAY)
    assert (months[0], months[-1], len(months)) == (Month(2026, 10), Month(2027, 9), 12)


def test_the_habit_is_that_of_the_same_month_else_of_the_last_meeting() -> None:
    past = [date(2026, 3, 16), date(2025, 10, 30)]
    assert habit_of(past, 3) == Habit(weekday=0, week=3)
    assert habit_of(past, 10) == Habit(weekday=3, week=5)  # the last Thursday
    assert habit_of(past, 6) == Habit(weekday=0, week=3)
    assert habit_of([], 6) == Habit()


@pytest.mark.parametrize(
    ("month", "habit", "day"),
    [
        (Month(2027, 3), Habit(0, 3), date(2027, 3, 15)),
        (Month(2027, 2), Habit(0, 5), date(2027, 2, 22)),  # four Mondays: the last one
        (Month(2027, 3), Habit(2, 5), date(2027, 3, 31)),
    ],
)
def test_the_usual_day(month: Month, habit: Habit, day: date) -> None:
    assert usual_day(month, habit) == day


def test_other_days_are_working_days_the_same_weekday_first() -> None:
    days = others(date(2027, 3, 15), Month(2027, 3))
    assert days[:4] == [date(2027, 3, d) for d in (8, 22, 1, 29)]
    assert all(day.weekday() < 5 for day in days)
    assert len(days) == 22


def test_an_end_after_midnight_is_none() -> None:
    assert ends_after(time(10, 0), 180) == time(13, 0)
    assert ends_after(time(22, 30), 180) is None
    assert ends_after(None, 180) is None


# ── The Land ──────────────────────────────────────────────────────────────────────────────────


def test_public_holidays_have_german_names() -> None:
    assert public_holiday(date(2027, 5, 27)) == "Fronleichnam"
    assert public_holiday(date(2027, 1, 6)) == "Heilige Drei Könige"
    assert public_holiday(date(2027, 3, 15)) == ""
    assert public_holiday(date(9999, 12, 31)) == ""


def test_public_holidays_are_those_of_the_land_that_is_set(settings: Any) -> None:
    settings.LAND = "BE"
    assert public_holiday(date(2027, 5, 27)) == ""
    assert public_holiday(date(2027, 3, 8)) != ""


def test_school_holidays_are_known_to_the_end_of_the_file() -> None:
    school = school_holidays()
    assert school.on(date(2027, 8, 1)) == FreeDays(
        "Sommerferien", date(2027, 7, 29), date(2027, 9, 11)
    )
    assert school.on(date(2027, 3, 15)) is None
    assert school.knows(date(2030, 9, 7))
    assert not school.knows(date(2030, 9, 8))
    assert not school.knows(date(2020, 1, 1))


def test_school_holidays_do_not_overlap_and_name_their_source() -> None:
    text = (resources.files("sprengel.meetings.data") / "schulferien_bw.toml").read_text("utf-8")
    assert all(year["source"] for year in tomllib.loads(text)["school_year"])
    days = school_holidays().days
    for earlier, later in itertools.pairwise(days):
        assert earlier.first_on <= earlier.last_on < later.first_on


def test_a_land_without_a_file_says_nothing_about_school(settings: Any) -> None:
    settings.LAND = "SH"
    assert school_holidays().days == ()
    assert not school_holidays().knows(DAY)


# ── What speaks against a day ─────────────────────────────────────────────────────────────────


def against(world: World, user: Any, slot: Slot, **more: Any) -> list[tuple[str, str]]:
    days = slot.days()
    check = Objections(user, world.circle, days[0], days[-1], **more)
    return [(each.kind, each.sentence) for each in check.against(slot)]


@pytest.fixture
def board(world: World) -> Any:
    """A board whose one member city is also in the circle."""
    organization = bodies.add_organization(
        actor=None, name="Vorstand", body=world.league, kind="board"
    )
    bodies.add_membership(actor=None, member=world.city, organization=organization)
    return actions.add_series(actor=None, organization=organization, name="Vorstandssitzungen")


def test_nothing_speaks_against_a_plain_day(world: World, users: Users) -> None:
    assert against(world, users.office, Slot(DAY)) == []


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        (date(2027, 5, 6), Against.HOLIDAY, "Feiertag: Christi Himmelfahrt (6. Mai 2027)."),
        (date(2027, 4, 17), Against.WEEKEND, "Samstag, 17. April 2027."),
        (date(2027, 4, 18), Against.WEEKEND, "Sonntag, 18. April 2027."),
        (
            date(2027, 3, 30),
            Against.SCHOOL,
            "Osterferien: 30. März 2027 bis 3. April 2027.",
        ),
        (date(2027, 3, 25), Against.SCHOOL, "Gründonnerstag (schulfrei)."),
        (
            date(2031, 3, 17),
            Against.UNKNOWN,
            "Schulferien sind für diesen Tag nicht hinterlegt.",
        ),
    ],
)
def test_free_days_are_named(world: World, users: Users, day: date, kind: str, words: str) -> None:
    assert against(world, users.office, Slot(day)) == [(kind, words)]


def test_a_meeting_over_days_is_looked_at_day_by_day(world: World, users: Users) -> None:
    found = against(world, users.office, Slot(date(2027, 4, 30), date(2027, 5, 2)))
    assert [kind for kind, _words in found] == [Against.HOLIDAY, Against.WEEKEND]
    absurd = Slot(date(2027, 4, 30), date(2199, 5, 2))
    assert len(absurd.days()) == 15


def test_the_same_people_at_the_same_time_are_named(
    world: World, users: Users, board: Series
) -> None:
    world.meeting(series=board, title="Vorstand", starts_on=DAY, starts_at=time(11, 0))
    slot = Slot(DAY, None, time(10, 0), time(12, 0))
    assert against(world, users.office, slot) == [
        (Against.CLASH, "Zur selben Zeit (11:00 Uhr): „Vorstand“ mit Auenstadt.")
    ]


def test_the_same_people_later_that_day_is_said_but_weighs_less(
    world: World, users: Users, board: Series
) -> None:
    world.meeting(series=board, title="Vorstand", starts_on=DAY, starts_at=time(14, 0))
    slot = Slot(DAY, None, time(10, 0), time(12, 0))
    ((kind, words),) = against(world, users.office, slot)
    assert kind == Against.SAME_DAY
    assert words == "Am selben Tag, zu anderer Zeit (14:00 Uhr): „Vorstand“ mit Auenstadt."
    check = Objections(users.office, world.circle, DAY, DAY)
    assert check.is_free(slot)


def test_without_hours_the_day_itself_is_taken(world: World, users: Users, board: Series) -> None:
    world.meeting(series=board, title="Vorstand", starts_on=DAY)
    assert against(world, users.office, Slot(DAY)) == [
        (Against.CLASH, "Am selben Tag: „Vorstand“ mit Auenstadt.")
    ]


def test_a_meeting_of_several_days_takes_each_of_them(
    world: World, users: Users, board: Series
) -> None:
    world.meeting(
        series=board, title="Klausur", starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 21)
    )
    found = against(world, users.office, Slot(DAY, None, time(10), time(12)))
    assert found == [(Against.CLASH, "Am selben Tag: „Klausur – Vorstand“ mit Auenstadt.")]


def test_other_people_do_not_clash(world: World, users: Users, board: Series) -> None:
    board.organization.memberships.all().delete()
    world.meeting(series=board, title="Vorstand", starts_on=DAY)
    assert against(world, users.office, Slot(DAY)) == []


def test_memberships_count_as_of_that_day(world: World, users: Users, board: Series) -> None:
    board.organization.memberships.update(end_on=date(2026, 10, 1))
    world.meeting(series=board, title="Vorstand", starts_on=DAY)
    assert against(world, users.office, Slot(DAY)) == []


def test_a_person_in_an_office_clashes_with_the_city_they_speak_for(
    world: World, users: Users, board: Series
) -> None:
    board.organization.memberships.all().delete()
    bodies.add_post(actor=None, person=world.mayor, at=board.organization, title="Vorsitzende")
    world.meeting(series=board, title="Vorstand", starts_on=DAY)
    assert against(world, users.office, Slot(DAY)) == [
        (Against.CLASH, "Am selben Tag: „Vorstand“ mit Ada Auer.")
    ]


def test_invited_guests_clash_and_who_declined_does_not(
    world: World, users: Users, board: Series
) -> None:
    other = world.meeting(series=board, title="Vorstand", starts_on=DAY)
    Invitation.objects.create(meeting=world.next, actor=world.state)
    guest = Invitation.objects.create(meeting=other, actor=world.state)
    Invitation.objects.create(meeting=other, actor=world.city, answer="declined")
    slot = Slot(DAY)
    assert against(world, users.office, slot, leave_out=world.next) == [
        (Against.CLASH, "Am selben Tag: „Vorstand“ mit Land Musterland.")
    ]
    guest.answer = "declined"
    guest.save()
    assert against(world, users.office, slot, leave_out=world.next) == []


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.HELD])
def test_only_planned_meetings_clash(world: World, users: Users, board: Series, state: str) -> None:
    world.meeting(series=board, title="Vorstand", starts_on=DAY, state=state)
    assert against(world, users.office, Slot(DAY)) == []


def test_a_meeting_does_not_clash_with_itself(world: World, users: Users) -> None:
    slot = Slot(world.next.starts_on)
    assert against(world, users.office, slot, leave_out=world.next) == []
    assert [kind for kind, _words in against(world, users.office, slot)] == [Against.CLASH]


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("hidden", ["meeting", "city", "circle"])
def test_clashes_name_only_what_one_may_see(
    world: World, users: Users, board: Series, visibility: str, hidden: str
) -> None:
    meeting = world.meeting(series=board, title="Vorstand", starts_on=DAY)
    thing = {"meeting": meeting, "city": world.city, "circle": board.organization}[hidden]
    thing.visibility = visibility
    thing.save()
    for name in ("public", "guest", "member", "office"):
        sees = (
            visibility == "public"
            or name == "office"
            or (name, visibility) == ("member", "members")
        )
        assert bool(against(world, getattr(users, name), Slot(DAY))) is sees, name


# ── The year ahead ────────────────────────────────────────────────────────────────────────────


def test_the_year_proposes_the_months_of_the_rhythm(world: World, users: Users) -> None:
    world.series.rhythm = Rhythm.SPRING_AUTUMN
    world.series.save()
    plan = year_plan(users.office, world.series)
    assert [each.month for each in plan.proposals] == [Month(2026, 10), Month(2027, 3)]
    autumn, spring = plan.proposals
    assert [line.meeting for line in autumn.planned] == [world.next]
    assert (spring.starts_on, spring.title) == (date(2027, 3, 15), "Frühjahrssitzung 2027")
    assert (spring.objections, spring.is_moved) == ((), False)


def test_a_day_with_something_against_it_gives_way_to_a_free_one(
    world: World, users: Users, board: Series
) -> None:
    world.series.rhythm = Rhythm.SPRING_AUTUMN
    world.series.save()
    world.meeting(series=board, title="Vorstand", starts_on=date(2027, 3, 15))
    spring = year_plan(users.office, world.series).to_plan[0]
    assert (spring.usual_on, spring.starts_on) == (date(2027, 3, 15), date(2027, 3, 8))
    assert [each.kind for each in spring.usual_objections] == [Against.CLASH]
    assert spring.objections == ()


def test_a_month_without_a_free_day_keeps_the_usual_one_and_says_why(
    world: World, users: Users
) -> None:
    world.series.months = [8]
    world.series.rhythm = Rhythm.YEARLY
    world.series.save()
    (august,) = year_plan(users.office, world.series).proposals
    assert august.starts_on == august.usual_on == date(2027, 8, 16)
    assert [each.kind for each in august.objections] == [Against.SCHOOL]


def test_a_season_that_is_planned_is_not_proposed_again(world: World, users: Users) -> None:
    world.series.rhythm = Rhythm.SPRING_AUTUMN
    world.series.save()
    world.meeting(title="Frühjahr", starts_on=date(2027, 3, 1), date_precision="season")
    assert year_plan(users.office, world.series).to_plan == ()


def test_a_meeting_put_off_is_still_the_autumn_one(world: World, users: Users) -> None:
    world.series.rhythm = Rhythm.SPRING_AUTUMN
    world.series.save()
    world.next.starts_on = date(2026, 12, 16)
    world.next.save()
    autumn, spring = year_plan(users.office, world.series).proposals
    assert [line.meeting for line in autumn.planned] == [world.next]
    assert spring.planned == ()


@pytest.mark.parametrize(
    ("months", "reach"),
    [((), 0), ((10,), 3), ((3, 10), 2), ((1, 4, 7, 10), 1), ((1, 3, 5), 0), ((5, 6), 0)],
)
def test_a_meeting_stands_for_one_month_only(months: tuple[int, ...], reach: int) -> None:
    assert reach_of(months) == reach


def test_a_day_for_which_nobody_can_be_invited_in_time_is_said(world: World, users: Users) -> None:
    world.series.rhythm = Rhythm.MONTHLY
    world.series.invitation_days = 42
    world.series.save()
    november, december = year_plan(users.office, world.series).to_plan[:2]
    assert [each.sentence for each in november.objections] == []
    assert november.starts_on == date(2026, 11, 16)
    world.series.invitation_days = 50
    november = year_plan(users.office, world.series).to_plan[0]
    assert [each.sentence for each in november.objections] == [
        "Die Einladungsfrist von 50 Tagen ist nicht mehr einzuhalten."
    ]
    assert december.objections == ()


def test_a_series_as_needed_proposes_nothing(world: World, users: Users) -> None:
    assert year_plan(users.office, world.series).proposals == ()


def test_a_day_that_is_past_is_not_proposed(world: World, users: Users, settings: Any) -> None:
    settings.TODAY = date(2027, 3, 31)
    world.series.months = [3]
    world.series.rhythm = Rhythm.YEARLY
    world.series.save()
    assert year_plan(users.office, world.series).proposals == ()
