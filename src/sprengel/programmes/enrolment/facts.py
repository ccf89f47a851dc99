"""What is said of one city in one round, all of it at once: a form's answer, an action's input."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sprengel.accounts.models import Visibility
from sprengel.archive.models import Passage
from sprengel.bodies.models import Body
from sprengel.programmes.enrolment.amounts import Amount


@dataclass(frozen=True, kw_only=True)
class EnrolmentFacts:
    state: str
    on: date | None = None
    """The day of this step: applied, granted, joined."""
    on_note: str = ""
    start_on: date | None = None
    end_on: date | None = None
    dates_note: str = ""
    requested: Amount | None = None
    granted: Amount | None = None
    posts: Amount | None = None
    note: str = ""
    visibility: str = Visibility.OFFICE
    source: str = ""
    passage: Passage | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One city of a list entered at once."""

    body: Body
    facts: EnrolmentFacts
    leaves: frozenset[str] = field(default=frozenset())
    """Facts the list says nothing of: what is there already stays."""
