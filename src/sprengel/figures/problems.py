"""What can be wrong with a figure; each says it to the person who typed or loaded it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from sprengel.figures.models import Figure


class FigureProblem(Exception):
    """Something cannot be kept or read as a figure; ``str()`` is a German sentence for people.

    ``field`` names the field of ``enter`` it is about, so that a form can show it there.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return self.sentence


class AlreadyCorrected(FigureProblem):
    """Somebody else was quicker: ``newer`` is what stands now."""

    def __init__(self, newer: Figure | None) -> None:
        super().__init__(
            _(
                "Diese Kennzahl hat inzwischen jemand anders berichtigt. Ihre Berichtigung wurde "
                "nicht gespeichert. Bitte die neuere Angabe prüfen und, wenn nötig, diese "
                "berichtigen."
            )
        )
        self.newer = newer
