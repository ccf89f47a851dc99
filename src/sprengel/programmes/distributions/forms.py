"""The form: what is handed out, by which rule, and the table of who has how much of the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.bodies.models import Organization
from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.models import Definition, KeyPrecision
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import read_upload
from sprengel.programmes.distributions import rows as tables
from sprengel.programmes.distributions.queries import REGISTER
from sprengel.programmes.distributions.task import Rule, Task, Unit
from sprengel.programmes.distributions.wording import RULES, UNITS
from sprengel.programmes.models import Programme

MOST_BYTES = 5 * 1024 * 1024
NO_DAY = KeyDate(None, KeyPrecision.UNKNOWN)


class DistributionForm(forms.Form):
    regel = forms.ChoiceField(
        label=gettext_lazy("Wie verteilt wird"),
        choices=[(rule.value, label) for rule, label in RULES.items()],
        widget=forms.RadioSelect,
        initial=Rule.PERSONS.value,
    )
    einheit = forms.ChoiceField(
        label=gettext_lazy("Was verteilt wird"),
        choices=[(unit.value, label) for unit, label in UNITS.items()],
        initial=Unit.CENT.value,
    )
    summe = forms.CharField(
        label=gettext_lazy("Summe"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=gettext_lazy("Zum Beispiel 90 Mio. oder 700."),
    )
    summe_quelle = forms.CharField(
        label=gettext_lazy("Woher die Summe stammt"), required=False, max_length=300
    )
    schluessel = forms.CharField(
        label=gettext_lazy("Wonach verteilt wird"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Personen in der Anschlussunterbringung; Einwohner."),
    )
    tabelle = forms.CharField(
        label=gettext_lazy("Tabelle"),
        required=False,
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Je Zeile: Name; Zahl; Stichtag. Bei zwei Schritten: Kreis; Gemeinde; Zahl; Stichtag. "
            "Aus einer Tabelle kopieren geht auch; der Stichtag darf fehlen."
        ),
    )
    datei = forms.FileField(
        label=gettext_lazy("oder eine Datei (.xlsx, .ods, .csv)"),
        required=False,
        help_text=gettext_lazy("Sie ersetzt, was in der Tabelle steht."),
    )
    stichtag = forms.CharField(
        label=gettext_lazy("Stichtag für alle Zeilen ohne eigenen"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Zum Beispiel 15.09.2017 oder 2017."),
    )
    quelle = forms.CharField(
        label=gettext_lazy("Woher die Zahlen stammen"), required=False, max_length=300
    )
    programm = forms.ChoiceField(label=gettext_lazy("Programm"), required=False)
    laden = forms.ChoiceField(label=gettext_lazy("Bekannte Zahlen laden"), required=False)
    kreis_von = forms.ChoiceField(label=gettext_lazy("für die Städte von"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, UploadedFile] | None = None,
        *,
        programmes: Sequence[Programme],
        definitions: Sequence[Definition],
        circles: Sequence[Organization],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self.task: Task | None = None
        self.notes: tuple[str, ...] = ()
        self.read_rows: tuple[tables.Row, ...] = ()
        self._programmes = {one.slug: one for one in programmes}
        self._circles = {one.slug: one for one in circles}
        self.fields["programm"].choices = [
            ("", _("kein bestimmtes")),
            *((one.slug, str(one)) for one in programmes),
        ]
        self.fields["laden"].choices = [
            ("", _("nichts laden")),
            (REGISTER, _("Einwohner aus dem Verzeichnis der Städte")),
            *((one.slug, one.name) for one in definitions),
        ]
        self.fields["kreis_von"].choices = [
            ("", _("alle Städte")),
            *((one.slug, one.name) for one in circles),
        ]

    @property
    def programme(self) -> Programme | None:
        return self._programmes.get(self.cleaned_data.get("programm", ""))

    @property
    def circle(self) -> Organization | None:
        return self._circles.get(self.cleaned_data.get("kreis_von", ""))

    @property
    def two_steps(self) -> bool:
        return self.cleaned_data.get("regel") == Rule.TWO_STEPS.value

    @property
    def common_day(self) -> KeyDate:
        return self.cleaned_data.get("stichtag") or NO_DAY

    def clean_stichtag(self) -> KeyDate:
        try:
            return read_key_date(self.cleaned_data["stichtag"])
        except FigureProblem as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        total = self._total(given)
        self._read(given)
        if self.errors or total is None:
            return given
        self.task = Task(
            Rule(given["regel"]),
            Unit(given["einheit"]),
            total,
            given["schluessel"],
            self.read_rows,
        )
        return given

    def _total(self, given: Mapping[str, Any]) -> int | None:
        if "summe" not in given or "einheit" not in given:
            return None
        is_money = given["einheit"] == Unit.CENT.value
        try:
            found = read_number(given["summe"], money=is_money)
        except FigureProblem as problem:
            self.add_error("summe", str(problem))
            return None
        if found.value is None or found.value < 0:
            self.add_error("summe", _("Bitte eine Summe von null oder mehr."))
            return None
        if found.is_approximate:
            self.add_error(
                "summe", _("Verteilt wird auf den Cent: Bitte die genaue Summe angeben.")
            )
            return None
        units = found.value * 100 if is_money else found.value
        if units != units.to_integral_value():
            self.add_error("summe", _("Personen lassen sich nur als ganze Zahl verteilen."))
            return None
        return int(units)

    def _read(self, given: Mapping[str, Any]) -> None:
        try:
            found = self._rows(given)
        except tables.NotATable as problem:
            for sentence in problem.sentences:
                self.add_error("tabelle", sentence)
        except FigureProblem as problem:
            self.add_error("datei" if given.get("datei") else "tabelle", str(problem))
        else:
            self.read_rows, self.notes = found.rows, found.notes

    def _rows(self, given: Mapping[str, Any]) -> tables.Read:
        upload, common = given.get("datei"), self.common_day
        if upload:
            if upload.size > MOST_BYTES:
                raise FigureProblem(_("Diese Datei ist zu groß; erlaubt sind 5 MB."))
            table = read_upload(upload.read(), upload.name)
            return tables.from_table(table, two_steps=self.two_steps, common=common)
        return tables.from_text(given.get("tabelle", ""), two_steps=self.two_steps, common=common)


def total_in_words(task: Task) -> str:
    """How the sum stands in the field."""
    value = Decimal(task.total) / 100 if task.unit is Unit.CENT else Decimal(task.total)
    plain = f"{value:.2f}" if task.unit is Unit.CENT else f"{value:f}"
    return plain.removesuffix(".00").replace(".", ",")
