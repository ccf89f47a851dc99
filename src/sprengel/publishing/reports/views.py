"""Status reports and "Was daraus wurde": shown, handed out as files, issued."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sprengel.accounts.clock import today
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import Meeting
from sprengel.publishing.briefing import files as briefing_files
from sprengel.publishing.files import word
from sprengel.publishing.files.pdf import NoPdf
from sprengel.publishing.files.word import BadTemplate
from sprengel.publishing.press import files as press_files
from sprengel.publishing.reports import actions, files, queries
from sprengel.publishing.reports.files import File
from sprengel.publishing.reports.forms import TemplateForm, WantedForm
from sprengel.publishing.reports.queries import Report
from sprengel.ui.wording import long_date

FORMATS: dict[str, Callable[[Report], File]] = {
    "docx": files.as_word,
    "xlsx": files.as_excel,
    "pdf": files.as_pdf,
}
TEMPLATES = {
    files.REPORT_TEMPLATE: gettext_lazy("Sachstandsbericht"),
    files.BECAME_TEMPLATE: gettext_lazy("Was daraus wurde"),
    briefing_files.TEMPLATE: gettext_lazy("Sitzungsunterlage"),
    press_files.TEMPLATE: gettext_lazy("Pressemitteilung"),
}


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    context = {
        "reports": list(queries.reports(request.user)[:200]),
        "form": WantedForm(user=request.user),
        "can_issue": request.user.has_perm("publishing.issue_report"),
    }
    return render(request, "publishing/reports.html", context)


@require_safe
def draft(request: HttpRequest) -> HttpResponse:
    """What a report issued now would hold; anybody may make one of what they may see."""
    form = WantedForm(request.GET or {"von": ""}, user=request.user)
    if not form.is_valid():
        context = {"form": form, "reports": list(queries.reports(request.user)[:200])}
        return render(request, "publishing/reports.html", context, status=422)
    report = queries.draft(form.wanted())
    wanted = request.GET.get("format", "")
    if wanted:
        return _handed_out(request, lambda: FORMATS[wanted](report), wanted)
    return _page(request, report, form=form, query=request.GET.urlencode())


@require_POST
@login_required
@permission_required("publishing.issue_report", raise_exception=True)
def issue(request: HttpRequest) -> HttpResponse:
    form = WantedForm(request.POST, user=request.user)
    if not form.is_valid():
        return redirect(f"{reverse('publishing:report_draft')}?{_query(request)}")
    try:
        report = actions.issue(actor=request.user, wanted=form.wanted())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(f"{reverse('publishing:report_draft')}?{_query(request)}")
    messages.success(
        request,
        _("Bericht Nr. %(number)s ist ausgegeben. Abgeschlossenes entfällt im nächsten.")
        % {"number": report.number},
    )
    return redirect(report)


@require_safe
def report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = queries.report(request.user, public_id)
    if found is None:
        raise Http404
    as_issued = queries.issued(found)
    wanted = request.GET.get("format", "")
    if wanted:
        return _handed_out(request, lambda: FORMATS[wanted](as_issued), wanted)
    return _page(request, as_issued, issued=found)


@require_safe
def became(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meetings.meeting(request.user, pk)
    if meeting is None:
        raise Http404
    found = queries.became_of(request.user, meeting)
    as_of = long_date(today())
    formats: dict[str, Callable[[], File]] = {
        "docx": lambda: files.became_as_word(meeting, found, as_of),
        "pdf": lambda: files.became_as_pdf(meeting, found, as_of),
    }
    wanted = request.GET.get("format", "")
    if wanted:
        return _handed_out(request, formats.get(wanted), wanted)
    context = {"meeting": meeting, "lines": found, "as_of": as_of, "legend": files.legend()}
    return render(request, "publishing/became.html", {**context, **_circle(meeting)})


@login_required
@permission_required("publishing.issue_report", raise_exception=True)
def templates(request: HttpRequest) -> HttpResponse:
    chosen = [(TEMPLATES[name], word.template(name)) for name in word.names() if name in TEMPLATES]
    form = TemplateForm()
    return render(request, "publishing/templates.html", {"templates": chosen, "form": form})


@require_safe
@login_required
@permission_required("publishing.issue_report", raise_exception=True)
def template_file(request: HttpRequest, name: str) -> HttpResponse:
    try:
        data = word.template(name).path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return file_response(File(name, files.WORD_TYPE, data))


@require_POST
@login_required
@permission_required("publishing.issue_report", raise_exception=True)
def change_template(request: HttpRequest, name: str) -> HttpResponse:
    if name not in TEMPLATES:
        raise Http404
    if "zurueck" in request.POST:
        word.restore(name)
        messages.success(request, _("Die mitgelieferte Vorlage gilt wieder."))
        return redirect("publishing:templates")
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["file"]))
        return redirect("publishing:templates")
    try:
        word.replace(name, form.cleaned_data["file"].read(), _samples()[name])
    except BadTemplate as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Ihre Vorlage gilt ab jetzt."))
    return redirect("publishing:templates")


def _samples() -> dict[str, dict[str, Any]]:
    return {
        **files.sample(),
        briefing_files.TEMPLATE: briefing_files.sample(),
        press_files.TEMPLATE: press_files.sample(),
    }


def _page(
    request: HttpRequest,
    report: Report,
    *,
    form: WantedForm | None = None,
    issued: object | None = None,
    query: str = "",
) -> HttpResponse:
    context = {
        "report": report,
        "title": files.title(report),
        "term": files.term(report),
        "parts": files.parts(report),
        "legend": files.legend(),
        "form": form,
        "issued": issued,
        "query": f"{query}&" if query else "",
        "can_issue": form is not None and request.user.has_perm("publishing.issue_report"),
    }
    return render(request, "publishing/report.html", context)


def _handed_out(request: HttpRequest, make: Callable[[], File] | None, wanted: str) -> HttpResponse:
    """The file, or a page that says why there is none and leads back."""
    if make is None or wanted not in FORMATS:
        raise Http404
    try:
        return file_response(make())
    except (NoPdf, BadTemplate) as problem:
        messages.error(request, str(problem))
    query = request.GET.copy()
    query.pop("format", None)
    return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)


def file_response(file: File) -> HttpResponse:
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _query(request: HttpRequest) -> str:
    return urlencode(
        {name: request.POST.get(name, "") for name in ("gremium", "von", "bis", "leser")}
    )


def _circle(meeting: Meeting) -> dict[str, object]:
    return {"organization": meeting.organization}
