"""What a file becomes when it is read, and how much of it is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ..document import Block, Page
from ..problems import FileProblem

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from exhausting the machine; generous for real documents."""

    max_bytes: int = 100 * MEGABYTE
    max_pages: int = 1_000
    max_unpacked_bytes: int = 300 * MEGABYTE
    """All members of a container together, counted while they are unpacked."""
    max_xml_bytes: int = 64 * MEGABYTE
    """One XML part; as a tree it takes ten times as much memory."""
    max_ratio: int = 200
    """Unpacked to packed size of one member; only asked of members above one megabyte,
    because small, very uniform XML is honestly that compressible."""
    max_members: int = 2_000
    max_chars: int = 20_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a mail or an archive; ``problem`` says why ``data`` is missing."""

    name: str
    data: bytes
    problem: FileProblem | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with its pages and blocks; offsets are code points of ``text``."""

    name: str
    media_type: str
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    title: str = ""
    dated_on: date | None = None
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read; German source strings."""
    extractor: str = ""
    """Name and version of what read it."""


class Reader(Protocol):
    """One format. Raises :class:`FileProblem` for what it cannot read, and only that if it can."""

    media_type: str

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted: ...
