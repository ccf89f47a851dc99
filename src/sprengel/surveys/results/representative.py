"""Who answered compared with who was asked, and the rule by which a result is "not representative".

The rule is a bound, not a proof: no survey of volunteers is a random sample. It names what anybody
can see against reading a result as that of all: fewer than half answered, a whole group is missing,
or the groups among the answers are others than among those asked. Where the bounds come from stands
in docs/how-to/survey-results.md. No Django here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

ENOUGH_PERCENT = 50.0
LARGEST_SHIFT_POINTS = 10.0
"""Percentage points between a group's part of the answers and its part of those asked."""


@dataclass(frozen=True, slots=True)
class Rate:
    group: str
    asked: int
    answered: int

    @property
    def percent(self) -> float | None:
        return 100 * self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Invited:
    """One city that was asked, its group in each table ("" where it has none)."""

    groups: tuple[str, ...]
    has_answered: bool


class Flaw(Enum):
    NOBODY = "nobody"
    FEW = "few"
    GROUP_MISSING = "group_missing"
    SHIFTED = "shifted"


@dataclass(frozen=True, slots=True)
class Reason:
    flaw: Flaw
    table: int = -1
    group: str = ""
    asked_percent: float = 0.0
    """The part of those asked, of the whole or of the group."""
    answered_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    total: Rate
    tables: tuple[tuple[Rate, ...], ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the result is not representative; none: nothing speaks against it by this rule."""
        return tuple(_reasons(self))


def response(invited: Sequence[Invited]) -> Response:
    tables = len(invited[0].groups) if invited else 0
    return Response(
        _rate("", invited),
        tuple(_by_group(invited, table) for table in range(tables)),
    )


def _rate(group: str, cities: Sequence[Invited]) -> Rate:
    return Rate(group, len(cities), sum(city.has_answered for city in cities))


def _by_group(invited: Sequence[Invited], table: int) -> tuple[Rate, ...]:
    groups: dict[str, list[Invited]] = {}
    for city in invited:
        groups.setdefault(city.groups[table], []).append(city)
    return tuple(_rate(group, cities) for group, cities in sorted(groups.items()))


def _reasons(found: Response) -> Iterable[Reason]:
    total = found.total
    if not total.asked or not total.answered:
        yield Reason(Flaw.NOBODY)
        return
    percent = total.percent or 0.0
    if percent < ENOUGH_PERCENT:
        yield Reason(Flaw.FEW, answered_percent=percent)
    for table, rates in enumerate(found.tables):
        for rate in rates:
            if not rate.group:
                continue  # cities the register cannot place are no group of their own
            asked = 100 * rate.asked / total.asked
            answered = 100 * rate.answered / total.answered
            if not rate.answered:
                yield Reason(Flaw.GROUP_MISSING, table, rate.group, asked, 0.0)
            elif abs(answered - asked) > LARGEST_SHIFT_POINTS:
                yield Reason(Flaw.SHIFTED, table, rate.group, asked, answered)
