"""How a row of who takes part is said."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.bodies.wording import period
from sprengel.figures.wording import NBSP, number_words
from sprengel.programmes.enrolment.amounts import Amount, of_path
from sprengel.programmes.enrolment.exports import CENTS, comparison_words
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.enrolment.sums import Comparison, Sum
from sprengel.programmes.models import Enrolment
from sprengel.ui.wording import long_date

register = template.Library()


@register.simple_tag
def enrolment_url(of: Enrolment) -> str:
    return of_path(of)


@register.simple_tag
def term(of: Enrolment) -> str:
    """ "seit 1. März 2017 (…)"; what is not known is said to be so."""
    when = period(of.start_on, of.end_on, today())
    if when and of.dates_note:
        return f"{when} ({of.dates_note})"
    return when or of.dates_note or _("Zeit nicht bekannt")


@register.simple_tag
def comparison(one: Comparison) -> str:
    return comparison_words(one)


@register.simple_tag
def total(of: Sum, unit: str) -> SafeString:
    """The sum with how many of how many rows it adds up."""
    if of.value is None:
        return format_html('<span class="muted">{}</span>', _("kein Betrag eingetragen"))
    number = number_words(of.value, CENTS)
    if of.low is not None or of.high is not None:
        number = _range_words(of)
    if of.is_approximate:
        number = _("ca. %(number)s") % {"number": number}
    base = _("%(n)s von %(of)s mit Betrag") % {"n": of.with_amount, "of": of.rows}
    said = f"{number}{NBSP}{unit}" if unit else number
    return format_html('<strong>{}</strong> <span class="muted">({})</span>', said, base)


def _range_words(of: Sum) -> str:
    if of.high is None:
        return _("mindestens %(low)s") % {"low": number_words(of.low or Decimal(0), CENTS)}
    low = number_words(of.low if of.low is not None else of.value or Decimal(0), CENTS)
    return _("%(low)s bis %(high)s") % {"low": low, "high": number_words(of.high, CENTS)}


@register.simple_tag
def facts_in_words(facts: EnrolmentFacts) -> str:
    """What a list says of one city, in one line."""
    said = []
    if facts.start_on:
        said.append(_("von %(day)s") % {"day": long_date(facts.start_on)})
    if facts.end_on:
        said.append(_("bis %(day)s") % {"day": long_date(facts.end_on)})
    if facts.dates_note:
        said.append(facts.dates_note)
    for amount, pattern in (
        (facts.requested, _("beantragt %(number)s Euro")),
        (facts.granted, _("bewilligt %(number)s Euro")),
        (facts.posts, _("%(number)s Stellen")),
    ):
        if amount is not None:
            said.append(_amount_words(amount, pattern))
    if facts.note:
        said.append(facts.note)
    return ", ".join(said) or "–"


def _amount_words(amount: Amount, pattern: str) -> str:
    """As it was understood, so that one sees whether that is right."""
    if amount.value is None:
        return pattern % {"number": _("k. A.")}
    number = number_words(amount.value, CENTS)
    if amount.is_approximate:
        number = _("ca. %(number)s") % {"number": number}
    return pattern % {"number": number}
