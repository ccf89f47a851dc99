"""A table pasted or uploaded becomes rows: Kreis, Gemeinde, key, key date. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.models import KeyPrecision
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import Table
from sprengel.programmes.distributions.task import MOST_ROWS, Row

HEADS = {
    "kreis": ("kreis", "landkreis", "stadt-/landkreis", "stadt- oder landkreis", "stadtkreis"),
    "name": ("gemeinde", "stadt", "name", "kommune", "ort", "empfänger", "körperschaft"),
    "weight": (
        "einwohner", "einwohnerzahl", "personen", "schlüssel", "anzahl", "gewicht", "zahl", "wert",
    ),
    "day": ("stichtag", "stand", "datum", "jahr"),
}  # fmt: skip
MOST_PROBLEMS = 10
LONGEST_NAME = 200


class NotATable(FigureProblem):
    """Each line that cannot be read is named; ``sentences`` are for the form."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True, slots=True)
class Read:
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """What a person should check: "ca. 50" was taken as 50."""


def from_text(text: str, *, two_steps: bool, common: KeyDate) -> Read:
    """Pasted from a spreadsheet (tabs), or typed with semicolons."""
    lines = [line for line in text.splitlines() if line.strip()]
    return _read([_split(line) for line in lines], range(1, len(lines) + 1), two_steps, common)


def from_table(table: Table, *, two_steps: bool, common: KeyDate) -> Read:
    """Of a spreadsheet: its own notes come first."""
    cells = [list(table.header), *(list(row) for row in table.rows)]
    numbers = [max(table.row_numbers[0] - 1, 1) if table.row_numbers else 1, *table.row_numbers]
    found = _read(cells, numbers, two_steps, common)
    return Read(found.rows, (*(str(note) for note in table.notes), *found.notes))


def as_text(rows: Sequence[Row], *, two_steps: bool) -> str:
    """How rows stand in the field, to be changed by hand."""
    return "\n".join(
        "; ".join(
            part
            for part in (row.kreis if two_steps else "", row.name, _plain(row), _day(row))
            if part
        )
        for row in rows
    )


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\t|;", line)]


def _read(
    lines: Sequence[Sequence[str]], numbers: Sequence[int], two_steps: bool, common: KeyDate
) -> Read:
    if not lines:
        raise NotATable([_("Die Tabelle ist leer.")])
    if len(lines) > MOST_ROWS:
        raise NotATable(
            [
                _("Die Tabelle hat mehr als %(n)s Zeilen.")
                % {"n": f"{MOST_ROWS:,}".replace(",", ".")}
            ]
        )
    places = _places_by_head(lines[0])
    body = list(zip(numbers, lines, strict=False))
    if places:
        body = body[1:]
    rows: list[Row] = []
    problems: list[str] = []
    notes: list[str] = []
    for number, line in body:
        try:
            row, note = _row(line, places or _places(line, two_steps), two_steps, common)
        except FigureProblem as problem:
            problems.append(
                _("Zeile %(n)s: %(what)s") % {"n": number, "what": str(problem)}
            )  # fmt: skip
            continue
        rows.append(row)
        notes += [note] if note else []
    if problems:
        more = len(problems) - MOST_PROBLEMS
        shown = problems[:MOST_PROBLEMS]
        raise NotATable(
            shown + ([_("Und %(n)s weitere Zeilen.") % {"n": more}] if more > 0 else [])
        )
    if not rows:
        raise NotATable([_("Unter der Kopfzeile steht nichts.")])
    return Read(tuple(rows), tuple(notes))


def _places_by_head(cells: Sequence[str]) -> dict[str, int]:
    """Which column is what, where the first line is a head; empty where it is a row already."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        word = cell.strip().casefold()
        for what, words in HEADS.items():
            if what not in found and any(
                word == one or word.startswith(f"{one} ") for one in words
            ):
                found[what] = place
                break
    return found if {"name", "weight"} <= set(found) else {}


def _places(cells: Sequence[str], two_steps: bool) -> dict[str, int]:
    order = ["kreis", "name", "weight", "day"] if two_steps else ["name", "weight", "day"]
    return {what: place for place, what in enumerate(order) if place < len(cells)}


def _row(
    cells: Sequence[str], places: dict[str, int], two_steps: bool, common: KeyDate
) -> tuple[Row, str]:
    given = {
        what: cells[place].strip() if place < len(cells) else "" for what, place in places.items()
    }
    name, kreis = given.get("name", ""), given.get("kreis", "") if two_steps else ""
    if not name or len(name) > LONGEST_NAME or len(kreis) > LONGEST_NAME:
        raise FigureProblem(_("Der Name fehlt oder ist zu lang."))
    if two_steps and not kreis:
        raise FigureProblem(_("%(name)s: Der Kreis fehlt.") % {"name": name})
    if "weight" not in places:
        raise FigureProblem(_("%(name)s: Die Zahl fehlt.") % {"name": name})
    read = read_number(given["weight"])
    if read.value is None:
        raise FigureProblem(
            _(
                "%(name)s: keine Zahl („%(text)s“). Wer nichts bekommen soll, braucht eine 0; "
                "sonst bitte die Zahl eintragen oder die Zeile weglassen."
            )
            % {"name": name, "text": given["weight"]}
        )
    if read.value < 0:
        raise FigureProblem(_("%(name)s: kleiner als null.") % {"name": name})
    day = read_key_date(given.get("day", "")) if given.get("day") else common
    note = ""
    if read.is_approximate:
        note = _("%(name)s: „%(text)s“ ist keine genaue Zahl; gerechnet ist mit %(value)s.") % {
            "name": name,
            "text": given["weight"],
            "value": f"{read.value.normalize():f}".replace(".", ","),
        }
    is_year = day.precision == KeyPrecision.YEAR
    return Row(name, read.value, kreis, day.key_on, is_year), note


def _plain(row: Row) -> str:
    return f"{row.weight.normalize():f}".replace(".", ",")


def _day(row: Row) -> str:
    if row.key_on is None:
        return ""
    return str(row.key_on.year) if row.is_year else f"{row.key_on:%d.%m.%Y}"
