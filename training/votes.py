"""Fit ``reading/vote_model.json``: what a city records for items nobody put to the vote.

    python training/votes.py            cross-validate, then write the weights
    python training/votes.py --check    cross-validate only

Needs scikit-learn and pyarrow beside the project, and the shared council archive. Deterministic.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet
from corpus import shared_folder
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold

from sprengel.reading import vote_model
from sprengel.reading.deadlines import find_date
from sprengel.reading.document import Outcome, ReadDocument
from sprengel.reading.vote_model import NEIGHBOURS, Closing, Model, choose, features, form_features
from sprengel.reading.votes import find_votes

TARGET = Path(vote_model.__file__).with_name("vote_model.json")
SEEN_AT_LEAST = 3
"""Rarer features are what one meeting said, not how it is said."""
WORD_WEIGHT, TIME_WEIGHT, SILENCE_WEIGHT, PENALTY = 0.1, 0.5, 2.0, 1.0
FOLDS, SEEDS = 5, (1, 2, 3)


@dataclass(frozen=True)
class Row:
    date: str
    recorded: str
    read: str
    """By the rules."""
    closing: Closing | None
    """None where the model has no say."""


def main() -> int:
    rows = load(shared_folder() / "karlsruhe")
    asked = [row for row in rows if row.closing]
    print(f"{len(rows)} items, {len(asked)} of them closed without a vote or an enquiry")
    print(f"rules alone: {share(rows, {})}")
    for name, by_meeting in (("unseen meetings", True), ("unseen items", False)):
        scores = [cross_validated(rows, by_meeting, seed) for seed in SEEDS]
        print(f"{name}: {' '.join(f'{s:.4f}' for s in scores)}, mean {np.mean(scores):.4f}")
    if "--check" not in sys.argv:
        write(asked)
    return 0


def load(folder: Path) -> list[Row]:
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as handle:
        records = list(csv.DictReader(handle))
    wanted = {r["file_id"] for r in records}
    texts: dict[str, str] = {}
    file = pyarrow.parquet.ParquetFile(folder / "texts.parquet")
    for batch in file.iter_batches(2_000):
        for row in batch.to_pylist():
            if str(row["file_id"]) in wanted:
                texts[str(row["file_id"])] = row["text"]
    return [row_of(r, texts[r["file_id"]]) for r in records]


def row_of(record: dict[str, str], text: str) -> Row:
    closings: dict[str, Closing] = {}

    def remember(closing: Closing) -> Outcome:
        closings[closing.item] = closing
        return closing.outcome

    document = ReadDocument(name="", text=text)
    find_date(document)
    votes = find_votes(document, choose=remember)
    number = record["agenda_number"].strip(". ")
    vote = next((v for v in votes if v.item.strip(". ") == number), votes[0] if votes else None)
    return Row(
        date=record["date"],
        recorded=record["outcome"],
        read=vote.outcome.value if vote else "",
        closing=closings.get(vote.item) if vote else None,
    )


def share(rows: list[Row], chosen: dict[int, str]) -> float:
    right = (chosen.get(i, row.read) == row.recorded for i, row in enumerate(rows))
    return round(sum(right) / len(rows), 4)


def cross_validated(rows: list[Row], by_meeting: bool, seed: int) -> float:
    dates = [row.date for row in rows]
    folds = (GroupKFold if by_meeting else KFold)(FOLDS, shuffle=True, random_state=seed)
    chosen: dict[int, str] = {}
    for train, test in folds.split(rows, groups=dates if by_meeting else None):
        model = fit([rows[i] for i in train if rows[i].closing])
        for i in test:
            closing = rows[i].closing
            if closing:
                chosen[i] = choose(closing, model).value
    return share(rows, chosen)


def fit(rows: list[Row]) -> Model:
    rows = [row for row in rows if row.closing and Outcome(row.recorded) in NEIGHBOURS]
    found = [features(row.closing) for row in rows]
    counts = Counter(feature for each in found for feature in each)
    weighed = [{f: scale(f) for f in sorted(each) if counts[f] >= SEEN_AT_LEAST} for each in found]
    vectors = DictVectorizer()
    table = vectors.fit_transform(weighed)
    regression = LogisticRegression(C=PENALTY, max_iter=500)
    regression.fit(table, [row.recorded for row in rows])
    names = vectors.get_feature_names_out()
    weights = {
        name: [round(float(w) * scale(name), 3) for w in regression.coef_[:, i]]
        for i, name in enumerate(names)
    }
    forms = Counter(f for row in rows for f in set(form_features(row.closing)))
    kept = {f: w for f, w in sorted(weights.items()) if any(w)}
    return Model(
        outcomes=[str(outcome) for outcome in regression.classes_],
        bias=[round(float(b), 3) for b in regression.intercept_],
        forms=sorted(f for f, n in forms.items() if n >= SEEN_AT_LEAST),
        features=kept,
    )


def scale(feature: str) -> float:
    if feature.startswith("since "):
        return TIME_WEIGHT
    if feature == "nobody spoke":
        return SILENCE_WEIGHT
    return WORD_WEIGHT if feature.startswith(("d:", "e:")) else 1.0


def write(asked: list[Row]) -> None:
    model = fit(asked)
    lines = [
        f"  {json.dumps(f, ensure_ascii=False)}: {json.dumps(w)}"
        for f, w in model["features"].items()
    ]
    head = json.dumps({k: model[k] for k in ("outcomes", "bias", "forms")}, ensure_ascii=False)[:-1]
    TARGET.write_text(head + ', "features": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    print(
        f"{TARGET.name}: {len(lines)} features, {TARGET.stat().st_size // 1024} KB, sha256 {digest}"
    )


if __name__ == "__main__":
    sys.exit(main())
