"""Excel sheets that open as they look: text stays text, dates are dates.

A cell that begins with = + - @ (or a tab or carriage return before them) would be run as a formula
by spreadsheet programs (OWASP, "CSV injection"); an apostrophe in front keeps it text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters, Excel's own limit."""
_DANGEROUS = re.compile(r"^[\s\x00-\x1f]*[=+\-@]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    title: str
    """Stands above the table."""
    columns: Sequence[tuple[str, int]]
    """Heading and width in characters."""
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()
    """Below the table: what the figures mean, where they come from."""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(_NOT_IN_SHEET_NAME.sub(" ", sheet.name)[:31]), sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def neutral(value: Cell) -> Cell:
    """The value as a cell that is shown and never run."""
    if not isinstance(value, str):
        return value
    text = NOT_IN_XML.sub("", value)
    text = f"'{text}" if _DANGEROUS.match(text) else text
    return text[:LONGEST_CELL]


def _fill(page: Worksheet, sheet: Sheet) -> None:
    page.append([neutral(sheet.title)])
    page["A1"].font = Font(bold=True, size=14)
    page.append([])
    page.append([neutral(heading) for heading, _width in sheet.columns])
    head = page.max_row
    for number, (_heading, width) in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(head, number).font = Font(bold=True)
    for row in sheet.rows:
        page.append([neutral(value) for value in row])
    for cells in page.iter_rows(min_row=head):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
                cell.number_format = "DD.MM.YYYY"
            elif isinstance(cell.value, str):
                cell.data_type = "s"
    last = get_column_letter(max(len(sheet.columns), 1))
    page.auto_filter.ref = f"A{head}:{last}{page.max_row}"
    page.freeze_panes = f"A{head + 1}"
    for note in sheet.notes:
        page.append([])
        page.append([neutral(note)])
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
