"""What the office fills in about minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, Visibility
from sprengel.bodies import queries as bodies
from sprengel.ledger.models import MajorityChoice, OutcomeChoice
from sprengel.ledger.votes import rules as voting
from sprengel.ledger.votes.forms import count_field
from sprengel.meetings import queries as meetings
from sprengel.meetings.minutes.actions import RecordFacts
from sprengel.meetings.minutes.fixing import Wanted
from sprengel.meetings.models import Minutes, MinutesRecord, RecordKind
from sprengel.ui.days import DayField
from sprengel.ui.seen import SeenFactsForm

VOTE_FIELDS = ("outcome", "majority", "yes", "no", "abstain")


class SectionForm(forms.Form):
    heading = forms.CharField(label=_("Überschrift"), max_length=300)
    is_public = forms.BooleanField(label=_("gehört zum öffentlichen Teil"), required=False)


class RecordForm(SeenFactsForm):
    """A decision with its vote, or an assignment with owner and date."""

    wording = forms.CharField(
        label=_("Wortlaut"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    responsible = forms.ModelChoiceField(label=_("Zuständig"), queryset=None, required=False)
    due_on = DayField(label=_("Frist"), required=False)
    outcome = forms.ChoiceField(
        label=_("Ergebnis"),
        required=False,
        choices=[("", _("nicht abgestimmt")), *OutcomeChoice.choices],
    )
    majority = forms.ChoiceField(
        label=_("Mehrheit"),
        required=False,
        choices=[("", _("nicht festgehalten")), *MajorityChoice.choices],
    )
    yes = count_field(_("Ja"))
    no = count_field(_("Nein"))
    abstain = count_field(_("Enthaltungen"))

    def __init__(
        self,
        *args: Any,
        user: Viewer,
        kind: str,
        record: MinutesRecord | None = None,
        wording: str = "",
        **kwargs: Any,
    ) -> None:
        now = {
            "wording": record.wording if record else wording,
            "responsible": record.responsible_id if record else None,
            "due_on": record.due_on if record else None,
            **{name: getattr(record, name) if record else None for name in VOTE_FIELDS},
        }
        super().__init__(*args, now=now, **kwargs)
        self.kind = kind
        self.fields["responsible"].queryset = bodies.actors(user).order_by("name")
        if kind == RecordKind.ASSIGNMENT:
            self.fields["responsible"].label = _("Auftrag an")
            for name in VOTE_FIELDS:
                del self.fields[name]
        if record is None:
            del self.fields["seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("outcome"):
            if any(cleaned.get(name) is not None for name in ("yes", "no", "abstain")):
                self.add_error(
                    "outcome", gettext("Es sind Stimmen gezählt. Bitte auch das Ergebnis wählen.")
                )
            elif cleaned.get("majority"):
                self.add_error("outcome", gettext("Bitte zur Mehrheit auch das Ergebnis wählen."))
        elif not self.errors:
            try:
                voting.check(**{name: cleaned[name] for name in VOTE_FIELDS})
            except ValidationError as problem:
                self.add_error(None, problem)
        return cleaned

    def facts(self) -> RecordFacts:
        known = {"wording", "responsible", "due_on", *VOTE_FIELDS}
        values = {name: value for name, value in self.cleaned_data.items() if name in known}
        return RecordFacts(kind=self.kind, **values)


class FixForm(forms.Form):
    keeper = forms.CharField(label=_("Schriftführung"), max_length=200, required=False)
    visibility = forms.ChoiceField(
        label=_("Wer darf die Niederschrift lesen?"),
        choices=[
            (Visibility.MEMBERS, _("Mitglieder")),
            (Visibility.OFFICE, _("nur die Geschäftsstelle")),
        ],
        initial=Visibility.MEMBERS,
    )
    publish = forms.BooleanField(
        label=_("Den öffentlichen Teil veröffentlichen"),
        required=False,
        help_text=_(
            "Es entstehen zwei Dokumente: die öffentlichen Punkte für alle, die anderen für die "
            "Leser oben."
        ),
    )
    reason = forms.CharField(
        label=_("Anlass"),
        required=False,
        max_length=300,
        help_text=_("Zum Beispiel: Versand an die Mitglieder."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, has_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_public:
            del self.fields["publish"]

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            visibility=data["visibility"],
            publish=data.get("publish", False),
            keeper=" ".join(data["keeper"].split()),
            reason=data["reason"],
        )


class ApprovalForm(SeenFactsForm):
    approved_in = forms.ModelChoiceField(
        label=_("In welcher Sitzung?"), queryset=None, required=False
    )
    approved_on = DayField(label=_("Genehmigt am"))
    note = forms.CharField(
        label=_("Einwendungen"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wer hatte Einwendungen, und wie wurde entschieden?"),
    )

    def __init__(self, *args: Any, user: Viewer, minutes: Minutes, **kwargs: Any) -> None:
        now = {
            "approved_in": minutes.approved_in_id,
            "approved_on": minutes.approved_on,
            "note": minutes.approval_note,
        }
        super().__init__(*args, now=now, **kwargs)
        meeting = minutes.meeting
        self.fields["approved_in"].queryset = (
            meetings.meetings(user, organization=meeting.organization)
            .filter(starts_on__gte=meeting.starts_on)
            .exclude(pk=meeting.pk)
            .order_by("starts_on", "pk")
        )
