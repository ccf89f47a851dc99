"""One sentence for each construction, in a turn, in minutes, in news, in an answer, in a letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from sprengel.reading import read
from sprengel.reading.document import Act
from sprengel.reading.read import read_text

_FILE = Path(__file__).with_name("wider_constructions.txt")
_BEFORE = {
    "turn": "Stadträtin Abel (Freie Liste): ",
    "minutes": "Niederschrift der Sitzung des Stadtrates Lindach\n\n"
    "Stadträtin Abel (Freie Liste) erklärt, der Weg sei in einem schlechten Zustand. ",
    "news": "Lindach. ",
    "answer": "Stellungnahme der Verwaltung\n\n",
    "letter": "Sehr geehrte Damen und Herren,\n\n",
    "chair": "Der Vorsitzende: ",
}
_AFTER = {"letter": "\n\nMit freundlichen Grüßen\nAnna Berg\n"}


def _lines() -> list[list[str]]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line[0] != "#"]


@pytest.mark.parametrize(("where", "expected", "sentence"), _lines())
def test_one_construction(where: str, expected: str, sentence: str) -> None:
    before = _BEFORE[where]
    document = read_text(before + sentence + _AFTER.get(where, ""), name="x")
    found = [s for s in document.statements if s.cue[0].start >= len(before)]
    wanted = [] if expected == "nothing" else expected.split("; ")
    assert [s.act.value for s in found] == [w.split(" ")[0] for w in wanted]
    for statement, want in zip(found, wanted, strict=True):
        cue = " … ".join(span.of(document.text) for span in statement.cue)
        assert want.partition(" ")[2] in cue
        assert statement.reason


_MOTION = """Antrag der Fraktion Freie Liste

Radweg an der Lindacher Straße

1. Die Verwaltung wird beauftragt, einen Radweg zu planen.
2. Die Kosten werden in den Haushalt 2027 eingestellt.

Begründung
Der Weg ist zu schmal.
"""


def test_the_points_of_a_motion_are_demands_of_those_who_move_it() -> None:
    document = read(_MOTION)
    demands = [s for s in document.statements if s.act is Act.DEMAND]
    assert len(demands) >= 1
    assert all("Freie Liste" in s.source[0].of(document.text) for s in demands)


def test_a_label_in_capitals_opens_a_turn() -> None:
    document = read("FRAU ABEL: Ich bitte die Verwaltung, die Kosten nachzureichen.\n")
    (statement,) = document.statements
    assert statement.source[0].of(document.text) == "FRAU ABEL"


def test_what_the_body_that_decided_gives_to_others() -> None:
    document = read(
        "Lindach. Der Stadtrat beschloss am Dienstag, das Freibad zu sanieren. "
        "Die Verwaltung soll bis Mai einen Zeitplan vorlegen."
    )
    assert [s.act for s in document.statements] == [Act.DECISION, Act.ASSIGNMENT]
    assert document.statements[1].source[0].of(document.text) == "Der Stadtrat"


def test_the_heading_of_a_point_names_what_was_said_and_says_nothing() -> None:
    text = (
        "TOP 8: Zusage (Luca De Santis): „die Frage schriftlich zu beantworten“\n\n"
        "Staatssekretär De Santis berichtet, die Antwort liege vor.\n"
    )
    found = read(text, name="minutes").statements
    assert [statement.act.value for statement in found] == ["report"]
