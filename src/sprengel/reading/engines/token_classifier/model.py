"""A model's folder, checked without loading the model, and the model itself in the runtime."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sprengel.reading.document import Span
from sprengel.reading.engines import problems
from sprengel.reading.engines.problems import EngineProblem
from sprengel.reading.engines.token_classifier.labels import Label, TaggedWord, parse_label
from sprengel.reading.engines.token_classifier.words import (
    Encoded,
    Encoder,
    HashedWords,
    OwnTokenizer,
)

MODEL_FILE = "model.onnx"
LABELS_FILE = "labels.json"
TOKENIZER_FILE = "tokenizer.json"
WORDS_FILE = "words.json"
DEFAULT_MAX_TOKENS = 512


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What ``labels.json`` and the files beside it say; small enough to be pickled."""

    path: Path
    name: str
    labels: tuple[Label, ...]
    max_tokens: int
    buckets: int
    """Of hashed words; 0: the model brings its own tokenizer."""

    @classmethod
    def at(cls, path: Path) -> ModelFolder:
        if not path.is_dir():
            raise EngineProblem(problems.NO_FOLDER, folder=path)
        if not (path / MODEL_FILE).is_file():
            raise EngineProblem(problems.MISSING_FILE, folder=path, file=MODEL_FILE)
        has_tokenizer = (path / TOKENIZER_FILE).is_file()
        raw = _read_json(path, LABELS_FILE)
        folder = cls(
            path=path,
            name=str(raw.get("name") or path.name)[:60],
            labels=_labels(path, raw),
            max_tokens=_positive(path, LABELS_FILE, raw.get("max_tokens", DEFAULT_MAX_TOKENS), 8),
            buckets=0 if has_tokenizer else _buckets(path),
        )
        _need_package("onnxruntime")
        if has_tokenizer:
            _need_package("tokenizers")
        return folder


def _need_package(package: str) -> None:
    if find_spec(package) is None:
        raise EngineProblem(problems.MISSING_PACKAGE, package=package)


def _read_json(folder: Path, name: str) -> dict[str, object]:
    path = folder / name
    if not path.is_file():
        raise EngineProblem(problems.MISSING_FILE, folder=folder, file=name)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise _bad(folder, name, str(error)) from error
    if not isinstance(raw, dict):
        raise _bad(folder, name, "kein JSON-Objekt")
    return raw


def _labels(folder: Path, raw: dict[str, object]) -> tuple[Label, ...]:
    names = raw.get("labels")
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise _bad(folder, LABELS_FILE, "„labels“ ist keine Liste von Namen")
    try:
        return tuple(parse_label(name) for name in names)
    except ValueError as error:
        raise _bad(folder, LABELS_FILE, f"unbekannt: {error}") from error


def _buckets(folder: Path) -> int:
    return _positive(folder, WORDS_FILE, _read_json(folder, WORDS_FILE).get("buckets"), 2)


def _positive(folder: Path, file: str, value: object, at_least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < at_least:
        raise _bad(folder, file, f"erwartet wird eine Zahl ab {at_least}")
    return value


def _bad(folder: Path, file: str, why: str) -> EngineProblem:
    return EngineProblem(problems.BAD_FILE, folder=folder, file=file, why=why)


class LoadedModel:
    """The model in its runtime; lives in the process that reads and is never pickled."""

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        self._numpy: Any = import_module("numpy")
        self._encoder = _encoder(folder)
        self._session = _session(folder)
        self._inputs = [entry.name for entry in self._session.get_inputs()]

    def tag(self, text: str, start: int) -> list[TaggedWord]:
        """The words of ``text``, which begins at ``start`` of the document, with their labels."""
        encoded = self._encoder.encode(text)
        words: list[TaggedWord] = []
        for at in range(0, len(encoded.ids), self._folder.max_tokens):
            words.extend(self._window(encoded, at, start))
        return words

    def _window(self, encoded: Encoded, at: int, start: int) -> list[TaggedWord]:
        ids = encoded.ids[at : at + self._folder.max_tokens]
        spans = encoded.spans[at : at + self._folder.max_tokens]
        probabilities = self._probabilities(ids)
        best = probabilities.argmax(axis=-1)
        return [
            TaggedWord(
                Span(span.start + start, span.end + start),
                self._folder.labels[int(best[index])],
                float(probabilities[index, best[index]]),
            )
            for index, span in enumerate(spans)
            if span is not None
        ]

    def _probabilities(self, ids: tuple[int, ...]) -> Any:
        numpy = self._numpy
        row = numpy.asarray([ids], dtype=numpy.int64)
        feed = {name: self._value(name, row) for name in self._inputs}
        scores = numpy.asarray(self._session.run(None, feed)[0], dtype=numpy.float64)
        wanted = (1, len(ids), len(self._folder.labels))
        if scores.shape != wanted:
            raise _bad(
                self._folder.path, MODEL_FILE, f"Ausgabe {scores.shape}, erwartet wird {wanted}"
            )
        odds = numpy.exp(scores[0] - scores[0].max(axis=-1, keepdims=True))
        return odds / odds.sum(axis=-1, keepdims=True)

    def _value(self, name: str, row: Any) -> Any:
        """Besides the ids, models exported from transformers ask for one or two constant rows."""
        if name == "attention_mask":
            return self._numpy.ones_like(row)
        if name == "token_type_ids":
            return self._numpy.zeros_like(row)
        return row


def _encoder(folder: ModelFolder) -> Encoder:
    if folder.buckets:
        return HashedWords(folder.buckets)
    try:
        return OwnTokenizer(folder.path / TOKENIZER_FILE)
    except Exception as error:  # the package raises bare Exception for a bad file
        raise _bad(folder.path, TOKENIZER_FILE, str(error)[:200]) from error


def _session(folder: ModelFolder) -> Any:
    # Late and by name: the runtime comes with the optional extra only.
    runtime: Any = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # documents are read side by side, not words
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what fails is raised; nothing is written past the CLI
    path = str(folder.path / MODEL_FILE)
    try:
        return runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's own exceptions have no common base
        raise _bad(folder.path, MODEL_FILE, str(error)[:200]) from error


@cache
def load(folder: ModelFolder) -> LoadedModel:
    """Once per process."""
    return LoadedModel(folder)
