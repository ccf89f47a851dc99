"""What the leagues' files are made of: dates that move, words that must stand in the text."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sprengel.cli.league_files import Calendar, LeagueError, StatementEntry, find_once
from sprengel.reading import files
from tests.conftest import PROJECT

DEMO = PROJECT / "demo"
NAME_AND_OFFICE = (
    "Gudrun Heute-Bluhm, geschäftsführendes Vorstandsmitglied des Städtetags Baden-Württemberg"
)
CALENDAR = Calendar(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("heute", date(2026, 11, 24)),
        ("heute-18", date(2026, 11, 6)),
        ("heute+9", date(2026, 12, 3)),
        ("sitzung", date(2026, 12, 16)),
        ("halbjahr", date(2027, 3, 1)),
        (date(2014, 3, 14), date(2014, 3, 14)),
        (None, None),
    ],
)
def test_days(given: date | str | None, day: date | None) -> None:
    assert CALENDAR.day(given) == day


@pytest.mark.parametrize("given", ["morgen", "heute+", "heute 3", "2026-13-40"])
def test_a_day_nobody_knows_is_an_error(given: str) -> None:
    with pytest.raises(LeagueError):
        CALENDAR.day(given)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 2, 9, 17, 28])
def test_the_meeting_is_always_a_wednesday_some_three_weeks_ahead(month: int, day: int) -> None:
    today = date(2027, month, day)
    meeting = Calendar(today).meeting_on
    assert meeting.weekday() == 2
    assert 19 <= (meeting - today).days <= 25


@pytest.mark.parametrize(
    ("today", "starts"),
    [
        (date(2027, 2, 28), date(2027, 3, 1)),
        (date(2027, 3, 1), date(2027, 9, 1)),
        (date(2027, 9, 1), date(2028, 3, 1)),
    ],
)
def test_the_next_half_year_is_still_to_come(today: date, starts: date) -> None:
    assert Calendar(today).half_year_on == starts


def test_dates_in_texts_are_written_out() -> None:
    assert CALENDAR.fill("bis zum {{ heute+9 }} zu melden") == "bis zum 3. Dezember 2026 zu melden"
    assert CALENDAR.fill("am {{ sitzung }}") == "am 16. Dezember 2026"
    assert CALENDAR.fill("{unberührt}") == "{unberührt}"


def test_a_quote_must_stand_in_the_text_once() -> None:
    assert find_once("zwei Wörter", "Hier stehen zwei\n Wörter.") == (12, 24)
    with pytest.raises(LeagueError, match="0 times"):
        find_once("drei Wörter", "Hier stehen zwei Wörter.")
    with pytest.raises(LeagueError, match="2 times"):
        find_once("Wort", "Wort für Wort")


def test_places_prefer_the_cue_beside_the_message() -> None:
    text = "Sie sagt ab. Er sagt den Städten zu, die Zahlen zu senden."
    entry = StatementEntry(
        document="d",
        act="commitment",
        cue=("sagt", "zu"),
        source="Er",
        addressee="den Städten",
        message=("die Zahlen zu senden",),
        actor="",
    )
    found = {
        role: [text[start:end] for start, end in places]
        for role, places in entry.places(text).items()
    }
    assert found["cue"] == ["sagt", "zu"]
    assert entry.places(text)["cue"] == [(16, 20), (33, 35)]
    assert found["source"] == ["Er"]
    assert found["addressee"] == ["den Städten"]


def test_the_word_and_pdf_files_say_what_the_text_beside_them_says() -> None:
    """``demo/make_files.py`` makes them; whoever changes the text has to run it again."""
    texts = DEMO / "musterland" / "texts"
    for made in (*texts.glob("*.docx"), *texts.glob("*.pdf")):
        extracted = files.extract(made.read_bytes(), made.name).text
        beside = made.with_suffix(".txt").read_text(encoding="utf-8")
        assert extracted.split() == beside.split(), made.name


def _texts() -> list[Path]:
    return [path for path in DEMO.rglob("*") if path.suffix in {".txt", ".md", ".toml"}]


@pytest.mark.shared
def test_no_sentence_of_the_real_press_release_is_copied(shared: Path) -> None:
    """Retold in our own words: but for her name and office not seven words in a row are the same."""
    press_release = (shared / "seed.txt").read_text(encoding="utf-8")
    sentences = [
        " ".join(sentence.split())
        for sentence in re.split(r"(?<=[.!?“])\s+|\n", press_release)
        if len(" ".join(sentence.split())) > 40
    ]
    assert len(sentences) > 10
    theirs = _runs(press_release, 7)
    for path in _texts():
        ours = path.read_text(encoding="utf-8")
        flat = " ".join(ours.split())
        assert not [sentence for sentence in sentences if sentence in flat], path.name
        assert not theirs & _runs(ours, 7), path.name


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.replace(NAME_AND_OFFICE, "").casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
