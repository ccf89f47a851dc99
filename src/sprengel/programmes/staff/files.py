"""The balance as a spreadsheet: the comparison, the years, every assumption with its source."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.staffing import Basis, StaffYear
from sprengel.programmes.staff.queries import InputLine, PathLine, Result
from sprengel.ui.excel import Cell, Sheet, workbook

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_excel(result: Result, inputs: list[InputLine]) -> bytes:
    return workbook([_comparison(result), *map(_years, result.paths), _inputs(inputs)])


def _comparison(result: Result) -> Sheet:
    year = result.chosen.last.year
    rows = [
        [line.label, "; ".join(line.steps_in_words), *_three(line.last.gap)]
        for line in result.paths
    ]
    notes = [_("Unter null: mehr Menschen als Stellen.")]
    if result.closing:
        low, likely, high = _three(result.closing.a_year)
        notes.append(
            _(
                "Um die Lücke bis %(year)s zu schließen, müssten es jedes Jahr %(likely)s "
                "Absolventen sein (%(low)s bis %(high)s)."
            )
            % {"year": year, "likely": likely, "low": low, "high": high}
        )
    return Sheet(
        name=_("Vergleich"),
        title=_("Unbesetzte Stellen Ende %(year)s") % {"year": year},
        columns=[
            (_("Zahl der Absolventen"), 26),
            (_("Verlauf"), 44),
            (_("niedrig"), 12),
            (_("wahrscheinlich"), 16),
            (_("hoch"), 12),
        ],
        rows=rows,
        notes=notes,
    )


_COLUMNS = ("posts", "gone", "joined", "others", "staff", "gap")


def _years(line: PathLine) -> Sheet:
    heads = {
        "posts": _("Stellen"),
        "gone": _("gehen"),
        "joined": _("kommen vom Studium"),
        "others": _("kommen anders"),
        "staff": _("Beschäftigte"),
        "gap": _("unbesetzt"),
    }
    cases = (_("niedrig"), _("wahrscheinlich"), _("hoch"))
    columns = [(_("Jahr"), 8)]
    columns += [(f"{heads[name]}, {case}", 15) for name in _COLUMNS for case in cases]
    return Sheet(
        name=line.label, title=line.label, columns=columns, rows=[_row(one) for one in line.years]
    )


def _row(one: StaffYear) -> list[Cell]:
    cells: list[Cell] = [one.year]
    for name in _COLUMNS:
        cells += _three(getattr(one, name))
    return cells


def _inputs(inputs: list[InputLine]) -> Sheet:
    bases = {
        Basis.KNOWN: _("mit Quelle"),
        Basis.ASSUMED: _("Annahme ohne Quelle"),
        Basis.OPEN: _("nicht angegeben"),
    }
    return Sheet(
        name=_("Annahmen"),
        title=_("Worauf die Rechnung beruht"),
        columns=[(_("Angabe"), 32), (_("Wert"), 40), (_("Grundlage"), 22), (_("Quelle"), 60)],
        rows=[[one.label, one.value, bases[one.basis], one.source] for one in inputs],
    )


def _three(of: Range) -> list[Cell]:
    return [round(of.low), round(of.likely), round(of.high)]
