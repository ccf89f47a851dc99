"""What a balance of posts and people rests on: known, assumed or open. Pure.

No number stands in the code. An input is known (a value with its source), assumed (a value without
one) or open (no value); while one is open nothing is reckoned, the open ones are named instead.
Posts and people are heads; rates are shares: 0.02 for two per cent a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise

from sprengel.programmes.engines.forecast import BadAssumption, Range
from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop

OLD = 50
"""From this age on somebody counts as over fifty."""
OLDEST = 80
YOUNGEST = 16
LONGEST = 60
MOST_HEADS = 100_000_000


class OpenInputs(ProgrammeProblem):
    """Nothing can be reckoned yet; ``names`` are the inputs without a value."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(gettext_noop("Es fehlen noch Angaben: %(names)s"), names=", ".join(names))
        self.names = names


class Basis(StrEnum):
    KNOWN = "known"
    ASSUMED = "assumed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Input:
    """A value and where it comes from; without a source it is an assumption."""

    value: Range | None = None
    source: str = ""

    @property
    def basis(self) -> Basis:
        if self.value is None:
            return Basis.OPEN
        return Basis.KNOWN if self.source.strip() else Basis.ASSUMED

    @classmethod
    def of(cls, value: float, source: str = "") -> Input:
        return cls(Range.of(value), source)


@dataclass(frozen=True, slots=True)
class Cohort:
    """So many heads from one age to another, both included."""

    from_age: int
    to_age: int
    heads: float

    def __post_init__(self) -> None:
        if not YOUNGEST <= self.from_age <= self.to_age <= OLDEST:
            raise BadAssumption(
                gettext_noop(
                    "Eine Altersgruppe liegt zwischen %(youngest)s und %(oldest)s Jahren und geht "
                    "vom jüngeren zum älteren Alter: %(low)s bis %(high)s"
                ),
                youngest=YOUNGEST,
                oldest=OLDEST,
                low=self.from_age,
                high=self.to_age,
            )
        if not 0 <= self.heads <= MOST_HEADS:
            raise BadAssumption(gettext_noop("Eine Altersgruppe hat keine glaubhafte Kopfzahl."))


class Counts(StrEnum):
    """What a step of the path counts."""

    GRADUATES = "graduates"
    PLACES = "places"
    """Places to begin a study: they become graduates later, and not all of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """From this year on so many a year."""

    from_year: int
    a_year: float
    counts: Counts = Counts.GRADUATES
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.a_year <= MOST_HEADS:
            raise BadAssumption(gettext_noop("Die Zahl der Absolventen ist nicht glaubhaft."))
        if not 1900 <= self.from_year <= 2200:
            raise BadAssumption(
                gettext_noop("Dieses Jahr kann nicht gemeint sein: %(year)s"), year=self.from_year
            )


@dataclass(frozen=True, slots=True)
class Staffing:
    """Everything the balance rests on."""

    first_year: int
    last_year: int
    graduates: tuple[Step, ...] = ()
    posts: Input = Input()
    """Posts of this service in the first year, filled or not."""
    growth: Input = Input()
    """Of the posts, a year."""
    vacant: Input = Input()
    """Share of the posts nobody fills when the first year begins."""
    over_fifty: Input = Input()
    """Share of the staff aged fifty or more; stands in where ``ages`` is empty."""
    ages: tuple[Cohort, ...] = ()
    """The age distribution, where it is known; only its proportions count."""
    retirement_age: Input = Input()
    """In whole years."""
    early_leaving: Input = Input()
    """Of those over fifty, a year: out of service before the retirement age."""
    fluctuation: Input = Input()
    """Of all, a year: to other employers."""
    drop_out: Input = Input()
    """Of those who begin the study; counts only where a step counts places."""
    study_years: Input = Input()
    """From beginning to graduation; counts only where a step counts places."""
    to_municipalities: Input = Input()
    """Share of the graduates who begin with a municipality at all."""
    other_entrants: Input = Input()
    """Heads a year who come another way."""
    entry_age: Input = Input()
    """Of a graduate; others are taken to be ten years older."""

    def __post_init__(self) -> None:
        _check(self)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def counts_places(self) -> bool:
        return any(step.counts is Counts.PLACES for step in self.graduates)


INPUTS = tuple(one.name for one in fields(Staffing) if one.name not in
               ("first_year", "last_year", "graduates", "ages"))  # fmt: skip
_STUDY = ("drop_out", "study_years")


def needed_inputs(given: Staffing) -> tuple[str, ...]:
    """Which inputs count at all: without places no drop-out, with cohorts no share over fifty."""
    return tuple(
        name
        for name in INPUTS
        if not (name in _STUDY and not given.counts_places)
        and not (name == "over_fifty" and given.ages)
    )


def by_basis(given: Staffing, basis: Basis) -> tuple[str, ...]:
    """The names of the inputs that count and are known, assumed or open."""
    names = [name for name in needed_inputs(given) if getattr(given, name).basis is basis]
    if basis is Basis.OPEN and not given.graduates:
        names.insert(0, "graduates")
    return tuple(names)


# ── What cannot be meant ──────────────────────────────────────────────────────────────────────


def _check(given: Staffing) -> None:
    if not 1900 <= given.first_year <= given.last_year <= 2200:
        raise BadAssumption(gettext_noop("Die Vorausschau endet, bevor sie beginnt."))
    if given.last_year - given.first_year > LONGEST:
        raise BadAssumption(
            gettext_noop("Eine Vorausschau über mehr als sechzig Jahre sagt nichts.")
        )
    for name, lowest, highest in LIMITS:
        value = getattr(given, name).value
        if value is not None and not lowest <= value.low <= value.high <= highest:
            raise BadAssumption(
                gettext_noop("%(name)s: nur Werte von %(low)s bis %(high)s ergeben einen Sinn."),
                name=name,
                low=f"{lowest:g}",
                high=f"{highest:g}",
            )
    for one in _ranges(given, "retirement_age", "study_years", "entry_age"):
        if any(number != round(number) for number in (one.low, one.likely, one.high)):
            raise BadAssumption(gettext_noop("Alter und Studiendauer bitte in ganzen Jahren."))
    if sum(one.high for one in _ranges(given, "early_leaving", "fluctuation")) > 1:
        raise BadAssumption(gettext_noop("So gehen mehr Menschen, als da sind."))
    if given.ages:
        _check_ages(given.ages)
    if len({(step.from_year, step.counts) for step in given.graduates}) < len(given.graduates):
        raise BadAssumption(gettext_noop("Für ein Jahr sind zwei Absolventenzahlen angegeben."))


LIMITS: tuple[tuple[str, float, float], ...] = (
    ("posts", 0, MOST_HEADS),
    ("growth", -0.5, 0.5),
    ("vacant", 0, 1),
    ("over_fifty", 0, 1),
    ("retirement_age", OLD + 1, OLDEST),
    ("early_leaving", 0, 1),
    ("fluctuation", 0, 1),
    ("drop_out", 0, 1),
    ("study_years", 0, 10),
    ("to_municipalities", 0, 1),
    ("other_entrants", 0, MOST_HEADS),
    ("entry_age", YOUNGEST, 40),
)


def _ranges(given: Staffing, *names: str) -> Iterator[Range]:
    for name in names:
        value = getattr(given, name).value
        if value is not None:
            yield value


def _check_ages(cohorts: tuple[Cohort, ...]) -> None:
    in_order = sorted(cohorts, key=lambda one: one.from_age)
    if any(b.from_age <= a.to_age for a, b in pairwise(in_order)):
        raise BadAssumption(gettext_noop("Die Altersgruppen überschneiden sich."))
    if sum(one.heads for one in cohorts) <= 0:
        raise BadAssumption(gettext_noop("In den Altersgruppen ist niemand."))
