"""A long text in stretches an engine can take, cut between blocks and sentences only."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from sprengel.language.sentences import sentence_ranges
from sprengel.language.tokens import tokenize
from sprengel.reading.document import BlockKind, ReadDocument, Span

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n")
_WHITE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring sentences of a document; all offsets are the document's."""

    sentences: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)


def cut(document: ReadDocument, *, max_chars: int) -> tuple[Chunk, ...]:
    """Chunks in text order. Page headers and footers are left out; the rest is there once.

    A chunk holds whole sentences; only a sentence longer than ``max_chars`` is itself cut.
    """
    chunks: list[Chunk] = []
    kept: list[Span] = []
    for block in _blocks(document):
        sentences = [
            piece
            for sentence in _sentences(document.text, block)
            for piece in _bounded(document.text, sentence, max_chars)
        ]
        for sentence in sentences:
            if kept and sentence.end - kept[0].start > max_chars:
                chunks.append(Chunk(tuple(kept)))
                kept = []
            kept.append(sentence)
        # A block that is well filled ends the chunk, so that the next block stays in one piece.
        if kept and kept[-1].end - kept[0].start > max_chars * 2 // 3:
            chunks.append(Chunk(tuple(kept)))
            kept = []
    if kept:
        chunks.append(Chunk(tuple(kept)))
    return tuple(chunks)


def _blocks(document: ReadDocument) -> Iterator[Span]:
    """The document's blocks and what lies between them, split at empty lines."""
    at = 0
    for block in document.blocks:
        if not at <= block.start <= block.end <= len(document.text):
            continue  # overlapping or beyond the text: what it covers is read as a gap
        yield from _paragraphs(document.text, Span(at, block.start))
        if block.kind != BlockKind.HEADER_FOOTER:
            yield from _paragraphs(document.text, Span(block.start, block.end))
        at = block.end
    yield from _paragraphs(document.text, Span(at, len(document.text)))


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    for found in _PARAGRAPH_BREAK.finditer(text, span.start, span.end):
        yield Span(at, found.start())
        at = found.end()
    yield Span(at, span.end)


def _sentences(text: str, block: Span) -> Iterator[Span]:
    tokens, _ = tokenize(text[block.start : block.end])
    ends = [tokens[end - 1].end for _, end in sentence_ranges(tokens, 0, len(tokens))]
    at = block.start
    for end in [*(block.start + end for end in ends[:-1]), block.end]:
        if trimmed := _trimmed(text, at, end):
            yield trimmed
        at = end


def _bounded(text: str, sentence: Span, max_chars: int) -> Iterator[Span]:
    start, end = sentence
    while end - start > max_chars:
        spaces = [
            m.start() for m in _WHITE.finditer(text, start + max_chars // 2, start + max_chars)
        ]
        border = spaces[-1] if spaces else start + max_chars
        if piece := _trimmed(text, start, border):
            yield piece
        start = border
    if piece := _trimmed(text, start, end):
        yield piece


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def sentence_at(chunk: Chunk, offset: int) -> int:
    """Index of the sentence a character belongs to (or of the one before the gap it lies in)."""
    starts = [sentence.start for sentence in chunk.sentences]
    return max(0, bisect_left(starts, offset + 1) - 1)
