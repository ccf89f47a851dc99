"""Heads as words: whole, grouped, with their range."""

from __future__ import annotations

from django import template

from sprengel.programmes.staff import words

register = template.Library()
register.filter("heads", words.heads)
register.filter("heads_range", words.heads_range)


@register.filter
def counted(counts: str) -> str:
    return str(words.COUNTS[counts])
