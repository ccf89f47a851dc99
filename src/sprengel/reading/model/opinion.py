"""The second opinion as a whole: how sure each statement is, and which are none."""

from __future__ import annotations

from collections.abc import Sequence

from sprengel.reading.document import ReadDocument, Statement
from sprengel.reading.model.features import Surroundings
from sprengel.reading.model.linear import Weights
from sprengel.reading.model.looking import Looked, look
from sprengel.reading.model.view import view_of
from sprengel.reading.model.weighing import seen, weigh
from sprengel.reading.statements.collect import Cut


def reconsider(document: ReadDocument, weights: Weights, cut: Cut | None = None) -> None:
    """Weigh the document's statements and drop the most unlikely, in place."""
    looked = look(Surroundings(view_of(document, cut)), weights)
    document.statements = reconsidered(document.statements, looked)


def reconsidered(statements: Sequence[Statement], looked: Looked) -> tuple[Statement, ...]:
    """The statements with their confidence, in the same order, without the most unlikely."""
    result: list[Statement] = []
    for one in seen(statements, looked):
        held, statement = weigh(one, looked)
        if held >= looked.weights.drop_below:
            result.append(statement)
    return tuple(result)
