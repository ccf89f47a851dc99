"""From text to the numbers a token classifier takes: hashed words, or the model's own tokenizer."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from sprengel.reading.document import Span

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Encoded:
    ids: tuple[int, ...]
    spans: tuple[Span | None, ...]
    """Where the word that an id begins stands; None for its further pieces and special marks."""


class Encoder(Protocol):
    def encode(self, text: str) -> Encoded: ...


@dataclass(frozen=True, slots=True)
class HashedWords:
    """Every word, in lower case, falls into one of ``buckets``; no vocabulary is needed.

    ``id = 1 + crc32(word in UTF-8) % (buckets - 1)``; words are runs of letters and digits, any
    other character that is not white space is a word of its own.
    """

    buckets: int

    def encode(self, text: str) -> Encoded:
        found = [(m.group().lower(), Span(m.start(), m.end())) for m in _WORD.finditer(text)]
        return Encoded(
            tuple(hashed(word, self.buckets) for word, _ in found),
            tuple(span for _, span in found),
        )


def hashed(word: str, buckets: int) -> int:
    return 1 + zlib.crc32(word.encode("utf-8", "replace")) % (buckets - 1)


class OwnTokenizer:
    """A ``tokenizer.json`` as the ``tokenizers`` package reads it."""

    def __init__(self, path: Path) -> None:
        # Late and by name: the package comes with the optional extra only.
        tokenizers: Any = import_module("tokenizers")
        self._tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, text: str) -> Encoded:
        # A lone surrogate cannot cross into the package; a replacement keeps the offsets.
        clean = re.sub("[\ud800-\udfff]", "�", text)
        encoding = self._tokenizer.encode(clean)
        return Encoded(tuple(encoding.ids), tuple(_word_spans(encoding)))


def _word_spans(encoding: Any) -> list[Span | None]:
    word_ids: Sequence[int | None] = encoding.word_ids
    spans: list[Span | None] = []
    first: dict[int, int] = {}
    for index, (word, (start, end)) in enumerate(zip(word_ids, encoding.offsets, strict=True)):
        if word is None:
            spans.append(None)
        elif word in first:
            known = spans[first[word]]
            spans[first[word]] = Span(known.start if known else start, end)
            spans.append(None)
        else:
            first[word] = index
            spans.append(Span(start, end))
    return spans
