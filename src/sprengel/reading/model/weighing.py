"""What the rules read, weighed: is it a statement at all, and are its parts right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sprengel.language.words import SUBJECT_PRONOUNS
from sprengel.reading.document import DOUBTFUL_BELOW, Statement
from sprengel.reading.model.linear import ACTS, Signs, log_odds, probability, weighed
from sprengel.reading.model.looking import Looked, Word
from sprengel.reading.model.reasons import reason_kind
from sprengel.reading.model.view import View
from sprengel.reading.structure import PartKind


@dataclass(slots=True)
class Seen:
    """A rule's statement beside the model's view of its cue."""

    statement: Statement
    words: list[Word]
    """The cue's candidates, the likeliest first."""
    signs: Signs


def seen(statements: Sequence[Statement], looked: Looked) -> list[Seen]:
    result = []
    for statement in statements:
        indices = (k for span in statement.cue for k in looked.view.tokens_in(span))
        words = [word for k in indices if (word := looked.word(k)) is not None]
        words.sort(key=lambda word: (-word.score, word.candidate.index))
        result.append(Seen(statement, words, {}))
    inside = {
        k
        for statement in statements
        for span in statement.message
        for k in looked.view.tokens_in(span)
    }
    for one in result:
        one.signs = _rule_signs(one, inside, looked)
    return result


def _rule_signs(one: Seen, inside: set[int], looked: Looked) -> dict[str, float]:
    """Few signs: which rule, which act, how likely its cue is, what its parts look like."""
    statement, view = one.statement, looked.view
    kind = reason_kind(statement.reason)
    act = statement.act.value
    signs = {"bias": 1.0, f"kind={kind}": 1.0, f"act={act}": 1.0}
    signs["rules"] = log_odds(statement.confidence)
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
    if first and first.start in inside:
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


def weigh(one: Seen, looked: Looked) -> Statement | None:
    """The statement with its confidence: how likely act, source and message are all right. A doubt
    the rule has itself stands. None for what is very unlikely to be one."""
    weights = looked.weights
    held = probability(weighed(weights.held, one.signs))
    right = probability(weighed(weights.right, one.signs))
    borders = weights.borders
    if held < borders.drop_held or right < borders.drop_right:
        return None
    confidence = min(held, right)
    reason = one.statement.reason
    if one.statement.is_doubtful:
        confidence = min(confidence, one.statement.confidence)
    elif confidence < DOUBTFUL_BELOW:
        reason += "; ähnliche Stellen waren oft anders zu lesen"
    return replace(one.statement, confidence=confidence, reason=reason)
