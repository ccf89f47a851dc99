"""Where a sentence quotes, whichever quotation marks somebody typed.

Where it is not certain what a mark does, the sentence counts as one whose marks do not pair: the
writer is asked, and nothing that looks like a quotation goes out unchecked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DOUBLE = '„“”»«"'
_APOSTROPHES = "'‘’"
_SINGLE = f"‚‹›{_APOSTROPHES}"
_ALWAYS_OPEN = "„‚"
_STARTS = "…([„‚"
"""What may follow an opening mark, besides a word."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("″ʺˮ＂❝❞〝〞〟‟", '"'),
        **dict.fromkeys("＇′ʹʼ❛❜‛`´", "'"),
        **dict.fromkeys("「『⹂", "„"),
        **dict.fromkeys("」』", "“"),
    }
)
_TYPED = (
    (re.compile(r",,(?=\w)|‚‚"), "„"),
    (re.compile(r"''|‘‘|’’"), '"'),
    (re.compile("<<"), "«"),
    (re.compile(">>"), "»"),
)
_MARK = re.compile(f"[{_DOUBLE}{_SINGLE}]")
_ELISION = re.compile(
    r"(?:n|ne[mnrs]?|s|r(?:aus|ein|auf|unter|um|an)|\d\d(?:er)?)\b", re.IGNORECASE
)
_ENDING_SINGLE = re.compile(rf"[{_SINGLE}](?!\w)")
_COMMA_AS_MARK = re.compile(r"(?<!\S),\w")
_EXCERPT = 50


@dataclass(frozen=True, slots=True)
class Quotations:
    text: str
    """With the marks of other keyboards replaced by the usual ones."""
    places: tuple[tuple[int, int], ...]
    """Of the words between the outermost marks."""
    unpaired_at: int | None
    """The first mark whose counterpart is missing."""

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(self.text[start:end] for start, end in self.places)

    @property
    def unpaired(self) -> str:
        """The words around the mark that is alone; empty where every mark has its counterpart."""
        if self.unpaired_at is None:
            return ""
        start = self.unpaired_at
        if len(self.text) - start < _EXCERPT // 2:
            start = max(0, len(self.text) - _EXCERPT)
            if start:
                start = self.text.find(" ", start, self.unpaired_at) + 1 or start
        return self.text[start : start + _EXCERPT].strip()


@dataclass(frozen=True, slots=True)
class _Open:
    at: int
    is_double: bool


def usual_marks(text: str) -> str:
    """The same text with one character for each kind of mark, and nothing invisible in it."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = visible.translate(_SAME)
    for typed, mark in _TYPED:
        plain = typed.sub(mark, plain)
    return plain


def without_marks(text: str) -> str:
    return _MARK.sub("", usual_marks(text))


def read(text: str) -> Quotations:
    """Outermost quotations; what is quoted within a quotation belongs to it."""
    text = usual_marks(text)
    stack: list[_Open] = []
    places: list[tuple[int, int]] = []
    had_single = False
    for found in _MARK.finditer(text):
        at, mark = found.start(), found.group()
        is_double = mark in _DOUBLE
        if _stands_in_a_word(text, at) or (not stack and _is_a_sign(text, at)):
            continue
        if _closes(stack, text, at):
            start = _close(stack, is_double).at
            if stack:
                continue
            if not any(char.isalnum() for char in text[start + 1 : at]):
                return Quotations(text, tuple(places), start)
            places.append((start + 1, at))
            continue
        if mark in _APOSTROPHES and _follows_a_word(text, at):
            # "Hans’ Rad"; but after a quotation in single marks it may as well be the end of one.
            if not stack and (had_single or _COMMA_AS_MARK.search(text, 0, at)):
                return Quotations(text, tuple(places), at)
            continue
        if not stack and _looks_closing(text, at):
            return Quotations(text, tuple(places), at)
        had_single = had_single or (not stack and not is_double)
        stack.append(_Open(at, is_double))
    return Quotations(text, tuple(places), stack[0].at if stack else None)


def _closes(stack: list[_Open], text: str, at: int) -> bool:
    """A double mark ends a double one of any kind, a single one a single; the inner ones go too."""
    if text[at] in _ALWAYS_OPEN or _looks_opening(text, at):
        return False
    if text[at] in _DOUBLE:
        return any(one.is_double for one in stack)
    return bool(stack) and not stack[-1].is_double


def _close(stack: list[_Open], is_double: bool) -> _Open:
    while True:
        one = stack.pop()
        if one.is_double == is_double:
            return one


def _stands_in_a_word(text: str, at: int) -> bool:
    """The apostrophe of "geht's"."""
    return text[at] in _APOSTROPHES and _follows_a_word(text, at) and _word_follows(text, at)


def _is_a_sign(text: str, at: int) -> bool:
    """Inches (5" lang), or what is left out at a word's beginning ('ne) where no mark ends it."""
    if text[at] == '"':
        return text[at - 1 : at].isdigit() and not _word_follows(text, at)
    return (
        text[at] in _APOSTROPHES
        and not _follows_a_word(text, at)
        and _ELISION.match(text, at + 1) is not None
        and _ENDING_SINGLE.search(text, at + 1) is None
    )


def _looks_opening(text: str, at: int) -> bool:
    return not _follows_a_word(text, at) and _begins_something(text, at)


def _looks_closing(text: str, at: int) -> bool:
    if text[at] in _ALWAYS_OPEN:
        return False
    before = text[at - 1 : at] if at else ""
    return bool(before.strip("([{")) and not before.isspace() and not _begins_something(text, at)


def _begins_something(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return after.isalnum() or (after != "" and after in _STARTS)


def _follows_a_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()


def _word_follows(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isalnum()
