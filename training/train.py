"""Learn the second opinion anew: `python training/train.py` (packages: training/requirements.txt).

Reads the annotated texts of the shared folder (SPRENGEL_SHARED, else ../shared), measures rules
alone against rules with the model on documents left out, then learns from all of them and writes

    src/sprengel/reading/model/weights.json     the model
    src/sprengel/reading/model/MODEL_CARD.md    its figures and hash (between the marks)
    docs/explanation/second-opinion.md          the comparisons (between the marks)
    docs/explanation/calibration.svg

Same texts, same rules, same packages: same files. `--quick` skips the measuring.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # many threads only get in each other's way here
PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT / "src"), str(PROJECT / "training")]

from corpus import Annotated, everything, own_texts, shared_folder, spkatt  # noqa: E402
from evaluate import Reading, cross_validated, read_with, transferred  # noqa: E402
from examples import Example, prepared  # noqa: E402
from fitting import fit  # noqa: E402
from learn import Words  # noqa: E402
from report import write_figures  # noqa: E402
from unfamiliar import own_words, without  # noqa: E402

from sprengel.reading.model.linear import Weights, parse  # noqa: E402

MODEL = PROJECT / "src" / "sprengel" / "reading" / "model"
NAME = "opinion 2"
TARGETS = {
    "dev": "the first council papers",
    "press": "the first press texts",
    "archive": "the archive's documents",
    "other": "the invented texts",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="learn only, measure nothing")
    quick = parser.parse_args().quick
    started = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - started:5.0f} s  {words}", flush=True)

    folder = shared_folder()
    texts = everything(folder)
    plain = {e.name: e for e in map(prepared, texts)}
    strict = as_unknown(texts)
    speeches = [prepared(a, with_rules=False) for a in spkatt(folder / "eval" / "spkatt" / "train")]
    words = Words(strict, speeches)
    say(f"{len(texts)} texts of our own, {len(speeches)} speeches")

    readings: dict[str, list[Reading]] = {}
    if not quick:
        as_is, unknown = cross_validated(strict, plain, words, say)
        readings["cross-validation"], readings["cross-validation, words unknown"] = as_is, unknown
        for target in ("dev", "press", "archive", "other"):
            name = f"learned from the others, tried on {TARGETS[target]}"
            readings[name], readings[f"{name}, words unknown"] = transferred(
                strict, plain, words, target
            )
            say(name)
    weights = fit(strict, words, name=NAME)
    data = as_json(weights)
    (MODEL / "weights.json").write_bytes(data)
    say(f"weights.json: {len(data) / 1000:.0f} kB")
    if not quick:
        shipped = parse(json.loads(data))
        gold = blind_texts()
        if gold:
            readings["blind gold set"] = [read_with(shipped, prepared(a)) for a in gold]
        write_figures(PROJECT, readings, hashlib.sha256(data).hexdigest(), len(data))
        say("figures written")
    return 0


def as_unknown(texts: list[Annotated]) -> list[Example]:
    """Each text read without the words only it has taught us."""
    own = own_words(texts)
    result = []
    for annotated in texts:
        with without(own[annotated.name]):
            result.append(prepared(annotated))
    return result


def blind_texts() -> list[Annotated]:
    """The gold set written blind to the rules: looked at here, never learned from."""
    folder = PROJECT / "tests" / "gold"
    if not (folder / "annotations").is_dir():
        return []
    return own_texts(folder / "annotations", folder / "texts", "gold")


def as_json(weights: Weights) -> bytes:
    raw = {
        "name": weights.name,
        "licence": "CC BY-SA 4.0, see MODEL_CARD.md",
        "borders": asdict(weights.borders),
        "held": _rounded(weights.held),
        "right": _rounded(weights.right),
        "found": _rounded(weights.found),
        "fits": _rounded(weights.fits),
        "cue": _rounded(weights.cue),
        "acts": {s: [round(v, 3) for v in row] for s, row in sorted(weights.acts.items())},
    }
    lines = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    return (lines.replace('"cue":', '\n"cue":').replace('"acts":', '\n"acts":') + "\n").encode()


def _rounded(table: dict[str, float]) -> dict[str, float]:
    return {sign: round(value, 4) for sign, value in sorted(table.items())}


if __name__ == "__main__":
    sys.exit(main())
