"""Excel workbooks (.xlsx): the stored results, never a formula run.

Read from the XML itself: what a merged range, a hidden row or a date is stands there plainly, and
a sheet that claims a million merged cells costs nothing.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

from django.utils.translation import gettext as _

from sprengel.figures.problems import FigureProblem
from sprengel.figures.tables.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Merged,
    day_of_serial,
    german_number,
)
from sprengel.figures.tables.packed import opened, parsed
from sprengel.reading.files.container import Container
from sprengel.reading.problems import DAMAGED

_PLACE = re.compile(r"^\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


class Workbook:
    """``names`` are the sheets one sees; ``hidden`` those one does not."""

    def __init__(self, data: bytes) -> None:
        self._container = opened(data)
        book = parsed(self._container, "xl/workbook.xml")
        if book is None:
            raise FigureProblem(
                _("Diese Datei ist keine Excel-Tabelle. Bitte als .xlsx oder .csv speichern.")
            )
        targets = _targets(self._container)
        self._parts: dict[str, str] = {}
        self.names: list[str] = []
        self.hidden: list[str] = []
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            name = sheet.get("name") or _("Blatt")
            ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
            part = targets.get(ids[0], "") if ids else ""
            if "worksheets/" not in part:
                continue  # a chart on a sheet of its own
            self._parts[name] = part
            shown = sheet.get("state", "visible") == "visible"
            (self.names if shown else self.hidden).append(name)
        properties = book.find("{*}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._strings = _strings(self._container)
        self._dates, self._percents = _formats(self._container)

    def grid(self, name: str) -> Grid:
        sheet = parsed(self._container, self._parts[name])
        if sheet is None:
            raise FigureProblem(_(DAMAGED))
        grid = Grid()
        for column in sheet.iterfind("{*}cols/{*}col"):
            if _is_on(column.get("hidden")):
                first, last = _whole(column.get("min")), _whole(column.get("max"))
                grid.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
        row_number = 0
        for row in sheet.iterfind("{*}sheetData/{*}row"):
            row_number = _whole(row.get("r")) or row_number + 1
            if _is_on(row.get("hidden")) and row_number <= MOST_ROWS:
                grid.hidden_rows.add(row_number)
            self._read_row(grid, row, row_number)
        for merged in sheet.iterfind("{*}mergeCells/{*}mergeCell"):
            _note_merged(grid, merged.get("ref") or "")
        return grid

    def _read_row(self, grid: Grid, row: Any, row_number: int) -> None:
        column = 0
        for cell in row.iterfind("{*}c"):
            place = _place(cell.get("r") or "")
            column = place[1] if place else column + 1
            text = self._text(cell, grid, (row_number, column))
            grid.put(row_number, column, text)

    def _text(self, cell: Any, grid: Grid, place: tuple[int, int]) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _joined(cell.find("{*}is"))
        raw = (cell.findtext("{*}v") or "").strip()
        has_formula = cell.find("{*}f") is not None
        if has_formula:
            grid.formulas.add(place)
        if kind == "e" or (has_formula and not raw and kind != "str"):
            grid.unsolved.add(place)
            return raw or "#?"
        if kind == "s":
            number = _whole(raw)
            if raw and number < len(self._strings):
                return self._strings[number]
            raise FigureProblem(_(DAMAGED))
        if kind == "b":
            return _("ja") if raw == "1" else _("nein")
        if kind in ("str", "d") or not raw:
            return raw
        return self._number(raw, _whole(cell.get("s")))

    def _number(self, raw: str, style: int) -> str:
        if style in self._dates:
            day = day_of_serial(raw, from_1904=self._from_1904)
            if day is not None:
                return day
        return german_number(raw, is_percent=style in self._percents)


def _targets(container: Container) -> dict[str, str]:
    root = parsed(container, "xl/_rels/workbook.xml.rels")
    found: dict[str, str] = {}
    for one in root.iterfind("{*}Relationship") if root is not None else ():
        target = one.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[one.get("Id") or ""] = posixpath.normpath(path)
    return found


def _strings(container: Container) -> list[str]:
    root = parsed(container, "xl/sharedStrings.xml")
    return [_joined(item) for item in root.iterfind("{*}si")] if root is not None else []


def _joined(item: Any) -> str:
    """The text of all runs, without the reading aids beside them."""
    if item is None:
        return ""
    parts = [item.findtext("{*}t") or ""]
    parts += [run.findtext("{*}t") or "" for run in item.iterfind("{*}r")]
    return "".join(parts)


def _formats(container: Container) -> tuple[set[int], set[int]]:
    """The cell styles that show a number as a date, and those that show it as per cent."""
    root = parsed(container, "xl/styles.xml")
    if root is None:
        return set(), set()
    dates, percents = set(_DATE_FORMATS), set(_PERCENT_FORMATS)
    for one in root.iterfind("{*}numFmts/{*}numFmt"):
        number, code = _whole(one.get("numFmtId")), _QUOTED.sub("", one.get("formatCode") or "")
        if "%" in code:
            percents.add(number)
        elif re.search(r"[dyjt]|m{1,5}[^a-z]*y", code, re.I) and "general" not in code.lower():
            dates.add(number)
    styles = [_whole(xf.get("numFmtId")) for xf in root.iterfind("{*}cellXfs/{*}xf")]
    return (
        {n for n, format_id in enumerate(styles) if format_id in dates},
        {n for n, format_id in enumerate(styles) if format_id in percents},
    )


def _note_merged(grid: Grid, ref: str) -> None:
    first, _colon, last = ref.partition(":")
    start, end = _place(first), _place(last)
    if start and end and start <= end:
        grid.merged.append(Merged(*start, *end))


def _place(name: str) -> tuple[int, int] | None:
    found = _PLACE.match(name)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_on(text: str | None) -> bool:
    return text in ("1", "true")
