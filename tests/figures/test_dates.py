"""Key dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.problems import FigureProblem


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("15.09.2023", KeyDate(date(2023, 9, 15), "day")),
        ("15. 9. 2023", KeyDate(date(2023, 9, 15), "day")),
        ("2023-09-15", KeyDate(date(2023, 9, 15), "day")),
        ("2023-09-15 00:00:00", KeyDate(date(2023, 9, 15), "day")),
        ("15. September 2023", KeyDate(date(2023, 9, 15), "day")),
        ("Stand: 15.09.2023", KeyDate(date(2023, 9, 15), "day")),
        ("Sept. 2023", KeyDate(date(2023, 9, 30), "month")),
        ("Februar 2024", KeyDate(date(2024, 2, 29), "month")),
        ("09/2023", KeyDate(date(2023, 9, 30), "month")),
        ("2023", KeyDate(date(2023, 12, 31), "year")),
        ("2018 bis 2019", KeyDate(date(2019, 12, 31), "period", date(2018, 1, 1))),
        ("2018–2019", KeyDate(date(2019, 12, 31), "period", date(2018, 1, 1))),
        (
            "15.03.2018 bis 20. April 2019",
            KeyDate(date(2019, 4, 20), "period", date(2018, 3, 15)),
        ),
        ("", KeyDate(None, "unknown")),
        ("k. A.", KeyDate(None, "unknown")),
    ],
)
def test_dates_in_any_dress(text, key) -> None:
    assert read_key_date(text) == key


@pytest.mark.parametrize(
    "text", ["31.02.2023", "3.4.23", "15.13.2023", "gestern", "2019 bis 2018", "0023", "13/2023"]
)
def test_what_is_no_date_is_said(text) -> None:
    with pytest.raises(FigureProblem) as raised:
        read_key_date(text)
    assert raised.value.field == "key_on"


@given(st.text(max_size=60))
def test_any_text_is_a_key_date_or_a_sentence(text) -> None:
    try:
        found = read_key_date(text)
    except FigureProblem:
        return
    assert (found.key_on is None) == (found.precision == "unknown")
