"""By when: terms of statements, and the day a document was written."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sprengel.reading.deadlines import find_state
from sprengel.reading.document import Act, DuePrecision, Statement
from sprengel.reading.read import read_text

HEAD = "Auenstadt, 18. März 2026. "


def promised(said: str, head: str = HEAD) -> Statement:
    text = f"{head}Die Oberbürgermeisterin sagte zu, {said}.\n"
    (statement,) = (s for s in read_text(text, name="n").statements if s.act is Act.COMMITMENT)
    return statement


@pytest.mark.parametrize(
    ("said", "first", "last", "precision"),
    [
        ("den Bericht bis Ende des dritten Quartals vorzulegen", None, "2026-09-30", "quarter"),
        ("ab Herbst jährlich zu berichten", "2026-09-01", None, "season"),
        ("die Mittel im Haushalt 2027/28 einzustellen", "2027-01-01", "2028-12-31", "year"),
        ("im kommenden Jahr neu zu planen", "2027-01-01", "2027-12-31", "year"),
        ("die Zahlen in zwei Wochen nachzureichen", "2026-04-01", "2026-04-01", "day"),
        ("die Halle von Juni bis August zu öffnen", "2026-06-01", "2026-08-31", "month"),
    ],
)
def test_a_promise_has_a_first_and_a_last_day(said, first, last, precision):
    due = promised(said).due
    assert due is not None
    assert (due.from_on and due.from_on.isoformat()) == first
    assert (due.due_on and due.due_on.isoformat()) == last
    assert (due.precision, due.why_undated) == (DuePrecision(precision), "")


@pytest.mark.parametrize(
    ("said", "head", "why"),
    [
        ("den Bericht in zwei Wochen vorzulegen", "", "Datum des Dokuments"),
        ("den Bericht bis zur nächsten Sitzung vorzulegen", HEAD, "nächsten Sitzung"),
        ("den Bericht noch vor den Sommerferien vorzulegen", HEAD, "Ferien"),
    ],
)
def test_a_term_without_a_day_says_why(said, head, why):
    statement = promised(said, head)
    assert statement.due is not None
    assert (statement.due.from_on, statement.due.due_on) == (None, None)
    assert why in statement.due.why_undated
    assert statement.reason.endswith(statement.due.why_undated)


def test_a_term_that_opens_the_sentence():
    text = (
        f"{HEAD}Die Stadt spart.\n\nOB Sperling: Im Herbst werden wir die Fraktionen informieren.\n"
    )
    due = [s.due for s in read_text(text, name="n").statements if s.act is Act.COMMITMENT]
    assert [d and d.from_on for d in due] == [date(2026, 9, 1)]


def test_the_day_somebody_said_so_is_no_term():
    text = "Am 20. März 2026 sagte die Stadt Lindach zu, die Halle zu sanieren.\n"
    assert [s.due for s in read_text(text, name="n").statements] == [None]


def test_the_state_named_in_the_text_gives_the_holidays():
    head = "Auenstadt (Baden-Württemberg), 18. März 2026. "
    due = promised("den Bericht noch vor den Sommerferien vorzulegen", head).due
    assert due is not None
    assert due.due_on == date(2026, 7, 29)


def test_one_state_or_none():
    assert find_state("Das Land Sachsen-Anhalt zahlt.") == "Sachsen-Anhalt"
    assert find_state("Hessen und Bayern zahlen.") == ""
    assert find_state("Niemand zahlt.") == ""


@pytest.mark.parametrize(
    ("head", "dated_on"),
    [
        ("Auenstadt, 18. März 2026. ", date(2026, 3, 18)),
        ("Niederschrift der Sitzung am 18. März 2026\n\n", date(2026, 3, 18)),
        ("Datum: 18.03.2026\n\n", date(2026, 3, 18)),
        ("Bis zum 30. November 2027 gilt die Regel. ", None),
        ("Das Gesetz tritt am 1. Januar 2027 in Kraft. ", None),
    ],
)
def test_the_documents_own_day(head, dated_on):
    assert read_text(f"{head}Der Rat tagte.\n", name="n").dated_on == dated_on


def test_the_public_json_has_both_days_and_how_exact_they_are():
    text = f"{HEAD}Die Stadt Lindach sagte zu, ab Herbst jährlich zu berichten.\n"
    document = read_text(text, name="n")
    (statement,) = json.loads(json.dumps(document.as_json()))["statements"]
    assert statement["due_from"] == "2026-09-01"
    assert statement["due_on"] is None
    assert statement["due_precision"] == "season"
