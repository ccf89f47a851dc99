"""Making a survey. Questions change while it is a draft; afterwards only a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies import names
from sprengel.figures.models import Definition
from sprengel.surveys.models import Question, QuestionKind, Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem

MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """One question as typed or read from a spreadsheet."""

    kind: str
    text: str
    section: str = ""
    hint: str = ""
    is_required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """(value, label); a value "" is made from the label."""
    unit: str = ""
    decimals: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None
    definition: Definition | None = None
    condition: dict[str, str] | None = None
    key: str = ""


@transaction.atomic
def create(*, actor: User, bodies: Iterable[Any] = (), **facts: Any) -> Survey:
    survey = Survey.objects.create(created_by=actor, **facts)
    survey.bodies.set(bodies)
    _log(actor, survey, _("Umfrage „%(title)s“ angelegt."))
    return survey


@transaction.atomic
def change(
    *, actor: User, survey: Survey, bodies: Iterable[Any] | None = None, **facts: Any
) -> Survey:
    """While it is a draft everything; afterwards nothing that was told to the cities."""
    survey = locked_draft(survey)
    for name, value in facts.items():
        setattr(survey, name, value)
    survey.version += 1
    survey.save()
    if bodies is not None:
        survey.bodies.set(bodies)
    _log(actor, survey, _("Umfrage „%(title)s“ geändert."))
    return survey


@transaction.atomic
def delete(*, actor: User, survey: Survey) -> None:
    """Only a draft: nobody has been asked yet."""
    survey = locked_draft(survey)
    _log(actor, survey, _("Entwurf der Umfrage „%(title)s“ gelöscht."), path="")
    survey.delete()


@transaction.atomic
def copy_survey(*, actor: User, survey: Survey, title: str = "") -> Survey:
    """„Wie beim letzten Mal“: the same questions under the same keys, as a draft."""
    copy = Survey.objects.create(
        title=title.strip()[:200] or survey.title,
        purpose=survey.purpose,
        intro=survey.intro,
        asked_by=survey.asked_by,
        contact=survey.contact,
        audience=survey.audience,
        reminder_days=survey.reminder_days,
        allows_late=survey.allows_late,
        is_anonymous=survey.is_anonymous,
        shows_size_class=survey.shows_size_class,
        shows_sprengel=survey.shows_sprengel,
        min_cell=survey.min_cell,
        visibility=survey.visibility,
        previous=survey,
        created_by=actor,
    )
    copy.bodies.set(survey.bodies.all())
    Question.objects.bulk_create(
        _copied(question, copy, position)
        for position, question in enumerate(survey.questions.order_by("position", "pk"), start=1)
    )
    _log(actor, copy, _("Umfrage „%(title)s“ nach einer früheren angelegt."))
    return copy


@transaction.atomic
def add_question(*, actor: User, survey: Survey, given: QuestionInput) -> Question:
    return add_questions(actor=actor, survey=survey, given=[given])[0]


@transaction.atomic
def add_questions(*, actor: User, survey: Survey, given: Sequence[QuestionInput]) -> list[Question]:
    """At the end, in this order; all of them or none."""
    survey = locked_draft(survey)
    taken = set(survey.questions.values_list("key", flat=True))
    if len(taken) + len(given) > MOST_QUESTIONS:
        raise SurveyProblem(
            _("Eine Umfrage hat höchstens %(most)s Fragen. Bitte teilen Sie sie auf.")
            % {"most": MOST_QUESTIONS}
        )
    position = _last_position(survey)
    added = []
    for one in given:
        position += 1
        key = free_key(one.key or one.text, taken)
        taken.add(key)
        question = Question(survey=survey, position=position, key=key)
        _fill(question, one)
        question.save(force_insert=True)
        added.append(question)
    _touch(survey)
    sentence = ngettext(
        "Umfrage „%(title)s“: eine Frage ergänzt.",
        "Umfrage „%(title)s“: %(count)s Fragen ergänzt.",
        len(added),
    )
    _log(actor, survey, sentence, count=len(added))
    return added


@transaction.atomic
def change_question(*, actor: User, question: Question, given: QuestionInput) -> Question:
    survey = locked_draft(question.survey)
    question = survey.questions.get(pk=question.pk)
    if given.key and given.key != question.key:
        if survey.questions.filter(key=given.key).exists():
            raise SurveyProblem(_("Diese Kennung hat schon eine andere Frage dieser Umfrage."))
        _rename_in_conditions(survey, question.key, given.key)
        question.key = given.key
    _fill(question, given)
    question.save()
    _touch(survey)
    _log(actor, survey, _("Umfrage „%(title)s“: eine Frage geändert."))
    return question


@transaction.atomic
def copy_question(*, actor: User, question: Question) -> Question:
    """A second one like it, right behind."""
    survey = locked_draft(question.survey)
    question = survey.questions.get(pk=question.pk)
    survey.questions.filter(position__gt=question.position).update(position=F("position") + 1)
    taken = set(survey.questions.values_list("key", flat=True))
    copy = _copied(question, survey, question.position + 1)
    copy.key = free_key(question.key, taken)
    copy.save(force_insert=True)
    _touch(survey)
    return copy


@transaction.atomic
def remove_question(*, actor: User, question: Question) -> None:
    survey = locked_draft(question.survey)
    survey.questions.filter(pk=question.pk).delete()
    _touch(survey)
    _log(actor, survey, _("Umfrage „%(title)s“: eine Frage entfernt."))


@transaction.atomic
def move_question(*, actor: User, question: Question, by: int) -> None:
    """One place up (-1) or down (+1); at the end nothing happens."""
    survey = locked_draft(question.survey)
    order = list(survey.questions.order_by("position", "pk"))
    here = next((n for n, one in enumerate(order) if one.pk == question.pk), None)
    if here is None or not 0 <= here + by < len(order):
        return
    order[here], order[here + by] = order[here + by], order[here]
    for position, one in enumerate(order, start=1):
        one.position = position
    Question.objects.bulk_update(order, ["position"])
    _touch(survey)


@transaction.atomic
def correct_wording(*, actor: User, question: Question, text: str, hint: str) -> Question:
    """A slip of the pen in an open survey: said beside the question, with what stood before."""
    survey = Survey.objects.select_for_update().get(pk=question.survey_id)
    question = survey.questions.get(pk=question.pk)
    text = " ".join(text.split())
    if not text:
        raise SurveyProblem(_("Die Frage darf nicht leer sein."))
    if survey.state != SurveyState.OPEN:
        raise SurveyProblem(_("Berichtigt wird nur, solange die Umfrage läuft."))
    if (text, hint.strip()) == (question.text, question.hint):
        return question
    if text != question.text:
        question.corrected_from = question.corrected_from or question.text
        question.corrected_on = today()
    question.text, question.hint = text[:500], hint.strip()
    question.save()
    _touch(survey)
    _log(actor, survey, _("Umfrage „%(title)s“: Wortlaut einer Frage berichtigt."))
    return question


def locked_draft(survey: Survey) -> Survey:
    """The survey, nobody else changing it; only as long as it is a draft."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.DRAFT:
        raise SurveyProblem(
            _(
                "Die Umfrage ist schon eröffnet. Fragen und Angaben stehen jetzt fest; nur ein "
                "Schreibfehler kann noch berichtigt werden."
            )
        )
    return survey


def free_key(wanted: str, taken: set[str]) -> str:
    """A short name of letters and digits no other question has."""
    stem = slugify(names.fold(wanted))[:50].strip("-_") or "frage"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def with_values(options: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Each answer gets a value of its own; one that has one keeps it."""
    taken: set[str] = set()
    found = []
    for value, label in options:
        value = free_key(value or label, taken)
        taken.add(value)
        found.append([value, label])
    return found


def _fill(question: Question, given: QuestionInput) -> None:
    question.kind, question.text = given.kind, given.text[:500]
    question.section, question.hint = given.section[:120], given.hint
    question.is_required = given.is_required
    has_options = given.kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL)
    question.options = with_values(given.options) if has_options else []
    is_numeric = given.kind in (QuestionKind.NUMBER, QuestionKind.MONEY)
    definition = given.definition if is_numeric else None
    question.definition = definition
    question.unit = given.unit[:60] if is_numeric else ""
    question.decimals = given.decimals if is_numeric else 0
    question.lowest = given.lowest if is_numeric else None
    question.highest = given.highest if is_numeric else None
    if definition is not None:
        question.unit = question.unit or definition.unit
        if question.lowest is None and question.highest is None:
            question.lowest, question.highest = definition.lowest, definition.highest
    if given.kind == QuestionKind.MONEY:
        question.unit = question.unit or "Euro"
    question.condition = given.condition


def _copied(question: Question, survey: Survey, position: int) -> Question:
    return Question(
        survey=survey,
        position=position,
        key=question.key,
        section=question.section,
        kind=question.kind,
        text=question.text,
        hint=question.hint,
        is_required=question.is_required,
        options=question.options,
        unit=question.unit,
        decimals=question.decimals,
        lowest=question.lowest,
        highest=question.highest,
        definition=question.definition,
        condition=question.condition,
    )


def _rename_in_conditions(survey: Survey, before: str, after: str) -> None:
    for other in survey.questions.exclude(condition=None):
        if other.condition and other.condition.get("question") == before:
            other.condition = {**other.condition, "question": after}
            other.save(update_fields=["condition"])


def _last_position(survey: Survey) -> int:
    last = survey.questions.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def _touch(survey: Survey) -> None:
    survey.version += 1
    survey.save(update_fields=["version"])


def _log(
    actor: User, survey: Survey, sentence: str, *, path: str | None = None, **words: object
) -> None:
    """The office's alone: a draft is nobody else's business yet."""
    accounts.log(
        actor=actor,
        verb=ActivityVerb.SURVEY_CHANGED,
        sentence=sentence % {"title": survey.title, **words},
        path=survey.get_absolute_url() if path is None else path,
        visibility=Visibility.OFFICE,
    )
