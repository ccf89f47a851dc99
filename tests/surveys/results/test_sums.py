"""Sums and averages: nobody adds and subtracts their way to one city's number."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.surveys.results.sums import Amount, hidden_sums
from sprengel.surveys.results.suppression import TOTAL, Row, rows_of

ALL: Row = (TOTAL, "")


def amount(size: str, circle: str, value: int) -> Amount:
    return Amount((size, circle), Decimal(value))


def rank(rows: list[list[float]]) -> int:
    """Plain elimination over the cities themselves, not over kinds: another way to the same."""
    rows = [row[:] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if abs(rows[r][column]) > 1e-9), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(len(rows)):
            if r != found and abs(rows[r][column]) > 1e-9:
                by = rows[r][column] / rows[found][column]
                rows[r] = [a - by * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


def can_be_made(shown: list[list[float]], wanted: list[float]) -> bool:
    return rank([*shown, wanted]) == rank(shown)


def members(amounts: list[Amount], row: Row) -> list[float]:
    return [1.0 if row in rows_of(one.groups) else 0.0 for one in amounts]


CITY = st.tuples(st.sampled_from("SML"), st.sampled_from("NOW"), st.integers(1, 100))


@settings(max_examples=200, deadline=None)
@given(st.lists(CITY, min_size=1, max_size=25), st.integers(2, 4))
def test_no_hidden_sum_and_no_citys_number_can_be_made_of_what_is_shown(
    cities: list[tuple[str, str, int]], min_cell: int
) -> None:
    amounts = [amount(*one) for one in cities]
    rows = {row for one in amounts for row in rows_of(one.groups)}
    hidden = hidden_sums(amounts, min_cell=min_cell)
    shown = [members(amounts, row) for row in sorted(rows - hidden)]
    if not shown:
        return
    for row in hidden:
        assert not can_be_made(shown, members(amounts, row)), row
    for place in range(len(amounts)):
        alone = [1.0 if place == other else 0.0 for other in range(len(amounts))]
        assert not can_be_made(shown, alone), amounts[place]


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 5), st.data())
def test_nothing_is_hidden_without_need(min_cell: int, data: st.DataObject) -> None:
    amounts = [
        amount(size, circle, data.draw(st.integers(50, 100)))
        for size in "SML"
        for circle in "NO"
        for _ in range(min_cell)
    ]
    assert hidden_sums(amounts, min_cell=min_cell) == frozenset()


def test_the_only_hidden_class_is_not_got_back_from_the_total() -> None:
    amounts = [amount("S", "N", 10)] * 5 + [amount("M", "N", 10)] * 4 + [amount("L", "N", 10)] * 2
    hidden = hidden_sums(amounts, min_cell=3)
    assert hidden == {(0, "L"), (0, "M")}


def test_two_hidden_classes_of_one_city_each_are_not_enough() -> None:
    """Their sum together would be that of two cities."""
    amounts = [amount("S", "N", 10)] * 5 + [amount("M", "N", 10)] * 4
    amounts += [amount("L", "N", 10), amount("X", "N", 10)]
    assert hidden_sums(amounts, min_cell=3) == {(0, "L"), (0, "X"), (0, "M")}


def test_a_sum_that_is_one_city_is_hidden() -> None:
    amounts = [amount("S", "N", 10)] * 5 + [amount("M", "N", 10)] * 4
    amounts += [amount("L", "N", 900), amount("L", "N", 10), amount("L", "N", 10)]
    hidden = hidden_sums(amounts, min_cell=3)
    assert (0, "L") in hidden
    assert ALL in hidden  # the same city is most of the total, too


def test_negative_numbers_do_not_hide_a_dominant_city() -> None:
    amounts = [amount("S", "N", -900), amount("S", "N", 30), amount("S", "N", 30)]
    assert ALL in hidden_sums(amounts, min_cell=3)
    assert hidden_sums([amount("S", "N", 0)] * 4, min_cell=3) == frozenset()


def test_a_class_less_a_sprengel_must_not_be_one_city() -> None:
    amounts = [amount("L", "Z", 10)] * 6 + [amount("L", "N", 10)]
    amounts += [amount("S", "N", 10)] * 6 + [amount("S", "O", 10)] * 6
    hidden = hidden_sums(amounts, min_cell=3)
    assert hidden & {(0, "L"), (1, "Z")}


def test_nothing_to_show_nothing_to_hide() -> None:
    assert hidden_sums([], min_cell=3) == frozenset()
