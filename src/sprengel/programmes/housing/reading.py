"""What a table says about cities: which column is what, which row which city, do the sums add up.

Nothing is written here. What is not understood is named with its cell, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.bodies.models import Body
from sprengel.figures.dates import read_key_date
from sprengel.figures.models import Definition, KeyPrecision, UnitKind
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import Table
from sprengel.figures.wording import doubt, number_words
from sprengel.programmes.housing.actions import Count
from sprengel.programmes.housing.cells import read_count
from sprengel.programmes.housing.definitions import Measure

CITY, DAY, IGNORED = "city", "day", ""
_ROLES: tuple[tuple[str, str], ...] = (
    (CITY, r"stadt|kommune|gemeinde|ort\b|name|ags|schlüssel"),
    (DAY, r"stichtag|datum|stand\b|tag\b"),
    (Measure.AREA, r"m²|m2|qm|quadratmeter|fläche"),
    (Measure.ASSIGNED, r"\bsoll\b|zugewiesen|zuweisung|quote|zuzuweisen"),
    (Measure.TAKEN, r"\bist\b|aufgenommen|untergebracht|aufnahme"),
    (Measure.OCCUPIED, r"beleg|bewohn|besetzt"),
    (Measure.PLACES, r"plätze|platz\b|kapazität|platzzahl"),
)
_TOTAL = re.compile(r"^(?P<sub>zwischen|teil)?(?:summe|gesamt|insgesamt|zusammen|total|Σ)\b", re.I)
_BEFORE_NAME = re.compile(
    r"^(?:universitätsstadt|landeshauptstadt|große kreisstadt|kreisstadt|stadtkreis|stadt|"
    r"gemeinde|landkreis)\s+",
    re.I,
)
_BEHIND_NAME = re.compile(r"\s*(?:,\s*(?:stadt|st)\.?|\(.*\)|\*+|\d\))\s*$", re.I)


def guessed_roles(header: Sequence[str], measures: Iterable[str]) -> list[str]:
    """What each column seems to be; the person can say otherwise. No role is given twice."""
    possible = {CITY, DAY, *measures}
    roles: list[str] = []
    for heading in header:
        found = next(
            (
                role
                for role, pattern in _ROLES
                if role in possible and re.search(pattern, heading.lower())
            ),
            IGNORED,
        )
        roles.append(IGNORED if found in roles else found)
    return roles


@dataclass(frozen=True, slots=True)
class ReadCell:
    measure: str
    text: str
    number: ReadNumber | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A row of the table about one city; ``city`` None where no city has that name."""

    row: int
    name: str
    city: Body | None
    day: date | None
    cells: tuple[ReadCell, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A row that adds up the others, and whether it does."""

    row: int
    label: str
    measure: str
    stated: Decimal
    reckoned: Decimal

    @property
    def is_right(self) -> bool:
        return self.stated == self.reckoned

    @property
    def sentence(self) -> str:
        words = {
            "row": self.row,
            "label": self.label,
            "measure": self.measure,
            "stated": number_words(self.stated),
            "reckoned": number_words(self.reckoned),
        }
        if self.is_right:
            return _("Zeile %(row)s, %(measure)s: Summe in der Datei %(stated)s, stimmt.") % words
        return (
            _(
                "Zeile %(row)s, %(measure)s: Summe in der Datei %(stated)s, Zeilen ergeben "
                "%(reckoned)s."
            )
            % words
        )


@dataclass(frozen=True, slots=True)
class Preview:
    lines: tuple[ReadLine, ...]
    totals: tuple[TotalCheck, ...]
    problems: tuple[str, ...]
    """Nothing can be entered before they are put right in the file."""
    warnings: tuple[str, ...]
    """To be looked at; whoever has looked may go on."""
    counts: tuple[Count, ...]

    @property
    def right_totals(self) -> list[TotalCheck]:
        return [check for check in self.totals if check.is_right]


class Names:
    """Cities by every name they may have in a table."""

    def __init__(self, cities: Iterable[Body], aliases: Iterable[tuple[int, str]]) -> None:
        self._by_name: dict[str, set[int]] = {}
        self._cities = {city.pk: city for city in cities}
        for city in self._cities.values():
            for name in (city.name, city.short_name, city.ags):
                self._add(name, city.pk)
        for pk, name in aliases:
            if pk in self._cities:
                self._add(name, pk)

    def _add(self, name: str, pk: int) -> None:
        key = _plain(name)
        if key:
            self._by_name.setdefault(key, set()).add(pk)

    def find(self, written: str) -> Body | None:
        """None where no city or more than one is called so."""
        found = self._by_name.get(_plain(written), set())
        return self._cities[next(iter(found))] if len(found) == 1 else None


def _plain(name: str) -> str:
    text = " ".join(name.split())
    text = _BEHIND_NAME.sub("", text)
    return _BEFORE_NAME.sub("", text).strip().casefold()


def preview(
    table: Table,
    roles: Sequence[str],
    names: Names,
    defined: Mapping[Measure, Definition],
    key_on: date,
) -> Preview:
    if CITY not in roles:
        return Preview((), (), (_("In welcher Spalte stehen die Städte?"),), (), ())
    if not any(role in defined for role in roles):
        return Preview((), (), (_("In welcher Spalte stehen die Zahlen?"),), (), ())
    lines, totals = _read(table, roles, names, defined)
    problems = [
        _("Zeile %(row)s: %(error)s") % {"row": line.row, "error": line.error}
        for line in lines
        if line.error
    ]
    problems += [
        _("Zeile %(row)s, %(name)s: %(error)s")
        % {"row": line.row, "name": line.name, "error": cell.error}
        for line in lines
        for cell in line.cells
        if cell.error
    ]
    problems += _twice(lines, key_on)
    counts = _counts(lines, defined)
    warnings = [
        _("Zeile %(row)s: „%(name)s“ steht nicht im Verzeichnis und wird nicht übernommen.")
        % {"row": line.row, "name": line.name[:80]}
        for line in lines
        if line.city is None
    ]
    warnings += [check.sentence for check in totals if not check.is_right]
    warnings += [
        f"{one.city.name}, {one.definition.name}: {question}"
        for one in counts
        if (question := doubt(one.definition, one.number.value))
    ]
    if not counts and not problems:
        problems.append(_("In der Tabelle steht keine Zahl, die sich einer Stadt zuordnen lässt."))
    return Preview(tuple(lines), tuple(totals), tuple(problems), tuple(warnings), tuple(counts))


def _read(
    table: Table, roles: Sequence[str], names: Names, defined: Mapping[Measure, Definition]
) -> tuple[list[ReadLine], list[TotalCheck]]:
    lines: list[ReadLine] = []
    totals: list[TotalCheck] = []
    since_last = 0
    place = roles.index(CITY)
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        name = row[place]
        measured = [(role, text) for role, text in zip(roles, row, strict=True) if role in defined]
        total = _TOTAL.match(_label(row)) if not (name and names.find(name)) else None
        if total:
            summed = lines[since_last:] if total["sub"] else lines
            totals += _checks(number, _label(row), measured, summed, defined)
            since_last = len(lines)
        elif name.strip():
            lines.append(_line(number, name, row, roles, measured, names, defined))
        elif any(text.strip() for _role, text in measured):
            lines.append(
                ReadLine(number, "", None, None, (), _("Hier stehen Zahlen ohne eine Stadt."))
            )
    return lines, totals


def _label(row: Sequence[str]) -> str:
    """The first text of a row: a total is often labelled beside the cities' column."""
    return next((text.strip() for text in row if text.strip()), "")


def _line(
    number: int,
    name: str,
    row: Sequence[str],
    roles: Sequence[str],
    measured: Sequence[tuple[str, str]],
    names: Names,
    defined: Mapping[Measure, Definition],
) -> ReadLine:
    day, error = None, ""
    if DAY in roles and row[roles.index(DAY)].strip():
        try:
            day = _day(row[roles.index(DAY)])
        except FigureProblem as problem:
            error = str(problem)
    cells = tuple(_cell(role, text, defined[Measure(role)]) for role, text in measured)
    return ReadLine(number, " ".join(name.split()), names.find(name), day, cells, error)


def _day(text: str) -> date | None:
    found = read_key_date(text)
    if found.key_on is not None and found.precision != KeyPrecision.DAY:
        raise FigureProblem(
            _("„%(text)s“: Bitte den Stichtag auf den Tag genau angeben.") % {"text": text[:60]}
        )
    return found.key_on


def _cell(measure: str, text: str, definition: Definition) -> ReadCell:
    try:
        return ReadCell(measure, text, read_count(text.strip(), definition))
    except FigureProblem as problem:
        return ReadCell(measure, text, None, f"{definition.name}: {problem}")


def _checks(
    row: int,
    label: str,
    measured: Sequence[tuple[str, str]],
    lines: Sequence[ReadLine],
    defined: Mapping[Measure, Definition],
) -> list[TotalCheck]:
    """Averages have no sum; a total that is no number is nothing to check."""
    found = []
    for measure, text in measured:
        definition = defined[Measure(measure)]
        if definition.unit_kind != UnitKind.COUNT:
            continue
        try:
            stated = read_number(text).value
        except FigureProblem:
            continue
        if stated is not None:
            reckoned = sum(
                (
                    cell.number.value
                    for line in lines
                    for cell in line.cells
                    if cell.measure == measure and cell.number and cell.number.value is not None
                ),
                Decimal(0),
            )
            found.append(TotalCheck(row, label, definition.name, stated, reckoned))
    return found


def _counts(lines: Iterable[ReadLine], defined: Mapping[Measure, Definition]) -> list[Count]:
    return [
        Count(line.city, defined[Measure(cell.measure)], cell.number, line.day)
        for line in lines
        if line.city is not None
        for cell in line.cells
        if cell.number is not None
    ]


def _twice(lines: Iterable[ReadLine], key_on: date) -> list[str]:
    """A merged cell stands in each of its rows: then one city has several."""
    rows: dict[tuple[int, date], list[ReadLine]] = {}
    for line in lines:
        if line.city is not None and any(cell.number for cell in line.cells):
            rows.setdefault((line.city.pk, line.day or key_on), []).append(line)
    return [
        _(
            "%(name)s steht in mehreren Zeilen: %(rows)s. Bitte je Stadt und Stichtag eine Zeile; "
            "mehrere Unterkünfte in der Datei zusammenzählen."
        )
        % {"name": same[0].name, "rows": ", ".join(str(line.row) for line in same)}
        for same in rows.values()
        if len(same) > 1
    ]
