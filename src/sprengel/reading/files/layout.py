"""From lines with boxes to blocks: reading order, paragraphs, headings, repeated margins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ..document import BlockKind

Layout = list[tuple[BlockKind, str]]

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:Seite|Blatt|S\.)\s*\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?|"
    r"\d{1,4}(?:\s*/\s*\d{1,4})?)\s*$"
)
_LIST_ITEM = re.compile(r"\s*(?:[-–•●▪■◦‣·o*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;]\W*$")
_MARGIN = 0.12
"""The part of a page, above and below, in which running heads and page numbers are sought."""
_COMPARABLE = 500
"""Each line is compared with each; a page of more lines (a plan, a table) is left as it is."""
_DRIFT = 12.0
"""Points by which a repeated line may move from page to page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; coordinates in points, the origin at the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float = 0.0
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page in the order of the file."""

    lines: tuple[Line, ...] = ()
    bottom: float = 0.0
    top: float = 842.0

    def in_margin(self) -> tuple[Line, ...]:
        """The lines near the upper and the lower edge, where running heads stand."""
        depth = _MARGIN * (self.top - self.bottom)
        low, high = self.bottom + depth, self.top - depth
        return tuple(line for line in self.lines if not low < line.middle < high)


def laid_out(sheets: list[Sheet]) -> list[Layout]:
    repeated = _repeated_lines(sheets)
    body_size = _body_size(sheets, repeated)
    return [_page(sheet, repeated, body_size) for sheet in sheets]


def reading_order(lines: list[Line]) -> list[Line]:
    """From top to bottom where a page has one column; else as the file has it.

    Programs write columns one after the other, so the file's order is right where it matters
    most, and wrong chiefly for frames, stamps and forms set beside running text.
    """
    beside = sum(1 for a, b in pairwise(lines) if _side_by_side(a, b))
    jumps_up = sum(1 for a, b in pairwise(lines) if b.bottom > a.top)
    if jumps_up == 0 or beside > 0.2 * len(lines) or _has_columns(lines):
        return lines
    return sorted(lines, key=lambda line: (-round(line.middle), line.left))


def _side_by_side(a: Line, b: Line) -> bool:
    apart = a.right <= b.left or b.right <= a.left
    return apart and min(a.top, b.top) - max(a.bottom, b.bottom) > 0


def _has_columns(lines: list[Line]) -> bool:
    """Whether several lines stand wholly to the right of others at the same height."""
    if len(lines) > _COMPARABLE:
        return True
    beside = sum(1 for line in lines if any(_side_by_side(line, other) for other in lines))
    return beside > 0.25 * len(lines)


def _page(sheet: Sheet, repeated: set[Line], body_size: float) -> Layout:
    margins = {line for line in sheet.in_margin() if line in repeated}
    margins |= _page_numbers(sheet)
    body = reading_order([line for line in sheet.lines if line not in margins])
    middle = (sheet.top + sheet.bottom) / 2
    above = sorted((m for m in margins if m.middle > middle), key=lambda m: (-m.middle, m.left))
    below = sorted((m for m in margins if m.middle <= middle), key=lambda m: (-m.middle, m.left))
    return [
        *((BlockKind.HEADER_FOOTER, line.text) for line in above),
        *_paragraphs(body, body_size),
        *((BlockKind.HEADER_FOOTER, line.text) for line in below),
    ]


def _key(line: Line) -> str:
    """What stays the same of a running head: everything but the numbers."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))


def _repeated_lines(sheets: list[Sheet]) -> set[Line]:
    filled = [sheet for sheet in sheets if sheet.lines]
    if len(filled) < 2:
        return set()
    heights: dict[str, list[float]] = {}
    for sheet in filled:
        for key, line in {_key(line): line for line in sheet.in_margin()}.items():
            heights.setdefault(key, []).append(line.middle)
    wanted = 2 if len(filled) == 2 else max(3, len(filled) // 3)
    steady = {k: median(h) for k, h in heights.items() if len(h) >= wanted}
    return {
        line
        for sheet in filled
        for line in sheet.in_margin()
        if abs(steady.get(_key(line), float("inf")) - line.middle) <= _DRIFT
    }


def _page_numbers(sheet: Sheet) -> set[Line]:
    return {line for line in sheet.in_margin() if _PAGE_NUMBER.match(line.text)}


def _body_size(sheets: list[Sheet], repeated: set[Line]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            if line not in repeated:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _paragraphs(lines: list[Line], body_size: float) -> Layout:
    gathered: list[list[Line]] = []
    pitch = _usual_pitch(lines)
    for line in lines:
        if gathered and _continues(gathered[-1], line, pitch, body_size):
            gathered[-1].append(line)
        else:
            gathered.append([line])
    return [(_kind(g, body_size), "\n".join(line.text for line in g)) for g in gathered]


def _usual_pitch(lines: list[Line]) -> float:
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    near = [s for s in steps if 4 < s < 40]
    return median(near) if near else 14.0


def _continues(paragraph: list[Line], line: Line, pitch: float, body_size: float) -> bool:
    last = paragraph[-1]
    step = last.middle - line.middle
    if abs(step) < 3:
        return True  # the same line, set in two pieces
    if step < 0 or step > 1.35 * pitch:
        return False
    if _LIST_ITEM.match(line.text):
        return False
    return _looks_like_heading(paragraph, body_size) == _looks_like_heading([line], body_size)


def _kind(lines: list[Line], body_size: float) -> BlockKind:
    if _looks_like_heading(lines, body_size):
        return BlockKind.HEADING
    if _LIST_ITEM.match(lines[0].text):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _looks_like_heading(lines: list[Line], body_size: float) -> bool:
    text = " ".join(line.text for line in lines)
    if len(text) > 250 or not any(c.isalpha() for c in text):
        return False
    if all(line.size > 1.12 * body_size > 0 for line in lines):
        return True
    return all(line.bold for line in lines) and not _SENTENCE_END.search(text)
