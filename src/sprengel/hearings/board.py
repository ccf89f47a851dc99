"""A version with what the cities say beside each paragraph, as far as somebody may see it.

A comment stays with the paragraph it was made to; in a newer version it stands beside what became
of that paragraph and says which version it was about.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sprengel.hearings.models import Comment, Handling, Paragraph, Stance, Version
from sprengel.hearings.sight import Sight
from sprengel.meetings.minutes.comparing import Change, compare

STANCE_SYMBOLS = {Stance.AGREE: "✓", Stance.RESERVATION: "!", Stance.OTHER_WORDING: "✎"}
"""A stance is never shown by colour alone."""


@dataclass(frozen=True, slots=True)
class StanceCount:
    stance: str
    symbol: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class CommentLine:
    comment: Comment
    city: str
    is_own: bool
    handling: Handling | None
    about_version: int | None
    """Set where the comment was made to an earlier version than the one shown."""
    was: tuple[Change, ...]
    """From the paragraph commented on to the one shown, where its words have changed."""

    @property
    def symbol(self) -> str:
        return STANCE_SYMBOLS[Stance(self.comment.stance)]

    @property
    def is_replacement(self) -> bool:
        return self.comment.replaces_id is not None


@dataclass(frozen=True, slots=True)
class ParagraphLine:
    paragraph: Paragraph
    comments: tuple[CommentLine, ...]
    counts: tuple[StanceCount, ...]


@dataclass(frozen=True, slots=True)
class Board:
    lines: tuple[ParagraphLine, ...]
    whole: tuple[CommentLine, ...]
    """To the text as a whole."""
    gone: tuple[ParagraphLine, ...]
    """Paragraphs of earlier versions that have no successor, and what was said to them."""
    counts: tuple[StanceCount, ...]

    @property
    def comment_count(self) -> int:
        return sum(each.count for each in self.counts)


def board(version: Version, sight: Sight) -> Board:
    """Three queries, however many paragraphs and comments."""
    paragraphs = list(version.paragraphs.all())
    comments = comment_rows(sight)
    handled = handlings(comments)
    by_line: dict[uuid.UUID | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_line[comment.paragraph.line if comment.paragraph else None].append(comment)
    own = sight.own.pk if sight.own else None
    shown = _Shown(version, own, handled)
    lines = [shown.line(one, by_line.pop(one.line, [])) for one in paragraphs]
    whole = [shown.comment(one, None) for one in by_line.pop(None, [])]
    gone = []
    for left in by_line.values():
        last = max((one.paragraph for one in left if one.paragraph), key=lambda p: p.version_id)
        gone.append(shown.line(last, left))
    return Board(
        lines=tuple(lines), whole=tuple(whole), gone=tuple(gone), counts=stance_counts(comments)
    )


def comment_rows(sight: Sight) -> list[Comment]:
    """In the order of the cities, whole sets together."""
    return list(
        sight.comments()
        .select_related("consulted__city", "version", "paragraph", "replaces")
        .order_by("consulted__city__name", "pk")
    )


def handlings(comments: Iterable[Comment]) -> dict[int, Handling]:
    """The latest of each comment; in one query."""
    rows = Handling.objects.filter(comment__in=[one.pk for one in comments]).order_by("pk")
    return {row.comment_id: row for row in rows}


def stance_counts(comments: Iterable[Comment]) -> tuple[StanceCount, ...]:
    counted = Counter(one.stance for one in comments)
    return tuple(
        StanceCount(stance, STANCE_SYMBOLS[stance], str(stance.label), counted[stance])
        for stance in Stance
        if counted[stance]
    )


@dataclass(slots=True)
class _Shown:
    version: Version
    own: int | None
    handled: Mapping[int, Handling]

    def line(self, paragraph: Paragraph, comments: list[Comment]) -> ParagraphLine:
        differences: dict[int, tuple[Change, ...]] = {}
        return ParagraphLine(
            paragraph,
            tuple(self.comment(one, paragraph, differences) for one in comments),
            stance_counts(comments),
        )

    def comment(
        self,
        comment: Comment,
        paragraph: Paragraph | None,
        differences: dict[int, tuple[Change, ...]] | None = None,
    ) -> CommentLine:
        return CommentLine(
            comment=comment,
            city=comment.consulted.city.name,
            is_own=comment.consulted_id == self.own,
            handling=self.handled.get(comment.pk),
            about_version=(
                comment.version.number if comment.version_id != self.version.pk else None
            ),
            was=_was(comment.paragraph, paragraph, differences if differences is not None else {}),
        )


def _was(
    commented: Paragraph | None,
    shown: Paragraph | None,
    known: dict[int, tuple[Change, ...]],
) -> tuple[Change, ...]:
    """Thirty cities may have commented on the same old paragraph: compared once."""
    if commented is None or shown is None or commented.text == shown.text:
        return ()
    if commented.pk not in known:
        known[commented.pk] = tuple(compare(commented.text, shown.text))
    return known[commented.pk]
