"""Whether enough members are there for a valid decision, at each moment. Pure but for the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from sprengel.bodies.models import Quorum


@dataclass(frozen=True, slots=True)
class Stay:
    """One member's time in the room; None: from the beginning, to the end."""

    arrived_at: time | None = None
    left_at: time | None = None

    def covers(self, at: time | None) -> bool:
        """``at`` None: at the beginning, when who came late was not there yet."""
        if at is None:
            return self.arrived_at is None
        has_come = self.arrived_at is None or self.arrived_at <= at
        is_gone = self.left_at is not None and self.left_at <= at
        return has_come and not is_gone


@dataclass(frozen=True, slots=True)
class Moment:
    """From ``at`` on (None: the beginning) so many are there."""

    at: time | None
    present: int
    members: int
    needed: int | None
    """None: no rule says how many."""

    @property
    def has_quorum(self) -> bool | None:
        return None if self.needed is None else self.present >= self.needed

    @property
    def sentence(self) -> str:
        words = {"present": self.present, "members": self.members}
        if self.has_quorum is None:
            return _("%(present)s von %(members)s Mitgliedern anwesend") % words
        if self.has_quorum:
            return _("%(present)s von %(members)s Mitgliedern anwesend: beschlussfähig") % words
        return _("%(present)s von %(members)s Mitgliedern anwesend: nicht beschlussfähig") % words


def needed(rule: str, members: int) -> int | None:
    """How many of so many members must be there."""
    if rule == Quorum.HALF:
        return (members + 1) // 2
    if rule == Quorum.MAJORITY:
        return members // 2 + 1
    if rule == Quorum.TWO_THIRDS:
        return (2 * members + 2) // 3
    return None


def moments(stays: Iterable[Stay], *, members: int, rule: str) -> tuple[Moment, ...]:
    """The beginning, and every moment at which the number changes."""
    there = list(stays)
    times = sorted({at for stay in there for at in (stay.arrived_at, stay.left_at) if at})
    found: list[Moment] = []
    for at in (None, *times):
        present = sum(stay.covers(at) for stay in there)
        if not found or found[-1].present != present:
            found.append(Moment(at, present, members, needed(rule, members)))
    return tuple(found)


def moment_at(found: tuple[Moment, ...], at: time | None) -> Moment:
    """What holds at that time; None: at the beginning."""
    holds = found[0]
    for each in found[1:]:
        if at is not None and each.at is not None and each.at <= at:
            holds = each
    return holds
