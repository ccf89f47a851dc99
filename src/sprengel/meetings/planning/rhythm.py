"""The days a rhythm implies: which months, and which weekday in them, as it has been so far."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sprengel.meetings.dates import months_on
from sprengel.meetings.models import Rhythm, Series

MONTHS = {
    Rhythm.YEARLY: (10,),
    Rhythm.SPRING_AUTUMN: (3, 10),
    Rhythm.QUARTERLY: (2, 5, 7, 10),
    Rhythm.EVERY_TWO_MONTHS: (1, 3, 5, 7, 9, 11),
    Rhythm.MONTHLY: tuple(range(1, 13)),
}
LAST_WEEK = 5
FRIDAY = 4
MONTHS_AHEAD = 12
LONGEST_REACH = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """ "the third Monday": Monday is 0; week 5 is the last one of the month."""

    weekday: int = 1
    week: int = 2


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @property
    def first_on(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_on(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def days(self) -> Iterator[date]:
        for day in range(1, self.last_on.day + 1):
            yield date(self.year, self.month, day)


def months_of(series: Series) -> tuple[int, ...]:
    """What the office has chosen, else what the rhythm says; none where it meets as needed."""
    chosen = {month for month in series.months if isinstance(month, int) and 1 <= month <= 12}
    return tuple(sorted(chosen)) or MONTHS.get(Rhythm(series.rhythm), ())


def coming_months(series: Series, today: date) -> tuple[Month, ...]:
    """The months of the rhythm among the next twelve, the present one included."""
    wanted = months_of(series)
    coming = (months_on(today.replace(day=1), count) for count in range(MONTHS_AHEAD))
    return tuple(Month(first.year, first.month) for first in coming if first.month in wanted)


def reach_of(months: tuple[int, ...]) -> int:
    """How many months a meeting may be off and still be the one meant: never as near to two."""
    if not months:
        return 0
    around = (*months, months[0] + 12)
    gap = min(later - earlier for earlier, later in pairwise(around))
    return min((gap - 1) // 2, LONGEST_REACH)


def habit_of(past: Iterable[date], month: int) -> Habit:
    """As it was the last time in this month, else the last time at all."""
    days = sorted(past, reverse=True)
    day = next((one for one in days if one.month == month), next(iter(days), None))
    if day is None:
        return Habit()
    is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return Habit(day.weekday(), LAST_WEEK if is_last else (day.day - 1) // 7 + 1)


def usual_day(month: Month, habit: Habit) -> date:
    same_weekday = [day for day in month.days() if day.weekday() == habit.weekday]
    return same_weekday[min(habit.week, len(same_weekday)) - 1]


def others(usual: date, month: Month) -> list[date]:
    """Other working days of the month: the same weekday before any other, the nearest first."""
    days = [day for day in month.days() if day.weekday() <= FRIDAY and day != usual]
    return sorted(
        days, key=lambda day: (day.weekday() != usual.weekday(), abs((day - usual).days), day)
    )
