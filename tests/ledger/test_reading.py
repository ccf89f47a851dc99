from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sprengel.accounts.models import Activity, ActivityVerb
from sprengel.archive.models import DocumentState, Revision
from sprengel.ledger import actions
from sprengel.ledger.actions.reading import worker_name
from sprengel.ledger.models import ReadingRun, RunState, Statement, StatementState
from sprengel.reading.document import Act, ReadDocument, Span
from sprengel.reading.document import Statement as Found

from .conftest import TEXT

pytestmark = pytest.mark.django_db


def spans_of(statement: Statement):
    return [a for anchors in statement.spans.values() for a in anchors]


def take(office, text: str = TEXT, name: str = "a.txt"):
    return actions.take_in(actor=office, data=text.encode(), file_name=name).document


# ── taking in ──


def test_taking_in_queues_one_reading_and_one_task(office) -> None:
    document = take(office)
    run = document.runs.get()
    assert (run.state, document.state) == (RunState.QUEUED, DocumentState.WAITING)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]


def test_the_same_bytes_are_not_read_again(office) -> None:
    take(office)
    assert not actions.take_in(actor=office, data=TEXT.encode(), file_name="b.txt").is_new
    assert ReadingRun.objects.count() == 1


def test_pressing_read_again_twice_makes_one_run(office) -> None:
    document = take(office)
    actions.queue_reading(actor=office, document=document)
    actions.queue_reading(actor=office, document=document)
    assert document.runs.count() == 1


# ── the real reader ──


def test_every_span_slices_its_own_words_out_of_the_text(document) -> None:
    revision = document.latest_revision
    assert document.state == DocumentState.READ
    assert document.statements.count() >= 3
    for statement in document.statements.all():
        assert statement.revision == revision
        for anchor in spans_of(statement):
            assert revision.text[anchor["start"] : anchor["end"]] == anchor["quote"]


def test_who_promises_is_the_person_of_the_register(promise, director) -> None:
    assert promise.actor_name == "Selma Krähwinkel"
    assert promise.actor.pk == director.pk
    assert "Verlängerung der Förderung" in promise.message_text


def test_the_run_tells_what_was_found(document) -> None:
    run = document.runs.get()
    assert (run.state, run.percent, run.attempts) == (RunState.DONE, 100, 1)
    assert run.statement_count == document.statements.count()
    assert run.engine
    line = Activity.objects.get(verb=ActivityVerb.DOCUMENT_READ)
    assert f"{run.statement_count} Aussagen gefunden" in line.sentence


def test_an_encrypted_file_ends_in_a_sentence(office) -> None:
    document = actions.take_in(
        actor=office, data=b"%PDF-1.7\nrubbish", file_name="kaputt.pdf"
    ).document
    actions.read_now(run_id=document.runs.get().pk)
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "noch einmal hochladen" in document.problem
    assert document.runs.get().problem == document.problem


def test_attachments_are_read_too(office) -> None:
    from tests.archive.test_actions import mail

    document = actions.take_in(actor=office, data=mail(), file_name="p.eml").document
    actions.read_now(run_id=document.runs.get().pk)
    attachment = document.attachments.get()
    actions.read_now(run_id=attachment.runs.get().pk)
    attachment.refresh_from_db()
    assert attachment.state == DocumentState.READ


def test_members_of_an_archive_are_read_and_the_archive_counts_as_read(office) -> None:
    from tests.reading.files.making import make_zip

    data = make_zip({"a/eins.txt": TEXT.encode(), "zwei.pdf": b"%PDF-1.7 rubbish"})
    document = actions.take_in(actor=office, data=data, file_name="alles.zip").document
    actions.read_now(run_id=document.runs.get().pk)
    document.refresh_from_db()
    assert (document.state, document.statements.count()) == (DocumentState.READ, 0)
    for member in document.attachments.all():
        actions.read_now(run_id=member.runs.get().pk)
    states = dict(document.attachments.values_list("file_name", "state"))
    assert states == {"eins.txt": DocumentState.READ, "zwei.pdf": DocumentState.FAILED}


# ── readers that misbehave, in the child process ──


def lying_reader(text: str, **_: object) -> ReadDocument:
    document = ReadDocument(name="x", text=text, engine="lying 1")
    document.statements = (
        Found(Act.REPORT, cue=(Span(0, 5),), message=(Span(6, 9),), confidence=7.0),
        Found(Act.REPORT, cue=(Span(0, len(text) + 1),)),
        Found(Act.REPORT, cue=(Span(5, 5),)),
        Found(Act.REPORT, cue=()),
    )
    return document


def dying_reader(text: str, **_: object) -> ReadDocument:
    os.abort()


def hanging_reader(text: str, **_: object) -> ReadDocument:
    time.sleep(600)
    raise AssertionError


def raising_reader(text: str, **_: object) -> ReadDocument:
    raise ValueError("a rule of ours is wrong")


def read_with(reader, office):
    document = take(office)
    actions.read_now(run_id=document.runs.get().pk, read=reader)
    document.refresh_from_db()
    return document


def test_spans_outside_the_text_are_dropped(office) -> None:
    document = read_with(lying_reader, office)
    statement = document.statements.get()
    assert statement.message_text == TEXT[6:9]
    assert statement.confidence == 1.0
    assert document.runs.get().notes == [
        "3 Aussagen wurden verworfen, weil ihre Stelle nicht im Text steht."
    ]


def test_a_crash_is_a_sentence_and_leaves_nothing_half(office) -> None:
    document = read_with(dying_reader, office)
    assert document.state == DocumentState.FAILED
    assert "abgebrochen" in document.problem
    assert not document.statements.exists()


def test_a_hang_is_ended_with_a_sentence(office, settings) -> None:
    settings.READING_SECONDS = 1
    document = read_with(hanging_reader, office)
    assert document.state == DocumentState.FAILED
    assert "länger als 1 Sekunden" in document.problem


def test_our_own_mistake_is_logged_and_the_user_sees_what_to_do(office, caplog) -> None:
    document = read_with(raising_reader, office)
    assert document.state == DocumentState.FAILED
    assert "Noch einmal lesen" in document.problem
    assert "a rule of ours is wrong" in caplog.text


def test_after_a_failure_it_can_be_read_again(office) -> None:
    document = read_with(dying_reader, office)
    run = actions.queue_reading(actor=office, document=document)
    actions.read_now(run_id=run.pk)
    document.refresh_from_db()
    assert (document.state, document.problem) == (DocumentState.READ, "")


# ── claims ──


def test_a_run_is_read_by_one_worker_only(office) -> None:
    document = take(office)
    run = document.runs.get()
    actions.read_now(run_id=run.pk)
    count = document.statements.count()
    actions.read_now(run_id=run.pk)
    run.refresh_from_db()
    assert run.attempts == 1
    assert document.statements.count() == count


def taken_over(text: str, **_: object) -> ReadDocument:
    time.sleep(1.5)
    return lying_reader(text)


def test_a_worker_that_lost_its_claim_writes_nothing(office, monkeypatch) -> None:
    from sprengel.ledger.actions import reading

    document = take(office)
    run = document.runs.get()
    monkeypatch.setattr(reading, "HEARTBEAT_SECONDS", 0)
    beat = reading._Claim.beat

    def somebody_takes_over(self) -> None:
        if self.run.document.latest_revision:
            ReadingRun.objects.filter(pk=run.pk).update(claim=None, state=RunState.QUEUED)
        beat(self)

    monkeypatch.setattr(reading._Claim, "beat", somebody_takes_over)
    actions.read_now(run_id=run.pk, read=taken_over)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    assert not document.statements.exists()


# ── reading again ──


def test_reading_again_replaces_untouched_and_doubles_nothing(document, office, promise) -> None:
    before = sorted(document.statements.values_list("act", "position"))
    actions.accept(actor=office, statement=promise, version=1)
    run = actions.queue_reading(actor=office, document=document)
    actions.read_now(run_id=run.pk)
    assert sorted(document.statements.values_list("act", "position")) == before
    assert document.statements.get(state=StatementState.ACCEPTED).pk == promise.pk
    assert Revision.objects.filter(document=document).count() == 1


def test_a_corrected_act_is_not_proposed_again_as_it_was(document, office, promise) -> None:
    count = document.statements.count()
    changes = actions.Correction(act="report")
    actions.correct(actor=office, statement=promise, version=1, changes=changes)
    actions.read_now(run_id=actions.queue_reading(actor=office, document=document).pk)
    assert document.statements.count() == count
    assert not document.statements.filter(act="commitment").exists()


def test_a_proposal_somebody_came_back_to_is_kept(document, office, promise) -> None:
    actions.reject(actor=office, statement=promise, version=1)
    actions.undo(actor=office, statement=promise, version=2)
    actions.read_now(run_id=actions.queue_reading(actor=office, document=document).pk)
    kept = document.statements.get(act="commitment")
    assert kept.pk == promise.pk
    assert kept.reviews.count() == 2


def test_statements_move_to_a_new_text_or_are_broken(document, office, promise, demand) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    actions.accept(actor=office, statement=demand, version=1)
    new = "Neuer Kopf\n\n" + TEXT.replace("die Fachschulen auszubauen", "mehr zu tun")
    revision = Revision.objects.create(document=document, number=2, text=new, text_sha256="x")
    assert actions.reanchor_statements(document=document) >= 1
    promise.refresh_from_db()
    demand.refresh_from_db()
    assert (promise.revision, promise.is_broken) == (revision, False)
    assert all(new[a["start"] : a["end"]] == a["quote"] for a in spans_of(promise))
    assert (demand.revision.number, demand.is_broken) == (1, True)


# ── recovery ──


def running(run: ReadingRun, *, worker: str, seconds_ago: float) -> None:
    ReadingRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING,
        attempts=1,
        worker=worker,
        heartbeat_at=timezone.now() - timedelta(seconds=seconds_ago),
    )
    DBTaskResult.objects.all().delete()


def pending() -> int:
    return DBTaskResult.objects.count()


@pytest.mark.parametrize(
    ("worker", "seconds_ago", "recovered"),
    [
        (worker_name(os.getpid()), 5, 0),  # alive and beating
        (worker_name(os.getpid()), 61, 1),  # silent
        ("elsewhere:1:17", 5, 0),  # another host: only silence tells
        ("elsewhere:1:17", 61, 1),
        (worker_name(os.getpid()).rpartition(":")[0] + ":1", 5, 1),  # the number was reused
        ("", 5, 0),
    ],
    # Named by hand: the process number differs between the workers of a parallel run.
    ids=["alive", "silent", "elsewhere", "elsewhere silent", "number reused", "unnamed"],
)
def test_abandoned_runs_are_queued_again_once(office, worker, seconds_ago, recovered) -> None:
    run = take(office).runs.get()
    running(run, worker=worker, seconds_ago=seconds_ago)
    assert actions.recover_runs() == recovered
    assert pending() == recovered
    assert actions.recover_runs() == 0
    assert pending() == recovered


def test_a_queued_run_without_a_task_gets_one(office) -> None:
    take(office)
    assert actions.recover_runs() == 0
    DBTaskResult.objects.all().delete()
    assert actions.recover_runs() == 1
    assert pending() == 1


def test_a_task_taken_by_a_dead_worker_before_its_claim_is_replaced(office) -> None:
    take(office)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert actions.recover_runs() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=2))
    assert actions.recover_runs() == 1


def test_after_three_attempts_it_is_given_up_with_a_sentence(office) -> None:
    document = take(office)
    run = document.runs.get()
    running(run, worker="", seconds_ago=100)
    ReadingRun.objects.update(attempts=3)
    assert actions.recover_runs() == 0
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "dreimal" in document.problem
