"""What a press release may say, what it rests on, and the releases there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from sprengel.accounts.models import Viewer, Visibility, visible_levels
from sprengel.accounts.rules import is_office
from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.ledger import spans
from sprengel.ledger.models import REVIEWED_GOOD, Statement, Vote, VoteState
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import Meeting, MeetingDocument
from sprengel.publishing.models import PressRelease, PressSentence, ReleaseState
from sprengel.publishing.press import quotations, wording

TOLD_FIRST = ("decision", "demand", "commitment", "assignment", "criticism", "approval", "report")
"""The order of the draft: what was decided and demanded before what was reported."""


LONGEST_TITLE = 4
"""Words: what is longer in quotation marks is taken for speech."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence rests on, as far as the reader may see it."""

    document: Document
    quote: str
    page_number: int | None
    is_broken: bool

    @property
    def url(self) -> str:
        page = f"#seite-{self.page_number}" if self.page_number else ""
        return f"{self.document.get_absolute_url()}{page}"


@dataclass(frozen=True, slots=True)
class Sentence:
    row: PressSentence
    source: Source | None
    is_hidden: bool
    """It rests on something, but not for this reader."""
    foreign_quotes: tuple[str, ...]
    """Quoted words that do not stand in the passage."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the release may be made from."""

    statements: tuple[Statement, ...]
    votes: tuple[Vote, ...]
    held_back: int
    """Accepted, but not public: the release leaves it out."""
    unreviewed: int


def releases(user: Viewer) -> QuerySet[PressRelease]:
    """Released ones for everybody who may see the session, drafts for the office.

    One withdrawn after it was released is still there to say so; its text is the office's alone.
    """
    return (
        PressRelease.objects.visible_to(user)
        .filter(meeting__in=meetings.meetings(user))
        .select_related("meeting__series__organization__body")
    )


def published(user: Viewer = None) -> QuerySet[PressRelease]:
    return releases(user).filter(state=ReleaseState.RELEASED)


def release(user: Viewer, public_id: UUID) -> PressRelease | None:
    return releases(user).filter(public_id=public_id).first()


def of_meeting(user: Viewer, meeting: Meeting) -> QuerySet[PressRelease]:
    return releases(user).filter(meeting=meeting)


def material(user: Viewer, meeting: Meeting) -> Material:
    """Accepted public statements and confirmed public votes of the session's documents."""
    if not (user and is_office(user)):
        return Material((), (), 0, 0)
    documents = sources(meeting).values("document")
    said = Statement.objects.filter(document__in=documents, is_draft=False)
    accepted = said.filter(state__in=REVIEWED_GOOD, act__in=TOLD_FIRST)
    # What was made narrower as a matter does not go out because the paper it stands in is public.
    public = Q(matter__visibility=Visibility.PUBLIC) | Q(
        matter__isnull=True, document__visibility=Visibility.PUBLIC
    )
    statements = list(accepted.filter(public))
    order = {act: place for place, act in enumerate(TOLD_FIRST)}
    statements.sort(key=lambda one: (order[one.act], one.document_id, one.position))
    statements = _once(statements)
    votes = Vote.objects.filter(
        document__in=documents,
        document__visibility=Visibility.PUBLIC,
        state=VoteState.ACCEPTED,
    )
    return Material(
        statements=tuple(statements),
        votes=tuple(votes),
        held_back=accepted.exclude(public).count(),
        unreviewed=said.filter(state="proposed").count(),
    )


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Minutes and a newspaper tell of the same promise: it is told once, as the first tells it."""
    found = {one.matter_id or f"statement {one.pk}": one for one in reversed(list(statements))}
    return list(reversed(found.values()))


def sources(meeting: Meeting) -> QuerySet[MeetingDocument]:
    """What a release may be made from: the session's papers, but no release made from them."""
    return MeetingDocument.objects.filter(meeting=meeting, document__press_release__isnull=True)


def sentences(user: Viewer, release: PressRelease) -> list[list[Sentence]]:
    """Paragraph by paragraph."""
    # Fetched once each and not joined to every row: a record's text can be long.
    rows = release.sentences.select_related("statement", "vote", "passage").prefetch_related(
        "statement__document",
        "statement__revision",
        "vote__document",
        "vote__revision",
        "passage__revision__document",
    )
    paragraphs: dict[int, list[Sentence]] = {}
    for row in rows:
        paragraphs.setdefault(row.paragraph, []).append(sentence(user, row))
    return [paragraphs[number] for number in sorted(paragraphs)]


def sentence(user: Viewer, row: PressSentence) -> Sentence:
    """With the passage it rests on."""
    place = place_of(row)
    if place is None:
        return Sentence(row, None, False, ())
    document, text, start, end, pages, is_broken = place
    foreign = tuple(
        quote
        for quote in quotations.read(row.text).quotes
        if not wording.stands_in(quote, text[max(0, start - 400) : end + 400])
    )
    if document.visibility not in visible_levels(user):
        return Sentence(row, None, True, foreign)
    source = Source(
        document=document,
        quote=spans.one_line(text[start:end]),
        page_number=archive.page_of(pages, start),
        is_broken=is_broken,
    )
    return Sentence(row, source, False, foreign)


def place_of(
    row: PressSentence,
) -> tuple[Document, str, int, int, Iterable[list[int]], bool] | None:
    """Document, its text, where in it, its pages, and whether the anchor is broken."""
    if row.statement is not None:
        one = row.statement
        start, end = spans.quoted_extent(one.spans)
        return one.document, one.revision.text, start, end, one.revision.pages, one.is_broken
    if row.vote is not None:
        vote = row.vote
        start, end = vote.anchor["start"], vote.anchor["end"]
        return vote.document, vote.revision.text, start, end, vote.revision.pages, vote.is_broken
    if row.passage is not None:
        passage = row.passage
        revision = passage.revision
        return (
            revision.document,
            revision.text,
            passage.start,
            passage.end,
            revision.pages,
            passage.is_broken,
        )
    return None


def public_texts(meeting: Meeting) -> list[str]:
    """What a sentence of the office's own may quote."""
    papers = sources(meeting).filter(document__visibility=Visibility.PUBLIC)
    return [
        revision.text
        for paper in papers.select_related("document")
        if (revision := paper.document.latest_revision) is not None
    ]


def plain_text(release: PressRelease) -> str:
    """The release as it goes out, paragraphs apart."""
    paragraphs: dict[int, list[str]] = {}
    for row in release.sentences.all():
        paragraphs.setdefault(row.paragraph, []).append(row.text.strip())
    body = "\n\n".join(" ".join(paragraphs[number]) for number in sorted(paragraphs))
    head = "\n\n".join(filter(None, [release.title, release.subtitle]))
    return f"{head}\n\n{body}\n"
