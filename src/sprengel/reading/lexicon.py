"""The words that carry a statement: read from two lists, inflected, ready to look up.

``lexicon.toml`` holds the core and wins; ``lexicon_wide.toml`` adds the long tail of words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from sprengel.language.verbs import Form, form_of, forms_of
from sprengel.language.words import BE
from sprengel.reading.document import Act

ACCUSATIVE: Final = "acc"
DATIVE: Final = "dat"


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb or phrase: what it does, and where its addressee and message stand."""

    lemma: str
    """As a person writes it: ``zusagen``, ``zur Kenntnis nehmen``."""
    act: Act
    addressee: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    companions: tuple[str, ...] = ()
    """Lower-case words that belong to it besides the verb: its particle or the phrase's rest."""

    @property
    def has_particle(self) -> bool:
        return len(self.companions) == 1 and " " not in self.lemma


class Hit(NamedTuple):
    """A word form that may be an entry's verb; ``apart``: its companions stand elsewhere."""

    entry: Entry
    form: int
    apart: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    verbs: dict[str, tuple[Hit, ...]]
    nouns: dict[str, Act]
    predicates: dict[str, tuple[Act, tuple[str, ...]]]
    judgements: dict[str, Act]
    judgement_nouns: dict[str, Act]
    open_nouns: frozenset[str]
    """Nouns that judge with an adjective only: "eine gute Idee"."""
    confidence: dict[str, float]


@cache
def lexicon() -> Lexicon:
    core, wide = rows_of("lexicon.toml"), rows_of("lexicon_wide.toml")
    judged = core["judgement_nouns"]
    return Lexicon(
        verbs=_verb_forms([*_verb_rows(core), *_new_rows(core, wide)]),
        nouns=_words(wide["nouns"]) | _words(core["nouns"]),
        predicates=_predicates(wide["predicates"]) | _predicates(core["predicates"]),
        judgements=_words(wide["judgements"]) | _words(core["judgements"]),
        judgement_nouns=_words({act: row.lower() for act, row in judged.items() if act != "open"}),
        open_nouns=frozenset(judged["open"].lower().split()),
        confidence={rule: float(value) for rule, value in core["tune"].items()},
    )


def core_hits(low: str) -> tuple[Hit, ...]:
    """The entries of the reviewed core only, for rules that decide where a message ends."""
    return tuple(hit for hit in lexicon().verbs.get(low, ()) if "wide" not in hit.entry.flags)


def rows_of(file_name: str) -> dict[str, Any]:
    """One of the two lists, as its file has it."""
    text = files("sprengel.reading").joinpath(file_name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _words(raw: dict[str, str]) -> dict[str, Act]:
    return {word: Act(act) for act, row in raw.items() for word in row.split()}


def _verb_rows(raw: dict[str, Any]) -> Iterator[tuple[Act, list[str]]]:
    for act, rows in raw["verbs"].items():
        for line in str(rows).splitlines():
            if line.strip():
                yield Act(act), line.split()


def _new_rows(core: dict[str, Any], wide: dict[str, Any]) -> Iterator[tuple[Act, list[str]]]:
    """Rows of ``wide`` for verbs the core does not have; "sich" makes another verb.

    They carry the flag ``wide``: the rules ask more of them and are less sure.
    """
    known = {(row[0], "refl" in row) for _, row in _verb_rows(core)}
    return (
        (act, [*row, "wide"])
        for act, row in _verb_rows(wide)
        if (row[0], "refl" in row) not in known
    )


def _predicates(raw: dict[str, str]) -> dict[str, tuple[Act, tuple[str, ...]]]:
    table: dict[str, tuple[Act, tuple[str, ...]]] = {}
    for act, row in raw.items():
        for item in row.split():
            word, _, prepositions = item.partition(":")
            table[word] = (Act(act), tuple(p for p in prepositions.split(",") if p))
    return table


def _verb_forms(rows: list[tuple[Act, list[str]]]) -> dict[str, tuple[Hit, ...]]:
    table: dict[str, list[Hit]] = {}
    for act, row in rows:
        for form, hit in _inflected(row, act):
            table.setdefault(form, []).append(hit)
    return {form: tuple(sorted(hits, key=_narrowest_first)) for form, hits in table.items()}


def _narrowest_first(hit: Hit) -> tuple[int, bool, bool]:
    """ "nimmt … zur Kenntnis" before "nimmt … an", "verpflichtet sich" before "verpflichtet";
    what only a body can decide comes last."""
    flags = hit.entry.flags
    return -len(hit.entry.companions), "refl" not in flags, "strict" in flags


def _inflected(row: list[str], act: Act) -> Iterator[tuple[str, Hit]]:
    lemma, *rest = row
    entry = _entry(lemma, rest, act)
    if "+" in lemma:
        verb = lemma.split("+")[0]
        base = verb.replace("|", "")
        particle = verb.partition("|")[0] if "|" in verb else ""
        stem = verb.partition("|")[2] if particle else base
        for form, what in _forms(stem, particle).items():
            yield form, Hit(entry, what, True)
        if particle:
            apart = _entry(lemma, rest, act, extra=(particle,))
            for form, what in forms_of(stem).items():
                if not what & (Form.PARTICIPLE):
                    yield form, Hit(apart, what, True)
        return
    if "|" not in lemma:
        for form, what in forms_of(lemma).items():
            yield form, Hit(entry, what, False)
        return
    particle, _, stem = lemma.rpartition("|")
    for form, what in forms_of(stem).items():
        if what != Form.PARTICIPLE:
            yield form, Hit(entry, what & ~(Form.INFINITIVE | Form.PARTICIPLE), True)
    for form, what in forms_of(stem, particle=particle).items():
        yield form, Hit(entry, what, False)


def _forms(stem: str, particle: str) -> dict[str, int]:
    if stem == "sein":  # "ist der Meinung"; its infinitive is a possessive more often than not
        return {form: form_of(form) for form in BE - {"sein", "gewesen"}}
    return forms_of(stem, particle=particle)


def _entry(lemma: str, rest: list[str], act: Act, extra: tuple[str, ...] = ()) -> Entry:
    addressee: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    flags: set[str] = set()
    for item in rest:
        if item.startswith("A:"):
            addressee = tuple(item[2:].split(","))
        elif item.startswith("M:"):
            message = tuple(item[2:].split(","))
        else:
            flags.add(item)
    verb, _, phrase = lemma.partition("+")
    words = tuple(phrase.replace("_", " ").lower().split())
    if phrase:
        name = f"{phrase.replace('_', ' ')} {verb.replace('|', '')}"
        companions = (*words, *extra)
    else:
        name = verb.replace("|", "")
        companions = (verb.rpartition("|")[0],) if "|" in verb else ()
    return Entry(name, act, addressee, message, frozenset(flags), companions)
