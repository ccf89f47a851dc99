"""What the office fills in while a survey runs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from sprengel.meetings.lines import OneLineForm
from sprengel.ui.days import DayField


class ExtendForm(forms.Form):
    closes_on = DayField(label=gettext_lazy("Neuer letzter Tag"))
    note = forms.CharField(
        label=gettext_lazy("Hinweis an alle"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddressForm(OneLineForm, forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-Mail-Adresse"))


class WithdrawForm(OneLineForm, forms.Form):
    because = forms.CharField(label=gettext_lazy("Grund"), required=False, max_length=300)
