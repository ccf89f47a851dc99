"""Cutting a text into paragraphs, and finding each one again in the next version."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sprengel.hearings.paragraphs import align, from_blocks, joined, split, tidy

OLD = [
    "Stellungnahme",
    "1. Das Land erstattet den Städten die vollen Kosten der Betreuung.",
    "2. Die Förderung wird auf fünf Jahre verlängert.",
    "3. Die Nachweise werden auf ein Blatt beschränkt.",
]


def test_empty_lines_part_paragraphs_and_labels_are_read() -> None:
    pieces = split("Titel\r\n\r\n§ 2 Abs. 1 Erstens.\r\nNoch eine Zeile.\n\n\n\n1.2 Zweitens.\n")
    assert [piece.text for piece in pieces] == [
        "Titel",
        "§ 2 Abs. 1 Erstens.\nNoch eine Zeile.",
        "1.2 Zweitens.",
    ]
    assert [piece.label for piece in pieces] == ["", "§ 2 Abs. 1", "1.2"]
    assert [piece.is_heading for piece in pieces] == [True, False, False]


def test_without_empty_lines_each_line_is_one() -> None:
    assert [piece.text for piece in split("Eins.\nZwei.\nDrei.")] == ["Eins.", "Zwei.", "Drei."]
    assert split(" \n\n \t\n") == []


def test_heads_and_feet_of_pages_are_no_paragraphs() -> None:
    text = "Seite 1\nErster Absatz.\nTitel"
    blocks = [["header_footer", 0, 7, 1], ["paragraph", 8, 22, 1], ["heading", 23, 28, 1]]
    pieces = from_blocks(text, blocks)
    assert [(p.text, p.is_heading) for p in pieces] == [("Erster Absatz.", False), ("Titel", True)]


def test_unchanged_rewritten_new_moved_and_struck_out() -> None:
    new = [
        OLD[0],
        "Ein Absatz über ganz andere Dinge als bisher.",
        OLD[3],
        "1. Das Land erstattet den Städten und Gemeinden die Kosten der Betreuung.",
    ]
    assert align(OLD, new) == [0, None, 3, 1]


def test_the_same_words_twice_are_two_paragraphs() -> None:
    assert align(["Gleich.", "Gleich."], ["Gleich.", "Gleich.", "Gleich."]).count(None) == 1


@given(st.lists(st.text(alphabet="abc \n", max_size=12), max_size=8))
def test_each_old_paragraph_is_used_at_most_once(texts: list[str]) -> None:
    found = [one for one in align(OLD + texts, texts + OLD) if one is not None]
    assert len(found) == len(set(found))


@given(st.text(alphabet="aä \n\r\t.1§", max_size=80))
def test_places_are_where_the_text_stands(text: str) -> None:
    for piece in split(text):
        assert tidy(text)[piece.start : piece.end] == piece.text
    whole, places = joined([piece.text for piece in split(text)])
    assert [whole[a:b] for a, b in places] == [piece.text for piece in split(text)]
