"""A distribution as a workbook: the result with its sum, the exact shares, the rule in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from sprengel.programmes.distributions import wording
from sprengel.programmes.distributions.task import Line, Outcome, Rule, Unit
from sprengel.ui.excel import Cell, Sheet
from sprengel.ui.excel import workbook as make


def workbook(title: str, outcome: Outcome, notes: Sequence[str], cite: str = "") -> bytes:
    unit = str(wording.UNITS[outcome.task.unit])
    columns = [
        *([(_("Kreis"), 28)] if _is_two(outcome) else []),
        (_("Name"), 32),
        (outcome.task.key_name, 16),
        (_("Stichtag"), 14),
        (_("Anteil in %"), 12),
        (unit, 18),
        (_("genauer Anteil"), 24),
        (_("Rest vor dem Runden"), 24),
        (_("aufgerundet"), 12),
    ]
    rows = [_row(line, outcome) for line in outcome.recipients]
    rows.append(_sum(outcome))
    said = [*wording.rule(outcome), *notes, *([cite] if cite else [])]
    sheets = [Sheet(_("Verteilung"), title, columns, rows, said)]
    if _is_two(outcome):
        sheets.append(_kreise(outcome, unit))
    return make(sheets)


def _is_two(outcome: Outcome) -> bool:
    return outcome.task.rule is Rule.TWO_STEPS


def _row(line: Line, outcome: Outcome) -> list[Cell]:
    unit = outcome.task.unit
    return [
        *([line.kreis] if _is_two(outcome) else []),
        line.name,
        _number(line.weight),
        _day(line),
        round(float(100 * line.weight / (outcome.weight or 1)), 4),
        _units(line.units, unit),
        wording.exact(line, unit),
        wording.remainder(line, unit),
        _("ja") if line.rounded_up else _("nein"),
    ]


def _sum(outcome: Outcome) -> list[Cell]:
    return [
        *([""] if _is_two(outcome) else []),
        _("Summe"),
        _number(outcome.weight),
        "",
        100,
        _units(outcome.handed_out, outcome.task.unit),
        "",
        "",
        "",
    ]


def _kreise(outcome: Outcome, unit: str) -> Sheet:
    rows: list[list[Cell]] = [
        [
            line.name,
            _number(line.weight),
            _units(line.units, outcome.task.unit),
            wording.exact(line, outcome.task.unit),
            wording.remainder(line, outcome.task.unit),
        ]
        for line in outcome.lines
        if line.is_kreis
    ]
    columns = [
        (_("Kreis"), 32),
        (outcome.task.key_name, 16),
        (unit, 18),
        (_("genauer Anteil"), 24),
        (_("Rest vor dem Runden"), 24),
    ]
    return Sheet(_("Kreise"), _("Erster Schritt: an die Kreise"), columns, rows)


def _units(units: int, unit: Unit) -> Cell:
    return units / 100 if unit is Unit.CENT else units


def _number(value: Fraction) -> Cell:
    return int(value) if value.denominator == 1 else float(value)


def _day(line: Line) -> Cell:
    if line.key_on is None:
        return ""
    return line.key_on.year if line.is_year else line.key_on
