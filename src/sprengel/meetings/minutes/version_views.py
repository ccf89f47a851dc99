"""Versions of the minutes: fixing, reading, comparing, printing, approving."""

from __future__ import annotations

import hashlib
import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.meetings import views as meetings
from sprengel.meetings.minutes import (
    actions,
    comparing,
    composition,
    fixing,
    outline,
    queries,
    word,
)
from sprengel.meetings.minutes.fixing import Wanted
from sprengel.meetings.minutes.forms import ApprovalForm, FixForm
from sprengel.meetings.minutes.queries import VersionLine
from sprengel.meetings.minutes.views import minutes_or_404
from sprengel.meetings.models import Meeting, Minutes, MinutesScope, MinutesState
from sprengel.ui.seen import SeenFactsForm

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@meetings.office_only
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    has_public = minutes.sections.filter(is_public=True).exists()
    before = fixing.latest(minutes)
    seen = _digest(minutes)
    if request.method == "POST":
        form = FixForm(request.POST, has_public=has_public)
        if form.is_valid():
            if form.cleaned_data["seen"] == seen:
                return _fixed(request, meeting, minutes, form.wanted())
            form.add_error(
                None,
                _(
                    "Inzwischen wurde an der Niederschrift geschrieben. Hier steht der neue Stand; "
                    "bitte ansehen und noch einmal festhalten."
                ),
            )
        form.data = {**form.data.dict(), "seen": seen}
    else:
        published = any(version.scope == MinutesScope.PUBLIC for version in before)
        form = FixForm(
            has_public=has_public,
            initial={"keeper": minutes.keeper_name, "publish": published, "seen": seen},
        )
    preview = fixing.parts_of(minutes, Wanted(keeper=minutes.keeper_name))[0].composed
    return meetings.tab(
        request,
        meeting,
        "record",
        {
            "minutes": minutes,
            "form": form,
            "composed": preview,
            "changes": outline.changes(minutes),
            "mine_unsaved": queries.unsaved(request.user, minutes),
            "others_unsaved": queries.unsaved_by_others(request.user, minutes),
            "is_approved": minutes.state == MinutesState.APPROVED,
        },
        template="meetings/minutes/fix.html",
        status=422 if form.is_bound else 200,
    )


def _digest(minutes: Minutes) -> str:
    """Of everything that would be fixed, so that nobody fixes what they have not seen."""
    composed = composition.compose(
        minutes, scope=MinutesScope.WHOLE, visibility="office", keeper=""
    )
    content = [composed.head_json(), [section.as_json() for section in composed.sections]]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def _fixed(
    request: HttpRequest, meeting: Meeting, minutes: Minutes, wanted: Wanted
) -> HttpResponse:
    try:
        fixed = fixing.fix(actor=request.user, minutes=minutes, wanted=wanted)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("meetings:fix_minutes", meeting.pk)
    words = {"number": fixed.number}
    if fixed.is_new:
        messages.success(
            request,
            _(
                "Fassung %(number)s ist festgehalten. Beschlüsse und Aufträge sind jetzt Vorgänge; "
                "der übrige Text wird gelesen."
            )
            % words,
        )
    else:
        messages.info(
            request, _("Seit Fassung %(number)s hat sich nichts geändert; sie gilt weiter.") % words
        )
    hidden = queries.still_hidden(fixed.versions)
    if hidden:
        told = ngettext(
            "%(n)s Vorgang aus dem öffentlichen Teil war schon für weniger Leser angelegt und "
            "bleibt so; seine Sichtbarkeit ändern Sie am Vorgang.",
            "%(n)s Vorgänge aus dem öffentlichen Teil waren schon für weniger Leser angelegt und "
            "bleiben so; ihre Sichtbarkeit ändern Sie am Vorgang.",
            hidden,
        )
        messages.info(request, told % {"n": hidden})
    return redirect("meetings:record", meeting.pk)


def version(request: HttpRequest, pk: int, number: int, scope: str) -> HttpResponse:
    """A version to read and print, for whoever may read its document."""
    meeting = meetings.found_meeting(request, pk)
    line = _line_or_404(request, meeting, number, scope)
    composed = queries.composed(request.user, line.version)
    if composed is None:
        return redirect(line.document)
    return meetings.tab(
        request,
        meeting,
        "record",
        {"version": line, "composed": composed},
        template="meetings/minutes/version.html",
    )


def version_docx(request: HttpRequest, pk: int, number: int, scope: str) -> HttpResponse:
    meeting = meetings.found_meeting(request, pk)
    line = _line_or_404(request, meeting, number, scope)
    composed = queries.composed(request.user, line.version)
    if composed is None:
        return redirect("archive:original", line.document.public_id)
    response = HttpResponse(word.as_docx(composed), content_type=WORD)
    name = f"{meeting.starts_on.isoformat()} {line.document.title}.docx".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _line_or_404(request: HttpRequest, meeting: Meeting, number: int, scope: str) -> VersionLine:
    line = queries.version(request.user, meeting, number, scope)
    if line is None:
        raise Http404
    return line


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions, each as "2" or "2-public"; without a choice the last two of a kind."""
    meeting = meetings.found_meeting(request, pk)
    lines = queries.versions(request.user, meeting)
    old, new = _chosen(request, lines)
    context: dict[str, object] = {"lines": lines, "old": old, "new": new}
    if old is not None and new is not None:
        changes = comparing.compare(queries.text_of(old), queries.text_of(new))
        context["is_different"] = comparing.is_different(changes)
        context["changes"] = comparing.shortened(changes)
        context["is_unread"] = not (queries.text_of(old) and queries.text_of(new))
    return meetings.tab(
        request, meeting, "record", context, template="meetings/minutes/compare.html"
    )


def _chosen(
    request: HttpRequest, lines: list[VersionLine]
) -> tuple[VersionLine | None, VersionLine | None]:
    by_key = {line.key: line for line in lines}
    old, new = by_key.get(request.GET.get("von", "")), by_key.get(request.GET.get("bis", ""))
    if old is None or new is None:
        new = new or (lines[0] if lines else None)
        others = [
            line for line in lines if new is not None and line.version.number < new.version.number
        ]
        same = [line for line in others if new and line.version.scope == new.version.scope]
        old = old or next(iter(same or others), None)
    return old, new


@meetings.office_only
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    if request.method == "POST":
        form: SeenFactsForm = ApprovalForm(request.POST, user=request.user, minutes=minutes)
        if form.is_valid():
            try:
                actions.approve(actor=request.user, minutes=minutes, **form.cleaned_data)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("Die Niederschrift ist genehmigt."))
                return redirect("meetings:record", pk)
    else:
        form = ApprovalForm(user=request.user, minutes=minutes)
    return meetings.tab(
        request,
        meeting,
        "record",
        {"minutes": minutes, "form": form, "latest": fixing.latest(minutes)},
        template="meetings/minutes/approve.html",
        status=422 if form.is_bound else 200,
    )
