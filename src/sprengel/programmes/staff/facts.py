"""What the sources say and what they do not: read from ``facts.toml`` once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.staffing import Counts, Step

FILE = Path(__file__).with_name("facts.toml")


@dataclass(frozen=True, slots=True)
class Fact:
    """``about``: the name of the input it bears on; it never is that input's value by itself."""

    about: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]
    paths: dict[str, tuple[Step, ...]]
    example: dict[str, Range]
    """Freely chosen, in the units of the screen (per cent, years, heads)."""

    def about(self, name: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.about == name)


@cache
def facts() -> Facts:
    read = tomllib.loads(FILE.read_text("utf-8"))
    return Facts(
        facts=tuple(Fact(**one) for one in read["fact"]),
        paths={
            name: tuple(
                Step(one["from_year"], one["a_year"], Counts(one["counts"]), one["source"])
                for one in path["steps"]
            )
            for name, path in read["paths"].items()
        },
        example={name: Range(*three) for name, three in read["example"].items()},
    )
