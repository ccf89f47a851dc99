"""Filters of this room's pages."""

from __future__ import annotations

from datetime import date

from django import template

from sprengel.bodies import wording
from sprengel.bodies.models import Dated

register = template.Library()


@register.filter
def period(dated: Dated, today: date) -> str:
    return wording.period(dated.start_on, dated.end_on, today)


@register.filter
def county(name: str) -> str:
    return wording.county(name)
