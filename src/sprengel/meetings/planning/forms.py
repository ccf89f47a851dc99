"""What the office fills in to lay down a series and to plan, move or cancel a meeting."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, Membership
from sprengel.meetings.lines import OneLineForm
from sprengel.meetings.models import DatePrecision, Meeting, MeetingState, Rhythm, Series
from sprengel.meetings.planning.actions import usual_cut_off
from sprengel.meetings.planning.hosts import Rotation
from sprengel.meetings.planning.rhythm import months_of
from sprengel.ui.days import ask_for_plausible_days
from sprengel.ui.seen import SeenForm
from sprengel.ui.wording import long_date

LONGEST = 300
LONGEST_LEAD_DAYS = 365


def date_input(**attrs: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def time_input(**attrs: str) -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", **attrs}, format="%H:%M")


def is_real_time(day: Any, at: time) -> bool:
    """Whether clocks show that hour that day: one night in spring they leave one out."""
    zone = ZoneInfo(settings.TIME_ZONE)
    local = datetime.combine(day, at, tzinfo=zone)
    try:
        back = local.astimezone(ZoneInfo("UTC")).astimezone(zone)
    except OverflowError:
        return True
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


class SeriesForm(OneLineForm, SeenForm):
    months = forms.TypedMultipleChoiceField(
        label=_("Übliche Monate"),
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bleibt es leer, gelten die Monate des Rhythmus, etwa März und Oktober."),
    )

    class Meta:
        model = Series
        fields = [
            "organization",
            "name",
            "rhythm",
            "months",
            "per_year",
            "usual_starts_at",
            "usual_minutes",
            "host_rotates",
            "nonpublic_first",
            "invitation_days",
            "topics_days",
            "briefing_days",
            "reminder_days",
            "visibility",
        ]
        labels = {"organization": _("Gremium"), "name": _("Name der Sitzungsreihe")}
        help_texts = {
            "per_year": _("Zählt nur bei „nach Bedarf“; sonst ergibt es sich aus den Monaten."),
            "host_rotates": _("Vorgeschlagen wird, wer am längsten nicht Gastgeberin war."),
        }
        widgets = {"usual_starts_at": time_input()}

    HAVE_DEFAULTS = (
        "rhythm",
        "per_year",
        "usual_minutes",
        "invitation_days",
        "topics_days",
        "briefing_days",
        "reminder_days",
    )

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = bodies.organizations(user)
        if self.is_bound:
            # Who sends less than the page offers leaves the rest as it is.
            self.data = self.data.copy()
            for name in self.HAVE_DEFAULTS:
                self.data.setdefault(name, getattr(self.instance, name))
        for name in ("invitation_days", "topics_days", "briefing_days", "reminder_days"):
            self.fields[name].widget.attrs.update(min=0, max=LONGEST_LEAD_DAYS)
        if self.instance.pk is not None:
            # Its meetings, minutes and reports are that circle's; another one is another series.
            self.fields["organization"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("invitation_days", "topics_days", "briefing_days", "reminder_days"):
            if (data.get(name) or 0) > LONGEST_LEAD_DAYS:
                self.add_error(name, _("Bitte höchstens 365 Tage angeben."))
        if data.get("usual_minutes") == 0:
            self.add_error("usual_minutes", _("Bitte mindestens eine Minute angeben."))
        if not 1 <= (data.get("per_year") or 1) <= 52:
            self.add_error("per_year", _("Möglich sind 1 bis 52 Sitzungen im Jahr."))
        self._months_say_how_often(data)
        return data

    def _months_say_how_often(self, data: dict[str, Any]) -> None:
        rhythm, months = data.get("rhythm"), sorted(data.get("months") or ())
        data["months"] = months
        if rhythm and rhythm != Rhythm.FREE:
            data["per_year"] = len(months_of(Series(rhythm=rhythm, months=months)))


class MeetingForm(OneLineForm, SeenForm):
    remote_url = forms.URLField(
        label=_("Zugang zur Videokonferenz"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Meeting
        fields = [
            "title",
            "starts_on",
            "ends_on",
            "date_precision",
            "date_note",
            "starts_at",
            "ends_at",
            "place",
            "host",
            "remote_url",
            "topics_until",
            "state",
            "cancelled_because",
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
            "topics_until": _("Bleibt es leer, gilt die Frist der Sitzungsreihe."),
            "cancelled_because": _("Steht in der Absage an die Eingeladenen."),
        }
        widgets = {
            "starts_on": date_input(),
            "ends_on": date_input(),
            "topics_until": date_input(),
            "starts_at": time_input(),
            "ends_at": time_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self, *args: Any, user: Viewer, series: Series | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.series = series or (self.instance.series if self.instance.pk else None)
        self.fields["host"].queryset = self._hosts(user)
        ask_for_plausible_days(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Das Ende liegt vor dem Beginn."))
        if end and data.get("date_precision") != DatePrecision.DAY:
            self.add_error("ends_on", _("Ein Ende gibt es nur, wenn der Tag feststeht."))
        if start:
            self._clean_times(data)
        if start:
            self._clean_topics(start, data)
        if start and data.get("state") == MeetingState.PLANNED and data.get("host"):
            self._clean_host(start, data["host"])
        if data.get("state") == MeetingState.CANCELLED and not data.get("cancelled_because"):
            self.add_error("cancelled_because", _("Bitte sagen Sie, warum die Sitzung ausfällt."))
        return data

    def _clean_topics(self, start: date, data: dict[str, Any]) -> None:
        until = data.get("topics_until")
        if until is None or until <= start:
            return
        if self.instance.pk and until == self.instance.topics_until == usual_cut_off(self.instance):
            # Nobody set it: it follows the meeting to its new day.
            data["topics_until"] = None
            return
        self.add_error(
            "topics_until",
            _(
                "Nach der Sitzung können keine Themen mehr angemeldet werden. Bitte ein früheres "
                "Datum wählen oder leer lassen: Dann gilt die Frist der Sitzungsreihe."
            ),
        )
        if self.instance.pk and start != self.instance.starts_on:
            words = _(
                "„Themen anmelden bis“ (%(until)s) liegt nach dem neuen Tag. Bitte auch dieses "
                "Feld ändern oder leeren."
            )
            self.add_error("starts_on", words % {"until": long_date(until)})

    def _clean_host(self, day: date, host: Body) -> None:
        """A city that has joined or left counts from or to its day; others may always host."""
        if self.series is None:
            return
        memberships = Membership.objects.filter(
            organization=self.series.organization_id, member=host.pk
        )
        if memberships.exists() and not memberships.on(day).exists():
            self.add_error("host", _("Diese Stadt ist an dem Tag kein Mitglied."))

    def _clean_times(self, data: dict[str, Any]) -> None:
        day, starts_at, ends_at = data["starts_on"], data.get("starts_at"), data.get("ends_at")
        for name, at, on in (
            ("starts_at", starts_at, day),
            ("ends_at", ends_at, data.get("ends_on") or day),
        ):
            if at and not is_real_time(on, at):
                left_out = _("An diesem Tag wird die Uhr vorgestellt; diese Uhrzeit gibt es nicht.")
                self.add_error(name, left_out)
        if ends_at and not starts_at:
            self.add_error("starts_at", _("Zum Ende gehört auch ein Beginn."))
        one_day = not data.get("ends_on") or data["ends_on"] == day
        if starts_at and ends_at and one_day and ends_at <= starts_at:
            self.add_error("ends_at", _("Das Ende liegt vor dem Beginn."))

    def _hosts(self, user: Viewer) -> Any:
        """Who belongs to the circle, and for a meeting that was: who did.

        A city that has left or merged is not offered; the present host always is.
        """
        everyone = bodies.bodies(user)
        if self.series is None:
            return everyone
        circle = self.series.organization
        memberships = bodies.memberships(user).filter(organization=circle)
        is_past = bool(self.instance.pk) and self.instance.starts_on < today_on()
        members = memberships if is_past else memberships.on(today_on())
        if not members.exists():
            return everyone
        return everyone.filter(
            Q(pk__in=members.values("member"))
            | Q(pk__in=[circle.body_id, *filter(None, [self.instance.host_id])])
        )


class WithdrawHostForm(OneLineForm, forms.Form):
    reason = forms.CharField(
        label=_("Warum kann die Gastgeberin nicht?"),
        max_length=LONGEST,
        help_text=_("Liest nur die Geschäftsstelle."),
    )
    new_host = forms.ModelChoiceField(
        label=_("Neue Gastgeberin"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("noch offen"),
    )
    place = forms.CharField(label=_("Ort"), max_length=200, required=False)

    def __init__(self, *args: Any, hosts: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_host"].queryset = Body.objects.filter(pk__in=[each.pk for each in hosts])


class YearRowForm(OneLineForm, forms.Form):
    """One meeting of the year ahead."""

    take = forms.BooleanField(label=_("eintragen"), required=False)
    title = forms.CharField(label=_("Titel"), max_length=200)
    starts_on = forms.DateField(label=_("Datum"), widget=date_input())
    starts_at = forms.TimeField(label=_("Beginn"), required=False, widget=time_input())
    host = forms.ModelChoiceField(
        label=_("Gastgeberin"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("noch offen"),
    )

    def __init__(self, *args: Any, turn: Rotation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turn = turn
        if turn is not None:
            # The choices are the same in every row: not asked of the database for each.
            hosts = [line.body for line in turn.lines]
            self.fields["host"].queryset = Body.objects.filter(pk__in=[one.pk for one in hosts])
            self.fields["host"].choices = [("", _("noch offen")), *((b.pk, b.name) for b in hosts)]
        else:
            del self.fields["host"]
        ask_for_plausible_days(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, at = data.get("starts_on"), data.get("starts_at")
        if start and data.get("take") and start < today_on():
            self.add_error("starts_on", _("Dieser Tag liegt in der Vergangenheit."))
        if start and at and not is_real_time(start, at):
            self.add_error("starts_at", _("Diese Uhrzeit gibt es an dem Tag nicht."))
        if start and self.turn is not None and data.get("host"):
            line = next(each for each in self.turn.lines if each.body == data["host"])
            if not line.is_member_on(start):
                self.add_error("host", _("Diese Stadt ist an dem Tag kein Mitglied."))
        return data
