"""Answers in words, as the city sees them again: on the page before sending, after it, by mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.surveys.answering.entries import Entry
from sprengel.surveys.answering.reading import Value, spelled
from sprengel.surveys.building.queries import option_label
from sprengel.surveys.models import Answer, Question, QuestionKind, Sheet
from sprengel.ui.wording import listed, long_date


@dataclass(frozen=True, slots=True)
class Line:
    question: Question
    answer: str
    by: str = ""


def shown_answers(sheet: Sheet) -> list[Line]:
    answers = sheet.answers.select_related("question", "document").order_by(
        "question__position", "question__pk"
    )
    return [Line(answer.question, _of_answer(answer)) for answer in answers]


def shown_values(
    questions: Sequence[Question], values: Mapping[str, Value], entries: Mapping[str, Entry]
) -> list[Line]:
    """Before sending: what is going to be sent, and who typed it."""
    found = []
    for question in questions:
        value = values.get(question.key)
        entry = entries.get(question.key, Entry())
        if value is not None:
            words = in_words(question, value, file_name=entry.file_name)
            found.append(Line(question, words, entry.by))
    return found


def _of_answer(answer: Answer) -> str:
    value = Value(
        number=answer.number,
        low=answer.low,
        high=answer.high,
        is_approximate=answer.is_approximate,
        day=answer.day,
        text=answer.text,
        choices=tuple(answer.choices),
        document_id=answer.document_id,
        gap=answer.gap,
        as_written=answer.as_written,
    )
    name = answer.document.file_name if answer.document else ""
    return in_words(answer.question, value, file_name=name)


def in_words(question: Question, value: Value, *, file_name: str = "") -> str:
    if value.gap:
        return _("keine Angabe")
    if value.choices:
        return listed([option_label(question, one) for one in value.choices])
    if question.kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
        return number_in_words(question, value)
    if value.day:
        return long_date(value.day)
    if question.kind == QuestionKind.FILE:
        return file_name or _("Datei")
    return value.text


def number_in_words(question: Question, value: Value) -> str:
    """ "ca. 1.200 Plätze", "40 bis 50 Plätze", "mindestens 1.600 Plätze" """
    unit = question.unit
    if value.low is not None and value.high is not None and value.low != value.high:
        words = {"low": spelled(value.low), "high": spelled(value.high, unit)}
        return _("%(low)s bis %(high)s") % words
    number = value.number if value.number is not None else (value.low or value.high)
    if number is None:
        return value.as_written
    text = spelled(number, unit)
    if value.low is not None and value.high is None:
        return _("mindestens %(number)s") % {"number": text}
    if value.high is not None and value.low is None:
        return _("höchstens %(number)s") % {"number": text}
    return _("ca. %(number)s") % {"number": text} if value.is_approximate else text
