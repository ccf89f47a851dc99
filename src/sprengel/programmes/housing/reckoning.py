"""What may be made of two or more counts: occupancy, difference, sum. Nothing across definitions.

An occupancy needs both counts of one city, one key date and one counter. A sum needs one definition
and one key date, and says of how many cities it is. Counts that contradict each other are never
averaged and never added: the city is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sprengel.figures.models import Figure, UnitKind

Counter = tuple[int | None, str]


def counter_of(figure: Figure) -> Counter:
    """Who counted. Where nobody is named it cannot be known that two counts are of one hand."""
    return figure.counted_by_id, figure.counted_by_name.strip().casefold()


def counter_name(figure: Figure) -> str:
    return figure.counted_by.name if figure.counted_by else figure.counted_by_name


def key_of(figure: Figure) -> tuple[date | None, date | None, str]:
    return figure.from_on, figure.key_on, figure.key_precision


@dataclass(frozen=True, slots=True)
class Occupancy:
    places: Figure
    occupied: Figure
    per_cent: Decimal

    @property
    def is_over(self) -> bool:
        return self.per_cent > 100

    @property
    def is_approximate(self) -> bool:
        return self.places.is_approximate or self.occupied.is_approximate


def occupancies(places: Iterable[Figure], occupied: Iterable[Figure]) -> list[Occupancy]:
    """One for each counter who counted both on the same day."""
    found = []
    for one in places:
        for other in occupied:
            if not _belong_together(one, other) or not _same_hand(one, other):
                continue
            assert one.value is not None
            assert other.value is not None
            if one.value > 0:
                found.append(Occupancy(one, other, other.value / one.value * 100))
    return found


def _same_hand(one: Figure, other: Figure) -> bool:
    return counter_of(one) == counter_of(other) != (None, "")


@dataclass(frozen=True, slots=True)
class Difference:
    """Taken less assigned; the two may have been counted by different offices."""

    assigned: Figure
    taken: Figure
    persons: Decimal

    @property
    def is_approximate(self) -> bool:
        return self.assigned.is_approximate or self.taken.is_approximate


def difference(assigned: Sequence[Figure], taken: Sequence[Figure]) -> Difference | None:
    """None where either is counted more than once: there is no telling which of them holds."""
    if len(assigned) != 1 or len(taken) != 1:
        return None
    one, other = assigned[0], taken[0]
    if not _belong_together(one, other):
        return None
    assert one.value is not None
    assert other.value is not None
    return Difference(one, other, other.value - one.value)


def _belong_together(one: Figure, other: Figure) -> bool:
    """Of one city and one key date that is known, both with a value."""
    return (
        one.about_id is not None
        and one.about_id == other.about_id
        and one.key_on is not None
        and key_of(one) == key_of(other)
        and one.value is not None
        and other.value is not None
    )


@dataclass(frozen=True, slots=True)
class Total:
    """Of one definition and one key date over so many of so many cities."""

    value: Decimal
    is_approximate: bool
    n: int
    of: int
    contradictory: tuple[str, ...]
    """Cities left out because their counts differ."""
    without: tuple[str, ...]
    """Cities that said they have no number."""


def total(counts: Iterable[Sequence[Figure]], of: int) -> Total | None:
    """``counts``: for each city its figures. None where nothing can be added.

    Averages such as square metres per place are not added: only counts are.
    """
    added: list[Figure] = []
    contradictory, without = [], []
    for figures in counts:
        if not figures:
            continue
        stated = [one for one in figures if one.value is not None]
        if not stated:
            without.append(str(figures[0].about))
        elif len({one.value for one in stated}) > 1:
            contradictory.append(str(figures[0].about))
        else:
            added.append(stated[0])
    if not added or not _can_be_added(added):
        return None
    return Total(
        value=sum((one.value for one in added if one.value is not None), Decimal(0)),
        is_approximate=any(one.is_approximate or one.low is not None for one in added),
        n=len(added),
        of=of,
        contradictory=tuple(contradictory),
        without=tuple(without),
    )


def _can_be_added(figures: Sequence[Figure]) -> bool:
    return (
        figures[0].definition.unit_kind == UnitKind.COUNT
        and len({one.definition_id for one in figures}) == 1
        and len({key_of(one) for one in figures}) == 1
        and len({one.about_id for one in figures}) == len(figures)
    )
