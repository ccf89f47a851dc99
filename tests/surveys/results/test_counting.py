"""Counting: shares with their base, ranges that stay ranges, what was not said kept apart."""

from __future__ import annotations

from decimal import Decimal
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.surveys.results.counting import (
    UNBOUNDED,
    WHOLE,
    Base,
    Reply,
    Span,
    Way,
    count_choices,
    count_numbers,
    hidden_bases,
)

HERE = ("S", "N")


def chose(*options: str, groups: tuple[str, ...] = HERE) -> Reply:
    return Reply(groups, Way.GIVEN, frozenset(options))


def number(low: int, high: int | None = None, *, about: bool = False) -> Reply:
    top = UNBOUNDED if high is None else Decimal(high)
    return Reply(HERE, Way.GIVEN, low=Decimal(low), high=top, is_approximate=about)


def exact(value: int) -> Reply:
    return number(value, value)


def test_no_statement_and_silence_are_not_in_the_base_of_a_share() -> None:
    replies = [chose("ja")] * 3 + [chose("nein")]
    replies += [Reply(HERE, Way.NOT_STATED)] * 2 + [Reply(HERE, Way.SILENT)]
    rows, _found = count_choices(replies, ["ja", "nein", "offen"], min_cell=None)
    assert rows[WHOLE].base == Base(given=4, not_stated=2, silent=1)
    assert [(one.count, one.share) for one in rows[WHOLE].counts] == [
        (3, 75.0),
        (1, 25.0),
        (0, 0.0),
    ]


def test_whoever_was_not_asked_is_in_no_base() -> None:
    rows, _found = count_choices(
        [chose("ja"), Reply(HERE, Way.NOT_ASKED)], ["ja", "nein"], min_cell=None
    )
    base = rows[WHOLE].base
    assert base is not None
    assert base.asked == 1


def test_shares_of_several_choices_may_add_up_to_more_than_all() -> None:
    replies = [chose("a", "b"), chose("a"), chose("b", "c")]
    rows, _found = count_choices(replies, ["a", "b", "c"], min_cell=None, is_multiple=True)
    assert [one.count for one in rows[WHOLE].counts] == [2, 2, 1]


def test_a_kept_back_count_has_no_share_either() -> None:
    replies = [chose("ja")] * 30 + [chose("nein")] * 2
    rows, _found = count_choices(replies, ["ja", "nein"], min_cell=5)
    yes, no = rows[WHOLE].counts
    assert (yes.count, yes.share, yes.below) == (None, None, None)
    assert (no.count, no.share, no.below) == (None, None, 5)


def test_who_was_asked_is_kept_back_where_it_tells_what_was_said_before() -> None:
    """Two of forty said no and were not asked further: "38 asked" would say so."""
    replies = [chose("ja")] * 38 + [Reply(HERE, Way.NOT_ASKED)] * 2
    hidden = hidden_bases(replies, min_cell=3)
    assert WHOLE in hidden
    rows, _found = count_choices(replies, ["ja", "nein"], min_cell=3, hidden_rows=hidden)
    assert rows[WHOLE].base is None
    assert all(one.count is None for one in rows[WHOLE].counts)
    assert hidden_bases(replies, min_cell=None) == frozenset()
    assert hidden_bases([chose("ja")] * 4, min_cell=3) == frozenset()


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=30))
def test_exact_numbers_are_reckoned_as_everybody_reckons(values: list[int]) -> None:
    row = count_numbers([exact(value) for value in values], min_cell=None)[WHOLE]
    quarters = quantiles(values, n=4, method="inclusive")
    for found, wanted in (
        (row.median, median(values)),
        (row.lower_quarter, quarters[0]),
        (row.upper_quarter, quarters[2]),
        (row.sum, sum(values)),
    ):
        assert found is not None
        assert found.is_exact
        assert float(found.low or 0) == pytest.approx(wanted)


def test_ranges_give_ranges() -> None:
    replies = [exact(10), number(40, 50), number(60, 60, about=True)]
    row = count_numbers(replies, min_cell=None)[WHOLE]
    assert row.median == Span(Decimal(40), Decimal(50))
    assert row.sum == Span(Decimal(110), Decimal(120))
    assert (row.approximate, row.ranges) == (1, 1)


def test_more_than_so_many_leaves_the_sum_open_above_but_not_the_median() -> None:
    row = count_numbers([exact(10), exact(20), number(30)], min_cell=None)[WHOLE]
    assert row.median == Span(Decimal(20), Decimal(20))
    assert row.sum == Span(Decimal(60), None)
    assert row.highest == Span(Decimal(30), None)


def test_few_numbers_show_nothing_and_single_ones_are_never_shown() -> None:
    few = count_numbers([exact(1), exact(2)], min_cell=3)[WHOLE]
    assert few.is_hidden
    assert few.median is None
    some = count_numbers([exact(1), exact(2), exact(3), exact(4)], min_cell=3)[WHOLE]
    assert some.median is not None
    assert (some.lowest, some.highest, some.lower_quarter) == (None, None, None)


def test_a_dominated_sum_leaves_the_median() -> None:
    row = count_numbers([exact(1000), exact(1), exact(2), exact(3)], min_cell=3)[WHOLE]
    assert row.is_sum_hidden
    assert (row.sum, row.mean) == (None, None)
    assert row.median is not None


def test_no_answer_is_not_zero() -> None:
    row = count_numbers([Reply(HERE, Way.NOT_STATED)], min_cell=None)[WHOLE]
    assert row.sum is None
    assert row.base == Base(0, 1, 0)


def test_days_have_no_sum() -> None:
    row = count_numbers([exact(1), exact(2)], min_cell=None, adds_up=False)[WHOLE]
    assert (row.sum, row.mean, row.is_sum_hidden) == (None, None, False)
