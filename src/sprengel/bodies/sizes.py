"""Size classes of cities by inhabitants, as the statistical offices cut them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class SizeClass:
    key: str
    """Stands in addresses of filters."""
    name: str | Promise
    at_least: int
    below: int | None


SIZE_CLASSES = (
    SizeClass("bis-20000", _("unter 20.000 Einwohner"), 0, 20_000),
    SizeClass("ab-20000", _("20.000 bis unter 50.000 Einwohner"), 20_000, 50_000),
    SizeClass("ab-50000", _("50.000 bis unter 100.000 Einwohner"), 50_000, 100_000),
    SizeClass("ab-100000", _("100.000 Einwohner und mehr"), 100_000, None),
)


def size_class(population: int | None) -> SizeClass | None:
    """None where the number of inhabitants is not known."""
    if population is None:
        return None
    return next(one for one in reversed(SIZE_CLASSES) if population >= one.at_least)
