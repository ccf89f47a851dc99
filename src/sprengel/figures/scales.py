"""Where a number lies on paper: axes with round numbers, labels that do not run into each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CHAR_WIDTH = 7.6
"""Of a letter at the size of axis labels, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps ``first … last`` to ``start … end`` of the drawing."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        if self.last == self.first:
            return (self.start + self.end) / 2
        share = (value - self.first) / (self.last - self.first)
        return round(self.start + share * (self.end - self.start), 1)


def round_steps(lowest: float, highest: float, wanted: int = 5) -> list[float]:
    """Ticks at 1, 2 or 5 times a power of ten that enclose both ends."""
    largest = max(abs(lowest), abs(highest))
    # Closer together than this they are the same number to a float.
    if highest - lowest <= max(largest * 1e-9, 1e-9):
        highest = lowest + max(largest, 1e-6 if lowest or highest else 1)
    step = _round_up((highest - lowest) / wanted)
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    # Sums of floats drift (0.1 + 0.2); the decimals of the step are all there is.
    places = max(0, -math.floor(math.log10(step)))
    return [round(number * step, places) for number in range(first, last + 1)]


def _round_up(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    for factor in (1, 2, 5):
        if step <= factor * power:
            return factor * power
    return 10 * power


def ends(numbers: Iterable[float], *, from_zero: bool = True) -> tuple[float, float]:
    found = list(numbers) or [0.0]
    lowest, highest = min(found), max(found)
    if from_zero:
        lowest, highest = min(lowest, 0.0), max(highest, 0.0)
    return lowest, highest


def without_overlap(
    places: Sequence[tuple[float, str]], *, gap: float = 10
) -> list[tuple[float, str]]:
    """As many labels as fit beside each other, from both ends: the last one is always there."""
    if not places:
        return []
    kept = [places[-1]]
    limit = _left(places[-1]) - gap
    first = places[0]
    for place in reversed(places[1:-1]):
        if _right(place) <= limit and _left(place) >= _right(first) + gap:
            kept.append(place)
            limit = _left(place) - gap
    if len(places) > 1 and _right(first) <= limit:
        kept.append(first)
    return kept[::-1]


def _left(place: tuple[float, str]) -> float:
    return place[0] - len(place[1]) * CHAR_WIDTH / 2


def _right(place: tuple[float, str]) -> float:
    return place[0] + len(place[1]) * CHAR_WIDTH / 2
