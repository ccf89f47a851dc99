"""How well and how fast statements are read: ``python benchmarks/reading.py [--json]``.

Reads the annotated texts of the evaluation material (``SPRENGEL_SHARED``, else ``../shared``),
prints every line of its scorer for each set, words per second of processor time on one core and
the peak of memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import sys
import time
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

from sprengel.reading import read  # noqa: E402

SETS = ("dev", "press")


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


def measure(evaluation: Path, name: str, score: ModuleType) -> dict[str, object]:
    texts = evaluation / f"{name}_texts"
    tallies = score.new_tallies()
    words = 0
    seconds = 0.0
    for file in sorted((evaluation / name).glob("*.json")):
        path = texts / f"{file.stem}.txt"
        text = path.read_bytes().decode("utf-8")
        begun = time.process_time()
        document = read(text, name=file.stem)
        seconds += time.process_time() - begun
        words += len(text.split())
        found = [score.Statement.of(raw) for raw in document.as_json()["statements"]]
        score.score_document(score.load(file), found, tallies)
    return {
        "scores": {measure: tally.prf() for measure, tally in tallies.items()},
        "words": words,
        "words_per_second": round(words / seconds) if seconds else 0,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    evaluation = shared_folder() / "eval"
    score = load_scorer(evaluation / "score.py")
    read("Der Gemeinderat beschließt die Satzung.")  # the tables are built on first use
    results = {name: measure(evaluation, name, score) for name in SETS}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if arguments.json:
        print(json.dumps({"sets": results, "peak_mb": round(peak_mb)}, indent=1))
        return 0
    for name, result in results.items():
        print(f"{name}: {result['words']} words, {result['words_per_second']} words per second")
        scores = result["scores"]
        assert isinstance(scores, dict)
        for measure_name, r in scores.items():
            print(
                f"  {measure_name:<16} P {r['p']:.3f}  R {r['r']:.3f}  F1 {r['f1']:.3f}"
                f"   gold {r['gold']:.0f} pred {r['pred']:.0f}"
            )
    print(f"peak memory {peak_mb:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
