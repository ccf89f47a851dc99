"""How a campaign grew: the numbers it named itself, and the cities known one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.figures.charts import Bar, Chart, Line, Point, bar_chart, line_chart
from sprengel.figures.models import Figure
from sprengel.figures.wording import key_short, spell, spell_number
from sprengel.programmes.enrolment import queries
from sprengel.programmes.enrolment.queries import Row
from sprengel.programmes.enrolment.sums import COUNTS_AS_GRANTED
from sprengel.programmes.models import TAKING_PART, EnrolmentEvent, FigureRole, Round


@dataclass(frozen=True, slots=True)
class Growth:
    chart: Chart
    stated: tuple[Figure, ...]
    """Every number named, those without a day too."""
    undated: tuple[Figure, ...]
    known: int
    """Cities known one by one."""
    known_without_day: int


def growth(
    user: Viewer, rounds: Sequence[Round], rows: Iterable[Row], today: date
) -> Growth | None:
    """None where no number was named; the cities alone stand in the table anyway."""
    stated = [
        one.figure
        for one in queries.round_figures(user, rounds)
        if one.role == FigureRole.PARTICIPANTS and one.figure.value is not None
    ]
    if not stated:
        return None
    in_order = sorted(stated, key=lambda one: (one.key_on or date.max, one.pk))
    dated = [one for one in in_order if one.key_on is not None]
    taking_part = [row for row in rows if row.enrolment.state in COUNTS_AS_GRANTED]
    days = _first_days(taking_part)
    known = _known(taking_part, days, today)
    is_over_time = len(dated) > 1 or (dated and len({point.at for point in known}) > 1)
    return Growth(
        chart=_over_time(dated, known) if is_over_time else _side_by_side(in_order),
        stated=tuple(in_order),
        undated=tuple(one for one in in_order if one.key_on is None),
        known=len({row.body.pk for row in taking_part}),
        known_without_day=len({row.body.pk for row in taking_part} - set(days)),
    )


def _first_days(rows: Sequence[Row]) -> dict[int, date]:
    """By city the first day it is known to have taken part."""
    joined = dict(
        EnrolmentEvent.objects.filter(
            enrolment__in=[row.enrolment.pk for row in rows],
            state__in=TAKING_PART,
            on__isnull=False,
        )
        .order_by("-on")
        .values_list("enrolment_id", "on")
    )
    days: dict[int, date] = {}
    for row in rows:
        day = row.enrolment.start_on or joined.get(row.enrolment.pk)
        if day is not None:
            days[row.body.pk] = min(day, days.get(row.body.pk, day))
    return days


def _known(rows: Sequence[Row], days: dict[int, date], today: date) -> list[Point]:
    """How many there were after each day on which that changed."""
    steps: Counter[date] = Counter(day for day in days.values() if day <= today)
    if not steps:
        return []
    last = {}
    for row in rows:
        end = row.enrolment.end_on
        known = last.get(row.body.pk, end)
        # One round without an end: it is still there.
        last[row.body.pk] = None if end is None or known is None else max(end, known)
    for pk, end in last.items():
        if end is not None and end < today and pk in days:
            steps[end] -= 1
    in_order = sorted(steps)
    points = [
        Point(at=day, value=total)
        for day, total in zip(in_order, accumulate(steps[day] for day in in_order), strict=True)
    ]
    if points[-1].at != today:
        points.append(Point(at=today, value=points[-1].value, label=_("heute")))
    return points


def _over_time(dated: Sequence[Figure], known: Sequence[Point]) -> Chart:
    lines = [Line(name=_("genannt"), points=[_point(figure) for figure in dated])]
    if known:
        lines.append(Line(name=_("einzeln bekannt"), points=known))
    return line_chart(lines, title=_title(), unit=_("Städte und Gemeinden"), head=_("Tag"))


def _side_by_side(stated: Sequence[Figure]) -> Chart:
    return bar_chart(
        [
            Bar(
                name=key_short(figure) if figure.key_on else _("Zeitpunkt nicht bekannt"),
                value=figure.value or Decimal(0),
                low=figure.low,
                high=figure.high,
                words=spell_number(figure),
            )
            for figure in stated
        ],
        title=_title(),
        unit=_("Städte und Gemeinden"),
        head=_("Zeitpunkt"),
        column=_("Genannt"),
    )


def _point(figure: Figure) -> Point:
    return Point(
        at=figure.key_on or date.min,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        label=key_short(figure),
        words=spell(figure),
    )


def _title() -> str:
    return _("Wie viele dabei sind")
