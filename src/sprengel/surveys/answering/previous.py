"""What the same city answered to the same questions last time; offered, never filled in."""

from __future__ import annotations

from collections.abc import Sequence

from sprengel.surveys.answering.entries import Entry
from sprengel.surveys.models import Answer, Asked, Question, QuestionKind


def answers_of_last_time(asked: Asked, questions: Sequence[Question]) -> dict[str, Entry]:
    """By key; nothing where one of the two surveys is anonymous."""
    survey = asked.survey
    if survey.previous_id is None or survey.is_anonymous:
        return {}
    kinds = {question.key: question for question in questions}
    found = (
        Answer.objects.filter(
            sheet__survey=survey.previous_id,
            sheet__survey__is_anonymous=False,
            sheet__body=asked.body_id,
        )
        .exclude(question__kind=QuestionKind.FILE)
        .select_related("question", "document")
    )
    return {
        answer.question.key: entry_of(answer)
        for answer in found
        if answer.question.key in kinds and _fits(answer, kinds[answer.question.key])
    }


def entry_of(answer: Answer) -> Entry:
    """The answer as somebody would type it."""
    if answer.gap:
        return Entry(gap=True)
    if answer.question.kind == QuestionKind.FILE:
        document = answer.document
        return Entry(file=document.pk, file_name=document.file_name) if document else Entry()
    text = answer.text
    if answer.day:
        text = answer.day.isoformat()
    elif not answer.choices and not text:
        text = answer.as_written
    return Entry(text=text, choices=tuple(answer.choices), sure=text if answer.as_written else "")


def _fits(answer: Answer, question: Question) -> bool:
    """The same kind, and what was chosen is still there to choose."""
    if answer.question.kind != question.kind:
        return False
    if question.kind == QuestionKind.YES_NO or not answer.choices:
        return True
    return set(answer.choices) <= {value for value, _label in question.options}
