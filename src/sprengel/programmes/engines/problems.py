"""What cannot be reckoned with, as a German sentence; translated where it is shown."""

from __future__ import annotations

from collections.abc import Callable

from sprengel.reading.problems import gettext_noop

__all__ = ["ProgrammeProblem", "gettext_noop"]


class ProgrammeProblem(ValueError):
    """``message`` holds %(name)s for each of the ``fields``."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return self.in_words(lambda message: message)

    def in_words(self, translate: Callable[[str], str]) -> str:
        return translate(self.message) % self.fields if self.fields else translate(self.message)
