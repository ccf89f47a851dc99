"""What is known about housing as a spreadsheet: numbers, who counted, what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sprengel.figures.models import Figure
from sprengel.figures.provenance import provenance
from sprengel.figures.wording import key_short, spell_number
from sprengel.programmes.housing.queries import Overview, SideBySide
from sprengel.programmes.housing.reckoning import counter_name
from sprengel.ui.excel import Cell, Sheet, workbook

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_excel(found: Overview, two: Sequence[SideBySide], stage: str) -> bytes:
    sheets = [_counts(found, stage), _definitions(found)]
    if two:
        sheets.insert(1, _side_by_side(two))
    return workbook(sheets)


def _counts(found: Overview, stage: str) -> Sheet:
    rows = [
        [row.name, *_figure(one)]
        for row in found.rows
        for cell in row.cells
        for one in cell.figures
    ]
    return Sheet(
        name=_("Zahlen"),
        title=_("Unterbringung: %(stage)s") % {"stage": stage},
        columns=[(_("Stadt"), 24), *_columns()],
        rows=rows,
        notes=[
            _("%(name)s zusammen: %(value)s (%(n)s von %(of)s Städten).")
            % {
                "name": column.definition.name,
                "value": round(column.total.value),
                "n": column.total.n,
                "of": column.total.of,
            }
            for column in found.columns
            if column.total
        ],
    )


def _side_by_side(two: Sequence[SideBySide]) -> Sheet:
    return Sheet(
        name=_("Zwei Zählungen"),
        title=_("Wo zwei Stellen verschieden zählen: nicht zusammengerechnet"),
        columns=[(_("Wo"), 24), *_columns()],
        rows=[[one.about, *_figure(figure)] for one in two for figure in one.figures],
    )


def _definitions(found: Overview) -> Sheet:
    return Sheet(
        name=_("Was gezählt ist"),
        title=_("Was zählt und was nicht"),
        columns=[(_("Kennzahl"), 36), (_("Was zählt und was nicht"), 80), (_("Quelle"), 50)],
        rows=[
            [one.definition.name, one.definition.wording, one.definition.source]
            for one in found.columns
        ],
    )


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Kennzahl"), 36),
        (_("Wert"), 12),
        (_("wie angegeben"), 18),
        (_("Stichtag"), 14),
        (_("gezählt von"), 24),
        (_("Quelle"), 50),
    ]


def _figure(one: Figure) -> list[Cell]:
    value: Cell = None if one.value is None else float(one.value)
    return [
        one.definition.name,
        value,
        one.as_written or spell_number(one),
        key_short(one),
        counter_name(one),
        provenance(one).source,
    ]
