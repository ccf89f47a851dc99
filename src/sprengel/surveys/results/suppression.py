"""Which cells of a result are kept back so that nobody's answer can be worked out.

One question, its answers counted in two tables over the same cities (size class × answer, Sprengel
× answer) and as a total. A cell with fewer than ``min_cell`` cities is hidden. That alone keeps
nothing: row sums are known (who was asked is no secret), so what is hidden could be got back by
subtracting. Therefore a hidden cell needs a *witness*: another way the same cities could have
answered that leaves every number shown as it is and gives this cell another value. Where there is
none, further cells are hidden until there is one. Whoever knows every city's size class and
Sprengel, and who took part, still cannot tell which of the two is true.

No Django here, nothing random: the same answers always hide the same cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

TOTAL = -1
"""The table number of the total; the others count from 0 in the order of ``Answered.groups``."""
_TOTAL_WEIGHT = 1000
"""Hiding a total costs more than hiding any cell of a group."""

ENOUGH_FOR_GROUPS = 5
"""Times ``min_cell``: with fewer answers there are no tables by group, only the total. In a handful
of cities the two tables together can tell what a city said without any cell being known."""

FEW_ENOUGH_TO_TRY = 20
"""Times ``min_cell``: up to so many answers each city is looked at by itself, too."""

Cell = tuple[int, str, str]
"""Table, group ("" in the total), option."""
Row = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one city chose, and where it stands in each table. No answer at all is not in here."""

    groups: tuple[str, ...]
    chosen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suppression:
    hidden: frozenset[Cell]
    small: frozenset[Cell]
    """Of the hidden: those that had to be for themselves, the rest protects them."""
    is_whole: bool = False
    """Nothing of this question can be shown but how many answered."""

    def hides(self, table: int, group: str, option: str) -> bool:
        return self.is_whole or (table, group, option) in self.hidden


NOTHING_HIDDEN = Suppression(frozenset(), frozenset())
ALL_HIDDEN = Suppression(frozenset(), frozenset(), is_whole=True)


def suppress(
    answers: Sequence[Answered],
    options: Sequence[str],
    *,
    min_cell: int,
    is_multiple: bool = False,
    hidden_rows: Collection[Row] = (),
    groups_from: int | None = None,
) -> Suppression:
    """The cells to hide. ``options``: all that could be chosen, also those nobody chose.

    ``hidden_rows``: hidden whole because how many answered there would give away something else.
    ``groups_from``: so many answers it takes to show any group.
    """
    if not answers:
        return NOTHING_HIDDEN
    if len(answers) < min_cell or (TOTAL, "") in hidden_rows:
        return ALL_HIDDEN
    counted = _Counted(answers, tuple(options), min_cell, is_multiple)
    if len({answer.chosen for answer in answers}) == 1 and not hidden_rows:
        # All said the same: the total alone tells what each of them said.
        return NOTHING_HIDDEN
    groups = [row for row in counted.bases if row[0] != TOTAL]
    if len(answers) < (ENOUGH_FOR_GROUPS * min_cell if groups_from is None else groups_from):
        return _protected(counted, [*hidden_rows, *groups])
    found = _protected(counted, hidden_rows)
    if len(answers) < FEW_ENOUGH_TO_TRY * min_cell and not every_city_is_safe(
        answers, found.hidden
    ):
        return _protected(counted, [*hidden_rows, *groups])
    return found


def _protected(counted: _Counted, hidden_rows: Collection[Row]) -> Suppression:
    small = frozenset(_small_cells(counted, hidden_rows))
    search = _Search(counted, small)
    for cell in sorted(small, key=lambda one: (one[0], counted.cells[one], one)):
        if not search.protect(cell):
            return ALL_HIDDEN
    return Suppression(frozenset(search.hidden), small)


# ── What must be hidden for itself ────────────────────────────────────────────────────────────


class _Counted:
    def __init__(
        self,
        answers: Sequence[Answered],
        options: tuple[str, ...],
        min_cell: int,
        is_multiple: bool,
    ) -> None:
        self.options, self.min_cell, self.is_multiple = options, min_cell, is_multiple
        self.kinds = Counter(sorted(answers, key=_order))
        """Cities that stand alike in both tables and answered alike need not be told apart."""
        self.cells: Counter[Cell] = Counter()
        self.bases: Counter[Row] = Counter()
        for answer, count in self.kinds.items():
            for row in rows_of(answer.groups):
                self.bases[row] += count
                for option in answer.chosen:
                    self.cells[(*row, option)] += count

    def is_small(self, count: int) -> bool:
        return 0 < count < self.min_cell


def rows_of(groups: Sequence[str]) -> Iterator[Row]:
    """The rows a city is counted in: the total, and one of each table."""
    yield (TOTAL, "")
    yield from enumerate(groups)


def _small_cells(counted: _Counted, hidden_rows: Collection[Row]) -> Iterator[Cell]:
    whole_rows = {row for row, base in counted.bases.items() if counted.is_small(base)}
    whole_rows |= set(hidden_rows)
    whole_rows |= set(_rows_that_give_away_another(counted))
    for row, base in counted.bases.items():
        for option in counted.options:
            cell = (*row, option)
            count = counted.cells[cell]
            if counted.cells[(TOTAL, "", option)] == 0:
                continue  # nobody anywhere chose it: there is nothing to find out
            is_unanimous = row[0] != TOTAL and count == base
            rest_is_small = counted.is_multiple and counted.is_small(base - count)
            if row in whole_rows or counted.is_small(count) or is_unanimous or rest_is_small:
                yield cell


def _rows_that_give_away_another(counted: _Counted) -> Iterator[Row]:
    """A group inside a group of another table, with only a few cities between them.

    Their difference would be a cell too small to show, though neither of them is.
    """
    together: Counter[tuple[Row, Row]] = Counter()
    for answer, count in counted.kinds.items():
        rows = list(enumerate(answer.groups))
        for one in rows:
            for other in rows:
                if one[0] != other[0]:
                    together[(one, other)] += count
    for (inner, outer), count in together.items():
        between = counted.bases[outer] - count
        if count == counted.bases[inner] and counted.is_small(between):
            yield inner


# ── Witnesses ─────────────────────────────────────────────────────────────────────────────────

Move = list[tuple[Answered, frozenset[str]]]
"""Cities, and what each of them answers in the other world."""


@dataclass(slots=True)
class _Search:
    counted: _Counted
    small: frozenset[Cell]
    hidden: set[Cell] = field(default_factory=set)
    witnessed: set[Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hidden |= self.small

    def protect(self, cell: Cell) -> bool:
        """Find the cheapest other world for the cell and hide what it changes."""
        if cell in self.witnessed:
            return True
        for moves in _moves(self.counted, cell):
            touched = self._cheapest(cell, moves)
            if touched:
                self.hidden.update(touched)
                self.witnessed.update(touched)
                return True
        return False

    def _cheapest(self, cell: Cell, moves: Iterable[Move]) -> list[Cell]:
        best: list[Cell] = []
        lowest = 0
        for move in moves:
            touched = self._touched(move)
            if cell not in touched:
                continue
            cost = sum(self._weight(one) for one in touched if one not in self.hidden)
            if not best or cost < lowest:
                best, lowest = touched, cost
            if cost == 0:
                break
        return best

    def _touched(self, move: Move) -> list[Cell]:
        """The cells that are others in that world; none where it breaks what a reader is told."""
        change: Counter[Cell] = Counter()
        for city, chosen in move:
            for row in rows_of(city.groups):
                for option in city.chosen - chosen:
                    change[(*row, option)] -= 1
                for option in chosen - city.chosen:
                    change[(*row, option)] += 1
        touched = [cell for cell, by in change.items() if by]
        for cell in touched:
            # A small total is shown as "unter min_cell": it must be so in the other world, too.
            count = self.counted.cells[cell] + change[cell]
            is_told = cell[0] == TOTAL and cell in self.small and self._is_small(cell)
            if is_told and count >= self.counted.min_cell:
                return []
        return touched

    def _is_small(self, cell: Cell) -> bool:
        return self.counted.is_small(self.counted.cells[cell])

    def _weight(self, cell: Cell) -> int:
        return 1 + self.counted.cells[cell] + (_TOTAL_WEIGHT if cell[0] == TOTAL else 0)


def _moves(counted: _Counted, cell: Cell) -> Iterator[Iterator[Move]]:
    """Other worlds in which the cell is another, those that disturb little before the rest.

    Two cities that differ in this table alone swap their answers; two that differ in others, too;
    one answers otherwise, which changes a total.
    """
    table, group, option = cell
    inside = [kind for kind in counted.kinds if table == TOTAL or kind.groups[table] == group]
    outside = [kind for kind in counted.kinds if table != TOTAL and kind.groups[table] != group]
    pairs = [
        (city, other)
        for city in inside
        for other in outside
        if (option in other.chosen) != (option in city.chosen)
    ]
    near = [pair for pair in pairs if _differ_in_one(pair[0].groups, pair[1].groups)]
    for some in (near, pairs):
        yield (move for city, other in some for move in _swaps(counted, city, other, option))
    yield ([(city, chosen)] for city in inside for chosen in _other_answers(counted, city, option))


def _differ_in_one(groups: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return sum(one != other for one, other in zip(groups, others, strict=True)) == 1


def _swaps(counted: _Counted, city: Answered, other: Answered, option: str) -> list[Move]:
    if counted.is_multiple:
        loses, wins = (city, other) if option in city.chosen else (other, city)
        if len(loses.chosen) > 1:
            return [[(loses, loses.chosen - {option}), (wins, wins.chosen | {option})]]
    return [[(city, other.chosen), (other, city.chosen)]]


def _other_answers(counted: _Counted, city: Answered, option: str) -> Iterable[frozenset[str]]:
    if option not in city.chosen:
        kept = city.chosen if counted.is_multiple else frozenset()
        return [kept | {option}]
    left = city.chosen - {option}
    if left:
        return [left]
    return [frozenset({other}) for other in counted.options if other != option]


# ── Each city by itself ───────────────────────────────────────────────────────────────────────

Change = frozenset[tuple[Cell, int]]


def every_city_is_safe(answers: Sequence[Answered], hidden: Collection[Cell]) -> bool:
    """Whether each city could have answered otherwise without any shown number changing.

    Looks for one or two pairs of cities that swap their answers; where it takes more than that it
    says no, to be on the safe side.
    """
    kinds = Counter(answers)
    by_change: dict[Change, list[tuple[Answered, Answered]]] = {}
    swaps = [
        (one, other, _visible_change(one, other, hidden))
        for one, other in combinations(sorted(kinds, key=_order), 2)
        if one.chosen != other.chosen
    ]
    for one, other, change in swaps:
        by_change.setdefault(change, []).append((one, other))
    safe: set[Answered] = set()
    for one, other, change in swaps:
        if {one, other} <= safe:
            continue
        undone = frozenset((cell, -by) for cell, by in change)
        for pair in by_change.get(undone, []):
            if not change or not Counter((one, other, *pair)) - kinds:
                safe.update((one, other))
                break
    return safe == set(kinds)


def _order(answer: Answered) -> tuple[tuple[str, ...], list[str]]:
    return answer.groups, sorted(answer.chosen)


def _visible_change(one: Answered, other: Answered, hidden: Collection[Cell]) -> Change:
    change: Counter[Cell] = Counter()
    for city, chosen in ((one, other.chosen), (other, one.chosen)):
        for row in rows_of(city.groups):
            for option in city.chosen - chosen:
                change[(*row, option)] -= 1
            for option in chosen - city.chosen:
                change[(*row, option)] += 1
    return frozenset((cell, by) for cell, by in change.items() if by and cell not in hidden)
