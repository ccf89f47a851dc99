"""The annotated texts: our own in stand-off JSON, and SpkAtt-2023 rebuilt from its tokens."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

PROJECT = Path(__file__).resolve().parent.parent
NO_SPACE_BEFORE = frozenset(".,;:!?)]“")
NO_SPACE_AFTER = frozenset("([„")


@dataclass(frozen=True)
class Gold:
    """One annotated statement; ``act`` is "" where the corpus has no acts."""

    act: str
    cue: list[tuple[int, int]]
    source: list[tuple[int, int]] = field(default_factory=list)
    addressee: list[tuple[int, int]] = field(default_factory=list)
    message: list[tuple[int, int]] = field(default_factory=list)
    deadline: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Annotated:
    name: str
    part: str
    """Which collection: "dev", "press", "archive", "other", "spkatt", "gold"."""
    text: str
    gold: list[Gold]
    genre: str = ""


def shared_folder() -> Path:
    named = os.environ.get("SPRENGEL_SHARED")
    folder = Path(named) if named else PROJECT.parent / "shared"
    if not (folder / "eval").is_dir():
        raise SystemExit(
            f"No evaluation material in {folder}; set SPRENGEL_SHARED to the folder with eval/."
        )
    return folder


def own_texts(folder: Path, texts: Path, part: str) -> list[Annotated]:
    """Documents of one collection: ``folder/<doc>.json`` with ``texts/<doc>.txt``."""
    found = []
    for file in sorted(folder.glob("*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        text = (texts / f"{file.stem}.txt").read_bytes().decode("utf-8")
        genre = re.sub(r"-\d+$", "", file.stem) if part == "other" else part
        found.append(Annotated(file.stem, part, text, _gold(raw), genre))
    return found


def archive_texts(folder: Path, archive: Path) -> list[Annotated]:
    """Documents annotated by offsets alone; their texts stand in the city's archive (parquet)."""
    with (folder / "genres.csv").open(encoding="utf-8") as rows:
        genres = {row["doc"]: row["genre"] for row in csv.DictReader(rows)}
    raws = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.json"))]
    texts = _archived({raw["doc"] for raw in raws}, archive)
    found = []
    for raw in raws:
        text = texts[raw["doc"]]
        if hashlib.sha256(text.encode()).hexdigest() != raw["sha256"]:
            raise SystemExit(f"{archive}: text {raw['doc']} is not the one that was annotated.")
        found.append(Annotated(raw["doc"], "archive", text, _gold(raw), genres[raw["doc"]]))
    return found


def _archived(wanted: set[str], archive: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for batch in pq.ParquetFile(archive).iter_batches(columns=["file_id", "text"]):
        for row in batch.to_pylist():
            if str(row["file_id"]) in wanted:
                texts[str(row["file_id"])] = row["text"]
    missing = sorted(wanted - set(texts))
    if missing:
        raise SystemExit(f"{archive}: no text for {', '.join(missing)}.")
    return texts


def _gold(raw: dict[str, Any]) -> list[Gold]:
    return [
        Gold(
            s["act"],
            *(
                [tuple(span) for span in s.get(role) or []]
                for role in ("cue", "source", "addressee", "message", "deadline")
            ),
        )
        for s in raw["statements"]
    ]


def everything(folder: Path) -> list[Annotated]:
    """All we may learn from; ``folder`` is the shared one."""
    texts = own_texts(folder / "eval" / "dev", folder / "eval" / "dev_texts", "dev")
    texts += own_texts(folder / "eval" / "press", folder / "eval" / "press_texts", "press")
    training = PROJECT / "training"
    texts += archive_texts(training / "annotations", folder / "karlsruhe" / "texts.parquet")
    texts += own_texts(training / "texts" / "annotations", training / "texts", "other")
    return texts


def spkatt(folder: Path) -> Iterator[Annotated]:
    """Bundestag speeches as one labelled turn each, five sentences to a paragraph."""
    for file in sorted(folder.glob("*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        pieces = ["Abg. Redner (MdB): "]
        length = len(pieces[0])
        places: dict[str, tuple[int, int]] = {}
        for sentence in raw["Sentences"]:
            number = sentence["SentenceId"]
            glue = ""
            for index, token in enumerate(sentence["Tokens"]):
                word = _plain(token)
                if index and word not in NO_SPACE_BEFORE and glue != "none":
                    pieces.append(" ")
                    length += 1
                places[f"{number}:{index}"] = (length, length + len(word))
                pieces.append(word)
                length += len(word)
                glue = "none" if word in NO_SPACE_AFTER else ""
            pieces.append("\n\n" if number % 5 == 4 else " ")
            length += len(pieces[-1])
        gold = [
            Gold(
                "",
                *(
                    _joined(places, annotation.get(key) or [], also)
                    for key, also in (
                        ("Cue", annotation.get("PTC") or []),
                        ("Source", []),
                        ("Addr", []),
                        ("Message", []),
                    )
                ),
            )
            for annotation in raw["Annotations"]
            if annotation.get("Cue")
        ]
        yield Annotated(file.stem, "spkatt", "".join(pieces), gold)


def _plain(token: str) -> str:
    return {"``": "„", "''": "“", '"': "“"}.get(token, token)


def _joined(
    places: dict[str, tuple[int, int]], keys: list[str], also: list[str]
) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted(places[key] for key in [*keys, *also] if key in places):
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
