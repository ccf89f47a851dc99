"""How a figure is said: the number with its unit, its key date, how many it rests on."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sprengel.figures.models import Definition, Figure, Gap, KeyPrecision
from sprengel.ui import wording as words

NBSP = "\u00a0"
"""Between a number and its unit: they are not torn apart at a line's end."""


def spell(figure: Figure) -> str:
    """ "ca. 50 Städte", "40 bis 50 Städte", "mindestens 1.600 Personen", "keine Angabe"."""
    return _spelled(figure, f"{NBSP}{figure.definition.unit}")


def spell_number(figure: Figure) -> str:
    """The same without its unit, for a table that says the unit in its head."""
    return _spelled(figure, "")


def spell_with_key(figure: Figure) -> str:
    """ "689 Plätze (Stichtag 31. Dezember 2016, 22 von 35)": for running text and lists."""
    added = [key_words(figure)]
    if base_words(figure):
        added.append(base_words(figure))
    return f"{spell(figure)} ({', '.join(added)})"


def with_unit(number: str, definition: Definition) -> str:
    return f"{number}{NBSP}{definition.unit}"


def _spelled(figure: Figure, unit: str) -> str:
    if figure.value is None:
        return str(Gap(figure.gap).label)
    low, high, places = figure.low, figure.high, figure.definition.decimals
    value = Decimal(figure.value)
    said = _approximately(figure, number_words(value, places)) + unit
    if low is None and high is None:
        return said
    # Where nothing but a range or an end was stated, its value was not, so it is not said.
    if low is not None and high is not None:
        if low == high == value:
            return said
        span = span_words(low, high, places)
        only_span = figure.is_approximate and low + high == 2 * value
        return f"{span}{unit}" if only_span else f"{said} ({span})"
    if low is not None:
        least = _("mindestens %(n)s") % {"n": number_words(low, places)}
        return f"{least}{unit}" if low == value else f"{said} ({least})"
    most = _("höchstens %(n)s") % {"n": number_words(Decimal(high or 0), places)}
    return f"{most}{unit}" if high == value else f"{said} ({most})"


def span_words(low: Decimal, high: Decimal, places: int = 0) -> str:
    return _("%(low)s bis %(high)s") % {
        "low": number_words(low, places),
        "high": number_words(high, places),
    }


def _approximately(figure: Figure, said: str) -> str:
    return f"{_('ca.')}{NBSP}{said}" if figure.is_approximate else said


def number_words(value: Decimal | int, places: int = 0) -> str:
    """ "1.234,50": never fewer decimals than it has; whole numbers without any."""
    number = Decimal(value)
    exponent = number.normalize().as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = max(own, places) if own else 0
    return str(number_format(number, decimal_pos=shown, use_l10n=True, force_grouping=True))


def rounded_words(value: Decimal, places: int = 1) -> str:
    """A computed number (per 1,000 inhabitants): always the same decimals, rounded as in school."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True))


def key_words(figure: Figure) -> str:
    """ "Stichtag 15. September 2017", "Stand März 2017", "2018 bis 2019"."""
    day, precision = figure.key_on, figure.key_precision
    if day is None:
        return str(KeyPrecision.UNKNOWN.label)
    if precision == KeyPrecision.PERIOD:
        return _period_words(figure.from_on, day)
    if precision == KeyPrecision.DAY:
        return _("Stichtag %(day)s") % {"day": words.long_date(day)}
    return _("Stand %(day)s") % {"day": words.long_date(day, precision)}


def key_short(figure: Figure) -> str:
    """For table heads and chart axes: "15.09.2017", "03/2017", "2017"."""
    day = figure.key_on
    if day is None:
        return _("ohne Datum")
    if figure.key_precision == KeyPrecision.YEAR:
        return str(day.year)
    if figure.key_precision == KeyPrecision.MONTH:
        return f"{day:%m/%Y}"
    if figure.key_precision == KeyPrecision.PERIOD:
        return _period_words(figure.from_on, day)
    return f"{day:%d.%m.%Y}"


def _period_words(start: date | None, end: date) -> str:
    if start is None:
        return _("Zeitraum bis %(end)s") % {"end": words.long_date(end)}
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        if start.year == end.year:
            return str(end.year)
        return _("%(start)s bis %(end)s") % {"start": start.year, "end": end.year}
    return _("%(start)s bis %(end)s") % {
        "start": words.long_date(start),
        "end": words.long_date(end),
    }


def base_words(figure: Figure) -> str:
    """ "123 von 205", "Angaben von 123"; "" where nothing is known of the base."""
    n, of = figure.base_n, figure.base_of
    if n is None:
        return ""
    if of is None:
        return _("Angaben von %(n)s") % {"n": number_words(n)}
    return _("%(n)s von %(of)s") % {"n": number_words(n), "of": number_words(of)}


def range_words(definition: Definition) -> str:
    """What is plausible: "0 bis 5.000 Plätze"; "" where no limits were set."""
    lowest, highest, places = definition.lowest, definition.highest, definition.decimals
    if lowest is not None and highest is not None:
        return with_unit(span_words(lowest, highest, places), definition)
    if lowest is not None:
        span = _("mindestens %(n)s") % {"n": number_words(lowest, places)}
        return with_unit(span, definition)
    if highest is not None:
        return with_unit(_("höchstens %(n)s") % {"n": number_words(highest, places)}, definition)
    return ""


def doubt(definition: Definition, value: Decimal | None) -> str:
    """A question to ask back before an unusual value is kept; "" where it is plausible."""
    if value is None:
        return ""
    below = definition.lowest is not None and value < definition.lowest
    above = definition.highest is not None and value > definition.highest
    if not below and not above:
        return ""
    return _(
        "%(value)s liegt außerhalb dessen, was hier üblich ist (%(range)s). Bitte Zahl und "
        "Einheit prüfen."
    ) % {
        "value": with_unit(number_words(value, definition.decimals), definition),
        "range": range_words(definition),
    }


def short_number(value: float) -> str:
    """For axes: "58 Mio.", "1,5 Mrd.", "1.600", "0,25"."""
    for size, name in ((1e9, _("Mrd.")), (1e6, _("Mio."))):
        if abs(value) >= size:
            return f"{number_words(Decimal(f'{value / size:.4g}'))}{NBSP}{name}"
    return number_words(Decimal(f"{value:.6g}"))
