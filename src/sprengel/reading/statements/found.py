"""What a rule found, in token indices, before it becomes a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sprengel.language.tokens import Token
from sprengel.reading.document import Act, Span, Spans
from sprengel.reading.statements.clauses import Sentence

Range = tuple[int, int]
"""Token indices, the second not included."""


@dataclass(slots=True)
class Found:
    act: Act
    rule: str
    """Which rule read it; its confidence stands in ``lexicon.toml``."""
    sentence: Sentence
    cue: list[int]
    reason: str = ""
    source: Range | None = None
    source_span: Span | None = None
    """A source that is no phrase of the sentence: the turn's label."""
    addressee: list[Range] = field(default_factory=list)
    message: list[Range] = field(default_factory=list)
    is_quote: bool = False
    is_first_person: bool = False
    is_postposed: bool = False
    is_draft: bool = False
    is_open: bool = False
    """Konjunktiv sentences that follow go on telling what it began."""
    source_is_near: bool = True
    confidence: float = 0.0
    has_clause: bool = False
    is_wide: bool = False
    """Its verb comes from the long tail of the lexicon."""
    is_strict: bool = False
    """A decision only if a body is its source."""
    is_weak: bool = False
    """Its verb is often used otherwise."""
    is_nested: bool = False
    """It stands in a subordinate clause of somebody else's words."""
    points_back: bool = False
    """Its message is "das": it counts only if the sentence before tells what."""
    origin: Found | None = None
    """The named speaker its pronoun goes back to."""
    modal: str = ""
    cue_span: Span | None = None

    @property
    def anchor(self) -> int:
        return self.cue[0]

    def covers(self, index: int) -> bool:
        return any(lo <= index < hi for lo, hi in self.message)


def spans_of(
    tokens: Sequence[Token], ranges: Iterable[Range], breaks: Sequence[tuple[int, int]] = ()
) -> Spans:
    """Character spans of token ranges, merged where they touch and split at page marks."""
    spans: list[Span] = []
    reached = -1
    for lo, hi in sorted(ranges):
        if hi <= lo:
            continue
        start, end = tokens[lo].start, tokens[hi - 1].end
        if spans and (lo <= reached or start <= spans[-1].end + 1):
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
        reached = max(reached, hi)
    return tuple(part for span in spans for part in _split(span, tokens, breaks))


def _split(
    span: Span, tokens: Sequence[Token], breaks: Sequence[tuple[int, int]]
) -> Iterable[Span]:
    start = span.start
    for lo, hi in breaks:
        if hi <= start or lo >= span.end:
            continue
        before = _last_end(tokens, start, lo)
        if before > start:
            yield Span(start, before)
        start = _next_start(tokens, hi, span.end)
    if start < span.end:
        yield Span(start, span.end)


def _last_end(tokens: Sequence[Token], start: int, limit: int) -> int:
    index = _index_at(tokens, limit)
    while index > 0 and tokens[index - 1].end > limit:
        index -= 1
    return max(start, tokens[index - 1].end) if index else start


def _next_start(tokens: Sequence[Token], offset: int, limit: int) -> int:
    index = _index_at(tokens, offset)
    return min(limit, tokens[index].start) if index < len(tokens) else limit


def _index_at(tokens: Sequence[Token], offset: int) -> int:
    """The first token that starts at or behind ``offset``."""
    lo, hi = 0, len(tokens)
    while lo < hi:
        middle = (lo + hi) // 2
        if tokens[middle].start < offset:
            lo = middle + 1
        else:
            hi = middle
    return lo
