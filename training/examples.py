"""From annotated texts to what the model learns from, with the product's own eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus import Annotated
from truth import Verdict

from sprengel.reading.document import ReadDocument, Statement
from sprengel.reading.model.features import Candidate, Surroundings
from sprengel.reading.model.view import view_of
from sprengel.reading.statements.collect import cut_text, find_statements

NO, CUE, BESIDE = 0, 1, 2
"""A candidate is no cue, a cue's first full verb, or another word of a cue (not learned from)."""


@dataclass
class Example:
    """One text prepared: the rules' statements, the candidates and what they truly are."""

    annotated: Annotated
    surroundings: Surroundings
    found: list[Candidate]
    label: dict[int, int]
    act: dict[int, str]
    statements: tuple[Statement, ...] = field(default=())

    @cached_property
    def verdict(self) -> Verdict:
        """The rules' statements judged."""
        return Verdict(self.annotated.gold, self.statements)

    @property
    def name(self) -> str:
        return f"{self.annotated.part}/{self.annotated.name}"


def prepared(annotated: Annotated, *, with_rules: bool = True) -> Example:
    document = ReadDocument(annotated.name, annotated.text)
    cut = cut_text(document)
    view = view_of(document, cut)
    surroundings = Surroundings(view)
    found = list(surroundings.everywhere())
    if with_rules:
        find_statements(document, cut)
    label, act = _labels(annotated, surroundings, found)
    return Example(annotated, surroundings, found, label, act, document.statements)


def _labels(
    annotated: Annotated, surroundings: Surroundings, found: Sequence[Candidate]
) -> tuple[dict[int, int], dict[int, str]]:
    by_index = {candidate.index: candidate for candidate in found}
    label: dict[int, int] = {}
    act: dict[int, str] = {}
    for gold in annotated.gold:
        inside = [
            k for span in gold.cue for k in surroundings.view.tokens_in(span) if k in by_index
        ]
        if not inside:
            continue
        head = next((k for k in inside if "modal" not in by_index[k].signs), inside[0])
        for k in inside:
            label.setdefault(k, BESIDE)
        label[head] = CUE
        act[head] = gold.act
    return label, act
