"""What is missing before a survey can be opened, as sentences; nothing here is refused earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.surveys.conditions import as_number
from sprengel.surveys.models import Question, QuestionKind, Survey

WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
NUMERIC = (QuestionKind.NUMBER, QuestionKind.MONEY)


@dataclass(frozen=True, slots=True)
class Problem:
    text: str
    question: Question | None = None


def problems(survey: Survey, questions: Sequence[Question]) -> list[Problem]:
    found = [Problem(text) for text in _of_survey(survey, questions)]
    before: dict[str, Question] = {}
    for question in questions:
        found += [Problem(text, question) for text in _of_question(survey, question, before)]
        before[question.key] = question
    return found


def _of_survey(survey: Survey, questions: Sequence[Question]) -> list[str]:
    found = []
    if not questions:
        found.append(_("Es gibt noch keine Fragen."))
    if survey.closes_on is None:
        found.append(_("Es fehlt der letzte Tag zum Antworten."))
    elif survey.closes_on < today():
        found.append(_("Der letzte Tag zum Antworten liegt in der Vergangenheit."))
    if survey.audience_id is None and not survey.bodies.exists():
        found.append(_("Es ist noch nicht gesagt, wer gefragt wird."))
    return found


def _of_question(survey: Survey, question: Question, before: dict[str, Question]) -> list[str]:
    found = []
    if question.kind in WITH_OPTIONS and len(question.options) < 2:
        found.append(_("Zur Auswahl gehören mindestens zwei Antworten."))
    if question.kind == QuestionKind.FILE and survey.is_anonymous:
        found.append(
            _(
                "In einer anonymen Umfrage geht keine Frage nach einer Datei: In Dateien stehen "
                "Namen. Bitte die Frage entfernen oder nicht anonym fragen."
            )
        )
    condition = question.condition
    if condition:
        other = before.get(condition.get("question", ""))
        if other is None:
            found.append(
                _(
                    "Die Bedingung nennt eine Frage, die nicht vor dieser steht. Bitte die "
                    "Reihenfolge oder die Bedingung ändern."
                )
            )
        elif problem := value_problem(other, condition):
            found.append(problem)
    return found


def value_problem(other: Question, condition: dict[str, str]) -> str:
    """Whether the value of a condition can be an answer to the question it names."""
    op, value = condition.get("op", ""), condition.get("value", "")
    if op == "answered":
        return ""
    if op in ("at_least", "at_most"):
        if other.kind not in NUMERIC:
            return _("„mindestens“ und „höchstens“ gehen nur bei einer Frage nach einer Zahl.")
        if as_number(value) is None:
            return _("In der Bedingung fehlt die Zahl.")
        return ""
    if other.kind == QuestionKind.FILE:
        return _("Bei einer Frage nach einer Datei geht nur „ist beantwortet“.")
    known = option_values(other)
    if known and value not in known:
        return _("Die Antwort in der Bedingung steht dort nicht zur Auswahl.")
    if not known and not value.strip():
        return _("In der Bedingung fehlt die Antwort.")
    return ""


def option_values(question: Question) -> list[str]:
    if question.kind == QuestionKind.YES_NO:
        return ["yes", "no"]
    return [value for value, _label in question.options]
