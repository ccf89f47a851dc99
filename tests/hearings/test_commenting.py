"""A city's comments: asked once, drafts of several hands, handed in, late, changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sprengel.accounts.models import Activity
from sprengel.archive.models import Immutable
from sprengel.bodies.models import Membership
from sprengel.hearings.board import board
from sprengel.hearings.commenting import actions
from sprengel.hearings.commenting.actions import Closed, DraftConflict, DraftsChanged, Given
from sprengel.hearings.commenting.asking import ask_again, ask_cities, remind_due, tell_of_version
from sprengel.hearings.commenting.page import drafts_of
from sprengel.hearings.models import Consulted, HearingState
from sprengel.hearings.sight import sight_of
from sprengel.mail.models import Letter, LetterState
from tests.hearings.conftest import TEXT, TODAY, World

RESERVATION = Given("reservation", "Zu teuer.", "", "Hauptamt")


def keep(consulted: Consulted, paragraph: Any, given: Given, seen: int = 0) -> Any:
    return actions.keep_draft(
        actor=None, consulted=consulted, paragraph=paragraph, given=given, seen_count=seen
    )


# ── Asking ────────────────────────────────────────────────────────────────────────────────────


def test_the_member_cities_are_asked_once(world: World) -> None:
    hearing = world.start()
    asked = ask_cities(actor=world.office, hearing=hearing)
    assert (asked.cities, asked.without_address) == (3, ("Hohenfurt",))
    ask_cities(actor=world.office, hearing=hearing)
    letters = Letter.objects.filter(key__startswith=f"anhoerung/{hearing.pk}/")
    assert sorted(one.to_name for one in letters) == ["Auenstadt", "Lindach"]
    letter = letters.first()
    assert letter.subject == "Ihre Anmerkungen: Musterförderungsgesetz"
    assert "/a/anhoerung/" in letter.text
    assert "8. März 2026" in letter.text
    assert "12. März 2026" in letter.text
    assert "Anlass nur für Mitglieder" not in letter.text
    hearing.refresh_from_db()
    assert (hearing.state, hearing.visibility) == (HearingState.CONSULTATION, "members")
    assert world.latest(hearing).document.visibility == "members"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"comments_until": None}, "bis wann die Städte Zeit haben"),
        ({"comments_until": TODAY - timedelta(days=1)}, "schon vorbei"),
    ],
)
def test_without_a_day_nobody_is_asked(world: World, changes: Any, part: str) -> None:
    hearing = world.start(**changes)
    with pytest.raises(ValidationError, match=part):
        ask_cities(actor=world.office, hearing=hearing)
    assert not Consulted.objects.exists()
    assert not Letter.objects.exists()


def test_a_circle_without_cities_is_told(world: World) -> None:
    Membership.objects.all().delete()
    with pytest.raises(ValidationError, match="keine Mitgliedsstadt"):
        ask_cities(actor=world.office, hearing=world.start())


def test_reminded_once_some_days_before(world: World, settings: Any) -> None:
    hearing = world.asked()
    Consulted.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert remind_due() == 0, "six days are left"
    settings.TODAY = TODAY + timedelta(days=3)
    actions.hand_in(
        actor=None,
        consulted=world.of(hearing, world.lindach),
        by_name="Hauptamt",
        seen=actions.digest([]),
        has_nothing_to_say=True,
    )
    assert remind_due() == 1, "Lindach has answered, Hohenfurt has no address"
    assert remind_due() == 0
    letter = Letter.objects.get(key__endswith="/erinnerung")
    assert letter.to_name == "Auenstadt"
    assert letter.subject.startswith("Erinnerung")


def test_nobody_is_reminded_on_the_day_they_were_asked(world: World) -> None:
    world.asked(comments_until=TODAY + timedelta(days=1))
    assert remind_due() == 0


def test_a_new_link_ends_the_old_one(world: World, client_of: Any) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    old = world.link(consulted)
    Consulted.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    world.auenstadt.email = "neu@auenstadt.example"
    world.auenstadt.save()
    assert ask_again(actor=world.office, consulted=consulted) == "neu@auenstadt.example"
    ask_again(actor=world.office, consulted=world.of(hearing, world.auenstadt))
    assert Letter.objects.filter(to_email="neu@auenstadt.example").count() == 1, "pressed twice"
    assert client_of(None).get(old).status_code == 404
    assert client_of(None).get(world.link(consulted)).status_code == 200
    with pytest.raises(ValidationError, match="Hohenfurt"):
        ask_again(actor=world.office, consulted=world.of(hearing, world.hohenfurt))


def test_of_a_new_version_they_are_told_once(world: World) -> None:
    hearing = world.asked()
    version = world.revise(hearing, TEXT + "\n\n4. Noch ein Punkt.", note="Punkt 4 ist neu.")
    assert tell_of_version(actor=world.office, version=version) == 2
    tell_of_version(actor=world.office, version=version)
    letters = Letter.objects.filter(key__endswith="/fassung-2")
    assert letters.count() == 2
    assert "Punkt 4 ist neu." in letters.first().text


# ── Drafts ────────────────────────────────────────────────────────────────────────────────────


def test_two_hands_of_a_city_do_not_overwrite_each_other(world: World) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    paragraph = world.paragraph(hearing, 2)
    first = keep(consulted, paragraph, RESERVATION)
    assert first.count == 1
    with pytest.raises(DraftConflict) as conflict:
        keep(consulted, paragraph, Given("agree", "Gut so.", "", "Kämmerei"))
    assert conflict.value.theirs.text == "Zu teuer."
    assert consulted.drafts.get().text == "Zu teuer."
    again = keep(consulted, paragraph, Given("agree", "Gut so.", "", "Kämmerei"), seen=1)
    assert (again.count, again.text) == (2, "Gut so.")
    assert keep(consulted, paragraph, Given("agree", "Gut so.", "", "Kämmerei")).count == 2


def test_an_emptied_draft_is_gone_and_a_dropped_one_is_a_conflict(world: World) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    paragraph = world.paragraph(hearing, 2)
    keep(consulted, paragraph, RESERVATION)
    assert keep(consulted, paragraph, Given(by_name="Hauptamt"), seen=1) is None
    assert not consulted.drafts.exists()
    with pytest.raises(DraftConflict) as conflict:
        keep(consulted, paragraph, Given("agree"), seen=1)
    assert conflict.value.theirs is None


def test_to_the_whole_there_is_one_draft(world: World) -> None:
    consulted = world.of(world.asked(), world.auenstadt)
    keep(consulted, None, RESERVATION)
    keep(consulted, None, Given("agree"), seen=1)
    assert consulted.drafts.get().stance == "agree"


# ── Handing in ────────────────────────────────────────────────────────────────────────────────


def test_handed_in_twice_it_is_there_once(world: World) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    keep(consulted, world.paragraph(hearing, 2), RESERVATION)
    seen = actions.digest(drafts_of(consulted))
    for expected in (1, 0):
        sent = actions.hand_in(actor=None, consulted=consulted, by_name="OB-Büro", seen=seen)
        assert sent == expected
    comment = consulted.comments.get()
    assert (comment.text, comment.by_name, comment.is_late) == ("Zu teuer.", "Hauptamt", False)
    assert not consulted.drafts.exists()
    line = Activity.objects.latest("pk")
    assert line.visibility == "office"
    assert "Auenstadt hat eine Anmerkung geschickt" in line.sentence


def test_what_nobody_looked_at_does_not_go_out(world: World) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    keep(consulted, world.paragraph(hearing, 2), RESERVATION)
    seen = actions.digest(drafts_of(consulted))
    keep(consulted, world.paragraph(hearing, 3), Given("agree"))
    with pytest.raises(DraftsChanged):
        actions.hand_in(actor=None, consulted=consulted, by_name="OB", seen=seen)
    assert not consulted.comments.exists()


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (Given("reservation", "", "", ""), "worin der Vorbehalt besteht"),
        (Given("other_wording", "anders", "", ""), "Formulierung vorschlagen"),
        (Given("", "nur Text", "", ""), "Bitte wählen"),
    ],
)
def test_half_written_it_stays_a_draft(world: World, given: Given, part: str) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    keep(consulted, world.paragraph(hearing, 2), given)
    with pytest.raises(ValidationError) as problem:
        world.hand_in(consulted)
    assert problem.value.messages[0].startswith("Zu 1.: ")
    assert part in problem.value.messages[0]
    assert consulted.drafts.count() == 1


def test_nothing_to_say_has_to_be_confirmed(world: World) -> None:
    consulted = world.of(world.asked(), world.auenstadt)
    with pytest.raises(ValidationError, match="nichts angemerkt"):
        world.hand_in(consulted)
    assert world.hand_in(consulted, has_nothing_to_say=True) == 0
    consulted.refresh_from_db()
    assert consulted.handed_in_by == "Hauptamt"


def test_a_changed_mind_replaces_and_a_taken_back_one_counts_no_more(world: World) -> None:
    hearing = world.asked()
    first = world.comment(hearing, world.auenstadt)
    second = world.comment(hearing, world.auenstadt, stance="agree", text="Doch gut.")
    assert second.replaces == first
    shown = board(world.latest(hearing), sight_of(world.office, hearing))
    assert [each.count for each in shown.counts] == [1]
    consulted = world.of(hearing, world.auenstadt)
    keep(consulted, world.paragraph(hearing, 2), Given(is_taken_back=True))
    world.hand_in(consulted)
    assert consulted.comments.count() == 3, "nothing is lost"
    shown = board(world.latest(hearing), sight_of(world.office, hearing))
    assert shown.comment_count == 0
    with pytest.raises(Immutable):
        first.delete()


def test_late_ones_are_taken_and_marked(world: World, settings: Any) -> None:
    hearing = world.asked()
    settings.TODAY = TODAY + timedelta(days=7)
    assert world.comment(hearing, world.auenstadt).is_late
    assert world.of(hearing, world.auenstadt).is_late


def test_after_the_final_version_nothing_is_taken(world: World) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    paragraph = world.paragraph(hearing, 2)
    keep(consulted, paragraph, RESERVATION)
    world.final(hearing)
    with pytest.raises(Closed):
        world.hand_in(consulted)
    with pytest.raises(Closed):
        keep(consulted, paragraph, Given("agree"), seen=1)
    waiting = Letter.objects.filter(key__startswith=f"anhoerung/{hearing.pk}/")
    assert not waiting.filter(state=LetterState.QUEUED).exists()


# ── Comments and versions ─────────────────────────────────────────────────────────────────────


def test_a_comment_stays_with_its_paragraph_and_says_to_which_version(world: World) -> None:
    hearing = world.asked()
    rewritten = world.comment(hearing, world.auenstadt, 3, text="Zu kurz.")
    dropped = world.comment(hearing, world.lindach, 4, text="Wichtig.")
    version = world.revise(
        hearing,
        "Neuer Vorspann mit ganz eigenen Worten.\n\n"
        + TEXT.replace("fünf Jahre", "zehn Jahre").split("3. Die Nachweise")[0],
    )
    shown = board(version, sight_of(world.office, hearing))
    line = next(each for each in shown.lines if each.comments)
    assert line.comments[0].comment == rewritten
    assert line.comments[0].about_version == 1
    assert ("out", "fünf") in [(change.kind, change.text) for change in line.comments[0].was]
    assert [one.comments[0].comment for one in shown.gone] == [dropped]
