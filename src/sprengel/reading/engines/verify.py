"""Holding proposals against the text: what is not there word for word is dropped and counted.

This is the border nothing unproven crosses. Whatever an engine returns, be it wrong, confused or
talked into something by the document itself, a statement comes out only if its words stand in
the text, and only at a place that is beyond doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sprengel.reading.document import Act, ReadDocument, Span, Spans, Statement
from sprengel.reading.engines.plain import PlainText, plain
from sprengel.reading.engines.proposals import (
    Dropped,
    DropReason,
    Place,
    Proposal,
    Proposals,
    Quote,
)

OTHER_ROLES = ("source", "addressee", "message", "deadline")
INVENTED_COSTS_ALL = frozenset({"cue", "message"})
"""If words of these are not in the text, nothing of the proposal is believed."""
MAY_BE_DRAFT = frozenset({Act.DECISION, Act.ASSIGNMENT})
PART_MISSING = 0.8
"""What is left of the confidence for each part that had to be dropped."""
EXCERPT_CHARS = 80


@dataclass(frozen=True, slots=True)
class Verified:
    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]


def verify(document: ReadDocument, proposals: Proposals) -> Verified:
    """The proposals that hold, as statements in text order, and all that had to be dropped."""
    source = _Source(document.text)
    statements: list[Statement] = []
    dropped = list(proposals.dropped)
    for proposal in proposals.items:
        statement, lost = _verified(source, proposal, proposals.engine)
        dropped.extend(lost)
        if statement is None:
            continue
        if _is_negated(statement, document.negative):
            dropped.append(_whole(DropReason.NEGATED, statement, document.text))
        else:
            statements.append(statement)
    kept, doubles = _without_doubles(statements)
    dropped.extend(_whole(DropReason.DUPLICATE, s, document.text) for s in doubles)
    return Verified(tuple(kept), tuple(dropped))


class _Source:
    """The text, and its quotable form, made only when somebody quotes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain: PlainText | None = None

    @property
    def plain(self) -> PlainText:
        if self._plain is None:
            self._plain = plain(self.text)
        return self._plain


def _verified(
    source: _Source, proposal: Proposal, engine: str
) -> tuple[Statement | None, list[Dropped]]:
    try:
        act = Act(proposal.act)
    except ValueError:
        return None, [Dropped(DropReason.UNKNOWN_ACT, str(proposal.act)[:EXCERPT_CHARS])]
    cue, lost = _placed(source, proposal, "cue", ())
    roles: dict[str, Spans] = {}
    for role in OTHER_ROLES:
        spans, more = _placed(source, proposal, role, cue)
        roles[role] = _without(source.text, spans, cue)
        lost.extend(more)
    for one in lost:
        if one.role in INVENTED_COSTS_ALL and one.reason == DropReason.NOT_IN_TEXT:
            return None, [Dropped(one.reason, one.what)]
    if not cue:
        return None, [Dropped(lost[0].reason, lost[0].what) if lost else Dropped(DropReason.EMPTY)]
    if not roles["message"] and not roles["source"]:
        return None, [Dropped(DropReason.EMPTY, cue[0].of(source.text)[:EXCERPT_CHARS])]
    statement = Statement(
        act=act,
        cue=cue,
        source=roles["source"],
        addressee=roles["addressee"],
        message=roles["message"],
        deadline=roles["deadline"],
        confidence=_confidence(proposal.confidence) * PART_MISSING ** len(lost),
        reason=f"vorgeschlagen von {engine}",
        draft=proposal.draft and act in MAY_BE_DRAFT,
    )
    return statement, lost


def _placed(
    source: _Source, proposal: Proposal, role: str, cue: Spans
) -> tuple[Spans, list[Dropped]]:
    """Where a role's parts stand, and the parts that stand nowhere or at more than one place."""
    spans: list[Span] = []
    lost: list[Dropped] = []
    places: tuple[Place, ...] = getattr(proposal, role)
    for place in places:
        where = _locate(source, place, _areas(source, proposal, spans if role == "cue" else ()))
        if isinstance(where, DropReason):
            what = place.text if isinstance(place, Quote) else str(tuple(place))
            lost.append(Dropped(where, what[:EXCERPT_CHARS], role))
        else:
            spans.append(where)
    return _joined(spans), lost


def _areas(source: _Source, proposal: Proposal, before: Sequence[Span]) -> list[Span]:
    """Where to look, the narrowest first: behind the cue's first part, the sentence, all of it."""
    whole = Span(0, len(source.text))
    within = _clipped(proposal.within, whole) or whole
    near = _clipped(proposal.near, within)
    areas = [near, within] if near else [within]
    if near and before and near.start <= before[-1].end < near.end:
        areas.insert(0, Span(before[-1].end, near.end))
    return areas


def _clipped(span: Span | None, bounds: Span) -> Span | None:
    if span is None:
        return None
    start, end = max(span.start, bounds.start), min(span.end, bounds.end)
    return Span(start, end) if start < end else None


def _locate(source: _Source, place: Place, areas: Sequence[Span]) -> Span | DropReason:
    if isinstance(place, Span):
        return _stripped(source.text, place) or DropReason.NOT_IN_TEXT
    for area in areas:
        found = source.plain.find(place.text, area)
        if len(found) == 1:
            return found[0]
        if found:
            return DropReason.AMBIGUOUS
    return DropReason.NOT_IN_TEXT


def _stripped(text: str, span: Span) -> Span | None:
    """The span without white space at its ends, if it lies in the text."""
    start, end = span
    if not 0 <= start < end <= len(text):
        return None
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _joined(spans: Sequence[Span]) -> Spans:
    """In text order, without overlaps."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return tuple(result)


def _without(text: str, spans: Spans, holes: Spans) -> Spans:
    """A role never contains the cue's own words (guideline M4)."""
    result = list(spans)
    for hole in holes:
        result = [piece for span in result for piece in _cut(span, hole)]
    return tuple(bare for span in result if (bare := _stripped(text, span)))


def _cut(span: Span, hole: Span) -> list[Span]:
    if hole.end <= span.start or hole.start >= span.end:
        return [span]
    return [Span(span.start, hole.start), Span(hole.end, span.end)]


def _confidence(value: float) -> float:
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0


def _is_negated(statement: Statement, negative: Spans) -> bool:
    return any(overlap(cue, span) for cue in statement.cue for span in negative)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without_doubles(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """One statement per cue: of several the most confident, of equals the first."""
    kept: list[Statement] = []
    doubles: list[Statement] = []
    for statement in sorted(statements, key=lambda s: (-s.confidence, s.cue)):
        taken = any(overlap(a, b) for other in kept for a in other.cue for b in statement.cue)
        (doubles if taken else kept).append(statement)
    return sorted(kept, key=lambda s: s.cue), doubles


def _whole(reason: DropReason, statement: Statement, text: str) -> Dropped:
    return Dropped(reason, statement.cue[0].of(text)[:EXCERPT_CHARS])
