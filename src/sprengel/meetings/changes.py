"""The screens that change something: plan, decide, order, attach. After a change: redirect."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sprengel.accounts.actions import mark_changes_seen
from sprengel.bodies.models import Actor, ActorKind
from sprengel.bodies.queries import post_on
from sprengel.meetings import actions, views
from sprengel.meetings.dates import last_day
from sprengel.meetings.forms import (
    AttachForm,
    ParticipationForm,
)
from sprengel.meetings.minutes import fixing as minutes
from sprengel.meetings.models import DatePrecision, Meeting, MeetingDocumentRole, Participation
from sprengel.meetings.views import office_only


@require_POST
@login_required
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Up to when the page was made, so that what came in since is not missed."""
    try:
        given = datetime.fromisoformat(request.POST.get("made_at", ""))
        at = given.astimezone(UTC)
    except (ValueError, OverflowError):
        return HttpResponseBadRequest()
    if given.tzinfo is None:
        return HttpResponseBadRequest()
    # A page is not made in the future; what is to come must not count as read.
    mark_changes_seen(actor=request.user, at=min(at, timezone.now()))
    return redirect("meetings:home")


@require_POST
@office_only
def add_participation(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    form = ParticipationForm(request.POST, user=request.user)
    if not form.is_valid():
        return views.attendance(request, pk, rejected=form)
    data = form.cleaned_data
    data["post_title"] = data["post_title"] or _post_title(data["person"] or data["of"], meeting)
    actions.add_participation(actor=request.user, meeting=meeting, **data)
    return redirect("meetings:attendance", pk)


@require_POST
@office_only
def remove_participation(request: HttpRequest, pk: int, participation_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    row = get_object_or_404(
        Participation.objects.visible_to(request.user), meeting=meeting, pk=participation_pk
    )
    actions.remove_participation(actor=request.user, participation=row)
    return redirect("meetings:attendance", pk)


@require_POST
@office_only
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    form = AttachForm(request.POST, user=request.user, meeting=meeting)
    if not form.is_valid():
        return views.record(request, pk, rejected=form)
    actions.attach_document(actor=request.user, meeting=meeting, **form.cleaned_data)
    if form.cleaned_data["role"] == MeetingDocumentRole.MINUTES:
        minutes.uploaded(
            actor=request.user, meeting=meeting, document=form.cleaned_data["document"]
        )
    messages.success(request, _("Das Dokument liegt jetzt bei dieser Sitzung."))
    return redirect("meetings:record", pk)


def _post_title(of: Actor, meeting: Meeting) -> str:
    """The office somebody held on the day of the meeting."""
    if of.actor_kind != ActorKind.PERSON or meeting.date_precision != DatePrecision.DAY:
        return ""
    post = post_on(getattr(of, "as_person", of), last_day(meeting))
    return post.title if post else ""
