""" "Was hat das Land übernommen?": demands, their outcome, and the forms for both."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts.models import Viewer
from sprengel.archive import anchors
from sprengel.archive import queries as archive
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document, DocumentState, Passage, Revision
from sprengel.hearings import queries
from sprengel.hearings.drafting.forms import text_area
from sprengel.hearings.models import AdoptionOutcome, Paragraph
from sprengel.hearings.outcomes import actions
from sprengel.hearings.outcomes.actions import AdoptionConflict, Found
from sprengel.hearings.outcomes.queries import OutcomeRow, outcome_row, outcome_rows
from sprengel.ledger.forms import DOCUMENTS_OFFERED, not_found_sentence
from sprengel.ledger.views.access import needs
from sprengel.ui.days import DayField

PERMISSION = "hearings.change_hearing"


class AdoptionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Was hat das Land übernommen?"),
        choices=AdoptionOutcome.choices,
        widget=forms.RadioSelect,
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Veröffentlichter Text"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("Das Gesetz oder die Verordnung, aufgenommen unter „Dokumente“."),
    )
    quote = forms.CharField(
        label=gettext_lazy("Wortlaut der Fundstelle"),
        required=False,
        max_length=20_000,
        widget=text_area(3),
        help_text=gettext_lazy("Aus dem Dokument kopieren; er wird dort gesucht."),
    )
    informant = forms.CharField(
        label=gettext_lazy("oder Auskunft von"), required=False, max_length=200
    )
    sentence = forms.CharField(
        label=gettext_lazy("In einem Satz"),
        required=False,
        max_length=2000,
        widget=text_area(2),
    )
    happened_on = DayField(
        label=gettext_lazy("geschehen am"),
        required=False,
        help_text=gettext_lazy("Ohne Angabe: heute."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)

    def __init__(self, *args: Any, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = archive.documents(user).filter(state=DocumentState.READ)
        self.fields["document"].queryset = readable
        self.fields["document"].widget.choices = [
            ("", _("keiner")),
            *((one.pk, one.title) for one in readable[:DOCUMENTS_OFFERED]),
        ]
        self.place: tuple[Revision, int, int] | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        document, quote = given.get("document"), str(given.get("quote", "")).strip()
        if quote and document is None:
            self.add_error("document", _("In welchem Dokument steht diese Fundstelle?"))
        elif document is not None and not quote:
            self.add_error("quote", _("Bitte den Wortlaut aus dem Dokument hierher kopieren."))
        elif document is not None:
            self._find(document, quote)
        return given

    def _find(self, document: Document, quote: str) -> None:
        revision = document.latest_revision
        found = anchors.find_quote(quote, revision.text) if revision else None
        if revision is None or found is None:
            text = revision.text if revision else ""
            self.add_error("quote", not_found_sentence(quote, text))
        else:
            self.place = (revision, found.start, found.end)

    def found(self) -> Found:
        given = self.cleaned_data
        return Found(
            outcome=given["outcome"],
            sentence=given["sentence"],
            passage=self._passage(),
            informant=given["informant"],
            informed_on=given["happened_on"] if given["informant"] else None,
            happened_on=given["happened_on"],
        )

    def _passage(self) -> Passage | None:
        if self.place is None:
            return None
        revision, start, end = self.place
        return mark_passage(revision=revision, start=start, end=end)


def overview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The table of demands, to read and to print."""
    hearing = queries.hearing(request.user, public_id)
    rows = outcome_rows(request.user, hearing)
    context = {"hearing": hearing, "rows": rows, "facts": queries.facts(request.user, hearing)}
    return render(request, "hearings/outcomes.html", context)


@require_POST
@needs(PERMISSION)
def make_points(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    wanted = [pk for pk in request.POST.getlist("absatz") if pk.isdecimal() and len(pk) < 19]
    chosen = list(
        Paragraph.objects.visible_to(request.user)
        .filter(pk__in=wanted, version__hearing=hearing)
        .select_related("version__document")
    )
    if not chosen:
        messages.info(request, _("Bitte wählen Sie mindestens einen Absatz."))
        return redirect(_final_url(request, hearing))
    try:
        made = actions.make_points(actor=request.user, hearing=hearing, paragraphs=chosen)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(hearing)
    told = ngettext(
        "Eine Forderung ist angelegt und kommt in den Sitzungen wieder vor.",
        "%(n)s Forderungen sind angelegt und kommen in den Sitzungen wieder vor.",
        len(made),
    )
    if not made:
        told = _("Diese Absätze sind schon Forderungen.")
    messages.success(request, told % {"n": len(made)})
    return redirect("hearings:outcomes", hearing.public_id)


def _final_url(request: HttpRequest, hearing) -> str:  # type: ignore[no-untyped-def]
    versions = queries.versions(request.user, hearing)
    final = next((one for one in versions if one.is_final), None)
    if final is None:
        return hearing.get_absolute_url()
    return reverse("hearings:version", args=[hearing.public_id, final.number])


@needs(PERMISSION)
def record(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    row = outcome_row(request.user, hearing, pk)
    if row is None:
        raise Http404
    form = AdoptionForm(request.POST or None, user=request.user, initial=_initial(row))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.record(
                actor=request.user,
                point=row.point,
                found=form.found(),
                seen_pk=form.cleaned_data["seen"],
            )
        except AdoptionConflict as conflict:
            form.data = form.data.copy()
            form.data["seen"] = str(conflict.theirs.pk)
            status = 409
            form.add_error(
                None,
                _(
                    "%(who)s hat inzwischen eingetragen: %(outcome)s. Ihre Angaben wurden nicht "
                    "gespeichert und stehen noch hier; noch einmal speichern lässt sie gelten."
                )
                % {
                    "who": conflict.theirs.user_name,
                    "outcome": conflict.theirs.get_outcome_display(),
                },
            )
        except ValidationError as problem:
            status = 422
            _take(form, problem)
        else:
            messages.success(request, _("Der Sachstand steht jetzt auch beim Vorgang."))
            return redirect("hearings:outcomes", hearing.public_id)
    context = {"hearing": hearing, "row": row, "form": form}
    return render(request, "hearings/record.html", context, status=status)


def _initial(row: OutcomeRow) -> dict[str, object]:
    seen = row.adoption.pk if row.adoption else 0
    return {"seen": seen, "outcome": row.adoption.outcome if row.adoption else ""}


def _take(form: AdoptionForm, problem: ValidationError) -> None:
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, problem)
