"""Handing out a sum, or people, so that the parts add up to the whole. Pure.

The rule is that of the largest remainder (also called after Hamilton, or Hare and Niemeyer):
everybody gets the whole units of their exact share, and the units that are left go to the largest
remainders. Shares are computed with fractions, not with floating-point numbers, so the
result does not depend on the order of the rows or on the machine.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop

K = TypeVar("K", bound=Hashable)
Weight = int | Decimal | Fraction


class NotDistributable(ProgrammeProblem):
    """There is nothing to distribute by, or a number is below zero; the message names it."""


@dataclass(frozen=True, slots=True)
class Share(Generic[K]):
    key: K
    weight: Fraction
    exact: Fraction
    """The share before rounding, in units."""
    units: int
    """Cents or persons."""

    @property
    def rounded_up(self) -> bool:
        return self.units > self.exact


def distribute(total: int, weights: Mapping[K, Weight]) -> list[Share[K]]:
    """``total`` units (cents, persons) by weight, in the order of ``weights``.

    The units sum up to ``total``; who weighs more never gets less; equal remainders go to the
    larger weight, then to the key that comes first in the alphabet. Raises NotDistributable.
    """
    if total < 0:
        raise NotDistributable(
            gettext_noop("Die Summe ist kleiner als null: %(total)s"), total=total
        )
    exact_weights = {key: _fraction(key, weight) for key, weight in weights.items()}
    whole = sum(exact_weights.values(), Fraction(0))
    if whole == 0:
        raise NotDistributable(
            gettext_noop("Alle Schlüssel sind null: Es gibt nichts, wonach verteilt werden könnte.")
        )
    exact = {key: total * weight / whole for key, weight in exact_weights.items()}
    units = {key: int(share) for key, share in exact.items()}
    left = total - sum(units.values())
    by_remainder = sorted(
        exact, key=lambda key: (units[key] - exact[key], -exact_weights[key], str(key))
    )
    for key in by_remainder[:left]:
        units[key] += 1
    return [Share(key, exact_weights[key], exact[key], units[key]) for key in weights]


@dataclass(frozen=True, slots=True)
class PerHead(Generic[K]):
    """A sum by persons counted on the key date, as § 29d (1) FAG has it."""

    shares: tuple[Share[K], ...]
    persons: int
    cents_per_person: Fraction
    """What one counted person is worth; it floats with the number counted."""


def by_persons(total_cents: int, persons: Mapping[K, int]) -> PerHead[K]:
    """§ 29d (1) FAG (2017/18): the sum in proportion to the persons in Anschlussunterbringung.

    90 million euros for an assumed 80,000 persons make the 1,125 euros of the official reckoning;
    with another count it is another amount.
    """
    shares = tuple(distribute(total_cents, persons))
    count = sum(persons.values())
    return PerHead(shares, count, Fraction(total_cents, count))


@dataclass(frozen=True, slots=True)
class Branch(Generic[K]):
    """A Kreis with its Gemeinden: persons are handed down level by level."""

    key: K
    weight: Weight
    """Inhabitants, or another key."""
    below: tuple[Branch[K], ...] = ()


@dataclass(frozen=True, slots=True)
class Handed(Generic[K]):
    """What came down to one Kreis or Gemeinde, and how it was rounded there."""

    share: Share[K]
    below: tuple[Handed[K], ...] = ()

    @property
    def left_over(self) -> int:
        """So many units were still to be given out here after rounding down."""
        return self.share.units - sum(int(one.share.exact) for one in self.below)


def handed_down(total: int, branches: tuple[Branch[K], ...]) -> tuple[Handed[K], ...]:
    """Land → Kreise → Gemeinden: on every level the parts add up to what came from above.

    Where nothing came and nobody weighs anything, nothing is handed on.
    """
    by_key = {branch.key: branch for branch in branches}
    if len(by_key) != len(branches):
        raise NotDistributable(gettext_noop("Ein Name steht zweimal auf einer Ebene."))
    found: list[Handed[K]] = []
    for share in distribute(total, {branch.key: branch.weight for branch in branches}):
        below = by_key[share.key].below
        goes_on = share.units or any(_fraction(one.key, one.weight) for one in below)
        found.append(Handed(share, handed_down(share.units, below) if below and goes_on else ()))
    return tuple(found)


def down(total: int, branches: tuple[Branch[K], ...]) -> dict[K, int]:
    """The same as one list of all levels; a name may stand only once in it."""
    found: dict[K, int] = {}

    def take(level: tuple[Handed[K], ...]) -> None:
        for one in level:
            if one.share.key in found:
                raise NotDistributable(
                    gettext_noop("Der Name steht zweimal: %(name)s"), name=one.share.key
                )
            found[one.share.key] = one.share.units
            take(one.below)

    take(handed_down(total, branches))
    return found


def _fraction(key: object, weight: Weight) -> Fraction:
    try:
        exact = Fraction(weight)
    except (ValueError, OverflowError) as problem:
        raise NotDistributable(
            gettext_noop("Keine Zahl bei %(name)s: %(value)s"), name=key, value=weight
        ) from problem
    if exact < 0:
        raise NotDistributable(
            gettext_noop("Kleiner als null bei %(name)s: %(value)s"), name=key, value=weight
        )
    return exact
