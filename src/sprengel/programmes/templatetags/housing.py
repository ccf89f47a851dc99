"""Counts in words: shares, differences, and who counted."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import gettext as _

from sprengel.figures.models import Figure
from sprengel.figures.wording import number_words
from sprengel.programmes.housing.reckoning import counter_name

register = template.Library()
register.filter("counter", counter_name)


@register.filter
def counted_elsewhere(figure: Figure) -> bool:
    """Somebody other than the city itself counted: it is said beside the number."""
    return bool(counter_name(figure)) and figure.counted_by_id != figure.about_id


@register.filter
def whole(value: Decimal) -> str:
    return number_words(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@register.filter
def area(value: Decimal) -> str:
    return number_words(value, 1)


@register.filter
def per_cent(value: Decimal) -> str:
    return _("%(n)s %%") % {"n": whole(value)}


@register.filter
def difference(persons: Decimal) -> str:
    """In words, so that the sign need not be guessed at."""
    if persons == 0:
        return _("so viele wie zugewiesen")
    if persons > 0:
        return _("%(n)s mehr als zugewiesen") % {"n": whole(persons)}
    return _("%(n)s weniger als zugewiesen") % {"n": whole(-persons)}
