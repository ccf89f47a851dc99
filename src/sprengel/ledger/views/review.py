"""The review screen: is it true what the machine has read?"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.archive import queries as archive
from sprengel.archive.models import Document, Revision
from sprengel.ledger import actions, queries
from sprengel.ledger.actions import StaleStatement
from sprengel.ledger.doc_text import marked_text
from sprengel.ledger.models import Matter, Statement, StatementState, Vote
from sprengel.ledger.review_forms import AttachForm, CorrectionForm, NewStatementForm
from sprengel.ledger.views.access import needs, posted
from sprengel.ledger.views.review_items import ReviewItem, Shown, items
from sprengel.ledger.votes import queries as voting
from sprengel.ledger.votes.views import vote_list

DOUBTFUL_FIRST = "zweifel"
TWICE_IS_ONCE = ("accept", "reject")
PER_PAGE = 120
"""A verbatim record has thousands of statements; nobody reviews them at one sitting."""


@dataclass(frozen=True, slots=True)
class Place:
    """The document under review and how its list is shown."""

    document: Document
    doubtful_first: bool

    @property
    def path(self) -> str:
        return reverse("ledger:review", args=[self.document.public_id])

    @property
    def url(self) -> str:
        return f"{self.path}?zuerst={DOUBTFUL_FIRST}" if self.doubtful_first else self.path

    def at(self, statement_id: int) -> str:
        """The page of the list that statement is on, and there the statement itself."""
        query = {"zuerst": DOUBTFUL_FIRST} if self.doubtful_first else {}
        query |= {"aussage": str(statement_id)}
        return f"{self.path}?{urlencode(query)}#aussage-{statement_id}"


def _place(request: HttpRequest, public_id: uuid.UUID) -> Place:
    wish = request.POST.get("zuerst") or request.GET.get("zuerst")
    return Place(archive.document(request.user, public_id), wish == DOUBTFUL_FIRST)


# ── The page ──────────────────────────────────────────────────────────────────────────────────


@needs("ledger.review_statement")
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    place = _place(request, public_id)
    shown = Shown(
        correcting=_number(request.GET.get("berichtigen")),
        attaching=_number(request.GET.get("zuordnen")),
    )
    adding = None
    if "ergaenzen" in request.GET:
        adding = NewStatementForm(document=place.document, user=request.user)
    return _page(request, place, shown, adding)


def _page(
    request: HttpRequest,
    place: Place,
    shown: Shown,
    adding: NewStatementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    document = place.document
    revision = document.latest_revision
    if revision is None:
        messages.info(request, _("Dieses Dokument ist noch nicht gelesen."))
        return redirect(document)
    statements = list(queries.statements_of(request.user, document))
    ordered = _ordered(statements, place)
    wanted = shown.statement_id or _number(request.GET.get("aussage"))
    pages = Paginator(ordered, PER_PAGE)
    page = pages.get_page(request.GET.get("seite") or _page_of(ordered, wanted))
    on_page = list(page.object_list)
    stretch = _stretch(page, place, revision)
    votes = _within(voting.votes_of(request.user, document), stretch)
    context = {
        **_common(request, place),
        "revision": revision,
        "page": page,
        "picture": _picture(request, place, revision),
        "text": marked_text(revision, on_page, within=stretch, votes=votes),
        "votes": vote_list(request, document, votes) if votes else None,
        "items": items(request.user, place.document, on_page, shown),
        "adding": adding,
        "actor_names": queries.actor_names(request.user)
        if adding or shown.correcting or shown.form
        else [],
    }
    return render(request, "ledger/review.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Picture:
    """The tab with the pages as pictures; ``number`` is None while the text is shown."""

    number: int | None
    last: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number and self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number and self.number < self.last else None


def _picture(request: HttpRequest, place: Place, revision: Revision) -> Picture | None:
    if not archive.has_pictures(place.document) or not revision.pages:
        return None
    last = revision.pages[-1][0]
    number = _number(request.GET.get("bild"))
    return Picture(min(max(number, 1), last) if number is not None else None, last)


def _page_of(ordered: list[Statement], wanted: int | None) -> int:
    """The page with that statement, else with the first one that waits."""
    for index, statement in enumerate(ordered):
        if statement.pk == wanted or (
            wanted is None and statement.state == StatementState.PROPOSED
        ):
            return index // PER_PAGE + 1
    return 1


def _stretch(page: Page, place: Place, revision: Revision) -> tuple[int, int] | None:
    """The part of a very long text this page of the list is about; None: all of it."""
    if page.paginator.num_pages == 1 or place.doubtful_first:
        return None
    ordered = page.paginator.object_list
    start = ordered[page.start_index() - 1].position if page.number > 1 else 0
    end = ordered[page.end_index()].position if page.has_next() else len(revision.text)
    return _line_start(revision.text, start), _line_start(revision.text, end)


def _within(votes: Iterable[Vote], stretch: tuple[int, int] | None) -> list[Vote]:
    """Those of the part of the text that is shown; a broken one wherever it stood."""
    first, last = stretch or (0, sys.maxsize)
    return [vote for vote in votes if first <= vote.position < last]


def _line_start(text: str, offset: int) -> int:
    return offset if offset >= len(text) else text.rfind("\n", 0, offset) + 1


def _common(request: HttpRequest, place: Place) -> dict[str, object]:
    return {
        "document": place.document,
        "place": place,
        "progress": queries.progress(request.user, place.document),
    }


def _ordered(statements: list[Statement], place: Place) -> list[Statement]:
    if not place.doubtful_first:
        return statements
    proposed = StatementState.PROPOSED
    return sorted(statements, key=lambda s: (s.state != proposed, s.confidence, s.position))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


# ── Verdicts ──────────────────────────────────────────────────────────────────────────────────

Verdict = Callable[[HttpRequest, Statement, int], Statement]


def _decide(
    request: HttpRequest, public_id: uuid.UUID, pk: int, verdict: Verdict, wanted: Shown
) -> HttpResponse:
    """Do it, or show the newer state beside what was wanted."""
    place = _place(request, public_id)
    statement = _still_there(request, place, pk)
    if statement is None:
        return redirect(place.url)
    version = _number(request.POST.get("version")) or 0
    try:
        verdict(request, statement, version)
    except StaleStatement as stale:
        if wanted.wish in TWICE_IS_ONCE and stale.is_same_again(request.user, wanted.wish):
            return _next(request, place, pk)
        return _conflict(request, place, stale, wanted)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(place.at(pk))
    except Statement.DoesNotExist:
        return redirect(place.url)
    return _next(request, place, pk)


def _still_there(request: HttpRequest, place: Place, pk: int) -> Statement | None:
    """None, and it is said: proposals nobody has looked at make room at a new reading."""
    try:
        return queries.statement(request.user, place.document, pk)
    except Http404:
        messages.warning(
            request,
            _("Diese Aussage gibt es nicht mehr: Das Dokument wurde inzwischen neu gelesen."),
        )
        return None


def _conflict(
    request: HttpRequest, place: Place, stale: StaleStatement, wanted: Shown
) -> HttpResponse:
    shown = wanted.in_conflict(stale)
    if request.htmx:
        return _item(request, place, stale.statement.pk, shown)
    return _page(request, place, shown, status=409)


def _next(request: HttpRequest, place: Place, pk: int) -> HttpResponse:
    """On to the next one nobody has looked at; at the end back to the beginning."""
    statements = _ordered(list(queries.statements_of(request.user, place.document)), place)
    following = _next_unreviewed(statements, pk)
    if request.htmx:
        response = _item(request, place, pk, Shown())
        if following is not None:
            response["HX-Trigger-After-Settle"] = json.dumps(
                {"review:next": {"id": str(following)}}
            )
        return response
    if following is None:
        messages.success(request, _("Alle Aussagen dieses Dokuments sind geprüft."))
    return redirect(place.at(following or pk))


def _next_unreviewed(statements: list[Statement], pk: int) -> int | None:
    order = [s.pk for s in statements]
    at = order.index(pk) if pk in order else -1
    waiting = [s.pk for s in statements[at + 1 :] + statements[: at + 1]
               if s.state == StatementState.PROPOSED and s.pk != pk]  # fmt: skip
    return waiting[0] if waiting else None


def _item(request: HttpRequest, place: Place, pk: int, shown: Shown) -> HttpResponse:
    """One statement of the list and the progress, for htmx to put in place."""
    statement = queries.statement(request.user, place.document, pk)
    item: ReviewItem = items(request.user, place.document, [statement], shown)[0]
    context = {
        **_common(request, place),
        "item": item,
        "is_swap": True,
        "picture": archive.has_pictures(place.document),
    }
    return render(request, "ledger/review_swap.html", context)


@posted("ledger:review")
@needs("ledger.review_statement")
def accept(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    def verdict(request: HttpRequest, statement: Statement, version: int) -> Statement:
        return actions.accept(actor=request.user, statement=statement, version=version)

    return _decide(request, public_id, pk, verdict, Shown(wish="accept"))


@posted("ledger:review")
@needs("ledger.review_statement")
def reject(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\0", "")

    def verdict(request: HttpRequest, statement: Statement, version: int) -> Statement:
        return actions.reject(
            actor=request.user, statement=statement, version=version, reason=reason
        )

    return _decide(request, public_id, pk, verdict, Shown(wish="reject", reason=reason))


@posted("ledger:review")
@needs("ledger.review_statement")
def undo(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    place = _place(request, public_id)
    statement = _still_there(request, place, pk)
    if statement is None:
        return redirect(place.url)
    version = _number(request.POST.get("version")) or 0
    try:
        actions.undo(actor=request.user, statement=statement, version=version)
    except StaleStatement as stale:
        return _page(request, place, Shown(wish="undo").in_conflict(stale), status=409)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(place.at(pk))


@posted("ledger:review")
@needs("ledger.review_statement")
def attach(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    place = _place(request, public_id)
    statement = _still_there(request, place, pk)
    if statement is None:
        return redirect(place.url)
    form = AttachForm(request.POST, user=request.user, statement=statement)
    if not form.is_valid():
        return _page(request, place, Shown(attaching=pk, attach_form=form))
    matter: Matter = form.cleaned_data["matter"]

    def verdict(request: HttpRequest, statement: Statement, version: int) -> Statement:
        return actions.attach(
            actor=request.user, statement=statement, version=version, matter=matter
        )

    return _decide(request, public_id, pk, verdict, Shown(wish="attach", matter=matter))


@posted("ledger:review")
@needs("ledger.review_statement")
def correct(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    place = _place(request, public_id)
    statement = _still_there(request, place, pk)
    if statement is None:
        return redirect(place.url)
    form = CorrectionForm(request.POST, statement=statement, user=request.user)
    if not form.is_valid():
        return _page(request, place, Shown(correcting=pk, form=form))

    def verdict(request: HttpRequest, statement: Statement, version: int) -> Statement:
        return actions.correct(
            actor=request.user, statement=statement, version=version, changes=form.changes()
        )

    return _decide(request, public_id, pk, verdict, Shown(wish="correct", correcting=pk, form=form))


@posted("ledger:review")
@needs("ledger.review_statement")
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    place = _place(request, public_id)
    form = NewStatementForm(request.POST, document=place.document, user=request.user)
    if form.is_valid():
        try:
            added = actions.add_statement(
                actor=request.user, document=place.document, new=form.new()
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Die Aussage wurde ergänzt."))
            return redirect(place.at(added.pk))
    return _page(request, place, Shown(), form)
