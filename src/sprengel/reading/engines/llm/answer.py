"""From a service's answer to proposals, trusting nothing about its form.

Models wrap their JSON in prose or fences, break off in the middle of a list, and put numbers
where strings belong. What can be read is read; what cannot is counted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from sprengel.reading.document import Span
from sprengel.reading.engines.chunks import Chunk
from sprengel.reading.engines.proposals import Dropped, DropReason, Place, Proposal, Quote

MAX_STATEMENTS = 400
"""Of one chunk; a text that holds more does not exist, an answer that never ends does."""
MAX_QUOTES = 20
ROLES = ("cue", "source", "addressee", "message", "deadline")
DEFAULT_CONFIDENCE = 0.5

_END_OF_THOUGHTS = "</think>"
_LIST_START = re.compile(r"\"statements\"\s*:\s*\[|\[(?=\s*[{\]])")
_BETWEEN = re.compile(r"[\s,]*")
_UNREADABLE = (ValueError, RecursionError)  # broken or absurdly nested JSON


@dataclass(frozen=True, slots=True)
class Answer:
    proposals: tuple[Proposal, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def content_of(body: bytes) -> str | None:
    """The model's own words in a chat completion; None if the service sent something else."""
    try:
        raw = json.loads(body.decode("utf-8"))
    except _UNREADABLE:
        return None
    choices = raw.get("choices") if isinstance(raw, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else None


def read_answer(content: str, chunk: Chunk) -> Answer | None:
    """The proposals in a model's words; None if there is no list of statements in them."""
    items, is_whole = _items(content.rpartition(_END_OF_THOUGHTS)[2])
    if items is None:
        return None
    proposals: list[Proposal] = []
    dropped: list[Dropped] = []
    for item in items[:MAX_STATEMENTS]:
        proposal = _proposal(item, chunk)
        if proposal is None:
            dropped.append(Dropped(DropReason.UNREADABLE, type(item).__name__))
        else:
            proposals.append(proposal)
    if not is_whole or len(items) > MAX_STATEMENTS:
        dropped.append(Dropped(DropReason.UNREADABLE, "…"))
    return Answer(tuple(proposals), tuple(dropped))


def _items(content: str) -> tuple[list[object] | None, bool]:
    """The list's items, and whether the list was whole."""
    whole = _whole_list(content)
    if whole is not None:
        return whole, True
    start = _LIST_START.search(content)
    if start is None:
        return None, False
    return _items_from(content, start.end())


def _whole_list(content: str) -> list[object] | None:
    try:
        raw = json.loads(content)
    except _UNREADABLE:
        return None
    if isinstance(raw, dict):
        raw = raw.get("statements")
    return raw if isinstance(raw, list) else None


def _items_from(content: str, at: int) -> tuple[list[object], bool]:
    """Items one by one, as far as they can be read."""
    decoder = json.JSONDecoder()
    items: list[object] = []
    while len(items) <= MAX_STATEMENTS:
        between = _BETWEEN.match(content, at)
        at = between.end() if between else at
        if content.startswith("]", at):
            return items, True
        try:
            item, at = decoder.raw_decode(content, at)
        except _UNREADABLE:
            return items, False
        items.append(item)
    return items, False


def _proposal(item: object, chunk: Chunk) -> Proposal | None:
    if not isinstance(item, dict) or not isinstance(item.get("act"), str):
        return None
    roles: dict[str, tuple[Place, ...]] = {}
    for role in ROLES:
        quotes = _quotes(item.get(role))
        if quotes is None:
            return None
        roles[role] = quotes
    if not roles["cue"]:
        return None
    return Proposal(
        act=item["act"],
        cue=roles["cue"],
        source=roles["source"],
        addressee=roles["addressee"],
        message=roles["message"],
        deadline=roles["deadline"],
        confidence=_number(item.get("confidence")),
        draft=item.get("draft") is True,
        near=_sentence(item.get("sentence"), chunk),
        within=chunk.span,
    )


def _quotes(raw: object) -> tuple[Place, ...] | None:
    """A list of strings; a lone string and nothing at all are understood as well."""
    if raw is None:
        return ()
    if isinstance(raw, str):
        raw = [raw]
    if not isinstance(raw, list) or len(raw) > MAX_QUOTES:
        return None
    if not all(isinstance(quote, str) for quote in raw):
        return None
    return tuple(Quote(quote) for quote in raw if quote.strip())


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return DEFAULT_CONFIDENCE
    try:
        return float(raw)
    except OverflowError:
        return DEFAULT_CONFIDENCE


def _sentence(raw: object, chunk: Chunk) -> Span | None:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return None
    return chunk.sentences[raw - 1] if 1 <= raw <= len(chunk.sentences) else None
