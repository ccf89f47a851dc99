"""Which reader reads which kind of file.

Readers are named by module and loaded when first needed: reading a text file should not pay
for the PDF library.
"""

from __future__ import annotations

from importlib import import_module

from ..problems import (
    CRASHED,
    DAMAGED,
    EMPTY,
    NESTED_ARCHIVE,
    NO_WORDS,
    FileProblem,
    ProblemCode,
)
from .container import too_large
from .extracted import DEFAULT_LIMITS, Extracted, Limits, Reader
from .kinds import HTML, MAIL, MARKDOWN, OPEN_DOCUMENT, PDF, TEXT, WORD, ending, media_type_of

_MODULES = {
    TEXT: "plain",
    MARKDOWN: "markdown",
    HTML: "web",
    MAIL: "mail",
    PDF: "pdf",
    WORD: "word",
    OPEN_DOCUMENT: "opendocument",
}


def reader_for(media_type: str) -> Reader:
    module = import_module(f".{_MODULES[media_type]}", __package__)
    reader: Reader = module.READER
    return reader


def extract(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
    """The text of one file, or a :class:`FileProblem` that says what to do; nothing else."""
    if len(data) > limits.max_bytes:
        raise too_large(len(data), limits.max_bytes)
    if not data or data.isspace():
        raise FileProblem(ProblemCode.EMPTY, EMPTY)
    try:
        extracted = _read(data, name, limits)
    except FileProblem:
        raise
    except (MemoryError, RecursionError) as e:
        raise FileProblem(ProblemCode.CRASHED, CRASHED) from e
    except Exception as e:
        # The libraries raise whatever they like on broken input, down to AttributeError.
        raise FileProblem(ProblemCode.DAMAGED, DAMAGED) from e
    if not extracted.text.strip() and not extracted.attachments:
        raise FileProblem(ProblemCode.NO_TEXT, NO_WORDS)
    return extracted


def _read(data: bytes, name: str, limits: Limits) -> Extracted:
    media_type = media_type_of(data, name, limits)
    if media_type not in _MODULES:
        raise FileProblem(ProblemCode.NESTED_ARCHIVE, NESTED_ARCHIVE)
    return reader_for(media_type).read(data, name, limits)


def is_archive(data: bytes, name: str) -> bool:
    """Whether this is to be opened with ``open_archive`` rather than read with ``extract``."""
    return ending(name) == ".zip" and data.startswith(b"PK")
