"""The votes on the review screen: the list, and a person's verdict on each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.ledger.models import Vote, VoteState
from sprengel.ledger.views.access import needs, posted
from sprengel.ledger.votes import actions, queries
from sprengel.ledger.votes.forms import VoteForm
from sprengel.ledger.votes.queries import VoteLine, VoteProgress


@dataclass(frozen=True, slots=True)
class VoteItem:
    line: VoteLine
    form: VoteForm
    is_open: bool
    """The form is shown opened."""


@dataclass(frozen=True, slots=True)
class VoteList:
    items: tuple[VoteItem, ...]
    progress: VoteProgress


def vote_list(request: HttpRequest, document: Document, found: Iterable[Vote]) -> VoteList:
    """What the review screen shows under the statements."""
    rows = list(found)
    wanted = request.GET.get("abstimmung", "")
    return VoteList(
        tuple(
            VoteItem(line, VoteForm.of(line.vote), str(line.vote.pk) == wanted)
            for line in queries.lines(document, rows)
        ),
        queries.progress(rows),
    )


Verdict = Callable[[Vote, int], Vote]


def _decide(
    request: HttpRequest, public_id: uuid.UUID, pk: int, wanted: str, verdict: Verdict
) -> HttpResponse:
    document = archive.document(request.user, public_id)
    try:
        vote = queries.vote(request.user, document, pk)
    except Http404:
        messages.warning(
            request,
            _("Diese Abstimmung gibt es nicht mehr: Das Dokument wurde inzwischen neu gelesen."),
        )
        return redirect("ledger:review", public_id)
    try:
        verdict(vote, _version(request))
    except actions.StaleVote as stale:
        if not (wanted and stale.is_same_again(request.user, wanted)):
            messages.warning(request, stale.sentence)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return _back(public_id, pk, is_open=True)
    return _back(public_id, pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _back(public_id: uuid.UUID, pk: int, *, is_open: bool = False) -> HttpResponse:
    path = reverse("ledger:review", args=[public_id])
    query = f"?abstimmung={pk}" if is_open else ""
    return redirect(f"{path}{query}#abstimmung-{pk}")


@posted("ledger:review")
@needs("ledger.review_statement")
def accept(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    def verdict(vote: Vote, version: int) -> Vote:
        return actions.accept(actor=request.user, vote=vote, version=version)

    return _decide(request, public_id, pk, VoteState.ACCEPTED, verdict)


@posted("ledger:review")
@needs("ledger.review_statement")
def reject(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    def verdict(vote: Vote, version: int) -> Vote:
        return actions.reject(actor=request.user, vote=vote, version=version)

    return _decide(request, public_id, pk, VoteState.REJECTED, verdict)


@posted("ledger:review")
@needs("ledger.review_statement")
def correct(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    form = VoteForm(request.POST, prefix=f"v{pk}")

    def verdict(vote: Vote, version: int) -> Vote:
        if not form.is_valid():
            raise ValidationError([m for field in form.errors.values() for m in field])
        return actions.correct(actor=request.user, vote=vote, version=version, facts=form.facts())

    return _decide(request, public_id, pk, "", verdict)
