"""One question counted: choices and numbers, in total and by group, with what is missing.

"keine Angabe" is an answer that is counted apart, and so is silence; neither is zero, and neither
is in the base of a share. Ranges stay ranges: a median of "40 to 50" and "about 60" has two ends.
No Django here; ``min_cell`` None shows everything (a named survey, seen by the office).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from sprengel.surveys.results.sums import Amount, hidden_sums
from sprengel.surveys.results.suppression import (
    NOTHING_HIDDEN,
    TOTAL,
    Answered,
    Row,
    Suppression,
    rows_of,
    suppress,
)

WHOLE: Row = (TOTAL, "")
UNBOUNDED = Decimal("Infinity")


class Way(Enum):
    GIVEN = "given"
    NOT_STATED = "not_stated"
    SILENT = "silent"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Reply:
    """What one sheet says to one question."""

    groups: tuple[str, ...]
    way: Way
    chosen: frozenset[str] = frozenset()
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    is_approximate: bool = False

    @property
    def size(self) -> Decimal:
        """One number to weigh it by; of an open range the end it has."""
        if self.low.is_infinite():
            return self.high
        return self.low if self.high.is_infinite() else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Base:
    """How many were asked this question, and what became of it."""

    given: int
    not_stated: int
    silent: int

    @property
    def asked(self) -> int:
        return self.given + self.not_stated + self.silent


@dataclass(frozen=True, slots=True)
class Count:
    option: str
    count: int | None
    """None: kept back."""
    share: float | None
    """Percent of those who gave an answer."""
    below: int | None = None
    """Kept back, but told that it is fewer than this."""


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    row: Row
    base: Base | None
    """None: kept back, as it would tell what was said to another question."""
    counts: tuple[Count, ...]

    @property
    def hides_something(self) -> bool:
        return self.base is None or any(one.count is None for one in self.counts)


@dataclass(frozen=True, slots=True)
class Span:
    """A number between two ends; None: open on that side."""

    low: Decimal | None
    high: Decimal | None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class NumberRow:
    row: Row
    base: Base | None
    approximate: int | None = None
    ranges: int | None = None
    median: Span | None = None
    lower_quarter: Span | None = None
    upper_quarter: Span | None = None
    mean: Span | None = None
    sum: Span | None = None
    lowest: Span | None = None
    highest: Span | None = None
    """Single cities' numbers: only where nothing is kept back."""
    is_sum_hidden: bool = False
    is_hidden: bool = False
    """Too few answers in this group to show anything."""

    @property
    def hides_something(self) -> bool:
        return self.is_hidden or self.is_sum_hidden


def bases(replies: Iterable[Reply]) -> dict[Row, Base]:
    found: dict[Row, Counter[Way]] = {WHOLE: Counter()}
    for reply in replies:
        for row in rows_of(reply.groups):
            found.setdefault(row, Counter())[reply.way] += 1
    return {
        row: Base(ways[Way.GIVEN], ways[Way.NOT_STATED], ways[Way.SILENT])
        for row, ways in found.items()
    }


# ── Whom a question with a condition was put to ───────────────────────────────────────────────


def hidden_bases(
    replies: Sequence[Reply], *, min_cell: int | None, from_before: Collection[Row] = ()
) -> frozenset[Row]:
    """The rows in which not even the number of those asked is shown.

    How many were asked a question with a condition is how many answered the one before it so: what
    is hidden there (``from_before``) must not be read off here.
    """
    if min_cell is None or all(reply.way != Way.NOT_ASKED for reply in replies):
        return frozenset()
    asked = [
        Answered(reply.groups, frozenset({"no" if reply.way == Way.NOT_ASKED else "yes"}))
        for reply in replies
    ]
    found = suppress(asked, ("yes", "no"), min_cell=min_cell, hidden_rows=from_before)
    if found.is_whole:
        return frozenset(row for reply in replies for row in rows_of(reply.groups))
    return frozenset((table, group) for table, group, _option in found.hidden)


# ── Choices ───────────────────────────────────────────────────────────────────────────────────


def count_choices(
    replies: Sequence[Reply],
    options: Sequence[str],
    *,
    min_cell: int | None,
    is_multiple: bool = False,
    hidden_rows: Collection[Row] = (),
) -> tuple[dict[Row, ChoiceRow], Suppression]:
    given = [Answered(one.groups, one.chosen) for one in replies if one.way == Way.GIVEN]
    found = NOTHING_HIDDEN
    if min_cell is not None:
        found = suppress(
            given, options, min_cell=min_cell, is_multiple=is_multiple, hidden_rows=hidden_rows
        )
    counted: Counter[tuple[Row, str]] = Counter()
    for answered in given:
        for row in rows_of(answered.groups):
            for option in answered.chosen:
                counted[(row, option)] += 1
    rows = {}
    for row, base in bases(replies).items():
        if row in hidden_rows:
            rows[row] = ChoiceRow(row, None, tuple(Count(one, None, None) for one in options))
            continue
        counts = tuple(
            _count(found, row, option, counted[(row, option)], base.given, min_cell)
            for option in options
        )
        rows[row] = ChoiceRow(row, base, counts)
    return rows, found


def _count(
    found: Suppression, row: Row, option: str, count: int, base: int, min_cell: int | None
) -> Count:
    if not found.hides(*row, option):
        return Count(option, count, _share(count, base))
    is_told = row == WHOLE and (*row, option) in found.small and min_cell is not None
    below = min_cell if is_told and 0 < count < (min_cell or 0) else None
    return Count(option, None, None, below)


def _share(count: int, base: int) -> float | None:
    return 100 * count / base if base else None


# ── Numbers ───────────────────────────────────────────────────────────────────────────────────


def count_numbers(
    replies: Sequence[Reply],
    *,
    min_cell: int | None,
    adds_up: bool = True,
    hidden_rows: Collection[Row] = (),
) -> dict[Row, NumberRow]:
    """``adds_up``: sums and averages mean something (of days they do not)."""
    found: dict[Row, list[Reply]] = {row: [] for row in bases(replies)}
    for reply in replies:
        if reply.way == Way.GIVEN:
            for row in rows_of(reply.groups):
                found[row].append(reply)
    without_sum = _without_sum(replies, found, min_cell, hidden_rows)
    based = bases(replies)
    return {
        row: NumberRow(row, None, is_hidden=True)
        if row in hidden_rows
        else _number_row(row, based[row], given, min_cell, adds_up, row in without_sum)
        for row, given in found.items()
    }


def _without_sum(
    replies: Sequence[Reply],
    found: Mapping[Row, Sequence[Reply]],
    min_cell: int | None,
    hidden_rows: Collection[Row],
) -> frozenset[Row]:
    if min_cell is None:
        return frozenset()
    amounts = [Amount(one.groups, one.size) for one in replies if one.way == Way.GIVEN]
    return hidden_sums(amounts, min_cell=min_cell, hidden_rows=hidden_rows)


def _number_row(
    row: Row,
    base: Base,
    given: Sequence[Reply],
    min_cell: int | None,
    adds_up: bool,
    is_sum_hidden: bool,
) -> NumberRow:
    if not given:
        return NumberRow(row, base)
    if min_cell is not None and len(given) < min_cell:
        return NumberRow(row, base, is_hidden=True)
    lows, highs = sorted(one.low for one in given), sorted(one.high for one in given)
    shows_sum = adds_up and not is_sum_hidden
    total_low, total_high = sum(lows, Decimal(0)), sum(highs, Decimal(0))
    # A quarter of fewer than two groups' worth of cities would be one city's number.
    shows_quarters = len(given) >= (2 * min_cell if min_cell is not None else 2)
    return NumberRow(
        row,
        base,
        approximate=sum(one.is_approximate for one in given),
        ranges=sum(one.low != one.high for one in given),
        median=_quantile(lows, highs, Fraction(1, 2)),
        lower_quarter=_quantile(lows, highs, Fraction(1, 4)) if shows_quarters else None,
        upper_quarter=_quantile(lows, highs, Fraction(3, 4)) if shows_quarters else None,
        mean=_span(total_low / len(given), total_high / len(given)) if shows_sum else None,
        sum=_span(total_low, total_high) if shows_sum else None,
        lowest=_span(lows[0], highs[0]) if min_cell is None else None,
        highest=_span(lows[-1], highs[-1]) if min_cell is None else None,
        is_sum_hidden=adds_up and is_sum_hidden,
    )


def _span(low: Decimal, high: Decimal) -> Span:
    return Span(None if low.is_infinite() else low, None if high.is_infinite() else high)


def _quantile(lows: Sequence[Decimal], highs: Sequence[Decimal], part: Fraction) -> Span:
    return _span(_at(lows, part), _at(highs, part))


def _at(values: Sequence[Decimal], part: Fraction) -> Decimal:
    """Linear between the two values it lies between ("inclusive", as spreadsheets reckon it)."""
    place = (len(values) - 1) * part
    before = int(place)
    rest = place - before
    first = values[before]
    if not rest:
        return first
    second = values[before + 1]
    for end in (first, second):
        if end.is_infinite():
            return end
    return first + (second - first) * rest.numerator / rest.denominator
