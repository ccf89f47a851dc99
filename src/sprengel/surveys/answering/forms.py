"""The small forms beside the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sprengel.meetings.lines import OneLineForm


class HelperForm(OneLineForm, forms.Form):
    """Who else in the city hall knows a part of it."""

    name = forms.CharField(label=gettext_lazy("Name oder Amt"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("dienstliche E-Mail-Adresse"))
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Abschnitte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Keiner gewählt: alle."),
    )

    def __init__(self, *args: Any, sections: list[str], **kwargs: Any) -> None:
        super().__init__(*args, prefix="helper", **kwargs)
        named = [(one, one) for one in dict.fromkeys(sections) if one]
        if len(named) > 1:
            self.fields["sections"].choices = named
        else:
            del self.fields["sections"]


class DeclineForm(OneLineForm, forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Grund"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ihre Stadt zählt dann als „antwortet nicht“."),
    )


class SendForm(OneLineForm, forms.Form):
    submitted_by_name = forms.CharField(
        label=gettext_lazy("Ihr Name und Amt"),
        max_length=200,
        help_text=gettext_lazy("Für Rückfragen der Geschäftsstelle."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, is_anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_anonymous:
            del self.fields["submitted_by_name"]
