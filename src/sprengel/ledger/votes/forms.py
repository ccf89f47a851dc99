"""Correcting a vote."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sprengel.ledger.models import MajorityChoice, OutcomeChoice, Vote
from sprengel.ledger.votes import rules
from sprengel.ledger.votes.actions import VoteFacts

FIELDS = ("item_label", "outcome", "majority", "yes", "no", "abstain")


def count_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class VoteForm(forms.Form):
    item_label = forms.CharField(label=_("Worüber"), required=False, max_length=300)
    outcome = forms.ChoiceField(label=_("Ergebnis"), choices=OutcomeChoice.choices)
    majority = forms.ChoiceField(
        label=_("Mehrheit"),
        required=False,
        choices=[("", _("nicht gesagt")), *MajorityChoice.choices],
    )
    yes = count_field(_("Ja"))
    no = count_field(_("Nein"))
    abstain = count_field(_("Enthaltungen"))

    @classmethod
    def of(cls, vote: Vote) -> VoteForm:
        return cls(initial={name: getattr(vote, name) for name in FIELDS}, prefix=f"v{vote.pk}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                rules.check(**{name: cleaned[name] for name in FIELDS if name != "item_label"})
            except ValidationError as problem:
                self.add_error(None, problem)
        return cleaned

    def facts(self) -> VoteFacts:
        return VoteFacts(**{name: self.cleaned_data[name] for name in FIELDS})
