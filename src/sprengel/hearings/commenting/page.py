"""The page on which a city's office comments: paragraph, what is said, what is being written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from sprengel.hearings.board import Board, CommentLine, ParagraphLine, board
from sprengel.hearings.commenting.actions import Given
from sprengel.hearings.models import CommentDraft, Consulted, Paragraph, Stance, Version
from sprengel.hearings.sight import Sight


@dataclass(frozen=True, slots=True)
class Field:
    """The form beside one paragraph (or for the whole: ``paragraph`` None)."""

    number: int
    """Position of the paragraph, 0 for the whole: makes names on the page."""
    paragraph: Paragraph | None
    given: Given
    seen_count: int
    draft: CommentDraft | None
    standing: CommentLine | None
    """What this city has handed in."""
    problem: str = ""
    theirs: CommentDraft | None = None
    is_conflict: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.draft or self.problem or self.is_conflict)

    @property
    def stances(self) -> list[tuple[str, str, bool]]:
        return [(one.value, str(one.label), one.value == self.given.stance) for one in Stance]


@dataclass(frozen=True, slots=True)
class Line:
    paragraph: Paragraph
    others: tuple[CommentLine, ...]
    counts: tuple[object, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class CommentPage:
    version: Version
    lines: tuple[Line, ...]
    whole: Field
    whole_others: tuple[CommentLine, ...]
    gone: tuple[ParagraphLine, ...]
    orphans: tuple[CommentDraft, ...]
    """Drafts to paragraphs the newest version no longer has; they go out with the others."""
    draft_count: int
    own_count: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought that was not kept, to be shown where it was typed."""

    line: uuid.UUID | None
    given: Given
    seen_count: int
    problem: str = ""
    theirs: CommentDraft | None = None
    is_conflict: bool = False


def comment_page(version: Version, sight: Sight, by_name: str, sent: Sent | None) -> CommentPage:
    """Five queries, however many paragraphs."""
    consulted = sight.own
    assert consulted is not None
    seen = board(version, sight)
    drafts = {one.line: one for one in drafts_of(consulted)}
    maker = _Fields(drafts, by_name, sent)
    lines = tuple(
        Line(
            one.paragraph,
            tuple(each for each in one.comments if not each.is_own),
            one.counts,
            maker.field(one.paragraph, one.comments),
        )
        for one in seen.lines
    )
    there = {one.paragraph.line for one in seen.lines} | {None}
    return CommentPage(
        version=version,
        lines=lines,
        whole=maker.field(None, seen.whole),
        whole_others=tuple(each for each in seen.whole if not each.is_own),
        gone=seen.gone,
        orphans=tuple(one for line, one in drafts.items() if line not in there),
        draft_count=len(drafts),
        own_count=_own_count(seen),
    )


def drafts_of(consulted: Consulted) -> list[CommentDraft]:
    return list(consulted.drafts.select_related("paragraph__version"))


@dataclass(slots=True)
class _Fields:
    drafts: dict[uuid.UUID | None, CommentDraft]
    by_name: str
    sent: Sent | None

    def field(self, paragraph: Paragraph | None, comments: tuple[CommentLine, ...]) -> Field:
        line = paragraph.line if paragraph else None
        draft = self.drafts.get(line)
        standing = next((one for one in comments if one.is_own), None)
        field = Field(
            number=paragraph.position if paragraph else 0,
            paragraph=paragraph,
            given=self._given(draft, standing),
            seen_count=draft.count if draft else 0,
            draft=draft,
            standing=standing,
        )
        sent = self.sent
        if sent is None or sent.line != line:
            return field
        return replace(
            field,
            given=sent.given,
            # After a conflict the newer draft is shown, so saving once more is meant.
            seen_count=(draft.count if draft else 0) if sent.is_conflict else sent.seen_count,
            problem=sent.problem,
            theirs=sent.theirs,
            is_conflict=sent.is_conflict,
        )

    def _given(self, draft: CommentDraft | None, standing: CommentLine | None) -> Given:
        if draft is not None and not draft.is_taken_back:
            return Given(draft.stance, draft.text, draft.wording, draft.by_name or self.by_name)
        if standing is not None:
            said = standing.comment
            return Given(said.stance, said.text, said.wording, self.by_name)
        return Given(by_name=self.by_name)


def _own_count(seen: Board) -> int:
    lines = [*seen.lines, *seen.gone]
    own = sum(one.is_own for line in lines for one in line.comments)
    return own + sum(one.is_own for one in seen.whole)
