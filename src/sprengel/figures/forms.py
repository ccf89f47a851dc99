"""What the office types in. Numbers and dates are typed as people write them and read here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer, Visibility
from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, ActorKind
from sprengel.figures import wording
from sprengel.figures.checking import check_unit
from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.models import Definition, Figure, Gap, KeyPrecision, UnitKind
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.ui.seen import SeenForm

MOST_DOCUMENTS = 500
"""The latest so many can be picked from a list; others by the link on their page."""


def counted(user: Viewer) -> QuerySet[Actor]:
    """Bodies and circles; nothing is counted of a person."""
    return (
        Actor.objects.visible_to(user)
        .filter(actor_kind__in=(ActorKind.BODY, ActorKind.ORGANIZATION))
        .order_by("name")
    )


class DefinitionForm(SeenForm):
    class Meta:
        model = Definition
        fields = (
            "name",
            "theme",
            "wording",
            "unit_kind",
            "unit",
            "decimals",
            "per_inhabitants",
            "lowest",
            "highest",
            "same_thing",
            "source",
            "visibility",
        )
        widgets = {"wording": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "unit": gettext_lazy(
                "Wie sie hinter der Zahl steht: Plätze, Euro, %, m². Ohne „Mio.“ oder „Tsd.“"
            ),
            "per_inhabitants": gettext_lazy(
                "Dann lassen sich Städte verschiedener Größe nebeneinanderstellen."
            ),
            "lowest": gettext_lazy("Wird eine kleinere Zahl eingetragen, wird nachgefragt."),
            "highest": gettext_lazy("Wird eine größere Zahl eingetragen, wird nachgefragt."),
            "same_thing": gettext_lazy(
                "Ein gemeinsames Wort (etwa „fehlende-plaetze“) für Kennzahlen, die dasselbe auf "
                "verschiedene Weise zählen. Sie werden nebeneinander gezeigt, nie verrechnet."
            ),
            "source": gettext_lazy("Woher die Festlegung stammt, etwa § 8 FlüAG."),
        }

    FIXED = ("unit_kind", "unit")
    """What older numbers were entered in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in self.FIXED:
                del self.fields[name]

    def _post_clean(self) -> None:
        """Nothing is put on the model here: the action does that, and checks it."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


@dataclass(frozen=True, slots=True)
class Sought:
    """What ``enter`` takes, and the quote a passage is still to be made of."""

    facts: dict[str, Any]
    document: Document | None
    quote: str


class FigureForm(forms.Form):
    about = forms.ModelChoiceField(
        label=gettext_lazy("Körperschaft oder Gremium"),
        queryset=Actor.objects.none(),
        required=False,
        empty_label=gettext_lazy("– keine, siehe „Bezug“ –"),
    )
    scope = forms.CharField(
        label=gettext_lazy("Bezug in Worten"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Wenn keine Körperschaft passt: „alle 1.101 Gemeinden des Landes“."),
    )
    number = forms.CharField(
        label=gettext_lazy("Zahl"),
        max_length=200,
        help_text=gettext_lazy(
            "So, wie sie in der Quelle steht: 1.234,5 · ca. 50 · 40 bis 50 · über 1.600 · "
            "1,5 Mio. · k. A."
        ),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("Die Zahl stimmt so"), required=False, widget=forms.HiddenInput
    )
    """Asked only where the number is unusual."""
    gap = forms.ChoiceField(
        label=gettext_lazy("Wenn es keine Zahl gibt: warum"),
        choices=[("", "–"), *Gap.choices],
        required=False,
    )
    key = forms.CharField(
        label=gettext_lazy("Stichtag oder Zeitraum"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "15.09.2023 · September 2023 · 2023 · 2018 bis 2019; leer, wenn nicht bekannt."
        ),
    )
    base_n = forms.IntegerField(
        label=gettext_lazy("Angaben von"), min_value=0, max_value=2_000_000_000, required=False
    )
    base_of = forms.IntegerField(
        label=gettext_lazy("von insgesamt"), min_value=0, max_value=2_000_000_000, required=False
    )
    counted_by = forms.ModelChoiceField(
        label=gettext_lazy("Gezählt von"),
        queryset=Actor.objects.none(),
        required=False,
        empty_label=gettext_lazy("– nicht im Verzeichnis –"),
    )
    counted_by_name = forms.CharField(
        label=gettext_lazy("Gezählt von, wenn nicht im Verzeichnis"), max_length=200, required=False
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Dokument, in dem sie steht"),
        queryset=Document.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("– kein Dokument im Archiv –"),
    )
    quote = forms.CharField(
        label=gettext_lazy("Wortlaut der Stelle"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy(
            "Aus dem Text des Dokuments kopiert, so viel, dass die Stelle eindeutig ist."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Quelle in Worten"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Wenn es kein Dokument gibt: wer hat es wo und wann gesagt."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Fundort im Netz"), max_length=500, required=False, assume_scheme="https"
    )
    note = forms.CharField(label=gettext_lazy("Anmerkung"), max_length=500, required=False)
    visibility = forms.ChoiceField(label=gettext_lazy("Sichtbarkeit"), choices=Visibility.choices)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    """The number of the row to come: a form sent twice enters one figure."""

    def __init__(
        self, *args: Any, user: Viewer, definition: Definition, document: str = "", **kwargs: Any
    ) -> None:
        initial = {"token": uuid.uuid4(), "visibility": definition.visibility}
        initial |= kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.definition = definition
        for name in ("about", "counted_by"):
            self.fields[name].queryset = counted(user)
        self.fields["document"].queryset = _documents(user, initial.get("document"))
        self.fields["document"].label_from_instance = _document_label
        self.fields["number"].label = _("Zahl (%(unit)s)") % {"unit": definition.unit}

    def clean_number(self) -> ReadNumber:
        is_money = self.definition.unit_kind == UnitKind.MONEY
        return _asked(lambda: check_unit(self.definition, self._read(is_money)))

    def _read(self, is_money: bool) -> ReadNumber:
        return read_number(self.cleaned_data["number"], money=is_money)

    def clean_key(self) -> KeyDate:
        return _asked(lambda: read_key_date(self.cleaned_data["key"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number: ReadNumber | None = cleaned.get("number")
        if number is not None:
            self._ask_back(number, cleaned)
        if cleaned.get("quote", "").strip() and not cleaned.get("document"):
            self.add_error("document", _("Bitte auch das Dokument wählen, in dem das steht."))
        if cleaned.get("document") and not cleaned.get("quote", "").strip():
            self.add_error(
                "quote", _("Bitte die Stelle angeben, an der die Zahl in dem Dokument steht.")
            )
        return cleaned

    def _ask_back(self, number: ReadNumber, cleaned: dict[str, Any]) -> None:
        if number.value is not None and cleaned.get("gap"):
            self.add_error("gap", _("Es gibt eine Zahl; dann bitte keinen Grund wählen."))
        doubt = wording.doubt(self.definition, number.value)
        if doubt:
            self.fields["is_sure"].widget = forms.CheckboxInput()
            if not cleaned.get("is_sure"):
                self.add_error(
                    "number",
                    _("%(doubt)s Wenn die Zahl stimmt, bitte „Die Zahl stimmt so“ ankreuzen.")
                    % {"doubt": doubt},
                )

    def sought(self) -> Sought:
        cleaned = self.cleaned_data
        number, key = cleaned["number"], cleaned["key"]
        kept = ("about", "scope", "base_n", "base_of", "counted_by", "counted_by_name")
        kept += ("source", "source_url", "note", "visibility")
        facts = {name: cleaned[name] for name in kept}
        facts |= {
            "value": number.value,
            "low": number.low,
            "high": number.high,
            "gap": (cleaned["gap"] or number.gap) if number.value is None else "",
            "is_approximate": number.is_approximate,
            "as_written": number.as_written,
            "from_on": key.from_on,
            "key_on": key.key_on,
            "key_precision": key.precision,
        }
        return Sought(facts, cleaned["document"], cleaned["quote"])

    def blame(self, problem: FigureProblem) -> None:
        """Show it at the field it is about."""
        names = {"value": "number", "low": "number", "high": "number", "from_on": "key",
                 "key_on": "key"}  # fmt: skip
        field = names.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, str(problem))


class CorrectionForm(FigureForm):
    because = forms.CharField(
        label=gettext_lazy("Grund der Berichtigung"),
        max_length=300,
        help_text=gettext_lazy("Steht später neben der alten und der neuen Zahl."),
    )

    field_order = ("because", "number", "is_sure", "gap", "key")

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, definition=figure.definition, initial=as_typed(figure), **kwargs)
        self._figure = figure

    def sought(self) -> Sought:
        """What was left as it stood stays to the letter, also where typing cannot say it."""
        found = super().sought()
        for field, names in _TOLD_BY.items():
            if field not in self.changed_data:
                found.facts.update({name: getattr(self._figure, name) for name in names})
        return found


_TOLD_BY = {
    "number": ("value", "low", "high", "is_approximate", "as_written"),
    "key": ("from_on", "key_on", "key_precision"),
}
"""What of a figure each field of the form says."""


def as_typed(figure: Figure) -> dict[str, Any]:
    """A figure as the form's first content, so that sending it unchanged changes nothing."""
    passage = figure.passage
    return {
        "about": figure.about_id,
        "scope": figure.scope,
        "number": _typed_number(figure),
        "gap": figure.gap,
        "key": _typed_key(figure),
        "base_n": figure.base_n,
        "base_of": figure.base_of,
        "counted_by": figure.counted_by_id,
        "counted_by_name": figure.counted_by_name,
        "document": passage.revision.document.public_id if passage else None,
        "quote": passage.quote if passage else "",
        "source": figure.source,
        "source_url": figure.source_url,
        "note": figure.note,
        "visibility": figure.visibility,
    }


def _typed_number(figure: Figure) -> str:
    """As it was written, where that still reads as the same number."""
    spelled = wording.spell_number(figure).replace(wording.NBSP, " ")
    try:
        read = read_number(figure.as_written) if figure.as_written else None
    except FigureProblem:
        return spelled
    is_same = read is not None and (read.value, read.low, read.high) == (
        figure.value,
        figure.low,
        figure.high,
    )
    return figure.as_written if is_same else spelled


def _typed_key(figure: Figure) -> str:
    if figure.key_on is None:
        return ""
    if figure.key_precision == KeyPrecision.PERIOD and figure.from_on:
        if (figure.from_on.month, figure.from_on.day) == (1, 1):
            return f"{figure.from_on.year} bis {figure.key_on.year}"
        return f"{figure.from_on:%d.%m.%Y} bis {figure.key_on:%d.%m.%Y}"
    return wording.key_short(figure)


class BreakForm(forms.Form):
    on = forms.CharField(label=gettext_lazy("Ab wann"), max_length=100, help_text="01.01.2018")
    reason = forms.CharField(label=gettext_lazy("Was sich geändert hat"), max_length=300)
    about = forms.ModelChoiceField(
        label=gettext_lazy("Nur bei"),
        queryset=Actor.objects.none(),
        required=False,
        empty_label=gettext_lazy("– gilt für alle –"),
    )
    source = forms.CharField(label=gettext_lazy("Quelle"), max_length=400, required=False)

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = counted(user)

    def clean_on(self) -> KeyDate:
        key = _asked(lambda: read_key_date(self.cleaned_data["on"]))
        if key.precision != KeyPrecision.DAY:
            raise forms.ValidationError(_("Bitte einen Tag angeben, etwa 01.01.2018."))
        return key


def _asked(read: Any) -> Any:
    try:
        return read()
    except FigureProblem as e:
        raise forms.ValidationError(str(e)) from e


def _documents(user: Viewer, chosen: object) -> QuerySet[Document]:
    latest = archive.documents(user).order_by("-created_at").values("pk")[:MOST_DOCUMENTS]
    found = archive.documents(user).filter(pk__in=list(latest.values_list("pk", flat=True)))
    if chosen:
        found = found | archive.documents(user).filter(public_id=chosen)
    return found.order_by("title")


def _document_label(document: Document) -> str:
    title = document.title if len(document.title) <= 90 else f"{document.title[:88]}…"
    return f"{title} ({document.dated_on:%d.%m.%Y})" if document.dated_on else title
