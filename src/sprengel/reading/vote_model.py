"""Which of three neighbours a result without a vote is: taken note of, reply accepted, settled.

What minutes call an item that nobody put to the vote depends on who kept them as much as on
what happened. So a small linear model weighs the words of the decision, the end of the debate
and the clerk's form. It only speaks where it knows the form; elsewhere the rules hold.
The weights are package data (``vote_model.json``), made by ``training/votes.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from .document import Outcome

NEIGHBOURS = (Outcome.NOTED, Outcome.REPLY_ACCEPTED, Outcome.SETTLED)
FAMILIAR = 0.9
"""Share of the form's features the model must have seen before it says anything."""

_MONTH = re.compile(
    r"Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
_NAME_LINE = re.compile(
    r"^[^\S\n]*(?:(?:Der|Die)\s+)?Vorsitz[^\n]*(?:\n[^\S\n]*(?:Dr|Prof)\.[^\n]*)?$", re.M
)
_FORM_TOKEN = re.compile(r"[^\W\d]+|[^\w\s]|\n")
_WORD = re.compile(r"[^\W\d]+")
_SAID = frozenset(
    {"Antrag", "Antrags", "Anträge", "Antragsteller", "Stellungnahme", "Stellungnahmen"}
    | {"Antwort", "Kenntnisnahme", "Erledigung", "Abstimmung", "Zustimmung", "Beschluss"}
    | {"Tagesordnungspunkt", "Ausschuss", "Verwaltung", "Vorsitzende", "Vorsitzender"}
    | {"Wortmeldung", "Wortmeldungen", "Vorgehen", "Thema", "Diskussion", "Bericht"}
)
"""Nouns that count; all others could be the names of people."""
_SETTLED = re.compile(r"erledig", re.I)
_PAGE_MARKS = (
    ("dash", re.compile(r"^ ?– ?\d+ ?–", re.M)),
    ("hyphen", re.compile(r"^ ?- ?\d+ ?-", re.M)),
    ("of", re.compile(r"^-- \d+ of \d+ --", re.M)),
)


@dataclass(frozen=True, slots=True)
class Closing:
    """How an item without a vote ended, as far as the minutes show it."""

    item: str
    outcome: Outcome
    """What the rules make of it."""
    is_motion: bool
    items: int
    """How many items were called up together."""
    decision: str
    debate: str
    """Its last part."""
    form: str
    """What stands above the first item and below the last one."""
    dated_on: date | None = None
    """Of the minutes: what a clerk calls a thing changes over the years."""


class Model(TypedDict):
    outcomes: list[str]
    bias: list[float]
    features: dict[str, list[float]]
    """What speaks for each of the outcomes, and how much."""


def choose(closing: Closing, model: Model | None = None) -> Outcome:
    """The model's choice if it knows the form, otherwise what the rules say."""
    model = model or _shipped()
    if closing.outcome not in NEIGHBOURS or not _is_familiar(closing, model):
        return closing.outcome
    scores = list(model["bias"])
    for feature in sorted(features(closing)):
        for index, weight in enumerate(model["features"].get(feature, ())):
            scores[index] += weight
    best = max(range(len(scores)), key=scores.__getitem__)
    return Outcome(model["outcomes"][best])


def _is_familiar(closing: Closing, model: Model) -> bool:
    form = set(form_features(closing))
    return bool(form) and sum(f in model["features"] for f in form) >= FAMILIAR * len(form)


def features(closing: Closing) -> frozenset[str]:
    outcome, kind = closing.outcome.value, "motion" if closing.is_motion else "other"
    found = {
        f"rule {outcome}",
        f"kind {kind}",
        f"rule {outcome} {kind}",
        f"items {min(closing.items, 4)}",
    }
    decision = _plain(closing.decision)
    if len(decision) <= 80:  # a formula; anything longer is about one paper
        found.add(f"decision {decision}")
    for near in (150, 450):
        if _SETTLED.search(closing.debate[-near:]):
            found.add(f"settled {near}")
    found |= {f"d:{w}" for w in _words(closing.decision[:150])}
    found |= {f"e:{w}" for w in _words(closing.debate[-250:])}
    for feature in form_features(closing):
        found |= {feature, f"{feature} * {outcome}"}
    return frozenset(found)


def form_features(closing: Closing) -> Iterator[str]:
    form = _MONTH.sub("M", _NAME_LINE.sub("", closing.form))
    tokens = _FORM_TOKEN.findall(form)
    yield from {f"f:{a} {b}" for a, b in pairwise(tokens)}
    yield from (f"page {name}" for name, mark in _PAGE_MARKS if mark.search(closing.form))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W\d]+", " ", text.lower()).split())


def _words(text: str) -> Iterator[str]:
    """Words and pairs of words; of nouns only those that cannot be names."""
    words = [w.lower() if w[0].islower() or w in _SAID else "_" for w in _WORD.findall(text)]
    yield from (w for w in words if w != "_")
    yield from (f"{a} {b}" for a, b in pairwise(words) if (a, b) != ("_", "_"))


@cache
def _shipped() -> Model:
    file = Path(__file__).with_name("vote_model.json")
    model: Model = json.loads(file.read_text(encoding="utf-8"))
    return model
