"""What is right: predictions held against the annotation with the official scorer's own rules."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus import Gold, shared_folder

from sprengel.reading.document import Statement

MEASURES = ("detection", "act", "source", "message", "ledger")


def _scorer() -> ModuleType:
    path = shared_folder() / "eval" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()
SCORER_PATH = Path(SCORER.__file__ or "")


@lru_cache(maxsize=20000)
def _scored(act: str, spans: tuple[tuple[tuple[int, int], ...], ...]) -> Any:
    roles = {role: SCORER.chars(list(part)) for role, part in zip(SCORER.ROLES, spans, strict=True)}
    return SCORER.Statement(act, roles)


def scored(statement: Statement | Gold) -> Any:
    """A statement as the scorer knows it."""
    spans = tuple(tuple((s[0], s[1]) for s in getattr(statement, r)) for r in SCORER.ROLES)
    return _scored(str(statement.act), spans)


class Verdict:
    """One document's predictions judged: which are held by the annotation, which fully right."""

    def __init__(self, gold: Sequence[Gold], statements: Sequence[Statement]) -> None:
        self.gold = [scored(g) for g in gold]
        self.predicted = [scored(s) for s in statements]
        self.pairs = {p: g for g, p in SCORER.match(self.gold, self.predicted)}

    def is_held(self, n: int) -> bool:
        return n in self.pairs

    def is_right(self, n: int) -> bool:
        """Act, source and message right, by the measure the ledger is judged with."""
        return n in self.pairs and _agrees(self.gold[self.pairs[n]], self.predicted[n])

    def missed(self, statement: Statement) -> tuple[bool, bool]:
        """Whether the statement's cue is one that was missed, and whether all of it is right."""
        proposed = scored(statement)
        taken = set(self.pairs.values())
        gold = next(
            (g for n, g in enumerate(self.gold)
             if n not in taken and g.roles["cue"] & proposed.roles["cue"]), None,
        )  # fmt: skip
        return gold is not None, gold is not None and _agrees(gold, proposed)


def _agrees(gold: Any, predicted: Any) -> bool:
    return bool(
        gold.act == predicted.act
        and SCORER.iou(gold.roles["source"], predicted.roles["source"]) >= 0.5
        and SCORER.char_f1(gold.roles["message"], predicted.roles["message"]) >= 0.5
    )


def scores(documents: Iterable[tuple[Sequence[Gold], Sequence[Statement]]]) -> dict[str, Any]:
    """F1, precision and recall of each measure over all documents together."""
    tallies = SCORER.new_tallies()
    for gold, statements in documents:
        SCORER.score_document([scored(g) for g in gold], [scored(s) for s in statements], tallies)
    return {name: tally.prf() for name, tally in tallies.items()}
