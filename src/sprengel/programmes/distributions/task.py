"""What is to be handed out, by which rule, to whom; and what it comes to. No web here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sprengel.programmes.engines.distribution import (
    Branch,
    Handed,
    NotDistributable,
    handed_down,
)
from sprengel.programmes.engines.problems import gettext_noop

MOST_ROWS = 5_000


class Rule(StrEnum):
    PERSONS = "persons"
    """By persons counted on the key date, as § 29d (1) FAG had it."""
    KEY = "key"
    """By inhabitants or another key, in one step."""
    TWO_STEPS = "two_steps"
    """Land → Kreise → Gemeinden, each by the same key."""


class Unit(StrEnum):
    CENT = "cent"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Row:
    """A Gemeinde with its key; ``kreis`` only where there are two steps."""

    name: str
    weight: Decimal
    kreis: str = ""
    key_on: date | None = None
    is_year: bool = False
    """Known to the year only."""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.kreis, self.name) if self.kreis else (self.name,)


@dataclass(frozen=True, slots=True)
class Task:
    rule: Rule
    unit: Unit
    total: int
    """Cents or persons."""
    key_name: str
    """What the weights are: "Einwohner"."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the result, or a Kreis above its Gemeinden."""

    name: str
    kreis: str
    weight: Fraction
    exact: Fraction
    units: int
    key_on: date | None
    is_year: bool
    is_kreis: bool = False

    @property
    def rounded_up(self) -> bool:
        return self.units > self.exact

    @property
    def remainder(self) -> Fraction:
        return self.exact - int(self.exact)


@dataclass(frozen=True, slots=True)
class Outcome:
    task: Task
    lines: tuple[Line, ...]
    weight: Fraction
    left_over: int
    """Units that were still to be given out after rounding down, on the first level."""

    @property
    def recipients(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_kreis)

    @property
    def kreise(self) -> int:
        return sum(line.is_kreis for line in self.lines)

    @property
    def per_weight(self) -> Fraction:
        """Units for one person or inhabitant: it floats with the number counted."""
        return Fraction(self.task.total) / self.weight

    @property
    def handed_out(self) -> int:
        return sum(line.units for line in self.recipients)


def hand_out(task: Task) -> Outcome:
    """Raises NotDistributable, whose message names what cannot be meant."""
    _check_names(task)
    handed = handed_down(task.total, _branches(task))
    by_key = {row.key: row for row in task.rows}
    lines: list[Line] = []
    if task.rule is Rule.TWO_STEPS:
        kreise = _by_kreis(task)
        for one in handed:
            lines += _kreis_lines(one, kreise[one.share.key[0]])
    else:
        lines = [_line(one, by_key[one.share.key]) for one in handed]
    return Outcome(
        task,
        tuple(lines),
        sum((one.share.weight for one in handed), Fraction(0)),
        task.total - sum(int(one.share.exact) for one in handed),
    )


def _by_kreis(task: Task) -> dict[str, list[Row]]:
    kreise: dict[str, list[Row]] = {}
    for row in task.rows:
        kreise.setdefault(row.kreis, []).append(row)
    return kreise


def _kreis_lines(one: Handed[tuple[str, ...]], rows: list[Row]) -> list[Line]:
    below = {each.share.key: each for each in one.below}
    return [
        _kreis_line(one, one.share.key[0]),
        *(_line(below[row.key], row) if below else _nothing(row) for row in rows),
    ]


def _branches(task: Task) -> tuple[Branch[tuple[str, ...]], ...]:
    if task.rule is not Rule.TWO_STEPS:
        return tuple(Branch(row.key, row.weight) for row in task.rows)
    return tuple(
        Branch(
            (kreis,),
            sum((Fraction(row.weight) for row in rows), Fraction(0)),
            tuple(Branch(row.key, row.weight) for row in rows),
        )
        for kreis, rows in _by_kreis(task).items()
    )


def _check_names(task: Task) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in task.rows:
        if row.key in seen:
            raise NotDistributable(
                gettext_noop("Der Name steht zweimal: %(name)s"), name=", ".join(row.key)
            )
        seen.add(row.key)


def _line(one: Handed[tuple[str, ...]], row: Row) -> Line:
    share = one.share
    return Line(
        row.name, row.kreis, share.weight, share.exact, share.units, row.key_on, row.is_year
    )  # fmt: skip


def _kreis_line(one: Handed[tuple[str, ...]], kreis: str) -> Line:
    share = one.share
    return Line(kreis, kreis, share.weight, share.exact, share.units, None, False, is_kreis=True)


def _nothing(row: Row) -> Line:
    """Nobody lives in the whole Kreis, so nothing came down to it."""
    return Line(
        row.name, row.kreis, Fraction(row.weight), Fraction(0), 0, row.key_on, row.is_year
    )  # fmt: skip


# ── Kept as JSON ──────────────────────────────────────────────────────────────────────────────


def as_json(task: Task) -> dict[str, Any]:
    """Weights as text, so that no decimal is lost; days as ISO, years as four digits."""
    return {
        "rule": task.rule.value,
        "unit": task.unit.value,
        "total_units": task.total,
        "key_name": task.key_name,
        "rows": [[row.kreis, row.name, str(row.weight), _kept_day(row)] for row in task.rows],
    }


def from_json(kept: Mapping[str, Any]) -> Task:
    try:
        return Task(
            Rule(kept["rule"]),
            Unit(kept["unit"]),
            int(kept["total_units"]),
            str(kept["key_name"]),
            tuple(_row(*one) for one in kept["rows"]),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as problem:
        raise NotDistributable(gettext_noop("Diese Fassung lässt sich nicht lesen.")) from problem


def _kept_day(row: Row) -> str | None:
    if row.key_on is None:
        return None
    return str(row.key_on.year) if row.is_year else row.key_on.isoformat()


def _row(kreis: str, name: str, weight: str, day: str | None) -> Row:
    if not day:
        return Row(name, Decimal(weight), kreis)
    if len(day) == 4:
        return Row(name, Decimal(weight), kreis, date(int(day), 12, 31), is_year=True)
    return Row(name, Decimal(weight), kreis, date.fromisoformat(day))
