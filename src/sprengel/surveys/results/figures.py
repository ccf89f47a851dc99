"""Which figures a result makes: one for each thing counted, with its base and what it lacks.

Always of what may be shown to others, whoever asks: a figure travels further than this page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sprengel.figures.models import Gap, UnitKind
from sprengel.surveys.models import Question, QuestionKind
from sprengel.surveys.results.counting import WHOLE, Base, Count, NumberRow, Span
from sprengel.surveys.results.reckoning import QuestionResult, Results


@dataclass(frozen=True, slots=True)
class Wanted:
    """The definition a figure belongs to; made the first time it is needed.

    The slug holds a digest of the question as it was put: asked otherwise, it is another figure.
    """

    slug: str
    name: str
    wording: str
    unit_kind: str
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Candidate:
    key: str
    """Stands in the form: question and what is counted."""
    wanted: Wanted
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    base_n: int | None

    @property
    def gap(self) -> str:
        return "" if self.value is not None else str(Gap.WITHHELD)


def candidates(results: Results) -> list[Candidate]:
    """What of these results can become a figure, in the order of the questions."""
    assert not results.sees_all, "figures are made of what others may see"
    found: list[Candidate] = []
    for result in results.questions:
        if result.choices is not None:
            found += _shares(result)
        elif result.numbers is not None and result.question.kind != QuestionKind.DATE:
            found += _numbers(result)
    return found


def _shares(result: QuestionResult) -> Iterator[Candidate]:
    row = (result.choices or {})[WHOLE]
    labels = {option.value: option.label for option in result.options}
    if row.base is not None and not row.base.given:
        return
    for count in row.counts:
        yield Candidate(
            f"{result.question.pk}-{count.option}",
            _share_of(result.question, count.option, labels[count.option]),
            _share(count),
            None,
            None,
            _given(row.base),
        )


def _share(count: Count) -> Decimal | None:
    return None if count.share is None else Decimal(str(round(count.share, 1)))


def _given(base: Base | None) -> int | None:
    return None if base is None else base.given


def _share_of(question: Question, option: str, label: str) -> Wanted:
    words = {"text": question.text, "label": label}
    return Wanted(
        _slug(question, option),
        (_("%(label)s: %(text)s") % words)[:200],
        _(
            "Anteil der Städte, die auf die Frage „%(text)s“ mit „%(label)s“ geantwortet haben, an "
            "allen, die darauf eine Angabe gemacht haben."
        )
        % words,
        UnitKind.SHARE,
        "%",
        1,
    )


def _numbers(result: QuestionResult) -> Iterator[Candidate]:
    row = (result.numbers or {})[WHOLE]
    if row.base is not None and not row.base.given:
        return
    for what, span in (("median", row.median), ("summe", row.sum)):
        value, low, high = _ends(span)
        yield Candidate(
            f"{result.question.pk}-{what}",
            _number_of(result.question, what, row),
            value,
            low,
            high,
            _given(row.base),
        )


def _ends(span: Span | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """A figure with a range has a value between its ends; open ones have the end they have."""
    if span is None or (span.low is None and span.high is None):
        return None, None, None
    if span.is_exact:
        return span.low, None, None
    if span.low is None or span.high is None:
        return span.low or span.high, span.low, span.high
    return (span.low + span.high) / 2, span.low, span.high


def _number_of(question: Question, what: str, row: NumberRow) -> Wanted:
    words = {"text": question.text}
    if what == "median":
        name = _("Median: %(text)s") % words
        wording = _(
            "Median der Angaben auf die Frage „%(text)s“: Die Hälfte der Städte mit Angabe liegt "
            "darunter, die Hälfte darüber."
        )
    else:
        name = _("Summe: %(text)s") % words
        wording = _(
            "Summe der Angaben auf die Frage „%(text)s“. Städte ohne Angabe fehlen darin; nichts "
            "ist hochgerechnet."
        )
    definition = question.definition
    added = f" {definition.wording}" if definition is not None else ""
    return Wanted(
        _slug(question, what),
        name[:200],
        wording % words + added,
        UnitKind.MONEY if question.kind == QuestionKind.MONEY else UnitKind.OTHER,
        question.unit or (_("Euro") if question.kind == QuestionKind.MONEY else _("Anzahl")),
        min(question.decimals, 4),
    )


def _slug(question: Question, what: str) -> str:
    """The same in the survey that repeats this one word for word, another in any other."""
    definition = question.definition.slug if question.definition is not None else ""
    asked = [question.kind, _plain(question.text), question.unit, definition, what]
    asked += [f"{value}={label}" for value, label in question.options]
    digest = hashlib.sha256("\n".join(asked).encode()).hexdigest()[:12]
    return f"umfrage-{slugify(question.key)[:40]}-{slugify(what)[:30]}-{digest}"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
