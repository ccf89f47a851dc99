"""Demand by demand: what became of it, and where that stands, as far as the user may know."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive import queries as archive
from sprengel.archive.models import Passage
from sprengel.archive.queries import PassageContext
from sprengel.hearings import queries
from sprengel.hearings.models import Adoption, AdoptionOutcome, Hearing, Point
from sprengel.ledger.models import Matter

SYMBOLS = {
    AdoptionOutcome.ADOPTED: "●",
    AdoptionOutcome.PARTLY: "◐",
    AdoptionOutcome.NOT: "✕",
    AdoptionOutcome.UNKNOWN: "?",
}


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    point: Point
    matter: Matter
    adoption: Adoption | None
    passage: Passage | None
    """None also where the user may not see the document it stands in."""
    context: PassageContext | None
    is_hidden: bool
    """There is a passage, but not for this user."""

    @property
    def symbol(self) -> str:
        return SYMBOLS[AdoptionOutcome(self.adoption.outcome)] if self.adoption else "○"


def outcome_rows(user: Viewer, hearing: Hearing) -> list[OutcomeRow]:
    """In the order of the text; two queries."""
    points = list(
        queries.points(user, hearing)
        .select_related("paragraph", "matter")
        .order_by("paragraph__position")
    )
    latest: dict[int, Adoption] = {}
    levels = visible_levels(user)
    told = Adoption.objects.filter(point__in=points, entry__visibility__in=levels)
    for adoption in told.select_related("passage__revision__document", "entry").order_by("pk"):
        latest[adoption.point_id] = adoption
    return [_row(point, latest.get(point.pk), levels) for point in points]


def outcome_row(user: Viewer, hearing: Hearing, pk: int) -> OutcomeRow | None:
    return next((row for row in outcome_rows(user, hearing) if row.point.pk == pk), None)


def _row(point: Point, adoption: Adoption | None, levels: tuple[str, ...]) -> OutcomeRow:
    passage = adoption.passage if adoption else None
    is_seen = passage is not None and passage.revision.document.visibility in levels
    return OutcomeRow(
        point=point,
        matter=point.matter,
        adoption=adoption,
        passage=passage if is_seen else None,
        context=archive.passage_context(passage, lines=2) if passage and is_seen else None,
        is_hidden=passage is not None and not is_seen,
    )
