"""One drawing for each question that has one; the table of the same numbers goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.figures.charts import Bar, Chart, Mark, bar_chart
from sprengel.surveys.models import QuestionKind
from sprengel.surveys.results import wording
from sprengel.surveys.results.counting import WHOLE, NumberRow, Span
from sprengel.surveys.results.reckoning import GroupTable, QuestionResult


def chart_of(result: QuestionResult, tables: Sequence[GroupTable]) -> Chart | None:
    """Shares as bars; numbers as the middles of the size classes. None where there is nothing to
    draw."""
    if result.choices is not None:
        return _shares(result)
    if result.numbers is not None and result.question.kind != QuestionKind.DATE and tables:
        return _middles(result, tables[0])
    return None


def _shares(result: QuestionResult) -> Chart | None:
    row = (result.choices or {})[WHOLE]
    if row.base is None or not row.base.given:
        return None
    labels = {option.value: option.label for option in result.options}
    bars = [
        Bar(labels[one.option], one.share, words=wording.count_words(one)) for one in row.counts
    ]
    if all(bar.value is None for bar in bars):
        return None
    return bar_chart(
        bars,
        title=result.question.text,
        unit=_("% der Städte mit Angabe"),
        head=_("Antwort"),
        column=_("Städte (Anteil)"),
        places=0,
    )


def _middles(result: QuestionResult, table: GroupTable) -> Chart | None:
    rows = result.numbers or {}
    bars = [
        Bar(
            group.name, *_median(rows.get(table.row(group))), words=_words(result, table, group.key)
        )
        for group in table.groups
    ]
    if all(bar.value is None for bar in bars):
        return None
    whole = _middle(rows[WHOLE].median)
    return bar_chart(
        bars,
        title=result.question.text,
        unit=_("Median, %(unit)s") % {"unit": result.question.unit or _("Zahl")},
        head=table.name,
        places=result.question.decimals,
        marks=[] if whole is None else [Mark(whole, _("alle Städte mit Angabe"))],
    )


def _median(row: NumberRow | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The middle, and between what the middle half lies."""
    value = _middle(row.median) if row is not None else None
    if row is None or value is None:
        return None, None, None
    low, high = row.lower_quarter, row.upper_quarter
    return value, low.low if low else None, high.high if high else None


def _middle(span: Span | None) -> Decimal | None:
    """A bar has one end: of a range its middle; of an open one none."""
    if span is None or span.low is None or span.high is None:
        return None
    return (span.low + span.high) / 2


def _words(result: QuestionResult, table: GroupTable, group: str) -> str:
    row = (result.numbers or {}).get((table.number, group))
    if row is None or row.is_hidden:
        return wording.HIDDEN_SIGN
    return wording.span_words(row.median, result.question)
