"""Offering days in a poll, and answering one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Visibility
from sprengel.bodies.models import Actor
from sprengel.meetings.lines import OneLineForm
from sprengel.meetings.models import DatePoll, PollAnswer, PollOption, PollWord
from sprengel.meetings.planning.forms import date_input, is_real_time, time_input
from sprengel.meetings.planning.letters import said
from sprengel.meetings.planning.poll_actions import OfferedDay
from sprengel.ui.days import ask_for_plausible_days

DAYS_OFFERED = 6
LEAST_DAYS = 2


class PollForm(OneLineForm, forms.Form):
    """A poll with up to six days; empty rows are left out."""

    title = forms.CharField(
        label=_("Titel der Sitzung"),
        max_length=200,
        help_text=_("So heißt die Sitzung, sobald ein Termin gewählt ist."),
    )
    closes_on = forms.DateField(label=_("Antworten bis"), widget=date_input())
    note = forms.CharField(
        label=_("Hinweis an die Mitglieder"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(
        label=_("Sichtbarkeit"),
        choices=[
            (Visibility.MEMBERS, Visibility.MEMBERS.label),
            (Visibility.OFFICE, Visibility.OFFICE.label),
        ],
        initial=Visibility.MEMBERS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, DAYS_OFFERED + 1):
            is_wanted = number <= LEAST_DAYS
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Tag"), required=is_wanted, widget=date_input()
            )
            self.fields[f"from_{number}"] = forms.TimeField(
                label=_("von"), required=False, widget=time_input()
            )
            self.fields[f"to_{number}"] = forms.TimeField(
                label=_("bis"), required=False, widget=time_input()
            )
            self.fields[f"place_{number}"] = forms.CharField(
                label=_("Ort"), required=False, max_length=200
            )
        ask_for_plausible_days(self)

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "closes_on", "note", "visibility")]

    def day_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        parts = ("day", "from", "to", "place")
        return [
            (number, [self[f"{part}_{number}"] for part in parts])
            for number in range(1, DAYS_OFFERED + 1)
        ]

    def options(self) -> list[OfferedDay]:
        data = self.cleaned_data
        return [
            OfferedDay(
                data[f"day_{number}"],
                data[f"from_{number}"],
                data[f"to_{number}"],
                data[f"place_{number}"],
            )
            for number in range(1, DAYS_OFFERED + 1)
            if data[f"day_{number}"]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        closes = data.get("closes_on")
        if closes and closes < today_on():
            self.add_error("closes_on", _("Dieser Tag liegt in der Vergangenheit."))
        seen: set[tuple[Any, Any]] = set()
        for number in range(1, DAYS_OFFERED + 1):
            self._clean_row(data, number, seen)
        return data

    def _clean_row(self, data: dict[str, Any], number: int, seen: set[tuple[Any, Any]]) -> None:
        day, start, end = (data.get(f"{part}_{number}") for part in ("day", "from", "to"))
        if day is None:
            if start or end or data.get(f"place_{number}"):
                self.add_error(f"day_{number}", _("Bitte auch den Tag angeben."))
            return
        if day <= today_on():
            self.add_error(f"day_{number}", _("Bitte einen Tag wählen, der noch kommt."))
        closes = data.get("closes_on")
        if closes and closes >= day:
            self.add_error(
                f"day_{number}", _("Die Antworten kommen bis nach diesem Tag; er wäre vorbei.")
            )
        if (day, start) in seen:
            self.add_error(f"day_{number}", _("Dieser Termin steht schon in der Liste."))
        seen.add((day, start))
        if end and not start:
            self.add_error(f"from_{number}", _("Zum Ende gehört auch ein Beginn."))
        if start and end and end <= start:
            self.add_error(f"to_{number}", _("Das Ende liegt vor dem Beginn."))
        if start and not is_real_time(day, start):
            self.add_error(f"from_{number}", _("Diese Uhrzeit gibt es an dem Tag nicht."))


def default_close() -> Any:
    return today_on() + timedelta(days=14)


class PollAnswerForm(forms.Form):
    """A word on each day; ``earlier`` is what was answered so far."""

    def __init__(
        self, *args: Any, poll: DatePoll, earlier: dict[int, PollAnswer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.options: list[PollOption] = list(poll.options.all())
        for option in self.options:
            known = earlier.get(option.pk)
            self.fields[f"option_{option.pk}"] = forms.ChoiceField(
                label=said(option),
                choices=PollWord.choices,
                widget=forms.RadioSelect,
                initial=known.word if known else None,
                error_messages={"required": gettext("Bitte sagen Sie auch zu diesem Tag etwas.")},
            )
        latest = next(iter(earlier.values()), None)
        self.fields["answered_by"] = forms.CharField(
            label=_("Wer antwortet?"),
            max_length=200,
            help_text=_("Ihr Name, für Rückfragen der Geschäftsstelle."),
            initial=latest.answered_by if latest else "",
        )
        self.fields["note"] = forms.CharField(
            label=_("Anmerkung an die Geschäftsstelle"),
            required=False,
            max_length=300,
            initial=latest.note if latest else "",
        )

    def words(self) -> dict[int, str]:
        return {option.pk: self.cleaned_data[f"option_{option.pk}"] for option in self.options}


class OnBehalfForm(PollAnswerForm):
    """The office enters what somebody said on the telephone."""

    def __init__(self, *args: Any, asked: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, earlier={}, **kwargs)
        self.fields["of"] = forms.TypedChoiceField(
            label=_("Für wen?"),
            choices=[("", "–"), *((str(each.pk), each.name) for each in asked)],
            coerce=int,
        )
        self.fields["answered_by"].help_text = _("Wer hat es gesagt?")
        self.order_fields(["of", "answered_by"])
