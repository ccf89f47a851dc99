"""The rule in words, amounts to the cent, what must be said with a result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sprengel.programmes.distributions.task import Line, Outcome, Row, Rule, Task, Unit
from sprengel.ui.wording import listed, long_date

RULES = {
    Rule.PERSONS: gettext_lazy("nach gezählten Personen am Stichtag (wie § 29d Abs. 1 FAG)"),
    Rule.KEY: gettext_lazy("nach Einwohnern oder einem anderen Schlüssel, in einem Schritt"),
    Rule.TWO_STEPS: gettext_lazy("in zwei Schritten: Land, Kreise, Gemeinden"),
}
UNITS = {Unit.CENT: gettext_lazy("Euro"), Unit.PERSON: gettext_lazy("Personen")}
PLACES = 6
MOST_YEARS = 6


def amount(units: int, unit: Unit) -> str:
    """ "1.125,00" or "17"; the unit stands in the head of the table."""
    if unit is Unit.CENT:
        return _number(Decimal(units) / 100, 2)
    return _number(Decimal(units), 0)


def with_unit(units: int, unit: Unit) -> str:
    if unit is Unit.CENT:
        return _("%(amount)s Euro") % {"amount": amount(units, unit)}
    return ngettext("%(n)s Person", "%(n)s Personen", units) % {"n": amount(units, unit)}


def weight(value: Fraction | Decimal) -> str:
    exact = Fraction(value)
    places = 0 if exact.denominator == 1 else 4
    return _number(_decimal(exact, places), places)


def exact(line: Line, unit: Unit) -> str:
    """The share before rounding, in euros or persons, with six decimals."""
    value = line.exact / 100 if unit is Unit.CENT else line.exact
    places = PLACES + 2 if unit is Unit.CENT else PLACES
    return _number(_decimal(value, places), places)


def remainder(line: Line, unit: Unit) -> str:
    """What was cut off, of a cent or a person: "1/3 (0,333333)"."""
    rest = line.remainder
    if rest == 0:
        return "0"
    decimal = _number(_decimal(rest, PLACES), PLACES)
    if rest.denominator > 10**7:
        return decimal
    return f"{rest.numerator}/{rest.denominator} ({decimal})"


def share(line: Line, outcome: Outcome) -> str:
    percent = 100 * line.weight / (outcome.weight or 1)
    return _("%(share)s %%") % {"share": _number(_decimal(percent, 2), 2)}


def day(row: Row | Line) -> str:
    if row.key_on is None:
        return "–"
    return long_date(row.key_on, "year" if row.is_year else "day")


def headline(outcome: Outcome) -> str:
    """ "90.000.000,00 Euro auf 35 Empfänger, von 1.125,00 bis 2.250,00 Euro"."""
    units = [line.units for line in outcome.recipients]
    said = {
        "total": with_unit(outcome.handed_out, outcome.task.unit),
        "n": _number(Decimal(len(units)), 0),
        "low": amount(min(units), outcome.task.unit),
        "high": with_unit(max(units), outcome.task.unit),
    }
    return _("%(total)s für %(n)s Empfänger, je nach Schlüssel %(low)s bis %(high)s.") % said


# ── The rule ──────────────────────────────────────────────────────────────────────────────────


def rule(outcome: Outcome) -> list[str]:
    """How it was reckoned, a sentence for each step."""
    task = outcome.task
    smallest = _("Cent") if task.unit is Unit.CENT else _("Personen")
    said = {
        "total": with_unit(task.total, task.unit),
        "n": _number(Decimal(len(task.rows)), 0),
        "key": task.key_name,
        "sum": weight(outcome.weight),
        "kreise": outcome.kreise,
        "smallest": smallest,
    }
    sentences = [
        _(
            "%(total)s für %(kreise)s Kreise mit %(n)s Gemeinden. Zuerst an die Kreise nach der "
            "Summe ihrer Gemeinden (%(key)s), dann in jedem Kreis an die Gemeinden nach demselben "
            "Schlüssel."
        )
        % said
        if task.rule is Rule.TWO_STEPS
        else _("%(total)s für %(n)s Empfänger nach %(key)s.") % said,
        _("Jeder Anteil ist die Summe mal seine Zahl, geteilt durch alle: %(sum)s.") % said,
        _(
            "Jeder erhält zuerst seine ganzen %(smallest)s. Was dabei übrig bleibt, geht einzeln "
            "an die größten Reste; bei gleichem Rest an die größere Zahl, dann nach dem Alphabet."
        )
        % said,
    ]
    sentences.append(_left_over(outcome))
    if task.unit is Unit.CENT and task.rule is not Rule.TWO_STEPS:
        sentences.append(per_head(outcome))
    return sentences


def per_head(outcome: Outcome) -> str:
    """ "Je gezählte Person 1.125,00 Euro": it floats with the number counted."""
    cents = outcome.per_weight
    is_exact = cents.denominator == 1
    places = 2 if is_exact else 4
    said = {"amount": _number(_decimal(cents / 100, places), places), "key": outcome.task.key_name}
    if outcome.task.rule is Rule.PERSONS:
        if is_exact:
            return _("Je gezählte Person sind das %(amount)s Euro.") % said
        return _("Je gezählte Person sind das rund %(amount)s Euro.") % said
    if is_exact:
        return _("Auf eins von „%(key)s“ kommen %(amount)s Euro.") % said
    return _("Auf eins von „%(key)s“ kommen rund %(amount)s Euro.") % said


def _left_over(outcome: Outcome) -> str:
    n = outcome.left_over
    if outcome.task.rule is Rule.TWO_STEPS:
        if outcome.task.unit is Unit.CENT:
            return ngettext(
                "An die Kreise war so noch %(n)s Cent zu vergeben.",
                "An die Kreise waren so noch %(n)s Cent zu vergeben.",
                n,
            ) % {"n": n}
        return ngettext(
            "An die Kreise war so noch %(n)s Person zu vergeben.",
            "An die Kreise waren so noch %(n)s Personen zu vergeben.",
            n,
        ) % {"n": n}
    if outcome.task.unit is Unit.CENT:
        return ngettext(
            "So war noch %(n)s Cent zu vergeben.", "So waren noch %(n)s Cent zu vergeben.", n
        ) % {"n": n}
    return ngettext(
        "So war noch %(n)s Person zu vergeben.", "So waren noch %(n)s Personen zu vergeben.", n
    ) % {"n": n}


# ── Warnings ──────────────────────────────────────────────────────────────────────────────────


def warnings(task: Task) -> list[str]:
    """Key dates that differ or are missing: said in words, never passed over."""
    found = []
    years = Counter(row.key_on.year for row in task.rows if row.key_on)
    days = {row.key_on for row in task.rows if row.key_on}
    missing = sum(row.key_on is None for row in task.rows)
    if len(years) > 1:
        found.append(
            _(
                "Die Zahlen stammen aus verschiedenen Jahren: %(years)s. Wer früher gezählt hat, "
                "wird mit anderem Maß gemessen; bitte prüfen, ob es einen gemeinsamen Stichtag "
                "gibt."
            )
            % {"years": listed([_of_year(year, n) for year, n in _shown_years(years)])}
        )
    elif len(days) > 1:
        found.append(
            _("Die Zahlen stammen von %(n)s verschiedenen Stichtagen desselben Jahres.")
            % {"n": len(days)}
        )
    if missing and days:
        found.append(
            ngettext(
                "Für %(n)s Zeile ist kein Stichtag bekannt.",
                "Für %(n)s Zeilen ist kein Stichtag bekannt.",
                missing,
            )
            % {"n": missing}
        )
    elif missing:
        found.append(_("Zu keiner der Zahlen ist ein Stichtag angegeben."))
    if task.rule is Rule.PERSONS and any(row.weight != int(row.weight) for row in task.rows):
        found.append(_("Unter den gezählten Personen sind Bruchteile; bitte prüfen."))
    return found


def _shown_years(years: Counter[int]) -> Sequence[tuple[int, int]]:
    return sorted(years.items())[:MOST_YEARS]


def _of_year(year: int, n: int) -> str:
    return ngettext("%(year)s (%(n)s Zeile)", "%(year)s (%(n)s Zeilen)", n) % {
        "year": year,
        "n": n,
    }


def _number(value: Decimal, places: int) -> str:
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


def _decimal(value: Fraction, places: int) -> Decimal:
    """Rounded half up to so many places, without floating point."""
    scaled = value * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole).scaleb(-places)
