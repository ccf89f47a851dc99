"""The model's weights: plain tables, read once from ``weights.json``, looked up by name."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Any, Final

from sprengel.reading.document import Act

ACTS: Final = tuple(Act)
Signs = Mapping[str, float]
"""Named evidence and how much of it there is; a plain sign counts 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    name: str
    cue: dict[str, float]
    """Whether a word is a cue."""
    acts: dict[str, tuple[float, ...]]
    """Which act a cue carries, in the order of ``Act``."""
    held: dict[str, float]
    """Whether a rule's statement is one at all."""
    right: dict[str, float]
    """Whether act, source and message of a rule's statement are right, too."""
    found: dict[str, float]
    """Whether a likely cue the rules passed over is a statement."""
    fits: dict[str, float]
    """Whether act, source and message of such a statement are right, too."""
    borders: Borders


@dataclass(frozen=True, slots=True)
class Borders:
    """Probabilities from which something is done; chosen on texts left out."""

    drop_held: float
    drop_right: float
    """What is less probably a statement, or less probably right, is dropped."""
    add_found: float
    add_found_wary: float
    """… amid words the rules gave to somebody, where a wrong addition cuts them in two, and outside
    of minutes, where more words only look like saying."""
    add_fits: float


class ModelProblem(Exception):
    """The weights cannot be read; the rules then stand alone."""


@cache
def weights() -> Weights:
    """The shipped weights. Raises ModelProblem when they are missing or unreadable."""
    try:
        raw = files("sprengel.reading.model").joinpath("weights.json").read_bytes()
        return parse(json.loads(raw))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelProblem(str(error)) from error


def parse(raw: Any) -> Weights:
    return Weights(
        name=str(raw["name"]),
        cue=_table(raw["cue"]),
        acts={sign: tuple(float(v) for v in row) for sign, row in raw["acts"].items()},
        held=_table(raw["held"]),
        right=_table(raw["right"]),
        found=_table(raw["found"]),
        fits=_table(raw["fits"]),
        borders=Borders(**{str(name): float(value) for name, value in raw["borders"].items()}),
    )


def _table(raw: Mapping[str, Any]) -> dict[str, float]:
    return {str(sign): float(value) for sign, value in raw.items()}


def total(table: Mapping[str, float], signs: Iterable[str]) -> float:
    return sum(map(table.get, signs, repeat(0.0)))


def weighed(table: Mapping[str, float], signs: Signs) -> float:
    get = table.get
    return sum(get(sign, 0.0) * amount for sign, amount in signs.items())


def probability(score: float) -> float:
    if score < -30:
        return 0.0
    return 1.0 / (1.0 + math.exp(-score)) if score < 30 else 1.0


def log_odds(share: float) -> float:
    """What ``probability`` turns back, kept within reason at the ends."""
    share = min(max(share, 0.02), 0.98)
    return math.log(share / (1.0 - share))


def act_scores(table: Mapping[str, tuple[float, ...]], signs: Iterable[str]) -> list[float]:
    """One score per act, in the order of ``ACTS``."""
    rows = [row for sign in signs if (row := table.get(sign)) is not None]
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(ACTS)


def log_shares(scores: list[float]) -> list[float]:
    top = max(scores)
    norm = top + math.log(sum(math.exp(score - top) for score in scores))
    return [score - norm for score in scores]
