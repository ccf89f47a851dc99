"""Looking something up by a key the template has."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[int, object], key: int) -> object | None:
    return mapping.get(key)
