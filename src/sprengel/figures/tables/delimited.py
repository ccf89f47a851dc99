"""Tables as text (.csv, .tsv, .txt): which encoding, which separator."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sprengel.figures.problems import FigureProblem
from sprengel.figures.tables.grid import Grid
from sprengel.reading.files.decoding import decode, looks_binary

SEPARATORS = (";", "	", ",", "|")
_SAMPLE_LINES = 30
_TOLD = re.compile(r"^\ufeff?sep=(.)\r?\n", re.I)


def grid_of(data: bytes) -> Grid:
    decoded = decode(data)
    text = decoded.text
    if looks_binary(text):
        raise FigureProblem(
            _("Diese Datei ist keine Tabelle. Bitte als .xlsx, .ods oder .csv speichern.")
        )
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
    separator = told[1] if told else _separator(text)
    grid = Grid()
    if decoded.notes:
        said = ", ".join(_(note) for note in decoded.notes)
        grid.notes.append(
            _("Zeichen der Datei: %(how)s. Bitte die Umlaute in der Vorschau prüfen.")
            % {"how": said}
        )
    try:
        for number, row in enumerate(_rows(text, separator), start=1):
            for column, cell in enumerate(row, start=1):
                grid.put(number, column, cell)
    except csv.Error as e:
        raise FigureProblem(
            _(
                "In dieser Datei ist ein Anführungszeichen nicht geschlossen oder eine Zeile zu "
                "lang. Bitte in der Tabellenkalkulation neu als .csv speichern."
            )
        ) from e
    return grid


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The one that cuts most lines into the same number of parts, more parts first."""
    lines = text.splitlines()[: _SAMPLE_LINES + 1]
    sample = "\n".join(lines[:_SAMPLE_LINES])
    best, best_score = ";", (0.0, 0)
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in _rows(sample, separator) if any(c.strip() for c in row)]
        except csv.Error:
            continue
        several = [width for width in widths if width > 1]
        if not several:
            continue
        usual = max(set(several), key=several.count)
        score = (several.count(usual) / len(widths), usual)
        if score > best_score:
            best, best_score = separator, score
    return best
