"""One source read in a worker process: what goes to JSON, what goes to the table.

The worker sends back only this, never the text itself, so that memory stays flat however long
the documents are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sprengel.cli.sources import Source, stem_of
from sprengel.cli.text import _
from sprengel.reading.problems import FileProblem

if TYPE_CHECKING:
    from sprengel.reading.document import ReadDocument, Spans, Statement, Vote
    from sprengel.reading.engines import Engine
    from sprengel.reading.files import Extracted

_MAX_DEPTH = 3
"""A mail in a mail in a mail; deeper ones are not opened."""


@dataclass(frozen=True, slots=True)
class Task:
    source: Source
    dated_on: date | None
    """The date given on the command line; it stands above one found in a mail's head."""
    names: tuple[tuple[str, str], ...] = ()
    """(stem, name) of what an earlier run has written of this source, to be written over."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement for the table, in words of the document."""

    act: str
    who: str
    what: str
    whom: str
    deadline: str
    due_on: date | None
    place: int
    is_doubtful: bool
    is_draft: bool


@dataclass(frozen=True, slots=True)
class VoteRow:
    item: str
    outcome: str
    majority: str
    yes: int | None
    no: int | None
    abstain: int | None
    place: int


@dataclass(frozen=True, slots=True)
class Reading:
    label: str
    stem: str
    document: dict[str, Any] | None = None
    """The public JSON (``ReadDocument.as_json``)."""
    rows: tuple[Row, ...] = ()
    votes: tuple[VoteRow, ...] = ()
    has_pages: bool = False
    """Whether places are pages; else they are lines."""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What came of one source: the document and what is attached to it."""

    readings: tuple[Reading, ...]
    sha256: str = ""
    """Of the source's bytes; empty if they could not be had."""


def read_task(task: Task) -> SourceReading:
    """Read one source. Picklable, to be run by the pool."""
    source = task.source
    try:
        data = source.read_bytes()
    except FileProblem as problem:
        return SourceReading((_failed(source.label, source.stem, problem),))
    name = source.member or source.name
    readings = _read(data, name, source.label, source.stem, task.dated_on, depth=0)
    return SourceReading(tuple(readings), sha256(data).hexdigest())


def _read(
    data: bytes, name: str, label: str, stem: str, dated_on: date | None, depth: int
) -> Iterator[Reading]:
    from sprengel.reading.files import extract

    try:
        extracted = extract(data, name)
    except FileProblem as problem:
        yield _failed(label, stem, problem)
        return
    yield _reading(extracted, label, stem, dated_on)
    if depth >= _MAX_DEPTH:
        return
    for attachment in extracted.attachments:
        inner_label = f"{label}: {attachment.name}"
        inner_stem = f"{stem}--{stem_of(attachment.name)}"
        if attachment.problem is not None:
            yield _failed(inner_label, inner_stem, attachment.problem)
        else:
            # An attachment without a date of its own was sent on the day of its mail.
            inner_date = dated_on or extracted.dated_on
            yield from _read(
                attachment.data, attachment.name, inner_label, inner_stem, inner_date, depth + 1
            )


def _failed(label: str, stem: str, problem: FileProblem) -> Reading:
    sentence = _(problem.message)
    return Reading(label, stem, problem=sentence % problem.params if problem.params else sentence)


def _reading(extracted: Extracted, label: str, stem: str, dated_on: date | None) -> Reading:
    from sprengel.reading import read_text

    document = read_text(
        extracted.text,
        name=stem,
        pages=extracted.pages,
        blocks=extracted.blocks,
        dated_on=dated_on or extracted.dated_on,
        engines=_engines(),
    )
    return Reading(
        label=label,
        stem=stem,
        document=document.as_json(),
        rows=tuple(_row(document, statement) for statement in document.statements),
        votes=tuple(_vote_row(document, vote) for vote in document.votes),
        has_pages=bool(document.pages),
        notes=tuple(_(note) for note in (*extracted.notes, *document.notes)),
    )


@cache
def _engines() -> tuple[Engine, ...]:
    """What the operator has configured beside the rules; made once in each process."""
    from sprengel.config import env

    return env.engines()


def _row(document: ReadDocument, statement: Statement) -> Row:
    text = document.text
    return Row(
        act=statement.act.value,
        who=plain(statement.actor) or _quoted(text, statement.source),
        what=_quoted(text, statement.message) or _quoted(text, statement.cue),
        whom=plain(statement.addressee_actor) or _quoted(text, statement.addressee),
        deadline=_quoted(text, statement.deadline),
        due_on=statement.due.due_on if statement.due else None,
        place=_place(document, statement.cue[0].start if statement.cue else statement.span.start),
        is_doubtful=statement.is_doubtful,
        is_draft=statement.draft,
    )


def _vote_row(document: ReadDocument, vote: Vote) -> VoteRow:
    return VoteRow(
        item=plain(vote.item),
        outcome=vote.outcome.value,
        majority=vote.majority.value if vote.majority else "",
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
        place=_place(document, vote.span.start),
    )


def _place(document: ReadDocument, offset: int) -> int:
    return document.page_of(offset) or document.line_of(offset)


def _quoted(text: str, spans: Spans) -> str:
    return " … ".join(plain(text[start:end]) for start, end in spans)


def plain(text: str) -> str:
    """On one line and without control characters: a document must not steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
