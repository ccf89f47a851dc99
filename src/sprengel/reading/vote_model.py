"""Which of three neighbours a result without a vote is: taken note of, reply accepted, settled.

What minutes call an item that nobody put to the vote depends on who kept them as much as on
what happened, and those who keep them change their words over the years. So a small linear model
weighs the words of the decision, the end of the debate, the kind of body and the half-year.
It only speaks where it knows the clerk's form; elsewhere the rules hold.
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
FAMILIAR = 0.7
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
_COMMITTEE = re.compile(r"ausschuss", re.I)
_COUNCIL = re.compile(r"gemeinderat|stadtrat|ratssitzung|stadtverordnetenversammlung|plenar", re.I)
_NOBODY_SPOKE = re.compile(r"ohne Aussprache|\([Kk]eine Wortmeldung")
_NOBODY_LEFT = re.compile(r"[Kk]eine (?:weiteren? )?Wortmeldung")
_FORMULAS = (
    ("agreeing", re.compile(r"zustimmende", re.I)),
    ("agreed", re.compile(r"einverstanden", re.I)),
    ("noted", re.compile(r"kenntnis", re.I)),
    ("settled", re.compile(r"erledigt", re.I)),
)
_FIRST_YEAR = 2010
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
    forms: list[str]
    """What the forms of the minutes it learned from are made of."""
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
    return bool(form) and len(form.intersection(model["forms"])) >= FAMILIAR * len(form)


def features(closing: Closing) -> frozenset[str]:
    outcome, kind = closing.outcome.value, "motion" if closing.is_motion else "other"
    body = _body(closing.form)
    found = {
        f"body {body}",
        f"body {body} {outcome} {kind}",
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
    if _NOBODY_SPOKE.search(closing.debate):
        found.add("nobody spoke")
    if _NOBODY_LEFT.search(closing.debate):
        found |= {"nobody left", f"nobody left {outcome}"}
    formula = next((name for name, said in _FORMULAS if said.search(closing.decision)), "other")
    for since in _half_years(closing.dated_on):
        found |= {f"{since}", f"{since} {outcome} {kind}", f"{since} said {formula}"}
        found.add(f"{since} {body} {outcome}")
    return frozenset(found)


def _body(form: str) -> str:
    head = form[:400]
    return "committee" if _COMMITTEE.search(head) and not _COUNCIL.search(head) else "council"


def _half_years(day: date | None) -> Iterator[str]:
    """The half-years that have begun by then: a habit once taken up lasts until the next one."""
    if day is None:
        return
    for year in range(_FIRST_YEAR, min(day.year, _FIRST_YEAR + 100) + 1):
        yield f"since {year}"
        if year < day.year or day.month > 6:
            yield f"since {year}b"


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
