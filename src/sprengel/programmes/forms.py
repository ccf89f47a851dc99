"""What the office fills in: a programme, who stands behind it, a round, its terms and numbers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer, Visibility
from sprengel.bodies import queries as bodies
from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.models import Definition, UnitKind
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.ledger.models import Matter
from sprengel.ledger.queries import matters
from sprengel.programmes import queries
from sprengel.programmes.checks.rule_sets import all_rule_sets
from sprengel.programmes.enrolment.forms import SourceFields
from sprengel.programmes.models import (
    ApplicantKind,
    FigureRole,
    Party,
    Programme,
    Provision,
    Round,
)
from sprengel.ui.days import ask_for_plausible_days
from sprengel.ui.seen import SeenForm

MATTERS_OFFERED = 300


class TermsForm(SeenForm):
    """A form whose rows the actions check: what the database refuses is said there in German."""

    def validate_constraints(self) -> None:
        """The actions say the same in words of a Rathaus and in the right field."""


class ProgrammeForm(TermsForm):
    class Meta:
        model = Programme
        fields = [
            "name",
            "short_name",
            "kind",
            "purpose",
            "part_of",
            "legal_basis",
            "contact",
            "source",
            "visibility",
        ]
        labels = {"part_of": gettext_lazy("Teil von")}
        help_texts = {
            "short_name": gettext_lazy(
                "Steht in Überschriften und Listen, wo der Name zu lang ist."
            ),
            "legal_basis": gettext_lazy("Zum Beispiel „§ 29d FAG“; leer: nicht bekannt."),
            "source": gettext_lazy("Woher diese Angaben sind."),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part_of"].queryset = queries.programmes(user).exclude(pk=self.instance.pk)
        self.fields["part_of"].empty_label = _("keinem anderen Programm")
        if self.instance.pk is None:
            self.initial.setdefault("visibility", Visibility.OFFICE)


class PartyForm(forms.ModelForm):
    class Meta:
        model = Party
        fields = ["actor", "name", "role", "source"]
        labels = {"actor": gettext_lazy("Aus „Wer ist wer“")}
        help_texts = {
            "name": gettext_lazy("Nur, wenn „Wer ist wer“ den Namen nicht hat."),
            "role": gettext_lazy("Zum Beispiel „zahlt den Zuschuss“."),
        }

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = bodies.actors(user)
        self.fields["actor"].empty_label = _("niemand davon")

    def validate_constraints(self) -> None:
        """Said in ``clean``."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("actor") and not (given.get("name") or "").strip():
            self.add_error("name", _("Bitte sagen, wer beteiligt ist."))
        return given


class DaysField(forms.CharField):
    """ "28, 7" as a list of days."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parts = [one for one in re.split(r"[,;\s]+", text) if one]
        if any(not re.fullmatch(r"[0-9]{1,4}", one) for one in parts):
            raise forms.ValidationError(
                _("Bitte Tage als Zahlen angeben, durch Komma getrennt, etwa „28, 7“.")
            )
        return sorted({int(one) for one in parts}, reverse=True)


class RoundForm(TermsForm):
    applicants = forms.MultipleChoiceField(
        label=gettext_lazy("Wer darf beantragen"),
        choices=ApplicantKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nichts angekreuzt: in den Quellen nicht gefunden."),
    )
    rules_key = forms.ChoiceField(
        label=gettext_lazy("Regeln, nach denen sich prüfen lässt"), required=False
    )
    remind_days = DaysField(
        label=gettext_lazy("Städte erinnern, so viele Tage vor der Frist"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Zum Beispiel „28, 7“. Leer: niemand wird erinnert."),
    )

    class Meta:
        model = Round
        fields = [
            "name",
            "position",
            "opens_on",
            "deadline_on",
            "starts_on",
            "ends_on",
            "is_permanent",
            "dates_note",
            "summary",
            "applicants",
            "legal_basis",
            "contact",
            "rules_key",
            "remind_days",
            "source",
        ]
        labels = {"position": gettext_lazy("Reihenfolge")}
        help_texts = {
            "position": gettext_lazy("Die älteste Runde hat die 1."),
            "dates_note": gettext_lazy("Was nicht auf den Tag bekannt ist."),
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("opens_on", "deadline_on", "starts_on", "ends_on")
        } | {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules_key"].choices = [
            ("", _("keine")),
            *((one.key, one.title) for one in all_rule_sets()),
        ]
        ask_for_plausible_days(self)


class ProvisionForm(SourceFields, TermsForm):
    class Meta:
        model = Provision
        fields = ["subject", "wording", "is_open", "source"]
        labels = {
            "subject": gettext_lazy("Worum es geht"),
            "wording": gettext_lazy("Was bestimmt ist"),
        }
        help_texts = {
            "is_open": gettext_lazy("Dann steht oben, was fehlt, etwa „Antragsfrist“."),
        }
        widgets = {"wording": forms.Textarea(attrs={"rows": 3})}

    field_order = ["subject", "wording", "is_open", "source", "document", "quote"]

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_documents(user)
        passage = self.instance.passage
        if passage is not None:
            self.fields["document"].initial = passage.revision.document_id
            self.fields["quote"].initial = passage.quote


class NumberForm(SourceFields):
    """A number of a round, as people write it: "58 Mio. €", "ca. 50", "k. A."."""

    role = forms.ChoiceField(label=gettext_lazy("Was die Zahl sagt"), choices=FigureRole.choices)
    definition = forms.ModelChoiceField(
        label=gettext_lazy("Was gezählt wird"),
        queryset=Definition.objects.none(),
        help_text=gettext_lazy("Fehlt es hier, legen Sie es zuerst unter „Kennzahlen“ fest."),
    )
    number = forms.CharField(
        label=gettext_lazy("Wert"),
        max_length=200,
        help_text=gettext_lazy("Wie in der Quelle: „58 Mio. €“, „ca. 50“, „40–50“, „k. A.“."),
    )
    key = forms.CharField(
        label=gettext_lazy("Stichtag oder Zeitraum"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("„15.09.2017“, „2018“, „2018 bis 2019“; leer: nicht bekannt."),
    )
    about = forms.ModelChoiceField(
        label=gettext_lazy("Für wen"), required=False, queryset=Definition.objects.none()
    )
    scope = forms.CharField(
        label=gettext_lazy("oder Bezug in Worten"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zum Beispiel „alle Gemeinden des Landes“."),
    )
    note = forms.CharField(label=gettext_lazy("Anmerkung"), max_length=500, required=False)

    field_order = [
        "role",
        "definition",
        "number",
        "key",
        "about",
        "scope",
        "source",
        "document",
        "quote",
        "note",
    ]

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_documents(user)
        self.fields["definition"].queryset = Definition.objects.visible_to(user)
        self.fields["about"].queryset = bodies.actors(user)
        self.fields["about"].empty_label = _("steht im Bezug")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.read, self.day = self._read(given), self._day(given)
        if not given.get("about") and not (given.get("scope") or "").strip():
            self.add_error("scope", _("Bitte angeben, für wen oder wofür die Zahl gilt."))
        return given

    def _read(self, given: dict[str, Any]) -> ReadNumber | None:
        definition = given.get("definition")
        if not given.get("number") or definition is None:
            return None
        try:
            return read_number(given["number"], money=definition.unit_kind == UnitKind.MONEY)
        except FigureProblem as problem:
            self.add_error("number", problem.sentence)
            return None

    def _day(self, given: dict[str, Any]) -> KeyDate | None:
        try:
            return read_key_date(given.get("key") or "")
        except FigureProblem as problem:
            self.add_error("key", problem.sentence)
            return None


class MatterChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, matter: Matter) -> str:
        said = f"{matter.actor_name}: " if matter.actor_name else ""
        return f"{said}{matter.quote[:140]}"


class MattersForm(forms.Form):
    matters = MatterChoice(
        label=gettext_lazy("Vorgänge"),
        required=False,
        queryset=Matter.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Zusagen, Forderungen und Beschlüsse, aus denen das Programm kam."),
    )

    def __init__(self, *args: Any, user: Viewer, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = matters(user)
        linked = list(offered.filter(programmes=programme))
        self.linked = {one.pk for one in linked}
        newest = list(offered.order_by("-pk").values_list("pk", flat=True)[:MATTERS_OFFERED])
        self.fields["matters"].queryset = offered.filter(pk__in=[*newest, *self.linked])
        self.fields["matters"].initial = linked
