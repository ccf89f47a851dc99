"""When a meeting is, said as exactly as it is known; when the one after it should be."""

from __future__ import annotations

from datetime import date

import pytest

from sprengel.meetings.dates import (
    by_rhythm,
    days_to_go,
    last_day,
    months_on,
    next_title,
    when,
)
from sprengel.meetings.models import Meeting

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("fields", "words", "to_go"),
    [
        ({"starts_on": date(2026, 10, 19)}, "19. Oktober 2026", "in 18 Tagen"),
        ({"starts_on": TODAY}, "1. Oktober 2026", "heute"),
        ({"starts_on": date(2026, 9, 30)}, "30. September 2026", "gestern"),
        (
            {"starts_on": date(2022, 4, 7), "ends_on": date(2022, 4, 8)},
            "7. bis 8. April 2022",
            "vor 4 Jahren",
        ),
        (
            {"starts_on": date(2026, 9, 30), "ends_on": date(2026, 10, 2)},
            "30. September 2026 bis 2. Oktober 2026",
            "heute",
        ),
        ({"starts_on": date(2027, 3, 1), "date_precision": "month"}, "März 2027", ""),
        ({"starts_on": date(2027, 3, 1), "date_precision": "season"}, "Frühjahr 2027", ""),
        ({"starts_on": date(2027, 1, 1), "date_precision": "year"}, "2027", ""),
        (
            {
                "starts_on": date(2027, 3, 1),
                "date_precision": "season",
                "date_note": "Termin offen",
            },
            "Termin offen",
            "",
        ),
        (
            {"starts_on": date(2026, 10, 19), "date_note": "verlegt"},
            "19. Oktober 2026",
            "in 18 Tagen",
        ),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(
    fields: dict[str, object], words: str, to_go: str
) -> None:
    meeting = Meeting(title="Sitzung", **fields)
    assert (when(meeting), days_to_go(meeting, TODAY)) == (words, to_go)


@pytest.mark.parametrize(
    ("precision", "day"),
    [
        ("day", date(2027, 3, 1)),
        ("month", date(2027, 3, 31)),
        ("season", date(2027, 5, 31)),
        ("year", date(2028, 2, 29)),
    ],
)
def test_the_last_day_it_can_be(precision: str, day: date) -> None:
    assert last_day(Meeting(starts_on=date(2027, 3, 1), date_precision=precision)) == day


@pytest.mark.parametrize(
    ("day", "per_year", "following"),
    [
        (date(2026, 10, 19), 2, date(2027, 4, 19)),  # Monday to Monday
        (date(2026, 3, 16), 2, date(2026, 9, 14)),
        (date(2024, 2, 29), 1, date(2025, 2, 27)),  # Thursday to Thursday
        (date(2026, 1, 30), 12, date(2026, 2, 27)),
        (date(2026, 1, 5), 52, date(2026, 1, 12)),
    ],
)
def test_the_rhythm_keeps_the_weekday(day: date, per_year: int, following: date) -> None:
    assert by_rhythm(day, per_year) == following
    assert following.weekday() == day.weekday()


def test_the_rhythm_always_goes_on() -> None:
    for per_year in range(1, 53):
        assert by_rhythm(date(2026, 10, 19), per_year) > date(2026, 10, 19), per_year


def test_months_end_where_they_end() -> None:
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("Herbstsitzung 2026", "Frühjahrssitzung 2027"),
        ("Treffen in Lindach", "Treffen in Lindach"),
        ("12. Sitzung", "12. Sitzung"),
    ],
)
def test_a_title_moves_on_with_the_date(title: str, following: str) -> None:
    assert next_title(title, date(2027, 4, 19)) == following
