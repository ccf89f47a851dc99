"""The second opinion as a whole: how sure each statement is, which are none, which were missed."""

from __future__ import annotations

from collections.abc import Sequence

from sprengel.reading.document import ReadDocument, Statement
from sprengel.reading.model.features import Surroundings
from sprengel.reading.model.linear import Weights
from sprengel.reading.model.looking import Looked, look
from sprengel.reading.model.proposing import accept, joined, proposals
from sprengel.reading.model.view import view_of
from sprengel.reading.model.weighing import seen, weigh
from sprengel.reading.statements.collect import Cut


def reconsider(document: ReadDocument, weights: Weights, cut: Cut | None = None) -> None:
    """Weigh the document's statements, drop the most unlikely and add what is likely, in place."""
    looked = look(Surroundings(view_of(document, cut)), weights)
    document.statements = reconsidered(document.statements, looked)


def reconsidered(statements: Sequence[Statement], looked: Looked) -> tuple[Statement, ...]:
    """The statements with their confidence, without the most unlikely, with what was missed."""
    weighed = (weigh(one, looked) for one in seen(statements, looked))
    kept = [statement for statement in weighed if statement is not None]
    added = [
        accepted
        for proposal in proposals(statements, looked)
        if (accepted := accept(proposal, looked.weights)) is not None
    ]
    return joined(kept, added)
