"""What is entered about several counts at once; the numbers themselves are ``cells``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Visibility
from sprengel.bodies.models import Organization
from sprengel.programmes.housing.definitions import STAGES, Stage
from sprengel.ui.days import DayField


class WhatForm(forms.Form):
    """Which cities, which stage, which day: what the grid is made for."""

    stufe = forms.ChoiceField(label=_("Stufe"), choices=list(STAGES.items()), initial=Stage.AU)
    stichtag = DayField(label=_("Stichtag"))
    kreis = forms.ChoiceField(label=_("Städte"), required=False)
    gezaehlt = forms.CharField(
        label=_("Gezählt von"),
        required=False,
        max_length=200,
        help_text=_("Leer: jede Stadt selbst. Sonst wer: „Landkreis“, „Regierungspräsidium“ …"),
    )

    def __init__(self, *args: Any, circles: Iterable[Organization] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kreis"].choices = [  # type: ignore[attr-defined]
            ("", _("alle Städte")),
            *((one.slug, one.name) for one in circles),
        ]


class EnterForm(forms.Form):
    """What goes with every number of a grid or a file."""

    quelle = forms.CharField(
        label=_("Quelle"),
        max_length=400,
        help_text=_("Woher die Zahlen stammen: „Abfrage der Geschäftsstelle vom 15. September“"),
    )
    sichtbarkeit = forms.ChoiceField(
        label=_("Sichtbarkeit"), choices=Visibility.choices, initial=Visibility.OFFICE
    )
    grund = forms.CharField(
        label=_("Grund der Berichtigung"),
        required=False,
        max_length=300,
        help_text=_("Nötig, wenn eine Zahl, die schon dasteht, sich ändert."),
    )
    gesehen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100_000)
    ungewoehnlich = forms.BooleanField(
        label=_("Die ungewöhnlichen Werte stimmen, so eintragen"), required=False
    )


class ReportForm(forms.Form):
    """What a city's office says beside its numbers."""

    stufe = forms.ChoiceField(label=_("Stufe"), choices=list(STAGES.items()), initial=Stage.AU)
    stichtag = DayField(label=_("Stichtag"))
    sichtbarkeit = forms.ChoiceField(
        label=_("Wer die Zahlen sieht"),
        choices=[
            (Visibility.MEMBERS, _("alle Mitglieder")),
            (Visibility.OFFICE, _("nur die Geschäftsstelle")),
        ],
        initial=Visibility.MEMBERS,
        help_text=_(
            "Bei „nur die Geschäftsstelle“ sehen auch Sie die Zahlen nach dem Absenden hier nicht."
        ),
    )
    gesehen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)
    ungewoehnlich = forms.BooleanField(
        label=_("Die ungewöhnlichen Werte stimmen, so eintragen"), required=False
    )
