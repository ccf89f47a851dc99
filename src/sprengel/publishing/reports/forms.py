"""What a report shall be about, and the office's own Word templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer, Visibility, visible_levels
from sprengel.bodies import queries as bodies
from sprengel.publishing.reports.queries import Wanted
from sprengel.ui.days import DayField


class WantedForm(forms.Form):
    """In the address line, so that a report can be linked to and printed again."""

    gremium = forms.ModelChoiceField(
        label=gettext_lazy("Gremium"), queryset=None, to_field_name="slug"
    )
    von = DayField(label=gettext_lazy("Zeitraum von"))
    bis = DayField(label=gettext_lazy("bis"))
    leser = forms.ChoiceField(
        label=gettext_lazy("Für wen"),
        help_text=gettext_lazy("Für die Öffentlichkeit steht nur Öffentliches darin."),
    )

    def __init__(self, data: Any = None, *, user: Viewer) -> None:
        super().__init__({**_defaults(), **_given(data)} if data else None, initial=_defaults())
        self.fields["gremium"].queryset = bodies.organizations(user)
        self.fields["gremium"].empty_label = _("bitte wählen")
        levels = visible_levels(user)
        names = {
            Visibility.PUBLIC: _("Öffentlichkeit"),
            Visibility.MEMBERS: _("Mitglieder"),
            Visibility.OFFICE: _("Geschäftsstelle"),
        }
        self.fields["leser"].choices = [(level, names[Visibility(level)]) for level in levels]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("von"), given.get("bis")
        if start and end and end < start:
            self.add_error("bis", _("Der Zeitraum endet, bevor er beginnt."))
        return given

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["gremium"], given["von"], given["bis"], given["leser"])


def _given(data: Any) -> dict[str, str]:
    return {name: value for name, value in data.items() if value}


def _defaults() -> dict[str, Any]:
    """The year so far."""
    day = today()
    return {"von": date(day.year, 1, 1), "bis": day, "leser": Visibility.PUBLIC}


class TemplateForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Eigene Vorlage (.docx)"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".docx"):
            raise forms.ValidationError(
                _("Bitte als Word-Datei speichern (.docx) und noch einmal hochladen.")
            )
        return file
