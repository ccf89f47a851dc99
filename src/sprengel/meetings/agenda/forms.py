"""What is filled in about an agenda; a form offers only what its user may see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer, Visibility
from sprengel.archive.models import Document
from sprengel.bodies import queries as bodies
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import CLOSED_VALUES, Matter
from sprengel.meetings import queries
from sprengel.meetings.agenda.order import DEEPEST
from sprengel.meetings.agenda.queries import AgendaLine
from sprengel.meetings.models import AgendaItem, AgendaPart, Meeting, Series, StandingItem
from sprengel.ui.days import ask_for_plausible_days
from sprengel.ui.seen import SeenForm
from sprengel.ui.wording import quoted

LONGEST = 300
MOST_MINUTES = 24 * 60
LARGEST_MB = 20


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MatterField(forms.ModelChoiceField):
    """A matter by its wording, cut to what a list can show."""

    def label_from_instance(self, matter: Matter) -> str:
        quote = matter.quote if len(matter.quote) <= 110 else matter.quote[:109].rstrip() + "…"
        return f"{matter.get_act_display()}: {quoted(quote)}"


# ── Points ────────────────────────────────────────────────────────────────────────────────────


class UnderField(forms.TypedChoiceField):
    """The points something can stand under, by number and title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)

    def offer(self, lines: tuple[AgendaLine, ...]) -> None:
        able = [line for line in lines if line.depth + 1 < DEEPEST]
        self.choices = [
            ("", _("keinem (eigener Punkt)")),
            *((line.pk, f"{line.number} {_cut(line.title)}") for line in able),
        ]


class AgendaItemForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Neuer Tagesordnungspunkt"), max_length=LONGEST)
    under = UnderField(label=gettext_lazy("Unter Punkt"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten"), required=False, min_value=1, max_value=MOST_MINUTES
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Sichtbarkeit"),
        choices=Visibility.choices,
        initial=Visibility.MEMBERS,
        help_text=gettext_lazy(
            "Ein öffentlicher Punkt kommt in den öffentlichen Teil, jeder andere in den "
            "nichtöffentlichen; das lässt sich danach beim Punkt ändern."
        ),
    )

    def __init__(self, *args: Any, lines: tuple[AgendaLine, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(lines)


class AddMatterForm(forms.Form):
    """A matter somebody wants on the agenda although nothing else brings it back."""

    matter = MatterField(label=gettext_lazy("Vorgang"), queryset=Matter.objects.none())
    because = forms.CharField(
        label=gettext_lazy("Weil"),
        max_length=LONGEST,
        help_text=gettext_lazy("Wer wünscht es und warum? Etwa: „von Auenstadt gewünscht“."),
    )

    def __init__(self, *args: Any, user: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].queryset = (
            ledger.matters(user)
            .exclude(state__in=CLOSED_VALUES)
            .exclude(agenda_items__meeting=meeting)
        )


class PointForm(SeenForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "text", "part", "owner", "minutes", "visibility"]
        labels = {"owner": gettext_lazy("Wer führt ein?")}
        help_texts = {
            "minutes": gettext_lazy("Für diesen Punkt selbst; Unterpunkte kommen hinzu."),
            "visibility": gettext_lazy(
                "Wer den Punkt hier lesen darf. In die öffentliche Fassung kommt nur, was im "
                "öffentlichen Teil steht und öffentlich sichtbar ist."
            ),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.queryset, owner.empty_label = bodies.actors(user), _("niemand benannt")
        self.fields["minutes"].min_value = 1
        if self.instance.parent_id:
            # Stands where its point stands.
            del self.fields["part"]

    def clean_minutes(self) -> int | None:
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
            raise forms.ValidationError(
                _("Bitte eine Zahl zwischen 1 und %(most)s angeben.") % {"most": MOST_MINUTES}
            )
        return minutes


class StandingItemForm(SeenForm):
    class Meta:
        model = StandingItem
        fields = ["title", "part", "owner", "minutes", "visibility"]
        labels = {"owner": gettext_lazy("Wer führt ein?")}

    def __init__(self, *args: Any, user: Viewer, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        owner = self.fields["owner"]
        owner.queryset, owner.empty_label = bodies.actors(user), _("niemand benannt")

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        same = self.series.standing_items.filter(title=title).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Diesen Punkt gibt es in dieser Reihe schon."))
        return title


class PaperForm(forms.Form):
    document = forms.ModelChoiceField(
        label=gettext_lazy("Dokument aus dem Archiv"), queryset=Document.objects.none()
    )

    def __init__(self, *args: Any, user: Viewer, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circle = item.meeting.organization
        # Not the whole archive: what is about this circle, or not yet about any.
        about = Document.objects.visible_to(user).filter(organization=circle)
        loose = Document.objects.visible_to(user).filter(organization__isnull=True)
        laid = item.papers.filter(withdrawn_at__isnull=True).values("document")
        self.fields["document"].queryset = (about | loose).exclude(pk__in=laid)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Grund"), max_length=LONGEST)


# ── What comes back ───────────────────────────────────────────────────────────────────────────


class DropForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Begründung"), max_length=LONGEST)


class DeferForm(DropForm):
    """Until a date, or so many days before the next session; left empty: to the next session."""

    until = forms.DateField(label=gettext_lazy("bis"), required=False, widget=date_input())
    days_before = forms.IntegerField(
        label=gettext_lazy("oder Tage vor der nächsten Sitzung"),
        required=False,
        min_value=1,
        max_value=365,
    )

    field_order = ["until", "days_before", "reason"]

    def __init__(self, *args: Any, user: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.meeting = user, meeting
        ask_for_plausible_days(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("until") and data.get("days_before"):
            self.add_error("days_before", _("Bitte nur eines von beiden angeben."))
        if "reason" in data and not self.errors:
            data["day"] = self._day(data)
            if data["day"] <= self.meeting.starts_on:
                self.add_error("until", _("Zurückstellen geht nur über diese Sitzung hinaus."))
        return data

    def _day(self, data: dict[str, Any]) -> date:
        if data.get("until"):
            return data["until"]
        following = queries.next_on(self.user, self.meeting)
        return following - timedelta(days=data.get("days_before") or 0)


class GroupForm(forms.Form):
    """Several matters under one point: one that is there, or a new one."""

    under = UnderField(label=gettext_lazy("Unter Punkt"))
    title = forms.CharField(
        label=gettext_lazy("oder unter einem neuen Punkt"), max_length=LONGEST, required=False
    )

    def __init__(self, *args: Any, lines: tuple[AgendaLine, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(lines)
        self.fields["under"].choices = [("", "–"), *self.fields["under"].choices[1:]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("under")) == bool(data.get("title")):
            self.add_error(
                "under", _("Bitte entweder einen Punkt wählen oder einen neuen benennen.")
            )
        return data


# ── Topics handed in ──────────────────────────────────────────────────────────────────────────


class TopicForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Thema"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Kann leer bleiben, wenn Sie unten einen offenen Vorgang wählen."),
    )
    text = forms.CharField(
        label=gettext_lazy("Worum geht es?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    matter = MatterField(
        label=gettext_lazy("Diesen offenen Vorgang wieder behandeln"),
        queryset=Matter.objects.none(),
        required=False,
        empty_label=gettext_lazy("keinen"),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Gewünschter Teil"),
        choices=AgendaPart.choices,
        initial=AgendaPart.NONPUBLIC,
    )
    file = forms.FileField(
        label=gettext_lazy("Unterlage"),
        required=False,
        help_text=gettext_lazy("PDF, Word oder Text, höchstens 20 MB."),
    )

    def __init__(self, *args: Any, user: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].queryset = (
            ledger.matters(user)
            .filter(organization=meeting.series.organization_id)
            .exclude(state__in=CLOSED_VALUES)
        )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data.get("file")
        allowed = min(LARGEST_MB * 1024 * 1024, settings.MAX_UPLOAD_BYTES)
        if file and file.size > allowed:
            raise forms.ValidationError(
                _("Diese Datei ist zu groß; erlaubt sind %(mb)s MB. Bitte eine kleinere wählen.")
                % {"mb": allowed // 1024 // 1024}
            )
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("title") and not data.get("matter"):
            self.add_error("title", _("Bitte ein Thema nennen oder einen Vorgang wählen."))
        return data


class AcceptTopicForm(forms.Form):
    under = UnderField(label=gettext_lazy("Unter Punkt"))

    def __init__(self, *args: Any, lines: tuple[AgendaLine, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(lines)


class DeclineTopicForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Begründung"), max_length=LONGEST)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
