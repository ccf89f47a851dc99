"""A version with what is said beside it; the office decides there what becomes of each comment."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sprengel.hearings import queries
from sprengel.hearings.board import Board, board
from sprengel.hearings.models import Comment, Handling, HandlingOutcome, Hearing, Version
from sprengel.hearings.outcomes.queries import outcome_rows
from sprengel.hearings.paragraphs import align
from sprengel.hearings.sight import Sight, sight_of
from sprengel.hearings.weighing import actions
from sprengel.hearings.weighing.actions import HandlingConflict
from sprengel.ledger.views.access import needs
from sprengel.meetings.minutes.comparing import compare


class HandlingForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Was wurde daraus?"), choices=HandlingOutcome.choices
    )
    reason = forms.CharField(label=gettext_lazy("Begründung"), required=False, max_length=4000)
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)


def version(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    found = queries.version(request.user, hearing, number)
    return _page(request, hearing, found)


@require_POST
@needs("hearings.change_hearing")
def handle(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    sight = sight_of(request.user, hearing)
    comment = _comment(sight, pk)
    shown = _version_shown(request, hearing)
    form = HandlingForm(request.POST)
    if not form.is_valid():
        problem = " ".join(" ".join(errors) for errors in form.errors.values())
        return _refused(request, hearing, shown, comment, problem)
    given = form.cleaned_data
    try:
        actions.handle(
            actor=request.user,
            comment=comment,
            outcome=given["outcome"],
            reason=given["reason"],
            seen_pk=given["seen"] or 0,
        )
    except HandlingConflict as conflict:
        return _refused(request, hearing, shown, comment, _told(conflict.theirs), status=409)
    except ValidationError as problem:
        return _refused(request, hearing, shown, comment, " ".join(problem.messages))
    messages.success(
        request, _("Gespeichert. Die Stadt sieht, was aus ihrer Anmerkung geworden ist.")
    )
    url = reverse("hearings:version", args=[hearing.public_id, shown.number])
    return redirect(f"{url}#anmerkung-{comment.pk}")


def comparison(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Two versions paragraph by paragraph; without a choice the last two."""
    hearing = queries.hearing(request.user, public_id)
    versions = queries.versions(request.user, hearing)
    old, new = _chosen(request, versions)
    context: dict[str, object] = {"hearing": hearing, "versions": versions, "old": old, "new": new}
    if old is not None and new is not None:
        context["rows"] = compared(old, new)
    return render(request, "hearings/compare.html", context)


def compared(old: Version, new: Version) -> list[dict[str, object]]:
    """Only what differs: rewritten with its words, new, struck out, moved."""
    before, after = list(old.paragraphs.all()), list(new.paragraphs.all())
    places = {one.line: index for index, one in enumerate(before)}
    origins = [places.get(one.line) for one in after]
    if not any(origin is not None for origin in origins):
        origins = align([one.text for one in before], [one.text for one in after])
    rows: list[dict[str, object]] = []
    for paragraph, origin in zip(after, origins, strict=True):
        if origin is None:
            rows.append({"kind": "new", "paragraph": paragraph})
        elif before[origin].text != paragraph.text:
            changes = compare(before[origin].text, paragraph.text)
            rows.append({"kind": "changed", "paragraph": paragraph, "changes": changes})
    kept = {origin for origin in origins if origin is not None}
    rows += [
        {"kind": "gone", "paragraph": one} for index, one in enumerate(before) if index not in kept
    ]
    return rows


def _page(
    request: HttpRequest,
    hearing: Hearing,
    found: Version,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    sight = sight_of(request.user, hearing)
    seen: Board = board(found, sight)
    versions = queries.versions(request.user, hearing)
    demands = {row.point.paragraph_id: row for row in outcome_rows(request.user, hearing)}
    context = {
        "hearing": hearing,
        "version": found,
        "board": seen,
        "sight": sight,
        "is_latest": versions[0].pk == found.pk,
        "versions": versions,
        "outcomes": HandlingOutcome.choices,
        "demands": demands,
        **more,
    }
    return render(request, "hearings/version.html", context, status=status)


def _refused(
    request: HttpRequest,
    hearing: Hearing,
    shown: Version,
    comment: Comment,
    problem: str,
    status: int = 422,
) -> HttpResponse:
    """What was typed stands where it was typed, with what is wrong."""
    typed = {
        "pk": comment.pk,
        "outcome": request.POST.get("outcome", ""),
        "reason": request.POST.get("reason", "")[:4000],
        "problem": problem,
    }
    return _page(request, hearing, shown, status=status, typed=typed)


def _told(theirs: Handling) -> str:
    return _(
        "%(who)s hat inzwischen entschieden: %(outcome)s. %(reason)s Ihre Entscheidung wurde nicht "
        "gespeichert und steht noch hier; noch einmal speichern lässt sie gelten."
    ) % {
        "who": theirs.user_name,
        "outcome": theirs.get_outcome_display(),
        "reason": theirs.reason,
    }


def _comment(sight: Sight, pk: int) -> Comment:
    """Also one that was replaced meanwhile: the action says so."""
    found = (
        Comment.objects.filter(pk=pk, consulted__hearing=sight.hearing)
        .select_related("consulted__city")
        .first()
    )
    if found is None or not sight.sees_all:
        raise Http404
    return found


def _version_shown(request: HttpRequest, hearing: Hearing) -> Version:
    versions = queries.versions(request.user, hearing)
    wanted = request.POST.get("fassung", "")
    return next((one for one in versions if str(one.number) == wanted), versions[0])


def _chosen(request: HttpRequest, versions: list[Version]) -> tuple[Version | None, Version | None]:
    by_number = {str(one.number): one for one in versions}
    old, new = by_number.get(request.GET.get("von", "")), by_number.get(request.GET.get("bis", ""))
    if old is None or new is None:
        new = new or (versions[0] if versions else None)
        old = old or next((one for one in versions if new and one.number < new.number), None)
    return old, new
