"""What pages make of series and comparisons: chart and table rows, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.figures import wording
from sprengel.figures.charts import Bar, Break, Chart, Line, Mark, Point, bar_chart, line_chart
from sprengel.figures.comparing import CityRow, Comparison
from sprengel.figures.models import Definition, Figure, SeriesBreak
from sprengel.figures.queries import Series
from sprengel.ui.wording import long_date

MOST_LINES = 6
"""More lines than dash patterns cannot be told apart."""
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A number of the table, or the break before it."""

    figure: Figure | None
    series_break: SeriesBreak | None = None


@dataclass(frozen=True, slots=True)
class SeriesTable:
    series: Series
    rows: Sequence[SeriesRow]


def series_tables(found: Sequence[Series], breaks: Sequence[SeriesBreak]) -> list[SeriesTable]:
    return [SeriesTable(one, _rows(one, _breaks_of(one, breaks))) for one in found]


def _rows(series: Series, breaks: Sequence[SeriesBreak]) -> list[SeriesRow]:
    waiting = list(breaks)
    rows = []
    for figure in series.figures:
        while waiting and figure.key_on is not None and waiting[0].on <= figure.key_on:
            rows.append(SeriesRow(None, waiting.pop(0)))
        rows.append(SeriesRow(figure))
    return rows + [SeriesRow(None, one) for one in waiting]


def _breaks_of(series: Series, breaks: Sequence[SeriesBreak]) -> list[SeriesBreak]:
    about = series.about.pk if series.about else None
    return [one for one in breaks if one.about_id is None or one.about_id == about]


def series_chart(
    definition: Definition, found: Sequence[Series], breaks: Sequence[SeriesBreak]
) -> Chart | None:
    """None where nothing runs through time, or too many lines would."""
    dated = [one for one in found if len(_dated(one)) > 1]
    if not dated or len(dated) > MOST_LINES:
        return None
    lines = [
        Line(
            name=one.title,
            points=[_point(figure) for figure in _dated(one)],
            is_range=any(figure.low is not None for figure in one.figures),
            breaks=[
                Break(at=b.on, reason=b.reason, label=long_date(b.on))
                for b in _breaks_of(one, breaks)
            ],
        )
        for one in dated
    ]
    return line_chart(lines, title=definition.name, unit=definition.unit, head=_("Stichtag"))


def _dated(series: Series) -> list[Figure]:
    return [one for one in series.figures if one.key_on is not None]


def _point(figure: Figure) -> Point:
    assert figure.key_on is not None
    return Point(
        at=figure.key_on,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        label=wording.key_short(figure),
        words=wording.spell_number(figure),
    )


def comparison_chart(found: Comparison) -> Chart | None:
    rows = [row for row in found.rows if row.figure.value is not None][:MOST_BARS]
    if len(rows) < 2:
        return None
    unit = per_thousand_words(found.definition) if found.per_thousand else found.definition.unit
    marks = [Mark(found.middle, _("Mitte (Median)"))] if found.middle is not None else []
    return bar_chart(
        [_bar(row, found) for row in rows],
        title=found.definition.name,
        unit=unit,
        head=_("Stadt"),
        places=1 if found.per_thousand else None,
        marks=marks,
    )


def per_thousand_words(definition: Definition) -> str:
    return _("%(unit)s je 1.000 Einwohner") % {"unit": definition.unit}


def _bar(row: CityRow, found: Comparison) -> Bar:
    if found.per_thousand:
        return Bar(
            row.body.name,
            row.per_thousand,
            words=per_thousand_number(row),
            is_own=row.is_own,
        )
    return Bar(
        row.body.name,
        row.figure.value,
        low=row.figure.low,
        high=row.figure.high,
        words=wording.spell_number(row.figure),
        is_own=row.is_own,
    )


def per_thousand_number(row: CityRow) -> str:
    if row.per_thousand is None:
        return _("nicht berechenbar")
    said = wording.rounded_words(row.per_thousand)
    return f"{_('ca.')}{wording.NBSP}{said}" if row.figure.is_approximate else said
