"""From a mention to a name: who is "er", "Heute-Bluhm", "die OBs"."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sprengel.reading.document import ReadDocument


class ActorRegistry(Protocol):
    """What the database knows about people and bodies; the reader works without one, too."""

    def resolve(self, mention: str, dated_on: date | None) -> str | None: ...


def name_actors(document: ReadDocument, registry: ActorRegistry | None) -> None:
    """Give every statement its actor's canonical name."""
