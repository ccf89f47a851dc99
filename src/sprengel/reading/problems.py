"""What can be wrong with a file, in words a civil servant can act on.

The sentences are German source strings (``docs/decisions/0001-german-source-strings.md``);
whoever shows one translates it first.
"""

from __future__ import annotations

from enum import StrEnum


class ProblemCode(StrEnum):
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    ZIP_BOMB = "zip_bomb"
    NESTED_ARCHIVE = "nested_archive"
    OLD_WORD = "old_word"
    UNKNOWN_TYPE = "unknown_type"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    NOT_FOUND = "not_found"


class FileProblem(Exception):
    """A file that cannot be read. ``message`` has ``%(name)s`` and the like for ``params``."""

    def __init__(self, code: ProblemCode, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.code = code
        self.message = message
        self.params = params
