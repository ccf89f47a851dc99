"""The part of a screen that saves, and the small forms on a saved reckoning."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Visibility
from sprengel.programmes.models import ScenarioVersion


class SaveForm(forms.Form):
    """Title, who sees it, what has changed; and which version its reader had before them."""

    titel = forms.CharField(label=_("Titel"), max_length=200)
    sichtbarkeit = forms.ChoiceField(
        label=_("Sichtbarkeit"), choices=Visibility.choices, initial=Visibility.OFFICE
    )
    anlass = forms.CharField(
        label=_("Was sich geändert hat"),
        required=False,
        max_length=300,
        help_text=_("Ein Satz für alle, die die Fassungen vergleichen."),
    )
    neu = forms.UUIDField(widget=forms.HiddenInput, required=False)
    szenario = forms.UUIDField(widget=forms.HiddenInput, required=False)
    gesehen = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=10**6
    )

    @classmethod
    def first_shown(cls, *, title: str = "", of: ScenarioVersion | None = None) -> SaveForm:
        """Empty for a new reckoning; of one that is changed, as it is saved now."""
        if of is None:
            return cls(initial={"titel": title, "neu": uuid.uuid4()})
        return cls(initial=as_saved(of))


def as_saved(of: ScenarioVersion) -> dict[str, Any]:
    return {
        "titel": of.scenario.title,
        "sichtbarkeit": of.scenario.visibility,
        "szenario": of.scenario.public_id,
        "gesehen": of.number,
    }


class CopyForm(forms.Form):
    titel = forms.CharField(label=_("Titel der Kopie"), max_length=200)


class VisibilityForm(forms.Form):
    sichtbarkeit = forms.ChoiceField(label=_("Sichtbarkeit"), choices=Visibility.choices)
