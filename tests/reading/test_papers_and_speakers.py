"""Heads set line by line, forms around a paper's text, and who it is that speaks.

Each of these came out wrong somewhere in a large archive; the sentences are of Musterland.
"""

from __future__ import annotations

import pytest

from sprengel.language.sentences import sentence_ranges
from sprengel.language.tokens import tokenize
from sprengel.reading import read
from sprengel.reading.document import Act, ReadDocument, Statement


def only(document: ReadDocument, act: Act) -> Statement:
    (found,) = (s for s in document.statements if s.act is act)
    return found


def words(document: ReadDocument, role: str, statement: Statement) -> str:
    return " | ".join(span.of(document.text) for span in getattr(statement, role))


HEAD = """Stellungnahme zum Antrag
Gedruckt auf 100 Prozent Recyclingpapier
Vorlage Nr.: 2027/0070 Verantwortlich: Dez. 6
Dienststelle: TBA
Handyparken in der Altstadt
Antrag: Freie Liste
Gremien Termin TOP Ö / N Zuständigkeit
Stadtrat 18.02.2027 1 Ö Kenntnisnahme
Kurzfassung
Die Automaten bleiben vorerst, wie sie sind.
"""


def test_in_a_head_without_empty_lines_the_title_begins_behind_the_fields() -> None:
    document = read(HEAD)
    moved = only(document, Act.DEMAND)
    assert words(document, "source", moved) == "Freie Liste"
    assert words(document, "message", moved) == "Handyparken in der Altstadt"


def test_a_form_is_no_part_of_what_is_decided() -> None:
    document = read(
        "Beschlussantrag\n\nDer Stadtrat beauftragt die Verwaltung, ein Konzept für die Altstadt "
        "vorzulegen.\nFinanzielle Auswirkungen   nein   ja\n\nGesamtkosten der\nMaßnahme\n"
    )
    told = only(document, Act.ASSIGNMENT)
    assert words(document, "message", told) == "ein Konzept für die Altstadt vorzulegen"


def test_for_whom_a_resolution_is_proposed_is_no_part_of_it() -> None:
    document = read(
        "Beschluss:\nAntrag an den Stadtrat – nach Vorberatung im Finanzausschuss\n"
        "Der Stadtrat nimmt den Bericht zur Kenntnis.\n"
    )
    noted = only(document, Act.DECISION)
    assert words(document, "source", noted) == "Der Stadtrat"
    assert words(document, "message", noted) == "den Bericht"


def test_what_a_motion_asks_for_behind_its_colon_is_one_demand() -> None:
    document = read(
        "Die Fraktion Freie Liste beantragt:\n\n"
        "1. Die Stadtverwaltung prüft den Einbau von Kameras.\n\n2. Sie berichtet dem Stadtrat.\n"
    )
    (moved,) = document.statements
    assert moved.act is Act.DEMAND
    message = words(document, "message", moved)
    assert "Kameras" in message
    assert "dem Stadtrat" in message


def test_a_statement_to_the_press_over_several_paragraphs() -> None:
    document = read(
        "Zur Steuerschätzung erklärt die Geschäftsführerin des Städtebunds, Dr. Friederike Allwörden:"
        "\n\n„Den Städten brechen 410 Millionen Euro weg.\n\nDie Landesregierung muss die Quote "
        "anheben. Wir begrüßen, dass der Landtag dazu eine Anhörung angesetzt hat.“\n"
    )
    said = only(document, Act.REPORT)
    assert words(document, "message", said) == "Den Städten brechen 410 Millionen Euro weg"
    wanted = only(document, Act.DEMAND)
    assert "Friederike Allwörden" in words(document, "source", wanted)
    assert only(document, Act.APPROVAL)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Später bot sie dem Ausschuss an, die Strategie vorzustellen.", "sie"),
        ("Der Beitrag eines Abgeordneten, der die Ärzte zum Maßhalten ermahnte.", "Abgeordneten"),
        ("Die Verbraucherberatung rät Betroffenen, Widerspruch einzulegen.", "beratung"),
        ("Dies zusammenführend schlägt die Verwaltung vor, ein Jahr zu warten.", "die Verwaltung"),
        ("Ergänzend zum Stufenplan empfiehlt das Amt, die Gebühr zu senken.", "das Amt"),
        ("Im Ergebnis empfiehlt die Verwaltung im Hinblick auf die Lage, abzulehnen.", "die Verw"),
        ("Innenminister Sperling will die Zahl der Streifen verdoppeln.", "Innenminister Sperling"),
    ],
)
def test_who_speaks(sentence: str, source: str) -> None:
    document = read(f"Lindach. {sentence}\n")
    sources = [words(document, "source", s) for s in document.statements]
    assert any(source in one for one in sources), sources
    assert not any("Hinblick" in one or "Ergänzend" in one for one in sources)


def test_each_of_two_requests_has_its_own_content() -> None:
    document = read(
        "Wir bitten Sie, die Sätze zu übernehmen und empfehlen, eine Ausgabe zu beantragen.\n"
    )
    first = document.statements[0]
    assert words(document, "cue", first) == "bitten"
    assert words(document, "message", first).startswith("die Sätze zu übernehmen")


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Messe bietet Führungskräften Kurse und Gespräche an.",
        "Das Amt hat zwei Spenden angeboten bekommen.",
        "Die Zahl der genehmigten Anträge ging zurück.",
    ],
)
def test_what_describes_promises_and_decides_nothing(sentence: str) -> None:
    acts = {s.act for s in read(f"Lindach. {sentence}\n").statements}
    assert not acts & {Act.COMMITMENT, Act.DECISION}


def test_who_has_a_name_with_a_colon_in_mid_paragraph_speaks() -> None:
    document = read(
        "Niederschrift\n\nHerr Schütt fragt nach dem Eigenanteil. Frau Teschen: 25 Prozent, "
        "vorbehaltlich des Bescheids.\n"
    )
    told = only(document, Act.REPORT)
    assert words(document, "source", told) == "Frau Teschen"
    assert words(document, "source", only(document, Act.QUESTION)) == "Herr Schütt"


def test_a_letter_that_counts_something_may_end_a_sentence() -> None:
    text = "Sie wählt Variante A. Sie gibt das weiter. Herr A. Sommer nickt."
    tokens, _ = tokenize(text)
    found = [
        text[tokens[lo].start : tokens[hi - 1].end]
        for lo, hi in sentence_ranges(tokens, 0, len(tokens))
    ]
    assert found == ["Sie wählt Variante A.", "Sie gibt das weiter.", "Herr A. Sommer nickt."]
