"""How dates and spans of time are said on the screen, apart from any template."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS_UP_TO = 59
"""Up to here a span is counted in days; people plan by them."""
MONTHS_UP_TO = 23


def whole_months(start: date, end: date) -> int:
    """Calendar months that have fully passed from ``start`` to ``end``."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= start.day else months - 1


def measure(start: date, end: date) -> tuple[str, int]:
    """The span in the unit people would use: days, then months, then years."""
    days = (end - start).days
    if days <= DAYS_UP_TO:
        return "days", days
    months = whole_months(start, end)
    return ("months", months) if months <= MONTHS_UP_TO else ("years", months // 12)


def in_span(start: date, end: date) -> str:
    unit, count = measure(start, end)
    if unit == "days":
        return ngettext("in %(count)s Tag", "in %(count)s Tagen", count) % {"count": count}
    if unit == "months":
        return ngettext("in %(count)s Monat", "in %(count)s Monaten", count) % {"count": count}
    return ngettext("in %(count)s Jahr", "in %(count)s Jahren", count) % {"count": count}


def ago_span(start: date, end: date) -> str:
    unit, count = measure(start, end)
    if unit == "days":
        return ngettext("vor %(count)s Tag", "vor %(count)s Tagen", count) % {"count": count}
    if unit == "months":
        return ngettext("vor %(count)s Monat", "vor %(count)s Monaten", count) % {"count": count}
    return ngettext("vor %(count)s Jahr", "vor %(count)s Jahren", count) % {"count": count}


def since_span(start: date, end: date) -> str:
    unit, count = measure(start, end)
    if unit == "days":
        return ngettext("seit %(count)s Tag", "seit %(count)s Tagen", count) % {"count": count}
    if unit == "months":
        return ngettext("seit %(count)s Monat", "seit %(count)s Monaten", count) % {"count": count}
    return ngettext("seit %(count)s Jahr", "seit %(count)s Jahren", count) % {"count": count}


def until_due(due: date, today: date) -> str:
    """A deadline as seen today: coming, today, or overdue."""
    if due == today:
        return _("heute")
    if due > today:
        return _("morgen") if (due - today).days == 1 else in_span(today, due)
    return _("%(since)s überfällig") % {"since": since_span(due, today)}


def seen_from(day: date, today: date) -> str:
    """A day as seen today, with no judgement whether something is late."""
    distance = (day - today).days
    near = {-1: _("gestern"), 0: _("heute"), 1: _("morgen")}
    if distance in near:
        return near[distance]
    return in_span(today, day) if distance > 0 else ago_span(day, today)


def long_date(day: date, precision: str = "day") -> str:
    """A date as exactly as it is known: to the day, the week, the month, … or the year.

    Of a week, quarter or half-year ``day`` is the last day, as deadlines have it.
    """
    if precision == "year":
        return str(day.year)
    if precision == "half_year":
        return _("%(number)s. Halbjahr %(year)s") % {
            "number": 1 if day.month <= 6 else 2,
            "year": day.year,
        }
    if precision == "quarter":
        return _("%(number)s. Quartal %(year)s") % {
            "number": (day.month + 2) // 3,
            "year": day.year,
        }
    if precision == "week":
        year, number, _weekday = day.isocalendar()
        return _("Kalenderwoche %(number)s, %(year)s") % {"number": number, "year": year}
    if precision == "month":
        return formats.date_format(day, "F Y")
    if precision == "season":
        return f"{season(day.month)} {day.year}"
    return formats.date_format(day, "DATE_FORMAT")


def season(month: int) -> str:
    """Spring begins in March here: an office plans by months, not by equinoxes."""
    return (_("Winter"), _("Frühjahr"), _("Sommer"), _("Herbst"))[month % 12 // 3]


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, unless it ends otherwise already."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in '.!?…:“"' else f"{text}."


def quoted(text: str) -> str:
    """In the quotation marks of the language; inner ones become the inner kind."""
    inner = text.strip().replace("„", "‚").replace("“", "‘").replace("”", "’")
    return _("„%(text)s“") % {"text": inner}


def up_to_quote(before: str) -> str:
    """What stands before a quote; an opening mark there gives way to the quote's own."""
    kept = before.rstrip().removesuffix("„").removesuffix("‚").rstrip()
    return f"{kept} " if kept and not kept.endswith("(") else kept


def on_from_quote(after: str) -> str:
    """What stands after a quote, with a space unless it goes on with a mark."""
    kept = after.lstrip().removeprefix("“").removeprefix("‘").lstrip()
    return f" {kept}" if kept and kept[0] not in ".,;:!?)" else kept


def listed(names: list[str]) -> str:
    """ "Auenstadt, Lindach und Hohenfurt"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s und %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
