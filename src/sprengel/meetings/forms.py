"""What the office fills in; a form offers only what its user may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer
from sprengel.archive.models import Document
from sprengel.bodies import queries as bodies
from sprengel.meetings.models import (
    DatePrecision,
    Meeting,
    MeetingDocumentRole,
    ParticipantRole,
    Series,
)
from sprengel.ui.days import ask_for_plausible_days
from sprengel.ui.seen import SeenForm

LONGEST = 300


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeriesForm(forms.ModelForm):
    class Meta:
        model = Series
        fields = ["organization", "name", "per_year", "visibility"]
        labels = {"organization": _("Gremium"), "name": _("Name der Sitzungsreihe")}

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = bodies.organizations(user)


class MeetingForm(SeenForm):
    class Meta:
        model = Meeting
        fields = [
            "title",
            "starts_on",
            "ends_on",
            "date_precision",
            "date_note",
            "starts_at",
            "place",
            "host",
            "state",
            "visibility",
            "note",
        ]
        labels = {
            "date_precision": _("Wie genau steht der Termin fest?"),
            "host": _("Gastgeberin"),
            "state": _("Stand"),
        }
        help_texts = {
            "starts_on": _("Steht nur Monat, Jahreszeit oder Jahr fest: deren erster Tag."),
            "date_note": _("Steht statt des Datums, etwa „Termin offen, voraussichtlich im Mai“."),
        }
        widgets = {
            "starts_on": date_input(),
            "ends_on": date_input(),
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = bodies.bodies(user)
        ask_for_plausible_days(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Das Ende liegt vor dem Beginn."))
        if end and data.get("date_precision") != DatePrecision.DAY:
            self.add_error("ends_on", _("Ein Ende gibt es nur, wenn der Tag feststeht."))
        return data


class ParticipationForm(forms.Form):
    of = forms.ModelChoiceField(label=_("Wer"), queryset=None)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=ParticipantRole.choices, initial=ParticipantRole.MEMBER
    )
    person = forms.ModelChoiceField(
        label=_("vertreten durch"), queryset=None, required=False, empty_label="–"
    )
    post_title = forms.CharField(
        label=_("Amt"),
        max_length=200,
        required=False,
        help_text=_("Bleibt es leer, nehmen wir das Amt, das die Person an diesem Tag innehatte."),
    )
    is_remote = forms.BooleanField(label=_("zugeschaltet"), required=False)

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = bodies.actors(user)
        self.fields["person"].queryset = bodies.people(user)


class AttachForm(forms.Form):
    document = forms.ModelChoiceField(label=_("Dokument"), queryset=None)
    role = forms.ChoiceField(label=_("Als"), choices=MeetingDocumentRole.choices)

    def __init__(self, *args: Any, user: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not the whole archive: what is about this circle, or not yet about any.
        self.fields["document"].queryset = (
            Document.objects.visible_to(user)
            .filter(Q(organization=meeting.organization) | Q(organization__isnull=True))
            .exclude(meeting_documents__meeting=meeting)
        )
