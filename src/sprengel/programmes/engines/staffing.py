"""How many graduates do we need? Supply of and demand for an administration's staff. Pure.

Posts grow; people retire, leave early, move elsewhere; graduates and others come. The model keeps
heads by single years of age and says for every year how many posts stay without anybody. It is
linear on purpose: nobody is turned away, so a gap below zero says that more people than posts are
there, and one more graduate a year always does the same.

No number stands in the code. An input is known (a value with its source), assumed (a value without
one) or open (no value); while one is open nothing is reckoned, the open ones are named instead.
Posts and people are heads; rates are shares: 0.02 for two per cent a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from sprengel.programmes.engines.forecast import BadAssumption, Range
from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop

OLD = 50
"""From this age on somebody counts as over fifty."""
OLDEST = 80
YOUNGEST = 16
LONGEST = 60
MOST_HEADS = 100_000_000

Case = Literal["low", "likely", "high"]
"""Of a range; which of its ends is good for the balance depends on the input."""


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


INPUTS = tuple(one.name for one in fields(Staffing) if one.name not in
               ("first_year", "last_year", "graduates", "ages"))  # fmt: skip
_GOOD_WHEN_HIGH = frozenset({"retirement_age", "to_municipalities", "other_entrants"})
"""More of it makes the gap smaller; of everything else less does."""
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


# ── What cannot be meant ──────────────────────────────────────────────────────────────────────


def _refuse_open(given: Staffing) -> None:
    still_open = by_basis(given, Basis.OPEN)
    if still_open:
        raise OpenInputs(still_open)


def _check(given: Staffing) -> None:
    if not 1900 <= given.first_year <= given.last_year <= 2200:
        raise BadAssumption(gettext_noop("Die Vorausschau endet, bevor sie beginnt."))
    if given.last_year - given.first_year > LONGEST:
        raise BadAssumption(
            gettext_noop("Eine Vorausschau über mehr als sechzig Jahre sagt nichts.")
        )
    for name, lowest, highest in _LIMITS:
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


_LIMITS: tuple[tuple[str, float, float], ...] = (
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


def _range(values: list[float]) -> Range:
    likely = values[1] if len(values) == 3 else values[0]
    return Range(min(values), likely, max(values))


def _sum(ranges: tuple[Range, ...]) -> Range:
    return Range(
        sum(one.low for one in ranges),
        sum(one.likely for one in ranges),
        sum(one.high for one in ranges),
    )
