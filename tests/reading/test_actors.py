"""Who is meant: one person under many names, circles, offices on the day of the document."""

from __future__ import annotations

from datetime import date

import pytest

from sprengel.bodies.registry import KnownActor, KnownPost, Registry
from sprengel.reading.cast import find_cast
from sprengel.reading.read import read_text

PRESS = """Auenstadt, 4. Mai 2026. Oberbürgermeisterin Dr. Ute Sperling sagte zu, die Halle zu sanieren.
Das werde teuer. {more}
"""


def actors(text: str, **known: object) -> list[str]:
    return [s.actor for s in read_text(text, name="n", **known).statements]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "mention",
    ["Ute Sperling", "Sperling", "Dr. Sperling", "OB Sperling", "Die Oberbürgermeisterin", "Sie"],
)
def test_one_person_by_name_title_office_and_pronoun(mention):
    text = PRESS.format(more=f"{mention} forderte das Land auf, mehr zu zahlen.")
    assert actors(text) == ["Ute Sperling", "Ute Sperling"]


def test_a_function_behind_the_name():
    text = (
        "Ute Sperling, Geschäftsführerin des Städtebunds Musterland, begrüßte die Gäste. "
        "Ute Sperling lobte die Stadt. "
        "Die Geschäftsführerin forderte das Land auf, mehr zu zahlen.\n"
    )
    assert actors(text)[-1] == "Ute Sperling"


@pytest.mark.parametrize("mention", ["Die OBs", "Die Rathauschefs", "Die Oberbürgermeister"])
def test_a_circle_has_one_name(mention):
    text = f"Der Städtebund Musterland tagte. {mention} forderten das Land auf, mehr zu zahlen.\n"
    assert actors(text) == ["Oberbürgermeister im Städtebund Musterland"]
    text = f"Der Sprengel Hohenfurt tagte. {mention} forderten das Land auf, mehr zu zahlen.\n"
    assert actors(text) == ["Oberbürgermeister des Sprengels Hohenfurt"]


def test_the_club_named_before():
    text = (
        "Der Gewerbeverein lud nach Lindach ein. Der Bürgermeister kam. "
        "Der Verein forderte die Stadt auf, die Straße zu sperren.\n"
    )
    assert actors(text)[-1].startswith("Gewerbeverein")


MINUTES = """Niederschrift der 4. Sitzung des Gemeinderats
4. Mai 2026, 17 Uhr
Vorsitz: Oberbürgermeisterin Ute Sperling

Punkt 3 der Tagesordnung: Haushalt
Antrag: Grüne Liste
Vorlage: 2026/0123

Beschluss:
Der Gemeinderat beschließt den Haushalt.

Abstimmungsergebnis:
einstimmig

Der Vorsitzende ruft Punkt 3 der Tagesordnung auf.

{turn}
"""


def last(turn: str, body: str = "Stadt Lindach") -> str:
    return actors(MINUTES.format(turn=turn), body=body)[-1]


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        ("Stadtrat Kröger (SPD) fordert mehr Bäume.", "Kröger (SPD)"),
        ("Die SPD-Fraktion fordert mehr Bäume.", "SPD-Gemeinderatsfraktion Lindach"),
        ("Die GRÜNEN fordern mehr Bäume.", "GRÜNE-Gemeinderatsfraktion Lindach"),
        ("DIE LINKE. fordert mehr Bäume.", "DIE LINKE.-Gemeinderatsfraktion Lindach"),
        ("Die Grüne Liste fordert mehr Bäume.", "Grüne Liste-Gemeinderatsfraktion Lindach"),
        ("Die Verwaltung sagt einen Bericht zu.", "Stadtverwaltung Lindach"),
        ("Der Hauptausschuss fordert mehr Bäume.", "Hauptausschuss Lindach"),
        ("Der Vorsitzende sagt einen Bericht zu.", "Ute Sperling"),
    ],
)
def test_groups_and_bodies_of_the_council(turn, name):
    assert last(turn) == name


def test_two_of_one_name_differ_in_their_party():
    turn = (
        "Stadtrat Müller (CDU) fordert mehr Bäume.\n\n"
        "Stadtrat Müller (SPD) fordert weniger Beton.\n"
    )
    assert actors(MINUTES.format(turn=turn))[-2:] == ["Müller (CDU)", "Müller (SPD)"]


def test_whom_a_letter_greets():
    text = (
        "Sehr geehrter Herr Dr. Tavakoli,\n\nSie haben zugesagt, den Plan vorzulegen.\n\n"
        "Mit freundlichen Grüßen\nUte Sperling\n"
    )
    assert actors(text) == ["Tavakoli"]


def test_whom_a_letter_is_addressed_to_and_who_is_told_of_in_it():
    text = (
        "Herrn Bürgermeister\nAhmad Tavakoli\nStadt Steinwede\n\n"
        "Sehr geehrter Herr Bürgermeister,\n\nBürgermeisterin Eva Mohn war hier. "
        "Sie gab zu bedenken, dass Geld fehlt.\n\nSie haben zugesagt, den Plan vorzulegen.\n\n"
        "Mit freundlichen Grüßen\nUte Sperling\n"
    )
    assert actors(text)[-2:] == ["Eva Mohn", "Ahmad Tavakoli"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Das Gutachten des Büros Falk fordert mehr Bäume.", "Büro Falk"),
        ("Das Papier des Städtebunds Musterland fordert mehr Bäume.", "Städtebund Musterland"),
        ("Lindach fordert das Land auf, mehr zu zahlen.", "Stadt Lindach"),
    ],
)
def test_a_paper_speaks_for_its_issuer_and_a_place_for_its_city(said, name):
    assert actors(f"In Lindach wird gebaut.\n\n{said}\n") == [name]


def test_er_is_a_man_or_a_body_german_calls_er():
    text = (
        "Moorbeck, 3. Mai 2026. Amtsleiter Jan Kröger warnte vor Kosten. "
        "Mehrere Anwohner forderten eine Umgehung. Er forderte das Land auf, zu zahlen.\n"
    )
    assert actors(text)[-1] == "Jan Kröger"


def registry() -> Registry:
    return Registry(
        [
            KnownActor(1, "body", "Stadt Lindach", is_city=True),
            KnownActor(2, "body", "Stadt Moorbeck", is_city=True),
            KnownActor(3, "person", "Ute Sperling", given_name="Ute", family_name="Sperling"),
            KnownActor(4, "person", "Jan Kröger", given_name="Jan", family_name="Kröger"),
            KnownActor(5, "person", "Eva Mohn", given_name="Eva", family_name="Mohn"),
        ],
        [
            KnownPost(3, 1, "Oberbürgermeister", None, date(2025, 6, 30)),
            KnownPost(4, 1, "Oberbürgermeister", date(2025, 7, 1), None),
            KnownPost(5, 2, "Oberbürgermeister", None, None),
        ],
    )


@pytest.mark.parametrize(
    ("day", "name"), [(date(2025, 5, 1), "Ute Sperling"), (date(2026, 5, 1), "Jan Kröger")]
)
def test_an_office_is_who_held_it_on_the_documents_day(day, name):
    text = "Der Oberbürgermeister sagte zu, die Halle zu sanieren.\n"
    known = {"registry": registry(), "dated_on": day}
    assert actors(text, body="Stadt Lindach", **known) == [name]
    assert actors(text, body="Stadt Moorbeck", **known) == ["Eva Mohn"]


def test_where_two_could_be_meant_nobody_is_named():
    text = "Der Oberbürgermeister sagte zu, die Halle zu sanieren.\n"
    assert actors(text, registry=registry(), dated_on=date(2026, 5, 1)) != ["Eva Mohn"]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Die Stadt Lindach plant. In Lindach fehlt Geld.", "Lindach"),
        ("Grundstück Hauptstraße 3 in 12345 Lindach zu verkaufen.", "Lindach"),
        ("Die Stadtwerke Lindach bauen. Die Lindacher freuen sich.", "Lindach"),
        ("In Ziffer 3 und in Ziffer 4 steht es anders.", ""),
        ("Der Verein Panorama e. V. lädt ein. Der Verein Panorama e. V. sammelt.", ""),
    ],
)
def test_the_city_of_a_text(text, city):
    assert find_cast(text).city == city
