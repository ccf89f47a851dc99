"""How a forecast is said: round numbers, ranges, the ways on, the assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sprengel.programmes.engines.forecast import Alternative, Range
from sprengel.programmes.engines.rounding import rounded
from sprengel.programmes.forecasts.inputs import INPUTS, PER_CENT, POSTS, YEARS, Input
from sprengel.programmes.forecasts.plan import Plan
from sprengel.programmes.scenarios.kinds import AssumptionLine, source_of

NAMES = {
    Alternative.END: gettext_lazy("Stellen enden"),
    Alternative.GO_ON_ALONE: gettext_lazy("Stadt zahlt allein"),
    Alternative.FROZEN: gettext_lazy("verlängert, gleicher Betrag"),
    Alternative.INDEXED: gettext_lazy("verlängert und angepasst"),
    Alternative.FEWER_POSTS: gettext_lazy("weniger Stellen"),
}
MEANINGS = {
    Alternative.END: gettext_lazy("Mit dem Zuschuss enden auch die Stellen."),
    Alternative.GO_ON_ALONE: gettext_lazy("Alle Stellen bleiben, die Stadt zahlt sie selbst."),
    Alternative.FROZEN: gettext_lazy(
        "Der Zuschuss läuft mit demselben Betrag je Stelle weiter; was die Vergütung steigt, "
        "bleibt bei der Stadt."
    ),
    Alternative.INDEXED: gettext_lazy("Der Zuschuss läuft weiter und steigt jedes Jahr."),
    Alternative.FEWER_POSTS: gettext_lazy(
        "Ohne Zuschuss bleiben so viele Stellen, wie der Eigenanteil des letzten Förderjahres "
        "bezahlt."
    ),
}


def number(value: float, places: int = 0) -> str:
    """German thousands and comma; no more decimals than there are."""
    exact = Decimal(repr(round(value, places) + 0.0)).normalize()
    exponent = exact.as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    return str(number_format(exact, decimal_pos=own, use_l10n=True, force_grouping=True))


def euros(of: Range) -> str:
    """ "rund 610.000 Euro (580.000 bis 650.000)"."""
    return _("%(amount)s Euro%(span)s") % {"amount": _middle(of), "span": _span(of)}


def amount(of: Range) -> str:
    """The same where the unit stands in the table's head."""
    return f"{_middle(of)}{_span(of)}"


def middle_euros(of: Range) -> str:
    """Without its range: "rund 610.000 Euro"."""
    return _("%(amount)s Euro") % {"amount": _middle(of)}


def between(of: Range) -> str:
    """ "zwischen 580.000 und 650.000 Euro", or nothing where there is no range."""
    said = rounded(of)
    if said.is_point:
        return ""
    return _("zwischen %(low)s und %(high)s Euro") % {
        "low": number(said.low),
        "high": number(said.high),
    }


def exact(of: Range, places: int = 0) -> str:
    """Not rounded to the range: what a council paper's figures are checked against."""
    low, likely, high = (number(one, places) for one in (of.low, of.likely, of.high))
    if of.is_point:
        return likely
    return _("%(likely)s (%(low)s bis %(high)s)") % {"likely": likely, "low": low, "high": high}


def posts(of: Range) -> str:
    said = rounded(of, finest=0.1)
    if said.is_point:
        return number(said.likely, 1)
    return _("%(likely)s (%(low)s bis %(high)s)") % {
        "likely": number(said.likely, 1),
        "low": number(said.low, 1),
        "high": number(said.high, 1),
    }


def _middle(of: Range) -> str:
    said = rounded(of)
    text = number(said.likely)
    return _("rund %(number)s") % {"number": text} if said.is_rounded else text


def _span(of: Range) -> str:
    said = rounded(of)
    if said.is_point:
        return ""
    return _(" (%(low)s bis %(high)s)") % {"low": number(said.low), "high": number(said.high)}


# ── Assumptions ───────────────────────────────────────────────────────────────────────────────


def assumption_lines(plan: Plan, sources: Mapping[str, Any]) -> list[AssumptionLine]:
    """Every one, in the order of the form, those left empty with what is reckoned instead."""
    lines = [
        AssumptionLine(name, str(label), str(getattr(plan.common, name)), *source_of(sources, name))
        for name, (_key, label) in YEARS.items()
    ]
    for one in INPUTS:
        if one is POSTS and plan.is_circle:
            lines += _city_lines(plan, sources)
            continue
        lines.append(
            AssumptionLine(one.name, str(one.label), _value(plan, one), *_from(sources, plan, one))
        )
    return lines


def _from(sources: Mapping[str, Any], plan: Plan, one: Input) -> tuple[str, str]:
    if one.name in plan.left_empty:
        return _("nicht eingetragen"), ""
    return source_of(sources, one.name)


def _city_lines(plan: Plan, sources: Mapping[str, Any]) -> list[AssumptionLine]:
    lines = [
        AssumptionLine(
            f"posts:{city.slug}",
            _("Geförderte Vollzeitstellen, %(city)s") % {"city": city.name},
            exact_value(city.posts, POSTS),
            *(source_of(sources, f"posts:{city.slug}") if f"posts:{city.slug}" in sources
              else source_of(sources, "posts")),
        )
        for city in plan.cities
    ]  # fmt: skip
    if plan.without_number:
        lines.append(
            AssumptionLine(
                "without_number",
                _("Ohne Angabe, nicht mitgerechnet"),
                ", ".join(plan.without_number),
                _("nicht bekannt"),
            )
        )
    return lines


def _value(plan: Plan, one: Input) -> str:
    if one.name in plan.left_empty:
        return str(one.when_empty)
    value = getattr(plan.common, one.name)
    return exact_value(value if isinstance(value, Range) else Range.of(value), one)


def exact_value(of: Range, one: Input) -> str:
    """ "64.000 Euro (64.000 bis 66.160)": an assumption is said as it was entered."""
    likely, low, high = (_shown(value, one) for value in (of.likely, of.low, of.high))
    unit = _unit(of.likely, one)
    if of.is_point:
        return f"{likely} {unit}"
    return _("%(likely)s %(unit)s (%(low)s bis %(high)s)") % {
        "likely": likely,
        "unit": unit,
        "low": low,
        "high": high,
    }


def _shown(value: float, one: Input) -> str:
    return number(value * 100 if one.is_share else value, 4)


def _unit(value: float, one: Input) -> str:
    if one is POSTS:
        return ngettext("Stelle", "Stellen", 1 if value == 1 else 2)
    return PER_CENT if one.is_share else str(one.unit)
