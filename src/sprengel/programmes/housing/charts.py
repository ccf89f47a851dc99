"""Square metres per place beside the standard; places and occupied places over time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.figures.charts import Bar, Chart, Line, Mark, Point, bar_chart, line_chart
from sprengel.figures.models import Figure
from sprengel.figures.wording import number_words, spell, spell_number
from sprengel.programmes.housing.definitions import Measure
from sprengel.programmes.housing.queries import History, Overview
from sprengel.programmes.housing.reckoning import counter_name


def area_chart(found: Overview) -> Chart | None:
    """None where nobody said how much room there is."""
    bars = [
        Bar(
            row.name,
            one.value,
            one.low,
            one.high,
            words=spell_number(one),
            note=counter_name(one) if len(row.of(Measure.AREA)) > 1 else "",
        )
        for row in found.rows
        for one in row.of(Measure.AREA)
        if one.value is not None
    ]
    if not bars:
        return None
    marks = []
    if found.standard is not None:
        marks.append(
            Mark(
                found.standard.least,
                _("mindestens im Durchschnitt"),
            )
        )
    return bar_chart(
        bars,
        title=_("Wohn- und Schlaffläche je Platz"),
        unit=_("m²"),
        head=_("Stadt"),
        places=1,
        marks=marks,
    )


def history_chart(history: History, stage: str) -> Chart | None:
    """Only single counts are drawn: where two contradict each other the line is interrupted."""
    lines = []
    for measure in (Measure.PLACES, Measure.OCCUPIED):
        points = [
            _point(row.of(measure))
            for day, row in history.lines
            if day.day is not None and row.of(measure)
        ]
        if len(points) > 1:
            name = next(one.label for one in history.columns if one.measure is measure)
            lines.append(Line(name, points))
    if not lines:
        return None
    return line_chart(
        lines,
        title=_("Plätze und belegte Plätze, %(stage)s") % {"stage": stage},
        unit=_("Plätze"),
        head=_("Stichtag"),
    )


def _point(figures: tuple[Figure, ...]) -> Point:
    first = figures[0]
    assert first.key_on is not None
    values = {one.value for one in figures if one.value is not None}
    if len(values) > 1:
        said = " / ".join(number_words(value) for value in sorted(values))
        return Point(first.key_on, None, words=_("%(counts)s (zwei Zählungen)") % {"counts": said})
    return Point(first.key_on, first.value, first.low, first.high, words=spell(first))
