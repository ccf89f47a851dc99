"""Reads of this room; everything passes through ``visible_to(user)``."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive import isolation, pictures, store
from sprengel.archive.models import Document, Passage, Revision
from sprengel.bodies.models import Body, Organization
from sprengel.reading.problems import CRASHED, FileProblem, ProblemCode

CONTEXT_CHARS = 360
"""Context is cut here at the latest: a paragraph from a text file is one very long line."""


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    kind: str = ""
    state: str = ""
    body: str = ""
    """Slug."""
    organization: str = ""
    q: str = ""


def documents(user: Viewer, filters: DocumentFilters = DocumentFilters()) -> QuerySet[Document]:
    found = Document.objects.visible_to(user).select_related("body", "organization")
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.state:
        found = found.filter(state=filters.state)
    # A body the user may not see must not be found out by filtering for it.
    if filters.body:
        found = found.filter(body__in=Body.objects.visible_to(user).filter(slug=filters.body))
    if filters.organization:
        circles = Organization.objects.visible_to(user).filter(slug=filters.organization)
        found = found.filter(organization__in=circles)
    for word in filters.q.split():
        found = found.filter(Q(title__icontains=word) | Q(file_name__icontains=word))
    return found


def document(user: Viewer, public_id: uuid.UUID | str) -> Document:
    """The document, or Http404: also where it exists and the user may not know."""
    found = (
        Document.objects.visible_to(user)
        .select_related("body", "organization", "file", "parent")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with whom it may be shown to come from: a hidden body is not named."""

    document: Document
    body: Body | None
    organization: Organization | None


def rows(user: Viewer, found: Iterable[Document]) -> list[DocumentRow]:
    levels = visible_levels(user)

    def seen(thing: Body | Organization | None) -> Body | Organization | None:
        return thing if thing is not None and thing.visibility in levels else None

    return [DocumentRow(d, seen(d.body), seen(d.organization)) for d in found]


def attachments(user: Viewer, document: Document) -> QuerySet[Document]:
    return Document.objects.visible_to(user).filter(parent=document).order_by("pk")


def parent(user: Viewer, document: Document) -> Document | None:
    """The mail or archive it came in, if that one may be seen too."""
    return Document.objects.visible_to(user).filter(pk=document.parent_id).first()


def issuers(user: Viewer) -> QuerySet[Body]:
    """The bodies some visible document comes from, for the filter."""
    theirs = Document.objects.visible_to(user).filter(body=OuterRef("pk"))
    return Body.objects.visible_to(user).filter(Exists(theirs))


def circles(user: Viewer) -> QuerySet[Organization]:
    theirs = Document.objects.visible_to(user).filter(organization=OuterRef("pk"))
    return Organization.objects.visible_to(user).filter(Exists(theirs))


def file_path(document: Document) -> Path:
    return store.path_of(document.file.sha512, settings.FILES_DIR)


def file_bytes(document: Document) -> bytes:
    return file_path(document).read_bytes()


PDF = "application/pdf"
SECONDS_PER_PAGE = 20


def has_pictures(document: Document) -> bool:
    return document.media_type == PDF


def page_picture(document: Document, page_number: int) -> bytes:
    """A page as PNG; raises ``pictures.NoSuchPage`` or a :class:`FileProblem`."""
    if not has_pictures(document):
        raise pictures.NoSuchPage(page_number)
    try:
        return isolation.run(
            pictures.page_png, file_path(document), page_number, seconds=SECONDS_PER_PAGE
        )
    except (isolation.ChildCrashed, isolation.ChildTooSlow) as e:
        raise FileProblem(ProblemCode.CRASHED, CRASHED) from e


# ── Passages in their surroundings ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PassageContext:
    before: str
    quote: str
    after: str
    page_number: int | None
    line_number: int | None


def passage_context(passage: Passage, lines: int = 3) -> PassageContext:
    """The passage with some lines around it, as its revision has them."""
    revision = passage.revision
    context = context_in(revision.text, passage.start, passage.end, lines=lines)
    return PassageContext(
        *context,
        page_number=page_of(revision.pages, passage.start),
        line_number=revision.text.count("\n", 0, passage.start) + 1,
    )


def context_in(text: str, start: int, end: int, *, lines: int = 3) -> tuple[str, str, str]:
    """(before, quote, after): up to ``lines`` lines on each side, whole words."""
    return _before(text[:start], lines), text[start:end], _after(text[end:], lines)


def _before(text: str, lines: int) -> str:
    text = text[-4 * CONTEXT_CHARS :]
    kept = "\n".join(text.split("\n")[-lines:]) if lines else ""
    if len(kept) <= CONTEXT_CHARS:
        return kept.lstrip()
    cut = kept[-CONTEXT_CHARS:]
    return "… " + cut[cut.find(" ") + 1 :]


def _after(text: str, lines: int) -> str:
    text = text[: 4 * CONTEXT_CHARS]
    kept = "\n".join(text.split("\n")[:lines]) if lines else ""
    if len(kept) <= CONTEXT_CHARS:
        return kept.rstrip()
    cut = kept[:CONTEXT_CHARS]
    return cut[: cut.rfind(" ")] + " …" if " " in cut else cut + " …"


def page_of(pages: Iterable[list[int]], offset: int) -> int | None:
    for number, start, end in pages:
        if start <= offset < end:
            return number
    return None


@dataclass(frozen=True, slots=True)
class RevisionPages:
    """Where the pages of one revision lie, without its text."""

    revision_id: int | None
    pages: list[list[int]]

    def page_of(self, revision_id: int, offset: int) -> int | None:
        return page_of(self.pages, offset) if revision_id == self.revision_id else None


def latest_pages(document: Document) -> RevisionPages:
    latest = document.revisions.order_by("-number").values_list("pk", "pages").first()
    return RevisionPages(*latest) if latest else RevisionPages(None, [])


# ── The text in pieces ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A block of the text as it is shown, with the page that begins at it."""

    kind: str
    text: str
    starts_page: int | None


def text_pieces(revision: Revision) -> list[TextPiece]:
    """The whole text cut at its blocks; joined they are the text."""
    text = revision.text
    cuts = _cuts(revision)
    kinds = {start: str(kind) for kind, start, _end, _page in revision.blocks}
    pages = {start: number for number, start, _end in revision.pages}
    return [
        TextPiece(kinds.get(start, "paragraph"), text[start:end], pages.get(start))
        for start, end in itertools.pairwise(cuts)
    ]


def _cuts(revision: Revision) -> list[int]:
    inner = {start for _kind, start, _end, _page in revision.blocks}
    inner |= {start for _number, start, _end in revision.pages}
    length = len(revision.text)
    return sorted({0, length} | {cut for cut in inner if 0 <= cut <= length})
