"""Dates, spans and sentences as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from sprengel.ui import wording

TODAY = date(2024, 3, 15)


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2024, 3, 15), "heute"),
        (date(2024, 3, 16), "morgen"),
        (date(2024, 3, 27), "in 12 Tagen"),
        (date(2024, 5, 13), "in 59 Tagen"),
        (date(2024, 5, 15), "in 2 Monaten"),
        (date(2026, 3, 14), "in 23 Monaten"),
        (date(2026, 3, 15), "in 2 Jahren"),
        (date(2024, 3, 14), "seit 1 Tag überfällig"),
        (date(2023, 12, 15), "seit 3 Monaten überfällig"),
        (date(2023, 12, 16), "seit 2 Monaten überfällig"),
        (date(2021, 3, 15), "seit 3 Jahren überfällig"),
    ],
)
def test_a_deadline_says_how_far_it_is(due: date, said: str) -> None:
    assert wording.until_due(due, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 3, 14), "gestern"),
        (date(2024, 3, 15), "heute"),
        (date(2024, 3, 16), "morgen"),
        (date(2024, 3, 3), "vor 12 Tagen"),
        (date(2023, 1, 15), "vor 14 Monaten"),
        (date(2024, 4, 1), "in 17 Tagen"),
    ],
)
def test_any_other_day_is_not_called_late(day: date, said: str) -> None:
    assert wording.seen_from(day, TODAY) == said


def test_the_end_of_a_short_month_does_not_count_as_a_whole_one() -> None:
    assert wording.whole_months(date(2024, 1, 31), date(2024, 2, 29)) == 0
    assert wording.whole_months(date(2024, 1, 31), date(2024, 3, 31)) == 2


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("day", "15. März 2024"),
        ("month", "März 2024"),
        ("season", "Frühjahr 2024"),
        ("year", "2024"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(precision: str, said: str) -> None:
    assert wording.long_date(TODAY, precision) == said


def test_a_date_follows_the_language() -> None:
    with translation.override("en"):
        assert wording.long_date(TODAY) == "15 March 2024"


@pytest.mark.parametrize(
    ("month", "name"),
    [(1, "Winter"), (2, "Winter"), (3, "Frühjahr"), (8, "Sommer"), (12, "Winter")],
)
def test_seasons(month: int, name: str) -> None:
    assert wording.season(month) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("die Kosten steigen", "Die Kosten steigen."),
        ("Wer zahlt?", "Wer zahlt?"),
        ("  ", ""),
        ("sie sagte „ja“", "Sie sagte „ja“"),
        ('nur "Worte"', 'Nur "Worte"'),
    ],
)
def test_a_sentence_begins_and_ends_like_one(text: str, said: str) -> None:
    assert wording.sentence(text) == said


def test_quotes_within_quotes_turn_into_inner_marks() -> None:
    assert wording.quoted("den „Pakt“ fortführen") == "„den ‚Pakt‘ fortführen“"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Auenstadt"], "Auenstadt"),
        (["Auenstadt", "Lindach"], "Auenstadt und Lindach"),
        (["Auenstadt", "Lindach", "Hohenfurt"], "Auenstadt, Lindach und Hohenfurt"),
    ],
)
def test_a_list_of_names(names: list[str], said: str) -> None:
    assert wording.listed(names) == said


@pytest.mark.parametrize(
    ("before", "after", "around"),
    [
        ("man wolle", "Darüber", ("man wolle ", " Darüber")),
        ("sie sagte: „", "“, so die Stadt", ("sie sagte: ", ", so die Stadt")),
        ("(", ").", ("(", ").")),
        ("", "", ("", "")),
    ],
)
def test_what_stands_around_a_quote_keeps_its_distance(
    before: str, after: str, around: tuple[str, str]
) -> None:
    assert (wording.up_to_quote(before), wording.on_from_quote(after)) == around


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("week", "Kalenderwoche 12, 2027"),
        ("month", "März 2027"),
        ("quarter", "1. Quartal 2027"),
        ("half_year", "1. Halbjahr 2027"),
        ("year", "2027"),
        ("day", "26. März 2027"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(precision: str, words: str) -> None:
    assert wording.long_date(date(2027, 3, 26), precision) == words
