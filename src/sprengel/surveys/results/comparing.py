"""Beside the survey before: only the same question, counted the same, with both bases shown.

Whoever answers twice is not who answers once. So each question is shown for all who answered and,
where names are known, for the cities that answered both times. That second table is left out for
everybody but the office as soon as anything in it would have to be kept back: what the two tables
differ by would be those who answered once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.figures.wording import number_words
from sprengel.surveys.models import Question, QuestionKind, Survey
from sprengel.surveys.results import rules, wording
from sprengel.surveys.results.counting import (
    WHOLE,
    NumberRow,
    Reply,
    Way,
    count_choices,
    count_numbers,
)
from sprengel.surveys.results.loading import CHOOSING, MEASURING, Loaded, load
from sprengel.surveys.results.reckoning import (
    QuestionResult,
    Results,
    group_columns,
    options_of,
    reckon,
)
from sprengel.surveys.results.suppression import Row

AGAIN, ONCE = "again", "once"
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompareLine:
    name: str
    then: str
    now: str
    then_again: str = ""
    now_again: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    number: int
    text: str
    broken: str = ""
    """Why it is not compared: something else was asked or counted then."""
    lines: tuple[CompareLine, ...] = ()
    base: CompareLine | None = None
    """How many gave an answer, in each column."""
    shows_again: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Survey
    then: str
    now: str
    """How many answered, each time."""
    verdicts: Texts
    again: int | None
    """Cities that answered both times; None where names are not known."""
    questions: tuple[Compared, ...]
    new: Texts
    """Questions nobody was asked then."""


def comparison(user: Viewer, results: Results) -> Comparison | None:
    """None where there is nothing before it that this user may see."""
    survey = results.survey
    before = survey.previous
    if before is None or not rules.may_see_results(user, before):
        return None
    everything = results.sees_all and rules.sees_all(user, before)
    then = reckon(before, sees_all=everything)
    now = results if results.sees_all == everything else reckon(survey, sees_all=everything)
    pair = None if survey.is_anonymous or before.is_anonymous else _Pair(before, survey)
    earlier = {one.question.key: one for one in then.questions}
    compared = tuple(
        _compared(earlier[one.question.key], one, pair, everything)
        for one in now.questions
        if one.question.key in earlier
    )
    return Comparison(
        before,
        wording.n_of_all(then.response),
        wording.n_of_all(now.response),
        tuple(
            wording.verdict(found.response) if found.response.reasons else ""
            for found in (then, now)
        ),
        None if pair is None else len(pair.bodies),
        compared,
        tuple(one.question.text for one in now.questions if one.question.key not in earlier),
    )


def difference(then: Question, now: Question) -> str:
    """Why two questions of the same key are not the same question; "" where they are."""
    wordings = [{_plain(one.text), _plain(one.corrected_from)} - {""} for one in (then, now)]
    if then.kind != now.kind:
        return _("Damals war es eine andere Art von Frage (%(kind)s).") % {
            "kind": then.get_kind_display()
        }
    if not wordings[0] & wordings[1]:
        return _("Die Frage lautete damals: %(text)s") % {"text": f"„{then.text}“"}
    if then.definition_id != now.definition_id:
        return _("Damals war anders festgelegt, was gezählt wird.")
    if _plain(then.unit) != _plain(now.unit):
        return _("Damals wurde in einer anderen Einheit gefragt (%(unit)s).") % {
            "unit": then.unit or _("ohne Einheit")
        }
    if list(map(tuple, then.options)) != list(map(tuple, now.options)):
        return _("Damals standen andere Antworten zur Wahl.")
    if (then.condition or {}) != (now.condition or {}):
        return _("Damals wurde die Frage unter einer anderen Bedingung gestellt.")
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Pair:
    """Both surveys, each sheet marked by whether its city answered both times."""

    def __init__(self, before: Survey, now: Survey) -> None:
        self.before = load(before, groups=group_columns(before))
        self.now = load(now, groups=group_columns(now))
        self.bodies = {sheet.body_id for sheet in self.before.sheets} & {
            sheet.body_id for sheet in self.now.sheets
        }
        self.min_cell = max(before.min_cell, now.min_cell)

    def replies(self, loaded: Loaded, question: Question) -> list[Reply]:
        marked = []
        for sheet, reply in zip(loaded.sheets, loaded.replies(question), strict=True):
            again = AGAIN if sheet.body_id in self.bodies else ONCE
            marked.append(
                Reply(
                    (*reply.groups, again),
                    reply.way,
                    reply.chosen,
                    reply.low,
                    reply.high,
                    reply.is_approximate,
                )
            )
        return marked


def _compared(
    then: QuestionResult, now: QuestionResult, pair: _Pair | None, everything: bool
) -> Compared:
    question = now.question
    broken = difference(then.question, question)
    if broken or question.kind not in (*CHOOSING, *MEASURING):
        return Compared(now.number, question.text, broken or _("Texte werden nicht verglichen."))
    names = _names(now)
    columns = [_total(then), _total(now)]
    again: list[Texts] | None = None
    if pair is not None:
        again = _again(pair, then.question, question, everything)
    columns += again or [("",) * (len(names) + 1)] * 2
    rows = list(zip(*columns, strict=True))
    return Compared(
        now.number,
        question.text,
        lines=tuple(CompareLine(name, *row) for name, row in zip(names, rows[1:], strict=True)),
        base=CompareLine(_("Städte mit Angabe"), *rows[0]),
        shows_again=again is not None,
    )


def _names(result: QuestionResult) -> list[str]:
    if result.choices is not None:
        return [option.label for option in result.options]
    return [_("Median")] if result.question.kind == QuestionKind.DATE else [_("Median"), _("Summe")]


def _total(result: QuestionResult) -> Texts:
    """The base, then each line."""
    if result.choices is not None:
        row = result.choices[WHOLE]
        counts = tuple(wording.count_words(one) for one in row.counts)
        return (number_words(row.base.given) if row.base else wording.HIDDEN_SIGN, *counts)
    return _numbers(result.question, (result.numbers or {})[WHOLE])


def _numbers(question: Question, row: NumberRow) -> Texts:
    base = number_words(row.base.given) if row.base else wording.HIDDEN_SIGN
    if row.is_hidden:
        cells = [wording.HIDDEN_SIGN, wording.HIDDEN_SIGN]
    else:
        total = wording.HIDDEN_SIGN if row.is_sum_hidden else wording.span_words(row.sum, question)
        cells = [wording.span_words(row.median, question), total]
    return (base, *cells[: 1 if question.kind == QuestionKind.DATE else 2])


def _again(pair: _Pair, then: Question, now: Question, everything: bool) -> list[Texts] | None:
    """Both columns of the cities that answered twice; None where they are kept back."""
    found = []
    for loaded, question in ((pair.before, then), (pair.now, now)):
        replies = pair.replies(loaded, question)
        if not everything and any(one.way == Way.NOT_ASKED for one in replies):
            return None
        table = len(replies[0].groups) - 1 if replies else 0
        texts = _twice(question, replies, (table, AGAIN), None if everything else pair.min_cell)
        if texts is None:
            return None
        found.append(texts)
    return found


def _twice(
    question: Question, replies: Sequence[Reply], row: Row, min_cell: int | None
) -> Texts | None:
    if question.kind in CHOOSING:
        options = [option.value for option in options_of(question)]
        rows, hidden = count_choices(
            replies,
            options,
            min_cell=min_cell,
            is_multiple=question.kind == QuestionKind.SEVERAL,
        )
        if hidden.hidden or hidden.is_whole or row not in rows:
            return None
        counted = rows[row]
        base = counted.base
        return (
            number_words(base.given) if base else "",
            *(wording.count_words(one) for one in counted.counts),
        )
    numbers = count_numbers(replies, min_cell=min_cell, adds_up=question.kind != QuestionKind.DATE)
    if row not in numbers or any(one.hides_something for one in numbers.values()):
        return None
    return _numbers(question, numbers[row])
