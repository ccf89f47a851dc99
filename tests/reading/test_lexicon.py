"""The two lists of words: well-formed, without doubles, and every verb inflects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from sprengel.language.verbs import FINITE, Form, form_of, forms_of
from sprengel.reading import read_text
from sprengel.reading.document import Act
from sprengel.reading.lexicon import lexicon, rows_of

FILES = ("lexicon.toml", "lexicon_wide.toml")
FLAGS = {
    "refl", "clause", "third", "own", "body", "weak", "nodass", "noclause", "negated", "strict",
    "first",
    "dass", "person", "prep",
}  # fmt: skip
CASES = {"acc", "dat"}
PREPOSITIONS = {
    "ab", "an", "auf", "aus", "bei", "beim", "durch", "für", "gegen", "gegenüber", "hinter", "in",
    "mit", "nach", "trotz", "über", "um", "unter", "von", "vom", "vor", "wegen", "zu", "zum", "zur",
}  # fmt: skip
LOOK_LIKE_OTHERS = {"dank", "danke", "eine", "einen", "einige", "halte", "sein", "gewesen", "gut"}
"""Finite forms that the reader takes for another word on purpose."""


def _rows(file_name: str) -> Iterator[tuple[str, list[str]]]:
    for act, rows in rows_of(file_name)["verbs"].items():
        for line in rows.splitlines():
            if line.strip():
                yield act, line.split()


def _words(file_name: str, section: str) -> Iterator[tuple[str, str]]:
    for act, row in rows_of(file_name)[section].items():
        for word in row.split():
            yield act, word.split(":")[0]


@pytest.mark.parametrize("file_name", FILES)
def test_every_act_is_known(file_name: str) -> None:
    raw: dict[str, Any] = rows_of(file_name)
    known = {act.value for act in Act}
    for section in ("verbs", "nouns", "predicates", "judgements"):
        assert set(raw[section]) <= known


@pytest.mark.parametrize("file_name", FILES)
def test_every_frame_and_flag_is_known(file_name: str) -> None:
    for _, row in _rows(file_name):
        for item in row[1:]:
            kind, colon, values = item.partition(":")
            if colon:
                assert kind in ("A", "M"), row
                assert set(values.split(",")) <= CASES | PREPOSITIONS, row
            else:
                assert item in FLAGS, row


def test_predicates_name_prepositions() -> None:
    for file_name in FILES:
        for row in rows_of(file_name)["predicates"].values():
            for item in row.split():
                _, colon, values = item.partition(":")
                assert not colon or set(values.split(",")) <= PREPOSITIONS, item


def test_the_wide_list_has_no_doubles() -> None:
    rows = Counter((act, row[0], "refl" in row) for act, row in _rows("lexicon_wide.toml"))
    assert [row for row, count in rows.items() if count > 1] == []
    for section in ("nouns", "predicates", "judgements"):
        words = Counter(word for _, word in _words("lexicon_wide.toml", section))
        assert [word for word, count in words.items() if count > 1] == []


def test_every_verb_inflects_and_is_known_as_a_verb() -> None:
    for file_name in FILES:
        for _, row in _rows(file_name):
            verb = row[0].split("+")[0].rpartition("|")[2]
            if verb == "sein":
                continue
            forms = forms_of(verb)
            assert any(what & Form.THIRD for what in forms.values()), row
            unknown = {
                form for form, what in forms.items() if what & FINITE and not form_of(form)
            } - LOOK_LIKE_OTHERS
            assert not unknown, row


def test_verbs_without_a_prefix_that_lack_ge_in_the_participle() -> None:
    assert forms_of("wiederholen")["wiederholt"] & Form.PARTICIPLE
    assert forms_of("hinterfragen")["hinterfragt"] & Form.PARTICIPLE
    assert forms_of("prophezeien")["prophezeit"] & Form.PARTICIPLE
    assert forms_of("schelten")["gescholten"] & Form.PARTICIPLE


def test_the_core_wins_over_the_wide_list() -> None:
    core = {(row[0], "refl" in row): act for act, row in _rows("lexicon.toml")}
    shared = [row[0] for _, row in _rows("lexicon_wide.toml") if (row[0], "refl" in row) in core]
    for hits in lexicon().verbs.values():
        for hit in hits:
            assert not ("wide" in hit.entry.flags and hit.entry.lemma in shared)
    nouns = {word: act for act, word in _words("lexicon.toml", "nouns")}
    assert all(lexicon().nouns[word].value == act for word, act in nouns.items())


@pytest.mark.parametrize(
    ("text", "act", "cue"),
    [
        ("Die Kämmerin resümierte, das Jahr sei gut verlaufen.", Act.REPORT, "resümierte"),
        ("Stadträtin Kröger ist der Ansicht, dass die Mittel reichen.", Act.REPORT, "Ansicht"),
        ("Der Städtebund steht dem Entwurf kritisch gegenüber.", Act.CRITICISM, "kritisch"),
        ("Kröger machte geltend, dass die Frist zu kurz sei.", Act.REPORT, "geltend"),
        ("Der Hauptausschuss verschob die Wahl der Vorsitzenden.", Act.DECISION, "verschob"),
        ("Der Gemeinderat gab grünes Licht für den Neubau.", Act.DECISION, "grünes Licht"),
        ("Die Fraktion distanziert sich von dem Schreiben.", Act.CRITICISM, "distanziert"),
        ("Der Verband legt Wert darauf, dass das Land früh informiert.", Act.DEMAND, "Wert"),
        ("Das Ministerium gab sein Wort, die Mittel bis Juli zu zahlen.", Act.COMMITMENT, "Wort"),
        ("Stadtrat Brandl zeigte sich von dem Konzept angetan.", Act.APPROVAL, "angetan"),
        ("Die Gruppe bat um Auskunft, ob die Brücke gesperrt wird.", Act.QUESTION, "Auskunft"),
    ],
)
def test_words_of_the_wide_list_are_read(text: str, act: Act, cue: str) -> None:
    document = read_text(text, name="probe.txt")
    cues = {
        (statement.act, " ".join(document.text[s.start : s.end] for s in statement.cue))
        for statement in document.statements
    }
    assert any(a is act and cue in words for a, words in cues), cues


@pytest.mark.parametrize(
    "text",
    [
        "Die Firma verschob den Baubeginn.",
        "Der Laster beendete die Fahrt am Tor.",
        "Das Amt richtete den Platz her.",
        "Die Gäste lachten im Saal.",
        "Die Stadt wurde im Jahr 1220 gegründet.",
        "Ist die Verwaltung der Auffassung, dass das reicht?",
    ],
)
def test_narration_is_no_statement(text: str) -> None:
    assert not read_text(text, name="probe.txt").statements


@pytest.mark.parametrize(
    "words",
    [
        "die Brücke sei gesperrt",
        "der Bau sei verschoben worden",
        "das Land habe zugestimmt",
    ],
)
def test_reported_words_with_a_participle_are_no_relative_clause(words: str) -> None:
    document = read_text(f"Kröger sagte, {words}.", name="probe.txt")
    (statement,) = document.statements
    assert [document.text[s.start : s.end] for s in statement.message] == [words]
