"""Terms against a given day; the day the text was written is the only one there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.language import periods
from sprengel.language.periods import Missing
from sprengel.language.terms import Term, find_terms

WRITTEN = date(2026, 3, 18)
STATE = "Baden-Württemberg"


def term(words: str, today: date | None = WRITTEN, state: str = STATE) -> Term:
    text = f"Die Stadt Auenstadt wird {words} berichten."
    (found,) = find_terms(text, 0, len(text), today, state)
    assert text[found.start : found.end] in words
    return found


def read(words: str, today: date | None = WRITTEN, state: str = STATE) -> str:
    found = term(words, today, state)
    return f"{found.from_on or ''}/{found.due_on or ''} {found.precision}"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("bis zum 31. Juli 2026", "/2026-07-31 day"),
        ("bis spätestens 15. Juli", "/2026-07-15 day"),
        ("spätestens zum 15.01.", "/2027-01-15 day"),
        ("spätestens im Mai", "/2026-05-31 month"),
        ("bis Ende des dritten Quartals", "/2026-09-30 quarter"),
        ("im III. Quartal", "2026-07-01/2026-09-30 quarter"),
        ("in Q3 2027", "2027-07-01/2027-09-30 quarter"),
        ("im ersten Halbjahr", "2026-01-01/2026-06-30 half_year"),
        ("im zweiten Halbjahr dieses Jahres", "2026-07-01/2026-12-31 half_year"),
        ("in der ersten Jahreshälfte 2027", "2027-01-01/2027-06-30 half_year"),
        ("im Haushalt 2026/27", "2026-01-01/2027-12-31 year"),
        ("für den Doppelhaushalt 2027/2028", "2027-01-01/2028-12-31 year"),
        ("für das Programmjahr 2027", "2027-01-01/2027-12-31 year"),
        ("im Schuljahr 2026/2027", "2026-08-01/2027-07-31 year"),
        ("noch vor den Sommerferien", "/2026-07-29 season"),
        ("nach den Sommerferien", "2026-09-13/ season"),
        ("zum Schuljahresbeginn", "2026-09-14/2026-09-18 week"),
        ("vor der Sommerpause", "/2026-07-14 season"),
        ("nach Ostern", "2026-04-07/ day"),
        ("vor Pfingsten 2027", "/2027-05-15 day"),
        ("vor Weihnachten", "/2026-12-23 day"),
        ("ab Herbst", "2026-09-01/ season"),
        ("im Frühjahr", "2026-03-01/2026-05-31 season"),
        ("bis zum Frühjahr 2027", "/2027-05-31 season"),
        ("im Winter", "2026-12-01/2027-02-28 season"),
        ("Anfang Mai", "2026-05-01/2026-05-10 month"),
        ("Mitte 2027", "2027-06-01/2027-07-31 year"),
        ("bis Mitte des Jahres", "/2026-07-31 year"),
        ("Ende nächster Woche", "2026-03-27/2026-03-29 week"),
        ("in KW 20", "2026-05-11/2026-05-17 week"),
        ("in der 14. KW 2027", "2027-04-05/2027-04-11 week"),
        ("in zwei Wochen", "2026-04-01/2026-04-01 day"),
        ("in zwei bis drei Monaten", "2026-05-18/2026-06-18 day"),
        ("binnen Monatsfrist", "/2026-04-18 day"),
        ("innerhalb eines Jahres", "/2027-03-18 day"),
        ("in den kommenden drei Wochen", "2026-03-18/2026-04-08 day"),
        ("in einem halben Jahr", "2026-09-18/2026-09-18 day"),
        ("noch in diesem Jahr", "2026-03-18/2026-12-31 year"),
        ("im kommenden Jahr", "2027-01-01/2027-12-31 year"),
        ("noch im laufenden Quartal", "2026-03-18/2026-03-31 quarter"),
        ("bis Jahresende", "/2026-12-31 year"),
        ("bis zum Jahreswechsel", "/2026-12-31 season"),
        ("ab 2027", "2027-01-01/ year"),
        ("frühestens 2028", "2028-01-01/ year"),
        ("bis 2029", "/2029-12-31 year"),
        ("von März bis Mai", "2026-03-01/2026-05-31 month"),
        ("vom 1. Mai bis 30. Juni 2026", "2026-05-01/2026-06-30 day"),
        ("vom 1. November 2026 bis zum 28. Februar 2027", "2026-11-01/2027-02-28 day"),
        ("von November bis Februar 2027", "2026-11-01/2027-02-28 month"),
        ("am 7. und 8. Juni 2026", "2026-06-07/2026-06-08 day"),
        ("bis Freitag", "/2026-03-20 day"),
        ("morgen", "2026-03-19/2026-03-19 day"),
    ],
)
def test_from_when_to_when(words, wanted):
    assert read(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("bis zum 31. Juli 2026", "/2026-07-31 day"),
        ("im Haushalt 2026/27", "2026-01-01/2027-12-31 year"),
        ("ab 2027", "2027-01-01/ year"),
    ],
)
def test_what_names_its_year_needs_no_day(words, wanted):
    assert read(words, today=None) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "bis Ende des dritten Quartals", "spätestens zum 15.01.", "im ersten Halbjahr", "ab Herbst",
        "Anfang März", "in KW 12", "in zwei Wochen", "binnen Monatsfrist", "noch in diesem Jahr",
        "im kommenden Jahr", "nach Ostern", "noch vor den Sommerferien", "zum Schuljahresbeginn",
        "bis Jahresende", "bis Freitag", "morgen", "von März bis Mai", "zum Jahreswechsel",
    ],
)  # fmt: skip
def test_without_the_documents_day_nothing_is_made_up(words):
    found = term(words, today=None)
    assert (found.from_on, found.due_on, found.missing) == (None, None, Missing.DATE)


def test_holidays_are_those_of_a_known_state():
    assert term("vor den Sommerferien", state="").missing is Missing.HOLIDAYS
    assert term("vor den Sommerferien", state="Hessen").missing is Missing.HOLIDAYS
    assert term("nach den Herbstferien").missing is Missing.HOLIDAYS
    assert read("zum Schuljahresbeginn", state="") == "2026-08-01/2026-09-15 season"


def test_other_things_without_a_day():
    assert term("bis zur nächsten Sitzung").missing is Missing.MEETING
    assert term("bis zu den Haushaltsberatungen").missing is Missing.EVENT
    assert term("bis zum 31.02.2027").missing is Missing.CALENDAR


@pytest.mark.parametrize(
    "text", ["das Schreiben vom 2. März 2026", "der Mai", "Freitag", "drei Wochen", "Haushalt"]
)
def test_what_is_no_term(text):
    assert list(find_terms(text, 0, len(text), WRITTEN, STATE)) == []


def test_a_day_without_a_year_lies_ahead():
    assert read("bis 15. Januar", date(2026, 12, 1)) == "/2027-01-15 day"
    assert read("am 15. Februar") == "2026-02-15/2026-02-15 day"  # told of, a month ago


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1954, (4, 18)), (1981, (4, 19)), (2000, (4, 23)), (2024, (3, 31)), (2038, (4, 25))],
)
def test_easter(year, sunday):
    found = periods.easter(year)
    assert (found.month, found.day) == sunday


def test_summer_holidays_are_in_order():
    for state in periods.known_states():
        for year in range(2013, 2031):
            found = periods.summer_holidays(year, state)
            assert found.first
            assert found.last
            assert timedelta(days=40) < found.last - found.first < timedelta(days=46)
            assert found.first.year == found.last.year == year


LEADS = ["", "bis ", "bis zum ", "spätestens ", "ab ", "nach ", "vor dem ", "im ", "in ", "von ",
         "vom ", "zwischen ", "binnen ", "noch in ", "Ende ", "Mitte des "]  # fmt: skip
CORES = ["31. März", "29.2.", "31.12.2026", "März 2027", "Herbst", "Winter 2026", "KW 53",
         "ersten Quartal", "zweiten Halbjahr 2026", "kommenden Jahr", "diesem Monat", "2026/27",
         "Haushalt 2027/26", "Schuljahr 2026/27", "drei Wochen", "999 Jahren", "Ostern",
         "Sommerferien", "Freitag", "nächsten Sitzung", "Jahresende", "9999", "4. Halbjahr",
         "zwei bis drei Monaten", "Monatsfrist", "Quartals", "Woche", "31. Dezember 9999"]  # fmt: skip
JOINS = [" bis ", " und ", " – ", " bis zum ", ", "]
DAYS = st.one_of(st.none(), st.dates())


@given(
    st.lists(
        st.tuples(st.sampled_from(LEADS), st.sampled_from(CORES), st.sampled_from(JOINS)),
        min_size=1, max_size=4,
    ),
    DAYS,
    st.sampled_from(["", STATE]),
)  # fmt: skip
@settings(max_examples=800, deadline=None)
def test_no_term_ends_before_it_begins(pieces, today, state):
    text = "Sie wird " + "".join(lead + core + join for lead, core, join in pieces)
    behind = 0
    for found in find_terms(text, 0, len(text), today, state):
        assert behind <= found.start < found.end <= len(text)
        behind = found.end
        if found.from_on and found.due_on:
            assert found.from_on <= found.due_on
        assert (found.missing is not None) == (found.from_on is None and found.due_on is None)
