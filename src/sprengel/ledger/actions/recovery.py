"""Readings whose worker died are queued again: once each, and not for ever."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sprengel.archive import actions as archive
from sprengel.archive.models import DocumentState
from sprengel.ledger.actions.reading import note_failure, process_start
from sprengel.ledger.models import ReadingRun, RunState
from sprengel.ledger.problems import GAVE_UP
from sprengel.ledger.tasks import read_document

SILENT_AFTER = timedelta(seconds=60)
"""A worker that has not been heard of for so long is taken for dead."""
MAX_ATTEMPTS = 3


def recover_runs() -> int:
    """Queue abandoned readings again; how many. Called at a worker's start and every minute."""
    recovered = 0
    for run in ReadingRun.objects.filter(state=RunState.RUNNING):
        if _is_silent(run) or _is_dead(run.worker):
            recovered += _take_back(run)
    pending = _pending_run_ids()
    for run in ReadingRun.objects.filter(state=RunState.QUEUED).exclude(pk__in=pending):
        recovered += _queue_again(run)
    return recovered


def _is_silent(run: ReadingRun) -> bool:
    return run.heartbeat_at is None or run.heartbeat_at < timezone.now() - SILENT_AFTER


def _is_dead(worker: str) -> bool:
    """Known to be dead: it ran on this host, and no such process is there any more."""
    host, _colon, process = worker.rpartition(":")[0].rpartition(":")
    started = worker.rpartition(":")[2]
    if host != socket.gethostname()[:120] or not process.isdigit() or not started:
        return False
    return process_start(int(process)) != started and os.path.isdir("/proc/self")


@transaction.atomic
def _take_back(run: ReadingRun) -> int:
    """The condition holds the claim seen before: of two rescuers only one takes it back."""
    same = ReadingRun.objects.filter(
        pk=run.pk, state=RunState.RUNNING, claim=run.claim, heartbeat_at=run.heartbeat_at
    )
    if run.attempts >= MAX_ATTEMPTS:
        gave_up = same.update(
            state=RunState.FAILED,
            claim=None,
            problem=str(GAVE_UP),
            step="",
            finished_at=timezone.now(),
        )
        if gave_up:
            note_failure(run.document, str(GAVE_UP))
        return 0
    taken = same.update(state=RunState.QUEUED, claim=None, worker="", step="", percent=0)
    if not taken:
        return 0
    archive.set_state(document=run.document, state=DocumentState.WAITING)
    read_document.enqueue(run.pk)
    return 1


@transaction.atomic
def _queue_again(run: ReadingRun) -> int:
    """A queued run without a task, e.g. because its worker died between the two."""
    locked = ReadingRun.objects.select_for_update().filter(pk=run.pk, state=RunState.QUEUED)
    if locked.first() is None or run.pk in _pending_run_ids():
        return 0
    read_document.enqueue(run.pk)
    return 1


def _pending_run_ids() -> set[int]:
    """Runs for which a task waits, or has been taken up so lately that its claim may follow."""
    just_now = timezone.now() - SILENT_AFTER
    tasks = DBTaskResult.objects.filter(task_path=read_document.module_path).filter(
        Q(status=TaskResultStatus.READY)
        | Q(status=TaskResultStatus.RUNNING, started_at__gte=just_now)
    )
    return {raw["args"][0] for raw in tasks.values_list("args_kwargs", flat=True) if raw["args"]}
