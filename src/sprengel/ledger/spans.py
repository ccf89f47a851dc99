"""A statement's spans: from the reader's offsets to anchors and to the words on the screen. Pure.

Stored as ``{"cue": [anchor, …], "source": …}``; every role is there, also when it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sprengel.archive import anchors
from sprengel.archive.alignment import Alignment
from sprengel.archive.anchors import AnchorJson

ROLES = ("cue", "source", "addressee", "message", "deadline")

Offsets = Sequence[tuple[int, int]]
SpansJson = dict[str, list[AnchorJson]]


class NotInText(ValueError):
    """A span that is no stretch of the text."""


def anchored(text: str, offsets: Mapping[str, Offsets]) -> SpansJson:
    """Anchors for every role; raises :class:`NotInText` if one span is no stretch of the text."""
    return {role: [_anchor(text, s, e) for s, e in sorted(offsets.get(role, ()))] for role in ROLES}


def _anchor(text: str, start: int, end: int) -> AnchorJson:
    try:
        return anchors.as_json(anchors.make(text, start, end))
    except ValueError as e:
        raise NotInText(str(e)) from e


def offsets_of(spans: SpansJson, role: str) -> list[tuple[int, int]]:
    return [(anchor["start"], anchor["end"]) for anchor in spans.get(role, ())]


def words(spans: SpansJson, role: str) -> str:
    """What a role says, on one line; left-out stretches between its parts are shown as …"""
    return " … ".join(one_line(anchor["quote"]) for anchor in spans.get(role, ()))


_HYPHENATED = re.compile(r"(?<=[a-zäöüß])-[ \t]*\r?\n\s*(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie)\b)")


def one_line(text: str) -> str:
    """Text from a page as one writes it in a sentence: words hyphenated at a line's end joined."""
    return " ".join(_HYPHENATED.sub("", text).split())


def first_place(spans: SpansJson) -> int:
    return min(start for role in ROLES for start, _end in offsets_of(spans, role))


def extent(spans: SpansJson) -> tuple[int, int]:
    every = [place for role in ROLES for place in offsets_of(spans, role)]
    return min(start for start, _ in every), max(end for _, end in every)


NEAR = 60
"""So close before or after what was said, whoever said it is quoted with it."""


def quoted_extent(spans: SpansJson) -> tuple[int, int]:
    """The stretch that proves a statement: what was said and how, with its speaker if near."""
    core = [place for role in ("cue", "message", "deadline") for place in offsets_of(spans, role)]
    if not core:
        return extent(spans)
    start, end = min(s for s, _ in core), max(e for _, e in core)
    for first, last in offsets_of(spans, "source") + offsets_of(spans, "addressee"):
        if start - NEAR <= last and first <= end + NEAR:
            start, end = min(start, first), max(end, last)
    return start, end


def overlap(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    others = list(other)
    return any(a < d and c < b for a, b in one for c, d in others)


@dataclass(frozen=True, slots=True)
class Moved:
    spans: SpansJson
    is_broken: bool
    """True: at least one stretch was not found, and ``spans`` are the old ones."""


def moved(spans: SpansJson, text: str, alignment: Alignment | None = None) -> Moved:
    """The same spans in a later text; all of them or none."""
    new: SpansJson = {role: [] for role in ROLES}
    for role in ROLES:
        for raw in spans.get(role, ()):
            within = alignment.region(raw["start"], raw["end"]) if alignment else None
            found = anchors.find(anchors.from_json(raw), text, within)
            if found is None:
                return Moved(spans, is_broken=True)
            new[role].append(anchors.as_json(found))
        new[role].sort(key=lambda anchor: anchor["start"])
    return Moved(new, is_broken=False)
