"""What comes in from a city's page; the fields of each paragraph are written by its template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from sprengel.hearings.commenting.actions import Given
from sprengel.hearings.models import Stance

LONGEST_TEXT = 10_000
LONGEST_WORDING = 20_000


class CommentForm(forms.Form):
    """Of one paragraph, perhaps half written; what is missing is said when it is handed in."""

    paragraph = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    stance = forms.ChoiceField(
        label=gettext_lazy("Haltung"), required=False, choices=[("", ""), *Stance.choices]
    )
    text = forms.CharField(label=gettext_lazy("Anmerkung"), required=False, max_length=LONGEST_TEXT)
    wording = forms.CharField(
        label=gettext_lazy("Vorgeschlagene Formulierung"),
        required=False,
        max_length=LONGEST_WORDING,
    )
    by_name = forms.CharField(
        label=gettext_lazy("Ihr Name und Amt"), required=False, max_length=200
    )
    seen_count = forms.IntegerField(min_value=0, max_value=2**31, required=False)
    take_back = forms.BooleanField(required=False)

    def given(self) -> Given:
        said = self.cleaned_data
        if said["take_back"]:
            return Given(by_name=said["by_name"], is_taken_back=True)
        return Given(
            stance=said["stance"],
            text=said["text"].replace("\r\n", "\n"),
            wording=said["wording"].replace("\r\n", "\n"),
            by_name=said["by_name"],
        )

    def problem(self) -> str:
        """All that is wrong, in a sentence for the place beside the paragraph."""
        return " ".join(
            f"{self.fields[name].label or ''}: {' '.join(errors)}".lstrip(": ")
            for name, errors in self.errors.items()
            if name in self.fields
        )


class HandInForm(forms.Form):
    by_name = forms.CharField(
        label=gettext_lazy("Ihr Name und Amt"),
        max_length=200,
        help_text=gettext_lazy("Sieht die Geschäftsstelle und, wer die Anmerkungen sehen darf."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    nothing = forms.BooleanField(label=gettext_lazy("Wir haben keine Anmerkungen."), required=False)
