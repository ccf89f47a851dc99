"""Cutting a text into pieces by the marks that lie over it. Pure.

Marks may nest and overlap; HTML elements may not. So the text is cut wherever a mark begins or
ends, and every piece knows the marks over it. Joined, the pieces are the text.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

ROLES = ("cue", "source", "addressee", "deadline", "message")
"""From the narrow to the wide: where roles lie over each other the first one tints the piece."""


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    role: str
    act: str = ""
    statement_id: int = 0
    """0: the mark is a vote's."""
    vote_id: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    text: str
    role: str = ""
    """"" where nothing is marked."""
    act: str = ""
    statement_ids: tuple[int, ...] = ()
    vote_ids: tuple[int, ...] = ()


def pieces(text: str, marks: Iterable[Mark], *, cuts: Sequence[int] = ()) -> list[Piece]:
    """The text in pieces; also cut at ``cuts`` (where blocks and pages begin)."""
    length = len(text)
    known = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
    begins, ends = _by_place(known)
    places = sorted({0, length, *begins, *ends, *(c for c in cuts if 0 < c < length)})
    over: dict[Mark, None] = {}
    result: list[Piece] = []
    for start, end in itertools.pairwise(places):
        for mark in ends.get(start, ()):
            over.pop(mark, None)
        over.update(dict.fromkeys(begins.get(start, ())))
        result.append(_piece(start, text[start:end], over))
    return result


def _by_place(marks: Iterable[Mark]) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.start].append(mark)
        ends[mark.end].append(mark)
    return begins, ends


def _piece(start: int, text: str, over: Collection[Mark]) -> Piece:
    votes = tuple(dict.fromkeys(mark.vote_id for mark in over if mark.vote_id))
    marks = sorted(
        (mark for mark in over if not mark.vote_id),
        key=lambda mark: (_narrowness(mark.role), mark.statement_id),
    )
    if not marks:
        return Piece(start, text, vote_ids=votes)
    ids = tuple(dict.fromkeys(mark.statement_id for mark in marks))
    return Piece(start, text, marks[0].role, marks[0].act, ids, votes)


def _narrowness(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
