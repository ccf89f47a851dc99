"""One document as the model sees it: its words, scored as cues where somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sprengel.reading.model.features import Candidate, Surroundings, WordClass
from sprengel.reading.model.linear import Weights, act_scores, log_shares, total
from sprengel.reading.model.view import View
from sprengel.reading.statements.clauses import Sentence

HOPELESS: Final = -0.8
"""Of all words added on texts left out hardly any scored less by its form and lexicon alone."""


@dataclass(slots=True)
class Looked:
    """A document with the scores asked for so far."""

    view: View
    surroundings: Surroundings
    weights: Weights
    _words: dict[int, Word | None] = field(default_factory=dict)
    _worth: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def word(self, index: int) -> Word | None:
        """The candidate at a token with its score, None where the word can be no cue."""
        if index not in self._words:
            candidate = self.surroundings.at(index)
            score = total(self.weights.cue, candidate.signs) if candidate else 0.0
            self._words[index] = Word(candidate, score) if candidate else None
        return self._words[index]

    def likely(self, sentence: Sentence, border: float) -> Iterator[Word]:
        """The sentence's candidates that score at least ``border``."""
        for candidate in self.surroundings.in_sentence(sentence, self._is_worth):
            word = self._words.get(candidate.index)
            if word is None:
                word = Word(candidate, total(self.weights.cue, candidate.signs))
                self._words[candidate.index] = word
            if word.score >= border:
                yield word

    def _is_worth(self, known: WordClass) -> bool:
        """A word that by itself speaks so much against a cue is none in any surroundings."""
        worth = self._worth.get(known.own)
        if worth is None:
            worth = total(self.weights.cue, known.own) >= HOPELESS
            self._worth[known.own] = worth
        return worth


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
