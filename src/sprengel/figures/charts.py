"""Charts as drawings the template only has to write down; the table of the numbers goes with them.

    chart = line_chart([Line("Land", points)], title=_("Bewilligte Stellen"), unit=_("Stellen"))
    {% include "figures/chart.html" with chart=chart only %}

Each is drawn twice, for a page and for a phone, and the style sheet shows one of them. Lines
differ by dash pattern and mark beside their colour. Where a series breaks the line is interrupted
and the reason stands in words below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.figures.drawing import STYLES, Bars, Drawing, draw_bars, draw_lines, mark_path
from sprengel.figures.series import (
    Bar,
    Break,
    Line,
    Mark,
    Number,
    Point,
    point_label,
    position,
)
from sprengel.figures.wording import number_words, rounded_words

__all__ = ["Bar", "Break", "Chart", "Line", "Mark", "Point", "bar_chart", "line_chart"]


@dataclass(frozen=True, slots=True)
class BreakNote:
    number: int
    when: str
    line: str
    """Empty where the chart has but one line, or it holds for all."""
    reason: str


@dataclass(frozen=True, slots=True)
class Key:
    """What a line or mark of the drawing stands for."""

    name: str
    style: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Of the table: a head and cells, or a break that is said across all columns."""

    head: str
    cells: Sequence[str] = ()
    break_note: BreakNote | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    kind: str
    title: str
    unit: str
    summary: str
    """For whoever does not see it."""
    drawings: Sequence[Drawing | Bars]
    """For the page and for the phone."""
    head: str
    columns: Sequence[str]
    rows: Sequence[Row]
    keys: Sequence[Key] = ()
    breaks: Sequence[BreakNote] = ()
    starts_at: str = ""
    """Where the axis does not begin at zero."""
    is_empty: bool = False


def line_chart(
    lines: Sequence[Line],
    *,
    title: str,
    unit: str,
    head: str = "",
    places: int | None = None,
    from_zero: bool = True,
) -> Chart:
    """``places``: round the table's numbers to so many decimals; None writes them as they are."""
    lines = [_in_order(line) for line in lines]
    breaks = _break_notes(lines)
    drawings = draw_lines(lines, breaks=[at for at, _note in breaks], from_zero=from_zero)
    ats = sorted({point.at for line in lines for point in line.points}, key=position)
    return Chart(
        kind="lines",
        title=title,
        unit=unit,
        summary=_line_summary(lines, ats),
        drawings=drawings,
        head=head or _("Zeit"),
        columns=[line.name for line in lines],
        rows=_line_rows(lines, ats, breaks, places),
        keys=[
            Key(line.name, n % STYLES + 1, mark_path(n % STYLES, 20, 7))
            for n, line in enumerate(lines)
        ],
        breaks=[note for _at, note in breaks],
        starts_at=drawings[0].starts_at,
        is_empty=not any(p.value is not None for line in lines for p in line.points),
    )


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    unit: str,
    head: str = "",
    column: str = "",
    places: int | None = None,
    marks: Sequence[Mark] = (),
) -> Chart:
    """Bars in the order given, always from zero."""
    said = [bar.words or _words(bar.value, bar.low, bar.high, places) for bar in bars]
    has_notes = any(bar.note for bar in bars)
    return Chart(
        kind="bars",
        title=title,
        unit=unit,
        summary=ngettext(
            "Balkendiagramm mit %(n)s Balken. Die Zahlen stehen in der Tabelle darunter.",
            "Balkendiagramm mit %(n)s Balken. Die Zahlen stehen in der Tabelle darunter.",
            len(bars),
        )
        % {"n": len(bars)},
        drawings=draw_bars(bars, said, [mark.value for mark in marks]),
        head=head or _("Bezeichnung"),
        columns=[column or unit, *([_("Anmerkung")] if has_notes else [])],
        rows=[
            Row(bar.name, [words, *([bar.note] if has_notes else [])])
            for bar, words in zip(bars, said, strict=True)
        ],
        keys=[
            Key(f"{mark.name}: {_number(mark.value, places)}", number)
            for number, mark in enumerate(marks, start=1)
        ],
        is_empty=not any(bar.value is not None for bar in bars),
    )


def _in_order(line: Line) -> Line:
    points = sorted(line.points, key=lambda point: position(point.at))
    return Line(line.name, points, line.is_range, line.breaks)


def _break_notes(lines: Sequence[Line]) -> list[tuple[float, BreakNote]]:
    """Each break once, numbered in the order of time."""
    found: dict[tuple[float, str, str], list[str]] = {}
    for line in lines:
        for one in line.breaks:
            key = (position(one.at), one.reason, point_label(one))
            found.setdefault(key, []).append(line.name)
    notes = []
    for number, (key, names) in enumerate(sorted(found.items()), start=1):
        at, reason, when = key
        whose = "" if len(names) == len(lines) else ", ".join(names)
        notes.append((at, BreakNote(number, when, whose, reason)))
    return notes


def _line_rows(
    lines: Sequence[Line],
    ats: Sequence[date | int | float],
    breaks: Sequence[tuple[float, BreakNote]],
    places: int | None,
) -> list[Row]:
    by_line = [{position(point.at): point for point in line.points} for line in lines]
    waiting = list(breaks)
    rows = []
    for at in ats:
        x = position(at)
        while waiting and waiting[0][0] <= x:
            rows.append(Row("", break_note=waiting.pop(0)[1]))
        points = [found.get(x) for found in by_line]
        label = next(point_label(point) for point in points if point is not None)
        rows.append(Row(label, [_cell(point, places) for point in points]))
    rows.extend(Row("", break_note=note) for _at, note in waiting)
    return rows


def _cell(point: Point | None, places: int | None) -> str:
    if point is None:
        return "–"
    return point.words or _words(point.value, point.low, point.high, places)


def _words(
    value: Number | None, low: Number | None, high: Number | None, places: int | None
) -> str:
    if value is None:
        return _("keine Angabe")
    said = _number(value, places)
    if low is None or high is None or low == high:
        return said
    return _("%(value)s (%(low)s bis %(high)s)") % {
        "value": said,
        "low": _number(low, places),
        "high": _number(high, places),
    }


def _number(value: Number, places: int | None) -> str:
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if places is None and not isinstance(value, float):
        return number_words(number)
    return rounded_words(number, places or 0)


def _line_summary(lines: Sequence[Line], ats: Sequence[date | int | float]) -> str:
    if not ats:
        return _("Liniendiagramm ohne Werte.")
    labels = {position(point.at): point_label(point) for line in lines for point in line.points}
    return ngettext(
        "Liniendiagramm mit %(n)s Linie, %(first)s bis %(last)s. Die Zahlen stehen in der Tabelle "
        "darunter.",
        "Liniendiagramm mit %(n)s Linien, %(first)s bis %(last)s. Die Zahlen stehen in der "
        "Tabelle darunter.",
        len(lines),
    ) % {
        "n": len(lines),
        "first": labels[position(ats[0])],
        "last": labels[position(ats[-1])],
    }
