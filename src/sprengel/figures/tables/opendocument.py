"""OpenDocument tables (.ods), read from ``content.xml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sprengel.figures.problems import FigureProblem
from sprengel.figures.tables.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Merged,
    german_day,
    german_number,
)
from sprengel.figures.tables.packed import encrypted, opened, parsed

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


class Workbook:
    """``names`` are the sheets one sees; ``hidden`` those one does not."""

    def __init__(self, data: bytes) -> None:
        container = opened(data)
        manifest = parsed(container, "META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise encrypted()
        content = parsed(container, "content.xml")
        body = content.find(f"{_OFFICE}body/{_OFFICE}spreadsheet") if content is not None else None
        if body is None:
            raise FigureProblem(
                _("Diese Datei ist keine Tabelle. Bitte als .ods, .xlsx oder .csv speichern.")
            )
        unseen = {
            style.get(f"{_STYLE}name")
            for style in content.iter(f"{_STYLE}style")
            for properties in style.iterfind(f"{_STYLE}table-properties")
            if properties.get(f"{_TABLE}display") == "false"
        }
        self._tables: dict[str, Any] = {}
        self.names: list[str] = []
        self.hidden: list[str] = []
        for table in body.iterfind(f"{_TABLE}table"):
            name = table.get(f"{_TABLE}name") or _("Blatt")
            self._tables[name] = table
            is_hidden = table.get(f"{_TABLE}style-name") in unseen
            (self.hidden if is_hidden else self.names).append(name)

    def grid(self, name: str) -> Grid:
        grid = Grid()
        column = 1
        for one in self._tables[name].iter(f"{_TABLE}table-column"):
            repeated = _repeated(one, "columns")
            if one.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                grid.hidden_columns.update(range(column, min(column + repeated, MOST_COLUMNS + 1)))
            column += repeated
        row_number = 1
        for row in _rows(self._tables[name]):
            repeated = _repeated(row, "rows")
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                last = min(row_number + repeated, MOST_ROWS + 1)
                grid.hidden_rows.update(range(row_number, last))
            has_cells = _read_row(grid, row, row_number)
            for again in range(1, repeated if has_cells else 1):
                _read_row(grid, row, row_number + again)
            row_number += repeated
        return grid


def _rows(table: Any) -> Iterator[Any]:
    """Also those in groups and among the head rows; not those of a table within a cell."""
    groups = ("table-row-group", "table-header-rows", "table-rows")
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in {f"{_TABLE}{name}" for name in groups}:
            yield from _rows(child)


def _read_row(grid: Grid, row: Any, row_number: int) -> bool:
    column = 1
    has_cells = False
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _repeated(cell, "columns")
        text = _text(cell, grid, (row_number, column))
        if text:
            has_cells = True
            for again in range(repeated):
                grid.put(row_number, column + again, text)
            _note_merged(grid, cell, row_number, column)
        column += repeated
    return has_cells


def _text(cell: Any, grid: Grid, place: tuple[int, int]) -> str:
    kind: str = cell.get(f"{_OFFICE}value-type") or ""
    if cell.get(f"{_TABLE}formula"):
        grid.formulas.add(place)
    shown: str = "\n".join("".join(p.itertext()) for p in cell.iterfind(f"{_TEXT}p")).strip()
    if shown.startswith(("#", "Err:")) and cell.get(f"{_TABLE}formula"):
        grid.unsolved.add(place)
        return shown
    value = cell.get(f"{_OFFICE}value")
    if kind in ("float", "currency") and value:
        return german_number(value)
    if kind == "percentage" and value:
        return german_number(value, is_percent=True)
    if kind == "date":
        return _day(cell.get(f"{_OFFICE}date-value") or "", shown)
    if kind == "boolean":
        return _("ja") if cell.get(f"{_OFFICE}boolean-value") == "true" else _("nein")
    return shown


def _day(raw: str, shown: str) -> str:
    try:
        return german_day(datetime.fromisoformat(raw))
    except ValueError:
        return shown or raw


def _note_merged(grid: Grid, cell: Any, row: int, column: int) -> None:
    rows = _whole(cell.get(f"{_TABLE}number-rows-spanned"))
    columns = _whole(cell.get(f"{_TABLE}number-columns-spanned"))
    if rows > 1 or columns > 1:
        grid.merged.append(Merged(row, column, row + rows - 1, column + columns - 1))


def _repeated(element: Any, what: str) -> int:
    return _whole(element.get(f"{_TABLE}number-{what}-repeated"))


def _whole(text: str | None) -> int:
    """At least one; what a file claims beyond any table is cut when cells are put."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 10 else 1
