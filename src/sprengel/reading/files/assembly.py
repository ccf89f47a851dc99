"""Putting a text together from its parts while the offsets stay exact."""

from __future__ import annotations

import re

from ..document import Block, BlockKind, Page
from ..problems import TOO_MUCH_TEXT, FileProblem, ProblemCode

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028]")


def storable(text: str) -> str:
    """Without NULs and lone surrogates: PostgreSQL takes neither, UTF-8 not the latter.

    Each becomes one U+FFFD, so that offsets stay as they are.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    return " ".join(storable(text).split())


class Assembly:
    """Collects blocks and pages of one text.

    Paragraphs are set apart by an empty line, so that a reader who ignores the blocks still
    sees them; the items of a list and the lines of a header stand close together.
    """

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._page_start: int | None = None

    def add(self, kind: BlockKind, text: str) -> None:
        text = storable(_LINE_ENDS.sub("\n", text)).strip("\n \t\f")
        if not text:
            return
        self._separate(kind)
        start = self._length
        self._append(text)
        page = len(self._pages) + 1 if self._page_start is not None else None
        self._blocks.append(Block(kind, start, self._length, page))

    def begin_page(self) -> None:
        """Pages are joined by one line feed, which belongs to neither of them."""
        if self._pages:
            self._append("\n")
        self._page_start = self._length

    def end_page(self) -> None:
        assert self._page_start is not None
        self._pages.append(Page(len(self._pages) + 1, self._page_start, self._length))
        self._page_start = None

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._pages)

    def first_heading(self) -> str:
        text = self.text
        for block in self._blocks:
            if block.kind is BlockKind.HEADING:
                return one_line(text[block.start : block.end])
        return ""

    def _separate(self, kind: BlockKind) -> None:
        at_page_start = self._page_start is not None and self._length == self._page_start
        if not self._blocks or at_page_start:
            return
        close = {BlockKind.LIST_ITEM, BlockKind.HEADER_FOOTER}
        together = kind in close and self._blocks[-1].kind is kind
        self._append("\n" if together else "\n\n")

    def _append(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._max_chars:
            raise too_much_text(self._max_chars)
        self._parts.append(text)


def too_much_text(max_chars: int) -> FileProblem:
    allowed = f"{max_chars:,}".replace(",", ".")
    return FileProblem(ProblemCode.TOO_LARGE, TOO_MUCH_TEXT, allowed=allowed)
