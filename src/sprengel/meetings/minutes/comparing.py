"""Two texts word by word: what stayed, what was put in, what was struck out. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "in", "out"]

WORDS_AT_ONCE = 1_000
"""Longer replaced stretches are shown as a whole: nobody reads them word by word."""
SAME_AROUND = 2
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    text: str

    @property
    def is_in(self) -> bool:
        return self.kind == "in"

    @property
    def is_out(self) -> bool:
        return self.kind == "out"


def compare(old: str, new: str) -> list[Change]:
    """Line by line, and word by word within lines that differ."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    # Lines that occur again and again are left out of the search: it would take minutes else.
    matcher = difflib.SequenceMatcher(None, before, after)
    return list(_merged(_changes(matcher, before, after)))


def is_different(changes: list[Change]) -> bool:
    return any(change.kind != "same" for change in changes)


def shortened(changes: list[Change]) -> list[Change]:
    """Long unchanged stretches cut to the lines next to a change."""
    result = []
    for index, change in enumerate(changes):
        if change.kind != "same":
            result.append(change)
            continue
        lines = change.text.splitlines(keepends=True)
        head = lines[:SAME_AROUND] if index else []
        tail = lines[-SAME_AROUND:] if index < len(changes) - 1 else []
        if len(lines) <= len(head) + len(tail) + 1:
            result.append(change)
        else:
            result.append(Change("same", "".join([*head, "…\n", *tail])))
    return result


def _changes(
    matcher: difflib.SequenceMatcher[str], before: list[str], after: list[str]
) -> Iterator[Change]:
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Change("same", old)
        elif tag == "replace":
            yield from _words(old, new)
        else:
            yield Change("out" if old else "in", old or new)


def _words(old: str, new: str) -> Iterator[Change]:
    before, after = _split(old), _split(new)
    if max(len(before), len(after)) > WORDS_AT_ONCE:
        yield Change("out", old)
        yield Change("in", new)
        return
    matcher = difflib.SequenceMatcher(None, before, after)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Change("same", "".join(before[a:b]))
            continue
        if a < b:
            yield Change("out", "".join(before[a:b]))
        if c < d:
            yield Change("in", "".join(after[c:d]))


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _merged(changes: Iterator[Change]) -> Iterator[Change]:
    last: Change | None = None
    for change in changes:
        if last is not None and last.kind == change.kind:
            last = Change(last.kind, last.text + change.text)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last
