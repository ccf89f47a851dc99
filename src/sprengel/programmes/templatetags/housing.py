"""Counts in words: shares, differences, and who counted."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import gettext as _

from sprengel.figures.comparing import Inhabitants
from sprengel.figures.models import Definition, Figure
from sprengel.figures.wording import number_words, rounded_words
from sprengel.programmes.housing.definitions import MEASURES, measure_of
from sprengel.programmes.housing.reckoning import Difference, Occupancy, counter_name

register = template.Library()
register.filter("counter", counter_name)


@register.filter
def measure_label(definition: Definition) -> str:
    """The short word of the column: "Plätze"; what it means stands beside the table."""
    return str(MEASURES[measure_of(definition.slug)])


@register.filter
def counted_elsewhere(figure: Figure) -> bool:
    """Somebody other than the city itself counted: it is said beside the number."""
    return bool(counter_name(figure)) and figure.counted_by_id != figure.about_id


@register.filter
def whole(value: Decimal | int) -> str:
    return number_words(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@register.filter
def area(value: Decimal) -> str:
    return number_words(value, 1)


@register.filter
def per_cent(of: Occupancy) -> str:
    return _about(_("%(n)s %%") % {"n": whole(of.per_cent)}, of.is_approximate)


@register.filter
def difference(of: Difference) -> str:
    """In words, so that the sign need not be guessed at."""
    persons = whole(abs(of.persons))
    if of.persons == 0:
        return _about(_("gleich viele"), of.is_approximate)
    if of.persons > 0:
        return _about(_("%(n)s mehr") % {"n": persons}, of.is_approximate)
    return _about(_("%(n)s weniger") % {"n": persons}, of.is_approximate)


def _about(said: str, is_approximate: bool) -> str:
    return f"{_('ca.')} {said}" if is_approximate else said


@register.filter
def per_thousand(figure: Figure, inhabitants: Inhabitants | None) -> str:
    """ "12,3"; empty where it makes no sense or nobody knows how many live there."""
    if inhabitants is None or figure.value is None or not figure.definition.per_inhabitants:
        return ""
    said = rounded_words(figure.value * 1000 / inhabitants.number)
    return _about(said, figure.is_approximate)
