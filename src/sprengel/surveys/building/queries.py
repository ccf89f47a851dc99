"""Reads about surveys in the making. Drafts are the office's alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.surveys.conditions import YES_NO, spelled
from sprengel.surveys.models import Question, QuestionKind, Survey


def surveys(user: Viewer) -> QuerySet[Survey]:
    return Survey.objects.visible_to(user).select_related("asked_by", "audience")


def survey(user: Viewer, public_id: uuid.UUID) -> Survey | None:
    return surveys(user).filter(public_id=public_id).first()


def questions(survey: Survey) -> list[Question]:
    """In order; for whoever may see the survey or was asked."""
    return list(survey.questions.select_related("definition").order_by("position", "pk"))


def to_copy(user: Viewer) -> QuerySet[Survey]:
    """Earlier surveys a new one can begin from; the office's alone."""
    if not (user and user.is_authenticated and is_office(user)):
        return Survey.objects.none()
    return surveys(user).order_by("-created_at")


def option_label(question: Question, value: str) -> str:
    if question.kind == QuestionKind.YES_NO:
        return str(dict(YES_NO).get(value, value))
    return next((label for known, label in question.options if known == value), value)


def condition_words(question: Question, by_key: Mapping[str, Question]) -> str:
    """The condition in a sentence, or "" where there is none."""
    condition = question.condition
    if not condition:
        return ""
    other = by_key.get(condition.get("question", ""))
    value = condition.get("value", "")
    if other is None:
        return spelled(condition, condition.get("question", ""), value)
    return spelled(condition, other.text, option_label(other, value))


def by_key(questions: Sequence[Question]) -> dict[str, Question]:
    return {question.key: question for question in questions}
