"""Which sums and averages may be shown: none from which one city's number can be worked out.

A sum is hidden where fewer than ``min_cell`` cities stand behind it or one of them makes up most
of it. Then the rest is looked at as an attacker would: whatever can be put together by adding and
subtracting what is shown must not be one of the hidden sums, nor that of a handful of cities. As
long as it is, the smallest sum it takes is hidden, too. No Django here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sprengel.surveys.results.suppression import TOTAL, Row, rows_of

DOMINANT = Decimal("0.85")
"""A city with more than this part of a sum is the sum; whoever sees it knows the city's number."""

Kind = tuple[str, ...]
"""Cities that stand in the same group of every table cannot be told apart by any sum."""
Vector = dict[Kind, Fraction]


@dataclass(frozen=True, slots=True)
class Amount:
    groups: Kind
    value: Decimal


def hidden_sums(
    amounts: Sequence[Amount],
    *,
    min_cell: int,
    hidden_rows: Collection[Row] = (),
    dominant: Decimal = DOMINANT,
) -> frozenset[Row]:
    """The rows, ``(TOTAL, "")`` among them, whose sum and average are kept back."""
    if not amounts:
        return frozenset()
    rows = _values(amounts)
    hidden = {row for row, values in rows.items() if _is_telling(values, min_cell, dominant)}
    hidden |= set(hidden_rows) & set(rows)
    kinds = Counter(amount.groups for amount in amounts)
    vectors = {row: _vector(row, kinds) for row in rows}
    while (row := _one_too_many(rows, vectors, kinds, hidden, min_cell, dominant)) is not None:
        hidden.add(row)
    return frozenset(hidden)


def _values(amounts: Sequence[Amount]) -> dict[Row, list[Decimal]]:
    rows: dict[Row, list[Decimal]] = {}
    for amount in amounts:
        for row in rows_of(amount.groups):
            rows.setdefault(row, []).append(amount.value)
    return rows


def _is_telling(values: Sequence[Decimal], min_cell: int, dominant: Decimal) -> bool:
    if len(values) < min_cell:
        return True
    sizes = [abs(value) for value in values]
    return max(sizes) > dominant * sum(sizes)


def _one_too_many(
    rows: Mapping[Row, Sequence[Decimal]],
    vectors: Mapping[Row, Vector],
    kinds: Counter[Kind],
    hidden: Collection[Row],
    min_cell: int,
    dominant: Decimal,
) -> Row | None:
    """The shown row to hide next, or None where nothing hidden can be worked out."""
    rest = _rest_of_a_table(rows, hidden, min_cell, dominant)
    if rest is not None:
        return rest
    shown = _Span({row: vector for row, vector in vectors.items() if row not in hidden})
    for wanted in _secrets(vectors, kinds, hidden, min_cell):
        needed = shown.rows_that_make(wanted)
        if needed:
            return min(needed, key=lambda row: (row[0] == TOTAL, len(rows[row]), row))
    return None


def _rest_of_a_table(
    rows: Mapping[Row, Sequence[Decimal]],
    hidden: Collection[Row],
    min_cell: int,
    dominant: Decimal,
) -> Row | None:
    """The total less all that is shown of a table is the sum of the hidden together."""
    if (TOTAL, "") in hidden:
        return None
    for table in sorted({table for table, _group in rows if table != TOTAL}):
        together = [
            value for row in rows if row[0] == table and row in hidden for value in rows[row]
        ]
        if together and _is_telling(together, min_cell, dominant):
            shown = [row for row in rows if row[0] == table and row not in hidden]
            return min(shown, key=lambda row: (len(rows[row]), row), default=(TOTAL, ""))
    return None


def _secrets(
    vectors: Mapping[Row, Vector],
    kinds: Counter[Kind],
    hidden: Collection[Row],
    min_cell: int,
) -> Iterator[Vector]:
    for row in sorted(hidden):
        yield vectors[row]
    for kind, count in sorted(kinds.items()):
        if count < min_cell:
            yield {kind: Fraction(1)}
    groups = sorted(row for row in vectors if row not in hidden)
    for outer in groups:
        for inner in groups:
            between = set(vectors[outer]) - set(vectors[inner])
            if (
                inner[0] == outer[0]
                or not between
                or not vectors[inner].keys() < vectors[outer].keys()
            ):
                continue
            if sum(kinds[kind] for kind in between) < min_cell:
                yield dict.fromkeys(between, Fraction(1))


def _vector(row: Row, kinds: Counter[Kind]) -> Vector:
    table, group = row
    return {kind: Fraction(1) for kind in kinds if table == TOTAL or kind[table] == group}


class _Span:
    """All that can be put together from some sums by adding and subtracting (Gauss)."""

    def __init__(self, vectors: Mapping[Row, Vector]) -> None:
        self._steps: list[tuple[Kind, Vector, dict[Row, Fraction]]] = []
        for row, vector in sorted(vectors.items(), key=lambda one: one[0]):
            left, used = self._reduce(vector)
            if left:
                pivot = min(left)
                made = {one: -part for one, part in used.items()}
                made[row] = made.get(row, Fraction(0)) + 1
                self._steps.append((pivot, left, made))

    def rows_that_make(self, wanted: Vector) -> list[Row]:
        """The rows it takes; none where it cannot be made."""
        left, used = self._reduce(wanted)
        return [] if left else [row for row, part in used.items() if part]

    def _reduce(self, vector: Vector) -> tuple[Vector, dict[Row, Fraction]]:
        left = dict(vector)
        used: dict[Row, Fraction] = {}
        for pivot, step, made in self._steps:
            part = left.get(pivot, Fraction(0)) / step[pivot]
            if not part:
                continue
            for kind, value in step.items():
                rest = left.get(kind, Fraction(0)) - part * value
                if rest:
                    left[kind] = rest
                else:
                    left.pop(kind, None)
            for row, value in made.items():
                used[row] = used.get(row, Fraction(0)) + part * value
        return left, used
