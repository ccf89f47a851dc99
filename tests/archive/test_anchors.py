from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.archive import anchors

TEXT = (
    "Der Städtebund sagte zu, bis Ostern zu berichten. Die Städte begrüßten das.\n"
    "Der Städtebund sagte zu, im Herbst wiederzukommen. Die Städte begrüßten das nicht.\n"
)


def anchor(quote: str, text: str = TEXT, nth: int = 0) -> anchors.Anchor:
    starts = [m.start() for m in re.finditer(re.escape(quote), text)]
    return anchors.make(text, starts[nth], starts[nth] + len(quote))


def test_finds_itself_in_the_same_text() -> None:
    first, second = anchor("sagte zu", nth=0), anchor("sagte zu", nth=1)
    assert anchors.find(first, TEXT) == first
    assert anchors.find(second, TEXT) == second


def test_moves_with_what_was_put_before_it() -> None:
    second = anchor("sagte zu", nth=1)
    found = anchors.find(second, "NIEDERSCHRIFT\n\n" + TEXT)
    assert found is not None
    assert found.start == second.start + len("NIEDERSCHRIFT\n\n")


def test_other_line_ends_are_the_same_words() -> None:
    kept = anchor("bis Ostern zu berichten")
    found = anchors.find(kept, TEXT.replace("bis Ostern", "bis\nOstern"))
    assert found is not None
    assert found.quote == "bis\nOstern zu berichten"


def test_gone_is_not_found() -> None:
    assert anchors.find(anchor("bis Ostern zu berichten"), TEXT.replace("Ostern", "Mai")) is None


def test_two_equal_places_are_not_guessed() -> None:
    line = "Die Verwaltung sagt Prüfung zu, und zwar bald. " * 3
    kept = anchor("Prüfung", line, nth=1)
    shorter = "Vorweg: " + "Die Verwaltung sagt Prüfung zu, und zwar bald. " * 6
    assert anchors.find(kept, shorter) is None


def test_the_words_around_tell_two_places_apart() -> None:
    text = "Herr Amsel sagte zu. Frau Drossel sagte zu."
    kept = anchors.make(text, text.rindex("sagte"), text.rindex("sagte") + 8)
    swapped = "Frau Drossel sagte zu. Herr Amsel sagte zu."
    found = anchors.find(kept, swapped)
    assert found is None or found.prefix.endswith("Frau Drossel ")


def test_empty_stretch_is_refused() -> None:
    with pytest.raises(ValueError, match="no stretch"):
        anchors.make("abc", 1, 1)


def test_a_pasted_quote_must_be_there_once() -> None:
    assert anchors.find_quote("  bis Ostern  zu berichten ", TEXT) is not None
    assert anchors.find_quote("sagte zu", TEXT) is None
    assert anchors.find_quote("bis Pfingsten", TEXT) is None
    assert anchors.find_quote("  ", TEXT) is None


texts = st.text(alphabet="ab ä\n.𝔸", min_size=1, max_size=80)


@given(st.data(), texts)
def test_never_finds_other_words(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    other = data.draw(texts)
    kept = anchors.make(text, start, end)
    found = anchors.find(kept, other)
    if found is not None:
        assert found.quote.split() == kept.quote.split()
        assert other[found.start : found.end] == found.quote


@given(st.data(), texts)
def test_an_unchanged_text_gives_the_same_anchor(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    kept = anchors.make(text, start, end)
    assert anchors.find(kept, text) in (kept, None)
    if text.count(kept.prefix + kept.quote + kept.suffix) == 1 and (kept.prefix or kept.suffix):
        assert anchors.find(kept, text) == kept


@given(st.data(), texts)
def test_survives_json(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    kept = anchors.make(text, start, start + 1)
    assert anchors.from_json(anchors.as_json(kept)) == kept
