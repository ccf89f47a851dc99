"""The second opinion on the rules' reading: what it may do and what it must not."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.reading.document import Act, ReadDocument, Statement
from sprengel.reading.model import linear, second_opinion
from sprengel.reading.model.features import Surroundings
from sprengel.reading.model.linear import ModelProblem, parse, weights
from sprengel.reading.model.looking import look
from sprengel.reading.model.opinion import reconsidered
from sprengel.reading.model.view import view_of
from sprengel.reading.statements.collect import find_statements

MINUTES = """Niederschrift über die Sitzung des Hauptausschusses Auenstadt

Stadträtin Brandl (BLU) begrüßt die Vorlage. Die Stadt sei damit auf gutem Weg. Ihre Fraktion habe
lange darauf gewartet.

Stadtrat Honold (FBL) fragt, wann die Halle fertig werde. Er bezweifelt, dass der Plan zu halten sei.
Die Kosten seien hoch. Man könne das nicht jedem erklären.

Der Vorsitzende sagt zu, die Zahlen bis zur nächsten Sitzung vorzulegen.
"""


def rules_only(text: str) -> ReadDocument:
    document = ReadDocument("text", text)
    find_statements(document)
    return document


def weighed(text: str) -> ReadDocument:
    document = rules_only(text)
    second_opinion(document)
    return document


def test_every_statement_gets_a_confidence_of_its_own() -> None:
    before, after = rules_only(MINUTES), weighed(MINUTES)
    assert {s.confidence for s in before.statements} != {s.confidence for s in after.statements}
    assert all(0.0 <= s.confidence <= 1.0 for s in after.statements)
    assert not after.notes


def test_a_plain_promise_is_surer_than_a_bare_noun() -> None:
    document = weighed(MINUTES)
    promise = next(s for s in document.statements if s.act is Act.COMMITMENT)
    assert promise.confidence >= 0.6
    assert promise.reason


def test_what_the_rules_read_stays_as_it_is() -> None:
    """Of what the rules read only confidence and reason change, and the order stays."""
    before = [(s.act, s.cue, s.source) for s in rules_only(MINUTES).statements]
    after = [(s.act, s.cue, s.source) for s in weighed(MINUTES).statements]
    kept = [s for s in after if s in before]
    assert kept == [s for s in before if s in kept]
    assert len(kept) >= len(before) - 1


def adding(text: str) -> tuple[ReadDocument, list[Statement]]:
    """The text with every proposal accepted, and what the rules alone read of it."""
    document = rules_only(text)
    eager = replace(weights(), found={"bias": 9.0}, fits={"bias": 9.0})
    rules = list(document.statements)
    looked = look(Surroundings(view_of(document)), eager)
    document.statements = reconsidered(document.statements, looked)
    return document, rules


GRUMBLED = """Niederschrift über die Sitzung des Hauptausschusses Auenstadt

Stadträtin Brandl (BLU) begrüßt die Vorlage. Die Stadt sei damit auf gutem Weg.

Stadtrat Honold (FBL) ärgert der Vergleich mit Moorbeck.
"""


def test_what_is_added_has_its_parts_in_the_text_and_says_it_was_learned() -> None:
    document, rules = adding(GRUMBLED)
    known = {s.cue for s in rules}
    added = [s for s in document.statements if s.cue not in known]
    assert added
    for statement in added:
        assert "keine Regel" in statement.reason
        for span in (*statement.cue, *statement.source, *statement.message):
            assert span.of(GRUMBLED).strip()
        assert not any(
            s.start < c.end and c.start < s.end for s in statement.message for c in statement.cue
        )
    starts = [s.cue[0] for s in document.statements]
    assert starts == sorted(starts)


def test_a_new_speakers_words_are_no_longer_the_earlier_ones() -> None:
    document, rules = adding(GRUMBLED)
    known = {s.cue for s in rules}
    for new in (s for s in document.statements if s.cue not in known):
        for old in (s for s in document.statements if s.cue < new.cue):
            assert not any(
                span.start <= new.cue[0].start < span.end
                and "." in GRUMBLED[old.cue[0].start : new.cue[0].start]
                for span in old.message
            )


def test_nothing_is_added_where_nothing_is_likely() -> None:
    shy = replace(weights(), found={"bias": -9.0})
    document = rules_only(GRUMBLED)
    known = {s.cue for s in document.statements}
    looked = look(Surroundings(view_of(document)), shy)
    assert {s.cue for s in reconsidered(document.statements, looked)} <= known


def test_doubt_about_what_a_rule_was_sure_of_is_said() -> None:
    doubting = replace(weights(), right={"bias": -1.0}, found={"bias": -9.0})
    document = rules_only(MINUTES)
    sure = {s.cue for s in document.statements if not s.is_doubtful}
    assert sure
    looked = look(Surroundings(view_of(document)), doubting)
    for statement in reconsidered(document.statements, looked):
        assert statement.is_doubtful
        said = "ähnliche Stellen waren oft anders zu lesen" in statement.reason
        assert said == (statement.cue in sure)


def test_the_most_unlikely_is_dropped() -> None:
    strict = replace(weights(), held={"bias": -9.0}, found={"bias": -9.0})
    document = rules_only(MINUTES)
    assert reconsidered(document.statements, look(Surroundings(view_of(document)), strict)) == ()


def test_without_weights_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> linear.Weights:
        raise ModelProblem("no such file")

    monkeypatch.setattr("sprengel.reading.model.weights", missing)
    document = rules_only(MINUTES)
    before = document.statements
    assert second_opinion(document) == ""
    assert document.statements == before
    assert "allein aus den Regeln" in document.notes[0]


@pytest.mark.parametrize("raw", [{}, {"name": "x"}, [], {"name": 1, "cue": 3}])
def test_unreadable_weights_are_told_from_readable_ones(raw: object) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        parse(raw)


def test_weights_that_fit_no_text_leave_the_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(weights(), acts={"bias": (1.0,), "part=paragraph": (1.0, 2.0)})
    monkeypatch.setattr("sprengel.reading.model.weights", lambda: broken)
    document = rules_only(MINUTES)
    before = document.statements
    assert second_opinion(document) == ""
    assert document.statements == before
    assert document.notes


WORDS = (  # noqa: SIM905 - read as one text
    "Niederschrift \n\n Stadtrat Honold (BLU) bezweifelt dass er sei habe müsse Man könne nicht froh . , : "
    "Die Verwaltung sagt zu werde prüfen begrüßt kritisiert ob Frage Antrag „ “ ( ) - 2 - \n ? gut falsch"
).split(" ")


@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=90).map(" ".join))
)
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    document = rules_only(text)
    assert second_opinion(document) == weights().name, document.notes
    for statement in document.statements:
        assert statement.cue
        assert statement.reason
        assert 0.0 <= statement.confidence <= 1.0
        for spans in (statement.cue, statement.source, statement.addressee, statement.message):
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
    again = rules_only(text)
    second_opinion(again)
    assert again.as_json() == document.as_json()


def test_the_card_names_the_hash_of_the_weights() -> None:
    folder = files("sprengel.reading.model")
    data = folder.joinpath("weights.json").read_bytes()
    card = folder.joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
    assert hashlib.sha256(data).hexdigest() in card
    assert "CC BY-SA 4.0" in card
    assert len(data) < 3_000_000
    assert json.loads(data)["licence"].startswith("CC BY-SA 4.0")


def test_no_name_is_a_sign() -> None:
    """Who speaks for which party in which city must not decide what is believed."""
    signs = {re.sub(r"^[a-z]+=", "", sign) for sign in weights().cue}
    assert not signs & {
        "mentrup",
        "honné",
        "wohlfeil",
        "karlsruh",
        "spd",
        "cdu",
        "fdp",
        "grün",
        "afd",
    }
