"""The trained second opinion on what the rules read (``docs/explanation/second-opinion.md``)."""

from __future__ import annotations

from sprengel.reading.document import ReadDocument
from sprengel.reading.model.linear import ModelProblem, Weights, weights
from sprengel.reading.model.opinion import reconsider
from sprengel.reading.statements.collect import Cut

__all__ = ["ModelProblem", "Weights", "second_opinion"]

_MISSING = (
    "Die gelernte Zweitmeinung fehlt oder ist nicht lesbar: Die Aussagen stammen allein aus den "
    "Regeln, ihre Sicherheit ist nur geschätzt."
)
_FAILED = (
    "Die gelernte Zweitmeinung kam mit diesem Text nicht zurecht: Die Aussagen stammen allein aus "
    "den Regeln, ihre Sicherheit ist nur geschätzt."
)


def second_opinion(document: ReadDocument, cut: Cut | None = None) -> str:
    """Weigh the statements and drop the most unlikely, in place.

    ``cut`` is what the rules worked on, where it is at hand. Returns the model's name, "" when the
    rules stand alone.
    """
    try:
        table = weights()
    except ModelProblem:
        document.notes.append(_MISSING)
        return ""
    try:
        reconsider(document, table, cut)
    except Exception:  # the rules' reading must stand whatever happens here
        document.notes.append(_FAILED)
        return ""
    return table.name
