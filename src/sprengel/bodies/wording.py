"""How a span of office or membership is said."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sprengel.ui.wording import long_date


def period(start_on: date | None, end_on: date | None, today: date) -> str:
    """ "seit 1. November 2022", "15. März 2014 bis 31. Oktober 2022", or nothing where unknown."""
    if start_on and end_on:
        return _("%(start)s bis %(end)s") % {
            "start": long_date(start_on),
            "end": long_date(end_on),
        }
    if end_on:
        return _("bis %(end)s") % {"end": long_date(end_on)}
    if start_on is None:
        return ""
    if start_on > today:
        return _("ab %(start)s") % {"start": long_date(start_on)}
    return _("seit %(start)s") % {"start": long_date(start_on)}


def county(name: str) -> str:
    """ "Landkreis Biberach", but "Zollernalbkreis" as it stands."""
    if not name or "kreis" in name.casefold():
        return name
    return _("Landkreis %(name)s") % {"name": name}
