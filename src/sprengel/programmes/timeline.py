"""The terms of a programme along the years: where each bar and mark stands. Pure geometry.

What has no date gets no bar: its row says so. A term whose end nobody knows ends open, one that is
permanent goes on to the edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 720
LABELS = 190
"""Width of the column with the rounds' names."""
RIGHT = 20
ROW = 40
TOP = 34
BAR = 18
LABEL_CHARACTERS = 24
MOST_TICKS = 12
MARK_ROOM = 9
"""Two marks of one row closer than this are drawn above each other."""


@dataclass(frozen=True, slots=True)
class Term:
    """One round: its name, when it holds, and the days on which something is due."""

    key: str
    label: str
    starts_on: date | None = None
    ends_on: date | None = None
    is_permanent: bool = False
    opens_on: date | None = None
    deadline_on: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        days = (self.starts_on, self.ends_on, self.opens_on, self.deadline_on)
        return tuple(day for day in days if day is not None)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    is_open: bool
    """Goes on: permanent, or its end is not known."""
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class Mark:
    kind: str
    """"opens" or "deadline": drawn as different shapes."""
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    y: float
    middle: float
    bar: Bar | None
    marks: tuple[Mark, ...]

    @property
    def is_undated(self) -> bool:
        return self.bar is None and not self.marks


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    bottom: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None


def lay_out(terms: Sequence[Term], today: date) -> Chart | None:
    """None where no round has any date: there is nothing to draw."""
    days = [day for term in terms for day in term.days]
    if not days:
        return None
    first_year = min(days).year
    goes_on = any(term.is_permanent for term in terms)
    last_year = max([day.year for day in days] + ([today.year] if goes_on else []))
    scale = _Scale(date(first_year, 1, 1), date(min(last_year + 1, date.max.year), 1, 1))
    height = TOP + ROW * len(terms) + 10
    return Chart(
        width=WIDTH,
        height=height,
        left=LABELS,
        right=WIDTH - RIGHT,
        bottom=height - 10,
        rows=tuple(_row(term, number, scale) for number, term in enumerate(terms)),
        ticks=_ticks(scale, first_year, last_year),
        today_x=scale.x(today) if scale.start <= today <= scale.end else None,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(LABELS + share * (WIDTH - RIGHT - LABELS), 1)

    def after(self, day: date) -> float:
        """Where a day ends: a term up to 31 December reaches the new year's line."""
        return self.x(
            min(date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())), self.end)
        )


def _row(term: Term, number: int, scale: _Scale) -> Row:
    y = TOP + ROW * number
    middle = y + ROW / 2
    return Row(
        key=term.key,
        label=_shortened(term.label),
        y=y,
        middle=middle,
        bar=_bar(term, scale),
        marks=_marks(term, scale, middle),
    )


def _bar(term: Term, scale: _Scale) -> Bar | None:
    if term.starts_on is None and term.ends_on is None:
        return None
    start = scale.x(term.starts_on) if term.starts_on else None
    end = scale.after(term.ends_on) if term.ends_on else None
    if start is None:
        # Only the end is known: a short bar up to it.
        assert end is not None
        start = max(LABELS, end - BAR)
    if end is None:
        edge = WIDTH - RIGHT
        end = edge if term.is_permanent else min(edge, start + 2 * BAR)
    return Bar(
        x=start,
        width=round(max(end - start, 4), 1),
        is_open=term.ends_on is None,
        is_permanent=term.is_permanent,
    )


def _marks(term: Term, scale: _Scale, middle: float) -> tuple[Mark, ...]:
    marks = []
    if term.opens_on:
        marks.append(Mark("opens", scale.x(term.opens_on), middle))
    if term.deadline_on:
        x = scale.x(term.deadline_on)
        is_close = bool(marks) and abs(x - marks[0].x) < MARK_ROOM
        marks.append(Mark("deadline", x, middle - BAR / 2 if is_close else middle))
    return tuple(marks)


def _ticks(scale: _Scale, first: int, last: int) -> tuple[Tick, ...]:
    step = -(-(last - first + 1) // MOST_TICKS)
    return tuple(Tick(scale.x(date(year, 1, 1)), year) for year in range(first, last + 1, step))


def _shortened(label: str) -> str:
    if len(label) <= LABEL_CHARACTERS:
        return label
    return label[: LABEL_CHARACTERS - 1].rstrip() + "…"
