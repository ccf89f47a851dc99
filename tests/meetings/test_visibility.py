"""Leak tests: each query, each kind of viewer, each visibility, also of what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sprengel.accounts.models import Visibility
from sprengel.bodies import actions as bodies
from sprengel.ledger.actions import change_matter
from sprengel.meetings import actions, home, queries
from sprengel.meetings.models import Meeting, MeetingState
from sprengel.meetings.open_list import count, open_before
from sprengel.meetings.proposals import proposals, settled
from sprengel.meetings.section import meetings_section

from .conftest import TODAY, Users, World

SEES = {
    "public": ("public", "guest", "member", "office"),
    "members": ("member", "office"),
    "office": ("office",),
}


def viewers(users: Users) -> list[tuple[str, Any]]:
    return [(name, getattr(users, name)) for name in ("public", "guest", "member", "office")]


def shown_by(found: Any, meeting: Meeting) -> bool:
    """Whether a list of meetings, lines, sessions or series overviews shows it."""
    return repr(meeting) in repr(found)


LISTS: dict[str, Callable[[Any, World], Any]] = {
    "meetings": lambda user, world: list(queries.meetings(user)),
    "meetings of the circle": lambda user, world: list(
        queries.meetings(user, organization=world.circle)
    ),
    "upcoming": lambda user, world: queries.upcoming(user, TODAY),
    "next_meeting": lambda user, world: queries.next_meeting(user, world.circle, TODAY),
    "overview": lambda user, world: queries.overview(user),
    "home of everyone": lambda user, world: home.for_public(user),
    "section": lambda user, world: meetings_section(user, world.circle),
    "section of a member city": lambda user, world: meetings_section(user, world.city),
}


@pytest.mark.parametrize("hide", ["meeting", "series", "circle", "league"])
@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("name", LISTS)
def test_lists_show_only_meetings_one_may_see(
    world: World, users: Users, name: str, visibility: str, hide: str
) -> None:
    soon = world.meeting(title="Sondersitzung", starts_on=date(2026, 10, 2))
    hidden = {"meeting": soon}.get(hide) or getattr(world, hide)
    hidden.visibility = visibility
    hidden.save()
    for viewer, user in viewers(users):
        expected = viewer in SEES[visibility]
        assert shown_by(LISTS[name](user, world), soon) is expected, viewer
        assert (queries.meeting(user, soon.pk) == soon) is expected, viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_series_are_as_hidden_as_their_circle(world: World, users: Users, visibility: str) -> None:
    for hidden in [world.series, world.circle, world.league]:
        hidden.visibility = visibility
        hidden.save()
        for viewer, user in viewers(users):
            assert (world.series in queries.series(user)) is (viewer in SEES[visibility])
        hidden.visibility = Visibility.PUBLIC
        hidden.save()


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_hidden_meeting_before_or_after_is_not_given_away(
    world: World, users: Users, visibility: str
) -> None:
    before = world.meeting(
        title="Klausur", starts_on=date(2026, 6, 1), state=MeetingState.HELD, visibility=visibility
    )
    world.meeting(title="Klausur", starts_on=date(2026, 12, 1), visibility=visibility)
    for viewer, user in viewers(users):
        sees = viewer in SEES[visibility]
        expected = before if sees else world.last
        assert queries.previous_meeting(user, world.next) == expected
        by_rhythm = date(2027, 4, 19)
        assert queries.next_on(user, world.next) == (date(2026, 12, 1) if sees else by_rhythm)


@pytest.mark.parametrize("visibility", Visibility.values)
def test_left_open_meetings(world: World, users: Users, visibility: str) -> None:
    past = world.meeting(starts_on=date(2026, 9, 1), visibility=visibility)
    for viewer, user in viewers(users):
        assert (past in queries.left_open(user, TODAY)) is (viewer in SEES[visibility])


@pytest.mark.parametrize("visibility", Visibility.values)
def test_parts_of_a_meeting(world: World, users: Users, visibility: str) -> None:
    """Agenda, participants, documents and results, hidden one by one in a public meeting."""
    office, meeting = users.office, world.last
    item = actions.add_item(actor=office, meeting=meeting, title="Punkt", visibility=visibility)
    person = bodies.add_person(
        actor=None, given_name="Eva", family_name="Erl", visibility=visibility
    )
    actions.add_participation(actor=office, meeting=meeting, of=person, role="guest")
    document = world.document("Niederschrift", visibility=visibility)
    actions.attach_document(actor=office, meeting=meeting, document=document, role="minutes")
    said = world.matter("öffentlich, aber nur dort belegt", said_on=None)
    world.statement(document, matter=said, state="accepted")
    same_day = world.matter("am selben Tag", said_on=meeting.starts_on, visibility=visibility)
    for viewer, user in viewers(users):
        sees = viewer in SEES[visibility]
        assert (item in queries.agenda(user, meeting)) is sees, viewer
        assert bool(queries.participants(user, meeting)) is sees, viewer
        assert bool(queries.documents(user, meeting)) is sees, viewer
        found = set(queries.said_at(user, meeting))
        assert found == ({said, same_day} if sees else set()), viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_parts_of_a_hidden_meeting(world: World, users: Users, visibility: str) -> None:
    office = users.office
    hidden = world.meeting(title="Klausur", visibility=visibility)
    actions.add_item(actor=office, meeting=hidden, title="Punkt", visibility="public")
    actions.add_participation(actor=office, meeting=hidden, of=world.mayor, role="guest")
    actions.attach_document(actor=office, meeting=hidden, document=world.document(), role="paper")
    for viewer, user in viewers(users):
        sees = viewer in SEES[visibility]
        assert queries.agenda(user, hidden).exists() is sees, viewer
        assert bool(queries.participants(user, hidden)) is sees, viewer
        assert queries.documents(user, hidden).exists() is sees, viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_hidden_host_is_not_named(world: World, users: Users, visibility: str) -> None:
    host = bodies.add_body(actor=None, name="Erlenburg", kind="city", visibility=visibility)
    meeting = world.meeting(host=host)
    for viewer, user in viewers(users):
        name = "Erlenburg" if viewer in SEES[visibility] else ""
        assert queries.line(user, meeting).host_name == name


def test_a_withdrawn_matter_is_in_no_list(world: World, users: Users) -> None:
    world.matter(is_withdrawn=True, due_on=date(2026, 9, 1), said_on=world.last.starts_on)
    closed = world.matter(is_withdrawn=True, state="met")
    world.entry(closed, date(2026, 5, 2), state="met")
    assert proposals(users.office, world.next) == ()
    assert settled(users.office, world.next) == ()
    assert count(open_before(users.office, world.next)) == 0
    assert not queries.said_at(users.office, world.last)
    assert home.for_office(users.office).due_count == 0
    assert home.for_public(users.public).told == ()


@pytest.mark.parametrize("visibility", Visibility.values)
def test_the_log_of_this_room_is_as_hidden_as_what_it_names(
    world: World, users: Users, visibility: str
) -> None:
    """Whatever is written about a hidden meeting, matter or document, the line is hidden too."""
    office = users.office
    meeting = world.meeting(title="Geheimklausur", visibility=visibility)
    document = world.document("Geheimpapier", visibility=visibility)
    matter = world.matter("Geheimzusage", visibility=visibility)
    actions.attach_document(actor=office, meeting=world.last, document=document, role="paper")
    actions.attach_document(actor=office, meeting=meeting, document=world.document("Offen"))
    actions.take(actor=office, meeting=world.next, matter=matter)
    actions.add_item(actor=office, meeting=meeting, title="Geheimpunkt", visibility="public")
    actions.add_participation(actor=office, meeting=meeting, of=world.mayor, role="guest")
    meeting.place = "Geheimort"
    actions.change_meeting(actor=office, meeting=meeting)
    for viewer, user in viewers(users):
        if user is None or viewer in SEES[visibility]:
            continue
        lines = home.accounts.activities(user)
        assert not lines.filter(sentence__contains="Geheim").exists(), viewer


def test_reasons_to_defer_or_drop_are_in_no_log_and_no_history_others_see(
    world: World, users: Users
) -> None:
    for number, decide in enumerate([actions.drop, actions.defer]):
        matter = world.matter(f"Zusage {number}")
        more = {"until": date(2027, 1, 1)} if decide is actions.defer else {}
        decide(actor=users.office, meeting=world.next, matter=matter, reason="Hintergrund", **more)
        assert not matter.entries.filter(sentence__contains="Hintergrund").exists()
    lines = home.accounts.activities(users.office)
    assert not lines.filter(sentence__contains="Hintergrund").exists()


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.OFFICE])
def test_hiding_a_meeting_hides_the_lines_about_it(
    world: World, users: Users, visibility: str
) -> None:
    office, meeting = users.office, world.meeting(title="Geheimklausur")
    actions.add_item(actor=office, meeting=meeting, title="Punkt")
    actions.take(actor=office, meeting=meeting, matter=world.matter())
    meeting.visibility = visibility
    actions.change_meeting(actor=office, meeting=meeting)
    for viewer, user in viewers(users):
        lines = home.accounts.activities(user).filter(sentence__contains="Geheimklausur")
        assert lines.exists() is (viewer in SEES[visibility]), viewer


def test_hiding_a_matter_hides_the_lines_about_it(world: World, users: Users) -> None:
    matter = world.matter("Geheimzusage")
    actions.take(actor=users.office, meeting=world.next, matter=matter)
    change_matter(actor=users.office, matter=matter, visibility=Visibility.OFFICE)
    lines = home.accounts.activities(users.member)
    assert not lines.filter(sentence__contains="Geheimzusage").exists()
