"""Results laid out once for page, Word, Excel and evidence: questions with their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.figures.charts import Chart
from sprengel.figures.wording import number_words
from sprengel.surveys.building.queries import by_key, condition_words
from sprengel.surveys.models import Question, QuestionKind
from sprengel.surveys.results import wording
from sprengel.surveys.results.charts import chart_of
from sprengel.surveys.results.counting import WHOLE, Base, ChoiceRow, NumberRow, Span
from sprengel.surveys.results.reckoning import GroupTable, QuestionResult, Results, Single
from sprengel.surveys.results.suppression import Row


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    number: Decimal | int | None = None
    """For Excel; None where it is kept back or no single number."""
    share: float | None = None

    @property
    def is_hidden(self) -> bool:
        return self.text == wording.HIDDEN_SIGN


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    given: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The total, or one way of dividing the cities."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    result: QuestionResult
    standing: str
    """How many answered at all: with every single result."""
    notes: tuple[str, ...]
    head: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    chart: Chart | None = None

    @property
    def question(self) -> Question:
        return self.result.question

    @property
    def singles(self) -> tuple[Single, ...]:
        return self.result.singles


def blocks(results: Results) -> list[Block]:
    standing = wording.standing(results)
    questions = by_key([one.question for one in results.questions])
    return [_block(result, results, standing, questions) for result in results.questions]


def _block(
    result: QuestionResult, results: Results, standing: str, questions: Mapping[str, Question]
) -> Block:
    notes = [
        condition_words(result.question, questions),
        wording.base_words(result),
        wording.counted_as(result),
        _corrected(result.question),
        _definition(result.question),
    ]
    head: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    if result.choices is not None:
        head = tuple(option.label for option in result.options)
        parts = _parts(results.tables, result, _choice_lines(result.choices))
    elif result.numbers is not None:
        head = _number_head(result, results.sees_all)
        parts = _parts(results.tables, result, _number_lines(result, results.sees_all))
    return Block(
        result,
        standing,
        tuple(note for note in notes if note),
        head,
        parts,
        chart_of(result, results.tables),
    )


def _corrected(question: Question) -> str:
    if not question.corrected_from:
        return ""
    return _("Die Frage lautete anfangs: %(before)s") % {"before": f"„{question.corrected_from}“"}


def _definition(question: Question) -> str:
    definition = question.definition
    if definition is None:
        return question.hint
    return _("Gezählt wird: %(wording)s") % {"wording": definition.wording}


def _parts(
    tables: Sequence[GroupTable], result: QuestionResult, lines: Mapping[Row, Line]
) -> tuple[Part, ...]:
    total = lines[WHOLE]
    parts = [Part(_("Insgesamt"), (Line(_("alle Städte"), total.given, total.cells),))]
    for table in tables:
        found = [
            Line(group.name, line.given, line.cells)
            for group in table.groups
            if (line := lines.get(table.row(group))) is not None
        ]
        parts.append(Part(table.name, tuple(found)))
    return tuple(part for part in parts if part.lines)


def _given(base: Base | None) -> Cell:
    if base is None:
        return Cell(wording.HIDDEN_SIGN)
    return Cell(number_words(base.given), base.given)


def _choice_lines(rows: Mapping[Row, ChoiceRow]) -> dict[Row, Line]:
    return {
        key: Line(
            "",
            _given(row.base),
            tuple(Cell(wording.count_words(one), one.count, one.share) for one in row.counts),
        )
        for key, row in rows.items()
    }


def _number_head(result: QuestionResult, sees_all: bool) -> tuple[str, ...]:
    head = [_("Median"), _("mittlere Hälfte")]
    if result.question.kind != QuestionKind.DATE:
        head += [_("Mittelwert"), _("Summe")]
    return (*head, _("kleinster"), _("größter")) if sees_all else tuple(head)


def _number_lines(result: QuestionResult, sees_all: bool) -> dict[Row, Line]:
    return {
        key: Line("", _given(row.base), tuple(_number_cells(row, result.question, sees_all)))
        for key, row in (result.numbers or {}).items()
    }


def _number_cells(row: NumberRow, question: Question, sees_all: bool) -> list[Cell]:
    adds_up = question.kind != QuestionKind.DATE
    if row.is_hidden:
        return [Cell(wording.HIDDEN_SIGN)] * (4 if adds_up else 2)
    hidden_sum = Cell(wording.HIDDEN_SIGN)
    cells = [_span_cell(row.median, question), _half(row, question)]
    if adds_up:
        cells += [
            hidden_sum if row.is_sum_hidden else _span_cell(row.mean, question, extra=1),
            hidden_sum if row.is_sum_hidden else _span_cell(row.sum, question),
        ]
    if sees_all:
        cells += [_span_cell(row.lowest, question), _span_cell(row.highest, question)]
    return cells


def _span_cell(span: Span | None, question: Question, *, extra: int = 0) -> Cell:
    number = span.low if span is not None and span.is_exact else None
    if question.kind == QuestionKind.DATE:
        number = None
    return Cell(wording.span_words(span, question, extra=extra), number)


def _half(row: NumberRow, question: Question) -> Cell:
    """Between the quarters: wide where the answers are ranges themselves."""
    low, high = row.lower_quarter, row.upper_quarter
    if low is None or high is None:
        return Cell("–")
    return Cell(wording.span_words(Span(low.low, high.high), question))
