"""What the home page counts: what waits for a person, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor
from sprengel.ledger.models import FOLLOWED_VALUES, StatementState
from sprengel.ledger.queries.matters import (
    PENDING,
    SOON,
    MatterFilters,
    MatterRow,
    matter_rows,
    matters,
)
from sprengel.ledger.queries.statements import minutes_for
from sprengel.reading.document import DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class ToReview:
    document: Document
    unreviewed: int
    doubtful: int
    followed: int
    """How many of them would become a matter."""

    @property
    def minutes(self) -> int:
        return minutes_for(self.unreviewed)


def to_review(user: Viewer, limit: int | None = None) -> list[ToReview]:
    """Documents with unreviewed statements, those with most to be followed first."""
    if not (user and is_office(user)):
        return []
    waiting = Q(statements__state=StatementState.PROPOSED)
    documents = (
        Document.objects.visible_to(user)
        .annotate(
            unreviewed=Count("statements", filter=waiting),
            doubtful=Count(
                "statements", filter=waiting & Q(statements__confidence__lt=DOUBTFUL_BELOW)
            ),
            followed=Count(
                "statements",
                filter=waiting & Q(statements__act__in=FOLLOWED_VALUES, statements__is_draft=False),
            ),
        )
        .filter(unreviewed__gt=0)
        .order_by(F("followed").desc(), F("dated_on").desc(nulls_last=True), "pk")
    )
    return [
        ToReview(document, document.unreviewed, document.doubtful, document.followed)
        for document in documents[:limit]
    ]


@dataclass(frozen=True, slots=True)
class DueGroup:
    """What one actor has to answer for, most overdue first."""

    responsible: Actor | None
    name: str
    rows: tuple[MatterRow, ...]

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.rows)


def due(
    user: Viewer, *, responsible: Actor | None = None, day: date | None = None
) -> list[DueGroup]:
    """What is overdue, falls due in the next 30 days or was to be looked at again by now."""
    day = day or today()
    found = matters(user, MatterFilters(state=PENDING)).filter(
        Q(due_on__lte=day + SOON) | Q(next_check_on__lte=day)
    )
    if responsible is not None:
        found = found.filter(responsible=responsible.pk)
    groups: dict[str, list[MatterRow]] = {}
    for row in matter_rows(user, found):
        groups.setdefault(_answerable(row), []).append(row)
    return [DueGroup(rows[0].responsible, name, tuple(rows)) for name, rows in groups.items()]


def _answerable(row: MatterRow) -> str:
    """A hidden actor is not named here; what the document calls them may be."""
    if row.responsible is not None:
        return row.responsible.name
    asking = row.matter.act in ("demand", "assignment")
    return row.matter.addressee_name if asking else row.matter.actor_name
