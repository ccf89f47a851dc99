"""The balance under every path of graduates, ready for the screen. Nothing here asks a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sprengel.programmes.engines.staffing import (
    Basis,
    Closing,
    Staffing,
    StaffYear,
    Step,
    balance,
    by_basis,
    closing,
    needed_inputs,
    with_path,
)
from sprengel.programmes.staff.facts import Fact, facts
from sprengel.programmes.staff.words import BY_NAME, COUNTS, PATHS, heads, heads_range, in_words


@dataclass(frozen=True, slots=True)
class PathLine:
    """One path of graduates, and what comes of it in the last year."""

    name: str
    label: str
    steps: tuple[Step, ...]
    years: tuple[StaffYear, ...]

    @property
    def last(self) -> StaffYear:
        return self.years[-1]

    @property
    def steps_in_words(self) -> list[str]:
        return [
            f"{step.from_year}: {heads(step.a_year)} {COUNTS[step.counts]}" for step in self.steps
        ]


@dataclass(frozen=True, slots=True)
class InputLine:
    """An input as it is listed under the chart."""

    name: str
    label: str
    value: str
    source: str
    basis: Basis
    unknown: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Result:
    paths: tuple[PathLine, ...]
    chosen: PathLine
    closing: Closing | None
    """The same whatever the path: it counts graduates instead of it."""


def result(given: Staffing, path: str) -> Result | None:
    """None while an input is open."""
    complete = with_path(given, *facts().paths["decided"])
    if by_basis(complete, Basis.OPEN):
        return None
    paths = tuple(
        PathLine(name, str(PATHS[name]), steps, tuple(balance(with_path(given, *steps))))
        for name, steps in _paths(given).items()
    )
    chosen = next((line for line in paths if line.name == path), paths[1])
    return Result(paths, chosen, closing(complete))


def _paths(given: Staffing) -> dict[str, tuple[Step, ...]]:
    found = dict(facts().paths)
    if given.graduates:
        found["own"] = given.graduates
    return found


def input_lines(given: Staffing | None) -> list[InputLine]:
    """Every input, in the order of the form; without any given all are open."""
    return [_line(name, given) for name in BY_NAME]


def _line(name: str, given: Staffing | None) -> InputLine:
    one = getattr(given, name) if given else None
    return InputLine(
        name=name,
        label=str(BY_NAME[name].label),
        value=in_words(name, one.value) if one and one.value else "",
        source=one.source if one else "",
        basis=one.basis if one else Basis.OPEN,
        unknown=str(BY_NAME[name].unknown),
        facts=facts().about(name),
    )


def open_names(given: Staffing) -> list[str]:
    """Labels of what must be assumed before anything can be reckoned."""
    complete = with_path(given, *facts().paths["decided"])
    needed = needed_inputs(complete)
    return [str(BY_NAME[name].label) for name in by_basis(complete, Basis.OPEN) if name in needed]


def figure_rows(chosen: PathLine) -> list[dict[str, Any]]:
    """Year by year, in words: for the table on the screen."""
    return [
        {
            "year": one.year,
            "posts": heads_range(one.posts),
            "gone": heads_range(one.gone),
            "joined": heads_range(one.joined),
            "others": heads_range(one.others),
            "staff": heads_range(one.staff),
            "gap": heads_range(one.gap),
            "to_hold": heads_range(one.to_hold) if one.to_hold else "",
        }
        for one in chosen.years
    ]
