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
    Meeting,
    MeetingDocumentRole,
    ParticipantRole,
)

LONGEST = 300


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
