"""Sheets out of the database as replies to be counted: three queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sprengel.figures.models import Gap
from sprengel.surveys.conditions import Said, asked_keys
from sprengel.surveys.models import Answer, Question, QuestionKind, Survey
from sprengel.surveys.results.counting import UNBOUNDED, Reply, Way

CHOOSING = (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO)
MEASURING = (QuestionKind.NUMBER, QuestionKind.MONEY, QuestionKind.DATE)

_COLUMNS = (
    "sheet_id",
    "question_id",
    "number",
    "low",
    "high",
    "is_approximate",
    "day",
    "choices",
    "gap",
    "text",
    "document_id",
    "as_written",
)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it is kept."""

    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_approximate: bool
    day: date | None
    choices: tuple[str, ...]
    gap: str
    text: str
    document_id: int | None
    as_written: str

    @property
    def said(self) -> Said:
        return Said(self.choices, self.number, self.text)


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet; ``body_id`` None where it is anonymous."""

    groups: tuple[str, ...]
    body_id: int | None
    answers: Mapping[int, Given]
    """By question."""


@dataclass(frozen=True, slots=True)
class Loaded:
    questions: Sequence[Question]
    sheets: Sequence[Filled]
    asked: Mapping[int, set[str]] = field(default_factory=dict)
    """By the sheet's place: the keys of the questions it was asked; empty: all of them."""

    def replies(self, question: Question) -> list[Reply]:
        return [
            self._reply(question, place, sheet.groups, sheet.answers.get(question.pk))
            for place, sheet in enumerate(self.sheets)
        ]

    def _reply(
        self, question: Question, place: int, groups: tuple[str, ...], given: Given | None
    ) -> Reply:
        if place in self.asked and question.key not in self.asked[place]:
            return Reply(groups, Way.NOT_ASKED)
        if given is None:
            return Reply(groups, Way.SILENT)
        if given.gap:
            return Reply(groups, Way.NOT_STATED if given.gap == Gap.NOT_STATED else Way.SILENT)
        return _replied(question, groups, given)


def load(survey: Survey, *, groups: Sequence[str] = ()) -> Loaded:
    """``groups``: the columns of a sheet its tables are made by."""
    questions = list(survey.questions.select_related("definition").order_by("position", "pk"))
    answers: dict[Any, dict[int, Given]] = defaultdict(dict)
    found = Answer.objects.filter(sheet__survey=survey).order_by()
    for sheet, question, *rest in found.values_list(*_COLUMNS).iterator(chunk_size=5000):
        rest[5] = tuple(rest[5] or ())
        answers[sheet][question] = Given(*rest)
    rows = survey.sheets.order_by("pk").values_list("pk", "body_id", "size_class", "sprengel")
    sheets = []
    for pk, body, size_class, sprengel in rows:
        stands = {"size_class": size_class, "sprengel": sprengel}
        sheets.append(Filled(tuple(stands[name] for name in groups), body, answers.get(pk, {})))
    return Loaded(questions, sheets, _asked(questions, sheets))


def _asked(questions: Sequence[Question], sheets: Sequence[Filled]) -> dict[int, set[str]]:
    if not any(question.condition for question in questions):
        return {}
    return {
        place: asked_keys(
            questions,
            {
                question.key: sheet.answers[question.pk].said
                for question in questions
                if question.pk in sheet.answers
            },
        )
        for place, sheet in enumerate(sheets)
    }


def _replied(question: Question, groups: tuple[str, ...], given: Given) -> Reply:
    kind = question.kind
    if kind in CHOOSING:
        chosen = frozenset(given.choices)
        return Reply(groups, Way.GIVEN if chosen else Way.SILENT, chosen)
    if kind == QuestionKind.DATE:
        if given.day is None:
            return Reply(groups, Way.SILENT)
        day = Decimal(given.day.toordinal())
        return Reply(groups, Way.GIVEN, low=day, high=day)
    if kind in MEASURING:
        ends = _ends(given)
        if ends is None:
            return Reply(groups, Way.SILENT)
        return Reply(
            groups, Way.GIVEN, low=ends[0], high=ends[1], is_approximate=given.is_approximate
        )
    has_something = given.document_id is not None or bool(given.text.strip())
    return Reply(groups, Way.GIVEN if has_something else Way.SILENT)


def _ends(given: Given) -> tuple[Decimal, Decimal] | None:
    """ "40 bis 50", "mindestens 1.600" (open above), or the number twice."""
    if given.low is None and given.high is None:
        return None if given.number is None else (given.number, given.number)
    low = given.low if given.low is not None else -UNBOUNDED
    high = given.high if given.high is not None else UNBOUNDED
    return low, high
