"""What the office fills in to make a survey and its questions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, BodyKind
from sprengel.figures.checking import stored_number
from sprengel.figures.models import Definition
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.meetings.lines import OneLineForm, one_line
from sprengel.surveys.building.actions import QuestionInput
from sprengel.surveys.building.checks import value_problem
from sprengel.surveys.building.queries import option_label
from sprengel.surveys.conditions import OPS, YES_NO
from sprengel.surveys.models import Question, QuestionKind, Survey
from sprengel.ui.days import DayField
from sprengel.ui.seen import SeenFactsForm, SeenForm

MOST_REMINDERS = 4
LONGEST_BEFORE = 60
MOST_OPTIONS = 40


class SurveyForm(OneLineForm, SeenForm):
    reminders = forms.CharField(
        label=gettext_lazy("Erinnern, so viele Tage vor dem letzten Tag"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Zum Beispiel: 7, 2. Leer: es wird nicht erinnert."),
    )

    class Meta:
        model = Survey
        fields = (
            "title",
            "purpose",
            "intro",
            "asked_by",
            "contact",
            "audience",
            "bodies",
            "closes_on",
            "allows_late",
            "is_anonymous",
            "shows_size_class",
            "shows_sprengel",
            "min_cell",
            "visibility",
        )
        field_classes = {"closes_on": DayField}
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "intro": forms.Textarea(attrs={"rows": 3}),
            "bodies": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "purpose": gettext_lazy("Steht im Brief: was mit den Antworten geschieht."),
            "intro": gettext_lazy("Steht über den Fragen."),
            "contact": gettext_lazy("Name, Telefon oder E-Mail der Geschäftsstelle."),
            "audience": gettext_lazy("Die Mitglieder an dem Tag, an dem Sie eröffnen."),
            "closes_on": gettext_lazy("Der letzte Tag, an dem geantwortet wird."),
            "allows_late": gettext_lazy(
                "Sie werden bis zum Beenden angenommen und als verspätet gekennzeichnet."
            ),
            "is_anonymous": gettext_lazy(
                "Antworten werden ohne Stadt gespeichert und können nach dem Absenden weder "
                "zugeordnet noch geändert werden. Wer geantwortet hat, bleibt sichtbar."
            ),
            "shows_size_class": gettext_lazy("Die Größenklasse steht bei den Antworten."),
            "shows_sprengel": gettext_lazy("Der Sprengel steht bei den Antworten."),
            "min_cell": gettext_lazy("Ergebnisse kleinerer Gruppen werden nicht gezeigt."),
            "visibility": gettext_lazy("Wer die Umfrage und später ihr Ergebnis sehen darf."),
        }

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = bodies.bodies(user)
        associations = everyone.filter(kind=BodyKind.ASSOCIATION)
        asking = Actor.objects.filter(pk__in=associations.values("pk"))
        self.fields["asked_by"].queryset = asking
        self.fields["asked_by"].label = _("Es fragt")
        self.fields["asked_by"].initial = asking.first()
        self.fields["audience"].queryset = bodies.organizations(user)
        self.fields["audience"].empty_label = _("nur einzelne Städte")
        self.fields["bodies"].queryset = everyone.filter(kind=BodyKind.CITY)
        self.fields["min_cell"].min_value = 1
        days = self.instance.reminder_days
        self.initial.setdefault("reminders", ", ".join(str(day) for day in days))
        if self.instance.pk is None:
            self.initial.setdefault("visibility", "members")

    def clean_reminders(self) -> list[int]:
        words = [word for word in re.split(r"[,;\s]+", self.cleaned_data["reminders"]) if word]
        if not all(re.fullmatch(r"\d{1,3}", word) for word in words):
            raise forms.ValidationError(_("Bitte Tage als Zahlen angeben, zum Beispiel: 7, 2."))
        days = sorted({int(word) for word in words}, reverse=True)
        if any(day > LONGEST_BEFORE for day in days) or len(days) > MOST_REMINDERS:
            raise forms.ValidationError(
                _("Möglich sind höchstens %(most)s Erinnerungen in den letzten %(days)s Tagen.")
                % {"most": MOST_REMINDERS, "days": LONGEST_BEFORE}
            )
        return days

    def clean_min_cell(self) -> int:
        size = self.cleaned_data["min_cell"]
        if not 1 <= size <= 50:
            raise forms.ValidationError(_("Bitte eine Zahl von 1 bis 50 angeben."))
        return size

    def facts(self) -> dict[str, Any]:
        """What the actions take, beside the single cities."""
        given = dict(self.cleaned_data)
        given["reminder_days"] = given.pop("reminders")
        return given


class CopyForm(forms.Form):
    survey = forms.ModelChoiceField(
        label=gettext_lazy("Frühere Umfrage"), queryset=None, to_field_name="public_id"
    )
    title = forms.CharField(
        label=gettext_lazy("Titel der neuen Umfrage"), required=False, max_length=200
    )

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = earlier


class NumberText(forms.CharField):
    """A number as people write it: "1.200" is one thousand two hundred."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Decimal | None:
        text = one_line(super().clean(value))
        if not text:
            return None
        try:
            read = read_number(text)
            if read.value is None or read.is_approximate:
                raise forms.ValidationError(_("Bitte eine genaue Zahl angeben."))
            return stored_number(read.value)
        except FigureProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


class QuestionForm(OneLineForm, SeenFactsForm):
    text = forms.CharField(label=gettext_lazy("Frage"), max_length=500)
    kind = forms.ChoiceField(
        label=gettext_lazy("Art der Antwort"),
        choices=QuestionKind.choices,
        widget=forms.Select(attrs={"data-kind": ""}),
    )
    options = forms.CharField(
        label=gettext_lazy("Antworten zur Auswahl"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-for": "choice several"}),
        help_text=gettext_lazy("Nur bei einer Auswahl: je Zeile eine Antwort."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Einheit"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-for": "number money"}),
        help_text=gettext_lazy("Nur bei Zahlen: Stellen, Plätze, %, Euro …"),
    )
    decimals = forms.IntegerField(
        label=gettext_lazy("Nachkommastellen"),
        required=False,
        min_value=0,
        max_value=4,
        widget=forms.NumberInput(attrs={"data-for": "number money"}),
    )
    lowest = NumberText(
        label=gettext_lazy("Üblich ist mindestens"),
        help_text=gettext_lazy("Darunter wird nachgefragt, ob die Zahl stimmt."),
    )
    highest = NumberText(
        label=gettext_lazy("Üblich ist höchstens"),
        help_text=gettext_lazy("Darüber wird nachgefragt, ob die Zahl stimmt."),
    )
    definition = forms.ModelChoiceField(
        label=gettext_lazy("Kennzahl"),
        required=False,
        queryset=None,
        widget=forms.Select(attrs={"data-for": "number money"}),
        help_text=gettext_lazy("Als was die Antworten später gezählt werden."),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Pflichtfrage („keine Angabe“ ist auch eine Antwort)"), required=False
    )
    section = forms.CharField(
        label=gettext_lazy("Abschnitt"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Mitwirkende in der Stadt können einzelne Abschnitte bekommen."),
    )
    hint = forms.CharField(
        label=gettext_lazy("Hinweis zur Frage"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cond_question = forms.ChoiceField(label=gettext_lazy("Nur fragen, wenn"), required=False)
    cond_op = forms.ChoiceField(label=gettext_lazy("die Antwort"), required=False)
    cond_value = forms.CharField(
        label=gettext_lazy("Antwort"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Wie sie dort zur Auswahl steht, oder eine Zahl."),
    )
    key = forms.SlugField(
        label=gettext_lazy("Kennung"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Unter ihr wird die Frage beim nächsten Mal wiedererkannt. Leer: aus der Frage gemacht."
        ),
    )

    def __init__(
        self, *args: Any, user: Viewer, earlier: list[Question], now: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.earlier = {question.key: question for question in earlier}
        self.fields["definition"].queryset = Definition.objects.visible_to(user)
        self.fields["definition"].empty_label = _("keine")
        self.fields["lowest"].widget.attrs["data-for"] = "number money"
        self.fields["highest"].widget.attrs["data-for"] = "number money"
        self.fields["cond_question"].choices = [
            ("", _("immer fragen")),
            *((question.key, question.text[:100]) for question in earlier),
        ]
        self.fields["cond_op"].choices = [("", "–"), *OPS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") in (QuestionKind.CHOICE, QuestionKind.SEVERAL):
            self._clean_options(data)
        low, high = data.get("lowest"), data.get("highest")
        if low is not None and high is not None and high < low:
            self.add_error("highest", _("Der größte übliche Wert liegt unter dem kleinsten."))
        data["condition"] = self._condition(data)
        return data

    def _clean_options(self, data: dict[str, Any]) -> None:
        labels = option_lines(data.get("options", ""))
        if len(labels) < 2:
            self.add_error("options", _("Bitte mindestens zwei Antworten angeben, je Zeile eine."))
        elif len(labels) > MOST_OPTIONS:
            self.add_error(
                "options",
                _("Bitte höchstens %(most)s Antworten angeben.") % {"most": MOST_OPTIONS},
            )
        twice = first_twice(labels)
        if twice:
            self.add_error("options", _("„%(label)s“ steht doppelt da.") % {"label": twice})

    def _condition(self, data: dict[str, Any]) -> dict[str, str] | None:
        other = self.earlier.get(data.get("cond_question") or "")
        if other is None:
            return None
        op = data.get("cond_op") or ""
        if not op:
            self.add_error("cond_op", _("Bitte wählen, wie die Antwort sein muss."))
            return None
        try:
            condition = made_condition(other, op, data.get("cond_value") or "")
        except FigureProblem as problem:
            self.add_error("cond_value", str(problem))
            return None
        problem = value_problem(other, condition)
        if problem:
            self.add_error("cond_value", problem)
        return condition

    def given(self, before: Question | None = None) -> QuestionInput:
        data = self.cleaned_data
        known = {label: value for value, label in (before.options if before else [])}
        return QuestionInput(
            kind=data["kind"],
            text=data["text"],
            section=data["section"],
            hint=data["hint"].strip(),
            is_required=data["is_required"],
            options=tuple((known.get(label, ""), label) for label in option_lines(data["options"])),
            unit=data["unit"],
            decimals=data["decimals"] or 0,
            lowest=data["lowest"],
            highest=data["highest"],
            definition=data["definition"],
            condition=data["condition"],
            key=data["key"],
        )


class WordingForm(OneLineForm, SeenFactsForm):
    """After the opening: a slip of the pen."""

    text = forms.CharField(label=gettext_lazy("Frage"), max_length=500)
    hint = forms.CharField(
        label=gettext_lazy("Hinweis zur Frage"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SpreadsheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tabelle mit Fragen"),
        help_text=gettext_lazy("Excel (.xlsx) oder CSV, nach der Vorlage."),
    )


def facts_of(question: Question | None, earlier: list[Question]) -> dict[str, Any]:
    """What is kept now, as the form has it."""
    if question is None:
        return {"kind": QuestionKind.CHOICE}
    condition = question.condition or {}
    other = next((one for one in earlier if one.key == condition.get("question")), None)
    value = condition.get("value", "")
    return {
        "text": question.text,
        "kind": question.kind,
        "options": "\n".join(label for _value, label in question.options),
        "unit": question.unit,
        "decimals": question.decimals,
        "lowest": shown_number(question.lowest),
        "highest": shown_number(question.highest),
        "definition": question.definition_id,
        "is_required": question.is_required,
        "section": question.section,
        "hint": question.hint,
        "cond_question": condition.get("question", ""),
        "cond_op": condition.get("op", ""),
        "cond_value": option_label(other, value) if other else value,
        "key": question.key,
    }


def shown_number(value: Decimal | None) -> str:
    """As it is typed in German: "1234,5"; without a point that could be misread."""
    if value is None:
        return ""
    return f"{value.normalize():f}".replace(".", ",")


def option_lines(text: str) -> list[str]:
    return [line for line in (one_line(line)[:200] for line in text.splitlines()) if line]


def first_twice(labels: list[str]) -> str:
    seen: set[str] = set()
    for label in labels:
        if label.casefold() in seen:
            return label
        seen.add(label.casefold())
    return ""


def made_condition(other: Question, op: str, typed: str) -> dict[str, str]:
    """The condition as it is kept: values of options, numbers as Decimal writes them.

    Raises FigureProblem where a number is wanted and none was typed.
    """
    typed = one_line(typed)
    value = typed
    if op == "answered":
        value = ""
    elif other.kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
        read = read_number(typed)
        value = "" if read.value is None else str(stored_number(read.value))
    elif other.kind == QuestionKind.YES_NO:
        labels = {str(label).casefold(): value for value, label in YES_NO}
        value = labels.get(typed.casefold(), typed)
    elif other.options:
        labels = {label.casefold(): value for value, label in other.options}
        value = labels.get(typed.casefold(), typed)
    return {"question": other.key, "op": op, "value": value}
