"""How much of what a careful person marked would survive verification if an engine quoted it?

The border against inventions must not turn away the truth: an engine that quotes the annotated
statements word for word has to get nearly all of them through, at exactly the annotated places.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sprengel.reading.document import ReadDocument, Statement
from sprengel.reading.engines import Proposal, Proposals, Quote, verify
from sprengel.reading.engines.chunks import Chunk, cut
from sprengel.reading.engines.plain import plain_words

LETS_THROUGH = 0.97


@pytest.mark.shared
def test_the_truth_gets_through(shared: Path) -> None:
    marked = kept = exact = 0
    for name in ("dev", "press"):
        for path in sorted((shared / "eval" / name).glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))["statements"]
            text = (shared / "eval" / f"{name}_texts" / f"{path.stem}.txt").read_bytes().decode()
            statements = quoted_back(text, gold)
            wanted = {places(s["act"], s["cue"], s["message"]) for s in gold}
            marked += len(gold)
            kept += len(statements)
            exact += sum(places(s.act.value, s.cue, s.message) in wanted for s in statements)
    assert marked > 900
    assert kept / marked > LETS_THROUGH
    assert exact / kept > LETS_THROUGH


def quoted_back(text: str, gold: list[dict[str, Any]]) -> tuple[Statement, ...]:
    document = ReadDocument("probe", text)
    chunks = cut(document, max_chars=6000)
    items = tuple(proposal(text, chunks, statement) for statement in gold)
    return verify(document, Proposals("Probe", items)).statements


def proposal(text: str, chunks: tuple[Chunk, ...], gold: dict[str, Any]) -> Proposal:
    def quotes(role: str) -> tuple[Quote, ...]:
        return tuple(Quote(plain_words(text[start:end])) for start, end in gold.get(role, []))

    at = gold["cue"][0][0]
    chunk = next(c for c in chunks if c.span.start <= at < c.span.end)
    near = [s for s in chunk.sentences if s.start <= at][-1]
    return Proposal(
        gold["act"],
        quotes("cue"),
        quotes("source"),
        quotes("addressee"),
        quotes("message"),
        quotes("deadline"),
        near=near,
        within=chunk.span,
    )


def places(act: str, cue: Any, message: Any) -> tuple[Any, ...]:
    return act, tuple(map(tuple, cue)), tuple(map(tuple, message))
