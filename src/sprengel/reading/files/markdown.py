"""Markdown: the text stays as written; headings, lists and tables become blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..document import Block, BlockKind
from .assembly import one_line, storable, too_much_text
from .decoding import decode
from .extracted import Extracted, Limits
from .kinds import MARKDOWN

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])[ \t]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_TABLE_ROW = re.compile(r"\s*\|")


class _Line(NamedTuple):
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class MarkdownReader:
    media_type = MARKDOWN

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        decoded = decode(data)
        text = storable(decoded.text)
        if len(text) > limits.max_chars:
            raise too_much_text(limits.max_chars)
        blocks = tuple(_blocks(text))
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=text,
            blocks=blocks,
            title=_title(text, blocks),
            notes=decoded.notes,
            extractor="sprengel-markdown 1",
        )


def _title(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading = text[block.start : block.end].split("\n")[0]
            return one_line(heading.strip().strip("#"))
    return ""


def _blocks(text: str) -> Iterator[Block]:
    gathered: list[_Line] = []
    fenced = False
    for line in _lines(text):
        if _FENCE.match(line.text):
            fenced = not fenced
        if fenced:
            gathered.append(line)
        elif not line.text.strip():
            yield from _flushed(gathered)
        elif _HEADING.match(line.text):
            yield from _flushed(gathered)
            yield Block(BlockKind.HEADING, line.start, line.end)
        elif gathered and _UNDERLINE.match(line.text) and _kind(gathered) is BlockKind.PARAGRAPH:
            yield Block(BlockKind.HEADING, gathered[0].start, line.end)
            gathered.clear()
        elif _LIST_ITEM.match(line.text):
            yield from _flushed(gathered)
            gathered.append(line)
        else:
            gathered.append(line)
    yield from _flushed(gathered)


def _flushed(gathered: list[_Line]) -> Iterator[Block]:
    if gathered:
        yield Block(_kind(gathered), gathered[0].start, gathered[-1].end)
    gathered.clear()


def _kind(lines: list[_Line]) -> BlockKind:
    if _LIST_ITEM.match(lines[0].text):
        return BlockKind.LIST_ITEM
    if all(_TABLE_ROW.match(line.text) for line in lines):
        return BlockKind.TABLE
    return BlockKind.PARAGRAPH


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.split("\n"):
        yield _Line(start, raw.rstrip("\r"))
        start += len(raw) + 1


READER = MarkdownReader()
