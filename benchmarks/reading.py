"""How well and how fast statements are read: ``make bench-reading``.

Reads the annotated texts of the evaluation material (``SPRENGEL_SHARED``, else ``../shared``), our
invented training texts (``genres``) and our own blind set (``tests/gold``) with three systems side
by side in one run: keywords only, rules without the trained second opinion, everything. Prints
every line of the scorer with a 95 % interval over documents, the share of right actors, words per
second of processor time on one core, and the peak of memory. ``--quick`` leaves the baselines out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

from keywords import read_by_keywords  # noqa: E402

from sprengel.reading import read_text  # noqa: E402
from sprengel.reading.document import ReadDocument  # noqa: E402

RESAMPLES = 500
MEASURES = ("detection", "act", "source", "message", "ledger")

System = Callable[[str, str], ReadDocument]
SYSTEMS: dict[str, System] = {
    "keywords": lambda text, name: read_by_keywords(text, name),
    "rules": lambda text, name: read_text(text, name=name, with_model=False),
    "everything": lambda text, name: read_text(text, name=name),
}


@dataclass
class Measured:
    """One system on one set: a tally per document, so that documents can be resampled."""

    per_document: list[dict] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)
    actors_right: int = 0
    actors_named: int = 0


def shared_folder() -> Path:
    named = os.environ.get("SPRENGEL_SHARED")
    folder = Path(named) if named else PROJECT.parent / "shared"
    if not (folder / "eval").is_dir():
        sys.exit("evaluation material not found: set SPRENGEL_SHARED or put it at ../shared")
    return folder


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def measure(texts: Path, annotations: Path, system: System, score: ModuleType) -> Measured:
    result = Measured()
    for file in sorted(annotations.glob("*.json")):
        text = (texts / f"{file.stem}.txt").read_bytes().decode("utf-8")
        begun = time.process_time()
        document = system(text, file.stem)
        result.seconds += time.process_time() - begun
        result.words += len(text.split())
        raw = document.as_json()["statements"]
        found = [score.Statement.of(one) for one in raw]
        gold = score.load(file)
        tallies = score.new_tallies()
        score.score_document(gold, found, tallies)
        result.per_document.append(tallies)
        result.errors.update(errors(gold, found, score))
        gold_raw = json.loads(file.read_text(encoding="utf-8"))["statements"]
        for g, p in score.match(gold, found):
            if gold_raw[g].get("actor"):
                result.actors_named += 1
                result.actors_right += same_actor(gold_raw[g]["actor"], raw[p]["actor"])
    return result


def errors(gold: list, found: list, score: ModuleType) -> Iterator[str]:
    """One word for each thing that is wrong; a statement can have several."""
    pairs = score.match(gold, found)
    yield from ["missed"] * (len(gold) - len(pairs))
    yield from ["invented"] * (len(found) - len(pairs))
    for g, p in pairs:
        one, other = gold[g], found[p]
        if one.act != other.act:
            yield "wrong act"
        if score.iou(one.roles["source"], other.roles["source"]) < 0.5:
            yield "wrong source"
        if score.char_f1(one.roles["message"], other.roles["message"]) < 0.5:
            shorter = len(other.roles["message"]) < len(one.roles["message"])
            yield "message too short" if shorter else "message too long"


def same_actor(gold: str, read: str) -> bool:
    return gold.casefold().strip() == read.casefold().strip()


def total(per_document: list[dict], name: str) -> dict[str, float]:
    merged = None
    for tallies in per_document:
        tally = tallies[name]
        if merged is None:
            merged = type(tally)()
        for side in ("gold", "pred"):
            merged.right[side] += tally.right[side]
            merged.total[side] += tally.total[side]
    assert merged is not None
    return merged.prf()


def interval(per_document: list[dict], name: str) -> tuple[float, float]:
    """95 % of F1 when documents are drawn again with replacement; always the same draws."""
    rng = random.Random(1)
    scores = sorted(
        total(rng.choices(per_document, k=len(per_document)), name)["f1"] for _ in range(RESAMPLES)
    )
    return scores[int(0.025 * RESAMPLES)], scores[int(0.975 * RESAMPLES)]


def show(name: str, system: str, measured: Measured) -> None:
    speed = measured.words / measured.seconds if measured.seconds else 0
    print(f"\n{name} · {system}: {measured.words} words, {speed:,.0f} words/s")
    for measure_name in measured.per_document[0]:
        r = total(measured.per_document, measure_name)
        low, high = interval(measured.per_document, measure_name)
        print(
            f"  {measure_name:<16} P {r['p']:.3f}  R {r['r']:.3f}  F1 {r['f1']:.3f}"
            f"  [{low:.3f}-{high:.3f}]   gold {r['gold']:.0f} pred {r['pred']:.0f}"
        )
    print("  errors: " + ", ".join(f"{n} {kind}" for kind, n in measured.errors.most_common()))
    if measured.actors_named:
        share = measured.actors_right / measured.actors_named
        print(
            f"  actor named as annotated: {share:.3f} of {measured.actors_named} found statements"
        )


def peak_memory_mb(text_folder: Path) -> float:
    """Of a process of its own that reads every text once; this one holds the results."""
    code = (
        "import resource,sys;from pathlib import Path;from sprengel.reading import read_text\n"
        "for f in Path(sys.argv[1]).glob('*.txt'): read_text(f.read_text('utf-8'), name=f.stem)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    out = subprocess.run(
        [sys.executable, "-c", code, str(text_folder)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(out.stdout) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the baselines")
    arguments = parser.parse_args()
    evaluation = shared_folder() / "eval"
    score = load_scorer(evaluation / "score.py")
    sets = {
        "dev": (evaluation / "dev_texts", evaluation / "dev"),
        "press": (evaluation / "press_texts", evaluation / "press"),
        "genres": (PROJECT / "training/texts", PROJECT / "training/texts/annotations"),
        "gold (blind)": (PROJECT / "tests/gold/texts", PROJECT / "tests/gold/annotations"),
    }
    systems = {"everything": SYSTEMS["everything"]} if arguments.quick else SYSTEMS
    for system in systems.values():
        system(
            "Der Gemeinderat beschließt die Satzung.", "warm-up"
        )  # tables are built at first use
    summary = []
    for set_name, (texts, gold) in sets.items():
        for system_name, system in systems.items():
            measured = measure(texts, gold, system, score)
            show(set_name, system_name, measured)
            row = [total(measured.per_document, name)["f1"] for name in MEASURES]
            summary.append((set_name, system_name, row))
    print(f"\n{'F1':<28}" + "".join(f"{name:>11}" for name in MEASURES))
    for set_name, system_name, row in summary:
        print(f"{set_name + ' · ' + system_name:<28}" + "".join(f"{f1:>11.3f}" for f1 in row))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of a reading process {peak_memory_mb(sets['dev'][0]):.0f} MB")
    print(f"(of this benchmark itself {own:.0f} MB)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
