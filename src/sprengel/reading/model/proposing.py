"""Statements the rules passed over: likely cues, filled by the rules' means, weighed once more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sprengel.reading.document import LEDGER_ACTS, Span, Spans, Statement
from sprengel.reading.model.filling import Filled, fill
from sprengel.reading.model.linear import ACTS, Weights, probability, weighed
from sprengel.reading.model.looking import Looked, Word
from sprengel.reading.model.view import View
from sprengel.reading.statements.clauses import Sentence, strip_ends
from sprengel.reading.statements.filters import is_greeting, main_konjunktiv
from sprengel.reading.statements.found import Found
from sprengel.reading.structure import PartKind

LOOK_ABOVE: Final = -0.8
"""Words that score less as a cue are not looked at any further."""
_PRONOUNS: Final = frozenset(["er", "sie", "man", "diese", "dieser", "dieses", "es", "ihm", "ihr"])


@dataclass(slots=True)
class Proposal:
    statement: Statement
    word: Word
    signs: dict[str, float]
    sentence: Sentence
    is_greeting: bool
    """The rules leave it out on purpose: a person is welcomed, nothing approved."""


@dataclass(slots=True)
class _Ground:
    """The rules' statements as far as proposals have to fit in between."""

    statements: Sequence[Statement]
    taken: set[int]
    """Tokens of cues."""
    said_here: set[int]
    """Tokens that belong to what a statement of the same sentence says."""
    said_on: set[int]
    """Tokens of sentences that go on telling what an earlier one began."""
    speaking: set[int]
    """Numbers of sentences that hold a cue."""
    starts: list[int]
    speakers: list[Statement]
    """By the offset of their cues, those whose source is more than a pronoun."""


def proposals(statements: Sequence[Statement], looked: Looked) -> list[Proposal]:
    """At most one to a clause, in text order."""
    view = looked.view
    ground = _ground(statements, looked)
    result: list[Proposal] = []
    for sentence in view.sentences:
        best: dict[int, Word] = {}
        scores: list[float] = []
        denied = {k for cue in sentence.negated for k in cue}
        for word in looked.likely(sentence, LOOK_ABOVE):
            if word.candidate.index in denied:
                continue
            scores.append(word.score)
            piece = word.candidate.piece
            if word.candidate.index not in ground.taken and (
                piece not in best or best[piece].score < word.score
            ):
                best[piece] = word
        for word in best.values():
            proposal = _proposal(word, max(scores), ground, looked)
            if proposal is not None:
                result.append(proposal)
    return result


def _ground(statements: Sequence[Statement], looked: Looked) -> _Ground:
    view, text = looked.view, looked.view.text
    taken: set[int] = set()
    here: set[int] = set()
    on: set[int] = set()
    speaking: set[int] = set()
    for statement in statements:
        own: set[int] = set()
        for span in statement.cue:
            for k in view.tokens_in(span):
                taken.add(k)
                own.add(view.sentence_of[k])
        speaking |= own
        for span in statement.message:
            for k in view.tokens_in(span):
                (here if view.sentence_of[k] in own else on).add(k)
    speakers = [s for s in statements if s.source and s.source[0].of(text).lower() not in _PRONOUNS]
    starts = [s.cue[0].start for s in speakers]
    return _Ground(statements, taken, here, on, speaking, starts, speakers)


def _before(ground: _Ground, sentence: Sentence) -> Statement | None:
    """The last named speaker in front of the sentence, of the same turn or a paragraph nearby."""
    start = sentence.tokens[sentence.lo].start
    n = bisect_right(ground.starts, start) - 1
    if n < 0 or start - ground.starts[n] > 2500:
        return None
    return ground.speakers[n]


def _proposal(word: Word, highest: float, ground: _Ground, looked: Looked) -> Proposal | None:
    candidate, view = word.candidate, looked.view
    sentence = candidate.sentence
    shares = word.act_shares(looked.weights)
    act = max(range(len(ACTS)), key=lambda n: shares[n])
    filled = fill(candidate, ACTS[act], view, _before(ground, sentence))
    if filled is None:
        return None
    statement = Statement(
        act=ACTS[act],
        cue=filled.cue,
        source=filled.source,
        addressee=filled.addressee,
        message=_going_on(filled.message, sentence, ground, looked),
        reason=_reason(filled.cue, view.text),
        draft=False,
    )
    signs = {"bias": 1.0, "cue": word.score, "act share": max(shares[act], -3.0)}
    signs[f"act={ACTS[act].value}"] = 1.0
    if word.score < highest:
        signs["rival"] = 1.0
    _place(signs, word, filled, statement, ground)
    return Proposal(statement, word, signs, sentence, _greets(statement, sentence, looked.view))


def _greets(statement: Statement, sentence: Sentence, view: View) -> bool:
    cue = [k for span in statement.cue for k in view.tokens_in(span)]
    ranges = [view.tokens_in(span) for span in statement.message]
    found = Found(statement.act, "verb", sentence, cue)
    found.message = [(r.start, r.stop) for r in ranges if r]
    return is_greeting(found)


def _reason(cue: Spans, text: str) -> str:
    words = " … ".join(span.of(text) for span in cue)
    return f"„{words}“ wurde an ähnlichen Stellen als Aussage gelesen (gelernt, keine Regel)"


_KEPT: Final = frozenset(
    ["noun", "modal", "unlisted", "weak", "first", "man", "it", "ofus", "negated", "konjunktiv",
     "quoted", "question", "quotes", "address", "withbe", "withwerden", "firstclause"]
)  # fmt: skip


def _place(
    signs: dict[str, float], word: Word, filled: Filled, statement: Statement, ground: _Ground
) -> None:
    candidate = word.candidate
    sentence = candidate.sentence
    for how in filled.how:
        signs[how] = 1.0
    for sign in candidate.signs:
        if sign in _KEPT or sign.startswith(("clause=", "part=")):
            signs[sign] = 1.0
    part = sentence.part
    genre = "labelled" if part.kind is PartKind.TURN else "prose"
    if "reported" in candidate.signs:
        genre = "reported"
    signs[genre] = 1.0
    signs[f"{genre}&{filled.how[0]}"] = 1.0
    if candidate.index in ground.said_here:
        signs["nested"] = 1.0
    elif candidate.index in ground.said_on:
        signs["goes on"] = 1.0
    if sentence.number in ground.speaking:
        signs["beside"] = 1.0
    length = sum(span.end - span.start for span in statement.message)
    size = "none" if not length else "short" if length < 25 else "long" if length > 300 else "some"
    signs[f"message={size}"] = 1.0


def _going_on(message: Spans, sentence: Sentence, ground: _Ground, looked: Looked) -> Spans:
    """The sentences behind that go on telling (M5), as the rules would give them."""
    view = looked.view
    if sentence.number in ground.speaking or sentence.part.kind is PartKind.TURN or not message:
        return message
    spans = list(message)
    for number in range(sentence.number + 1, len(view.sentences)):
        after = view.sentences[number]
        told = any(k in ground.said_on for k in range(after.lo, after.hi))
        if number in ground.speaking or after.part is not sentence.part:
            break
        if not told and not main_konjunktiv(after):
            break
        lo, hi = strip_ends(view.tokens, after.lo, after.hi)
        if hi <= lo:
            break
        start, end = view.tokens[lo].start, view.tokens[hi - 1].end
        if start - spans[-1].end <= 3:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def accept(proposal: Proposal, weights: Weights) -> Proposal | None:
    """The proposal with its confidence, None where it is too unlikely."""
    borders, statement = weights.borders, proposal.statement
    found = probability(weighed(weights.found, proposal.signs))
    fits = probability(weighed(weights.fits, proposal.signs))
    wary = "goes on" in proposal.signs or "prose" in proposal.signs
    if found < (borders.add_found_wary if wary else borders.add_found) or fits < borders.add_fits:
        return None
    if proposal.is_greeting:
        return None
    if statement.act in LEDGER_ACTS:
        return None  # what is followed up asks for all parts: a rule's business
    return replace(proposal, statement=replace(statement, confidence=min(found, fits)))


def joined(statements: Sequence[Statement], added: Sequence[Proposal]) -> tuple[Statement, ...]:
    """Both in text order; what now is a new speaker's words is no longer the earlier one's."""
    result = list(statements)
    for proposal in added:
        rooms = (_made_room(statement, proposal) for statement in result)
        result = [statement for statement in rooms if statement is not None]
    result += [proposal.statement for proposal in added]
    return tuple(sorted(result, key=lambda s: (s.cue[0], s.span)))


def _made_room(statement: Statement, proposal: Proposal) -> Statement | None:
    sentence, new = proposal.sentence, proposal.statement
    first, last = sentence.tokens[sentence.lo].start, sentence.tokens[sentence.hi - 1].end
    colon = statement.cue[0].end - statement.cue[0].start == 1 and statement.source == new.source
    if colon and sentence.part.kind is PartKind.TURN and sentence.part.label in statement.source:
        return None  # the bare colon only if nothing else is the label's act (A2)
    if statement.cue[0].start >= first or not statement.message:
        return statement
    if not any(span.start < last and span.end > first for span in statement.message):
        return statement
    end = max((s.end for s in new.message), default=last)
    kept = []
    for span in statement.message:
        if span.start < first:
            kept.append(Span(span.start, min(span.end, first)))
        if span.end > max(end, last):
            kept.append(Span(max(span.start, max(end, last)), span.end))
    return replace(statement, message=tuple(s for s in kept if s.end - s.start > 3))
