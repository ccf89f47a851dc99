"""Hidden cells stay hidden: an attacker who knows everything but the answers is let loose on them."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.surveys.results.suppression import (
    ALL_HIDDEN,
    NOTHING_HIDDEN,
    TOTAL,
    Answered,
    Cell,
    Suppression,
    rows_of,
    suppress,
)


def city(size: str, circle: str, *chosen: str) -> Answered:
    return Answered((size, circle), frozenset(chosen))


def cells(answers: list[Answered]) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for one in answers:
        for row in rows_of(one.groups):
            for option in one.chosen:
                found[(*row, option)] += 1
    return found


def all_cells(answers: list[Answered], options: str) -> set[Cell]:
    rows = {row for one in answers for row in rows_of(one.groups)}
    return {(*row, option) for row in rows for option in options}


def worlds(answers: list[Answered], options: str, is_multiple: bool) -> list[Counter[Cell]]:
    """Every way these cities could have answered, as the tables it would make."""
    sets = [(o,) for o in options]
    if is_multiple:
        sets = list(chain.from_iterable(combinations(options, n) for n in range(1, 4)))
    return [
        cells(
            [Answered(one.groups, frozenset(said)) for one, said in zip(answers, way, strict=True)]
        )
        for way in product(sets, repeat=len(answers))
    ]


def consistent(
    answers: list[Answered], options: str, found: Suppression, min_cell: int, is_multiple: bool
) -> list[Counter[Cell]]:
    """The worlds that show exactly what is shown."""
    true = cells(answers)
    shown = {c for c in all_cells(answers, options) if not found.hides(*c)}
    told = {c for c in found.small if c[0] == TOTAL and true[c] and true[c] < min_cell}
    return [
        world
        for world in worlds(answers, options, is_multiple)
        if all(world[c] == true[c] for c in shown) and all(world[c] < min_cell for c in told)
    ]


def check(
    answers: list[Answered],
    options: str,
    min_cell: int,
    is_multiple: bool,
    groups_from: int | None = 0,
) -> None:
    found = suppress(
        answers, options, min_cell=min_cell, is_multiple=is_multiple, groups_from=groups_from
    )
    if found.is_whole:
        return
    possible = consistent(answers, options, found, min_cell, is_multiple)
    for hidden in found.hidden:
        values = {world[hidden] for world in possible}
        assert len(values) > 1, f"{hidden} can only be {values}"


ONE_CITY = st.tuples(st.sampled_from("SML"), st.sampled_from("NO"), st.sampled_from("ABC"))
ONE_CITY_OF_TWO = st.tuples(st.sampled_from("SML"), st.sampled_from("NO"), st.sampled_from("AAB"))
ONE_CITY_OF_MANY = st.tuples(
    st.sampled_from("SM"), st.sampled_from("NO"), st.sets(st.sampled_from("ABC"), min_size=1)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE_CITY, min_size=2, max_size=7), st.integers(2, 4))
def test_no_hidden_cell_can_be_worked_out(rows: list[tuple[str, str, str]], min_cell: int) -> None:
    check([city(*row) for row in rows], "ABC", min_cell, is_multiple=False)


@settings(max_examples=80, deadline=None)
@given(st.lists(ONE_CITY_OF_TWO, min_size=10, max_size=11), st.sampled_from([None, 0]))
def test_no_citys_answer_can_be_worked_out(
    rows: list[tuple[str, str, str]], groups_from: int | None
) -> None:
    """Not even by what is no cell of any table: class and Sprengel together, one less the other."""
    answers = [city(*row) for row in rows]
    found = suppress(answers, "AB", min_cell=2, groups_from=groups_from)
    if found.is_whole or len({one.chosen for one in answers}) == 1:
        return
    true = cells(answers)
    shown = {c for c in all_cells(answers, "AB") if not found.hides(*c)}
    seen: list[set[str]] = [set() for _ in answers]
    for way in product("AB", repeat=len(answers)):
        world = cells([city(*one.groups, said) for one, said in zip(answers, way, strict=True)])
        if all(world[c] == true[c] for c in shown):
            for said, of_city in zip(way, seen, strict=True):
                of_city.add(said)
    assert all(len(of_city) > 1 for of_city in seen)


def test_a_handful_of_answers_makes_no_tables_by_group() -> None:
    answers = [city("S", "N", o) for o in "AAABBB"] + [city("M", "O", o) for o in "AAABBB"]
    found = suppress(answers, "AB", min_cell=3)
    assert not any(found.hides(TOTAL, "", option) for option in "AB")
    assert found.hides(0, "S", "A")
    assert suppress(answers, "AB", min_cell=3, groups_from=0) == NOTHING_HIDDEN


def test_a_row_can_be_hidden_for_what_stands_elsewhere() -> None:
    answers = [city(s, p, o) for s in "SML" for p in "NO" for o in "AAAABBBB"]
    found = suppress(answers, "AB", min_cell=3, hidden_rows=[(0, "S")])
    assert {(0, "S", "A"), (0, "S", "B")} <= found.hidden
    assert suppress(answers, "AB", min_cell=3, hidden_rows=[(TOTAL, "")]) == ALL_HIDDEN


@settings(max_examples=80, deadline=None)
@given(st.lists(ONE_CITY_OF_MANY, min_size=2, max_size=4), st.integers(2, 4))
def test_nor_where_several_may_be_chosen(
    rows: list[tuple[str, str, set[str]]], min_cell: int
) -> None:
    answers = [city(size, circle, *chosen) for size, circle, chosen in rows]
    check(answers, "ABC", min_cell, is_multiple=True)


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE_CITY, min_size=2, max_size=60), st.integers(2, 5))
def test_every_small_cell_is_hidden(rows: list[tuple[str, str, str]], min_cell: int) -> None:
    answers = [city(*row) for row in rows]
    found = suppress(answers, "ABC", min_cell=min_cell)
    if len({one.chosen for one in answers}) == 1 and len(answers) >= min_cell:
        assert found == NOTHING_HIDDEN
        return
    for cell, count in cells(answers).items():
        if 0 < count < min_cell:
            assert found.hides(*cell), cell


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.data())
def test_nothing_is_hidden_without_need(min_cell: int, data: st.DataObject) -> None:
    """Every class in every circle has enough for each answer: all is shown."""
    answers = [
        city(size, circle, option)
        for size in "SML"
        for circle in "NO"
        for option in "AB"
        for _ in range(data.draw(st.integers(min_cell, min_cell + 3)))
    ]
    assert suppress(answers, "AB", min_cell=min_cell).hidden == frozenset()


def test_one_small_cell_takes_others_with_it_but_not_the_totals() -> None:
    answers = [city("S", "N", "A")] * 12 + [city("S", "N", "B")] * 9
    answers += [city("M", "N", "A")] * 8 + [city("M", "N", "B")] * 2
    answers += [city("M", "O", "A")] * 7 + [city("S", "O", "B")] * 6
    found = suppress(answers, "AB", min_cell=3)
    assert found.small == {(0, "M", "B")}
    assert found.hidden == {(0, size, option) for size in "SM" for option in "AB"}


def test_a_class_of_two_is_hidden_and_cannot_be_got_back_from_the_total() -> None:
    answers = [city("S", "N", o) for o in "AAAAABBBB"] + [city("M", "N", o) for o in "AAAABBBB"]
    answers += [city("L", "N", "A"), city("L", "N", "B")]
    found = suppress(answers, "AB", min_cell=3)
    assert {(0, "L", "A"), (0, "L", "B")} <= found.small
    assert len({group for _table, group, _option in found.hidden}) == 2


def test_all_of_a_class_saying_the_same_is_not_shown() -> None:
    """Else everybody knew what each of them had said."""
    answers = [city("S", "N", o) for o in "AAAABBBB"] + [city("M", "N", "A")] * 5
    found = suppress(answers, "AB", min_cell=3)
    assert found.hides(0, "M", "A")


def test_all_cities_saying_the_same_is_shown() -> None:
    answers = [city("S", "N", "A")] * 6 + [city("M", "N", "A")]
    assert suppress(answers, "AB", min_cell=3) == NOTHING_HIDDEN


def test_too_few_answers_show_nothing() -> None:
    assert suppress([city("S", "N", "A")] * 2, "AB", min_cell=3) == ALL_HIDDEN
    assert suppress([], "AB", min_cell=3) == NOTHING_HIDDEN


def test_the_other_table_does_not_give_it_away() -> None:
    """All the big cities meet in one Sprengel, and nobody else: the two rows are one."""
    answers = [city("L", "Z", o) for o in "AAAAB"] + [city("S", "N", o) for o in "AAAAABBBBB"]
    answers += [city("M", "N", o) for o in "AAAAABBBBB"] + [city("M", "O", o) for o in "AAABBB"]
    found = suppress(answers, "AB", min_cell=3)
    assert found.hides(0, "L", "B")
    assert found.hides(1, "Z", "B")


def test_a_sprengel_that_is_a_class_less_one_city_is_hidden() -> None:
    answers = [city("L", "Z", o) for o in "AAAABBBB"] + [city("L", "N", "A")]
    answers += [city("S", "N", o) for o in "AAAAABBBBB"] + [city("S", "O", o) for o in "AAAABBBB"]
    found = suppress(answers, "AB", min_cell=3)
    assert found.hides(1, "Z", "A")


def test_two_against_many_is_told_as_fewer_than() -> None:
    answers = [city("S", "N", "A")] * 30 + [city("M", "O", "A")] * 28 + [city("M", "O", "B")] * 2
    found = suppress(answers, "AB", min_cell=5)
    assert (TOTAL, "", "B") in found.small
    assert not found.is_whole


@pytest.mark.parametrize("is_multiple", [False, True])
def test_the_order_of_the_sheets_makes_no_difference(is_multiple: bool) -> None:
    answers = [
        city(s, p, o) for s, p, o in zip("SMLSMLSMLSM", "NONNOONNOON", "ABCAABBACAB", strict=True)
    ]
    one = suppress(answers, "ABC", min_cell=2, is_multiple=is_multiple)
    other = suppress(answers[::-1], "ABC", min_cell=2, is_multiple=is_multiple)
    assert one == other
