"""What can be wrong with a count; ``str()`` is a German sentence for whoever typed it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from sprengel.figures.problems import FigureProblem


class CountedMeanwhile(FigureProblem):
    """Somebody else has entered or corrected what this form was going to; ``places`` names it."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(
            ngettext(
                "Diese Zahl hat inzwischen jemand anders eingetragen: %(places)s. Nichts wurde "
                "gespeichert; Ihre Angaben stehen noch hier. Wenn sie gelten sollen, speichern "
                "Sie noch einmal.",
                "Diese Zahlen hat inzwischen jemand anders eingetragen: %(places)s. Nichts wurde "
                "gespeichert; Ihre Angaben stehen noch hier. Wenn sie gelten sollen, speichern "
                "Sie noch einmal.",
                len(places),
            )
            % {"places": "; ".join(places[:10])}
        )
        self.places = tuple(places)
