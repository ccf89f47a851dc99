"""Minutes: sections from the agenda, drafts, two people, records, versions, approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sprengel.accounts.models import User, Visibility
from sprengel.ledger import actions as ledger
from sprengel.ledger.models import Matter, Statement, Vote, VoteState
from sprengel.meetings.agenda import actions as agenda
from sprengel.meetings.minutes import (
    actions,
    comparing,
    composition,
    fixing,
    outline,
    queries,
    writing,
)
from sprengel.meetings.minutes.actions import RecordFacts
from sprengel.meetings.minutes.fixing import Wanted
from sprengel.meetings.minutes.writing import Typed
from sprengel.meetings.models import (
    AgendaItem,
    Minutes,
    MinutesRecord,
    MinutesSection,
    MinutesState,
    Participation,
    SectionDraft,
    SectionRevision,
)

from .conftest import Users, World

pytestmark = pytest.mark.django_db

DUE = date(2027, 3, 31)
TALK = (
    "Ingo Lind berichtete über den Stand der Verhandlungen. Lind sagte zu, bis zum 30. Juni 2027 "
    "einen Entwurf für die neue Vereinbarung vorzulegen."
)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@dataclass
class Desk:
    """Minutes of the last session with three points, two of them public."""

    minutes: Minutes
    office: User
    world: World

    @property
    def sections(self) -> list[MinutesSection]:
        return list(self.minutes.sections.all())

    def write(self, index: int, text: str, *, actor: User | None = None) -> writing.Saved:
        section = self.sections[index]
        newest = section.revisions.order_by("-number").first()
        typed = Typed(section.pk, text, newest.number if newest else 0)
        return writing.save(actor=actor or self.office, minutes=self.minutes, typed=[typed])

    def decide(
        self, index: int = 0, wording: str = "Die Arbeitsgruppe wird eingesetzt", **more: Any
    ):
        facts = RecordFacts(
            "decision", wording, **{"outcome": "adopted", "majority": "unanimous", **more}
        )
        return actions.note(actor=self.office, section=self.sections[index], facts=facts)

    def assign(self, index: int = 0, wording: str = "einen Entwurf vorlegen", **more: Any):
        facts = RecordFacts(
            "assignment",
            wording,
            **{"responsible": self.world.city.actor_ptr, "due_on": DUE, **more},
        )
        return actions.note(actor=self.office, section=self.sections[index], facts=facts)

    def fix(self, **more: Any) -> fixing.Fixed:
        return fixing.fix(actor=self.office, minutes=self.minutes, wanted=Wanted(**more))


@pytest.fixture
def desk(world: World, users: Users) -> Desk:
    for title, part, visibility in (
        ("Begrüßung", "public", "public"),
        ("Verkehr im Norden", "public", "public"),
        ("Personal", "nonpublic", "members"),
    ):
        AgendaItem.objects.create(
            meeting=world.last,
            title=title,
            part=part,
            visibility=visibility,
            position=world.last.agenda.count() + 1,
        )
    return Desk(actions.begin(actor=users.office, meeting=world.last), users.office, world)


def read(document: Any) -> None:
    for run in document.runs.all():
        ledger.read_now(run_id=run.pk)


# ── Sections and the agenda ───────────────────────────────────────────────────────────────────


def test_every_point_of_the_agenda_is_a_section_once(desk: Desk, users: Users) -> None:
    again = actions.begin(actor=users.office, meeting=desk.world.last)
    assert again == desk.minutes
    told = [(row.heading, row.is_public) for row in desk.sections]
    assert told == [("Begrüßung", True), ("Verkehr im Norden", True), ("Personal", False)]
    assert outline.changes(desk.minutes) == []


def test_without_an_agenda_there_is_one_section_to_write_in(world: World, users: Users) -> None:
    minutes = actions.begin(actor=users.office, meeting=world.next)
    assert [row.heading for row in minutes.sections.all()] == ["Verlauf der Sitzung"]


def test_a_changed_agenda_is_offered_and_not_forced(desk: Desk) -> None:
    desk.write(2, "Es wurde gesprochen.")
    first, _second, third = AgendaItem.objects.filter(meeting=desk.world.last)
    new = AgendaItem.objects.create(
        meeting=desk.world.last, title="Haushalt", part="nonpublic", position=9
    )
    AgendaItem.objects.filter(pk=first.pk).update(title="Eröffnung", visibility="members")
    AgendaItem.objects.filter(pk=third.pk).update(state="deferred")
    offered = {change.key for change in outline.changes(desk.minutes)}
    rows = desk.sections
    assert offered == {
        f"neu-{new.pk}", f"titel-{rows[0].pk}", f"teil-{rows[0].pk}", f"weg-{rows[2].pk}"
    }  # fmt: skip
    assert [row.heading for row in desk.sections] == ["Begrüßung", "Verkehr im Norden", "Personal"]

    assert outline.take_over(actor=desk.office, minutes=desk.minutes, keys=offered) == 4
    told = [(row.heading, row.is_public, row.item_id is None) for row in desk.sections]
    # What was written is never thrown away: the deferred point stays as a section of its own.
    assert ("Personal", False, True) in told
    assert told[0] == ("Eröffnung", False, False)
    assert ("Haushalt", False, False) in told
    assert outline.changes(desk.minutes) == []


def test_an_empty_section_of_a_deferred_point_goes(desk: Desk) -> None:
    third = desk.sections[2]
    AgendaItem.objects.filter(pk=third.item_id).update(state="dropped")
    outline.take_over(actor=desk.office, minutes=desk.minutes, keys=[f"weg-{third.pk}"])
    assert len(desk.sections) == 2


def test_a_section_with_text_cannot_be_removed(desk: Desk) -> None:
    section = actions.add_section(actor=desk.office, minutes=desk.minutes, heading="Schluss")
    actions.move_section(actor=desk.office, section=section, by=-1)
    assert [row.heading for row in desk.sections][2] == "Schluss"
    actions.remove_section(actor=desk.office, section=section)
    assert len(desk.sections) == 3
    desk.write(0, "Willkommen.")
    with pytest.raises(ValidationError):
        actions.remove_section(actor=desk.office, section=desk.sections[0])


# ── Typing and saving ─────────────────────────────────────────────────────────────────────────


def test_a_draft_is_kept_and_is_nobody_elses_text(desk: Desk, colleague: User) -> None:
    section = desk.sections[0]
    writing.keep_draft(actor=desk.office, section=section, text="Halber Sa", based_on=0)
    writing.keep_draft(actor=desk.office, section=section, text="Halber Satz", based_on=0)
    assert SectionDraft.objects.get().text == "Halber Satz"
    mine, theirs = queries.board(desk.office, desk.minutes), queries.board(colleague, desk.minutes)
    assert mine.sections[0].text == "Halber Satz"
    assert theirs.sections[0].text == ""
    assert [other.user_name for other in theirs.sections[0].others] == ["Kim Weber"]
    assert not SectionRevision.objects.exists()


def test_saving_makes_a_revision_and_takes_the_draft_away(desk: Desk) -> None:
    writing.keep_draft(actor=desk.office, section=desk.sections[0], text="Eins", based_on=0)
    assert [s.heading for s in desk.write(0, "Eins").sections] == ["Begrüßung"]
    desk.write(0, "Eins\r\nzwei")
    assert list(SectionRevision.objects.values_list("number", "text")) == [
        (1, "Eins"), (2, "Eins\nzwei")
    ]  # fmt: skip
    assert not SectionDraft.objects.exists()
    assert desk.write(0, "Eins\nzwei").sections == ()


def test_of_two_people_nobody_loses_a_word(desk: Desk, colleague: User) -> None:
    section = desk.sections[0]
    desk.write(0, "Alle sind da.")
    mine = Typed(section.pk, "Alle sind da. Es ist kalt.", 1)
    theirs = Typed(section.pk, "Alle sind da. Es ist warm.", 1)
    writing.save(actor=colleague, minutes=desk.minutes, typed=[theirs])
    kept = writing.keep_draft(actor=desk.office, section=section, text=mine.text, based_on=1)
    assert kept.newer is not None
    assert kept.newer.user_name == "Ilse Amsel"
    saved = writing.save(actor=desk.office, minutes=desk.minutes, typed=[mine])
    assert saved.sections == ()
    (conflict,) = saved.conflicts
    assert (conflict.mine, conflict.theirs.text) == (mine.text, theirs.text)
    assert SectionDraft.objects.get(user=desk.office).text == mine.text
    merged = Typed(section.pk, "Alle sind da. Es ist warm, nicht kalt.", 2)
    assert writing.save(actor=desk.office, minutes=desk.minutes, typed=[merged]).sections
    assert [r.text for r in section.revisions.all()] == ["Alle sind da.", theirs.text, merged.text]
    assert not SectionDraft.objects.exists()


def test_what_nobody_changed_is_no_conflict(desk: Desk, colleague: User) -> None:
    """The whole page is sent at once: an untouched field must not undo what a colleague wrote."""
    section = desk.sections[0]
    desk.write(0, "Neu von anderen", actor=colleague)
    saved = writing.save(actor=desk.office, minutes=desk.minutes, typed=[Typed(section.pk, "", 0)])
    assert saved == writing.Saved((), ())
    assert section.revisions.get().text == "Neu von anderen"


def test_a_text_without_end_is_refused(desk: Desk) -> None:
    with pytest.raises(writing.TooLong):
        desk.write(0, "x" * (writing.LONGEST + 1))
    assert not SectionRevision.objects.exists()


# ── Decisions and assignments ─────────────────────────────────────────────────────────────────


def test_records_read_as_sentences_of_the_minutes(desk: Desk) -> None:
    told = [
        desk.decide(yes=12, no=0, abstain=1),
        desk.decide(wording="Die Umlage steigt.", outcome="rejected", majority="majority"),
        desk.decide(wording="Bericht", outcome="", majority="", responsible=None, due_on=DUE),
        desk.assign(),
        desk.assign(wording="berichten", responsible=None, due_on=None),
    ]
    with translation.override("de"):
        sentences = [composition.record_text(record).sentence for record in told]
    assert sentences == [
        "Beschluss: Die Arbeitsgruppe wird eingesetzt (einstimmig angenommen bei 12 Ja-Stimmen, "
        "0 Nein-Stimmen und 1 Enthaltung).",
        "Antrag: Die Umlage steigt (mehrheitlich abgelehnt).",
        "Beschluss: Bericht. Frist: bis 31. März 2027.",
        "Auftrag an Auenstadt: einen Entwurf vorlegen, bis 31. März 2027.",
        "Auftrag: berichten.",
    ]


def test_pressed_twice_it_is_one_record(desk: Desk) -> None:
    assert desk.decide() == desk.decide()
    assert MinutesRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"wording": "  "}, "Wortlaut"),
        ({"majority": "unanimous", "yes": 3, "no": 2}, "Einstimmig"),
        ({"majority": "", "yes": 2, "no": 3}, "nichts angenommen"),
        ({"outcome": "perhaps"}, "Ergebnis"),
    ],
)
def test_impossible_votes_are_refused_with_a_sentence(desk: Desk, facts: Any, words: str) -> None:
    with pytest.raises(ValidationError) as problem:
        desk.decide(**facts)
    assert words in " ".join(problem.value.messages)


def test_more_votes_than_members_present_is_warned_about(desk: Desk) -> None:
    record = desk.decide(yes=2, no=0)
    assert queries.board(desk.office, desk.minutes).sections[0].records[0].warning == ""
    Participation.objects.create(
        meeting=desk.world.last, actor=desk.world.city, role="member", presence="present"
    )
    Participation.objects.create(
        meeting=desk.world.last, actor=desk.world.state, role="guest", presence="present"
    )
    warning = queries.board(desk.office, desk.minutes).sections[0].records[0].warning
    assert "2 Stimmen gezählt, aber nur 1 Mitglied ist als anwesend" in warning
    record.yes = 1
    assert queries.counted_wrong(record, 1) == ""


# ── Versions ──────────────────────────────────────────────────────────────────────────────────


def test_a_version_is_a_document_with_everything_in_it(desk: Desk) -> None:
    Participation.objects.create(
        meeting=desk.world.last,
        actor=desk.world.city,
        person=desk.world.mayor,
        post_title="Oberbürgermeisterin",
        role="member",
    )
    Participation.objects.create(
        meeting=desk.world.last, actor=desk.world.state, role="guest", presence="excused"
    )
    desk.write(1, TALK)
    desk.decide(1)
    (version,) = desk.fix(keeper="Kim Weber").versions
    assert version.document.latest_revision.text == (
        "Niederschrift\nFrühjahrssitzung 2026\nSprengel Nord, Städtebund Musterland\n\n"
        "Datum: 16. März 2026\nOrt: Lindach\nSchriftführung: Kim Weber\nFassung 1\n\n"
        "Teilnahme\nMitglieder: Ada Auer (Oberbürgermeisterin, Auenstadt)\n"
        "Entschuldigt: Land Musterland\n\n"
        f"TOP 1: Begrüßung\n\nTOP 2: Verkehr im Norden\n\n{TALK}\n\n"
        "Beschluss: Die Arbeitsgruppe wird eingesetzt (einstimmig angenommen).\n\n"
        "TOP 3: Personal\n"
    )
    assert (version.document.visibility, version.document.kind) == ("members", "minutes")
    assert version.document.organization == desk.world.circle
    assert desk.world.last.meeting_documents.get().role == "minutes"


def test_records_become_matters_at_their_exact_characters(desk: Desk) -> None:
    decision = desk.decide(1, responsible=desk.world.league.actor_ptr, yes=5, no=0)
    assignment = desk.assign(1)
    (version,) = desk.fix().versions
    text = version.document.latest_revision.text
    for record in (decision, assignment):
        record.refresh_from_db()
        for anchors in record.statement.spans.values():
            for anchor in anchors:
                assert text[anchor["start"] : anchor["end"]] == anchor["quote"]
    said = assignment.statement
    assert (said.act, said.message_text, said.due_text) == (
        "assignment", "einen Entwurf vorlegen", "bis 31. März 2027"
    )  # fmt: skip
    matter = said.matter
    assert (matter.responsible_id, matter.due_on) == (desk.world.city.pk, DUE)
    assert matter.actor_id == desk.world.circle.pk
    assert matter.visibility == "members"
    assert decision.statement.matter.responsible_id == desk.world.league.pk
    vote = decision.vote
    assert text[vote.anchor["start"] : vote.anchor["end"]].startswith("einstimmig angenommen bei 5")
    assert (vote.state, vote.yes, vote.item_label) == (VoteState.ACCEPTED, 5, "2")


def test_what_was_voted_down_opens_no_matter(desk: Desk) -> None:
    record = desk.decide(outcome="rejected", majority="majority")
    desk.fix()
    record.refresh_from_db()
    assert record.statement is None
    assert record.vote is not None
    assert not Matter.objects.exists()


def test_twice_the_same_is_one_version(desk: Desk) -> None:
    desk.decide()
    first = desk.fix()
    second = desk.fix()
    assert first.is_new
    assert not second.is_new
    assert second.versions == first.versions
    assert Matter.objects.count() == 1


def test_reading_a_version_does_not_double_what_was_noted(desk: Desk) -> None:
    desk.write(1, TALK)
    desk.decide(
        1, wording="Der Verband setzt eine Arbeitsgruppe ein", yes=9, no=2, majority="majority"
    )
    desk.assign(1, wording="bis zur Herbstsitzung einen Entwurf der Vereinbarung vorlegen")
    (version,) = desk.fix().versions
    before = version.document.latest_revision
    read(version.document)
    assert version.document.latest_revision == before
    found = list(version.document.statements.filter(state="proposed"))
    assert any(s.act == "commitment" and "Entwurf" in s.message_text for s in found)
    assert not [s for s in found if s.act in ("decision", "assignment")]
    assert version.document.votes.count() == 1


def test_a_later_version_takes_over_what_people_decided(desk: Desk) -> None:
    desk.write(1, TALK)
    desk.decide(1)
    assignment = desk.assign(1)
    (first,) = desk.fix().versions
    read(first.document)
    promise = first.document.statements.get(act="commitment")
    ledger.accept(actor=desk.office, statement=promise, version=promise.version)
    assert Matter.objects.count() == 3

    desk.write(0, "Die Sitzung begann um zehn Uhr.")
    (second,) = desk.fix(reason="Ergänzung").versions
    read(second.document)
    text = second.document.latest_revision.text
    assert Matter.objects.count() == 3
    assert Vote.objects.count() == 1
    for statement in Statement.objects.exclude(state="proposed"):
        assert statement.document == second.document
        anchor = statement.spans["message"][0]
        assert text[anchor["start"] : anchor["end"]] == anchor["quote"]
    assert not second.document.statements.filter(state="proposed", act="commitment").exists()
    assert not first.document.statements.exists()

    facts = RecordFacts(
        "assignment", "einen Zeitplan vorlegen", desk.world.city.actor_ptr, date(2027, 5, 1)
    )
    actions.change_record(actor=desk.office, record=assignment, facts=facts)
    desk.fix()
    assignment.refresh_from_db()
    matter = assignment.statement.matter
    assert (matter.quote, matter.due_on) == ("einen Zeitplan vorlegen", date(2027, 5, 1))
    assert Matter.objects.count() == 3


def test_the_public_part_holds_only_public_points(desk: Desk) -> None:
    desk.write(1, "Öffentlich gesagt.")
    desk.write(2, "Vertraulich gesagt.")
    public_record, hidden_record = desk.decide(1), desk.decide(2, wording="Stelle besetzen")
    versions = {version.scope: version for version in desk.fix(publish=True).versions}
    public, hidden = versions["public"].document, versions["nonpublic"].document
    assert (public.visibility, hidden.visibility) == ("public", "members")
    text = public.latest_revision.text
    assert "Öffentlich gesagt." in text
    assert "Öffentlicher Teil" in text
    assert "Vertraulich" not in text
    assert "Personal" not in text
    assert "Stelle" not in text
    assert "Öffentlich gesagt." not in hidden.latest_revision.text
    public_record.refresh_from_db()
    hidden_record.refresh_from_db()
    assert public_record.statement.matter.visibility == "public"
    assert hidden_record.statement.matter.visibility == "members"


def test_publishing_later_moves_the_decision_and_opens_nothing_to_more_people(desk: Desk) -> None:
    record = desk.decide(1)
    desk.fix()
    versions = {version.scope: version for version in desk.fix(publish=True).versions}
    record.refresh_from_db()
    assert record.statement.document == versions["public"].document
    assert record.vote.document == versions["public"].document
    assert record.statement.matter.visibility == "members"
    assert queries.still_hidden(versions.values()) == 1
    assert Matter.objects.count() == Vote.objects.count() == 1


def test_taken_back_from_the_public_its_matters_go_along(desk: Desk) -> None:
    record = desk.decide(1)
    desk.fix(publish=True)
    desk.fix(visibility="office")
    record.refresh_from_db()
    assert record.statement.matter.visibility == "office"


def test_a_struck_record_stays_with_the_version_that_had_it(desk: Desk) -> None:
    record = desk.decide(1)
    (first,) = desk.fix().versions
    actions.remove_record(actor=desk.office, record=MinutesRecord.objects.get(pk=record.pk))
    (second,) = desk.fix().versions
    assert first.document.statements.get().matter is not None
    assert not second.document.statements.exists()
    assert "Arbeitsgruppe" not in second.document.latest_revision.text


def test_a_vote_changed_after_fixing_is_corrected_with_the_next_version(desk: Desk) -> None:
    record = desk.decide(1, yes=5, no=0)
    desk.fix()
    facts = RecordFacts("decision", record.wording, None, None, "adopted", "majority", 5, 2)
    actions.change_record(
        actor=desk.office, record=MinutesRecord.objects.get(pk=record.pk), facts=facts
    )
    (second,) = desk.fix().versions
    vote = Vote.objects.get()
    assert (vote.document, vote.majority, vote.no) == (second.document, "majority", 2)
    text = second.document.latest_revision.text
    assert text[vote.anchor["start"] : vote.anchor["end"]] == vote.anchor["quote"]


def test_what_a_reviewer_corrected_is_not_undone_by_an_unchanged_record(desk: Desk) -> None:
    record = desk.assign(1)
    desk.fix()
    statement = Statement.objects.get()
    ledger.correct(
        actor=desk.office,
        statement=statement,
        version=statement.version,
        changes=ledger.Correction(due_on=date(2027, 6, 30)),
    )
    desk.write(0, "Noch etwas.")
    desk.fix()
    record.refresh_from_db()
    assert record.statement.due_on == date(2027, 6, 30)
    assert record.statement.matter.due_on == date(2027, 6, 30)


def test_hidden_names_stay_out_of_what_others_read(desk: Desk) -> None:
    for hidden in (desk.world.state, desk.world.mayor):
        hidden.visibility = Visibility.OFFICE
        hidden.save()
    Participation.objects.create(meeting=desk.world.last, actor=desk.world.state, role="guest")
    Participation.objects.create(
        meeting=desk.world.last, actor=desk.world.city, person=desk.world.mayor, role="member"
    )
    record = desk.assign(responsible=desk.world.state.actor_ptr)
    (version,) = desk.fix().versions
    text = version.document.latest_revision.text
    assert "Land Musterland" not in text
    assert "Ada Auer" not in text
    assert "Auenstadt" in text
    record.refresh_from_db()
    assert record.statement.addressee is None
    assert record.statement.matter.responsible_id == desk.world.state.pk


def test_minutes_are_seen_by_no_more_people_than_their_meeting(desk: Desk) -> None:
    desk.world.last.visibility = Visibility.MEMBERS
    desk.world.last.save()
    minutes = Minutes.objects.get(pk=desk.minutes.pk)
    fixed = fixing.fix(actor=desk.office, minutes=minutes, wanted=Wanted(publish=True))
    assert {version.document.visibility for version in fixed.versions} == {"members"}


def test_what_is_undone_in_between_is_not_fixed_by_halves(desk: Desk, monkeypatch: Any) -> None:
    desk.decide()

    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(fixing, "_note", broken)
    with pytest.raises(RuntimeError):
        desk.fix()
    assert not Matter.objects.exists()
    assert not desk.minutes.versions.exists()


# ── Approval ──────────────────────────────────────────────────────────────────────────────────


def test_fixed_minutes_wait_for_the_next_agenda_until_they_are_approved(
    desk: Desk, users: Users
) -> None:
    circle = desk.world.circle
    assert queries.awaiting_approval(users.office, circle) == ()
    desk.decide()
    desk.fix()
    (waiting,) = queries.awaiting_approval(users.member, circle)
    assert waiting.title == "Genehmigung der Niederschrift: 16. März 2026"
    assert queries.awaiting_approval(None, circle) == ()
    actions.approve(
        actor=users.office,
        minutes=desk.minutes,
        approved_in=desk.world.next,
        approved_on=date(2026, 9, 30),
        note="keine",
    )
    assert queries.awaiting_approval(users.office, circle) == ()
    line = queries.versions(users.member, desk.world.last)[0]
    composed = queries.composed(users.member, line.version)
    assert composed is not None
    assert composed.approval == (
        "Genehmigt in der Sitzung „Herbstsitzung 2026“ am 30. September 2026."
    )


def test_what_is_changed_after_approval_is_marked(desk: Desk) -> None:
    desk.fix()
    actions.approve(
        actor=desk.office, minutes=desk.minutes, approved_in=None, approved_on=date(2026, 9, 30)
    )
    assert not desk.fix().is_new
    desk.write(0, "Berichtigt.")
    (version,) = desk.fix().versions
    assert version.is_after_approval
    assert "Fassung 2, nach Genehmigung berichtigt" in version.document.latest_revision.text
    desk.minutes.refresh_from_db()
    assert (desk.minutes.state, desk.minutes.approved_version) == (MinutesState.APPROVED, 1)


@pytest.mark.parametrize("day", [date(2026, 10, 2), date(2026, 3, 1)])
def test_an_impossible_day_of_approval_is_refused(desk: Desk, day: date) -> None:
    desk.fix()
    with pytest.raises(ValidationError):
        actions.approve(actor=desk.office, minutes=desk.minutes, approved_in=None, approved_on=day)


def test_without_a_version_nothing_can_be_approved(desk: Desk) -> None:
    with pytest.raises(ValidationError, match="zuerst eine Fassung"):
        actions.approve(
            actor=desk.office, minutes=desk.minutes, approved_in=None, approved_on=date(2026, 9, 1)
        )


# ── Comparing ─────────────────────────────────────────────────────────────────────────────────


def test_a_comparison_adds_up_to_both_texts() -> None:
    old = "Alle sind da.\nEs ist warm.\nSchluss.\n"
    new = "Alle sind da.\nEs ist sehr kalt.\nNeu.\nSchluss.\n"
    changes = comparing.compare(old, new)
    assert "".join(c.text for c in changes if c.kind != "in") == old
    assert "".join(c.text for c in changes if c.kind != "out") == new
    assert ("out", "warm") in {(c.kind, c.text) for c in changes}
    assert not comparing.is_different(comparing.compare(old, old))


# ── Who sees what, and how many queries ───────────────────────────────────────────────────────


@pytest.mark.parametrize("visibility", ["members", "office"])
def test_versions_are_seen_by_those_who_may_read_the_document(
    desk: Desk, users: Users, visibility: str
) -> None:
    desk.decide()
    desk.fix(visibility=visibility)
    sees = {"members": {"member", "office"}, "office": {"office"}}[visibility]
    for name in ("public", "guest", "member", "office"):
        user = getattr(users, name)
        shown = queries.versions(user, desk.world.last)
        assert bool(shown) is (name in sees), name
        assert (queries.minutes_of(user, desk.world.last) is not None) is (name in sees), name
        assert bool(queries.results_votes(user, desk.world.last)) is (name in sees), name
        assert bool(queries.awaiting_approval(user, desk.world.circle)) is (name in sees), name
        version = desk.minutes.versions.get()
        assert (queries.composed(user, version) is not None) is (name in sees), name


def test_the_public_sees_the_public_part_and_nothing_of_the_other(desk: Desk, users: Users) -> None:
    desk.fix(publish=True)
    assert [line.version.scope for line in queries.versions(None, desk.world.last)] == ["public"]
    assert len(queries.versions(users.member, desk.world.last)) == 2
    assert queries.version(None, desk.world.last, 1, "nonpublic") is None


@pytest.mark.parametrize("count", [1, 60])
def test_the_board_takes_as_many_queries_for_one_section_as_for_sixty(
    desk: Desk, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        actions.add_section(actor=desk.office, minutes=desk.minutes, heading=f"Abschnitt {number}")
    rows = desk.sections
    typed = [Typed(row.pk, f"Text {row.pk}", 0) for row in rows]
    writing.save(actor=desk.office, minutes=desk.minutes, typed=typed)
    for index in range(0, len(rows), 2):
        desk.decide(index, wording=f"Punkt {index}")
    minutes = queries.minutes_of(desk.office, desk.world.last)
    assert minutes is not None
    with django_assert_max_num_queries(9):
        board = queries.board(desk.office, minutes)
    assert len(board.sections) == count + 3


@pytest.fixture
def colleague(users: Users) -> User:
    return User.objects.create_user("amsel@musterland.example", name="Ilse Amsel", role="office")


def test_a_removed_agenda_item_leaves_the_text(desk: Desk) -> None:
    desk.write(0, "Willkommen.")
    agenda.remove_item(actor=desk.office, item=AgendaItem.objects.get(title="Begrüßung"))
    assert desk.sections[0].item_id is None
    assert composition.latest_texts(desk.minutes)[desk.sections[0].pk].text == "Willkommen."
