"""A token classifier in ONNX as an engine: labels for words, put together to proposals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sprengel.reading.document import ReadDocument
from sprengel.reading.engines.chunks import cut
from sprengel.reading.engines.proposals import Proposal, Proposals
from sprengel.reading.engines.token_classifier.labels import proposals_of
from sprengel.reading.engines.token_classifier.model import ModelFolder, load

CHARS_PER_TOKEN = 3
"""Cautious for German: a chunk should fit into the model's window."""


@dataclass(frozen=True, slots=True)
class TokenClassifier:
    folder: ModelFolder

    @classmethod
    def in_folder(cls, path: Path) -> TokenClassifier:
        """Raises :class:`EngineProblem` if a file or package is missing or unusable."""
        return cls(ModelFolder.at(path))

    @property
    def name(self) -> str:
        return self.folder.name

    def propose(self, document: ReadDocument) -> Proposals:
        model = load(self.folder)
        items: list[Proposal] = []
        for chunk in cut(document, max_chars=self.folder.max_tokens * CHARS_PER_TOKEN):
            start, end = chunk.span
            items.extend(proposals_of(model.tag(document.text[start:end], start), chunk))
        return Proposals(self.name, tuple(items))
