"""What was typed, read as an answer: a value, a question back, or what is wrong. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from sprengel.figures.checking import stored_number
from sprengel.figures.models import Gap
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.surveys.answering.entries import Entry
from sprengel.surveys.conditions import Said, asked_keys
from sprengel.surveys.models import Question, QuestionKind
from sprengel.ui.days import plausible

LONGEST_TEXT = 5_000
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
NUMERIC = (QuestionKind.NUMBER, QuestionKind.MONEY)
_EURO = ("€", "eur", "euro")
CHOOSING = (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO)


@dataclass(frozen=True, slots=True)
class Value:
    """An answer as it is kept."""

    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_approximate: bool = False
    day: date | None = None
    text: str = ""
    choices: tuple[str, ...] = ()
    document_id: int | None = None
    gap: str = ""
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """At most one of the three; none of them: nothing was answered."""

    value: Value | None = None
    problem: str = ""
    ask_back: str = ""
    """Unusual: is it meant? ``value`` stands then, too."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    asked: set[str]
    """Keys of the questions that are asked, given the answers."""
    outcomes: dict[str, Outcome]
    dropped: list[Question] = field(default_factory=list)
    """Answered, but not asked after all: not sent."""
    missing: list[Question] = field(default_factory=list)
    """Must be answered and are not."""

    @property
    def is_complete(self) -> bool:
        return not self.missing and not any(
            self.outcomes[key].problem or self.outcomes[key].ask_back
            for key in self.asked
            if key in self.outcomes
        )


def evaluate(questions: Sequence[Question], entries: Mapping[str, Entry]) -> Evaluation:
    outcomes = {
        question.key: read(question, entries.get(question.key, Entry())) for question in questions
    }
    asked = asked_keys(questions, {key: said(outcome) for key, outcome in outcomes.items()})
    return Evaluation(
        asked=asked,
        outcomes=outcomes,
        dropped=[
            question
            for question in questions
            if question.key not in asked and not entries.get(question.key, Entry()).is_empty
        ],
        missing=[
            question
            for question in questions
            if question.key in asked
            and question.is_required
            and outcomes[question.key] == Outcome()
        ],
    )


def said(outcome: Outcome) -> Said:
    """As conditions look at it; "keine Angabe" is no answer to build on."""
    value = outcome.value
    if value is None or value.gap:
        return Said()
    number = value.number if value.number is not None else value.low
    text = value.text or (value.day.isoformat() if value.day else "")
    return Said(choices=value.choices, number=number, text=text)


def read(question: Question, entry: Entry) -> Outcome:
    if entry.is_empty:
        return Outcome()
    if entry.gap:
        if entry.text.strip() or entry.choices or entry.file:
            return Outcome(problem=_("Bitte entweder eine Angabe machen oder „keine Angabe“."))
        return Outcome(value=Value(gap=Gap.NOT_STATED))
    if question.kind in CHOOSING:
        return _chosen(question, entry)
    if question.kind in NUMERIC:
        return _number(question, entry)
    if question.kind == QuestionKind.DATE:
        return _day(entry)
    if question.kind == QuestionKind.FILE:
        return Outcome(value=Value(document_id=entry.file)) if entry.file else Outcome()
    return _text(entry)


def _chosen(question: Question, entry: Entry) -> Outcome:
    known = [value for value, _label in question.options]
    if question.kind == QuestionKind.YES_NO:
        known = ["yes", "no"]
    chosen = tuple(value for value in known if value in entry.choices)
    if len(chosen) != len(set(entry.choices)):
        return Outcome(problem=_("Diese Antwort steht nicht zur Auswahl."))
    if question.kind != QuestionKind.SEVERAL and len(chosen) > 1:
        return Outcome(problem=_("Bitte nur eine Antwort wählen."))
    return Outcome(value=Value(choices=chosen)) if chosen else Outcome()


def _number(question: Question, entry: Entry) -> Outcome:
    typed = " ".join(entry.text.split())
    try:
        given = read_number(typed[:200], money=question.kind == QuestionKind.MONEY)
        value = _as_kept(given, typed)
    except FigureProblem as problem:
        return Outcome(problem=str(problem))
    if value.gap:
        return Outcome(value=value)
    if given.unit in ("%", "€") and not _has_unit(question, given.unit):
        return Outcome(
            problem=_("Gefragt ist nach %(unit)s, angegeben ist %(given)s. Bitte prüfen.")
            % {"unit": question.unit or _("einer Anzahl"), "given": given.unit}
        )
    if _too_fine(value, question.decimals):
        return Outcome(problem=_too_fine_words(question.decimals))
    unusual = _unusual(question, value)
    if unusual and " ".join(entry.sure.split()) != typed:
        return Outcome(value=value, ask_back=unusual)
    return Outcome(value=value)


def _has_unit(question: Question, unit: str) -> bool:
    if unit == "€":
        return (
            question.kind == QuestionKind.MONEY or "€" in question.unit or "Euro" in question.unit
        )
    return "%" in question.unit or "Prozent" in question.unit


def _as_kept(given: ReadNumber, typed: str) -> Value:
    return Value(
        number=stored_number(given.value),
        low=stored_number(given.low),
        high=stored_number(given.high),
        is_approximate=given.is_approximate,
        gap=given.gap,
        as_written="" if given.gap else (given.as_written or typed)[:200],
    )


def _numbers(value: Value) -> list[Decimal]:
    return [one for one in (value.number, value.low, value.high) if one is not None]


def _too_fine(value: Value, decimals: int) -> bool:
    """A span's middle may have more decimals than its ends: only what was typed counts."""
    if value.low is not None and value.high is not None:
        typed = [value.low, value.high]
    else:
        typed = _numbers(value)
    return any(one != round(one, decimals) for one in typed)


def _too_fine_words(decimals: int) -> str:
    if decimals == 0:
        return _("Bitte eine ganze Zahl angeben.")
    return _("Bitte höchstens %(count)s Stellen hinter dem Komma angeben.") % {"count": decimals}


def _unusual(question: Question, value: Value) -> str:
    numbers = _numbers(value)
    words = {"value": spelled(max(numbers), question.unit)}
    if question.highest is not None and max(numbers) > question.highest:
        return _("Das ist ungewöhnlich hoch. Stimmt %(value)s?") % words
    if question.lowest is not None and min(numbers) < question.lowest:
        words["value"] = spelled(min(numbers), question.unit)
        return _("Das ist ungewöhnlich niedrig. Stimmt %(value)s?") % words
    return ""


def spelled(number: Decimal, unit: str = "") -> str:
    """ "12.000 Euro" """
    plain = number.normalize()
    places = max(0, -plain.as_tuple().exponent) if plain.is_finite() else 0
    text = formats.number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{text} {unit}".strip()


def _day(entry: Entry) -> Outcome:
    typed = entry.text.strip()
    for pattern in DAY_FORMATS:
        try:
            day = datetime.strptime(typed, pattern).date()
            plausible(day)
        except ValidationError as problem:
            return Outcome(problem=" ".join(problem.messages))
        except ValueError:
            continue
        return Outcome(value=Value(day=day, as_written=typed[:200]))
    return Outcome(
        problem=_("Bitte ein Datum angeben, zum Beispiel 31.12.2026; gelesen wurde „%(text)s“.")
        % {"text": typed[:40]}
    )


def _text(entry: Entry) -> Outcome:
    text = entry.text.strip()
    if len(text) > LONGEST_TEXT:
        return Outcome(
            problem=_("Der Text ist zu lang: möglich sind %(most)s Zeichen, es sind %(count)s.")
            % {
                "most": formats.number_format(LONGEST_TEXT, force_grouping=True),
                "count": formats.number_format(len(text), force_grouping=True),
            }
        )
    return Outcome(value=Value(text=text))
