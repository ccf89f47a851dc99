"""What one fills in to begin, to correct the facts, to bring a new text, to fix the final one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer, Visibility
from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import ActorKind, BodyKind
from sprengel.hearings.drafting import texts
from sprengel.hearings.drafting.actions import Facts
from sprengel.hearings.drafting.texts import Text
from sprengel.hearings.models import Hearing, HearingKind
from sprengel.ledger.forms import DOCUMENTS_OFFERED, too_large_sentence
from sprengel.ui.days import DayField
from sprengel.ui.seen import SeenFactsForm

DAY_FIELDS = ("received_on", "deadline_on", "comments_until")


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FactsFields(forms.Form):
    """What is known about a hearing; the organization is chosen once."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Art"), choices=HearingKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=300)
    occasion = forms.CharField(
        label=gettext_lazy("Anlass"),
        required=False,
        max_length=5000,
        widget=text_area(2),
        help_text=gettext_lazy("Sehen die Mitglieder, nicht die Öffentlichkeit."),
    )
    requested_by = forms.ModelChoiceField(
        label=gettext_lazy("Wer hört an?"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("Das Ministerium; an dieses richten sich später die Forderungen."),
    )
    law = forms.ModelChoiceField(
        label=gettext_lazy("Gesetz- oder Verordnungsentwurf"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("Bitte zuerst unter „Dokumente“ aufnehmen."),
    )
    received_on = DayField(label=gettext_lazy("Eingegangen am"), required=False)
    deadline_on = DayField(label=gettext_lazy("Frist des Ministeriums"), required=False)
    comments_until = DayField(
        label=gettext_lazy("Rückmeldung der Städte bis"),
        required=False,
        help_text=gettext_lazy("Drei Tage vorher wird einmal erinnert."),
    )
    shows_comments = forms.BooleanField(
        label=gettext_lazy("Die Städte sehen die Anmerkungen der anderen"), required=False
    )
    costs_changed = forms.BooleanField(
        label=gettext_lazy("Erneute Anhörung: der Entwurf und die Kosten haben sich geändert"),
        required=False,
    )
    legal_note = forms.CharField(
        label=gettext_lazy("Anmerkung zum Verfahren"),
        required=False,
        max_length=5000,
        widget=text_area(2),
        help_text=gettext_lazy("Zum Beispiel: um Verlängerung der Frist gebeten am …"),
    )

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = bodies.actors(user).filter(actor_kind=ActorKind.BODY)
        self.fields["requested_by"].queryset = hosts.exclude(
            as_body__kind__in=(BodyKind.CITY, BodyKind.ASSOCIATION)
        )
        self.fields["requested_by"].empty_label = _("nicht angegeben")
        readable = archive.documents(user)
        self.fields["law"].queryset = readable
        self.fields["law"].widget.choices = [
            ("", _("keiner im Archiv")),
            *((one.pk, _line(one)) for one in readable[:DOCUMENTS_OFFERED]),
        ]

    def facts(self, before: Facts | None = None) -> Facts:
        given = {name: self.cleaned_data.get(name) for name in FactsFields.base_fields}
        given["organization"] = self.cleaned_data.get("organization") or (
            before.organization if before else None
        )
        return Facts(**given, follows=before.follows if before else None)

    def take_problems(self, problem: ValidationError) -> None:
        """By field where the problem names one this form has."""
        if hasattr(problem, "error_dict"):
            for name, errors in problem.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, problem)


class TextFields(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=text_area(14),
        help_text=gettext_lazy("Absätze durch eine leere Zeile trennen."),
    )
    file = forms.FileField(
        label=gettext_lazy("oder Datei"),
        required=False,
        help_text=gettext_lazy("Word (.docx), PDF, OpenDocument (.odt) oder Text"),
    )
    too_large: list[str] = []

    def read_text(self) -> Text | None:
        """The file goes before the text; None with an error at the field."""
        given = self.cleaned_data
        file = given.get("file")
        try:
            if file:
                return texts.uploaded(file.read(), file.name)
            return texts.pasted(given.get("text", ""))
        except ValidationError as problem:
            self.add_error("file" if file else "text", problem)
            return None

    def refuse_too_large(self) -> None:
        if self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", too_large_sentence(self.too_large))


class StartForm(FactsFields, TextFields):
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Wessen Städte werden gefragt?"),
        queryset=None,
        help_text=gettext_lazy("In dessen Sitzungen kommen die Forderungen wieder vor."),
    )

    field_order = ("kind", "title", "organization")

    def __init__(self, *args: Any, user: Viewer, too_large: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.too_large = list(too_large)
        self.fields["organization"].queryset = bodies.organizations(user)
        self.fields["organization"].empty_label = _("bitte wählen")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.refuse_too_large()
        if given.get("file") and str(given.get("text", "")).strip():
            self.add_error("file", _("Bitte entweder den Text einfügen oder eine Datei wählen."))
        return given


class ChangeForm(FactsFields, SeenFactsForm):
    """Two people with the same facts open: the second is told."""

    @classmethod
    def initial_for(cls, hearing: Hearing) -> dict[str, object]:
        now = {name: getattr(hearing, name) for name in FactsFields.base_fields}
        return {**now, "requested_by": hearing.requested_by_id, "law": hearing.law_id}


class VersionForm(TextFields):
    note = forms.CharField(
        label=gettext_lazy("Was hat sich geändert?"), required=False, max_length=500
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Die Städte per E-Mail auf die neue Fassung hinweisen"), required=False
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, is_asked: bool, too_large: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = list(too_large)
        if not is_asked:
            del self.fields["tell"]
        self.fields["file"].label = _("oder neue Datei")
        self.fields["file"].help_text = _("Tritt an die Stelle des Textes hier oben.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.refuse_too_large()
        return given


class FinalForm(forms.Form):
    visibility = forms.ChoiceField(
        label=gettext_lazy("Wer darf die endgültige Fassung sehen?"),
        choices=[
            (Visibility.MEMBERS, gettext_lazy("nur Mitglieder")),
            (Visibility.PUBLIC, gettext_lazy("alle (öffentlich)")),
        ],
        widget=forms.RadioSelect,
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _line(document: Document) -> str:
    day = date_format(document.dated_on, "DATE_FORMAT") if document.dated_on else ""
    return f"{document.title} ({day})" if day else document.title
