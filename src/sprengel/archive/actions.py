"""What changes in this room: documents come in, texts are taken from them, passages are marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive import anchors, isolation, store
from sprengel.archive.alignment import Alignment
from sprengel.archive.extraction import Extraction, extract_file
from sprengel.archive.models import (
    Document,
    DocumentKind,
    Passage,
    Revision,
    StoredFile,
)
from sprengel.bodies.models import Body, Organization
from sprengel.reading.problems import CRASHED, TOO_SLOW, FileProblem, ProblemCode

P = ParamSpec("P")
R = TypeVar("R")

SECONDS_PER_FILE = 300
"""Longer than this no file is worked on (setting READING_SECONDS)."""


@dataclass(frozen=True, slots=True)
class Added:
    document: Document
    is_new: bool
    """False: these bytes were there already, and ``document`` is the one that has them."""


def add_document(
    *,
    actor: User | None,
    data: bytes,
    file_name: str,
    title: str = "",
    kind: str = DocumentKind.OTHER,
    body: Body | None = None,
    organization: Organization | None = None,
    dated_on: date | None = None,
    dated_note: str = "",
    source_url: str = "",
    provenance: str = "",
    visibility: str = Visibility.OFFICE,
    parent: Document | None = None,
) -> Added:
    """Keep the bytes and make a document of them, unless a visible one has them already."""
    stored = store.put(data, settings.FILES_DIR)
    with transaction.atomic():
        file = _row_of(stored)
        already = _already_there(actor, file, parent)
        if already is not None:
            return Added(already, is_new=False)
        name = clean_file_name(file_name)
        document = Document.objects.create(
            title=title.strip()[:300] or title_from(name),
            kind=kind,
            body=body,
            organization=organization,
            dated_on=dated_on,
            dated_note=dated_note,
            source_url=source_url,
            provenance=provenance,
            visibility=visibility,
            file=file,
            file_name=name,
            parent=parent,
            created_by=actor,
        )
        accounts.log(
            actor=actor,
            verb=ActivityVerb.DOCUMENT_ADDED,
            sentence=_("„%(title)s“ wurde aufgenommen.") % {"title": document.title},
            path=document.get_absolute_url(),
            visibility=visibility,
        )
    return Added(document, is_new=True)


def _row_of(stored: store.Stored) -> StoredFile:
    file, _is_new = StoredFile.objects.get_or_create(
        sha512=stored.sha512, defaults={"size_bytes": stored.size_bytes}
    )
    # Whoever brings the same bytes at the same moment waits here and then finds the document.
    return StoredFile.objects.select_for_update().get(pk=file.pk)


def _already_there(
    actor: User | None, file: StoredFile, parent: Document | None
) -> Document | None:
    documents = Document.objects.filter(file=file)
    if parent is not None:
        # The same attachment in two mails belongs to both.
        return documents.filter(parent=parent).first()
    if actor is not None:
        documents = documents.visible_to(actor)
    return documents.order_by("parent_id", "pk").first()


def clean_file_name(name: str) -> str:
    """The last part of the name, printable, at most as long as the column."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(c if c.isprintable() else " " for c in last)
    printable = " ".join(printable.split()) or "Dokument"
    stem, dot, ending = printable.rpartition(".")
    if len(printable) <= 255 or not dot or len(ending) > 10:
        return printable[:255]
    return f"{stem[: 254 - len(ending)]}.{ending}"


def title_from(file_name: str) -> str:
    """„2024-03-15_Niederschrift_Sprengel.pdf“ → „2024-03-15 Niederschrift Sprengel“."""
    stem = PurePosixPath(file_name).stem
    return re.sub(r"[_\s]+", " ", stem).strip()[:300] or file_name[:300]


# ── Text ──────────────────────────────────────────────────────────────────────────────────────


def extract(*, document: Document, on_wait: Callable[[], None] | None = None) -> Revision:
    """Take the text from the bytes; a new revision only where the text or its parts changed.

    Raises :class:`FileProblem` with a sentence for people. ``on_wait`` is called every second.
    """
    path = store.path_of(document.file.sha512, settings.FILES_DIR)
    extraction = isolated(
        extract_file, path, document.file_name, Path(settings.FILES_DIR), on_wait=on_wait
    )
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        _note_facts(document, extraction)
        revision = _keep_text(document, extraction)
        _add_files_within(document, extraction)
    return revision


def isolated(
    function: Callable[P, R], *args: P.args, on_wait: Callable[[], None] | None = None
) -> R:
    """Run it in the child process; its end is a problem with a sentence."""
    seconds = getattr(settings, "READING_SECONDS", SECONDS_PER_FILE)
    try:
        return isolation.run(function, *args, seconds=seconds, on_wait=on_wait)
    except isolation.ChildCrashed as e:
        raise FileProblem(ProblemCode.CRASHED, CRASHED) from e
    except isolation.ChildTooSlow as e:
        raise FileProblem(ProblemCode.TOO_SLOW, TOO_SLOW, seconds=seconds) from e


def keep_own_text(*, document: Document, data: bytes) -> Revision:
    """The text of a document this house has written itself: known before any worker has read it.

    In this process, for there is nothing foreign in it; the worker then finds the same text.
    """
    from sprengel.reading import files  # loads the readers: not at every start

    found = files.extract(data, document.file_name)
    extraction = Extraction(
        media_type=found.media_type,
        text=found.text,
        pages=[],
        blocks=[],
        title="",
        dated_on=None,
        notes=[],
        extractor=found.extractor,
        files=(),
    )
    return keep_extraction(document=document, extraction=extraction)


@transaction.atomic
def keep_extraction(*, document: Document, extraction: Extraction) -> Revision:
    """For whoever had to look into the file before there was a document of it."""
    _note_facts(document, extraction)
    return _keep_text(document, extraction)


def _note_facts(document: Document, extraction: Extraction) -> None:
    """What only the content tells; nothing a person has entered is overwritten."""
    document.media_type = extraction.media_type[:100]
    if extraction.title and document.title == title_from(document.file_name):
        document.title = " ".join(extraction.title.split())[:300]
    if document.dated_on is None and extraction.dated_on is not None:
        document.dated_on = extraction.dated_on
    document.save(update_fields=["media_type", "title", "dated_on"])


def _keep_text(document: Document, extraction: Extraction) -> Revision:
    latest = document.latest_revision
    notes = extraction.notes + [
        f"{file.name}: {file.problem}" for file in extraction.files if file.problem
    ]
    if latest is not None and _says_the_same(latest, extraction):
        return latest
    revision = Revision.objects.create(
        document=document,
        number=latest.number + 1 if latest else 1,
        text=extraction.text,
        text_sha256=_sha256(extraction.text),
        pages=extraction.pages,
        blocks=extraction.blocks,
        notes=notes,
        extractor=extraction.extractor[:100],
    )
    if latest is not None:
        reanchor_passages(document=document)
        accounts.log(
            actor=None,
            verb=ActivityVerb.REVISION_ADDED,
            sentence=_("„%(title)s“ hat eine neue Textfassung.") % {"title": document.title},
            path=document.get_absolute_url(),
            visibility=document.visibility,
        )
    return revision


def _says_the_same(revision: Revision, extraction: Extraction) -> bool:
    return (
        revision.text_sha256 == _sha256(extraction.text)
        and revision.pages == extraction.pages
        and revision.blocks == extraction.blocks
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _add_files_within(document: Document, extraction: Extraction) -> None:
    """Attachments of a mail and members of an archive become documents of their own."""
    there = set(document.attachments.values_list("file__sha512", flat=True))
    for found in extraction.files:
        if found.stored is None or found.stored.sha512 in there:
            continue
        there.add(found.stored.sha512)
        name = clean_file_name(found.name)
        Document.objects.create(
            title=title_from(name),
            kind=DocumentKind.OTHER,
            body=document.body,
            organization=document.organization,
            dated_on=document.dated_on,
            dated_note=document.dated_note,
            visibility=document.visibility,
            file=_row_of(found.stored),
            file_name=name,
            parent=document,
            created_by=document.created_by,
        )


# ── Facts ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def change_document(
    *,
    actor: User | None,
    document: Document,
    title: str,
    kind: str,
    body: Body | None,
    organization: Organization | None,
    dated_on: date | None,
    dated_note: str,
    source_url: str,
    provenance: str,
    visibility: str,
) -> Document:
    """Correct what is known about a document. Rooms above follow: ``ledger.change_document``."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    was_visible_to = document.visibility
    document.title = title.strip()[:300] or document.title
    document.kind, document.body, document.organization = kind, body, organization
    document.dated_on, document.dated_note = dated_on, dated_note.strip()[:200]
    document.source_url, document.provenance = source_url, provenance.strip()
    document.visibility = visibility
    document.save()
    if visibility != was_visible_to:
        # What lay in a mail goes where the mail goes, unless somebody has set it apart.
        document.attachments.filter(visibility=was_visible_to).update(visibility=visibility)
        narrow_activity(path=document.get_absolute_url(), visibility=visibility)
    accounts.log(
        actor=actor,
        verb=ActivityVerb.DOCUMENT_ADDED,
        sentence=_("Angaben zu „%(title)s“ wurden geändert.") % {"title": document.title},
        path=document.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )
    return document


def narrow_activity(*, path: str, visibility: str) -> None:
    """Lines about a thing name or quote it: they are not seen by more people than the thing."""
    accounts.narrow_lines(path=path, visibility=visibility)


# ── Passages ──────────────────────────────────────────────────────────────────────────────────


def mark_passage(*, revision: Revision, start: int, end: int) -> Passage:
    """A passage of this revision; the same stretch twice is one."""
    anchor = anchors.make(revision.text, start, end)
    passage, _is_new = Passage.objects.get_or_create(
        revision=revision,
        start=anchor.start,
        end=anchor.end,
        defaults={"quote": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix},
    )
    return passage


@transaction.atomic
def reanchor_passages(*, document: Document) -> int:
    """Find this document's passages in its latest text; how many could not be found.

    A passage that is gone or could be in two places stays with the text it was marked in and is
    shown as broken.
    """
    latest = document.latest_revision
    if latest is None:
        return 0
    broken = 0
    alignments: dict[int, Alignment] = {}
    marked = Passage.objects.filter(revision__document=document).exclude(revision=latest)
    for passage in marked.select_related("revision"):
        old = passage.revision
        if old.pk not in alignments:
            alignments[old.pk] = Alignment(old.text, latest.text)
        found = anchors.find(
            anchors.Anchor(
                passage.start, passage.end, passage.quote, passage.prefix, passage.suffix
            ),
            latest.text,
            alignments[old.pk].region(passage.start, passage.end),
        )
        passage.is_broken = found is None
        if found is None:
            broken += 1
        else:
            passage.revision = latest
            passage.start, passage.end = found.start, found.end
            passage.quote, passage.prefix, passage.suffix = found.quote, found.prefix, found.suffix
        passage.save()
    return broken


# ── State, set by whoever does the reading ────────────────────────────────────────────────────


def set_state(*, document: Document, state: str, problem: str = "") -> None:
    Document.objects.filter(pk=document.pk).update(state=state, problem=problem)
    document.state, document.problem = state, problem
