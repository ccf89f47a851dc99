"""Stances whose holder is no subject, and acts that only the words reported tell."""

from __future__ import annotations

import pytest

from sprengel.reading import read_text
from sprengel.reading.document import Act, Statement


def only(text: str) -> tuple[Statement, str, str]:
    statements = read_text(text, name="x").statements
    assert len(statements) == 1, statements
    (statement,) = statements
    source = " ".join(text[s.start : s.end] for s in statement.source)
    message = " ".join(text[s.start : s.end] for s in statement.message)
    return statement, source, message


@pytest.mark.parametrize(
    ("text", "act", "source", "message"),
    [
        ("Die Pläne des Landes stoßen bei den Städten auf Ablehnung.",
         Act.CRITICISM, "den Städten", "Die Pläne des Landes"),
        ("Der Vorschlag geht dem Städtebund Musterland zu weit.",
         Act.CRITICISM, "dem Städtebund Musterland", "Der Vorschlag"),
        ("Nach dem Willen der Grünen soll die Stadt mehr Bäume pflanzen.",
         Act.DEMAND, "der Grünen", "soll die Stadt mehr Bäume pflanzen"),
        ("Geht es nach der Linken, soll die Schule bald saniert werden.",
         Act.DEMAND, "der Linken", "soll die Schule bald saniert werden"),
        ("Nach den Worten des Ministers werden die Mittel gekürzt.",
         Act.REPORT, "des Ministers", "werden die Mittel gekürzt"),
        ("Nachbesserungen verlangte auch der Landkreistag.",
         Act.DEMAND, "der Landkreistag", "Nachbesserungen"),
        ("Sie sei froh, dass die Brücke bald fertig werde, sagte Bürgermeisterin Erna Lindner.",
         Act.APPROVAL, "Bürgermeisterin Erna Lindner",
         "Sie sei froh, dass die Brücke bald fertig werde"),
    ],
)  # fmt: skip
def test_who_holds_it(text: str, act: Act, source: str, message: str) -> None:
    statement, found_source, found_message = only(text)
    assert (statement.act, found_source, found_message) == (act, source, message)


@pytest.mark.parametrize(
    ("words", "act", "message"),
    [
        ("Was wir besonders begrüßen, ist, dass die Schule saniert wird.",
         Act.APPROVAL, "dass die Schule saniert wird"),
        ("Es wäre gut, wenn die Verwaltung einen Bericht vorlegt.",
         Act.DEMAND, "wenn die Verwaltung einen Bericht vorlegt"),
        ("Ich hätte mir gewünscht, dass die Verwaltung früher informiert.",
         Act.CRITICISM, "dass die Verwaltung früher informiert"),
        ("Die Genehmigung der Stelle sehen wir als entbehrlich an.",
         Act.CRITICISM, "Die Genehmigung der Stelle"),
    ],
)  # fmt: skip
def test_what_a_turn_does(words: str, act: Act, message: str) -> None:
    statement, source, found = only(f"Stadträtin Vogel (ABC): {words}")
    assert (statement.act, source, found) == (act, "Stadträtin Vogel (ABC)", message)


def test_the_chair_takes_it_along() -> None:
    statement, source, message = only("Der Vorsitzende: Das nehmen wir gerne mit und prüfen das.")
    assert (statement.act, source, message) == (Act.COMMITMENT, "Der Vorsitzende", "Das")
