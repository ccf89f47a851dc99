"""How results are said: the same words on the page, in files, figures and as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.figures.wording import NBSP, number_words, rounded_words
from sprengel.surveys.models import Question, QuestionKind, SizeClass
from sprengel.surveys.results.counting import Base, Count, Span
from sprengel.surveys.results.reckoning import GroupTable, QuestionResult, Results
from sprengel.surveys.results.representative import (
    ENOUGH_PERCENT,
    LARGEST_SHIFT_POINTS,
    Flaw,
    Rate,
    Reason,
    Response,
)
from sprengel.ui.wording import long_date

HIDDEN_SIGN = "•"
"""Stands in a cell that is kept back; what it means is said below every table."""


# ── How many answered, and what speaks against reading it as everybody's ──────────────────────


def percent(value: float) -> str:
    """ "60 %"; what is not nothing does not become "0 %"."""
    if 0 < value < 0.5:
        return _("unter %(n)s") % {"n": f"1{NBSP}%"}
    return f"{rounded_words(Decimal(str(value)), 0)}{NBSP}%"


def n_of_all(response: Response) -> str:
    """The sentence that goes with every result: n of N."""
    rate = response.total
    if not rate.asked:
        return _("Es wurde noch niemand gefragt.")
    if not rate.answered:
        return _("Von %(asked)s befragten Städten hat noch keine geantwortet.") % {
            "asked": number_words(rate.asked)
        }
    return ngettext(
        "%(answered)s von %(asked)s befragten Städten hat geantwortet (%(percent)s).",
        "%(answered)s von %(asked)s befragten Städten haben geantwortet (%(percent)s).",
        rate.answered,
    ) % {
        "answered": number_words(rate.answered),
        "asked": number_words(rate.asked),
        "percent": percent(rate.percent or 0.0),
    }


def rate_words(rate: Rate) -> str:
    return "–" if rate.percent is None else percent(rate.percent)


def verdict(response: Response) -> str:
    """In a word or two; the reasons stand beside it."""
    if not response.total.answered:
        return _("Noch kein Ergebnis")
    return _("Nicht repräsentativ") if response.reasons else _("Ohne erkennbare Schieflage")


def reasons(response: Response, tables: Sequence[GroupTable]) -> list[str]:
    """By rule, never by feeling; without any it still is no random sample."""
    if not response.total.answered:
        return []
    if not response.reasons:
        return [
            _(
                "Mindestens die Hälfte hat geantwortet, keine Gruppe fehlt, und die Gruppen sind "
                "unter den Antworten etwa so verteilt wie unter den Befragten. Eine "
                "Zufallsstichprobe ist es trotzdem nicht."
            )
        ]
    return [_reason(reason, tables) for reason in response.reasons]


def _reason(reason: Reason, tables: Sequence[GroupTable]) -> str:
    if reason.flaw == Flaw.FEW:
        return _("Weniger als die Hälfte der Befragten hat geantwortet (%(percent)s).") % {
            "percent": percent(reason.answered_percent)
        }
    words = {
        "group": _group(reason, tables),
        "asked": percent(reason.asked_percent),
        "answered": percent(reason.answered_percent),
    }
    if reason.flaw == Flaw.GROUP_MISSING:
        return _("%(group)s: Hier hat keine Stadt geantwortet.") % words
    return _("%(group)s: %(asked)s der Befragten, aber %(answered)s der Antworten.") % words


def _group(reason: Reason, tables: Sequence[GroupTable]) -> str:
    table = tables[reason.table]
    name = next((one.name for one in table.groups if one.key == reason.group), reason.group)
    return _("%(table)s „%(group)s“") % {"table": table.name, "group": name}


def the_rule() -> str:
    """The rule itself, for the foot of the page and of every file."""
    return _(
        "„Nicht repräsentativ“ steht nach fester Regel da, wenn weniger als %(enough)s %% der "
        "Befragten geantwortet haben, wenn aus einer Größenklasse oder einem Sprengel keine "
        "Antwort kam oder wenn der Anteil einer Gruppe an den Antworten um mehr als %(shift)s "
        "Prozentpunkte von ihrem Anteil an den Befragten abweicht."
    ) % {"enough": f"{ENOUGH_PERCENT:g}", "shift": f"{LARGEST_SHIFT_POINTS:g}"}


def standing(results: Results) -> str:
    """Rate and verdict in one line, for captions, notes and passages."""
    sentence = n_of_all(results.response)
    if results.response.reasons:
        return f"{sentence} {verdict(results.response)}."
    return sentence


# ── What a question rests on ──────────────────────────────────────────────────────────────────


def base_words(result: QuestionResult) -> str:
    base = result.base
    if base is None:
        return _("Wie viele hier geantwortet haben, wird nicht gezeigt.")
    parts = [
        ngettext("%(n)s Stadt mit Angabe", "%(n)s Städte mit Angabe", base.given)
        % {"n": number_words(base.given)}
    ]
    parts += _missing(base)
    if result.not_asked:
        parts.append(
            _("nicht gefragt (Bedingung nicht erfüllt): %(n)s")
            % {"n": number_words(result.not_asked)}
        )
    return f"{'; '.join(parts)}."


def _missing(base: Base) -> list[str]:
    parts = []
    if base.not_stated:
        parts.append(_("„keine Angabe“: %(n)s") % {"n": number_words(base.not_stated)})
    if base.silent:
        parts.append(_("übergangen: %(n)s") % {"n": number_words(base.silent)})
    return parts


def counted_as(result: QuestionResult) -> str:
    """What the numbers mean: what a share is of, how a middle of ranges is meant."""
    kind = result.question.kind
    if kind == QuestionKind.SEVERAL:
        return _(
            "Anteil an den Städten mit Angabe; mehrere Antworten waren möglich, die Anteile "
            "ergeben zusammen mehr als 100 %."
        )
    if result.choices is not None:
        return _("Anteil an den Städten mit Angabe.")
    if result.numbers is not None:
        return _inexact(result)
    return ""


def _inexact(result: QuestionResult) -> str:
    row = (result.numbers or {}).get((-1, ""))
    if row is None or row.approximate is None or row.ranges is None:
        return ""
    parts = []
    if row.approximate:
        parts.append(
            ngettext(
                "%(n)s Angabe ist ungefähr („ca.“) und so mitgezählt.",
                "%(n)s Angaben sind ungefähr („ca.“) und so mitgezählt.",
                row.approximate,
            )
            % {"n": row.approximate}
        )
    if row.ranges:
        parts.append(
            ngettext(
                "%(n)s Angabe ist eine Spanne; deshalb haben auch die Ergebnisse zwei Enden.",
                "%(n)s Angaben sind Spannen; deshalb haben auch die Ergebnisse zwei Enden.",
                row.ranges,
            )
            % {"n": row.ranges}
        )
    return " ".join(parts)


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────


def count_words(count: Count) -> str:
    """ "25 (20 %)", "unter 3", "•"."""
    if count.below is not None:
        return _("unter %(n)s") % {"n": count.below}
    if count.count is None:
        return HIDDEN_SIGN
    said = number_words(count.count)
    return said if count.share is None else f"{said} ({percent(count.share)})"


def span_words(span: Span | None, question: Question, *, extra: int = 0) -> str:
    """A number, or both its ends; ``extra``: decimals more than the question asks for."""
    if span is None:
        return "–"
    low, high = (
        None if end is None else value_words(end, question, extra=extra)
        for end in (span.low, span.high)
    )
    if low is None and high is None:
        return _("offen")
    if high is None:
        return _("mindestens %(n)s") % {"n": low}
    if low is None:
        return _("höchstens %(n)s") % {"n": high}
    return low if low == high else _("%(low)s bis %(high)s") % {"low": low, "high": high}


def value_words(value: Decimal, question: Question, *, extra: int = 0) -> str:
    if question.kind == QuestionKind.DATE:
        return long_date(date.fromordinal(round(value)))
    return rounded_words(value, question.decimals + extra)


def suppression_words(results: Results) -> list[str]:
    """What the sign means; nothing where nothing is kept back."""
    if not results.hides_something:
        return []
    return [
        _(
            "%(sign)s: nicht gezeigt. Weniger als %(n)s Städte stehen dahinter, oder die Zahl "
            "ließe auf eine solche schließen. Summen und Mittelwerte fehlen auch dort, wo eine "
            "einzige Stadt den größten Teil ausmacht."
        )
        % {"sign": HIDDEN_SIGN, "n": results.min_cell}
    ]


def size_class_words(key: str) -> str:
    return str(SizeClass(key).label) if key in SizeClass.values else ""
