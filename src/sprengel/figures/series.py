"""What a chart is made of: points on lines, bars, and where a series breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sprengel.ui.wording import long_date

Number = Decimal | int | float


@dataclass(frozen=True, slots=True)
class Point:
    at: date | int | float
    value: Number | None
    """None interrupts the line: not known is not zero."""
    low: Number | None = None
    high: Number | None = None
    label: str = ""
    """Of ``at``, for axis and table; made from it where empty."""
    words: str = ""
    """The value in the table; made from the numbers where empty."""


@dataclass(frozen=True, slots=True)
class Break:
    """From ``at`` on something else is counted."""

    at: date | int | float
    reason: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: Sequence[Point]
    is_range: bool = False
    """Draw the band between the points' low and high."""
    breaks: Sequence[Break] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: Number | None
    low: Number | None = None
    high: Number | None = None
    words: str = ""
    is_own: bool = False
    """Set off from the others: one's own city."""
    note: str = ""
    """Stands in the table: the key date where it differs."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across all bars: the middle of a size class."""

    value: Number
    name: str


def position(at: date | int | float) -> float:
    return float(at.toordinal()) if isinstance(at, date) else float(at)


def point_label(point: Point | Break) -> str:
    if point.label:
        return point.label
    if isinstance(point.at, date):
        return long_date(point.at)
    return f"{point.at:g}"
