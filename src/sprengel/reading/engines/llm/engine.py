"""A language model behind an OpenAI-compatible address as an engine."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.reading.document import ReadDocument
from sprengel.reading.engines.chunks import Chunk, cut
from sprengel.reading.engines.llm.answer import Answer, content_of, read_answer
from sprengel.reading.engines.llm.client import Failure, Service, ServiceFailure
from sprengel.reading.engines.llm.prompt import request_body
from sprengel.reading.engines.llm.settings import LlmSettings
from sprengel.reading.engines.proposals import Dropped, Proposal, Proposals

MAX_GARBLED_IN_A_ROW = 2
"""After so many answers that cannot be understood the service is not asked any further."""

_SENTENCES = {
    Failure.NO_ANSWER: "Der Dienst %(name)s hat nicht geantwortet",
    Failure.TOO_SLOW: "Der Dienst %(name)s hat nicht rechtzeitig geantwortet",
    Failure.ERROR: "Der Dienst %(name)s hat einen Fehler gemeldet (%(detail)s)",
    Failure.REFUSED: "Der Dienst %(name)s hat die Anfrage abgelehnt (%(detail)s)",
    Failure.REDIRECTED: (
        "Der Dienst %(name)s verweist an eine andere Adresse (%(detail)s), und dorthin wird "
        "nichts geschickt"
    ),
    Failure.TOO_LONG: "Der Dienst %(name)s hat eine übermäßig lange Antwort geschickt",
}
_GARBLED = "Der Dienst %(name)s hat unverständlich geantwortet"


@dataclass(frozen=True, slots=True)
class LlmEngine:
    settings: LlmSettings

    @property
    def name(self) -> str:
        return f"{self.settings.model} ({self.settings.host})"

    def propose(self, document: ReadDocument) -> Proposals:
        """Ask for one chunk after the other until all are read, time is up, or it fails."""
        chunks = cut(document, max_chars=self.settings.chunk_chars)
        asking = _Asking(self.settings, document)
        for chunk in chunks:
            asking.ask(chunk)
            if asking.is_over:
                break
        if chunks and not asking.answered:
            return Proposals(self.name, failure=self._sentence(asking))
        notes: tuple[str, ...] = ()
        if asking.answered < len(chunks):
            notes = (
                f"{self._sentence(asking)}; von {len(chunks)} Abschnitten hat er "
                f"{asking.answered} gelesen, die übrigen haben nur die Regeln gelesen.",
            )
        return Proposals(self.name, tuple(asking.proposals), tuple(asking.dropped), notes)

    def _sentence(self, asking: _Asking) -> str:
        if asking.failed is None:
            return _GARBLED % {"name": self.name}
        words = {"name": self.name, "detail": asking.failed.detail}
        return _SENTENCES[asking.failed.failure] % words


class _Asking:
    """The conversation about one document, and how far it came."""

    def __init__(self, settings: LlmSettings, document: ReadDocument) -> None:
        self.model = settings.model
        self.document = document
        self.service = Service.for_document(settings)
        self.answered = 0
        self.garbled_in_a_row = 0
        self.failed: ServiceFailure | None = None
        self.proposals: list[Proposal] = []
        self.dropped: list[Dropped] = []

    @property
    def is_over(self) -> bool:
        return self.failed is not None or self.garbled_in_a_row >= MAX_GARBLED_IN_A_ROW

    def ask(self, chunk: Chunk) -> None:
        try:
            body = self.service.post(request_body(self.document, chunk, self.model))
        except ServiceFailure as failure:
            self.failed = failure
            return
        answer = _understood(body, chunk)
        if answer is None:
            self.garbled_in_a_row += 1
            return
        self.answered += 1
        self.garbled_in_a_row = 0
        self.proposals.extend(answer.proposals)
        self.dropped.extend(answer.dropped)


def _understood(body: bytes, chunk: Chunk) -> Answer | None:
    content = content_of(body)
    return None if content is None else read_answer(content, chunk)
