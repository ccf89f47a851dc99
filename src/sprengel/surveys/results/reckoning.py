"""The results of one survey as its pages, files and figures show them.

``sees_all`` is true for the office and a survey with names. Everybody else, and the office with an
anonymous survey, gets what can be shown without giving a city's answer away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.archive.models import Document
from sprengel.bodies.models import Body
from sprengel.surveys.conditions import YES_NO
from sprengel.surveys.models import AskedState, Question, QuestionKind, SizeClass, Survey
from sprengel.surveys.results.counting import (
    WHOLE,
    Base,
    ChoiceRow,
    NumberRow,
    Reply,
    bases,
    count_choices,
    count_numbers,
    hidden_bases,
)
from sprengel.surveys.results.loading import CHOOSING, MEASURING, Filled, Loaded, load
from sprengel.surveys.results.representative import Invited, Response, response
from sprengel.surveys.results.suppression import NOTHING_HIDDEN, Row, Suppression


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupTable:
    number: int
    column: str
    """ "size_class" or "sprengel"."""
    name: str
    groups: tuple[Group, ...]

    def row(self, group: Group) -> Row:
        return (self.number, group.key)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Single:
    """A text or file of one city; of an anonymous survey without its name."""

    text: str
    city: str = ""
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    question: Question
    number: int
    options: tuple[Option, ...] = ()
    choices: Mapping[Row, ChoiceRow] | None = None
    numbers: Mapping[Row, NumberRow] | None = None
    base: Base | None = None
    """In total; None: kept back."""
    not_asked: int | None = 0
    singles: tuple[Single, ...] = ()

    @property
    def hides_something(self) -> bool:
        rows = [*(self.choices or {}).values(), *(self.numbers or {}).values()]
        return self.base is None or any(row.hides_something for row in rows)


@dataclass(frozen=True, slots=True)
class Results:
    survey: Survey
    response: Response
    tables: tuple[GroupTable, ...]
    questions: tuple[QuestionResult, ...]
    sees_all: bool

    @property
    def hides_something(self) -> bool:
        return any(result.hides_something for result in self.questions)

    @property
    def min_cell(self) -> int:
        return self.survey.min_cell


def reckon(survey: Survey, *, sees_all: bool, shows_singles: bool = False) -> Results:
    """``shows_singles``: texts and files one by one, for the office."""
    columns = group_columns(survey)
    found = load(survey, groups=columns)
    cities = invited(survey, columns)
    tables = _tables(columns, cities, found.sheets)
    min_cell = None if sees_all else survey.min_cell
    singles = _singles(survey, found) if shows_singles else {}
    return Results(
        survey,
        response(cities),
        tables,
        tuple(_questions(found, min_cell, singles)),
        sees_all,
    )


def group_columns(survey: Survey) -> list[str]:
    columns = {"size_class": survey.shows_size_class, "sprengel": survey.shows_sprengel}
    return [column for column, is_shown in columns.items() if is_shown]


def invited(survey: Survey, columns: Sequence[str]) -> list[Invited]:
    """Everybody who was asked; whom the office has taken back does not count."""
    rows = survey.asked.exclude(state=AskedState.WITHDRAWN).order_by("pk")
    return [
        Invited(tuple(groups), state == AskedState.SUBMITTED)
        for state, *groups in rows.values_list("state", *columns)
    ]


def group_tables(columns: Sequence[str], cities: Sequence[Invited]) -> tuple[GroupTable, ...]:
    return _tables(columns, cities, ())


def _tables(
    columns: Sequence[str], cities: Sequence[Invited], sheets: Sequence[Filled]
) -> tuple[GroupTable, ...]:
    tables = []
    for number, column in enumerate(columns):
        keys = {city.groups[number] for city in cities} | {one.groups[number] for one in sheets}
        if column == "size_class":
            known = [Group(key, str(SizeClass(key).label)) for key in SizeClass.values]
            name, nowhere = _("Größenklasse"), _("Einwohnerzahl nicht bekannt")
        else:
            known = [Group(key, key) for key in sorted(keys) if key]
            name, nowhere = _("Sprengel"), _("in keinem Sprengel")
        groups = [group for group in known if group.key in keys]
        groups += [Group("", nowhere)] if "" in keys else []
        tables.append(GroupTable(number, column, name, tuple(groups)))
    return tuple(tables)


def _questions(
    found: Loaded, min_cell: int | None, singles: Mapping[int, tuple[Single, ...]]
) -> list[QuestionResult]:
    """In order: what is hidden of one decides what may be shown of those it leads to."""
    results = []
    hidden: dict[str, frozenset[Row]] = {}
    hidden_whole: dict[str, frozenset[Row]] = {}
    for number, question in enumerate(found.questions, start=1):
        replies = found.replies(question)
        condition = question.condition or {}
        # How many answered at all is no secret; how many answered so may be one.
        told = hidden_whole if condition.get("op") == "answered" else hidden
        from_before = told.get(condition.get("question", ""), frozenset())
        without_base = hidden_bases(replies, min_cell=min_cell, from_before=from_before)
        result, suppression = _reckoned(
            question, number, replies, min_cell, without_base, singles.get(question.pk, ())
        )
        results.append(result)
        hidden_whole[question.key] = without_base
        hidden[question.key] = without_base | _rows_of(suppression, replies)
    return results


def _rows_of(suppression: Suppression, replies: Sequence[Reply]) -> frozenset[Row]:
    if suppression.is_whole:
        return frozenset(bases(replies))
    return frozenset((table, group) for table, group, _option in suppression.hidden)


def _reckoned(
    question: Question,
    number: int,
    replies: Sequence[Reply],
    min_cell: int | None,
    without_base: frozenset[Row],
    singles: tuple[Single, ...],
) -> tuple[QuestionResult, Suppression]:
    base = None if WHOLE in without_base else bases(replies)[WHOLE]
    not_asked = None if base is None else len(replies) - base.asked
    options = options_of(question)
    suppression = NOTHING_HIDDEN
    choices = numbers = None
    if question.kind in CHOOSING:
        choices, suppression = count_choices(
            replies,
            [option.value for option in options],
            min_cell=min_cell,
            is_multiple=question.kind == QuestionKind.SEVERAL,
            hidden_rows=without_base,
        )
    elif question.kind in MEASURING:
        numbers = count_numbers(
            replies,
            min_cell=min_cell,
            adds_up=question.kind != QuestionKind.DATE,
            hidden_rows=without_base,
        )
    result = QuestionResult(question, number, options, choices, numbers, base, not_asked, singles)
    return result, suppression


def options_of(question: Question) -> tuple[Option, ...]:
    if question.kind == QuestionKind.YES_NO:
        return tuple(Option(value, str(label)) for value, label in YES_NO)
    if question.kind in CHOOSING:
        return tuple(Option(value, label) for value, label in question.options)
    return ()


def _singles(survey: Survey, found: Loaded) -> dict[int, tuple[Single, ...]]:
    """In the order of the alphabet: of an anonymous survey it must not tell which sheet it was."""
    bodies = {sheet.body_id for sheet in found.sheets if sheet.body_id is not None}
    names = dict(Body.objects.filter(pk__in=bodies).values_list("pk", "name"))
    listed = {
        question.pk
        for question in found.questions
        if question.kind in (QuestionKind.TEXT, QuestionKind.FILE)
    }
    files = {
        given.document_id
        for sheet in found.sheets
        for given in sheet.answers.values()
        if given.document_id is not None
    }
    documents = Document.objects.in_bulk(files)
    singles: dict[int, list[Single]] = {}
    for sheet in found.sheets:
        for question, given in sheet.answers.items():
            document = documents.get(given.document_id or 0)
            if question in listed and (given.text.strip() or document):
                city = names.get(sheet.body_id or 0, "")
                text = given.text.strip() or str(document)
                singles.setdefault(question, []).append(Single(text, city, document))
    return {
        question: tuple(sorted(some, key=lambda one: (one.city, one.text)))
        for question, some in singles.items()
    }
