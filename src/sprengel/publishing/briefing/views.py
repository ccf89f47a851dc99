"""The briefing on the screen and as a file: one's own, or, for the office, everybody's."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sprengel.accounts.rules import is_office
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import Meeting
from sprengel.publishing.briefing import actions, files, queries
from sprengel.publishing.files.pdf import NoPdf
from sprengel.publishing.files.word import BadTemplate
from sprengel.publishing.reports.files import File
from sprengel.publishing.reports.views import file_response

FORMATS: dict[str, Callable[[queries.Briefing], File]] = {
    "docx": files.as_word,
    "pdf": files.as_pdf,
}


@require_safe
@login_required
def briefings(request: HttpRequest, pk: int) -> HttpResponse:
    """The office chooses whose; a mayor's office comes straight to its own."""
    meeting = _meeting(request, pk)
    found = queries.recipients(request.user, meeting)
    if not is_office(request.user):
        if not found:
            raise Http404
        return redirect("publishing:briefing", pk, found[0].slug)
    wanted = request.GET.get("format", "")
    if wanted:
        return _handed_out(request, wanted, lambda make: files.archive(meeting, found, make))
    context = {
        "meeting": meeting,
        "recipients": found,
        "due_on": queries.due_on(meeting),
        "line": meetings.line(request.user, meeting),
    }
    return render(request, "publishing/briefings.html", context)


@require_safe
@login_required
def briefing(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    meeting = _meeting(request, pk)
    whose = queries.recipient(request.user, meeting, slug)
    if whose is None:
        raise Http404
    found = queries.briefing(meeting, whose)
    wanted = request.GET.get("format", "")
    if wanted:
        return _handed_out(request, wanted, lambda make: make(found))
    return render(request, "publishing/briefing.html", {"briefing": found, "meeting": meeting})


@require_POST
@login_required
@permission_required("publishing.issue_report", raise_exception=True)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    try:
        done = actions.send(actor=request.user, meeting=meeting)
    except BadTemplate as problem:
        messages.error(request, str(problem))
        return redirect("publishing:briefings", pk)
    if done.sent:
        text = ngettext(
            "Eine Unterlage ist in der Post.", "%(count)s Unterlagen sind in der Post.", done.sent
        )
        messages.success(request, text % {"count": done.sent})
    if done.as_before:
        text = ngettext(
            "Eine Stelle hat diese Unterlage schon; sie bekommt sie nicht noch einmal.",
            "%(count)s Stellen haben diese Unterlage schon; sie bekommen sie nicht noch einmal.",
            done.as_before,
        )
        messages.info(request, text % {"count": done.as_before})
    if done.without_address:
        messages.warning(
            request,
            _("Ohne E-Mail-Adresse: %(names)s. Bitte dort eintragen oder die Datei übergeben.")
            % {"names": ", ".join(done.without_address)},
        )
    return redirect("publishing:briefings", pk)


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    found = meetings.meeting(request.user, pk)
    if found is None:
        raise Http404
    return found


def _handed_out(
    request: HttpRequest,
    wanted: str,
    make: Callable[[Callable[[queries.Briefing], File]], File],
) -> HttpResponse:
    if wanted not in FORMATS:
        raise Http404
    try:
        return file_response(make(FORMATS[wanted]))
    except (NoPdf, BadTemplate) as problem:
        messages.error(request, str(problem))
        return redirect(request.path)
