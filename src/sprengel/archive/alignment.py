"""Which part of a later text a place of an earlier one lies in. Pure.

Lines that occur exactly once in both texts, in the same order, are fixed points: whatever stood
between two of them stands between them still, if it stands anywhere. That tells copies of the
same sentence apart ("Der Gemeinderat stimmt zu.") without guessing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

SHORTEST_LINE = 12
"""Shorter lines are page numbers and headings that may well be something else."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str


class Alignment:
    def __init__(self, old: str, new: str) -> None:
        self._new_length = len(new)
        before, after = _lines_occurring_once(old), _lines_occurring_once(new)
        pairs = [(line, after[words]) for words, line in before.items() if words in after]
        fixed = _in_same_order(pairs)
        self._old_starts = [old_line.start for old_line, _new_line in fixed]
        self._old_ends = [old_line.end for old_line, _new_line in fixed]
        self._new_lines = [new_line for _old_line, new_line in fixed]

    def region(self, start: int, end: int) -> tuple[int, int]:
        """Where in the new text ``[start, end)`` of the old one is to be looked for."""
        before = bisect_right(self._old_starts, start) - 1
        after = bisect_left(self._old_ends, end)
        low = self._new_lines[before].start if before >= 0 else 0
        high = self._new_lines[after].end if after < len(self._new_lines) else self._new_length
        return low, high


def _lines_occurring_once(text: str) -> dict[str, _Line]:
    """By their words, spacing aside, in text order."""
    lines = [
        _Line(match.start(), match.end(), " ".join(match[0].split()))
        for match in _LINE.finditer(text)
    ]
    counts = Counter(line.words for line in lines)
    return {
        line.words: line
        for line in lines
        if counts[line.words] == 1 and len(line.words) >= SHORTEST_LINE
    }


def _in_same_order(pairs: list[tuple[_Line, _Line]]) -> list[tuple[_Line, _Line]]:
    """The longest run of pairs whose lines come in the same order in both texts."""
    tails: list[int] = []
    tail_starts: list[int] = []
    previous: list[int | None] = []
    for index, (_old, new) in enumerate(pairs):
        length = bisect_left(tail_starts, new.start)
        previous.append(tails[length - 1] if length else None)
        if length == len(tails):
            tails.append(index)
            tail_starts.append(new.start)
        else:
            tails[length], tail_starts[length] = index, new.start
    kept: list[tuple[_Line, _Line]] = []
    at = tails[-1] if tails else None
    while at is not None:
        kept.append(pairs[at])
        at = previous[at]
    return kept[::-1]
