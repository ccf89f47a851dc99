"""What is filled in about invitations: whom, and what somebody answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import User
from sprengel.bodies import queries as bodies
from sprengel.meetings.invitations.answers import Given
from sprengel.meetings.lines import OneLineForm
from sprengel.meetings.models import Answer, Invitation, ParticipantRole

ANSWERS = (
    (Answer.ACCEPTED.value, _("Ich nehme teil")),
    (Answer.TENTATIVE.value, _("Ich nehme voraussichtlich teil")),
    (Answer.DELEGATED.value, _("Ich werde vertreten")),
    (Answer.DECLINED.value, _("Ich nehme nicht teil")),
)


class AnswerForm(OneLineForm, forms.Form):
    answer = forms.ChoiceField(label=_("Ihre Antwort"), choices=ANSWERS, widget=forms.RadioSelect)
    is_remote = forms.BooleanField(label=_("per Video zugeschaltet"), required=False)
    deputy_name = forms.CharField(label=_("Wer vertritt Sie?"), max_length=200, required=False)
    deputy_post = forms.CharField(label=_("Amt der Vertretung"), max_length=200, required=False)
    remark = forms.CharField(
        label=_("Bemerkung"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def initial_for(cls, invitation: Invitation) -> dict[str, object]:
        if invitation.answer == Answer.NONE:
            return {}
        return {name: getattr(invitation, name) for name in cls.base_fields}

    def given(self) -> Given:
        return Given(**self.cleaned_data)


class OfficeAnswerForm(AnswerForm):
    """The same, in the words of somebody who was told on the telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("Antwort")
        self.fields["answer"].choices = [
            each for each in Answer.choices if each[0] != Answer.NONE.value
        ]
        self.fields["deputy_name"].label = _("Vertretung")


class GuestForm(forms.Form):
    """Somebody the office wants to invite besides those it is offered."""

    # Stands in the form of all the others, folded away: it must not hold that one up.
    use_required_attribute = False

    actor = forms.ModelChoiceField(label=_("Wer"), queryset=None)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=None, required=False, empty_label=_("wer dort im Amt ist")
    )
    role = forms.ChoiceField(
        label=_("Als"), choices=ParticipantRole.choices, initial=ParticipantRole.GUEST
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = bodies.actors(user)
        self.fields["person"].queryset = bodies.people(user)


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Antwort aus dem Kalender"),
        help_text=_("Die Mail (.eml) oder die Kalenderdatei (.ics), wie sie ankam."),
    )
