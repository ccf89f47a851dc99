"""A city beside its size class: its own answers, and what the others of its size have said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Body
from sprengel.figures.wording import number_words
from sprengel.surveys.answering.shown import shown_answers
from sprengel.surveys.models import Sheet, Survey
from sprengel.surveys.results import rules, wording
from sprengel.surveys.results.counting import WHOLE, ChoiceRow, NumberRow
from sprengel.surveys.results.reckoning import QuestionResult, Results
from sprengel.surveys.results.suppression import Row


@dataclass(frozen=True, slots=True)
class Beside:
    number: int
    question: str
    own: str
    others: str


@dataclass(frozen=True, slots=True)
class OwnCity:
    city: Body
    others: str
    """Whom it stands beside: its size class, or all cities."""
    lines: tuple[Beside, ...]


def cities(user: Viewer, survey: Survey) -> list[Body]:
    """Those whose answers the user may look at one by one; none of an anonymous survey."""
    if survey.is_anonymous:
        return []
    sheets = Sheet.objects.visible_to(user).filter(survey=survey)
    return list(Body.objects.filter(pk__in=sheets.values("body")).order_by("name"))


def beside_class(user: Viewer, results: Results, city: Body) -> OwnCity | None:
    """None where the city has not answered, or not to be seen by this user."""
    survey = results.survey
    if not rules.may_see_results(user, survey) or survey.is_anonymous:
        return None
    sheet = Sheet.objects.visible_to(user).filter(survey=survey, body=city).first()
    if sheet is None:
        return None
    row, others = _class_of(results, sheet)
    own = {line.question.pk: line.answer for line in shown_answers(sheet)}
    lines = [
        Beside(result.number, result.question.text, own[result.question.pk], _said(result, row))
        for result in results.questions
        if result.question.pk in own and (result.choices or result.numbers)
    ]
    return OwnCity(city, others, tuple(lines))


def _class_of(results: Results, sheet: Sheet) -> tuple[Row, str]:
    for table in results.tables:
        if table.column == "size_class" and sheet.size_class:
            name = wording.size_class_words(sheet.size_class)
            return (table.number, sheet.size_class), name
    return WHOLE, _("alle Städte, die geantwortet haben")


def _said(result: QuestionResult, row: Row) -> str:
    if result.choices is not None:
        return _shares(result, result.choices.get(row))
    return _middle(result, (result.numbers or {}).get(row))


def _shares(result: QuestionResult, row: ChoiceRow | None) -> str:
    if row is None or row.base is None or all(one.count is None for one in row.counts):
        return _not_shown()
    labels = {option.value: option.label for option in result.options}
    said = [
        f"{labels[one.option]}: {wording.count_words(one)}" for one in row.counts if one.count != 0
    ]
    return _("%(shares)s; %(n)s mit Angabe") % {
        "shares": ", ".join(said),
        "n": number_words(row.base.given),
    }


def _middle(result: QuestionResult, row: NumberRow | None) -> str:
    if row is None or row.base is None or row.is_hidden:
        return _not_shown()
    question = result.question
    words = {
        "median": wording.span_words(row.median, question),
        "n": number_words(row.base.given),
    }
    if row.lower_quarter is None or row.upper_quarter is None:
        return _("Median %(median)s; %(n)s mit Angabe") % words
    words["low"] = wording.span_words(row.lower_quarter, question)
    words["high"] = wording.span_words(row.upper_quarter, question)
    return _("Median %(median)s, mittlere Hälfte %(low)s bis %(high)s; %(n)s mit Angabe") % words


def _not_shown() -> str:
    return _("nicht gezeigt, weil zu wenige Städte dahinterstehen")
