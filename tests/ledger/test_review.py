from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprengel.accounts.models import Activity, ActivityVerb, Visibility
from sprengel.archive.models import Immutable
from sprengel.ledger import actions
from sprengel.ledger.actions.review import snapshot
from sprengel.ledger.models import (
    REVIEWED_GOOD,
    Decision,
    EntryKind,
    Matter,
    Review,
    State,
    Statement,
    StatementState,
)
from sprengel.ledger.states import state_of

pytestmark = pytest.mark.django_db


def place(statement: Statement, words: str) -> list[tuple[int, int]]:
    text = statement.document.latest_revision.text
    assert text.count(words) == 1, words
    return [(text.index(words), text.index(words) + len(words))]


def check_columns() -> None:
    for matter in Matter.objects.all():
        assert matter.state == state_of(matter.entries.all())


# ── accepting ──


def test_an_accepted_promise_becomes_a_matter(office, promise, document, director, circle) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    promise.refresh_from_db()
    matter = promise.matter
    assert (promise.state, promise.version) == (StatementState.ACCEPTED, 2)
    assert matter.quote == promise.message_text
    assert (matter.actor_id, matter.responsible_id) == (director.pk, director.pk)
    assert (matter.organization, matter.said_on) == (circle, date(2024, 3, 15))
    assert (matter.visibility, matter.state) == (Visibility.PUBLIC, State.OPEN)
    entry = matter.entries.get()
    assert entry.kind == EntryKind.OPENED
    assert entry.evidence.get().statement == promise
    line = Activity.objects.get(verb=ActivityVerb.MATTER_OPENED)
    assert line.sentence.startswith("Zusage von Selma Krähwinkel: „")
    check_columns()


def test_for_a_demand_the_addressee_has_to_answer(office, demand, state) -> None:
    actions.correct(
        actor=office,
        statement=demand,
        version=1,
        changes=actions.Correction(addressee_name="das Land"),
    )
    matter = Matter.objects.get()
    assert matter.addressee.pk == state.pk
    assert matter.responsible.pk == state.pk


def test_what_is_not_followed_opens_nothing(office, document) -> None:
    approval = document.statements.filter(act="approval").first()
    actions.accept(actor=office, statement=approval, version=1)
    assert not Matter.objects.exists()


def test_a_draft_is_not_followed(office, promise) -> None:
    changes = actions.Correction(is_draft=True)
    actions.correct(actor=office, statement=promise, version=1, changes=changes)
    assert not Matter.objects.exists()


def test_joining_a_matter_leaves_its_state(office, promise, demand) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    matter = Matter.objects.get()
    actions.add_entry(actor=office, matter=matter, kind="state", state="in_progress")
    actions.accept(actor=office, statement=demand, version=1, matter=matter)
    matter.refresh_from_db()
    assert Matter.objects.count() == 1
    assert matter.state == State.IN_PROGRESS
    assert set(matter.statements.all()) == {promise, demand}
    assert matter.entries.filter(kind=EntryKind.JOINED).count() == 1
    check_columns()


def test_a_report_can_be_attached_as_evidence(office, promise, document) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    other = document.statements.exclude(act__in=["commitment", "demand"]).first()
    actions.attach(actor=office, statement=other, version=1, matter=Matter.objects.get())
    other.refresh_from_db()
    assert other.state == StatementState.ACCEPTED
    assert other.matter == Matter.objects.get()


# ── two people ──


def test_who_decides_on_an_older_version_is_told_who_was_quicker(
    office, colleague, promise
) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    with pytest.raises(actions.StaleStatement) as stale:
        actions.reject(actor=colleague, statement=promise, version=1)
    assert stale.value.statement.state == StatementState.ACCEPTED
    assert stale.value.sentence == (
        "Frau Weber hat diese Aussage gerade eben angenommen. Ihre Änderung wurde nicht "
        "gespeichert; hier steht sie zum Übernehmen."
    )
    assert Review.objects.count() == 1
    assert Matter.objects.count() == 1


# ── correcting ──


def test_a_correction_takes_its_words_from_the_text(office, promise) -> None:
    changes = actions.Correction(
        spans={"message": place(promise, "eine Verlängerung der Förderung")},
        due_on=date(2024, 6, 30),
        due_text="bis zum 30. Juni",
    )
    actions.correct(actor=office, statement=promise, version=1, changes=changes)
    promise.refresh_from_db()
    assert promise.state == StatementState.CORRECTED
    assert promise.message_text == "eine Verlängerung der Förderung"
    assert promise.due_precision == "day"
    matter = promise.matter
    assert matter.quote == "eine Verlängerung der Förderung"
    assert matter.due_on == date(2024, 6, 30)


def test_correcting_an_accepted_one_carries_over_to_its_matter(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    changes = actions.Correction(
        spans={"message": place(promise, "eine Verlängerung der Förderung")}
    )
    actions.correct(actor=office, statement=promise, version=2, changes=changes)
    matter = Matter.objects.get()
    assert matter.quote == "eine Verlängerung der Förderung"
    assert matter.entries.get(kind=EntryKind.CHANGED).sentence == (
        "Nach Berichtigung der Aussage: Wortlaut."
    )


def test_split_spans_are_quoted_with_an_ellipsis(office, promise) -> None:
    spans = place(promise, "eine Verlängerung") + place(promise, "der Förderung")
    changes = actions.Correction(spans={"message": spans})
    actions.correct(actor=office, statement=promise, version=1, changes=changes)
    promise.refresh_from_db()
    assert promise.message_text == "eine Verlängerung … der Förderung"


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ({"message": [(0, 10**6)]}, "steht nicht im Text"),
        ({"message": [(5, 5)]}, "steht nicht im Text"),
        ({"message": [(0, 10), (5, 20)]}, "überschneiden"),
        ({"message": [], "cue": []}, "Bitte im Text markieren"),
    ],
)
def test_impossible_spans_are_refused_with_a_sentence(office, promise, spans, sentence) -> None:
    with pytest.raises(ValidationError, match=sentence):
        actions.correct(
            actor=office, statement=promise, version=1, changes=actions.Correction(spans=spans)
        )
    promise.refresh_from_db()
    assert promise.version == 1


def test_an_unknown_name_is_kept_as_written(office, promise) -> None:
    changes = actions.Correction(actor_name="Minister Unbekannt")
    actions.correct(actor=office, statement=promise, version=1, changes=changes)
    promise.refresh_from_db()
    assert (promise.actor, promise.actor_name) == (None, "Minister Unbekannt")


# ── undoing ──


def test_undo_restores_what_was_before_and_withdraws_the_matter(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    matter = Matter.objects.get()
    actions.undo(actor=office, statement=promise, version=2)
    promise.refresh_from_db()
    matter.refresh_from_db()
    assert (promise.state, promise.matter, promise.version) == (StatementState.PROPOSED, None, 3)
    assert (matter.is_withdrawn, matter.state) == (True, State.OVERTAKEN)
    assert matter.entries.get(kind=EntryKind.LEFT).sentence.startswith("Die Aussage, aus der")
    check_columns()


def test_accepting_again_brings_the_same_matter_back(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    matter = Matter.objects.get()
    actions.undo(actor=office, statement=promise, version=2)
    actions.accept(actor=office, statement=promise, version=3)
    back = Matter.objects.get()
    assert (back.pk, back.is_withdrawn, back.state) == (matter.pk, False, State.OPEN)
    check_columns()


def test_a_matter_with_a_story_of_its_own_stays(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    matter = Matter.objects.get()
    actions.add_entry(actor=office, matter=matter, kind="note", sentence="Anruf im Ministerium.")
    actions.reject(actor=office, statement=promise, version=2, reason="Doch nicht.")
    matter.refresh_from_db()
    assert (matter.is_withdrawn, matter.state) == (False, State.OPEN)


def test_undo_of_a_correction_gives_back_spans_and_matter(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    quote = Matter.objects.get().quote
    changes = actions.Correction(
        act="demand", spans={"message": place(promise, "eine Verlängerung der Förderung")}
    )
    actions.correct(actor=office, statement=promise, version=2, changes=changes)
    actions.undo(actor=office, statement=promise, version=3)
    promise.refresh_from_db()
    matter = Matter.objects.get()
    assert (promise.state, promise.act, promise.message_text) == ("accepted", "commitment", quote)
    assert (matter.quote, matter.act) == (quote, "commitment")


def test_undo_goes_back_step_by_step(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    actions.correct(
        actor=office, statement=promise, version=2, changes=actions.Correction(act="report")
    )
    assert Matter.objects.get().is_withdrawn
    actions.undo(actor=office, statement=promise, version=3)
    promise.refresh_from_db()
    assert (promise.state, promise.act) == (StatementState.ACCEPTED, "commitment")
    assert not Matter.objects.get().is_withdrawn
    actions.undo(actor=office, statement=promise, version=4)
    promise.refresh_from_db()
    assert promise.state == StatementState.PROPOSED
    with pytest.raises(ValidationError, match="nichts zurückzunehmen"):
        actions.undo(actor=office, statement=promise, version=5)
    check_columns()


def test_undo_of_a_rejection_puts_it_back_under_its_matter(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    actions.reject(actor=office, statement=promise, version=2)
    actions.undo(actor=office, statement=promise, version=3)
    promise.refresh_from_db()
    assert promise.matter == Matter.objects.get()
    assert not Matter.objects.get().is_withdrawn
    check_columns()


# ── adding ──


def test_what_the_machine_missed_can_be_added_and_taken_back(office, document, director) -> None:
    text = document.latest_revision.text
    words = "berichtete über den Stand der Verhandlungen"
    start = text.index(words)
    new = actions.NewStatement(
        act="commitment",
        spans={"message": [(start, start + len(words))]},
        actor_name="Geschäftsführerin Krähwinkel",
        due_on=date(2024, 12, 31),
    )
    added = actions.add_statement(actor=office, document=document, new=new)
    assert (added.state, added.actor.pk, added.message_text) == ("accepted", director.pk, words)
    assert added.matter.due_on == date(2024, 12, 31)
    assert added.reviews.get().decision == Decision.ADD
    actions.undo(actor=office, statement=added, version=1)
    added.refresh_from_db()
    assert added.state == StatementState.REJECTED
    assert Matter.objects.get().is_withdrawn


# ── the trail ──


def test_every_verdict_leaves_a_review_and_a_line_for_the_office(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    actions.reject(actor=office, statement=promise, version=2, reason="Nur eine Absicht.")
    review = Review.objects.filter(decision="reject").get()
    assert (review.user_name, review.reason) == ("Frau Weber", "Nur eine Absicht.")
    assert (review.before["state"], review.after["state"]) == ("accepted", "rejected")
    lines = Activity.objects.filter(verb=ActivityVerb.STATEMENT_REVIEWED)
    assert {line.visibility for line in lines} == {Visibility.OFFICE}


def test_reviews_entries_and_evidence_do_not_change(office, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    entry = Matter.objects.get().entries.get()
    for row in (Review.objects.get(), entry, entry.evidence.get()):
        with pytest.raises(Immutable):
            row.save()
        with pytest.raises(Immutable):
            row.delete()


# ── any order of verdicts ──

STEPS = st.lists(
    st.sampled_from(
        ["accept", "reject", "undo", "act:report", "act:demand", "act:commitment", "join"]
    ),
    max_size=9,
)


@given(STEPS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_decided_in_whatever_order_it_adds_up(office, promise, demand, steps) -> None:
    """States match their entries, a matter hangs on who is accepted, and undoing all is undone."""
    with transaction.atomic():
        actions.accept(actor=office, statement=demand, version=1)
        other = Matter.objects.get()
        promise.refresh_from_db()
        beginning, done = snapshot(promise), 0
        for step in steps:
            done += decide(office, promise, step, other)
            check_columns()
            promise.refresh_from_db()
            good = promise.state in REVIEWED_GOOD
            assert not (promise.matter and not good)
            assert promise.matter or not (good and promise.is_followed)
            for matter in Matter.objects.exclude(pk=other.pk):
                assert matter.is_withdrawn == (promise.matter_id != matter.pk)
        for _ in range(done):
            actions.undo(actor=office, statement=promise, version=promise.version)
            promise.refresh_from_db()
            check_columns()
        assert snapshot(promise) == beginning
        assert not Matter.objects.exclude(pk=other.pk).filter(is_withdrawn=False)
        transaction.set_rollback(True)


def decide(office, promise: Statement, step: str, other: Matter) -> int:
    """One step; how many verdicts stand more than before."""
    now = {"actor": office, "statement": promise, "version": promise.version}
    if step == "undo":
        try:
            actions.undo(**now)
        except ValidationError:
            return 0
        return -1
    if step == "accept":
        actions.accept(**now)
    elif step == "reject":
        actions.reject(**now)
    elif step == "join":
        actions.attach(**now, matter=other)
    else:
        actions.correct(**now, changes=actions.Correction(act=step.removeprefix("act:")))
    return 1
