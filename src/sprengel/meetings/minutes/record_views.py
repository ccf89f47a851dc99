"""Noting decisions and assignments while the minutes are written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sprengel.meetings import views as meetings
from sprengel.meetings.minutes import actions, queries
from sprengel.meetings.minutes.forms import RecordForm
from sprengel.meetings.minutes.views import board_url, minutes_or_404, section_or_404
from sprengel.meetings.models import Meeting, Minutes, MinutesRecord, MinutesSection, RecordKind


@meetings.office_only
def note_record(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    kind = request.POST.get("kind") or request.GET.get("art") or RecordKind.DECISION
    if kind not in RecordKind.values:
        raise Http404
    if request.method == "POST":
        form = RecordForm(request.POST, user=request.user, kind=kind)
        if form.is_valid():
            record = actions.note(actor=request.user, section=section, facts=form.facts())
            return _noted(request, meeting, record)
    else:
        form = RecordForm(
            user=request.user, kind=kind, wording=request.GET.get("wortlaut", "")[:5000]
        )
    return _record_page(request, meeting, section, form, kind)


@meetings.office_only
def change_record(request: HttpRequest, pk: int, record_pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    record = _record_or_404(minutes, record_pk)
    if request.method == "POST":
        form = RecordForm(request.POST, user=request.user, kind=record.kind, record=record)
        if form.is_valid():
            changed = actions.change_record(actor=request.user, record=record, facts=form.facts())
            return _noted(request, meeting, changed)
    else:
        form = RecordForm(user=request.user, kind=record.kind, record=record)
    return _record_page(request, meeting, record.section, form, record.kind, record)


@require_POST
@meetings.office_only
def remove_record(request: HttpRequest, pk: int, record_pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    record = _record_or_404(minutes, record_pk)
    matter = record.statement.matter if record.statement else None
    section_pk = record.section_id
    actions.remove_record(actor=request.user, record=record)
    if matter is not None:
        messages.warning(
            request,
            _(
                "Der Eintrag steht in der nächsten Fassung nicht mehr. Der Vorgang, den er "
                "angelegt hat, bleibt; bitte dort entscheiden: „%(quote)s“."
            )
            % {"quote": matter.quote[:120]},
        )
    return redirect(board_url(meeting, section_pk))


def _record_or_404(minutes: Minutes, pk: int) -> MinutesRecord:
    record = (
        MinutesRecord.objects.filter(section__minutes=minutes, pk=pk)
        .select_related("section__minutes__meeting", "responsible", "statement__matter")
        .first()
    )
    if record is None:
        raise Http404
    return record


def _noted(request: HttpRequest, meeting: Meeting, record: MinutesRecord) -> HttpResponse:
    warning = queries.counted_wrong(record, queries.present_members(meeting))
    if warning:
        messages.warning(request, warning)
    else:
        messages.success(
            request,
            _("Eingetragen. Es steht in der Fassung, die als nächste festgehalten wird."),
        )
    return redirect(board_url(meeting, record.section_id))


def _record_page(
    request: HttpRequest,
    meeting: Meeting,
    section: MinutesSection,
    form: RecordForm,
    kind: str,
    record: MinutesRecord | None = None,
) -> HttpResponse:
    return meetings.tab(
        request,
        meeting,
        "record",
        {"section": section, "form": form, "kind": kind, "record": record},
        template="meetings/minutes/record_form.html",
        status=422 if form.is_bound else 200,
    )
