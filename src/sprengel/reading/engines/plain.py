"""A text as one would quote it: torn words joined, white space collapsed, offsets kept.

Engines see this form and quote from it; what they quote is searched here and led back to the
original characters.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from sprengel.reading.document import Span

_ODDITY = re.compile(
    # a word torn by a line end, but not "Haupt-⏎ und Finanzausschuss"
    r"(?P<tear>(?<=[^\W\d_])[-‐‑][ \t]*\r?\n[ \t]*"
    r"(?!(?:und|oder|bzw|sowie|bis)\b)(?=[a-zäöüß]))"
    # "KULT-⏎Fraktion" keeps its hyphen and loses the line end
    r"|(?P<compound>(?<=[^\W\d_][-‐‑])[ \t]*\r?\n[ \t]*(?=[A-ZÄÖÜ]))"
    r"|(?P<soft>­(?:[ \t]*\r?\n[ \t]*)?)"
    r"|(?P<space>\s+)"
)


@dataclass(frozen=True, slots=True)
class PlainText:
    text: str
    offsets: array[int]
    """For each character of ``text`` its place in the original."""

    def find(self, quote: str, area: Span) -> list[Span]:
        """Where ``quote`` stands in ``area`` as whole words: none, one, or the first two."""
        wanted = plain_words(quote)
        if not wanted:
            return []
        lo = bisect_left(self.offsets, area.start)
        hi = bisect_left(self.offsets, area.end)
        found: list[Span] = []
        at = self.text.find(wanted, lo, hi)
        while at >= 0 and len(found) < 2:
            end = at + len(wanted)
            if self._is_whole(at, end):
                found.append(Span(self.offsets[at], self.offsets[end - 1] + 1))
            at = self.text.find(wanted, at + 1, hi)
        return found

    def _is_whole(self, start: int, end: int) -> bool:
        """Not a piece of a longer word: "rat" is not found in "Stadtrat"."""
        text = self.text
        cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
        return not cut_before and not cut_after


def plain_words(text: str) -> str:
    return plain(text).text.strip()


def plain(text: str) -> PlainText:
    pieces: list[str] = []
    offsets = array("q")
    at = 0
    for found in _ODDITY.finditer(text):
        pieces.append(text[at : found.start()])
        offsets.extend(range(at, found.start()))
        if found.lastgroup == "space":
            pieces.append(" ")
            offsets.append(found.start())
        at = found.end()
    pieces.append(text[at:])
    offsets.extend(range(at, len(text)))
    return PlainText("".join(pieces), offsets)
