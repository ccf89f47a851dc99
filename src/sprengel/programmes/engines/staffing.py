"""How many graduates do we need? Supply of and demand for an administration's staff. Pure.

Posts grow; people retire, leave early, move elsewhere; graduates and others come. The model keeps
heads by single years of age and says for every year how many posts stay without anybody. It is
linear on purpose: nobody is turned away, so a gap below zero says that more people than posts are
there, and one more graduate a year always does the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.staff_inputs import (
    INPUTS,
    LIMITS,
    OLD,
    Basis,
    Cohort,
    Counts,
    Input,
    OpenInputs,
    Staffing,
    Step,
    by_basis,
    needed_inputs,
)

__all__ = [
    "INPUTS",
    "LIMITS",
    "Basis",
    "Cohort",
    "Counts",
    "Input",
    "OpenInputs",
    "Staffing",
    "Step",
    "balance",
    "by_basis",
    "closing",
    "needed_inputs",
    "with_path",
]

Case = Literal["low", "likely", "high"]
"""Of a range; which of its ends is good for the balance depends on the input."""


@dataclass(frozen=True, slots=True)
class StaffYear:
    """One year; all heads. ``gap`` is posts less staff at its end; below zero: more people."""

    year: int
    posts: Range
    began: Range
    retired: Range
    left_early: Range
    moved: Range
    graduates: Range
    """Who graduate, wherever they go."""
    joined: Range
    """Of them, who come to the municipalities."""
    others: Range
    staff: Range
    gap: Range
    to_hold: Range | None
    """Graduates of this year with which the gap would not have grown; None where none come."""

    @property
    def gone(self) -> Range:
        return _sum((self.retired, self.left_early, self.moved))


@dataclass(frozen=True, slots=True)
class Closing:
    """How many graduates, every year from the first to the last, would close the gap by then."""

    year: int
    a_year: Range
    """Instead of the path; nought where the gap closes without any."""


_GOOD_WHEN_HIGH = frozenset({"retirement_age", "to_municipalities", "other_entrants"})
"""More of it makes the gap smaller; of everything else less does."""


def balance(given: Staffing) -> list[StaffYear]:
    """Year by year. Low is when everything turns out well for the posts, high when badly.

    Raises ``OpenInputs`` while one is open.
    """
    _refuse_open(given)
    cases = [_path(_Case(given, which)) for which in _CASES]
    return [_year(year, three) for year, *three in zip(given.years, *cases, strict=True)]


def closing(given: Staffing) -> Closing | None:
    """None where no number of graduates would do: none of them come to a municipality."""
    _refuse_open(given)
    found = []
    for which in _CASES:
        case = _Case(given, which)
        share = case.number("to_municipalities")
        if share <= 0:
            return None
        # The model is linear: two reckonings give the number.
        without = _path(case, a_year=0)[-1]
        with_thousand = _path(case, a_year=1000)[-1]
        effect = (without.gap - with_thousand.gap) / 1000
        if effect <= 0:
            return None
        found.append(max(0.0, without.gap / effect))
    return Closing(given.last_year, _range(found))


def with_path(given: Staffing, *steps: Step) -> Staffing:
    """The same with another number of graduates: how scenarios are compared."""
    return replace(given, graduates=steps)


def _refuse_open(given: Staffing) -> None:
    still_open = by_basis(given, Basis.OPEN)
    if still_open:
        raise OpenInputs(still_open)


# ── One case ──────────────────────────────────────────────────────────────────────────────────

_CASES: tuple[Case, ...] = ("low", "likely", "high")
_TURNED: dict[Case, Case] = {"low": "high", "likely": "likely", "high": "low"}


@dataclass(frozen=True, slots=True)
class _Case:
    """The inputs of one case as plain numbers."""

    given: Staffing
    which: Case

    def number(self, name: str) -> float:
        value = getattr(self.given, name).value
        which = _TURNED[self.which] if name in _GOOD_WHEN_HIGH else self.which
        return getattr(value, which) if value is not None else 0.0

    def graduates(self, year: int) -> float:
        """Of the step that holds in that year; places take their time and lose some."""
        holding = max(
            (step for step in self.given.graduates if self._from(step) <= year),
            key=self._from,
            default=None,
        )
        if holding is None:
            return 0.0
        if holding.counts is Counts.PLACES:
            return holding.a_year * (1 - self.number("drop_out"))
        return holding.a_year

    def _from(self, step: Step) -> int:
        if step.counts is Counts.PLACES:
            return step.from_year + round(self.number("study_years"))
        return step.from_year


@dataclass(frozen=True, slots=True)
class _Point:
    posts: float
    began: float
    retired: float
    left_early: float
    moved: float
    graduates: float
    joined: float
    others: float
    staff: float
    to_hold: float | None

    @property
    def gap(self) -> float:
        return self.posts - self.staff


def _path(case: _Case, a_year: float | None = None) -> list[_Point]:
    posts, share = case.number("posts"), case.number("to_municipalities")
    last_gap = posts * case.number("vacant")
    heads = _by_age(case, posts - last_gap)
    age = round(case.number("entry_age"))
    points: list[_Point] = []
    for number, year in enumerate(case.given.years):
        wanted = posts * (1 + case.number("growth")) ** number
        began = sum(heads.values())
        left_early, moved = _leave(case, heads)
        retired = _grow_older(heads, round(case.number("retirement_age")))
        graduates = case.graduates(year) if a_year is None else a_year
        joined, others = graduates * share, case.number("other_entrants")
        heads[age] = heads.get(age, 0.0) + joined
        heads[age + 10] = heads.get(age + 10, 0.0) + others
        staff = sum(heads.values())
        short = wanted - (staff - joined) - last_gap
        to_hold = max(0.0, short / share) if share > 0 else None
        points.append(
            _Point(
                wanted, began, retired, left_early, moved, graduates, joined, others, staff, to_hold
            )
        )
        last_gap = wanted - staff
    return points


def _by_age(case: _Case, staff: float) -> dict[int, float]:
    """Heads by single years; where only the share over fifty is known, evenly on both sides."""
    cohorts = case.given.ages
    if not cohorts:
        old = case.number("over_fifty")
        retire = round(case.number("retirement_age"))
        cohorts = (
            Cohort(min(round(case.number("entry_age")), OLD - 1), OLD - 1, 1 - old),
            Cohort(OLD, retire - 1, old),
        )
    total = sum(one.heads for one in cohorts)
    heads: dict[int, float] = {}
    for one in cohorts:
        each = one.heads / total * staff / (one.to_age - one.from_age + 1)
        for age in range(one.from_age, one.to_age + 1):
            heads[age] = heads.get(age, 0.0) + each
    return heads


def _leave(case: _Case, heads: dict[int, float]) -> tuple[float, float]:
    """Takes out who leave before their age; how many left early and how many moved."""
    early, moving = case.number("early_leaving"), case.number("fluctuation")
    left_early = moved = 0.0
    for age, there in heads.items():
        going_early = there * early if age >= OLD else 0.0
        going = there * moving
        left_early, moved = left_early + going_early, moved + going
        heads[age] = there - going_early - going
    return left_early, moved


def _grow_older(heads: dict[int, float], retire: int) -> float:
    """Everybody a year older; how many retired."""
    older = {age + 1: there for age, there in heads.items()}
    heads.clear()
    heads.update((age, there) for age, there in older.items() if age < retire)
    return sum(there for age, there in older.items() if age >= retire)


def _year(year: int, three: list[_Point]) -> StaffYear:
    def of(name: str) -> Range:
        return _range([getattr(one, name) for one in three])

    holds = [one.to_hold for one in three if one.to_hold is not None]
    return StaffYear(
        year=year,
        to_hold=_range(holds) if len(holds) == len(three) else None,
        **{
            name: of(name)
            for name in (
                "posts", "began", "retired", "left_early", "moved",
                "graduates", "joined", "others", "staff", "gap",
            )
        },
    )  # fmt: skip


def _range(values: list[float]) -> Range:
    likely = values[1] if len(values) == 3 else values[0]
    return Range(min(values), likely, max(values))


def _sum(ranges: tuple[Range, ...]) -> Range:
    return Range(
        sum(one.low for one in ranges),
        sum(one.likely for one in ranges),
        sum(one.high for one in ranges),
    )
