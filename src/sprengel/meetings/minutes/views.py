"""Writing the minutes: the board, drafts, saving, conflicts, what is noted."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sprengel.meetings import views as meetings
from sprengel.meetings.minutes import actions, comparing, machine, outline, queries, writing
from sprengel.meetings.minutes.forms import SectionForm
from sprengel.meetings.minutes.writing import Conflict, TooLong, Typed
from sprengel.meetings.models import (
    Meeting,
    Minutes,
    MinutesSection,
    RecordKind,
)

STEPS = {"up": -1, "down": 1}
TEXT, BASED_ON = "text-", "based-"


def minutes_or_404(request: HttpRequest, pk: int) -> tuple[Meeting, Minutes]:
    meeting = meetings.found_meeting(request, pk)
    minutes = queries.minutes_of(request.user, meeting)
    if minutes is None:
        raise Http404
    return meeting, minutes


def section_or_404(request: HttpRequest, minutes: Minutes, pk: int) -> MinutesSection:
    section = queries.section(request.user, minutes, pk)
    if section is None:
        raise Http404
    return section


def board_url(meeting: Meeting, section_pk: int | None = None) -> str:
    url = reverse("meetings:write_minutes", args=[meeting.pk])
    return f"{url}#abschnitt-{section_pk}" if section_pk else url


@require_POST
@meetings.office_only
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meetings.found_meeting(request, pk)
    actions.begin(actor=request.user, meeting=meeting)
    return redirect("meetings:write_minutes", pk)


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The board; a form sent to it is saved, also that of somebody logged out meanwhile: told."""
    if request.method == "POST":
        return _save(request, pk)
    return _board(request, pk)


@meetings.office_only
def _board(
    request: HttpRequest, pk: int, rejected: SectionForm | None = None, status: int = 200
) -> HttpResponse:
    meeting = meetings.found_meeting(request, pk)
    minutes = queries.minutes_of(request.user, meeting)
    if minutes is None:
        return redirect("meetings:record", pk)
    board = queries.board(request.user, minutes)
    return meetings.tab(
        request,
        meeting,
        "record",
        {
            "minutes": minutes,
            "board": board,
            "changes": outline.changes(minutes),
            "section_form": rejected or SectionForm(),
            "just_saved": _just_saved(request),
        },
        template="meetings/minutes/write.html",
        status=status,
    )


def _just_saved(request: HttpRequest) -> int | None:
    """The section whose reading is shown at once, after it was saved."""
    text = request.GET.get("gespeichert", "")
    return int(text) if text.isdecimal() and len(text) < 12 else None


# ── Saving ────────────────────────────────────────────────────────────────────────────────────


def _save(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return _kept(request, pk)
    if not request.user.has_perm("meetings.change"):
        return _kept(request, pk)
    meeting, minutes = minutes_or_404(request, pk)
    typed = _typed(request)
    try:
        saved = writing.save(actor=request.user, minutes=minutes, typed=typed)
    except TooLong:
        return _kept(request, pk, is_too_long=True)
    if saved.conflicts:
        return _conflict(request, meeting, saved.conflicts)
    if saved.sections:
        text = ngettext("%(n)s Abschnitt gespeichert.", "%(n)s Abschnitte gespeichert.",
                        len(saved.sections)) % {"n": len(saved.sections)}  # fmt: skip
        messages.success(request, text)
    return redirect(_then(request, meeting))


def _typed(request: HttpRequest) -> list[Typed]:
    found = []
    for name in request.POST:
        number = name.removeprefix(TEXT)
        if name.startswith(TEXT) and number.isdecimal() and len(number) < 12:
            based_on = request.POST.get(BASED_ON + number, "")
            found.append(
                Typed(
                    int(number),
                    request.POST[name],
                    int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0,
                )
            )
    return found


def _then(request: HttpRequest, meeting: Meeting) -> str:
    """Where the pressed button leads after saving: back, or on to noting something."""
    wish, _dash, number = request.POST.get("then", "").partition("-")
    if not number.isdecimal() or len(number) > 11:
        return board_url(meeting)
    if wish in RecordKind.values:
        path = reverse("meetings:note_record", args=[meeting.pk, int(number)])
        return f"{path}?art={wish}"
    if wish == "read":
        return reverse("meetings:read_section", args=[meeting.pk, int(number)])
    url = reverse("meetings:write_minutes", args=[meeting.pk])
    return f"{url}?gespeichert={int(number)}#abschnitt-{int(number)}"


def _kept(request: HttpRequest, pk: int, *, is_too_long: bool = False) -> HttpResponse:
    """Nothing can be saved now; everything that was typed is shown, to be sent again."""
    typed = [each for each in _typed(request) if each.text.strip()]
    return render(
        request,
        "meetings/minutes/kept.html",
        {"typed": typed, "pk": pk, "is_too_long": is_too_long, "longest": writing.LONGEST},
        status=422 if is_too_long else 401,
    )


def _conflict(
    request: HttpRequest, meeting: Meeting, conflicts: Iterable[Conflict]
) -> HttpResponse:
    shown = [
        {
            "section": each.section,
            "mine": each.mine,
            "theirs": each.theirs,
            "changes": comparing.compare(each.theirs.text, each.mine),
        }
        for each in conflicts
    ]
    return meetings.tab(
        request,
        meeting,
        "record",
        {"conflicts": shown},
        template="meetings/minutes/conflict.html",
        status=409,
    )


@require_POST
def keep_draft(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Asked by the page's script every few seconds; answers in JSON, also that it cannot."""
    if not request.user.is_authenticated:
        return JsonResponse({"problem": "login"}, status=401)
    if not request.user.has_perm("meetings.change"):
        return JsonResponse({"problem": "right"}, status=403)
    _meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    based_on = request.POST.get("based_on", "")
    try:
        kept = writing.keep_draft(
            actor=request.user,
            section=section,
            text=request.POST.get("text", ""),
            based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0,
        )
    except TooLong:
        return JsonResponse({"problem": "long"}, status=422)
    at = timezone.localtime(kept.saved_at or timezone.now())
    newer = None
    if kept.newer is not None:
        when = timezone.localtime(kept.newer.at).strftime("%H:%M")
        newer = _(
            "%(who)s hat diesen Abschnitt um %(when)s Uhr gespeichert. Beim Speichern sehen Sie "
            "beide Texte nebeneinander."
        ) % {"who": kept.newer.user_name, "when": when}
    return JsonResponse(
        {
            "said": _("Entwurf gesichert %(time)s") % {"time": at.strftime("%H:%M")}
            if kept.saved_at
            else _("unverändert"),
            "newer": newer,
        }
    )


@require_POST
@meetings.office_only
def discard_draft(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    writing.discard_draft(actor=request.user, section=section)
    messages.info(request, _("Ihr Entwurf ist verworfen; hier steht wieder, was gespeichert ist."))
    return redirect(board_url(meeting, section.pk))


# ── Sections ──────────────────────────────────────────────────────────────────────────────────


@require_POST
@meetings.office_only
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _board(request, pk, rejected=form, status=422)
    section = actions.add_section(actor=request.user, minutes=minutes, **form.cleaned_data)
    return redirect(board_url(meeting, section.pk))


@require_POST
@meetings.office_only
def change_section(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Up, down or away."""
    meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    choice = request.POST.get("move", "")
    if choice in STEPS:
        actions.move_section(actor=request.user, section=section, by=STEPS[choice])
        return redirect(board_url(meeting, section.pk))
    if choice != "remove":
        return HttpResponseBadRequest()
    try:
        actions.remove_section(actor=request.user, section=section)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(board_url(meeting, section.pk))
    return redirect(board_url(meeting))


@require_POST
@meetings.office_only
def take_over_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = minutes_or_404(request, pk)
    count = outline.take_over(
        actor=request.user, minutes=minutes, keys=request.POST.getlist("change")
    )
    if count:
        messages.success(
            request,
            ngettext("%(n)s Änderung übernommen.", "%(n)s Änderungen übernommen.", count)
            % {"n": count},
        )
    return redirect(board_url(meeting))


@require_GET
@meetings.office_only
def read_section(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """What the machine reads in it: as a part of the board, or as a page of its own."""
    meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    context = {
        "meeting": meeting,
        "section": section,
        "read": machine.read(section, queries.current_text(request.user, section)),
    }
    if request.htmx:
        return render(request, "meetings/minutes/parts/read.html", context)
    return meetings.tab(request, meeting, "record", context, template="meetings/minutes/read.html")


@require_GET
@meetings.office_only
def section_history(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Every saved text of a section, each with what it changed."""
    meeting, minutes = minutes_or_404(request, pk)
    section = section_or_404(request, minutes, section_pk)
    revisions = list(section.revisions.all())
    before = ["", *(revision.text for revision in revisions)]
    steps = [
        {
            "revision": revision,
            "changes": comparing.shortened(comparing.compare(old, revision.text)),
        }
        for old, revision in zip(before, revisions, strict=False)
    ]
    return meetings.tab(
        request,
        meeting,
        "record",
        {"section": section, "steps": steps[::-1]},
        template="meetings/minutes/history.html",
    )
