"""What every format becomes: cells with their text, and what a person should know about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sprengel.figures.problems import FigureProblem

MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_CELLS = 400_000
LONGEST_CELL = 10_000
MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE

Place = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True, slots=True)
class Merged:
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        first = place_name(self.first_row, self.first_column)
        return f"{first}:{place_name(self.last_row, self.last_column)}"


@dataclass(slots=True)
class Grid:
    """One sheet while it is being read."""

    cells: dict[Place, str] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    unsolved: set[Place] = field(default_factory=set)
    """Formulas the file holds no result of, and errors such as #DIV/0!."""
    notes: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        text = text.strip()
        if not text:
            return
        if row > MOST_ROWS or column > MOST_COLUMNS or len(self.cells) >= MOST_CELLS:
            raise FigureProblem(
                _(
                    "Diese Tabelle ist zu groß: möglich sind %(rows)s Zeilen und %(columns)s "
                    "Spalten. Bitte nur den Teil hochladen, der gebraucht wird."
                )
                % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        if len(text) > LONGEST_CELL:
            raise FigureProblem(
                _("In Zelle %(place)s steht zu viel Text (%(n)s Zeichen). Bitte kürzen.")
                % {"place": place_name(row, column), "n": len(text)}
            )
        self.cells[row, column] = text


def place_name(row: int, column: int) -> str:
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def german_number(raw: str, *, is_percent: bool = False) -> str:
    """A number of a spreadsheet as a German would type it; what is none stays as it is.

    Programs keep binary fractions (0.1 + 0.2); fifteen digits are what they show and mean.
    """
    try:
        number = Decimal(raw)
        if not number.is_finite():
            return raw
        if len(number.as_tuple().digits) > 15:
            number = Decimal(f"{float(number):.15g}")
        if is_percent:
            number *= 100
        # "1e400" written out would be 400 digits long.
        if number and not -15 <= number.adjusted() <= 20:
            return raw
    except (InvalidOperation, ValueError, OverflowError):
        return raw
    text = f"{number.normalize():f}" if number else "0"
    return text.replace(".", ",") + (" %" if is_percent else "")


def german_day(moment: date | datetime) -> str:
    if isinstance(moment, datetime) and moment.time() != time():
        return f"{moment:%d.%m.%Y %H:%M}"
    return f"{moment:%d.%m.%Y}" if moment.year >= 1000 else moment.isoformat()


def day_of_serial(raw: str, *, from_1904: bool) -> str | None:
    """Spreadsheets count days; None where the count is no day."""
    try:
        days = float(raw)
        first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        if not from_1904 and days < 60:
            # Excel believes there was a 29 February 1900.
            first += timedelta(days=1)
        if days < 0:
            return None
        return german_day(first + timedelta(seconds=round(days * 86_400)))
    except (ValueError, OverflowError):
        return None


def rows_in_words(numbers: Iterable[int]) -> str:
    """ "3, 5–7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:20]]
    return ", ".join(said) + (" …" if len(runs) > 20 else "")
