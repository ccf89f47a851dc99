"""What somebody pasted or uploaded, as rows of text: a list of names, or a table with a head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from sprengel.bodies.names import fold
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.models import EnrolmentState
from sprengel.ui.wording import listed

MOST_ROWS = 2_000
LONGEST_NAME = 200

NAME, KEY, STATE, START, END, NOTE = "name", "key", "state", "start", "end", "note"
REQUESTED, GRANTED, POSTS = "requested", "granted", "posts"

_HEADINGS = {
    NAME: ("stadt", "name", "kommune", "gemeinde", "ort", "stadt gemeinde", "kommunen", "staedte"),
    KEY: ("schluessel", "gemeindeschluessel", "ags", "amtlicher gemeindeschluessel"),
    STATE: ("stand", "status"),
    START: ("von", "seit", "beginn", "ab", "dabei seit"),
    END: ("bis", "ende"),
    REQUESTED: ("beantragt", "beantragte foerderung", "antragssumme", "beantragt euro"),
    GRANTED: ("bewilligt", "bewilligte foerderung", "bewilligungssumme", "bewilligt euro"),
    POSTS: ("stellen", "vollzeitstellen", "bewilligte stellen", "vzae"),
    NOTE: ("anmerkung", "bemerkung", "hinweis"),
}
_COLUMN_OF = {words: column for column, known in _HEADINGS.items() for words in known}
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,4}[.)])\s+")
_DAY = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as written, by column; ``number`` as people count lines."""

    number: int
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return self.cells.get(NAME, "")


@dataclass(frozen=True, slots=True)
class RawList:
    rows: tuple[RawRow, ...]
    columns: frozenset[str] = frozenset({NAME})
    notes: tuple[str, ...] = field(default=())


def read_text(text: str) -> RawList:
    """Names by line, comma or semicolon; or what is copied out of a spreadsheet, with its head."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if any("\t" in line for line in lines):
        table = [[cell.strip() for cell in line.split("\t")] for line in lines]
        return read_rows(table[0], table[1:])
    names: list[str] = []
    for line in lines:
        names += [part.strip() for part in re.split(r"[;,]", _BULLET.sub("", line))]
    names = [name for name in names if name]
    if names and _COLUMN_OF.get(fold(names[0])) == NAME:
        names = names[1:]
    rows = tuple(RawRow(n, {NAME: name[:LONGEST_NAME]}) for n, name in enumerate(names, start=1))
    return _checked(RawList(rows))


def read_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str] = (),
    numbers: Sequence[int] = (),
) -> RawList:
    """A table: its columns are known by their headings, the others are named and left out.

    ``numbers``: how people count the rows, where that is not simply below the head.
    """
    columns = [_COLUMN_OF.get(fold(heading)) for heading in header]
    found = [column for column in columns if column]
    if NAME not in found and KEY not in found:
        raise EnrolmentProblem(
            _(
                "In der Tabelle fehlt eine Spalte mit der Überschrift „Stadt“ (oder "
                "„Gemeindeschlüssel“). Bitte die Überschriften in die erste Zeile schreiben."
            ),
            field="names",
        )
    twice = [str(header[columns.index(one)]) for one in set(found) if found.count(one) > 1]
    if twice:
        raise EnrolmentProblem(
            _("Diese Spalte gibt es zweimal: %(names)s. Bitte eine davon entfernen.")
            % {"names": listed(twice)},
            field="names",
        )
    unknown = [
        str(heading)
        for heading, column in zip(header, columns, strict=True)
        if not column and str(heading).strip()
    ]
    said = list(notes)
    if unknown:
        said.append(_("Nicht übernommene Spalten: %(names)s.") % {"names": listed(unknown)})
    made = []
    for at, cells in enumerate(rows):
        number = numbers[at] if at < len(numbers) else at + 2
        named = {
            column: str(cell).strip()
            for column, cell in zip(columns, cells, strict=False)
            if column and str(cell).strip()
        }
        if NAME in named or KEY in named:
            made.append(RawRow(number, named))
        elif named:
            said.append(_("Zeile %(n)s hat keinen Namen und wird ausgelassen.") % {"n": number})
    return _checked(RawList(tuple(made), frozenset(found), tuple(said)))


def _checked(found: RawList) -> RawList:
    if not found.rows:
        raise EnrolmentProblem(_("In der Liste steht kein Name."), field="names")
    if len(found.rows) > MOST_ROWS:
        raise EnrolmentProblem(
            _("Die Liste hat %(n)s Zeilen; möglich sind %(most)s. Bitte aufteilen.")
            % {"n": len(found.rows), "most": MOST_ROWS},
            field="names",
        )
    return found


def read_day(text: str) -> date | None:
    """ "1.3.2017" or "2017-03-01"; None for anything less exact."""
    text = text.strip().removesuffix(" 00:00:00")
    matched = _DAY.match(text)
    try:
        if matched:
            day, month, year = (int(part) for part in matched.groups())
            return date(year, month, day)
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def read_state(text: str) -> EnrolmentState | None:
    """By the word on the screen."""
    wanted = fold(text)
    return next((one for one in EnrolmentState if wanted == fold(str(one.label))), None)
