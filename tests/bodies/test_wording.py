"""How spans of office and counties are said."""

from __future__ import annotations

from datetime import date

import pytest

from sprengel.bodies.wording import county, period

TODAY = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("start_on", "end_on", "said"),
    [
        (None, None, ""),
        (date(2018, 3, 15), None, "seit 15. März 2018"),
        (date(2025, 1, 1), None, "ab 1. Januar 2025"),
        (None, date(2018, 3, 14), "bis 14. März 2018"),
        (date(2014, 2, 1), date(2022, 10, 31), "1. Februar 2014 bis 31. Oktober 2022"),
    ],
)
def test_period(start_on: date | None, end_on: date | None, said: str) -> None:
    assert period(start_on, end_on, TODAY) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("", ""), ("Biberach", "Landkreis Biberach"), ("Zollernalbkreis", "Zollernalbkreis")],
)
def test_county(name: str, said: str) -> None:
    assert county(name) == said
