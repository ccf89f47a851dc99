"""What this room adds to a document's page: how far the reading is, and reading again."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive import queries as archive
from sprengel.archive.models import Document, DocumentState
from sprengel.archive.sections import DocumentSection
from sprengel.ledger import actions, queries
from sprengel.ledger.actions import DocumentFacts
from sprengel.ledger.forms import DocumentForm
from sprengel.ledger.models import REVIEWED_GOOD, ReadingRun, RunState, VoteState
from sprengel.ledger.views.access import needs, posted
from sprengel.ledger.votes import queries as voting

SHOWN = 60
AT_WORK = (RunState.QUEUED, RunState.RUNNING)


def reading_section(user: Viewer, document: Document) -> DocumentSection:
    return DocumentSection("ledger/document_section.html", _context(user, document))


def _context(user: Viewer, document: Document) -> dict[str, object]:
    run = queries.latest_run(user, document)
    is_read = document.state == DocumentState.READ
    checked = queries.statements_of(user, document).filter(state__in=REVIEWED_GOOD)
    good = list(checked[: SHOWN + 1]) if is_read else []
    return {
        "document": document,
        "run": run,
        "is_at_work": run is not None and run.state in AT_WORK,
        "waits_long": run is not None and _waits_long(run),
        "progress": queries.progress(user, document) if is_read else None,
        "levels": visible_levels(user),
        "statements": good[:SHOWN],
        "more": len(good) > SHOWN,
        **_votes(user, document),
    }


def _votes(user: Viewer, document: Document) -> dict[str, object]:
    if document.state != DocumentState.READ:
        return {"votes": [], "votes_unreviewed": 0}
    found = list(voting.votes_of(user, document))
    shown = [vote for vote in found if vote.state == VoteState.ACCEPTED][:SHOWN]
    return {
        "votes": voting.lines(document, shown) if shown else [],
        "votes_unreviewed": voting.progress(found).unreviewed,
    }


def _waits_long(run: ReadingRun) -> bool:
    """Nobody has taken it up for a minute: probably no worker is running."""
    return run.state == RunState.QUEUED and timezone.now() - run.created_at > timedelta(minutes=1)


def reading_state(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asked for every second while the machine reads; done, the page is loaded anew."""
    document = archive.document(request.user, public_id)
    context = _context(request.user, document)
    response = render(request, "ledger/reading_state.html", context)
    if not context["is_at_work"]:
        response["HX-Refresh"] = "true"
    return response


@posted("archive:document")
@needs("ledger.read_again")
def read_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    document = archive.document(request.user, public_id)
    actions.queue_reading(actor=request.user, document=document)
    messages.info(
        request,
        _("Das Dokument wird noch einmal gelesen. Was schon geprüft ist, bleibt, wie es ist."),
    )
    return redirect(document)


@needs("ledger.add_document")
def change_document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    document = archive.document(request.user, public_id)
    now = DocumentForm.initial_for(document)
    if request.method == "POST":
        form = DocumentForm(request.POST, user=request.user, now=now)
        if form.is_valid():
            facts = DocumentFacts(**form.cleaned_data)
            actions.change_document(actor=request.user, document=document, facts=facts)
            messages.success(request, _("Die Angaben wurden geändert."))
            return redirect(document)
    else:
        form = DocumentForm(user=request.user, now=now)
    return render(request, "ledger/document_form.html", {"document": document, "form": form})
