"""Folding and taking apart what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.bodies import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tübingen", "TUEBINGEN"),
        ("Tübingen", "Tu\u0308bingen"),  # composed and decomposed
        ("OB-Sprengel", "OB Sprengel"),
        ("OB-Sprengel", "OB‑Sprengel"),  # non-breaking hyphen
        ("Oberbürger\u00admeister", "Oberbürgermeister"),
        ("Wiśniewski", "Wisniewski"),
        ("Weißenfels", "Weissenfels"),
        ("Eislingen/Fils", "Eislingen Fils"),
        ("„Städtebund“", "Städtebund"),
        ("Oberbürgermeister*in", "Oberbürgermeisterin"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


@given(st.text(max_size=60))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    folded = names.fold(text)
    assert names.fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tübinger", "Tübingen"),
        ("Karlsruher", "Karlsruhe"),
        ("Auenstädter", "Auenstadt"),
        ("Ulmer", "Ulm"),
        ("Präsidentin", "Präsident"),
        ("Regierungspräsidenten", "Regierungspräsident"),
        ("geschäftsführendes", "geschäftsführende"),
        ("Städtetages", "Städtetag"),
    ],
)
def test_stems_meet(one: str, other: str) -> None:
    assert names.stem(names.fold(one)) == names.stem(names.fold(other))


@given(st.text(alphabet="abdeinrstzäöüß", min_size=1, max_size=20))
def test_a_stem_is_never_empty(word: str) -> None:
    assert names.stem(names.fold(word))


def test_titles_go_and_initials_stay() -> None:
    assert names.without_titles(names.words_of("Prof. Dr. h. c. Anna C. Weber")) == (
        "anna",
        "c",
        "weber",
    )
