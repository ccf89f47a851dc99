"""The agenda as read: numbers, clock times, parts, papers, and who may see what."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sprengel.meetings.agenda.queries import agenda_lines, length, public_lines
from sprengel.meetings.agenda.text import agenda_text
from sprengel.meetings.models import AgendaItem, AgendaPaper, Meeting

from .conftest import Users, World

pytestmark = pytest.mark.django_db
SEES = {
    "public": ("public", "guest", "member", "office"),
    "members": ("member", "office"),
    "office": ("office",),
}


def point(meeting: Meeting, title: str, **fields: Any) -> AgendaItem:
    values = {"visibility": "public", "position": meeting.agenda.count() + 1, **fields}
    return AgendaItem.objects.create(meeting=meeting, title=title, **values)


def numbers(lines: Any) -> list[tuple[str, str]]:
    return [(line.number, line.title) for line in lines]


def test_numbers_follow_from_parent_and_position_and_run_through_both_parts(
    users: Users, world: World
) -> None:
    secret = point(world.next, "Personal", part="nonpublic")
    point(world.next, "Begrüßung", part="public")
    traffic = point(world.next, "Verkehr", part="public")
    below = point(world.next, "Busse", parent=traffic)
    point(world.next, "Linie 7", parent=below)
    point(world.next, "Schienen", parent=traffic)
    expected = [
        ("1", "Begrüßung"),
        ("2", "Verkehr"),
        ("2.1", "Busse"),
        ("2.1.1", "Linie 7"),
        ("2.2", "Schienen"),
        ("3", "Personal"),
    ]
    found = agenda_lines(users.office, world.next)
    assert numbers(found) == expected
    assert {line.number: line.part for line in found}["2.1.1"] == "public"
    assert numbers(public_lines(world.next)) == expected[:-1]
    world.series.nonpublic_first = True
    world.series.save()
    found = agenda_lines(users.office, Meeting.objects.get(pk=world.next.pk))
    assert found[0].pk == secret.pk
    assert [line.number for line in found] == ["1", "2", "3", "3.1", "3.1.1", "3.2"]


def test_a_hidden_point_keeps_its_number_and_hides_what_stands_under_it(
    users: Users, world: World
) -> None:
    point(world.next, "Offen")
    hidden = point(world.next, "Intern", visibility="office")
    point(world.next, "Darunter", parent=hidden)
    point(world.next, "Danach")
    assert numbers(agenda_lines(users.member, world.next)) == [("1", "Offen"), ("3", "Danach")]
    assert len(agenda_lines(users.office, world.next)) == 4


@pytest.mark.parametrize("visibility", SEES)
def test_each_viewer_sees_points_matters_and_papers_as_they_are_marked(
    users: Users, world: World, visibility: str
) -> None:
    point(world.next, "Punkt", visibility=visibility)
    matter = world.matter("Geheimwort", visibility=visibility)
    point(world.next, "Vorgang", matter=matter)
    open_point = point(world.next, "Mit Unterlage")
    AgendaPaper.objects.create(
        item=open_point, document=world.document("Gutachten", visibility=visibility)
    )
    for viewer in ("public", "guest", "member", "office"):
        user, sees = getattr(users, viewer), viewer in SEES[visibility]
        lines = agenda_lines(user, world.next)
        assert ("Punkt" in [line.title for line in lines]) is sees
        assert ("Geheimwort" in [m.quote for line in lines for m in line.matters]) is sees
        assert ("Gutachten" in [p.title for line in lines for p in line.papers]) is sees
        text = agenda_text(user, world.next)
        assert ("Punkt" in text) is sees
        assert ("Gutachten" in text) is sees


def test_a_matter_that_narrows_disappears_from_the_members_agenda(
    users: Users, world: World
) -> None:
    matter = world.matter()
    point(world.next, "Vorgang", matter=matter, visibility="members")
    point(world.next, "Danach", visibility="members")
    assert len(agenda_lines(users.member, world.next)) == 2
    matter.visibility = "office"
    matter.save()
    assert numbers(agenda_lines(users.member, world.next)) == [("2", "Danach")]


def test_clock_times_run_from_the_start_and_count_what_is_hidden(
    users: Users, world: World
) -> None:
    world.next.starts_at = time(10, 0)
    world.next.save()
    point(world.next, "Begrüßung", minutes=10)
    point(world.next, "Intern", minutes=50, visibility="office")
    topic = point(world.next, "Verkehr", minutes=5)
    point(world.next, "Busse", minutes=30, parent=topic)
    point(world.next, "Verschiedenes")
    lines = agenda_lines(users.member, world.next)
    assert [(line.title, line.starts_at) for line in lines] == [
        ("Begrüßung", time(10, 0)),
        ("Verkehr", time(11, 0)),
        ("Busse", time(11, 5)),
        ("Verschiedenes", time(11, 35)),
    ]
    found = length(world.next)
    assert (found.minutes, found.ends_at, found.without_minutes) == (95, time(11, 35), 1)
    world.series.usual_minutes = 90
    assert length(Meeting(pk=world.next.pk, series=world.series)).over == 5


def test_without_a_start_or_minutes_no_time_is_made_up(users: Users, world: World) -> None:
    point(world.next, "Punkt")
    assert agenda_lines(users.office, world.next)[0].starts_at is None
    world.next.starts_at = time(9, 0)
    assert agenda_lines(users.office, world.next)[0].starts_at is None


def test_a_name_that_may_not_be_seen_is_no_owner_and_because_is_the_offices(
    users: Users, world: World
) -> None:
    world.mayor.visibility = "office"
    world.mayor.save()
    point(world.next, "Bericht", owner=world.mayor, because="neue Auskunft")
    (for_office,) = agenda_lines(users.office, world.next)
    (for_member,) = agenda_lines(users.member, world.next)
    assert (for_office.owner, for_office.because) == ("Ada Auer", "neue Auskunft")
    assert (for_member.owner, for_member.because) == ("", "")


def test_a_withdrawn_paper_is_still_named(users: Users, world: World) -> None:
    item = point(world.next, "Punkt")
    AgendaPaper.objects.create(
        item=item,
        document=world.document("Entwurf"),
        sent_at=timezone.now(),
        withdrawn_at=timezone.now(),
        withdrawn_because="Zahlen falsch",
    )
    (paper,) = agenda_lines(users.member, world.next)[0].papers
    assert paper.was_sent
    assert paper.withdrawn_on is not None
    assert "Unterlage (zurückgezogen): Entwurf" in agenda_text(users.member, world.next)


def test_the_text_names_parts_times_and_owners_on_one_line_each(users: Users, world: World) -> None:
    world.next.starts_at = time(10, 0)
    point(world.next, "=cmd()\nzweite Zeile", part="public", minutes=5, owner=world.mayor)
    point(world.next, "Personal", part="nonpublic")
    assert agenda_text(users.office, world.next).splitlines() == [
        "Öffentlicher Teil",
        "1  =cmd() zweite Zeile (10:00 Uhr, Ada Auer)",
        "",
        "Nichtöffentlicher Teil",
        "2  Personal (10:05 Uhr)",
    ]
    assert agenda_text(None, Meeting.objects.get(pk=world.last.pk)) == ""


def test_the_number_of_queries_does_not_grow(users: Users, world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            agenda_lines(users.office, world.next)
        return len(seen)

    point(world.next, "Erster", owner=world.mayor, matter=world.matter())
    one = queries()
    for number in range(40):
        item = point(world.next, f"Punkt {number}", matter=world.matter(f"Vorgang {number}"))
        AgendaPaper.objects.create(item=item, document=world.document(f"Papier {number}"))
    assert queries() == one
