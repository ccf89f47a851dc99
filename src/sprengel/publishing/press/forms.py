"""The release as its author edits it: a heading and one field for each sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from sprengel.publishing.models import PressRelease
from sprengel.publishing.press import wording
from sprengel.publishing.press.actions import Edited
from sprengel.publishing.press.objections import Objection
from sprengel.publishing.press.queries import Sentence

NEW_LINES = 3
"""Empty fields for sentences of the office's own, after the last paragraph."""


class Line(forms.CharField):
    """An emptied line takes its sentence out, so "(optional)" at each would say the wrong thing."""

    def validate(self, value: str) -> None:
        pass


class Place(forms.IntegerField):
    """Which paragraph; where nothing stands, the first."""

    def validate(self, value: int | None) -> None:
        pass


class ReleaseForm(forms.Form):
    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Überschrift"), max_length=200)
    subtitle = forms.CharField(label=gettext_lazy("Unterzeile"), max_length=300, required=False)

    def __init__(
        self,
        *args: object,
        release: PressRelease,
        paragraphs: Sequence[Sequence[Sentence]],
        found: Sequence[Objection] = (),
        **more,
    ) -> None:
        more.setdefault(
            "initial",
            {
                "version": release.version,
                "title": release.title,
                "subtitle": release.subtitle,
            },
        )
        super().__init__(*args, **more)
        self.objections = found
        self.rows = [one for paragraph in paragraphs for one in paragraph]
        last = max((one.row.paragraph for one in self.rows), default=0)
        for one in self.rows:
            row = one.row
            self.fields[f"text-{row.pk}"] = _text(one, row.text)
            self.fields[f"absatz-{row.pk}"] = _number(row.paragraph + 1)
        for number in range(NEW_LINES):
            self.fields[f"text-neu-{number}"] = _text(None, "")
            self.fields[f"absatz-neu-{number}"] = _number(last + 2)

    def head_objections(self) -> list[Objection]:
        return [one for one in self.objections if one.row is None]

    def lines_with_objections(
        self,
    ) -> list[tuple[Sentence | None, forms.BoundField, forms.BoundField, list[Objection]]]:
        """Each line with what keeps its sentence, as it is saved, from going out."""
        return [
            (
                one,
                text,
                paragraph,
                [why for why in self.objections if one and why.row == one.row.pk],
            )
            for one, text, paragraph in self.lines()
        ]

    def lines(self) -> list[tuple[Sentence | None, forms.BoundField, forms.BoundField]]:
        """Sentence, its text field and the field with its paragraph."""
        named = [(one, str(one.row.pk)) for one in self.rows]
        named += [(None, f"neu-{number}") for number in range(NEW_LINES)]
        return [(one, self[f"text-{name}"], self[f"absatz-{name}"]) for one, name in named]

    def edited(self) -> list[Edited]:
        given = self.cleaned_data
        found = []
        for position, (one, text, paragraph) in enumerate(self.lines()):
            found.append(
                Edited(
                    pk=one.row.pk if one else None,
                    text=given.get(text.name, ""),
                    paragraph=(given.get(paragraph.name) or 1) - 1,
                    position=position,
                )
            )
        return found


def _text(one: Sentence | None, initial: str) -> forms.CharField:
    own = one is None or one.row.is_own
    label = gettext_lazy("Eigener Satz") if own else gettext_lazy("Satz mit Fundstelle")
    return Line(
        label=label,
        initial=initial,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": min(8, 2 + len(initial) // 70)}),
    )


def _number(initial: int) -> forms.IntegerField:
    return Place(label=gettext_lazy("Absatz"), min_value=1, max_value=999, initial=initial)


class CorrectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    sentence = forms.ModelChoiceField(
        label=gettext_lazy("Welcher Satz?"), queryset=None, empty_label=None
    )
    text = forms.CharField(
        label=gettext_lazy("So soll er lauten"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=gettext_lazy("Was wurde berichtigt?"),
        max_length=500,
        help_text=gettext_lazy("Steht öffentlich bei der Mitteilung."),
    )

    def __init__(self, *args: object, release: PressRelease, **more) -> None:
        super().__init__(*args, **more)
        self.fields["sentence"].queryset = release.sentences.all()
        self.fields["sentence"].label_from_instance = lambda row: row.text[:120]


class WordingForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Formulierungen"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        max_length=20_000,
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            wording.parsed(text)
        except wording.BadWording as problem:
            raise forms.ValidationError(str(problem)) from None
        return text
