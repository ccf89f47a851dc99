"""Tables in text: rows that are data stay rows, tables that only lay out a page dissolve."""

from __future__ import annotations

from ..document import BlockKind
from .assembly import Assembly

Cell = list[tuple[BlockKind, str]]
"""A cell's paragraphs."""
Rows = list[list[Cell]]

_LONG_CELL = 300
_CELL_GAP = "\t"


def add_table(assembly: Assembly, rows: Rows) -> None:
    if _only_lays_out(rows):
        for row in rows:
            for cell in row:
                for kind, text in cell:
                    assembly.add(kind, text)
        return
    assembly.add(BlockKind.TABLE, "\n".join(filter(str.strip, map(_row_text, rows))))


def _only_lays_out(rows: Rows) -> bool:
    """Forms and letterheads are set as tables; their cells hold running text."""
    if all(len(row) <= 1 for row in rows):
        return True
    return any(
        len(text) > _LONG_CELL or kind is BlockKind.HEADING
        for row in rows
        for cell in row
        for kind, text in cell
    )


def _row_text(row: list[Cell]) -> str:
    return _CELL_GAP.join(" ".join(" ".join(t.split()) for _, t in cell) for cell in row)
