"""Whatever the text: the reader answers, and what it answers stands in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.reading import read
from sprengel.reading.document import ReadDocument

WORDS = (  # noqa: SIM905 - read as one text
    "Der Gemeinderat beschließt beauftragt die Verwaltung das Land müsse sagte zu fordert auf dass "
    'Stadtrat Honold (BLU): Wir freuen uns lehnen ab stimmen Herr Frau Dr. Beck , . : ; – - „ “ " ( ) '
    "habe sei werde und oder was wie so laut nach Angaben von der Vorsitzende Beschluss: 1. 2. a. \n \n\n "
    "Abstimmungsergebnis: Antrag: SPD bis zum 31. März 2026 vielen Dank nicht kein zu prüfen ob er sie "
    "finde gut falsch ist wichtig, ? ! > Von: An: Mit freundlichen Grüßen - 2 - finanzi-\nellen"
).split(" ")

german = st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)


def check(document: ReadDocument) -> None:
    size = len(document.text)
    for statement in document.statements:
        for role in ("cue", "source", "addressee", "message", "deadline"):
            spans = getattr(statement, role)
            for span in spans:
                assert 0 <= span.start < span.end <= size
            assert all(a.end <= b.start for a, b in pairwise(spans)), (role, spans)
        assert statement.cue
        assert statement.reason
        assert 0.0 <= statement.confidence <= 1.0
    starts = [s.cue[0].start for s in document.statements]
    assert starts == sorted(starts)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    check(read(text))


@given(german)
@settings(max_examples=600, deadline=None)
def test_german_words_in_any_order(text: str) -> None:
    check(read(text))


@given(german)
@settings(max_examples=40, deadline=None)
def test_the_same_text_is_read_the_same_way(text: str) -> None:
    assert read(text).as_json() == read(text).as_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\ufeff",
        "Wort " * 20_000,
        "a," * 20_000,
        "„“" * 5_000,
        "(" * 20_000,
        "sagte " * 8_000,
        "dass er sagte, " * 4_000,
        "-\n" * 20_000,
        "Stadtrat X (Y): " * 2_000,
        "1. " * 5_000,
        "und fordert die Stadt auf " * 3_000,
        "Beschluss:\n" * 3_000,
        "A" * 200_000,
        "\n" * 100_000,
        "> " * 50_000,
        "zum 1. 1. " * 5_000,
    ],
)
def test_text_without_shape(text: str) -> None:
    check(read(text))


def test_windows_line_ends_change_no_words() -> None:
    text = "Die Städte begrüßten den Vorschlag.\nSie forderten das Land auf, mehr zu zahlen.\n"
    unix = read(text)
    windows = read(text.replace("\n", "\r\n"))

    def words(document: ReadDocument) -> list[tuple[str, ...]]:
        return [
            tuple(span.of(document.text) for span in (*s.cue, *s.source, *s.message))
            for s in document.statements
        ]

    assert words(unix) == words(windows)
    assert len(unix.statements) == 2
