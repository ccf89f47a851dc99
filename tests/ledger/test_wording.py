from __future__ import annotations

import pytest

from sprengel.ledger import spans
from sprengel.ledger.wording import about, is_plural, says


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("Selma Krähwinkel", False),
        ("Die Oberbürgermeister", True),
        ("Die Rathauschefs", True),
        ("die OBs", True),
        ("Die Kommunen", True),
        ("die Oberbürgermeister aus Südwürttemberg", True),
        ("Die Verwaltung", False),
        ("Die Fraktion", False),
        ("Die SPD", False),
        ("Das Land", False),
        ("Der Gemeinderat", False),
        ("Frau Amsel und Herr Drossel", True),
        ("Das Amt für Wald und Wiese", False),
        ("", False),
    ],
)
def test_one_or_several(name: str, plural: bool) -> None:
    assert is_plural(name) == plural


def test_verbs() -> None:
    assert says("commitment", "Die OBs") == "sagen zu"
    assert says("commitment", "Selma Krähwinkel") == "sagt zu"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("im Arbeitsaus-\nschuss beraten", "im Arbeitsausschuss beraten"),
        ("Finanz-\nund Haushaltsausschuss", "Finanz- und Haushaltsausschuss"),
        ("OB-\nSprengel", "OB- Sprengel"),
        ("zwei   Leerzeichen\n und Zeile", "zwei Leerzeichen und Zeile"),
    ],
)
def test_quotes_on_one_line(text: str, line: str) -> None:
    assert spans.one_line(text) == line


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 Minute"), (4, "4 Minuten"), (90, "2 Stunden"), (904, "15 Stunden")],
)
def test_how_long_a_review_takes(minutes: int, words: str) -> None:
    assert about(minutes) == words
