"""Text without the accidents of a page: broken words joined, page marks gone, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_PAGE_MARK = r"[^\S\n]*(?:[–—-] ?\d{1,4} ?[–—-]|-- ?\d+ of \d+ ?--)[^\S\n]*"
_ACCIDENT = re.compile(
    rf"(?<=\w)-[^\S\n]*\n(?:[^\S\n]*\n|{_PAGE_MARK}\n)*[^\S\n]*(?=(?!und\b|oder\b|bzw\b)[a-zäöüß])|"
    rf"\u00ad(?:[^\S\n]*\n[^\S\n]*)?|^{_PAGE_MARK}$",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Folded:
    text: str
    starts: tuple[int, ...]
    """Where in ``text`` each kept stretch begins …"""
    sources: tuple[int, ...]
    """… and where it began in the original."""

    def offset(self, position: int) -> int:
        """The original offset of a character of the folded text."""
        index = bisect_right(self.starts, position) - 1
        return self.sources[index] + position - self.starts[index]


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    end = len(text) if end is None else end
    kept: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length, position = 0, start
    for match in [*_ACCIDENT.finditer(text, start, end), None]:
        stretch = text[position : match.start() if match else end]
        starts.append(length)
        sources.append(position)
        kept.append(stretch)
        length += len(stretch)
        position = match.end() if match else end
    return Folded("".join(kept), tuple(starts), tuple(sources))
