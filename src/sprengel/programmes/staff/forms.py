"""The assumptions as a form: what is left empty stays open, what has no source is an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.programmes.engines.forecast import BadAssumption, Range
from sprengel.programmes.engines.staffing import LIMITS, Counts, Input, Staffing, Step
from sprengel.programmes.staff.facts import facts
from sprengel.programmes.staff.ranges import RangeField
from sprengel.programmes.staff.words import COUNTS, NAMED, PATHS, Named, typed

FIRST_YEAR, LAST_YEAR = 2026, 2045
OWN_STEPS = (1, 2, 3)
SOURCE = "quelle_"
_LIMITS = {name: (low, high) for name, low, high in LIMITS}
_WHOLE = frozenset({"retirement_age", "study_years", "entry_age"})


class StaffForm(forms.Form):
    """Fields are called as the engine's inputs, each with a ``quelle_…`` beside it."""

    use_required_attribute = False

    von = forms.IntegerField(
        label=gettext_lazy("Von"), min_value=1990, max_value=2150, initial=FIRST_YEAR
    )
    bis = forms.IntegerField(
        label=gettext_lazy("Bis"), min_value=1990, max_value=2150, initial=LAST_YEAR
    )
    pfad = forms.ChoiceField(
        label=gettext_lazy("Jahr für Jahr zeigen mit"),
        choices=list(PATHS.items()),
        initial="decided",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for named in NAMED:
            low, high = _LIMITS[named.name]
            self.fields[named.name] = RangeField(
                label=_("%(label)s (%(unit)s)") % {"label": named.label, "unit": named.unit},
                help_text=named.hint,
                factor=named.factor,
                lowest=low,
                highest=high,
                whole=named.name in _WHOLE,
            )
            self.fields[SOURCE + named.name] = forms.CharField(
                label=format_html(
                    '{}<span class="visually-hidden">: {}</span>', _("Quelle"), named.label
                ),
                required=False,
                max_length=400,
            )
        for number in OWN_STEPS:
            self._add_step(number)
        self.fields[SOURCE + "own"] = forms.CharField(
            label=_("Quelle der eigenen Zahlen"), required=False, max_length=400
        )

    def _add_step(self, number: int) -> None:
        self.fields[f"jahr{number}"] = forms.IntegerField(
            label=_("Ab Jahr"), required=False, min_value=1990, max_value=2150
        )
        self.fields[f"zahl{number}"] = forms.IntegerField(
            label=_("So viele im Jahr"), required=False, min_value=0, max_value=100_000
        )
        self.fields[f"art{number}"] = forms.ChoiceField(
            label=_("Gezählt sind"), required=False, choices=list(COUNTS.items())
        )

    # What the template walks through

    @property
    def rows(self) -> list[tuple[Named, forms.BoundField, forms.BoundField]]:
        return [(named, self[named.name], self[SOURCE + named.name]) for named in NAMED]

    @property
    def step_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"jahr{number}"], self[f"zahl{number}"], self[f"art{number}"]]
            for number in OWN_STEPS
        ]

    # What was typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in OWN_STEPS:
            year, count = cleaned.get(f"jahr{number}"), cleaned.get(f"zahl{number}")
            if (year is None) != (count is None) and not self._has_error(number):
                self.add_error(
                    f"jahr{number}" if year is None else f"zahl{number}",
                    _("Bitte Jahr und Zahl angeben oder beide leer lassen."),
                )
        if not self.errors:
            try:
                cleaned["staffing"] = self._staffing(cleaned)
            except BadAssumption as problem:
                self.add_error(None, problem.in_words(_))
        return cleaned

    def _has_error(self, number: int) -> bool:
        return any(f"{name}{number}" in self.errors for name in ("jahr", "zahl"))

    def _staffing(self, cleaned: Mapping[str, Any]) -> Staffing:
        inputs = {
            named.name: Input(cleaned[named.name], cleaned[SOURCE + named.name]) for named in NAMED
        }
        return Staffing(
            first_year=cleaned["von"],
            last_year=cleaned["bis"],
            graduates=self._own(cleaned),
            **inputs,
        )

    def _own(self, cleaned: Mapping[str, Any]) -> tuple[Step, ...]:
        return tuple(
            Step(
                cleaned[f"jahr{number}"],
                cleaned[f"zahl{number}"],
                Counts(cleaned[f"art{number}"] or Counts.GRADUATES),
                cleaned[SOURCE + "own"],
            )
            for number in OWN_STEPS
            if cleaned[f"jahr{number}"] is not None
        )

    @property
    def staffing(self) -> Staffing:
        """With one's own path, which may be empty."""
        found: Staffing = self.cleaned_data["staffing"]
        return found

    @property
    def path(self) -> str:
        chosen: str = self.cleaned_data.get("pfad") or "decided"
        return chosen


def example_query() -> dict[str, str]:
    """The form filled with freely chosen numbers, as the address has them."""
    numbers = {name: typed(of) for name, of in facts().example.items()}
    return {"von": str(FIRST_YEAR), "bis": str(LAST_YEAR), "pfad": "decided", **numbers}


# ── To and from what is saved ─────────────────────────────────────────────────────────────────


def assumptions(given: Staffing, path: str) -> dict[str, Any]:
    """By the engine's names; ranges as [low, likely, high]."""
    return {
        "first_year": given.first_year,
        "last_year": given.last_year,
        "path": path,
        **{named.name: _three(getattr(given, named.name)) for named in NAMED},
        "graduates": [[step.from_year, step.a_year, step.counts.value] for step in given.graduates],
    }


def sources(given: Staffing) -> dict[str, dict[str, str]]:
    found = {named.name: getattr(given, named.name).source for named in NAMED}
    found["graduates"] = given.graduates[0].source if given.graduates else ""
    return {name: {"text": text} for name, text in found.items() if text}


def staffing_of(saved: Mapping[str, Any], from_where: Mapping[str, Any]) -> Staffing:
    """What ``assumptions`` and ``sources`` made, back again."""

    def source(name: str) -> str:
        return str((from_where.get(name) or {}).get("text") or "")

    inputs = {
        named.name: Input(
            Range(*three) if (three := saved.get(named.name)) else None, source(named.name)
        )
        for named in NAMED
    }
    return Staffing(
        first_year=saved["first_year"],
        last_year=saved["last_year"],
        graduates=tuple(
            Step(year, number, Counts(counts), source("graduates"))
            for year, number, counts in saved["graduates"]
        ),
        **inputs,
    )


def query_of(given: Staffing, path: str) -> dict[str, str]:
    """The form filled with it, as the address has it."""
    found = {"von": str(given.first_year), "bis": str(given.last_year), "pfad": path}
    for named in NAMED:
        one: Input = getattr(given, named.name)
        if one.value is not None:
            found[named.name] = typed(one.value, named.factor)
        if one.source:
            found[SOURCE + named.name] = one.source
    for number, step in zip(OWN_STEPS, given.graduates, strict=False):
        found[f"jahr{number}"], found[f"zahl{number}"] = (
            str(step.from_year),
            str(round(step.a_year)),
        )
        found[f"art{number}"] = step.counts.value
        found[SOURCE + "own"] = step.source
    return {name: text for name, text in found.items() if text}


def _three(one: Input) -> list[float] | None:
    return [one.value.low, one.value.likely, one.value.high] if one.value else None
