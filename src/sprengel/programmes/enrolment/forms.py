"""The office's forms for one city, a member's for its own, and the filters above the table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import User, Viewer, Visibility
from sprengel.archive import anchors
from sprengel.archive import queries as archive
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document, DocumentState, Passage, Revision
from sprengel.bodies.sizes import SIZE_CLASSES
from sprengel.figures.models import Figure
from sprengel.figures.wording import spell_number
from sprengel.ledger.forms import not_found_sentence
from sprengel.programmes.enrolment import amounts
from sprengel.programmes.enrolment.amounts import Amount
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.enrolment.matching import taking_part
from sprengel.programmes.enrolment.preview import read_amount
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.enrolment.queries import Filters, Overview
from sprengel.programmes.enrolment.rules import own_states
from sprengel.programmes.models import Enrolment, EnrolmentState, Programme, Round
from sprengel.ui.days import DayField
from sprengel.ui.seen import SeenFactsForm
from sprengel.ui.wording import long_date

DOCUMENTS_OFFERED = 200


class RoundChoice(forms.ModelChoiceField):
    def label_from_instance(self, terms: Round) -> str:
        return terms.name


class SourceFields(forms.Form):
    """Where it is known from: words, or a passage looked up in a document."""

    source = forms.CharField(
        label=gettext_lazy("Quelle"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Zum Beispiel „Bewilligungsbescheid vom 3. Juli 2017“."),
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("oder Fundstelle in diesem Dokument"),
        required=False,
        queryset=Document.objects.none(),
    )
    quote = forms.CharField(
        label=gettext_lazy("Wortlaut der Fundstelle"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Aus dem Dokument kopieren; er wird dort gesucht."),
    )

    def offer_documents(self, user: Viewer) -> None:
        readable = archive.documents(user).filter(state=DocumentState.READ)
        self.fields["document"].queryset = readable
        self.fields["document"].widget.choices = [
            ("", _("keines")),
            *((one.pk, _document_line(one)) for one in readable[:DOCUMENTS_OFFERED]),
        ]
        self._place: tuple[Revision, int, int] | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        document, quote = given.get("document"), (given.get("quote") or "").strip()
        if quote and document is None:
            self.add_error("document", _("In welchem Dokument steht diese Fundstelle?"))
        elif document is not None and not quote:
            self.add_error("quote", _("Bitte den Wortlaut aus dem Dokument hierher kopieren."))
        elif document is not None:
            self._find(document, quote)
        elif not (given.get("source") or "").strip() and "source" not in self.errors:
            self.add_error(
                "source", _("Woher weiß man das? Bitte eine Quelle oder eine Fundstelle angeben.")
            )
        return given

    def passage(self) -> Passage | None:
        """Marked only now that everything else is right."""
        if self._place is None:
            return None
        revision, start, end = self._place
        return mark_passage(revision=revision, start=start, end=end)

    def _find(self, document: Document, quote: str) -> None:
        revision = document.latest_revision
        found = anchors.find_quote(quote, revision.text) if revision else None
        if found is None:
            self.add_error("quote", not_found_sentence(quote, revision.text if revision else ""))
        else:
            self._place = (revision, found.start, found.end)


class StepFields(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Stand"), choices=EnrolmentState.choices)
    on = DayField(
        label=gettext_lazy("Tag dieses Schritts"),
        required=False,
        help_text=gettext_lazy(
            "Tag des Antrags, der Bewilligung, des Beitritts. Leer: nicht bekannt."
        ),
    )
    on_note = forms.CharField(
        label=gettext_lazy("Anmerkung zum Tag"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Was nicht auf den Tag bekannt ist, zum Beispiel „Anfang 2017“."),
    )


class TermFields(forms.Form):
    start_on = DayField(label=gettext_lazy("dabei von"), required=False)
    end_on = DayField(
        label=gettext_lazy("bis"),
        required=False,
        help_text=gettext_lazy("Leer lassen, solange es gilt."),
    )
    dates_note = forms.CharField(
        label=gettext_lazy("Anmerkung zur Zeit"), required=False, max_length=200
    )


class AmountFields(forms.Form):
    requested = forms.CharField(
        label=gettext_lazy("Beantragt (Euro)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Wie angegeben: „120.000“, „ca. 1,2 Mio.“, „k. A.“."),
    )
    granted = forms.CharField(
        label=gettext_lazy("Bewilligt (Euro)"), required=False, max_length=200
    )
    posts = forms.CharField(
        label=gettext_lazy("Stellen (Vollzeit)"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._amounts: dict[str, Amount | None] = {}
        for kind in amounts.KINDS:
            try:
                self._amounts[kind] = self.amount(kind, given.get(kind) or "")
            except EnrolmentProblem as problem:
                self.add_error(kind, str(problem))
        return given

    def amount(self, kind: str, text: str) -> Amount | None:
        return read_amount(text, kind)


class NoteFields(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Anmerkung"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Lesbar für alle, die den Eintrag sehen."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Sichtbarkeit"),
        choices=Visibility.choices,
        initial=Visibility.MEMBERS,
        help_text=gettext_lazy("Nur Öffentliches steht auf der Liste für die Presse."),
    )


class EnrolmentForm(NoteFields, SourceFields, AmountFields, TermFields, StepFields):
    """All that is known of one city in one round."""

    field_order = (
        "round",
        "body",
        "state",
        "on",
        "on_note",
        "start_on",
        "end_on",
        "dates_note",
        "requested",
        "granted",
        "posts",
        "source",
        "document",
        "quote",
        "note",
        "visibility",
    )

    def facts(self) -> EnrolmentFacts:
        given = self.cleaned_data
        return EnrolmentFacts(
            state=given["state"],
            on=given["on"],
            on_note=given["on_note"],
            start_on=given["start_on"],
            end_on=given["end_on"],
            dates_note=given["dates_note"],
            note=given["note"],
            visibility=given["visibility"],
            source=given["source"],
            passage=self.passage(),
            **self._amounts,
        )

    def show(self, problem: EnrolmentProblem) -> None:
        """At the field it is about, where the form has it."""
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class NewEnrolmentForm(EnrolmentForm):
    round = RoundChoice(label=gettext_lazy("Runde"), queryset=Round.objects.none())
    body = forms.ModelChoiceField(label=gettext_lazy("Stadt"), queryset=None)

    def __init__(self, *args: Any, user: User, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_documents(user)
        offer_rounds(self, user, programme)
        self.fields["body"].queryset = taking_part(user)
        self.fields["body"].empty_label = _("bitte wählen")


class ChangeEnrolmentForm(EnrolmentForm, SeenFactsForm):
    def __init__(
        self, *args: Any, user: User, of: Enrolment, figures: dict[str, Figure], **kwargs: Any
    ) -> None:
        kept = ("state", "start_on", "end_on", "dates_note", "note", "visibility")
        now = {name: getattr(of, name) for name in kept}
        self._figures = figures
        now |= {kind: as_typed(figures.get(kind)) for kind in amounts.KINDS}
        super().__init__(*args, now=now, **kwargs)
        self.offer_documents(user)

    def amount(self, kind: str, text: str) -> Amount | None:
        """An amount left as it stands is not read again: it may have been entered elsewhere."""
        there = self._figures.get(kind)
        if there is not None and text.strip() == as_typed(there):
            return Amount(
                value=there.value,
                low=there.low,
                high=there.high,
                is_approximate=there.is_approximate,
                gap=there.gap,
                as_written=there.as_written,
            )
        return read_amount(text, kind)


class EarlierStepForm(NoteFields, SourceFields, StepFields):
    field_order = ("state", "on", "on_note", "note", "source", "document", "quote")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["visibility"]
        self.offer_documents(user)

    def show(self, problem: EnrolmentProblem) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class OwnEnrolmentForm(forms.Form):
    """What a city hall says of its own city."""

    round = RoundChoice(label=gettext_lazy("Runde"), queryset=Round.objects.none())
    state = forms.ChoiceField(label=gettext_lazy("Wir sind"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Anmerkung"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Lesbar für die anderen Mitgliedsstädte."),
    )

    def __init__(self, *args: Any, user: User, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rounds(self, user, programme)
        words = {
            EnrolmentState.INTERESTED: _("interessiert"),
            EnrolmentState.APPLIED: _("haben einen Antrag gestellt"),
            EnrolmentState.WITHDRAWN: _("nicht mehr interessiert"),
        }
        self.fields["state"].choices = [(one, words[one]) for one in own_states(programme)]

    def show(self, problem: EnrolmentProblem) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


def offer_rounds(form: forms.Form, user: Viewer, programme: Programme) -> None:
    rounds = Round.objects.visible_to(user).filter(programme=programme)
    field = form.fields["round"]
    field.queryset = rounds
    field.empty_label = _("bitte wählen")
    newest = rounds.order_by("position").last()
    if newest is not None:
        field.initial = newest.pk


def as_typed(figure: Figure | None) -> str:
    """An amount as one would type it, so that saving it again changes nothing."""
    if figure is None:
        return ""
    if figure.value is None:
        return _("k. A.")
    return figure.as_written or spell_number(figure)


class FilterForm(forms.Form):
    """Above the table; nonsense in the address filters nothing."""

    runde = forms.ChoiceField(label=gettext_lazy("Runde"), required=False)
    stand = forms.ChoiceField(label=gettext_lazy("Stand"), required=False)
    sprengel = forms.ChoiceField(label=gettext_lazy("Sprengel"), required=False)
    groesse = forms.ChoiceField(label=gettext_lazy("Größe der Stadt"), required=False)

    @classmethod
    def of(cls, found: Overview, filters: Filters) -> FilterForm:
        form = cls(
            initial={
                "runde": filters.round,
                "stand": filters.state,
                "sprengel": filters.circle,
                "groesse": filters.size,
            }
        )
        choices = {
            "runde": [(one.slug, one.name) for one in found.rounds],
            "stand": EnrolmentState.choices,
            "sprengel": [(one.slug, one.name) for one in found.circles],
            "groesse": [(one.key, one.name) for one in SIZE_CLASSES],
        }
        for name, known in choices.items():
            form.fields[name].choices = [("", _("alle")), *known]
        return form


def _document_line(document: Document) -> str:
    day = long_date(document.dated_on) if document.dated_on else ""
    return f"{document.title} ({day})" if day else document.title
