"""The gap under each path as lines; only the one looked at closer has its range drawn."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.figures.charts import Chart, Line, Point, line_chart
from sprengel.programmes.staff.queries import PathLine, Result
from sprengel.programmes.staff.words import heads, heads_range


def gap_chart(result: Result) -> Chart:
    return line_chart(
        [_line(line, is_range=line is result.chosen) for line in result.paths],
        title=_("Unbesetzte Stellen je nach Zahl der Absolventen"),
        unit=_("Stellen"),
        head=_("Ende des Jahres"),
        places=0,
    )


def _line(line: PathLine, *, is_range: bool) -> Line:
    points = [
        Point(
            one.year,
            one.gap.likely,
            one.gap.low if is_range else None,
            one.gap.high if is_range else None,
            label=str(one.year),
            words=heads_range(one.gap) if is_range else heads(one.gap.likely),
        )
        for one in line.years
    ]
    return Line(line.label, points, is_range=is_range)
