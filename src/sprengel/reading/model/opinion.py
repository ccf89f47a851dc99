"""The second opinion: weighs what the rules read, drops the unlikely, adds what they missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sprengel.language.words import SUBJECT_PRONOUNS
from sprengel.reading.document import (
    DOUBTFUL_BELOW,
    LEDGER_ACTS,
    Act,
    ReadDocument,
    Span,
    Spans,
    Statement,
)
from sprengel.reading.model.features import Candidate, Surroundings
from sprengel.reading.model.linear import (
    ACTS,
    Signs,
    Weights,
    act_scores,
    log_shares,
    probability,
    total,
    weighed,
)
from sprengel.reading.model.reasons import reason_kind
from sprengel.reading.model.roles import Filled, fill
from sprengel.reading.model.view import View, view_of
from sprengel.reading.statements.clauses import Sentence
from sprengel.reading.statements.found import spans_of
from sprengel.reading.structure import PartKind

_HOPELESS: Final = -4.0
"""Words scored below it are not looked at a second time."""


@dataclass(slots=True)
class Looked:
    """One document as the model sees it; words are scored when they are asked for."""

    view: View
    surroundings: Surroundings
    weights: Weights
    _words: dict[int, Word | None] = field(default_factory=dict)

    def word(self, index: int) -> Word | None:
        if index not in self._words:
            self._keep(index, self.surroundings.at(index))
        return self._words[index]

    def words_of(self, sentence: Sentence) -> list[Word]:
        for candidate in self.surroundings.in_sentence(sentence):
            if candidate.index not in self._words:
                self._keep(candidate.index, candidate)
        kept = (self._words.get(k) for k in range(sentence.lo, sentence.hi))
        return [word for word in kept if word is not None]

    def _keep(self, index: int, candidate: Candidate | None) -> None:
        score = total(self.weights.cue, candidate.signs) if candidate else 0.0
        self._words[index] = Word(candidate, score) if candidate else None


@dataclass(slots=True)
class Word:
    """A candidate with its score as a cue."""

    candidate: Candidate
    score: float
    _acts: list[float] | None = None

    def act_shares(self, weights: Weights) -> list[float]:
        """Log probability of each act, should the word be a cue."""
        if self._acts is None:
            self._acts = log_shares(act_scores(weights.acts, self.candidate.signs))
        return self._acts


def look(surroundings: Surroundings, weights: Weights) -> Looked:
    return Looked(surroundings.view, surroundings, weights)


# --- what the rules read --------------------------------------------------------------------------


@dataclass(slots=True)
class Seen:
    """A rule's statement beside the model's view of its cue."""

    statement: Statement
    words: list[Word]
    """The cue's candidates, the likeliest first."""
    signs: Signs


def seen(statements: Iterable[Statement], looked: Looked) -> list[Seen]:
    result = []
    for statement in statements:
        indices = (k for span in statement.cue for k in looked.view.tokens_in(span))
        words = [word for k in indices if (word := looked.word(k)) is not None]
        words.sort(key=lambda word: (-word.score, word.candidate.index))
        result.append(Seen(statement, words, {}))
    for one in result:
        one.signs = _rule_signs(one, result, looked)
    return result


def _rule_signs(one: Seen, everything: Sequence[Seen], looked: Looked) -> dict[str, float]:
    """Few signs: which rule, which act, how likely its cue is, what its parts look like."""
    statement, view = one.statement, looked.view
    kind = reason_kind(statement.reason)
    act = statement.act.value
    signs = {"bias": 1.0, f"kind={kind}": 1.0, f"act={act}": 1.0}
    signs["rules"] = statement.confidence - 0.5
    if one.words:
        best = one.words[0]
        signs["cue"] = best.score
        shares = best.act_shares(looked.weights)
        signs["act agrees"] = max(shares[ACTS.index(statement.act)], -4.0)
    else:
        signs["no candidate"] = 1.0
    first = view.tokens_in(statement.cue[0])
    sentence = view.sentence_at(first.start) if first else None
    if sentence is not None:
        part = sentence.part
        signs[f"part={part.kind.value}"] = 1.0
        if part.kind is PartKind.TURN:
            signs["labelled"] = 1.0
        elif view.is_minutes:
            signs["reported"] = 1.0
        if sentence.quotes:
            signs["quotes"] = 1.0
    _part_signs(signs, statement, view)
    if statement.cue[0].of(view.text) == ":":
        signs["colon"] = 1.0
    cue = statement.cue[0].start
    if any(
        other is not one and span.start <= cue < span.end
        for other in everything
        for span in other.statement.message
    ):
        signs["nested"] = 1.0
    return signs


def _part_signs(signs: dict[str, float], statement: Statement, view: View) -> None:
    length = sum(span.end - span.start for span in statement.message)
    size = "none" if not length else "short" if length < 40 else "long" if length > 300 else "some"
    signs[f"message={size}"] = 1.0
    if not statement.source:
        signs["source=none"] = 1.0
    else:
        words = statement.source[0].of(view.text)
        if words.lower() in SUBJECT_PRONOUNS:
            signs["source=pronoun"] = 1.0
        elif not any(character.isupper() for character in words):
            signs["source=small"] = 1.0
        far = statement.cue[0].start - statement.source[-1].end
        signs["source=far" if abs(far) > 300 else "source=near"] = 1.0
    if statement.draft:
        signs["draft"] = 1.0


def weigh(one: Seen, looked: Looked) -> tuple[float, Statement]:
    """How likely it is a statement at all, and the statement with its confidence: how likely
    act, source and message are all right."""
    weights = looked.weights
    held = probability(weighed(weights.held, one.signs))
    right = probability(weighed(weights.right, one.signs))
    confidence = min(held, right)
    reason = one.statement.reason
    if confidence < DOUBTFUL_BELOW <= one.statement.confidence:
        reason += "; ähnliche Stellen waren oft anders zu lesen"
    return held, replace(one.statement, confidence=confidence, reason=reason)


# --- what the rules missed ------------------------------------------------------------------------


@dataclass(slots=True)
class Missed:
    candidate: Candidate
    act: Act
    signs: Signs


def searched(view: View) -> list[Sentence]:
    """The sentences looked through for missed cues: those of minutes in reported speech.

    There a missed cue also hands the sentences that follow to the wrong speaker. In a speaker's
    own words ("ich denke", "wir sehen") and in press texts additions did more harm than good.
    """
    if not view.is_minutes:
        return []
    return [s for s in view.sentences if s.part.kind is not PartKind.TURN]


def missed(read: Sequence[Seen], looked: Looked, sentences: Iterable[Sentence]) -> list[Missed]:
    """Candidates in these sentences that no rule took and that are not hopeless as cues."""
    view = looked.view
    taken = {word.candidate.index for one in read for word in one.words}
    pieces = {
        (view.sentence_of[word.candidate.index], word.candidate.piece)
        for one in read
        for word in one.words
    }
    numbers = {number for number, _ in pieces}
    inside = _messages(read, view)
    result = []
    for sentence in sentences:
        number = view.sentence_of[sentence.lo]
        for word in looked.words_of(sentence):
            index = word.candidate.index
            if word.score < _HOPELESS or index in taken:
                continue
            place = number, word.candidate.piece
            where = "clause" if place in pieces else "sentence" if number in numbers else ""
            result.append(_missed(word, where, inside.get(index, ""), looked.weights))
    return result


def _missed(word: Word, taken_in: str, inside: str, weights: Weights) -> Missed:
    candidate = word.candidate
    shares = word.act_shares(weights)
    best = max(range(len(ACTS)), key=lambda n: (shares[n], -n))
    signs = {"bias": 1.0, "cue": word.score, "act sure": max(shares[best], -4.0)}
    signs[f"act={ACTS[best].value}"] = 1.0
    signs[f"part={candidate.sentence.part.kind.value}"] = 1.0
    for sign in ("labelled", "reported", "quoted", "unlisted", "modal", "noun"):
        if sign in candidate.signs:
            signs[sign] = 1.0
    if taken_in:
        signs[f"same {taken_in}"] = 1.0
    if inside:
        signs[f"inside a {inside}"] = 1.0
    return Missed(candidate, ACTS[best], signs)


def _messages(read: Sequence[Seen], view: View) -> dict[int, str]:
    """For each token inside a rule's message which act that statement has."""
    inside: dict[int, str] = {}
    for one in read:
        for span in one.statement.message:
            for k in view.tokens_in(span):
                inside[k] = one.statement.act.value
    return inside


def choose(found: Iterable[Missed], looked: Looked) -> list[tuple[Missed, float]]:
    """What is likely enough, the likeliest first, one per clause."""
    weights = looked.weights
    scored = [(one, probability(weighed(weights.added, one.signs))) for one in found]
    scored.sort(key=lambda pair: (-pair[1], pair[0].candidate.index))
    used: set[tuple[int, int]] = set()
    chosen = []
    for one, likely in scored:
        is_followed = one.act in LEDGER_ACTS
        if likely < (weights.add_followed_above if is_followed else weights.add_above):
            continue
        place = (looked.view.sentence_of[one.candidate.index], one.candidate.piece)
        if place not in used:
            used.add(place)
            chosen.append((one, likely))
    return chosen


def statement_of(
    one: Missed, likely: float, read: Sequence[Statement], looked: Looked
) -> Statement | None:
    """The missed cue as a statement; None where nobody can be named for it."""
    view = looked.view
    filled = fill(one.candidate.sentence, one.candidate.index, one.act)
    cue = spans_of(view.tokens, [(k, k + 1) for k in sorted(set(filled.cue))])
    source = _source(filled, one, read, view)
    message = _without(spans_of(view.tokens, filled.message, view.page_marks), (*cue, *source))
    if not cue or (not source and not message):
        return None
    return Statement(
        act=one.act,
        cue=cue,
        source=source,
        addressee=spans_of(view.tokens, filled.addressee),
        message=message,
        confidence=likely * looked.weights.added_right,
        reason=f"„{view.tokens[one.candidate.index].text}“: keine feste Regel, aber Wortwahl und "
        "Umgebung sprechen für eine Aussage",
    )


def _source(filled: Filled, one: Missed, read: Sequence[Statement], view: View) -> Spans:
    """The clause's subject where it can speak; a thing cannot, then who spoke last before."""
    last = _last_source(one, read, view)
    if filled.source is None:
        return last
    own = spans_of(view.tokens, [filled.source], view.page_marks)
    is_speech = any(sign.startswith("verb=") for sign in one.candidate.signs)
    is_pronoun = view.tokens[filled.source[0]].low in SUBJECT_PRONOUNS
    return own if is_speech or is_pronoun or not last else last


def _last_source(one: Missed, read: Sequence[Statement], view: View) -> Spans:
    """Who spoke last before, in the same paragraph."""
    start = view.tokens[one.candidate.index].start
    lower = one.candidate.sentence.part.start
    for statement in reversed(read):
        if lower <= statement.cue[0].start < start and statement.source:
            return statement.source
    return ()


def _without(spans: Spans, holes: Spans) -> Spans:
    result = list(spans)
    for hole in holes:
        cut: list[Span] = []
        for span in result:
            if hole.end <= span.start or hole.start >= span.end:
                cut.append(span)
                continue
            cut += [Span(span.start, hole.start), Span(hole.end, span.end)]
        result = cut
    return tuple(s for s in result if s.end - s.start > 1)


def take_over(
    before: list[Statement], added: Statement, view: View
) -> tuple[list[Statement], Statement]:
    """Sentences given to the statement before for want of a cue now belong to the new one (M5)."""
    sentence = view.sentence_at(view.tokens_in(added.cue[0]).start)
    if sentence is None:
        return before, added
    lo, hi = view.tokens[sentence.lo].start, view.tokens[sentence.hi - 1].end
    left: list[Statement] = []
    more: list[Span] = []
    for statement in before:
        runs_on = statement.cue[-1].end <= lo and any(
            span.start < hi and lo < span.end for span in statement.message
        )
        if not runs_on or statement.cue[0].of(view.text) == ":":
            left.append(statement)
            continue
        ends = [_stripped(Span(s.start, min(s.end, lo)), view.text) for s in statement.message]
        tails = [_stripped(Span(max(s.start, hi), s.end), view.text) for s in statement.message]
        left.append(replace(statement, message=tuple(s for s in ends if s.end > s.start)))
        more += [s for s in tails if s.end > s.start]
    return left, replace(added, message=(*added.message, *more))


def _stripped(span: Span, text: str) -> Span:
    start, end = span
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".!?"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


# --- all together ---------------------------------------------------------------------------------


def reconsider(document: ReadDocument, weights: Weights) -> None:
    """Weigh the document's statements, drop and add, in place."""
    looked = look(Surroundings(view_of(document)), weights)
    document.statements = reconsidered(document.statements, looked, document.negative)


def reconsidered(
    statements: Sequence[Statement], looked: Looked, negative: Spans = ()
) -> tuple[Statement, ...]:
    """``negative``: acts the rules read as negated or not ticked; nothing is added there."""
    weights = looked.weights
    read = seen(statements, looked)
    kept: list[Statement] = []
    for one in read:
        held, statement = weigh(one, looked)
        if held >= weights.drop_below:
            kept.append(statement)
    added = []
    for found, likely in choose(missed(read, looked, searched(looked.view)), looked):
        statement_found = statement_of(found, likely, kept, looked)
        if statement_found is not None and not _touches(statement_found.cue, negative):
            added.append(statement_found)
    for n in range(len(added)):
        kept, added[n] = take_over(kept, added[n], looked.view)
    return tuple(sorted([*kept, *added], key=lambda s: (s.cue[0], s.span)))


def _touches(one: Spans, other: Spans) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)
