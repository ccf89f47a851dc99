"""On the annotated texts: what is said to be doubtful is wrong more often than what is said sure."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sprengel.reading import read

pytestmark = pytest.mark.shared


def scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def right(score: Any, gold: Any, read_as: Any) -> bool:
    """Act, source and message, as the ledger is judged."""
    return (
        gold.act == read_as.act
        and score.iou(gold.roles["source"], read_as.roles["source"]) >= 0.5
        and score.char_f1(gold.roles["message"], read_as.roles["message"]) >= 0.5
    )


def test_doubt_tells_wrong_from_right(shared: Path) -> None:
    score = scorer(shared)
    told: dict[bool, list[bool]] = {True: [], False: []}
    for file in sorted((shared / "eval" / "dev").glob("*.json")):
        document = read(shared / "eval" / "dev_texts" / f"{file.stem}.txt")
        gold = [score.Statement.of(s) for s in json.loads(file.read_text())["statements"]]
        found = [score.Statement.of(s) for s in document.as_json()["statements"]]
        partner = {p: g for g, p in score.match(gold, found)}
        for number, statement in enumerate(document.statements):
            is_right = number in partner and right(score, gold[partner[number]], found[number])
            told[statement.is_doubtful].append(is_right)
    share = {doubtful: sum(values) / len(values) for doubtful, values in told.items()}
    assert len(told[True]) >= 20, "nothing is ever doubted"
    assert share[False] > share[True] + 0.2, share
