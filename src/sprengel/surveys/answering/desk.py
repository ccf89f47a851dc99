"""What happens at the form: save, take over an offer, look through, send, ask helpers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.surveys.answering import declining, drafts, helpers, pages, sending
from sprengel.surveys.answering.drafts import NotOpen
from sprengel.surveys.answering.entries import Entry, field_name
from sprengel.surveys.answering.files import taken_in, too_large
from sprengel.surveys.answering.form import LAST_TIME, MINE
from sprengel.surveys.answering.forms import DeclineForm, HelperForm, SendForm
from sprengel.surveys.answering.previous import answers_of_last_time
from sprengel.surveys.answering.reading import evaluate
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.building.queries import questions
from sprengel.surveys.models import Question
from sprengel.surveys.problems import Changed, SurveyProblem


@dataclass(slots=True)
class Desk:
    request: HttpRequest
    seat: Seat
    questions: list[Question]
    file_problems: Mapping[str, str] = field(default_factory=dict)


def answered(request: HttpRequest, seat: Seat) -> HttpResponse:
    desk = Desk(request, seat, questions(seat.asked.survey))
    if request.method != "POST":
        return pages.shown(request, seat, desk.questions)
    try:
        return _posted(desk)
    except NotOpen:
        return _came_too_late(desk)


def _posted(desk: Desk) -> HttpResponse:
    data = desk.request.POST
    for name, step in STEPS.items():
        if name in data:
            return step(desk)
    return _save(desk)


def _came_too_late(desk: Desk) -> HttpResponse:
    """Somebody has sent it, or the survey has ended: what was typed now is not kept."""
    if "autosave" in desk.request.POST:
        return JsonResponse({"over": True}, status=409)
    messages.warning(
        desk.request,
        _(
            "Diese Antwort ist inzwischen abgesendet oder die Umfrage beendet. Ihre letzte Eingabe "
            "wurde nicht gespeichert."
        ),
    )
    return redirect(desk.seat.address)


def _kept(desk: Desk) -> drafts.Saved:
    """Everything in the form, and the files with it."""
    if not (desk.seat.is_open and desk.seat.is_editing):
        raise NotOpen
    mine = desk.seat.questions(desk.questions)
    found, desk.file_problems = taken_in(desk.seat.asked, mine, desk.request.FILES)
    for name in getattr(desk.request, "too_large", ()):
        messages.error(desk.request, too_large(name))
    saved = drafts.save(
        seat=desk.seat, questions=desk.questions, data=desk.request.POST, files=found
    )
    desk.seat = saved.seat
    return saved


def _save(desk: Desk) -> HttpResponse:
    saved = _kept(desk)
    if saved.conflicts or desk.file_problems:
        return _form_again(desk, saved)
    messages.success(desk.request, _("Zwischengespeichert. Abgesendet ist noch nichts."))
    return redirect(desk.seat.address)


def _autosave(desk: Desk) -> HttpResponse:
    """While typing: says which state of each field is kept now."""
    saved = drafts.save(seat=desk.seat, questions=desk.questions, data=desk.request.POST)
    entries = drafts.kept(saved.seat)
    mine = saved.seat.questions(desk.questions)
    return JsonResponse(
        {
            "said": _("Gespeichert um %(time)s Uhr")
            % {"time": timezone.localtime().strftime("%H:%M")},
            "seen": {
                one.key: entries.get(one.key, Entry()).digest
                for one in mine
                if one.key not in saved.conflicts
            },
            "conflicts": pages.conflict_words(mine, saved.conflicts),
        }
    )


def _check(desk: Desk) -> HttpResponse:
    """On to the page before sending, if nothing is missing."""
    saved = _kept(desk)
    is_complete = evaluate(desk.questions, drafts.kept(desk.seat)).is_complete
    if saved.conflicts or desk.file_problems or not is_complete:
        return _form_again(desk, saved, shows_problems=True)
    return redirect(f"{desk.seat.address}?{pages.STEP}={pages.LOOK_THROUGH}")


def _take(desk: Desk) -> HttpResponse:
    """One offered answer, with one click; what else stands in the form is kept, too."""
    saved = _kept(desk)
    source, _colon, key = desk.request.POST["take"].partition(":")
    entry = None
    if source == LAST_TIME:
        entry = answers_of_last_time(desk.seat.asked, desk.questions).get(key)
    elif source == MINE:
        entry = Entry.from_carried(desk.request.POST.get(field_name(key, "mine"), ""))
    if entry is not None:
        desk.seat = drafts.put(seat=desk.seat, questions=desk.questions, key=key, entry=entry)
    others = {name: one for name, one in saved.conflicts.items() if name != key}
    if others or desk.file_problems:
        return _form_again(desk, drafts.Saved(desk.seat, others))
    return redirect(f"{desk.seat.address}#frage-{key}")


def _send(desk: Desk) -> HttpResponse:
    is_anonymous = desk.seat.asked.survey.is_anonymous
    form = SendForm(desk.request.POST, is_anonymous=is_anonymous)
    if not form.is_valid():
        return pages.look_through(desk.request, desk.seat, desk.questions, form)
    try:
        sending.send(
            seat=desk.seat,
            questions=desk.questions,
            seen_version=form.cleaned_data["version"],
            submitted_by_name=form.cleaned_data.get("submitted_by_name", ""),
        )
    except Changed as problem:
        messages.warning(desk.request, str(problem))
        return redirect(f"{desk.seat.address}?{pages.STEP}={pages.LOOK_THROUGH}")
    except SurveyProblem as problem:
        messages.error(desk.request, str(problem))
        return redirect(desk.seat.address)
    if desk.seat.way is Way.OFFICE:
        messages.success(desk.request, _("Die Antwort ist eingetragen."))
    else:
        messages.success(desk.request, _("Danke, Ihre Antworten sind angekommen."))
    return redirect(desk.seat.address)


def _add_helper(desk: Desk) -> HttpResponse:
    saved = _kept(desk)
    form = HelperForm(desk.request.POST, sections=[one.section for one in desk.questions])
    if not form.is_valid():
        return _form_again(desk, saved, helper_form=form)
    given = form.cleaned_data
    try:
        added = helpers.add(
            seat=desk.seat,
            name=given["name"],
            email=given["email"],
            sections=given.get("sections", []),
        )
    except ValidationError as problem:
        form.add_error("email", problem)
        return _form_again(desk, saved, helper_form=form)
    except SurveyProblem as problem:
        form.add_error(None, str(problem))
        return _form_again(desk, saved, helper_form=form)
    words = {"name": added.helper.name}
    if added.is_new:
        text = _("%(name)s bekommt eine E-Mail mit einem eigenen Link.") % words
        messages.success(desk.request, text)
    else:
        text = _("%(name)s hat schon einen Link.") % words
        messages.info(desk.request, text)
    if saved.conflicts:
        return _form_again(desk, saved)
    return redirect(f"{desk.seat.address}#mitarbeit")


def _remove_helper(desk: Desk) -> HttpResponse:
    saved = _kept(desk)
    wanted = desk.request.POST["remove_helper"]
    if wanted.isdigit() and len(wanted) < 18:
        removed = helpers.remove(seat=desk.seat, pk=int(wanted))
        if removed is not None:
            messages.success(
                desk.request,
                _("Der Link von %(name)s gilt nicht mehr; das Eingetragene bleibt.")
                % {"name": removed.name},
            )
    if saved.conflicts:
        return _form_again(desk, saved)
    return redirect(f"{desk.seat.address}#mitarbeit")


def _decline(desk: Desk) -> HttpResponse:
    form = DeclineForm(desk.request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    declining.decline(seat=desk.seat, because=because)
    messages.success(
        desk.request,
        _("Danke für die Nachricht. Sie werden nicht erinnert; antworten können Sie noch."),
    )
    return redirect(desk.seat.address)


def _reopen(desk: Desk) -> HttpResponse:
    drafts.reopen(seat=desk.seat)
    return redirect(desk.seat.address)


def _drop(desk: Desk) -> HttpResponse:
    drafts.drop_changes(seat=desk.seat)
    messages.info(desk.request, _("Es bleibt bei den abgesendeten Antworten."))
    return redirect(desk.seat.address)


def _form_again(
    desk: Desk,
    saved: drafts.Saved,
    *,
    shows_problems: bool = False,
    helper_form: HelperForm | None = None,
) -> HttpResponse:
    context = pages.form_context(
        desk.seat,
        desk.questions,
        conflicts=saved.conflicts,
        file_problems=desk.file_problems,
        shows_problems=shows_problems,
        helper_form=helper_form,
    )
    status = 409 if saved.conflicts else 422
    return render(desk.request, "surveys/answering/form.html", context, status=status)


STEPS: dict[str, Callable[[Desk], HttpResponse]] = {
    "autosave": _autosave,
    "take": _take,
    "check": _check,
    "send": _send,
    "add_helper": _add_helper,
    "remove_helper": _remove_helper,
    "decline": _decline,
    "reopen": _reopen,
    "drop": _drop,
}
