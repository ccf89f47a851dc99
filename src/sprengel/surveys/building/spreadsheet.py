"""Questions from a spreadsheet: one row is one question; what is wrong is named by its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies import names
from sprengel.figures.checking import stored_number
from sprengel.figures.models import Definition
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import Table, read_upload
from sprengel.surveys.building.actions import MOST_QUESTIONS, QuestionInput, free_key, with_values
from sprengel.surveys.building.checks import value_problem
from sprengel.surveys.building.forms import MOST_OPTIONS, first_twice, made_condition
from sprengel.surveys.building.layout import COLUMNS, KINDS
from sprengel.surveys.models import Question, QuestionKind
from sprengel.surveys.problems import SurveyProblem
from sprengel.ui.wording import listed

LONGEST = {"text": 500, "section": 120, "unit": 60, "hint": 2000, "key": 60}


KIND_WORDS: Mapping[str, str] = {
    "auswahl": QuestionKind.CHOICE,
    "einfachauswahl": QuestionKind.CHOICE,
    "eine von mehreren": QuestionKind.CHOICE,
    "mehrfachauswahl": QuestionKind.SEVERAL,
    "mehrere": QuestionKind.SEVERAL,
    "mehrere von mehreren": QuestionKind.SEVERAL,
    "ja nein": QuestionKind.YES_NO,
    "ja oder nein": QuestionKind.YES_NO,
    "zahl": QuestionKind.NUMBER,
    "anzahl": QuestionKind.NUMBER,
    "betrag": QuestionKind.MONEY,
    "geldbetrag": QuestionKind.MONEY,
    "euro": QuestionKind.MONEY,
    "datum": QuestionKind.DATE,
    "text": QuestionKind.TEXT,
    "freitext": QuestionKind.TEXT,
    "datei": QuestionKind.FILE,
}
_CONDITION = re.compile(r"^(?P<key>[\w-]+)\s*(?P<op>>=|<=|<>|!=|=|≥|≤|≠)?\s*(?P<value>.*)$", re.S)
_OPS = {
    "=": "is",
    "<>": "is_not",
    "!=": "is_not",
    "≠": "is_not",
    ">=": "at_least",
    "≥": "at_least",
    "<=": "at_most",
    "≤": "at_most",
}


@dataclass(frozen=True, slots=True)
class CellProblem:
    cell: str
    """As a spreadsheet names it: "C5"."""
    text: str


@dataclass(frozen=True, slots=True)
class ReadQuestions:
    questions: list[QuestionInput]
    problems: list[CellProblem]
    notes: tuple[str, ...] = ()
    """What the reader had to decide: merged cells filled, hidden rows left in."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the spreadsheet counts, from 1."""
    cells: Mapping[str, tuple[str, str]]
    """By column: (name of the cell, what stands in it)."""

    def text(self, column: str) -> str:
        return self.cells.get(column, ("", ""))[1]

    def cell(self, column: str) -> str:
        return self.cells.get(column, ("", ""))[0] or _("Zeile %(n)s") % {"n": self.number}


def read(user: Viewer, data: bytes, file_name: str, there: Sequence[Question]) -> ReadQuestions:
    """``there``: the questions the survey has already; a condition may name them.

    Raises SurveyProblem where the file as a whole cannot be used.
    """
    try:
        table = read_upload(data, file_name)
    except FigureProblem as problem:
        raise SurveyProblem(str(problem)) from problem
    rows = _rows(table)
    if not rows:
        raise SurveyProblem(_("Unter den Überschriften steht keine Frage."))
    if len(rows) > MOST_QUESTIONS:
        raise SurveyProblem(
            _("Die Tabelle hat %(count)s Zeilen; eine Umfrage hat höchstens %(most)s Fragen.")
            % {"count": len(rows), "most": MOST_QUESTIONS}
        )
    definitions = {names.fold(one.name): one for one in Definition.objects.visible_to(user)}
    reader = _Reader(definitions, {question.key: question for question in there})
    for row in rows:
        reader.take(row)
    return ReadQuestions(reader.questions, reader.problems, _notes(table))


def _rows(table: Table) -> list[Row]:
    """By column name; an unknown or missing heading is said before anything else."""
    known = {names.fold(column.heading): column.name for column in COLUMNS}
    found = [known.get(names.fold(heading), "") for heading in table.header]
    missing = [
        column.heading
        for column in COLUMNS
        if column.name in ("text", "kind") and column.name not in found
    ]
    if missing:
        raise SurveyProblem(
            _(
                "In der Tabelle fehlt die Spalte %(names)s. Die Überschriften müssen so heißen "
                "wie in der Vorlage; gefunden wurden: %(found)s."
            )
            % {
                "names": listed([f"„{one}“" for one in missing]),
                "found": ", ".join(f"„{one}“" for one in table.header[:12] if one) or "–",
            }
        )
    rows = []
    for place, cells in enumerate(table.rows):
        named = {
            column: (table.place(place, number), " ".join(text.split()))
            for number, (column, text) in enumerate(zip(found, cells, strict=True))
            if column
        }
        if any(text for _cell, text in named.values()):
            rows.append(Row(table.row_numbers[place], named))
    return rows


def _notes(table: Table) -> tuple[str, ...]:
    """What the reader decided, and which columns say nothing to us."""
    known = {names.fold(column.heading) for column in COLUMNS}
    unknown = [one for one in table.header if one and names.fold(one) not in known]
    notes = [str(note) for note in table.notes]
    if unknown:
        notes.append(
            _("Nicht gelesen wurden die Spalten %(names)s.")
            % {"names": ", ".join(f"„{one}“" for one in unknown[:8])}
        )
    return tuple(notes)


class _Reader:
    """Goes down the rows; a condition may name a question of an earlier row."""

    def __init__(self, definitions: Mapping[str, Definition], there: Mapping[str, Question]):
        self.definitions = definitions
        self.before = dict(there)
        self.questions: list[QuestionInput] = []
        self.problems: list[CellProblem] = []

    def take(self, row: Row) -> None:
        text, kind = row.text("text"), self._kind(row)
        if not text:
            self._wrong(row, "text", _("Hier fehlt die Frage."))
        for column, most in LONGEST.items():
            if len(row.text(column)) > most:
                self._wrong(
                    row, column, _("Der Text ist zu lang: höchstens %(n)s Zeichen.") % {"n": most}
                )
        low, high = self._number(row, "lowest"), self._number(row, "highest")
        if low is not None and high is not None and high < low:
            self._wrong(row, "highest", _("Der größte übliche Wert liegt unter dem kleinsten."))
        given = QuestionInput(
            kind=kind,
            text=text,
            section=row.text("section"),
            hint=row.text("hint"),
            is_required=self._yes(row),
            options=self._options(row, kind),
            unit=row.text("unit"),
            decimals=self._decimals(row),
            lowest=low,
            highest=high,
            definition=self._definition(row),
            condition=self._condition(row),
            key=self._key(row, text),
        )
        self.questions.append(given)
        self._remember(given)

    def _remember(self, given: QuestionInput) -> None:
        self.before[given.key] = Question(
            key=given.key,
            kind=given.kind or QuestionKind.TEXT,
            text=given.text,
            options=with_values(given.options),
        )

    def _kind(self, row: Row) -> str:
        typed = row.text("kind")
        kind = KIND_WORDS.get(names.fold(typed), "")
        if not typed:
            self._wrong(row, "kind", _("Hier fehlt die Art der Antwort."))
        elif not kind:
            self._wrong(
                row,
                "kind",
                _("„%(text)s“ ist keine Art der Antwort. Möglich sind: %(kinds)s.")
                % {"text": typed[:40], "kinds": ", ".join(KINDS)},
            )
        return kind

    def _options(self, row: Row, kind: str) -> tuple[tuple[str, str], ...]:
        labels = [one.strip()[:200] for one in re.split(r"[;\n]", row.text("options"))]
        labels = [label for label in labels if label]
        if kind not in (QuestionKind.CHOICE, QuestionKind.SEVERAL):
            if labels and kind:
                self._wrong(row, "options", _("Antworten gehören nur zu einer Auswahl."))
            return ()
        if len(labels) < 2:
            self._wrong(
                row, "options", _("Bitte mindestens zwei Antworten, durch Semikolon getrennt.")
            )
        if len(labels) > MOST_OPTIONS:
            self._wrong(row, "options", _("Bitte höchstens %(n)s Antworten.") % {"n": MOST_OPTIONS})
        if twice := first_twice(labels):
            self._wrong(row, "options", _("„%(text)s“ steht doppelt da.") % {"text": twice[:40]})
        return tuple(("", label) for label in labels)

    def _number(self, row: Row, column: str) -> Decimal | None:
        typed = row.text(column)
        if not typed:
            return None
        try:
            found = read_number(typed)
            if found.value is None or found.is_approximate:
                self._wrong(row, column, _("Hier gehört eine genaue Zahl hin."))
                return None
            return stored_number(found.value)
        except FigureProblem as problem:
            self._wrong(row, column, str(problem))
            return None

    def _decimals(self, row: Row) -> int:
        typed = row.text("decimals")
        if typed and typed not in ("0", "1", "2", "3", "4"):
            self._wrong(row, "decimals", _("Hier gehört eine Zahl von 0 bis 4 hin."))
            return 0
        return int(typed or 0)

    def _yes(self, row: Row) -> bool:
        typed = row.text("is_required").casefold()
        if typed not in ("", "ja", "nein", "x", "j", "n", "wahr", "falsch", "true", "false"):
            self._wrong(row, "is_required", _("Hier gehört „ja“ oder „nein“ hin."))
        return typed in ("ja", "x", "j", "wahr", "true")

    def _definition(self, row: Row) -> Definition | None:
        typed = row.text("definition")
        if not typed:
            return None
        found = self.definitions.get(names.fold(typed))
        if found is None:
            self._wrong(
                row,
                "definition",
                _("Eine Kennzahl „%(text)s“ gibt es nicht. Bitte unter Kennzahlen nachsehen.")
                % {"text": typed[:60]},
            )
        return found

    def _key(self, row: Row, text: str) -> str:
        typed = row.text("key")
        if not typed:
            return free_key(text, set(self.before))
        if not re.fullmatch(r"[A-Za-z0-9_-]+", typed):
            self._wrong(
                row, "key", _("Eine Kennung hat nur Buchstaben ohne Umlaute, Ziffern, - und _.")
            )
        elif typed in self.before:
            self._wrong(row, "key", _("Diese Kennung hat schon eine andere Frage."))
        return typed

    def _condition(self, row: Row) -> dict[str, str] | None:
        typed = row.text("condition")
        if not typed:
            return None
        found = _CONDITION.match(typed)
        key = found["key"] if found else typed
        other = self.before.get(key)
        if found is None or other is None:
            self._wrong(
                row,
                "condition",
                _("Eine frühere Frage mit der Kennung „%(key)s“ gibt es nicht.")
                % {"key": key[:60]},
            )
            return None
        op = _OPS.get(found["op"] or "", "answered")
        if op == "answered" and found["value"].strip():
            self._wrong(
                row, "condition", _("Bitte so schreiben: kennung = antwort, oder kennung >= 5.")
            )
            return None
        if op == "is" and other.kind == QuestionKind.SEVERAL:
            op = "has"
        try:
            condition = made_condition(other, op, found["value"])
        except FigureProblem as problem:
            self._wrong(row, "condition", str(problem))
            return None
        if problem := value_problem(other, condition):
            self._wrong(row, "condition", problem)
        return condition

    def _wrong(self, row: Row, column: str, text: str) -> None:
        self.problems.append(CellProblem(row.cell(column), text))
