"""What the model looks at: the document's words in their sentences and clauses."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sprengel.language.tokens import Token
from sprengel.reading.document import ReadDocument, Span
from sprengel.reading.statements.clauses import Sentence
from sprengel.reading.statements.collect import Cut, cut_text
from sprengel.reading.structure import is_minutes


@dataclass(slots=True)
class View:
    text: str
    tokens: list[Token]
    sentences: list[Sentence]
    is_minutes: bool
    starts: list[int]
    sentence_of: list[int]
    """For each token the number of its sentence, -1 outside of all."""

    def tokens_in(self, span: Span) -> range:
        """Indices of the tokens that begin inside the span."""
        return range(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def sentence_at(self, index: int) -> Sentence | None:
        if not 0 <= index < len(self.sentence_of):
            return None
        number = self.sentence_of[index]
        return self.sentences[number] if number >= 0 else None


def view_of(document: ReadDocument, cut: Cut | None = None) -> View:
    """``cut``: what the rules worked on, where it is at hand."""
    cut = cut or cut_text(document)
    tokens, sentences = cut.tokens, cut.sentences
    sentence_of = [-1] * len(tokens)
    for number, sentence in enumerate(sentences):
        sentence_of[sentence.lo : sentence.hi] = [number] * (sentence.hi - sentence.lo)
    return View(
        document.text,
        tokens,
        sentences,
        is_minutes(document.text),
        [token.start for token in tokens],
        sentence_of,
    )
