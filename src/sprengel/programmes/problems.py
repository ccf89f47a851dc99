"""What can be wrong with a programme's terms; each says it to the person who typed them."""

from __future__ import annotations


class TermsProblem(Exception):
    """Something cannot be kept; ``str()`` is a German sentence, ``field`` where it belongs."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return self.sentence
