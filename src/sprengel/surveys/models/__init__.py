"""Surveys and their questions, who was asked, and, apart from that, what was answered."""

from __future__ import annotations

from sprengel.surveys.models.answers import Answer, Sheet, SheetWay
from sprengel.surveys.models.participation import (
    ANSWERABLE,
    Asked,
    AskedState,
    Helper,
    SizeClass,
)
from sprengel.surveys.models.survey import (
    Question,
    QuestionKind,
    Survey,
    SurveyState,
)

__all__ = [
    "ANSWERABLE",
    "Answer",
    "Asked",
    "AskedState",
    "Helper",
    "Question",
    "QuestionKind",
    "Sheet",
    "SheetWay",
    "SizeClass",
    "Survey",
    "SurveyState",
]
