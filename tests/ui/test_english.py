"""What a reader from Britain gets: English words, British dates, German quotes left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import formats, translation

from sprengel.accounts.models import Role, Visibility
from sprengel.ledger.models import ActChoice, State
from sprengel.ledger.wording import says
from sprengel.ui import wording

TODAY = date(2024, 3, 15)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2024, 3, 16), "tomorrow"),
        (date(2024, 3, 27), "in 12 days"),
        (date(2024, 3, 14), "overdue for 1 day"),
        (date(2023, 12, 15), "overdue for 3 months"),
    ],
)
def test_a_deadline_says_how_far_it_is(due: date, said: str) -> None:
    assert wording.until_due(due, TODAY) == said


@pytest.mark.usefixtures("in_english")
def test_sentences_are_put_together_the_english_way() -> None:
    assert wording.seen_from(date(2024, 3, 3), TODAY) == "12 days ago"
    assert wording.long_date(TODAY, "season") == "spring 2024"
    assert (
        wording.listed(["Auenstadt", "Lindach", "Hohenfurt"]) == "Auenstadt, Lindach and Hohenfurt"
    )
    assert wording.quoted("den Entwurf vorzulegen") == "“den Entwurf vorzulegen”"
    assert says(ActChoice.COMMITMENT, "Auenstadt") == "promises"
    assert says(ActChoice.COMMITMENT, "die Städte") == "promise"


@pytest.mark.usefixtures("in_english")
def test_words_of_the_glossary() -> None:
    assert [str(act.label) for act in ActChoice][:4] == [
        "Demand",
        "Commitment",
        "Decision",
        "Assignment",
    ]
    assert [str(state.label) for state in State] == [
        "open",
        "in progress",
        "partly met",
        "met",
        "refused",
        "overtaken",
        "no answer",
    ]
    assert str(Role.OFFICE.label) == "Office"
    assert str(Visibility.MEMBERS.label) == "members only"


@pytest.mark.usefixtures("in_english")
def test_a_typed_date_has_the_day_first() -> None:
    assert "%d/%m/%Y" in formats.get_format("DATE_INPUT_FORMATS")
    assert "%m/%d/%Y" not in formats.get_format("DATE_INPUT_FORMATS")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "heading", "tag"),
    [
        ("en-GB,en;q=0.9", "What was said, and what became of it", '<html lang="en">'),
        ("de-DE,de;q=0.9", "Was gesagt wurde, und was daraus wurde", '<html lang="de">'),
        ("fr", "Was gesagt wurde, und was daraus wurde", '<html lang="de">'),
    ],
)
def test_the_start_page_speaks_the_browsers_language(
    client: Client, accepts: str, heading: str, tag: str
) -> None:
    page = client.get("/", headers={"accept-language": accepts}).content.decode()
    assert heading in page
    assert tag in page


@pytest.mark.parametrize(
    ("locale", "says_what"), [("en_GB.UTF-8", "does not exist"), ("de_DE.UTF-8", "gibt es nicht")]
)
def test_the_command_line_speaks_the_shells_language(locale: str, says_what: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "sprengel.cli.main", "read", "there-is-no-such-file.txt"],
        env={**os.environ, "LC_ALL": locale},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode != 0
    assert says_what in run.stderr + run.stdout
