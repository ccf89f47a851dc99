"""Tables people upload: head and rows of text, with a note for everything a person should check.

Nothing is computed and nothing guessed: a formula's stored result is taken, a merged cell's value
stands in each of its rows and is named, hidden rows are left out and named.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.archive import isolation
from sprengel.figures.problems import FigureProblem
from sprengel.figures.tables import delimited, excel, opendocument
from sprengel.figures.tables.grid import (
    MEGABYTE,
    MOST_BYTES,
    MOST_CELLS,
    Grid,
    Merged,
    column_name,
    place_name,
    rows_in_words,
)

SECONDS = 60
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_LOOK_FOR_HEAD = 30
"""Rows from the top among which the head is looked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """``row`` and ``column`` (both as in the file, from 1) where it is about one cell."""

    sentence: str
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each as wide as the header; "" where a cell is empty."""
    notes: tuple[Note, ...] = ()
    row_numbers: tuple[int, ...] = ()
    """Of the file, for telling people where to look."""
    columns: tuple[int, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """All one could choose from."""

    def place(self, row: int, column: int) -> str:
        """ "B7": the file's name of a cell of ``rows``."""
        return place_name(self.row_numbers[row], self.columns[column])


def read_upload(data: bytes, name: str, sheet: str = "") -> Table:
    """``read_table`` in a child process with a time limit: for whatever comes from outside."""
    try:
        return isolation.run(read_table, data, name, sheet, seconds=SECONDS)
    except (isolation.ChildCrashed, isolation.ChildTooSlow) as e:
        raise FigureProblem(
            _(
                "Diese Tabelle konnte nicht gelesen werden. Bitte nur das nötige Blatt als .csv "
                "speichern und noch einmal hochladen."
            )
        ) from e


def read_table(data: bytes, name: str, sheet: str = "") -> Table:
    """The first sheet that holds something, or ``sheet``; ``FigureProblem`` where it cannot be."""
    _check_bytes(data, name)
    if not data.startswith(_ZIP):
        return _table(delimited.grid_of(data), [])
    book = excel.Workbook(data) if _is_excel(data, name) else opendocument.Workbook(data)
    if sheet and sheet not in book.names:
        raise FigureProblem(_("Ein Blatt „%(name)s“ gibt es in der Datei nicht.") % {"name": sheet})
    chosen, grid = _chosen(book, sheet)
    notes = _notes_on_sheets(book, chosen)
    return _table(grid, notes, sheet=chosen, sheets=tuple(book.names))


def _check_bytes(data: bytes, name: str) -> None:
    if not data.strip():
        raise FigureProblem(_("Diese Datei ist leer. Bitte prüfen, ob es die richtige ist."))
    if len(data) > MOST_BYTES:
        raise FigureProblem(
            _("Diese Datei ist zu groß; erlaubt sind %(n)s MB.") % {"n": MOST_BYTES // MEGABYTE}
        )
    if data.startswith(_OLD_EXCEL):
        raise FigureProblem(
            _(
                "Diese Datei ist eine alte Excel-Datei (.xls) oder mit Kennwort geschützt. Bitte "
                "ohne Kennwort als .xlsx speichern und noch einmal hochladen."
            )
        )
    if data.startswith(b"%PDF"):
        raise FigureProblem(
            _("Diese Datei ist ein PDF. Bitte die Tabelle als .xlsx, .ods oder .csv hochladen.")
        )


def _is_excel(data: bytes, name: str) -> bool:
    """By content, for names are often wrong; the first part of an .ods is its type."""
    return b"opendocument.spreadsheet" not in data[:200] and not name.lower().endswith(".ods")


def _chosen(book: excel.Workbook | opendocument.Workbook, sheet: str) -> tuple[str, Grid]:
    for name in [sheet] if sheet else book.names:
        grid = book.grid(name)
        if grid.cells:
            return name, grid
    raise FigureProblem(_("In dieser Tabelle steht nichts."))


def _notes_on_sheets(book: excel.Workbook | opendocument.Workbook, chosen: str) -> list[Note]:
    notes = []
    others = [name for name in book.names if name != chosen]
    if others:
        notes.append(
            Note(
                _("Gelesen wurde das Blatt „%(chosen)s“; nicht gelesen: %(others)s.")
                % {"chosen": chosen, "others": _named(others)}
            )
        )
    if book.hidden:
        notes.append(
            Note(
                _("Ausgeblendete Blätter wurden nicht gelesen: %(names)s.")
                % {"names": _named(book.hidden)}
            )
        )
    return notes


def _named(names: list[str]) -> str:
    said = ", ".join(f"„{name[:60]}“" for name in names[:10])
    return f"{said} …" if len(names) > 10 else said


def _table(
    grid: Grid, notes: list[Note], *, sheet: str = "", sheets: tuple[str, ...] = ()
) -> Table:
    notes = [*notes, *(Note(text) for text in grid.notes)]
    if not grid.cells:
        raise FigureProblem(_("In dieser Tabelle steht nichts."))
    _leave_out_hidden(grid, notes)
    _fill_merged(grid, notes)
    rows = sorted({row for row, _column in grid.cells})
    columns = sorted({column for _row, column in grid.cells})
    if not rows:
        raise FigureProblem(_("In dieser Tabelle ist alles ausgeblendet. Bitte einblenden."))
    head_rows = _head_rows(grid, rows)
    _note_what_stands_above(grid, rows, head_rows[0], notes)
    header = _header(grid, head_rows, columns, notes)
    _note_formulas(grid, notes)
    data_rows = [row for row in rows if row > head_rows[-1]]
    return Table(
        header=tuple(header),
        rows=tuple(
            tuple(grid.cells.get((row, column), "") for column in columns) for row in data_rows
        ),
        notes=tuple(notes),
        row_numbers=tuple(data_rows),
        columns=tuple(columns),
        sheet=sheet,
        sheets=sheets,
    )


def _leave_out_hidden(grid: Grid, notes: list[Note]) -> None:
    rows = {row for row, _column in grid.cells if row in grid.hidden_rows}
    columns = {column for _row, column in grid.cells if column in grid.hidden_columns}
    if rows:
        notes.append(
            Note(
                ngettext(
                    "Eine ausgeblendete Zeile wurde nicht übernommen: %(which)s. Bitte "
                    "einblenden, wenn sie zählen soll.",
                    "Ausgeblendete Zeilen wurden nicht übernommen: %(which)s. Bitte einblenden, "
                    "wenn sie zählen sollen.",
                    len(rows),
                )
                % {"which": rows_in_words(rows)}
            )
        )
    if columns:
        notes.append(
            Note(
                _(
                    "Ausgeblendete Spalten wurden nicht übernommen: %(which)s. Bitte einblenden, "
                    "wenn sie zählen sollen."
                )
                % {"which": ", ".join(column_name(column) for column in sorted(columns))}
            )
        )
    for place in [p for p in grid.cells if p[0] in rows or p[1] in columns]:
        del grid.cells[place]


def _fill_merged(grid: Grid, notes: list[Note]) -> None:
    """The value stands in every cell of the range, as one sees it; but not beyond the table."""
    if not grid.cells:
        return
    last_row = max(row for row, _column in grid.cells)
    last_column = max(column for _row, column in grid.cells)
    for merged in grid.merged:
        text = grid.cells.get((merged.first_row, merged.first_column))
        if text is None:
            continue
        if merged.last_row > merged.first_row:
            notes.append(
                Note(
                    _("Verbundene Zelle %(place)s: „%(text)s“ gilt für alle ihre Zeilen.")
                    % {"place": merged.name, "text": text[:60]},
                    merged.first_row,
                    merged.first_column,
                )
            )
        _fill(grid, merged, text, last_row, last_column)


def _fill(grid: Grid, merged: Merged, text: str, last_row: int, last_column: int) -> None:
    for row in range(merged.first_row, min(merged.last_row, last_row) + 1):
        for column in range(merged.first_column, min(merged.last_column, last_column) + 1):
            if row in grid.hidden_rows or column in grid.hidden_columns:
                continue
            if len(grid.cells) >= MOST_CELLS:
                raise FigureProblem(_("Diese Tabelle hat zu viele verbundene Zellen."))
            grid.cells.setdefault((row, column), text)


def _head_rows(grid: Grid, rows: list[int]) -> list[int]:
    """The first row with two different entries; with the next one where it spans columns."""
    top = rows[:_LOOK_FOR_HEAD]
    for row in top:
        entries = {text for (at, _column), text in grid.cells.items() if at == row}
        if len(entries) > 1:
            return _with_second(grid, rows, row)
    return [top[0]]


def _with_second(grid: Grid, rows: list[int], head: int) -> list[int]:
    spans = [
        merged
        for merged in grid.merged
        if merged.first_row <= head <= merged.last_row and merged.last_column > merged.first_column
    ]
    following = [row for row in rows if row > head][:1]
    return [head, *following] if spans and following else [head]


def _note_what_stands_above(grid: Grid, rows: list[int], head: int, notes: list[Note]) -> None:
    above = [row for row in rows if row < head]
    if not above:
        return
    texts: list[str] = []
    for (row, _column), text in sorted(grid.cells.items()):
        if row < head and text not in texts:
            texts.append(text)
    notes.append(
        Note(
            _("Als Kopf wurde Zeile %(n)s genommen. Darüber steht: %(text)s")
            % {"n": head, "text": " · ".join(texts)[:300]}
        )
    )


def _header(grid: Grid, head_rows: list[int], columns: list[int], notes: list[Note]) -> list[str]:
    names: list[str] = []
    for column in columns:
        parts: list[str] = []
        for row in head_rows:
            text = " ".join(grid.cells.get((row, column), "").split())
            if text and text not in parts:
                parts.append(text)
        name = " ".join(parts) or _("Spalte %(name)s") % {"name": column_name(column)}
        names.append(_different(name, names, column, notes))
    return names


def _different(name: str, names: list[str], column: int, notes: list[Note]) -> str:
    if name not in names:
        return name
    number = 2
    while f"{name} ({number})" in names:
        number += 1
    notes.append(
        Note(
            _(
                "Die Überschrift „%(name)s“ kommt mehrmals vor; Spalte %(column)s heißt hier "
                "„%(name)s (%(n)s)“."
            )
            % {"name": name[:60], "column": column_name(column), "n": number},
            column=column,
        )
    )
    return f"{name} ({number})"


def _note_formulas(grid: Grid, notes: list[Note]) -> None:
    solved = [place for place in grid.formulas - grid.unsolved if place in grid.cells]
    if solved:
        notes.append(
            Note(
                ngettext(
                    "Eine Zelle ist eine Formel; übernommen wird ihr gespeichertes Ergebnis.",
                    "%(n)s Zellen sind Formeln; übernommen werden ihre gespeicherten Ergebnisse.",
                    len(solved),
                )
                % {"n": len(solved)}
            )
        )
    for row, column in sorted(grid.unsolved):
        text = grid.cells.get((row, column))
        if text is None:
            continue
        grid.cells[row, column] = ""
        notes.append(
            Note(
                _(
                    "Zelle %(place)s hat kein Ergebnis (%(text)s) und bleibt leer. Bitte in der "
                    "Tabelle rechnen lassen und neu speichern."
                )
                % {"place": place_name(row, column), "text": text[:40]},
                row,
                column,
            )
        )
