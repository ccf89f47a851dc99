"""A poll for a date: made and read by the office, answered by members, logged in or by link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sprengel.accounts.rules import is_office
from sprengel.bodies.models import Actor
from sprengel.bodies.queries import body_of
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.meetings.models import DatePoll, PollState, Series
from sprengel.meetings.planning import poll_actions
from sprengel.meetings.planning.poll_forms import (
    OnBehalfForm,
    PollAnswerForm,
    PollForm,
    default_close,
)
from sprengel.meetings.planning.polls import (
    asked,
    earlier_words,
    is_asked,
    matrix,
    poll_for_link,
    polls,
)
from sprengel.meetings.planning.polls import takes_answers as still_open
from sprengel.meetings.planning.views import found_series
from sprengel.meetings.planning.year import free_days, pattern_of, year_plan
from sprengel.meetings.views import office_only
from sprengel.ui.wording import listed

DAYS_SUGGESTED = 3


@office_only
def add_poll(request: HttpRequest, series_pk: int) -> HttpResponse:
    series = found_series(request, series_pk)
    form = PollForm(request.POST or None, initial=_suggested(request, series))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        poll = poll_actions.start_poll(
            actor=request.user,
            series=series,
            title=data["title"],
            closes_on=data["closes_on"],
            note=data["note"],
            visibility=data["visibility"],
            options=form.options(),
        )
        messages.success(request, _("Die Umfrage läuft. Die Mitglieder werden angeschrieben."))
        return redirect(poll)
    context = {"form": form, "series": series}
    return render(
        request, "meetings/planning/poll_new.html", context, status=422 if form.errors else 200
    )


@login_required
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Who can when; a member's own answer, the office's next step."""
    found = _found(request, pk)
    own = _own(request, found)
    office = is_office(request.user)
    form: PollAnswerForm | None = None
    if office:
        form = _on_behalf(request, found)
    elif own is not None:
        form = PollAnswerForm(
            request.POST or None,
            poll=found,
            earlier=earlier_words(found, own),
            initial={"answered_by": str(request.user)},
        )
    if request.method == "POST":
        return _answered(request, found, form, own)
    return _page(request, found, form, own)


@require_POST
@office_only
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        sent = poll_actions.remind(actor=request.user, poll=found)
    except poll_actions.NotOpen:
        return _is_closed(request, found)
    text = ngettext(
        "Eine Erinnerung geht hinaus.", "%(count)s Erinnerungen gehen hinaus.", sent.letters_count
    )
    if sent.letters_count:
        messages.success(request, text % {"count": sent.letters_count})
    elif not sent.without_address:
        messages.info(request, _("Es fehlt keine Antwort mehr."))
    if sent.without_address:
        names = listed([actor.name for actor in sent.without_address])
        messages.warning(
            request,
            _("Keine E-Mail-Adresse: %(names)s. Bitte anrufen und die Antwort hier eintragen.")
            % {"names": names},
        )
    return redirect(found)


@require_POST
@office_only
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        poll_actions.end_poll(actor=request.user, poll=found)
    except poll_actions.NotOpen:
        return _is_closed(request, found)
    messages.success(request, _("Die Umfrage ist ohne Ergebnis beendet."))
    return redirect(found)


@require_POST
@office_only
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    chosen = request.POST.get("option", "")
    if not (chosen.isascii() and chosen.isdigit()):
        return HttpResponseBadRequest()
    option = get_object_or_404(found.options, pk=int(chosen))
    try:
        meeting = poll_actions.choose_date(actor=request.user, poll=found, option=option)
    except poll_actions.NotOpen:
        return _is_closed(request, found)
    messages.success(
        request, _("Der Termin steht, die Sitzung ist eingetragen. Eingeladen wird von hier aus.")
    )
    return redirect(meeting)


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without login. GET shows, only POST writes: a mail program that opens links says nothing."""
    link = links.opened(token, LinkPurpose.POLL)
    found = poll_for_link(link.object_id) if link else None
    holder = Actor.objects.filter(pk=link.holder_id).first() if link else None
    if found is None or holder is None or not is_asked(found, holder):
        return render(request, "meetings/planning/poll_link_over.html", status=404)
    context = {"poll": found, "holder": holder}
    if not still_open(found):
        # 409 only where somebody tried to answer: that answer was not kept.
        return render(
            request,
            "meetings/planning/poll_closed.html",
            {**context, "was_refused": request.method == "POST"},
            status=409 if request.method == "POST" else 200,
        )
    earlier = earlier_words(found, holder)
    form = PollAnswerForm(request.POST or None, poll=found, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        try:
            answered = poll_actions.answer_poll(
                actor=None,
                poll=found,
                of=holder,
                words=form.words(),
                note=form.cleaned_data["note"],
                answered_by=form.cleaned_data["answered_by"],
            )
        except poll_actions.NotOpen:
            return redirect(request.path)
        _thank(request, answered)
        return redirect(request.path)
    context |= {"form": form, "latest": next(iter(earlier.values()), None)}
    return render(
        request,
        "meetings/planning/poll_answer.html",
        context,
        status=422 if form.errors else 200,
    )


def _answered(
    request: HttpRequest, found: DatePoll, form: PollAnswerForm | None, own: Actor | None
) -> HttpResponse:
    if form is None:
        raise Http404
    if not form.is_valid():
        return _page(request, found, form, own, status=422)
    office = is_office(request.user)
    of = own
    if office:
        of = next(
            (each for each in _people(request, found) if each.pk == form.cleaned_data["of"]), None
        )
    if of is None:
        raise Http404
    try:
        answered = poll_actions.answer_poll(
            actor=request.user,
            poll=found,
            of=of,
            words=form.words(),
            note=form.cleaned_data["note"],
            answered_by=form.cleaned_data["answered_by"],
            by_office=office,
        )
    except poll_actions.NotOpen:
        return _is_closed(request, found)
    _thank(request, answered)
    return redirect(found)


def _page(
    request: HttpRequest,
    found: DatePoll,
    form: PollAnswerForm | None,
    own: Actor | None,
    status: int = 200,
) -> HttpResponse:
    may_answer = still_open(found) or (is_office(request.user) and found.state == PollState.OPEN)
    return render(
        request,
        "meetings/planning/poll.html",
        {
            "poll": found,
            "series": found.series,
            "matrix": matrix(request.user, found),
            "form": form if may_answer else None,
            "own": own,
            "takes_answers": still_open(found),
            "is_over": poll_actions.is_over(found),
        },
        status=status,
    )


def _on_behalf(request: HttpRequest, found: DatePoll) -> OnBehalfForm:
    return OnBehalfForm(request.POST or None, poll=found, asked=_people(request, found))


def _people(request: HttpRequest, found: DatePoll) -> list[Actor]:
    return asked(request.user, found)


def _own(request: HttpRequest, found: DatePoll) -> Actor | None:
    """The viewer's own city, if it is asked."""
    body = body_of(request.user)
    if body is None:
        return None
    return next((each for each in _people(request, found) if each.pk == body.pk), None)


def _thank(request: HttpRequest, answered: poll_actions.Answered) -> None:
    if answered.earlier_at is None:
        messages.success(request, _("Danke, die Antwort ist angekommen."))
        return
    at = formats.date_format(localtime(answered.earlier_at), "DATETIME_FORMAT")
    messages.success(
        request,
        _("Danke. Schon am %(at)s hatte %(who)s geantwortet; jetzt gilt diese spätere Antwort.")
        % {"at": at, "who": answered.earlier_by},
    )


def _is_closed(request: HttpRequest, found: DatePoll) -> HttpResponse:
    messages.error(request, _("Diese Umfrage ist beendet. Ihre Eingabe wurde nicht gespeichert."))
    return redirect(found)


def _found(request: HttpRequest, pk: int) -> DatePoll:
    return get_object_or_404(polls(request.user), pk=pk)


def _suggested(request: HttpRequest, series: Series) -> dict[str, object]:
    """Free days of the next month of the rhythm, at the usual hour."""
    pattern = pattern_of(request.user, series)
    closes = default_close()
    found: dict[str, object] = {"closes_on": closes, "title": series.name}
    wanted = [each for each in year_plan(request.user, series).to_plan if each.starts_on > closes]
    if not wanted:
        return found
    found["title"] = pattern.title_on(wanted[0].starts_on)
    days = free_days(request.user, series, wanted[0], after=closes, count=DAYS_SUGGESTED)
    for number, day in enumerate(days, start=1):
        found[f"day_{number}"] = day
        found[f"from_{number}"] = pattern.starts_at
        found[f"to_{number}"] = pattern.ends_at
    return found
