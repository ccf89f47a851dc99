"""Holding a stretch of text so that it can be found again in a later text of the same document.

An anchor is W3C Web Annotation's TextPositionSelector and TextQuoteSelector in one: where it
stood, what it said, and what stood around it. Finding never guesses: what is gone or could be
in two places is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

CONTEXT = 64
"""Characters kept on each side; as many as ``Passage.prefix`` holds."""


class AnchorJson(TypedDict):
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Anchor:
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def make(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``; ValueError where that is no stretch of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"[{start}, {end}) is no stretch of a text of {len(text)} characters")
    return Anchor(
        start,
        end,
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
    )


def find(anchor: Anchor, text: str, within: tuple[int, int] | None = None) -> Anchor | None:
    """The same stretch in ``text``, or None where it is gone or could be in two places.

    ``within``: the part of the text it must be in if it is there at all (``archive.alignment``);
    it tells copies apart that look the same.
    """
    exact = _find_in_exact_surroundings(anchor, text, (0, len(text)))
    if exact is None and within is not None:
        exact = _find_in_exact_surroundings(anchor, text, within)
    if exact is not None:
        return exact
    places = list(_occurrences(anchor.quote, text))
    if not places:
        return _find_with_other_spacing(anchor, text)
    chosen = _choose(anchor, text, places)
    if chosen is None and within is not None:
        low, high = within
        inside = [place for place in places if low <= place[0] and place[1] <= high]
        chosen = _only_fitting(anchor, text, inside)
    return None if chosen is None else make(text, *chosen)


def find_quote(quote: str, text: str) -> Anchor | None:
    """A quote somebody pasted: found once, spacing aside, or not at all."""
    quote = quote.strip()
    if not quote:
        return None
    return find(Anchor(0, len(quote), quote, "", ""), text)


def as_json(anchor: Anchor) -> AnchorJson:
    return {
        "start": anchor.start,
        "end": anchor.end,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }


def from_json(raw: AnchorJson) -> Anchor:
    return Anchor(raw["start"], raw["end"], raw["quote"], raw["prefix"], raw["suffix"])


Place = tuple[int, int]


def _occurrences(quote: str, text: str) -> Iterable[Place]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _find_in_exact_surroundings(
    anchor: Anchor, text: str, within: tuple[int, int]
) -> Anchor | None:
    """The usual case, and quick also where the quote is a bare colon."""
    if not anchor.prefix and not anchor.suffix:
        return None
    whole = anchor.prefix + anchor.quote + anchor.suffix
    low = max(0, within[0] - len(anchor.prefix))
    high = within[1] + len(anchor.suffix)
    at = text.find(whole, low, high)
    if at < 0 or text.find(whole, at + 1, high) >= 0:
        return None
    start = at + len(anchor.prefix)
    return make(text, start, start + len(anchor.quote))


def _only_fitting(anchor: Anchor, text: str, places: list[Place]) -> Place | None:
    """The only one with the right words on at least one side."""
    fitting = [
        place
        for place in places
        if (anchor.prefix.strip() and _before(anchor, text, place))
        or (anchor.suffix.strip() and _after(anchor, text, place))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _choose(anchor: Anchor, text: str, places: list[Place]) -> Place | None:
    """The one place whose surroundings say it is this one."""
    if len(places) == 1:
        return places[0]
    if not anchor.prefix and not anchor.suffix:
        return None
    both = [
        place for place in places if _before(anchor, text, place) and _after(anchor, text, place)
    ]
    if len(both) > 1:
        # Position, prefix and suffix all agree: nothing more could tell the copies apart.
        return next((place for place in both if place == (anchor.start, anchor.end)), None)
    if both:
        return both[0]
    return _only_fitting(anchor, text, places)


def _before(anchor: Anchor, text: str, place: Place) -> bool:
    kept = _squeezed(anchor.prefix)
    # Twice the length: the new text may be spaced more widely.
    return _squeezed(text[max(0, place[0] - 2 * CONTEXT) : place[0]]).endswith(kept)


def _after(anchor: Anchor, text: str, place: Place) -> bool:
    kept = _squeezed(anchor.suffix)
    return _squeezed(text[place[1] : place[1] + 2 * CONTEXT]).startswith(kept)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _find_with_other_spacing(anchor: Anchor, text: str) -> Anchor | None:
    """A second try: the same words with other line ends and spaces, only if there is one."""
    words = anchor.quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    first = pattern.search(text)
    if first is None or pattern.search(text, first.start() + 1) is not None:
        return None
    return make(text, first.start(), first.end())
