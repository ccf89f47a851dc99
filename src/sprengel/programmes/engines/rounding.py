"""How exactly a forecast may be said: no finer than its range allows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10

from sprengel.programmes.engines.forecast import Range

DIGITS = 3
"""Significant digits of what is entered as if it were certain; a range allows fewer."""
PARTS = 10
"""A range is said in at least so many steps."""


@dataclass(frozen=True, slots=True)
class Rounded:
    low: float
    likely: float
    high: float
    step: float
    """0 where nothing was rounded away."""

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    @property
    def is_rounded(self) -> bool:
        return self.step > 0


def rounded(of: Range, *, finest: float = 1) -> Rounded:
    """``finest``: never finer than that, one euro or a tenth of a post."""
    step = max(step_for(of), finest)
    low, likely, high = (_to(value, step) for value in (of.low, of.likely, of.high))
    exact = all(
        abs(a - b) < 0.005 for a, b in ((low, of.low), (likely, of.likely), (high, of.high))
    )
    return Rounded(low, likely, high, 0 if exact else step)


def step_for(of: Range) -> float:
    """1, 2 or 5 times a power of ten: a tenth of the range at most, three digits at least."""
    largest = max(abs(of.low), abs(of.high))
    if largest == 0 or not isfinite(largest):
        return 0
    by_digits = 10.0 ** (floor(log10(largest)) - DIGITS + 1)
    width = of.high - of.low
    if width <= 0:
        return by_digits
    part = width / PARTS
    power = 10.0 ** floor(log10(part))
    by_range = max(factor * power for factor in (1, 2, 5) if factor * power <= part * (1 + 1e-9))
    return max(by_digits, by_range)


def _to(value: float, step: float) -> float:
    """Half a step goes up, in every case, so that the order of three stays."""
    found = floor(value / step + 0.5) * step
    return round(found, 6)
