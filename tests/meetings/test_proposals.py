"""What comes back on the table, from the database; the rule itself is in test_because."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sprengel.accounts.models import Visibility
from sprengel.ledger.models import EntryKind
from sprengel.meetings import actions
from sprengel.meetings.models import MeetingState
from sprengel.meetings.open_list import count, open_before, overdue_count
from sprengel.meetings.proposals import progress, proposals, settled

from .conftest import LAST, NEXT, Users, World


def sentences(found: Any) -> dict[str, list[str]]:
    return {each.matter.quote: list(each.because) for each in found}


def test_every_open_matter_of_the_circle_comes_back_with_its_because(
    world: World, users: Users
) -> None:
    world.matter("überfällig", due_on=date(2026, 6, 30))
    world.matter("still", said_on=date(2025, 7, 10))
    checked = world.matter("zur Wiedervorlage", next_check_on=date(2026, 5, 1))
    world.entry(checked, date(2026, 3, 1))
    answered = world.matter("beantwortet")
    world.entry(answered, date(2026, 4, 3))
    world.matter("erledigt", state="met")
    world.matter("anderes Gremium", organization=None)
    assert sentences(proposals(users.office, world.next)) == {
        "überfällig": ["Frist war der 30. Juni 2026", "keine Auskunft seit 14 Monaten"],
        "zur Wiedervorlage": ["Wiedervorlage zum 1. Mai 2026", "keine Auskunft seit 7 Monaten"],
        "still": ["keine Auskunft seit 14 Monaten"],
        "beantwortet": ["neue Auskunft vom 3. April 2026"],
    }


def test_the_most_urgent_stands_first_and_what_is_decided_last(world: World, users: Users) -> None:
    news = world.matter("Neues")
    world.entry(news, date(2026, 4, 3))
    world.matter("still")
    late = world.matter("spät überfällig", due_on=date(2026, 9, 1))
    world.matter("früh überfällig", due_on=date(2026, 6, 1))
    found = proposals(users.office, world.next)
    assert [each.matter.quote for each in found] == [
        "früh überfällig",
        "spät überfällig",
        "still",
        "Neues",
    ]
    assert [each.is_only_news for each in found] == [False, False, False, True]
    actions.take(actor=users.office, meeting=world.next, matter=late, because="fällig")
    assert [each.matter.quote for each in proposals(users.office, world.next)][-1] == (
        "spät überfällig"
    )


def test_said_at_the_last_meeting_is_known_from_its_minutes(world: World, users: Users) -> None:
    minutes = world.document("Niederschrift vom März")
    actions.attach_document(
        actor=users.office, meeting=world.last, document=minutes, role="minutes"
    )
    promised = world.matter("ein Angebot machen", said_on=None)
    world.statement(minutes, matter=promised, state="accepted")
    assert sentences(proposals(users.office, world.next)) == {
        "ein Angebot machen": ["zugesagt in der letzten Sitzung, seither nichts berichtet"]
    }


def test_a_paper_laid_before_the_meeting_was_not_said_there(world: World, users: Users) -> None:
    paper = world.document("Vorlage")
    actions.attach_document(actor=users.office, meeting=world.last, document=paper, role="paper")
    older = world.matter("alte Zusage")
    world.statement(paper, matter=older, state="accepted")
    assert sentences(proposals(users.office, world.next)) == {
        "alte Zusage": ["keine Auskunft seit 14 Monaten"]
    }


def test_an_entry_that_says_nobody_knows_does_not_end_the_silence(
    world: World, users: Users
) -> None:
    asked = world.matter("nachgefragt", state="unknown")
    world.entry(asked, date(2026, 9, 1), state="unknown", sentence="Keine Antwort.")
    noted = world.matter("angeschrieben")
    world.entry(
        noted, date(2026, 9, 2), kind=EntryKind.NOTE, state="", sentence="Noch einmal gefragt."
    )
    assert sentences(proposals(users.office, world.next)) == {
        "nachgefragt": ["keine Auskunft seit 14 Monaten"],
        "angeschrieben": ["keine Auskunft seit 14 Monaten"],
    }


def test_a_note_that_rests_on_somebodys_word_is_news(world: World, users: Users) -> None:
    told = world.matter("telefonisch beantwortet")
    world.entry(
        told,
        date(2026, 9, 2),
        kind=EntryKind.NOTE,
        state="",
        informant="Frau Beispiel, Land Musterland",
    )
    assert sentences(proposals(users.office, world.next)) == {
        "telefonisch beantwortet": ["neue Auskunft vom 2. September 2026"]
    }


def test_a_choice_is_kept_with_the_reasons_it_was_made_for(world: World, users: Users) -> None:
    matter = world.matter("überfällig", due_on=date(2026, 6, 30))
    why = proposals(users.office, world.next)[0].because
    actions.defer(
        actor=users.office,
        meeting=world.next,
        matter=matter,
        until=date(2027, 4, 1),
        reason="Das Land hat um Zeit gebeten.",
        because=why,
    )
    (found,) = proposals(users.office, world.next)
    assert found.decided == "deferred"
    assert found.because == why
    matter.refresh_from_db()
    assert matter.next_check_on == date(2027, 4, 1)


def test_a_deferred_matter_is_quiet_until_its_day(world: World, users: Users) -> None:
    matter = world.matter("still")
    actions.defer(
        actor=users.office,
        meeting=world.next,
        matter=matter,
        until=date(2027, 6, 1),
        reason="nach der Haushaltsberatung",
    )
    spring = world.meeting(title="Frühjahr 2027", starts_on=date(2027, 4, 19))
    autumn = world.meeting(title="Herbst 2027", starts_on=date(2027, 10, 18))
    assert proposals(users.office, spring) == ()
    assert sentences(proposals(users.office, autumn)) == {
        "still": ["Wiedervorlage zum 1. Juni 2027", "keine Auskunft seit 14 Monaten"]
    }


def test_a_dropped_matter_is_proposed_again_for_the_next_meeting(
    world: World, users: Users
) -> None:
    matter = world.matter("still")
    actions.drop(actor=users.office, meeting=world.next, matter=matter, reason="keine Zeit")
    spring = world.meeting(title="Frühjahr 2027", starts_on=date(2027, 4, 19))
    assert [each.decided for each in proposals(users.office, world.next)] == ["dropped"]
    assert [each.decided for each in proposals(users.office, spring)] == [None]


def test_progress_counts_the_choices_made(world: World, users: Users) -> None:
    first, _second, _third = (world.matter(f"Zusage {n}") for n in range(3))
    actions.take(actor=users.office, meeting=world.next, matter=first)
    seen = progress(proposals(users.office, world.next))
    assert (seen.decided, seen.total, seen.percent, seen.is_done) == (1, 3, 33, False)


def test_for_a_meeting_that_is_over_only_the_choices_are_shown(world: World, users: Users) -> None:
    taken, _left = world.matter("genommen"), world.matter("liegen geblieben")
    actions.take(actor=users.office, meeting=world.next, matter=taken)
    world.next.state = MeetingState.HELD
    actions.change_meeting(actor=users.office, meeting=world.next)
    assert [each.matter.quote for each in proposals(users.office, world.next)] == ["genommen"]


def test_what_was_closed_since_the_last_meeting_is_told(world: World, users: Users) -> None:
    met = world.matter("erfüllt", state="met")
    world.entry(met, date(2026, 5, 2), state="met", sentence="Das Angebot steht.")
    long_ago = world.matter("längst erfüllt", state="met")
    world.entry(long_ago, date(2025, 9, 1), state="met")
    reopened = world.matter("wieder offen", state="open")
    world.entry(reopened, date(2026, 5, 3), state="met")
    world.entry(reopened, date(2026, 6, 3), state="open")
    (found,) = settled(users.office, world.next)
    assert (found.matter, found.sentence, found.happened_on) == (
        met,
        "Das Angebot steht.",
        date(2026, 5, 2),
    )


@pytest.mark.parametrize("visibility", Visibility.values)
def test_proposals_show_only_what_the_viewer_may_see(
    world: World, users: Users, visibility: str
) -> None:
    matter = world.matter(visibility=visibility)
    closed = world.matter("zu", state="met", visibility=visibility)
    world.entry(closed, date(2026, 5, 2), state="met")
    may = {
        "public": [users.public, users.guest, users.member, users.office],
        "members": [users.member, users.office],
        "office": [users.office],
    }[visibility]
    for user in users.all():
        seen = user in may
        assert [p.matter for p in proposals(user, world.next)] == ([matter] if seen else [])
        assert [s.matter for s in settled(user, world.next)] == ([closed] if seen else [])
        assert count(open_before(user, world.next)) == int(seen)
        assert progress(proposals(user, world.next)).total == int(seen)


def test_an_answer_for_the_office_is_no_news_to_others(world: World, users: Users) -> None:
    matter = world.matter()
    world.entry(matter, date(2026, 4, 3), visibility=Visibility.OFFICE)
    silent = ["keine Auskunft seit 14 Monaten"]
    news = ["neue Auskunft vom 3. April 2026"]
    assert sentences(proposals(users.member, world.next)) == {matter.quote: silent}
    assert sentences(proposals(users.office, world.next)) == {matter.quote: news}


def test_a_hidden_document_does_not_say_where_something_was_said(
    world: World, users: Users
) -> None:
    minutes = world.document("vertrauliche Niederschrift", visibility=Visibility.OFFICE)
    actions.attach_document(
        actor=users.office, meeting=world.last, document=minutes, role="minutes"
    )
    matter = world.matter()
    world.statement(minutes, matter=matter, state="accepted")
    promised = ["zugesagt in der letzten Sitzung, seither nichts berichtet"]
    assert sentences(proposals(users.office, world.next)) == {matter.quote: promised}
    assert sentences(proposals(users.public, world.next)) == {
        matter.quote: ["keine Auskunft seit 14 Monaten"]
    }


def test_the_name_of_a_hidden_actor_stays_hidden(world: World, users: Users) -> None:
    world.director.visibility = Visibility.OFFICE
    world.director.save()
    world.matter(actor_name="")
    assert [p.responsible_name for p in proposals(users.public, world.next)] == [""]
    assert [group.name for group in open_before(users.public, world.next)] == [""]
    assert [p.responsible_name for p in proposals(users.office, world.next)] == [
        world.director.name
    ]


def test_reasons_to_defer_are_for_the_office(world: World, users: Users) -> None:
    matter = world.matter()
    actions.drop(actor=users.office, meeting=world.next, matter=matter, reason="heikel")
    assert [p.decided for p in proposals(users.member, world.next)] == [None]


@pytest.mark.parametrize("amount", [1, 3, 30])
def test_proposals_take_the_same_few_queries_however_many(
    world: World, users: Users, amount: int
) -> None:
    for number in range(amount):
        matter = world.matter(f"Zusage {number}")
        world.entry(matter, date(2026, 4, 3), informant="Frau Beispiel")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = proposals(users.office, world.next)
    assert len(found) == amount
    assert len(captured) <= 9
    with CaptureQueriesContext(connection) as captured:
        assert count(open_before(users.office, world.next)) == amount
    assert len(captured) == 1


def test_open_before_groups_by_who_must_answer_oldest_first(world: World, users: Users) -> None:
    world.matter("jung", said_on=date(2026, 1, 5))
    world.matter("alt", said_on=date(2024, 1, 5), due_on=date(2025, 12, 31), due_precision="year")
    world.matter(
        "gefordert",
        act="demand",
        responsible=None,
        actor=world.circle,
        actor_name="die Oberbürgermeister",
        addressee_name="Land Musterland",
    )
    world.matter("niemand", responsible=None, actor=None, actor_name="")
    world.matter("erst dort gesagt", said_on=NEXT)
    groups = open_before(users.office, world.next)
    assert [(g.name, [row.matter.quote for row in g.lines]) for g in groups] == [
        ("Ingo Lind", ["alt", "jung"]),
        ("Land Musterland", ["gefordert"]),
        ("", ["niemand"]),
    ]
    assert (groups[0].lines[0].due, groups[0].lines[0].is_overdue) == ("Ende 2025", True)
    assert (count(groups), overdue_count(groups)) == (4, 1)


def test_open_before_the_last_meeting_leaves_out_what_was_said_there(
    world: World, users: Users
) -> None:
    world.matter("dort gesagt", said_on=LAST)
    world.matter("davor gesagt", said_on=date(2025, 7, 10))
    (group,) = open_before(users.office, world.last)
    assert [row.matter.quote for row in group.lines] == ["davor gesagt"]
