"""How often actors and deadlines are read as annotated, on statements whose source is right.

    python training/actors_and_terms.py

Actors once from the text alone, once with the document's body known, as the archive knows it. The
registry of people and offices is not asked: it would know more. Needs the evaluation material.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import PROJECT, shared_folder

from sprengel.reading.document import ReadDocument
from sprengel.reading.read import read_text

sys.path.insert(0, str(PROJECT / "benchmarks"))
from reading import load_scorer, same_actor

BODIES = {"dev": "Stadt Karlsruhe", "press": "Städtebund Musterland", "gold (blind)": ""}


@dataclass
class Counts:
    actors: int = 0
    actors_right: int = 0
    terms: int = 0
    terms_found: int = 0
    terms_read: int = 0


def main() -> int:
    evaluation = shared_folder() / "eval"
    score = load_scorer(evaluation / "score.py")
    sets = {
        "dev": (evaluation / "dev_texts", evaluation / "dev"),
        "press": (evaluation / "press_texts", evaluation / "press"),
        "gold (blind)": (PROJECT / "tests/gold/texts", PROJECT / "tests/gold/annotations"),
    }
    for name, (texts, annotated) in sets.items():
        for body in dict.fromkeys(("", BODIES[name])):
            counts = Counts()
            for file in sorted(annotated.glob("*.json")):
                count(file, texts, body, score, counts)
            terms = f"{counts.terms_found} of {counts.terms}, {counts.terms_read} read"
            actors = f"{share(counts):.3f} of {counts.actors}"
            print(f"{name:<13} {body or 'text alone':<22} actor {actors}   deadlines {terms}")
    return 0


def share(counts: Counts) -> float:
    return counts.actors_right / max(1, counts.actors)


def count(file: Path, texts: Path, body: str, score, counts: Counts) -> None:
    text = (texts / f"{file.stem}.txt").read_bytes().decode("utf-8")
    document = read_text(text, name=file.stem, body=body)
    raw = json.loads(file.read_text(encoding="utf-8"))["statements"]
    found = document.as_json()["statements"]
    gold, read = score.load(file), [score.Statement.of(one) for one in found]
    for g, p in score.match(gold, read):
        if (
            raw[g].get("actor")
            and score.iou(gold[g].roles["source"], read[p].roles["source"]) >= 0.5
        ):
            counts.actors += 1
            counts.actors_right += same_actor(raw[g]["actor"], found[p]["actor"])
    terms = list(_spans(document))
    wanted = [(s["deadline"][0][0], s["deadline"][-1][1]) for s in raw if s.get("deadline")]
    counts.terms += len(wanted)
    counts.terms_read += len(terms)
    counts.terms_found += sum(any(a < e and s < b for s, e in terms) for a, b in wanted)


def _spans(document: ReadDocument) -> Iterator[tuple[int, int]]:
    for statement in document.statements:
        if statement.deadline:
            yield statement.deadline[0].start, statement.deadline[-1].end


if __name__ == "__main__":
    sys.exit(main())
