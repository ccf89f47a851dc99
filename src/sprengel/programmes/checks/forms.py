"""The questions of a rule set as a form; what is answered lives as long as the request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.wording import number_words
from sprengel.programmes.engines.eligibility import Answer, Kind, Question, RuleSet

YES, NO = "ja", "nein"
LARGEST = 10**12


class CheckForm(forms.Form):
    """Nothing has to be answered: what is not, is unknown."""

    def __init__(self, *args: object, rules: RuleSet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for question in rules.questions:
            self.fields[question.key] = _field(question)

    def answers(self) -> dict[str, Answer]:
        return {
            question.key: _answer(question, self.cleaned_data.get(question.key))
            for question in self.rules.questions
        }


class NumberField(forms.CharField):
    """ "51.000", "51 000 €", "0,25"; "ca." is no answer to a limit."""

    def clean(self, value: object) -> float | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            read = read_number(text)
        except FigureProblem as problem:
            raise forms.ValidationError(problem.sentence) from problem
        return self._one_value(read)

    def _one_value(self, read: ReadNumber) -> float | None:
        if read.value is None:
            return None
        if read.is_approximate or read.low is not None or read.high is not None:
            raise forms.ValidationError(
                _("Bitte eine genaue Zahl angeben oder das Feld leer lassen.")
            )
        if not 0 <= read.value <= LARGEST:
            raise forms.ValidationError(_("Bitte die Zahl prüfen."))
        return float(read.value)


def _field(question: Question) -> forms.Field:
    if question.kind is Kind.YES_NO:
        choices = [("", _("weiß ich nicht")), (YES, _("ja")), (NO, _("nein"))]
        return forms.ChoiceField(
            label=question.text, choices=choices, required=False, widget=forms.RadioSelect
        )
    if question.kind is Kind.ONE_OF:
        choices = [("", _("weiß ich nicht")), *question.options]
        return forms.ChoiceField(label=question.text, choices=choices, required=False)
    return NumberField(
        label=question.text,
        required=False,
        max_length=40,
        help_text=limit_words(question),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def limit_words(question: Question) -> str:
    """ "mindestens 51.000 Euro" """
    if question.limit is None:
        return ""
    border = _("mindestens") if question.kind is Kind.AT_LEAST else _("höchstens")
    whole = question.limit == int(question.limit)
    number = number_words(int(question.limit)) if whole else f"{question.limit:g}".replace(".", ",")
    return f"{border} {number} {question.unit}".strip()


def _answer(question: Question, given: object) -> Answer:
    if given in (None, ""):
        return None
    if question.kind is Kind.YES_NO:
        return given == YES
    return given if isinstance(given, (str, float)) else None
