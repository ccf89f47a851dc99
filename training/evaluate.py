"""Rules alone against rules with the model, always on documents the model has not seen."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus import Gold
from examples import Example
from fitting import fit, folds
from learn import Words
from truth import MEASURES, Verdict, scores

from sprengel.reading.document import Statement
from sprengel.reading.model.linear import Weights
from sprengel.reading.model.looking import look
from sprengel.reading.model.opinion import reconsidered

FOLDS = 10
RESAMPLES = 1000


@dataclass(frozen=True)
class Reading:
    """One document read twice."""

    name: str
    part: str
    fold: int
    gold: Sequence[Gold]
    rules: Sequence[Statement]
    both: Sequence[Statement]


@dataclass(frozen=True)
class Line:
    measure: str
    rules: float
    rules_spread: float
    both: float
    both_spread: float
    difference: float
    low: float
    high: float
    """95 % interval of the difference, documents drawn with replacement."""


def read_with(weights: Weights, example: Example, fold: int = 0) -> Reading:
    looked = look(example.surroundings, weights)
    both = reconsidered(example.statements, looked)
    return Reading(
        example.annotated.name, example.annotated.part, fold, example.annotated.gold,
        example.statements, both,
    )  # fmt: skip


def cross_validated(
    strict: Sequence[Example],
    plain: dict[str, Example],
    words: Words,
    progress: Callable[[str], None],
) -> tuple[list[Reading], list[Reading]]:
    """Each document read with a model made from the others, as it is and with words unknown."""
    as_is, unknown = [], []
    for number, (train, test) in enumerate(folds(strict, FOLDS, seed=1)):
        weights = fit(train, words)
        for example in test:
            unknown.append(read_with(weights, example, number))
            as_is.append(read_with(weights, plain[example.name], number))
        progress(f"cross-validation {number + 1}/{FOLDS}")
    return as_is, unknown


def transferred(
    strict: Sequence[Example], plain: dict[str, Example], words: Words, to: str
) -> tuple[list[Reading], list[Reading]]:
    """Learned from the other collections, tried on one."""
    weights = fit([e for e in strict if e.annotated.part != to], words)
    test = [e for e in strict if e.annotated.part == to]
    return (
        [read_with(weights, plain[e.name], n) for n, e in enumerate(test)],
        [read_with(weights, e, n) for n, e in enumerate(test)],
    )


def compare(readings: Sequence[Reading]) -> list[Line]:
    rules = _f1((r.gold, r.rules) for r in readings)
    both = _f1((r.gold, r.both) for r in readings)
    by_fold: dict[int, list[Reading]] = {}
    for reading in readings:
        by_fold.setdefault(reading.fold, []).append(reading)
    fold_rules = [_f1((r.gold, r.rules) for r in group) for group in by_fold.values()]
    fold_both = [_f1((r.gold, r.both) for r in group) for group in by_fold.values()]
    bounds = _difference_bounds(readings)
    return [
        Line(
            m, rules[m], _spread([f[m] for f in fold_rules]), both[m],
            _spread([f[m] for f in fold_both]), both[m] - rules[m], *bounds[m],
        )
        for m in MEASURES
    ]  # fmt: skip


def _f1(documents: Iterable[tuple[Sequence[Gold], Sequence[Statement]]]) -> dict[str, float]:
    result = scores(documents)
    return {measure: result[measure]["f1"] for measure in MEASURES}


def _spread(values: Sequence[float]) -> float:
    return statistics.stdev(values) if len(values) > 1 else 0.0


def _difference_bounds(readings: Sequence[Reading]) -> dict[str, tuple[float, float]]:
    """Documents resampled from their own tallies, so that nothing is scored twice."""
    chooser = random.Random(7)
    tallies = [(_parts(r.gold, r.rules), _parts(r.gold, r.both)) for r in readings]
    drawn: dict[str, list[float]] = {m: [] for m in MEASURES}
    for _ in range(RESAMPLES):
        sample = chooser.choices(tallies, k=len(tallies))
        for m in MEASURES:
            drawn[m].append(_sum_f1([b[m] for _, b in sample]) - _sum_f1([a[m] for a, _ in sample]))
    bounds = {}
    for m, values in drawn.items():
        values.sort()
        bounds[m] = (values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)])
    return bounds


Part = tuple[float, float, float]
"""right, annotated, predicted"""


def _parts(gold: Sequence[Gold], statements: Sequence[Statement]) -> dict[str, Part]:
    result = scores([(gold, statements)])
    return {
        m: (result[m]["r"] * result[m]["gold"], result[m]["gold"], result[m]["pred"])
        for m in MEASURES
    }


def _sum_f1(parts: Sequence[Part]) -> float:
    right, gold, predicted = (sum(column) for column in zip(*parts, strict=True))
    return 2 * right / (gold + predicted) if gold + predicted else 0.0


# --- what a confidence is worth -------------------------------------------------------------------


@dataclass(frozen=True)
class Bin:
    low: float
    high: float
    count: int
    said: float
    """Mean confidence of the statements in the bin."""
    true: float
    """Share of them whose act, source and message are right."""


Judged = list[tuple[float, bool]]


def judged(readings: Sequence[Reading], *, both: bool) -> Judged:
    """Each statement's confidence and whether it was right."""
    result = []
    for reading in readings:
        statements = reading.both if both else reading.rules
        verdict = Verdict(reading.gold, statements)
        result += [(s.confidence, verdict.is_right(n)) for n, s in enumerate(statements)]
    return result


def bins(pairs: Judged, count: int = 10) -> list[Bin]:
    result = []
    for n in range(count):
        low, high = n / count, (n + 1) / count
        inside = [(c, t) for c, t in pairs if low <= c < high or (n == count - 1 and c == 1.0)]
        if inside:
            said = sum(c for c, _ in inside) / len(inside)
            true = sum(t for _, t in inside) / len(inside)
            result.append(Bin(low, high, len(inside), said, true))
    return result


def calibration_error(pairs: Judged) -> float:
    """Expected calibration error over ten bins."""
    return sum(b.count * abs(b.said - b.true) for b in bins(pairs)) / max(1, len(pairs))


def ranking(pairs: Judged) -> float:
    """How often a right statement is said to be surer than a wrong one (area under the curve)."""
    right = [c for c, t in pairs if t]
    wrong = [c for c, t in pairs if not t]
    if not right or not wrong:
        return 0.5
    better = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
    return better / (len(right) * len(wrong))


def brier(pairs: Judged) -> float:
    return sum((c - t) ** 2 for c, t in pairs) / max(1, len(pairs))
