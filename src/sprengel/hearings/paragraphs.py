"""A text in paragraphs, and which paragraph of a newer text was made from which. Pure.

Comments hold on to paragraphs, so nothing is guessed here: a paragraph that says something else
than every one before it is a new one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.5
"""From here on a rewritten paragraph counts as the same one (Dice of the words)."""
LONGEST_HEADING = 120
LONGEST_LABEL = 40

_LABEL = re.compile(
    r"(§+\s*\d+\s?[a-z]?\b(?:\s*Abs(?:atz|\.)\s*\d+)?|Art(?:ikel|\.)\s*\d+|Zu\s+§\s*\d+\s?[a-z]?\b"
    r"|\(\d+\)|\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|[a-z]\)|[IVXLC]+\.)(?=\s|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_ENDS_A_SENTENCE = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph; ``start`` and ``end`` are its place in the text it was taken from."""

    text: str
    start: int
    end: int
    is_heading: bool = False

    @property
    def label(self) -> str:
        found = _LABEL.match(self.text)
        return " ".join(found[0].split())[:LONGEST_LABEL] if found else ""


def tidy(text: str) -> str:
    """Line ends as here, no spaces at line ends, no more than one empty line."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def split(text: str) -> list[Piece]:
    """Paragraphs are parted by empty lines; where there are none, each line is one."""
    text = tidy(text)
    pattern = r"\n{2,}" if re.search(r"\S\n{2,}\S", text) else r"\n"
    pieces = []
    at = 0
    for end, after in [*((m.start(), m.end()) for m in re.finditer(pattern, text)), (len(text), 0)]:
        piece = _piece(text, at, end)
        if piece is not None:
            pieces.append(piece)
        at = after
    return pieces


def from_blocks(text: str, blocks: Sequence[Sequence[str | int | None]]) -> list[Piece]:
    """The blocks a file reader found, without heads and feet of the pages."""
    pieces = []
    for kind, start, end, _page in blocks:
        if kind == "header_footer" or not isinstance(start, int) or not isinstance(end, int):
            continue
        piece = _piece(text, start, end, is_heading=kind == "heading")
        if piece is not None:
            pieces.append(piece)
    return pieces


def _piece(text: str, start: int, end: int, is_heading: bool | None = None) -> Piece | None:
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return None
    first = start + len(part) - len(part.lstrip())
    if is_heading is None:
        is_heading = looks_like_heading(stripped)
    return Piece(stripped, first, first + len(stripped), is_heading)


def looks_like_heading(text: str) -> bool:
    if "\n" in text or len(text) > LONGEST_HEADING or text.endswith(_ENDS_A_SENTENCE):
        return False
    return not text.startswith(("-", "–", "•", "*"))


def joined(texts: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Paragraphs as one text again, and where each stands in it."""
    places = []
    at = 0
    for text in texts:
        places.append((at, at + len(text)))
        at += len(text) + 2
    return "\n\n".join(texts), places


# ── Which was made from which ─────────────────────────────────────────────────────────────────


def align(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new paragraph the old one it was made from; each old one at most once."""
    before = [_plain(text) for text in old]
    after = [_plain(text) for text in new]
    made_from: list[int | None] = [None] * len(after)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            made_from[b + step] = a + step
    taken = {one for one in made_from if one is not None}
    _match_moved(before, after, made_from, taken)
    _match_rewritten(before, after, made_from, taken)
    return made_from


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _match_moved(
    before: list[str], after: list[str], made_from: list[int | None], taken: set[int]
) -> None:
    """The same words at another place."""
    free: dict[str, list[int]] = {}
    for index, text in enumerate(before):
        if index not in taken:
            free.setdefault(text, []).append(index)
    for index, text in enumerate(after):
        if made_from[index] is None and free.get(text):
            made_from[index] = free[text].pop(0)
            taken.add(made_from[index] or 0)


def _match_rewritten(
    before: list[str], after: list[str], made_from: list[int | None], taken: set[int]
) -> None:
    """The most alike first; of two as alike the one nearer to its old place."""
    old_words = {i: set(_WORD.findall(t)) for i, t in enumerate(before) if i not in taken}
    pairs = []
    for index, text in enumerate(after):
        if made_from[index] is not None:
            continue
        words = set(_WORD.findall(text))
        for other, theirs in old_words.items():
            score = _alike(theirs, words)
            if score >= ALIKE:
                pairs.append((-score, abs(other - index), index, other))
    for _score, _distance, index, other in sorted(pairs):
        if made_from[index] is None and other not in taken:
            made_from[index] = other
            taken.add(other)


def _alike(one: set[str], other: set[str]) -> float:
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
