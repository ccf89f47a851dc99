"""The list at the door, the sheet to sign, and who came over the years."""

from __future__ import annotations

from datetime import time

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.bodies import queries as bodies
from sprengel.meetings import queries as meetings
from sprengel.meetings.attendance import actions, queries
from sprengel.meetings.models import Meeting, ParticipantRole
from sprengel.meetings.views import found_meeting, office_only

CLEAR = "clear"


@office_only
def door(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    return render(
        request,
        "meetings/attendance/door.html",
        {
            "meeting": meeting,
            "line": meetings.line(request.user, meeting),
            "list": queries.door_list(request.user, meeting),
        },
    )


@require_POST
@office_only
def mark(request: HttpRequest, pk: int, actor_pk: int) -> HttpResponse:
    """One tap. The page comes back at the same line."""
    meeting = found_meeting(request, pk)
    of = get_object_or_404(bodies.actors(request.user), pk=actor_pk)
    presence = request.POST.get("presence", "")
    try:
        if presence == CLEAR:
            actions.unmark(actor=request.user, meeting=meeting, of=of)
        else:
            actions.mark(
                actor=request.user,
                meeting=meeting,
                of=of,
                presence=presence,
                at=_time(request.POST.get("at", "")),
                role=_role(request, meeting, of.pk),
            )
    except ValidationError as problem:
        messages.error(request, f"{of.name}: {' '.join(problem.messages)}")
    except actions.Cancelled:
        messages.error(request, _("Diese Sitzung ist abgesagt."))
    return redirect(f"{reverse('meetings:door', args=[pk])}#wer-{of.pk}")


@require_POST
@office_only
def mark_accepted(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    try:
        count = actions.mark_accepted(actor=request.user, meeting=meeting)
    except actions.Cancelled:
        messages.error(request, _("Diese Sitzung ist abgesagt."))
        return redirect("meetings:door", pk)
    text = ngettext(
        "%(count)s Person als anwesend eingetragen. Bitte berichtigen, wer doch fehlt.",
        "%(count)s Personen als anwesend eingetragen. Bitte berichtigen, wer doch fehlt.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("meetings:door", pk)


@office_only
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """To print, lay out and sign."""
    meeting = found_meeting(request, pk)
    return render(
        request,
        "meetings/attendance/sheet.html",
        {
            "meeting": meeting,
            "line": meetings.line(request.user, meeting),
            "list": queries.door_list(request.user, meeting),
        },
    )


@login_required
def history(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(bodies.organizations(request.user), slug=slug)
    if not queries.sees_absences(request.user):
        raise Http404
    return render(
        request,
        "meetings/attendance/history.html",
        {
            "organization": organization,
            "history": queries.history(request.user, organization),
        },
    )


def _time(text: str) -> time | None:
    """As the browser sends it, or as one types it: 14:30, 14.30."""
    if not text.strip():
        return None
    return forms.TimeField(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"]).clean(text)


def _role(request: HttpRequest, meeting: Meeting, actor_pk: int) -> str:
    """Who is a member of the circle that day is one in the list as well."""
    given = request.POST.get("role", "")
    if given in ParticipantRole.values:
        return given
    row = next(
        (
            each
            for each in queries.door_list(request.user, meeting).rows
            if each.actor.pk == actor_pk
        ),
        None,
    )
    return row.role if row else ParticipantRole.GUEST
