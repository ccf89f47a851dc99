"""Adding up what rows say, with how many of them say anything; and where it does not add up.

Nothing is corrected here: a stated total and the sum of the rows are shown side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sprengel.figures.models import Figure
from sprengel.programmes.models import EnrolmentState, FigureRole, RoundFigure

COUNTS_AS_GRANTED = (EnrolmentState.GRANTED, EnrolmentState.JOINED, EnrolmentState.ENDED)
"""States in which a granted sum was really given."""


@dataclass(frozen=True, slots=True)
class Sum:
    """``value`` None: no row has an amount; that is not zero."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    """Only where a row has a range: rows without one count with their value."""
    is_approximate: bool
    with_amount: int
    rows: int

    @property
    def is_complete(self) -> bool:
        return self.with_amount == self.rows


def add_up(figures: Iterable[Figure | None]) -> Sum:
    everything = list(figures)
    valued = [one for one in everything if one is not None and one.value is not None]
    has_range = any(one.low is not None or one.high is not None for one in valued)
    return Sum(
        value=sum((one.value for one in valued), Decimal(0)) if valued else None,
        low=_total(one.value if one.low is None else one.low for one in valued)
        if has_range
        else None,
        high=_total(one.value if one.high is None else one.high for one in valued)
        if has_range and not any(_is_open_above(one) for one in valued)
        else None,
        is_approximate=any(one.is_approximate for one in valued),
        with_amount=len(valued),
        rows=len(everything),
    )


def _total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _is_open_above(figure: Figure) -> bool:
    """ "mindestens 50" has no upper end, so the sum has none either."""
    return figure.low is not None and figure.high is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A total a round states beside what its rows come to."""

    round_name: str
    role: FigureRole
    stated: Figure
    counted: Decimal
    with_amount: int
    rows: int
    counts_rows: bool
    """The rows themselves were counted, not an amount in them."""

    @property
    def agrees(self) -> bool:
        low = self.stated.value if self.stated.low is None else self.stated.low
        high = self.stated.value if self.stated.high is None else self.stated.high
        if self.stated.low is not None and self.stated.high is None:
            return self.counted >= low
        return low <= self.counted <= high

    @property
    def is_rough(self) -> bool:
        """ "rund 50": the rows may come to another number without anything being wrong."""
        return self.stated.is_approximate and not self.agrees

    @property
    def difference(self) -> Decimal:
        return self.counted - self.stated.value


def compare(
    round_name: str,
    stated: Sequence[RoundFigure],
    *,
    taking_part: int,
    granted: Sum,
    posts: Sum,
) -> list[Comparison]:
    """Where the two differ; roles nothing was entered for are left out."""
    by_role: dict[str, tuple[Decimal | None, int, int, bool]] = {
        FigureRole.BUDGET: (granted.value, granted.with_amount, granted.rows, False),
        FigureRole.POSTS: (posts.value, posts.with_amount, posts.rows, False),
        FigureRole.PROJECTS: (Decimal(taking_part), taking_part, taking_part, True),
        FigureRole.PARTICIPANTS: (Decimal(taking_part), taking_part, taking_part, True),
    }
    found = []
    for one in stated:
        counted, with_amount, rows, counts_rows = by_role.get(one.role, (None, 0, 0, False))
        if counted is None or rows == 0 or one.figure.value is None:
            continue
        comparison = Comparison(
            round_name=round_name,
            role=FigureRole(one.role),
            stated=one.figure,
            counted=counted,
            with_amount=with_amount,
            rows=rows,
            counts_rows=counts_rows,
        )
        if not comparison.agrees:
            found.append(comparison)
    return found
