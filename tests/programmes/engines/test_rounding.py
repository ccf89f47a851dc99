"""A forecast is said no finer than its range allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.rounding import rounded


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ((580_123, 612_345, 649_999), (580_000, 610_000, 650_000)),
        ((8_600, 8_600, 10_760), (8_600, 8_600, 10_800)),
        ((600_000, 600_000, 600_000), (600_000, 600_000, 600_000)),
        ((424_840, 424_840, 424_840), (425_000, 425_000, 425_000)),
        ((0, 0, 0), (0, 0, 0)),
        ((0, 3, 1_000_000), (0, 0, 1_000_000)),
        ((7, 7, 7), (7, 7, 7)),
    ],
)
def test_it_is_said_in_round_numbers(of: tuple, said: tuple) -> None:
    found = rounded(Range(*of))
    assert (found.low, found.likely, found.high) == said


def test_what_loses_nothing_is_not_called_round() -> None:
    assert not rounded(Range.of(600_000)).is_rounded
    assert rounded(Range.of(600_001)).is_rounded


def test_a_tenth_of_a_post_may_be_the_finest() -> None:
    assert rounded(Range.of(49.44), finest=0.1).likely == 49.4


@given(st.tuples(*[st.floats(-1e12, 1e12)] * 3))
def test_the_order_stays_and_nothing_moves_by_more_than_half_a_step(values: tuple) -> None:
    of = Range(*sorted(values))
    found = rounded(of)
    assert found.low <= found.likely <= found.high
    step = max(found.step, 1)
    for before, after in zip(
        (of.low, of.likely, of.high), (found.low, found.likely, found.high), strict=True
    ):
        assert abs(before - after) <= step / 2 + 1e-3
