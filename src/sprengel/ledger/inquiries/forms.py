"""What one fills in to answer a question, and what the office makes of the answer."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.ledger.inquiries.actions import Answer
from sprengel.ledger.models import Inquiry, State

ANSWERABLE = (
    State.OPEN,
    State.IN_PROGRESS,
    State.PARTLY_MET,
    State.MET,
    State.REFUSED,
    State.OVERTAKEN,
)
"""Whoever answers does not answer "no answer"."""
LARGEST_MB = 20


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Wie steht es?"),
        choices=[(state.value, state.label) for state in ANSWERABLE],
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=gettext_lazy("In einem Satz"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answered_by = forms.CharField(
        label=gettext_lazy("Ihr Name und Amt"),
        max_length=200,
        help_text=gettext_lazy("Steht im Verlauf als „Auskunft von …“."),
    )
    file = forms.FileField(
        label=gettext_lazy("Datei als Beleg"),
        required=False,
        help_text=gettext_lazy("PDF, Word oder Text, höchstens 20 MB."),
    )
    passage = forms.CharField(
        label=gettext_lazy("Fundstelle im Wortlaut"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Der Satz in Ihrer Datei, auf den es ankommt."),
    )

    @classmethod
    def initial_for(cls, inquiry: Inquiry, name: str = "") -> dict[str, str]:
        """An answer given already stands in the form, to be changed."""
        if not inquiry.answered_by:
            return {"answered_by": name}
        return {
            "state": inquiry.answer_state,
            "sentence": inquiry.answer_sentence,
            "answered_by": inquiry.answered_by,
            "passage": inquiry.answer_passage,
        }

    def clean_file(self):
        file = self.cleaned_data.get("file")
        allowed = min(LARGEST_MB * 1024 * 1024, settings.MAX_UPLOAD_BYTES)
        if file and file.size > allowed:
            raise forms.ValidationError(
                _(
                    "Diese Datei ist zu groß; erlaubt sind %(mb)s MB. Bitte eine kleinere schicken "
                    "oder nur den entscheidenden Satz als Fundstelle angeben."
                )
                % {"mb": allowed // 1024 // 1024}
            )
        return file

    def answer(self) -> Answer:
        given = self.cleaned_data
        file = given.get("file")
        return Answer(
            answered_by=given["answered_by"],
            state=given["state"],
            sentence=given["sentence"],
            passage=given["passage"],
            file_name=file.name if file else "",
            data=file.read() if file else b"",
        )


class TakeOverForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Sachstand"), required=False)
    sentence = forms.CharField(
        label=gettext_lazy("Was ist geschehen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("unverändert (nur ein Vermerk)")), *State.choices]
