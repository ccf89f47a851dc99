"""The whole model from examples: first the words, then, on unseen words' scores, the statements."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from examples import CUE, Example
from learn import Words, fit_second
from truth import is_right_alone

from sprengel.reading.model.linear import Weights
from sprengel.reading.model.opinion import (
    Looked,
    choose,
    look,
    missed,
    searched,
    seen,
    statement_of,
)

DROP_BELOW = 0.2
"""The rules are rarely that wrong; a higher border helped nothing and cost press releases some."""
ADD_ABOVE = 0.4
ADD_FOLLOWED_ABOVE = 2.0
"""What becomes a matter to follow is never added: too few such finds had all parts right."""
INNER_FOLDS = 5
SEED = 20260

Fold = tuple[list[Example], list[Example]]


def folds(examples: Sequence[Example], count: int, seed: int) -> Iterator[Fold]:
    """(train, test) over whole documents, the collections spread evenly."""
    shuffled = sorted(examples, key=lambda e: e.name)
    random.Random(seed).shuffle(shuffled)
    shuffled.sort(key=lambda e: e.annotated.part)
    count = min(count, len(shuffled))
    for n in range(count):
        test = shuffled[n::count]
        yield [e for e in shuffled if e not in test], test


def first_stage(train: Sequence[Example], words: Words) -> Weights:
    acts = {sign: tuple(row) for sign, row in words.fit_acts(train).items()}
    empty: dict[str, float] = {}
    return Weights(
        "unfinished", words.fit_cue(train), acts, empty, empty, empty, 0.5,
        DROP_BELOW, ADD_ABOVE, ADD_FOLLOWED_ABOVE,
    )  # fmt: skip


def fit(train: Sequence[Example], words: Words, name: str = "trial") -> Weights:
    """Weights learned from ``train`` alone; the second stage sees only out-of-fold word scores."""
    unseen: list[tuple[Example, Looked]] = []
    for part, held_out in folds(train, INNER_FOLDS, SEED + 1):
        first = first_stage(part, words)
        unseen += [(e, look(e.surroundings, first)) for e in held_out]
    held, right, added = [], [], []
    for example, looked in unseen:
        read = seen(example.statements, looked)
        for n, one in enumerate(read):
            held.append((one.signs, example.verdict.is_held(n)))
            right.append((one.signs, example.verdict.is_right(n)))
        for one in missed(read, looked, looked.view.sentences):
            truth = example.label.get(one.candidate.index, 0)
            if truth in (0, CUE):
                added.append((one.signs, truth == CUE))
    weights = replace(
        first_stage(train, words), name=name,
        held=fit_second(held), right=fit_second(right), added=fit_second(added),
    )  # fmt: skip
    return replace(weights, added_right=_share_right(unseen, weights))


def _share_right(unseen: Sequence[tuple[Example, Looked]], weights: Weights) -> float:
    """Of what would be added and is a cue: how much has act, source and message right."""
    good = total = 1.0
    for example, looked in unseen:
        looked.weights = replace(looked.weights, added=weights.added)
        read = seen(example.statements, looked)
        for one, likely in choose(missed(read, looked, searched(looked.view)), looked):
            if example.label.get(one.candidate.index) != CUE:
                continue
            statement = statement_of(one, likely, example.statements, looked)
            if statement is not None:
                total += 1
                good += is_right_alone(example.annotated.gold, statement)
    return round(good / total, 3)
