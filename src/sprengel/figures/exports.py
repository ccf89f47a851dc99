"""What is seen, as Excel sheets: every number with its key date, base and source beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sprengel.figures import showing
from sprengel.figures.comparing import Comparison
from sprengel.figures.models import Definition, Figure, SeriesBreak
from sprengel.figures.provenance import provenance
from sprengel.figures.queries import Series, ThemeGroup
from sprengel.ui.excel import Cell, Sheet, workbook
from sprengel.ui.wording import long_date

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    response = HttpResponse(workbook(sheets), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def overview_sheets(groups: Sequence[ThemeGroup]) -> list[Sheet]:
    rows: list[Sequence[Cell]] = [
        (
            group.title,
            row.definition.name,
            row.definition.unit,
            row.figures,
            row.subjects,
            row.first_on,
            row.last_on,
            row.definition.wording,
            row.definition.source,
        )
        for group in groups
        for row in group.rows
    ]
    columns = (
        (_("Bereich"), 22),
        (_("Kennzahl"), 40),
        (_("Einheit"), 16),
        (_("Zahlen"), 9),
        (_("Bezüge"), 9),
        (_("erster Stichtag"), 14),
        (_("letzter Stichtag"), 14),
        (_("Was zählt und was nicht"), 60),
        (_("Quelle der Festlegung"), 40),
    )
    return [Sheet(_("Kennzahlen"), _("Kennzahlen"), columns, rows)]


def definition_sheets(
    definition: Definition, found: Sequence[Series], breaks: Sequence[SeriesBreak]
) -> list[Sheet]:
    rows = [figure_cells(figure, one.name) for one in found for figure in one.figures]
    notes = [definition.wording]
    notes += [
        _("Bruch in der Reihe ab %(on)s: %(reason)s")
        % {"on": long_date(one.on), "reason": one.reason}
        for one in breaks
    ]
    columns = ((_("Bezug"), 28), *_figure_columns(definition))
    return [Sheet(_("Kennzahl"), definition.name, columns, rows, notes)]


def comparison_sheets(found: Comparison) -> list[Sheet]:
    definition = found.definition
    rows = [
        (
            *figure_cells(row.figure, row.body.name),
            row.inhabitants.number if row.inhabitants else None,
            row.inhabitants.on if row.inhabitants else None,
            _rounded(row.per_thousand),
        )
        for row in found.rows
    ]
    columns = (
        (_("Stadt"), 28),
        *_figure_columns(definition),
        (_("Einwohner"), 12),
        (_("Einwohner am"), 12),
        (showing.per_thousand_words(definition), 20),
    )
    return [
        Sheet(_("Vergleich"), definition.name, columns, rows, [definition.wording, *found.warnings])
    ]


def _figure_columns(definition: Definition) -> tuple[tuple[str, int], ...]:
    return (
        (_("Stichtag"), 24),
        (definition.unit, 16),
        (_("von"), 12),
        (_("bis"), 12),
        (_("in Worten"), 24),
        (_("Grundlage"), 14),
        (_("gezählt von"), 24),
        (_("Quelle"), 60),
        (_("Anmerkung"), 40),
    )


def figure_cells(figure: Figure, about: str) -> tuple[Cell, ...]:
    origin = provenance(figure)
    return (
        about,
        origin.key,
        plain(figure.value),
        plain(figure.low),
        plain(figure.high),
        origin.value,
        origin.base,
        origin.counted_by,
        origin.line,
        origin.note,
    )


def plain(value: Decimal | None) -> int | float | None:
    """As the spreadsheet's own number, to go on reckoning with."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _rounded(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 3))


def file_name(definition: Definition, what: str = "") -> str:
    return f"{definition.slug}-{what}" if what else definition.slug
