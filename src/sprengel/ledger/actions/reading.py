"""The machine's reading of one document: claimed once, written whole or not at all."""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb
from sprengel.archive import actions as archive
from sprengel.archive.alignment import Alignment
from sprengel.archive.models import Document, DocumentState, Revision
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import BodyKind
from sprengel.bodies.registry import Registry
from sprengel.ledger import reader, spans
from sprengel.ledger.actions.intake import queue_attachments
from sprengel.ledger.models import ReadingRun, RunState, Statement, StatementState
from sprengel.ledger.problems import UNEXPECTED, LostClaim
from sprengel.ledger.reader import FoundStatement, Reading
from sprengel.ledger.votes.storing import reanchor_votes, replace_votes
from sprengel.reading.problems import FileProblem

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5


def read_now(*, run_id: int, read: Callable[..., object] | None = None) -> None:
    """Read the document of this run, if nobody else does already.

    ``read`` stands in for ``sprengel.reading.read_text``.
    """
    claim = _claim(run_id)
    if claim is None:
        return
    run = claim.run
    try:
        _read(claim, read)
    except LostClaim:
        logger.warning("reading run %s was taken over by another worker", run.pk)
    except FileProblem as problem:
        _fail(claim, str(problem))
    except Exception:
        logger.exception("reading run %s of document %s failed", run.pk, run.document_id)
        _fail(claim, str(UNEXPECTED))


# ── The claim ─────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Claim:
    run: ReadingRun
    token: uuid.UUID
    beaten_at: float = 0.0

    def note(self, step: str, percent: int) -> None:
        """Say what is being done; also a heartbeat."""
        self._update(step=step, percent=percent)

    def beat(self) -> None:
        """Called every second while the child works; writes every few."""
        if time.monotonic() - self.beaten_at >= HEARTBEAT_SECONDS:
            self._update()

    def _update(self, **fields: object) -> None:
        self.beaten_at = time.monotonic()
        if not self.held().update(heartbeat_at=timezone.now(), **fields):
            raise LostClaim

    def held(self):
        return ReadingRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING, claim=self.token)


@transaction.atomic
def _claim(run_id: int) -> _Claim | None:
    run = ReadingRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        return None
    token = uuid.uuid4()
    taken = ReadingRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.RUNNING,
        claim=token,
        worker=worker_name(os.getpid()),
        attempts=run.attempts + 1,
        heartbeat_at=timezone.now(),
        step=_("Text wird aus der Datei geholt"),
        percent=5,
    )
    if not taken:
        return None
    archive.set_state(document=run.document, state=DocumentState.READING)
    return _Claim(run, token)


def worker_name(pid: int) -> str:
    """Host, process and when it started, so that a reused process number is told apart."""
    return f"{socket.gethostname()[:120]}:{pid}:{process_start(pid)}"


def process_start(pid: int) -> str:
    """The process's start in the kernel's ticks; "" where there is no /proc or no such process."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


def _read(claim: _Claim, read: Callable[..., object] | None) -> None:
    document = claim.run.document
    revision = archive.extract(document=document, on_wait=claim.beat)
    document.refresh_from_db()
    reanchor_statements(document=document)
    reanchor_votes(document=document)
    queue_attachments(document)
    claim.note(_("Aussagen werden gesucht"), 40)
    registry = bodies.registry()
    reading = archive.isolated(
        reader.read,
        revision.text,
        document.file_name,
        revision.pages,
        revision.blocks,
        document.dated_on,
        registry,
        read,
        _city_of(document),
        on_wait=claim.beat,
    )
    claim.note(_("Aussagen werden gespeichert"), 90)
    _save(claim, document, revision, reading, registry)


def _city_of(document: Document) -> str:
    """Whose council is meant by "der Gemeinderat"; other issuers name themselves."""
    body = document.body
    return f"Stadt {body.name}" if body is not None and body.kind == BodyKind.CITY else ""


def _save(
    claim: _Claim, document: Document, revision: Revision, reading: Reading, registry: Registry
) -> None:
    """Everything in one transaction, and only while the claim is still ours."""
    with transaction.atomic():
        finished = claim.held().update(
            state=RunState.DONE,
            revision=revision,
            engine=reading.engine[:100],
            notes=_notes(reading),
            step="",
            percent=100,
            finished_at=timezone.now(),
            statement_count=len(reading.statements),
            doubtful_count=sum(found.is_doubtful for found in reading.statements),
        )
        if not finished:
            raise LostClaim
        if reading.dropped_count:
            logger.warning(
                "document %s: %s statements with spans outside the text were dropped",
                document.pk,
                reading.dropped_count,
            )
        if document.dated_on is None and reading.dated_on is not None:
            Document.objects.filter(pk=document.pk).update(dated_on=reading.dated_on)
            document.dated_on = reading.dated_on
        archive.set_state(document=document, state=DocumentState.READ)
        _replace_statements(claim.run, document, revision, reading, registry)
        replace_votes(run=claim.run, document=document, revision=revision, found=reading.votes)
        accounts.log(
            actor=None,
            verb=ActivityVerb.DOCUMENT_READ,
            sentence=_sentence(document, reading),
            path=document.get_absolute_url(),
            visibility=document.visibility,
        )


def _sentence(document: Document, reading: Reading) -> str:
    count = len(reading.statements)
    doubtful = sum(found.is_doubtful for found in reading.statements)
    told = ngettext(
        "„%(title)s“ wurde gelesen: %(n)s Aussage gefunden",
        "„%(title)s“ wurde gelesen: %(n)s Aussagen gefunden",
        count,
    ) % {"title": document.title, "n": count}
    unsure = _("%(n)s davon unsicher") % {"n": doubtful}
    return f"{told}, {unsure}." if doubtful else f"{told}."


def _notes(reading: Reading) -> list[str]:
    notes = list(reading.notes)
    if reading.dropped_count:
        dropped = ngettext(
            "%(n)s Aussage wurde verworfen, weil ihre Stelle nicht im Text steht.",
            "%(n)s Aussagen wurden verworfen, weil ihre Stelle nicht im Text steht.",
            reading.dropped_count,
        )
        notes.append(dropped % {"n": reading.dropped_count})
    return notes


def _fail(claim: _Claim, sentence: str) -> None:
    with transaction.atomic():
        failed = claim.held().update(
            state=RunState.FAILED, problem=sentence, step="", finished_at=timezone.now()
        )
        if failed:
            note_failure(claim.run.document, sentence)


def note_failure(document: Document, sentence: str) -> None:
    archive.set_state(document=document, state=DocumentState.FAILED, problem=sentence)
    accounts.log(
        actor=None,
        verb=ActivityVerb.READING_FAILED,
        sentence=_("„%(title)s“ konnte nicht gelesen werden.") % {"title": document.title},
        path=document.get_absolute_url(),
        visibility=document.visibility,
    )


# ── Statements of a new reading beside those already there ────────────────────────────────────


def _replace_statements(
    run: ReadingRun, document: Document, revision: Revision, reading: Reading, registry: Registry
) -> None:
    """Untouched proposals make room; what a person has looked at stays and is not doubled."""
    delete_untouched(document)
    kept = [_Kept.of(s) for s in document.statements.prefetch_related("reviews")]
    actors = _Actors(registry, document.dated_on)
    Statement.objects.bulk_create(
        (
            _row(run, document, revision, found, actors)
            for found in reading.statements
            if not any(one.is_same_as(found, revision) for one in kept)
        ),
        batch_size=200,
    )


def delete_untouched(document: Document) -> None:
    untouched = document.statements.filter(
        state=StatementState.PROPOSED, version=1, reviews=None, matter=None
    )
    # Locked first: whoever accepts one at this moment either keeps it or finds it gone.
    locked = list(untouched.select_for_update(of=("self",)).values_list("pk", flat=True))
    for chunk in range(0, len(locked), 5000):
        Statement.objects.filter(pk__in=locked[chunk : chunk + 5000]).delete()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A statement somebody has reviewed, with the acts it has had."""

    acts: frozenset[str]
    revision_id: int
    places: list[tuple[int, int]]
    cue: str
    message: str

    @classmethod
    def of(cls, statement: Statement) -> _Kept:
        earlier = {review.before.get("act", "") for review in statement.reviews.all()}
        return cls(
            acts=frozenset({statement.act} | earlier),
            revision_id=statement.revision_id,
            places=_places(statement.spans),
            cue=spans.words(statement.spans, "cue"),
            message=spans.words(statement.spans, "message"),
        )

    def is_same_as(self, found: FoundStatement, revision: Revision) -> bool:
        if found.act not in self.acts:
            return False
        if self.revision_id == revision.pk:
            return spans.overlap(self.places, _places(found.spans))
        # It is broken and its places are those of an older text: only its words can be compared.
        return (self.cue, self.message) == (
            spans.words(found.spans, "cue"),
            spans.words(found.spans, "message"),
        )


def _places(statement_spans: spans.SpansJson) -> list[tuple[int, int]]:
    """Where the cue stands; a statement added by hand may have only its message."""
    return spans.offsets_of(statement_spans, "cue") or spans.offsets_of(statement_spans, "message")


class _Actors:
    """Names to actors, each name looked up once."""

    def __init__(self, registry: Registry, day: date | None) -> None:
        self._registry = registry
        self._day = day
        self._known: dict[str, tuple[int | None, str]] = {}

    def of(self, name: str) -> tuple[int | None, str]:
        """The row and the canonical name; without a row the name as it was."""
        if name not in self._known:
            found = self._registry.find(name, self._day) if name else None
            self._known[name] = (found.pk, found.name) if found else (None, name)
        return self._known[name]


def _row(
    run: ReadingRun,
    document: Document,
    revision: Revision,
    found: FoundStatement,
    actors: _Actors,
) -> Statement:
    source = spans.words(found.spans, "source")
    addressee = found.addressee_name or spans.words(found.spans, "addressee")
    actor_id, actor_name = actors.of(found.actor_name or source)
    addressee_id, addressee_name = actors.of(addressee)
    return Statement(
        document=document,
        revision=revision,
        run=run,
        position=spans.first_place(found.spans),
        act=found.act,
        is_draft=found.is_draft,
        spans=found.spans,
        source_text=source[:500],
        actor_name=actor_name[:200],
        actor_id=actor_id,
        addressee_name=addressee_name[:500],
        addressee_id=addressee_id,
        message_text=spans.words(found.spans, "message"),
        due_text=spans.words(found.spans, "deadline")[:300],
        due_from=found.due_from,
        due_on=found.due_on,
        due_precision=found.due_precision,
        confidence=found.confidence,
        reason=found.reason,
    )


@transaction.atomic
def reanchor_statements(*, document: Document) -> int:
    """Move statements to the latest text; how many could not be found there.

    One that cannot be found stays with its old text and is shown as broken.
    """
    latest = document.latest_revision
    if latest is None:
        return 0
    broken = 0
    alignments: dict[int, Alignment] = {}
    for statement in document.statements.exclude(revision=latest).order_by("revision_id"):
        old_id = statement.revision_id
        if old_id not in alignments:
            alignments[old_id] = Alignment(statement.revision.text, latest.text)
        moved = spans.moved(statement.spans, latest.text, alignments[old_id])
        if moved.is_broken:
            broken += 1
            Statement.objects.filter(pk=statement.pk).update(is_broken=True)
            continue
        Statement.objects.filter(pk=statement.pk).update(
            revision=latest,
            spans=moved.spans,
            position=spans.first_place(moved.spans),
            is_broken=False,
        )
    return broken
