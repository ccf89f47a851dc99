"""The whole model from examples: first the words, then, on unseen words' scores, the statements."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from examples import Example
from learn import Words, fit_second

from sprengel.reading.model.linear import Borders, Weights
from sprengel.reading.model.looking import Looked, look
from sprengel.reading.model.proposing import proposals
from sprengel.reading.model.weighing import seen

BORDERS = Borders(
    drop_held=0.2,
    drop_right=0.15,
    add_found=0.5,
    add_found_wary=0.7,
    add_fits=0.15,
)
"""What lost nothing in any collection; docs/explanation/second-opinion.md says what was tried."""
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
    return Weights(
        name="unfinished",
        cue=words.fit_cue(train),
        acts=acts,
        held={},
        right={},
        found={},
        fits={},
        borders=BORDERS,
    )


def fit(train: Sequence[Example], words: Words, name: str = "trial") -> Weights:
    """Weights learned from ``train`` alone; the second stage sees only out-of-fold word scores."""
    unseen: list[tuple[Example, Looked]] = []
    for part, held_out in folds(train, INNER_FOLDS, SEED + 1):
        first = first_stage(part, words)
        unseen += [(e, look(e.surroundings, first)) for e in held_out]
    held, right, found, fits = [], [], [], []
    for example, looked in unseen:
        read = seen(example.statements, looked)
        for n, one in enumerate(read):
            held.append((one.signs, example.verdict.is_held(n)))
            right.append((one.signs, example.verdict.is_right(n)))
        for proposal in proposals(example.statements, looked):
            is_found, is_fit = example.verdict.missed(proposal.statement)
            found.append((proposal.signs, is_found))
            fits.append((proposal.signs, is_fit))
    return replace(
        first_stage(train, words),
        name=name,
        held=fit_second(held),
        right=fit_second(right),
        found=fit_second(found),
        fits=fit_second(fits),
    )
