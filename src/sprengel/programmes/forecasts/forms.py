"""The form of the assumptions: whatever is typed becomes a plan or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.bodies.models import Actor, Body, Organization
from sprengel.figures.models import Figure, UnitKind
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.wording import number_words, spell
from sprengel.programmes.engines.forecast import Assumptions, BadAssumption, Range
from sprengel.programmes.forecasts.inputs import FIRST, INPUTS, LAST, POSTS, YEARS, Input
from sprengel.programmes.forecasts.plan import City, Plan, together
from sprengel.programmes.models import Programme

LONGEST_SOURCE = 300


class AmountField(forms.CharField):
    """A number as people write it; None where nothing stands there."""

    def __init__(self, of: Input, **more: Any) -> None:
        self.of = of
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=60, widget=widget, **more)

    def clean(self, value: object) -> ReadNumber | None:
        text = super().clean(value)
        try:
            found = read_number(text, money=self.of.figure_kind == UnitKind.MONEY)
        except FigureProblem as problem:
            raise forms.ValidationError(problem.sentence) from None
        if found.value is None:
            return None
        for one in (found.value, found.low, found.high):
            if one is not None and not self.of.lowest <= one <= self.of.highest:
                raise forms.ValidationError(
                    _("Bitte zwischen %(low)s und %(high)s.")
                    % {
                        "low": number_words(self.of.lowest),
                        "high": number_words(self.of.highest),
                    }
                )
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """One assumption as the template writes it."""

    of: Input
    likely: forms.BoundField
    low: forms.BoundField | None
    high: forms.BoundField | None
    source: forms.BoundField
    figure: forms.BoundField | None
    slider_value: float
    slider_high: float

    @property
    def errors(self) -> list[str]:
        fields = [self.likely, self.low, self.high, self.source]
        return [error for one in fields if one is not None for error in one.errors]


class ForecastForm(forms.Form):
    programm = forms.ChoiceField(label=gettext_lazy("Programm"), required=False)
    fuer = forms.ChoiceField(label=gettext_lazy("Stadt oder Kreis von Städten"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        programmes: Sequence[Programme],
        cities: Sequence[Body],
        circles: Sequence[Organization],
        members: Sequence[Body] = (),
        figures: Sequence[Figure] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.members, self.figures = members, figures
        self.about: Actor | None = None
        self.missing: list[tuple[str, str]] = []
        """Label and id of what is needed and not known yet."""
        self.plan: Plan | None = None
        self.sources: dict[str, Any] = {}
        self._actors: dict[str, Actor] = {one.slug: one for one in [*cities, *circles]}
        self._programmes = {one.slug: one for one in programmes}
        self.fields["programm"].choices = [
            ("", _("kein bestimmtes")),
            *((one.slug, str(one)) for one in programmes),
        ]
        self.fields["fuer"].choices = [
            ("", _("ohne Namen rechnen")),
            (_("Städte"), [(one.slug, one.name) for one in cities]),
            (_("Alle Städte zusammen"), [(one.slug, one.name) for one in circles]),
        ]
        for key, label in YEARS.values():
            self.fields[key] = forms.IntegerField(
                label=label, required=False, min_value=FIRST, max_value=LAST
            )
        for one in INPUTS:
            self._add(one)
        for member in members:
            self.fields[f"s{member.pk}"] = AmountField(POSTS, label=member.name)

    def _add(self, one: Input) -> None:
        self.fields[one.key] = AmountField(one, label=one.label, help_text=one.hint)
        if one.is_range:
            self.fields[f"{one.key}_von"] = AmountField(one, label=_("mindestens"))
            self.fields[f"{one.key}_bis"] = AmountField(one, label=_("höchstens"))
        self.fields[f"{one.key}_quelle"] = forms.CharField(
            label=_("Quelle"), required=False, max_length=LONGEST_SOURCE
        )
        fitting = [fig for fig in self.figures if fig.definition.unit_kind == one.figure_kind]
        self.fields[f"{one.key}_kennzahl"] = forms.ChoiceField(
            label=_("oder aus einer Kennzahl"),
            required=False,
            choices=[("", _("keine"))] + [(str(fig.public_id), _named(fig)) for fig in fitting],
        )

    # ── What it comes to ──────────────────────────────────────────────────────────────────────

    @property
    def programme(self) -> Programme | None:
        return self._programmes.get(self.cleaned_data.get("programm", ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.about = self._actors.get(given.get("fuer", ""))
        years = {name: given.get(key) for name, (key, _label) in YEARS.items()}
        for name, (key, label) in YEARS.items():
            if years[name] is None and key not in self.errors:
                self.missing.append((str(label), f"id_{key}"))
        values, left_empty = self._values(given)
        cities, without = self._cities(given)
        if self.members:
            self._replace_posts(values, cities)
        if self.errors or self.missing:
            return given
        try:
            self.plan = Plan(Assumptions(**years, **values), cities, without, frozenset(left_empty))
        except BadAssumption as problem:
            self.add_error(None, problem.in_words(_))
        return given

    def _values(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        values: dict[str, Any] = {}
        left_empty: set[str] = set()
        for one in INPUTS:
            if one is POSTS and self.members:
                self._note_source(one, given, None)
                continue
            found = self._range(one, given)
            self._note_source(one, given, found)
            if found is not None:
                values[one.name] = found if one.is_range else found.likely
            elif one.is_needed and one.key not in self.errors:
                self.missing.append((str(one.label), f"id_{one.key}"))
            else:
                left_empty.add(one.name)
        return values, left_empty

    def _range(self, one: Input, given: Mapping[str, Any]) -> Range | None:
        """From one, two or three numbers; a figure chosen stands in where nothing is typed."""
        keys = (f"{one.key}_von", one.key, f"{one.key}_bis")
        if any(key in self.errors for key in keys):
            return None
        low, likely, high = (given.get(key) for key in keys)
        figure = self._figure(one, given)
        if likely is None and figure is not None:
            likely = ReadNumber(figure.value, figure.low, figure.high)
        if likely is None:
            if low is not None or high is not None:
                self.add_error(one.key, _("Bitte auch den wahrscheinlichen Wert eintragen."))
            return None
        middle = likely.value
        least = low.value if low else likely.low if one.is_range and likely.low else middle
        most = high.value if high else likely.high if one.is_range and likely.high else middle
        if not least <= middle <= most:
            self.add_error(
                one.key,
                _("Bitte der Größe nach: mindestens, wahrscheinlich, höchstens."),
            )
            return None
        return _scaled(one, least, middle, most)

    def _cities(self, given: Mapping[str, Any]) -> tuple[tuple[City, ...], tuple[str, ...]]:
        found, without = [], []
        for member in self.members:
            read = given.get(f"s{member.pk}")
            if read is None:
                without.append(member.name)
                continue
            ends = (read.low or read.value, read.value, read.high or read.value)
            found.append(City(member.name, member.slug, _scaled(POSTS, *ends)))
        return tuple(found), tuple(without)

    def _replace_posts(self, values: dict[str, Any], cities: tuple[City, ...]) -> None:
        if cities:
            values["posts"] = together(cities)
        elif not any(f"s{one.pk}" in self.errors for one in self.members):
            self.missing.append((str(POSTS.label), f"id_s{self.members[0].pk}"))

    def _figure(self, one: Input, given: Mapping[str, Any]) -> Figure | None:
        chosen = given.get(f"{one.key}_kennzahl")
        return next((fig for fig in self.figures if str(fig.public_id) == chosen), None)

    def _note_source(self, one: Input, given: Mapping[str, Any], found: Range | None) -> None:
        """Says so where the number is no longer that of the figure it is said to come from."""
        text, figure = given.get(f"{one.key}_quelle", ""), self._figure(one, given)
        if figure is not None and found is not None and not _is_of(found, one, figure):
            differs = _("weicht von der Kennzahl ab (%(value)s)") % {"value": spell(figure)}
            text = f"{text}; {differs}" if text and differs not in text else differs
        if text or figure:
            self.sources[one.name] = {
                "text": text,
                "figure": str(figure.public_id) if figure else None,
            }

    # ── As the template writes it ─────────────────────────────────────────────────────────────

    def rows(self) -> list[Row]:
        return [
            self._row(one) for one in INPUTS if not (one is POSTS and self.members)
        ]  # fmt: skip

    def posts_source(self) -> forms.BoundField:
        return self["stellen_quelle"]

    def city_fields(self) -> list[forms.BoundField]:
        return [self[f"s{member.pk}"] for member in self.members]

    def year_fields(self) -> list[forms.BoundField]:
        return [self[key] for key, _label in YEARS.values()]

    def _row(self, one: Input) -> Row:
        value = _typed(self[one.key].value())
        return Row(
            one,
            self[one.key],
            self[f"{one.key}_von"] if one.is_range else None,
            self[f"{one.key}_bis"] if one.is_range else None,
            self[f"{one.key}_quelle"],
            self[f"{one.key}_kennzahl"] if len(self.fields[f"{one.key}_kennzahl"].choices) > 1
            else None,
            value,
            max(one.slider_high, value * 2),
        )  # fmt: skip


def _typed(text: object) -> float:
    """For the slider only: what cannot be read stands at its beginning."""
    try:
        found = read_number(str(text or ""))
    except FigureProblem:
        return 0.0
    return float(found.value or 0)


def _scaled(one: Input, *three: Decimal) -> Range:
    return Range(*(float(value / 100 if one.is_share else value) for value in three))


def _is_of(found: Range, one: Input, figure: Figure) -> bool:
    if figure.value is None:
        return False
    return abs(found.likely - _scaled(one, *[figure.value] * 3).likely) < 1e-9


def _named(figure: Figure) -> str:
    whose = figure.about.name if figure.about else figure.scope
    return _("%(name)s, %(whose)s: %(value)s") % {
        "name": figure.definition.name,
        "whose": whose,
        "value": spell(figure),
    }
