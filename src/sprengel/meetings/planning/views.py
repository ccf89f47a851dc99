"""The screens of planning: a series, its year ahead, one meeting to plan, move or cancel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sprengel.accounts.clock import today as today_on
from sprengel.bodies.models import Body
from sprengel.meetings import queries
from sprengel.meetings.agenda.standing import put_standing
from sprengel.meetings.dates import by_rhythm, is_exact, last_day
from sprengel.meetings.invitations.rules import has_begun
from sprengel.meetings.models import DatePrecision, Meeting, MeetingState, Series
from sprengel.meetings.planning import actions, hosting
from sprengel.meetings.planning.forms import MeetingForm, SeriesForm, WithdrawHostForm
from sprengel.meetings.planning.hosts import rotation
from sprengel.meetings.planning.objections import Objection, Objections, Slot, past
from sprengel.meetings.planning.polls import polls
from sprengel.meetings.planning.rhythm import months_of
from sprengel.meetings.planning.year import pattern_of, year_plan
from sprengel.meetings.views import found_meeting, office_only


def found_series(request: HttpRequest, pk: int) -> Series:
    """The series, or 404: a hidden one and one that is not there look the same."""
    return get_object_or_404(
        queries.series(request.user).select_related("organization__body"), pk=pk
    )


def series(request: HttpRequest, series_pk: int) -> HttpResponse:
    """What a series is like, whose turn it is to host, what is planned and being asked."""
    found = found_series(request, series_pk)
    today = today_on()
    lines = queries.lines(request.user, queries.meetings(request.user).filter(series=found))
    turn = rotation(request.user, found.organization, today) if found.host_rotates else None
    return render(
        request,
        "meetings/planning/series.html",
        {
            "series": found,
            "months": [_month_name(month) for month in months_of(found)],
            "coming": [
                line
                for line in reversed(lines)
                if line.meeting.state == MeetingState.PLANNED and last_day(line.meeting) >= today
            ],
            "rotation": turn,
            "next_host": turn.next() if turn else None,
            "polls": list(polls(request.user).filter(series=found)),
        },
    )


@office_only
def add_series(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(request.POST or None, user=request.user, initial={"visibility": "public"})
    if request.method == "POST" and form.is_valid():
        made = actions.add_series(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Sitzungsreihe ist angelegt. Wann tagt sie?"))
        return redirect("meetings:plan", made.pk)
    return _form(request, form, title=_("Neue Sitzungsreihe"), save=_("Anlegen"))


@office_only
def edit_series(request: HttpRequest, series_pk: int) -> HttpResponse:
    found = found_series(request, series_pk)
    form = SeriesForm(request.POST or None, user=request.user, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_series(actor=request.user, series=form.save(commit=False))
        messages.success(request, _("Die Sitzungsreihe ist gespeichert."))
        return redirect("meetings:series", series_pk)
    return _form(
        request,
        form,
        title=_("Sitzungsreihe bearbeiten"),
        lead=found.name,
        save=_("Speichern"),
        back=redirect("meetings:series", series_pk).url,
    )


@office_only
def plan(request: HttpRequest, series_pk: int) -> HttpResponse:
    """Like the last meeting, on the day the rhythm gives, with the host whose turn it is."""
    found = found_series(request, series_pk)
    pattern = pattern_of(request.user, found)
    initial = _next_meeting(request, found)
    form = MeetingForm(request.POST or None, user=request.user, series=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        planned = actions.plan_meeting(
            actor=request.user, series=found, copied_from=pattern.last, **form.cleaned_data
        )
        if planned.state == MeetingState.PLANNED:
            put_standing(actor=request.user, meeting=planned)
        messages.success(request, _("Die Sitzung ist eingetragen."))
        _warn(request, planned)
        return redirect(planned)
    return _form(
        request,
        form,
        title=_("Wie die letzte Sitzung") if pattern.last else _("Nächste Sitzung planen"),
        lead=found.name,
        save=_("Sitzung eintragen"),
        back=redirect("meetings:series", series_pk).url,
        series=found,
        copied_from=pattern.last,
        **_looked_at_first(request, found, initial),
    )


@office_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    before = found_meeting(request, pk)
    asked_about = None
    form = MeetingForm(request.POST or None, user=request.user, instance=meeting)
    if request.method == "POST" and form.is_valid():
        wanted = form.save(commit=False)
        if not _must_ask(request, before, wanted):
            return _changed(request, before, wanted)
        asked_about = wanted.starts_on
    return _form(
        request,
        form,
        title=_("Sitzung bearbeiten"),
        lead=before.title,
        save=_("Speichern"),
        back=before.get_absolute_url(),
        series=before.series,
        meeting=before,
        asked_about=asked_about,
        **_looked_at(_against(request, before), before),
    )


@require_GET
@office_only
def day_check(request: HttpRequest, series_pk: int) -> HttpResponse:
    """What speaks against the day in the form, while it is being filled in."""
    found = found_series(request, series_pk)
    form = MeetingForm(request.GET, user=request.user, series=found)
    form.is_valid()
    data = form.cleaned_data
    meeting = _named_meeting(request)
    against: tuple[Objection, ...] = ()
    is_to_come = data.get("state") in (None, MeetingState.PLANNED)
    if is_to_come and data.get("starts_on") and data.get("date_precision", "day") == "day":
        slot = Slot(
            data["starts_on"], data.get("ends_on"), data.get("starts_at"), data.get("ends_at")
        )
        against = _objections(request, found, slot, meeting)
    context = {"objections": against, "day": data.get("starts_on")}
    return render(request, "meetings/planning/objections.html", context)


@office_only
def withdraw_host(request: HttpRequest, pk: int) -> HttpResponse:
    """The host cannot: why, and who is next."""
    meeting = found_meeting(request, pk)
    if meeting.host is None or meeting.state != MeetingState.PLANNED:
        messages.info(request, _("Für diese Sitzung ist keine Gastgeberin eingetragen."))
        return redirect(meeting)
    turn = rotation(request.user, meeting.organization, meeting.starts_on, leave_out=meeting)
    asked = hosting.who_withdrew(meeting) | {meeting.host.pk}
    hosts = [line.body for line in turn.lines if line.body.pk not in asked]
    following = hosts[0] if hosts else None
    initial = {"new_host": following, "place": following.name if following else ""}
    form = WithdrawHostForm(request.POST or None, hosts=hosts, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = hosting.withdraw_host(actor=request.user, meeting=meeting, **form.cleaned_data)
        messages.success(request, _host_message(changed.host))
        _tell_who_has_the_old_one(request, changed)
        return redirect(changed)
    return render(
        request,
        "meetings/planning/withdraw_host.html",
        {"meeting": meeting, "form": form, "rotation": turn, "following": following},
        status=422 if form.errors else 200,
    )


# ── Parts ─────────────────────────────────────────────────────────────────────────────────────


def _must_ask(request: HttpRequest, before: Meeting, wanted: Meeting) -> bool:
    """Into the past one moves by a slip of the hand; whoever means it says so for that day."""
    is_moved = (wanted.starts_on, wanted.ends_on) != (before.starts_on, before.ends_on)
    return (
        is_moved
        and wanted.state == MeetingState.PLANNED
        and is_exact(wanted)
        and last_day(wanted) < today_on()
        and request.POST.get("anyway") != wanted.starts_on.isoformat()
    )


def _changed(request: HttpRequest, before: Meeting, wanted: Meeting) -> HttpResponse:
    changed = actions.change_meeting(actor=request.user, meeting=wanted)
    messages.success(request, _("Die Angaben sind gespeichert."))
    _tell_who_has_the_old_one(request, changed)
    if changed.starts_on != before.starts_on or changed.starts_at != before.starts_at:
        _warn(request, changed)
    return redirect(changed)


def _next_meeting(request: HttpRequest, found: Series) -> dict[str, object]:
    """What the next meeting has in common with the last one, and what changes by itself."""
    pattern = pattern_of(request.user, found)
    if pattern.last is None:
        initial: dict[str, object] = {"title": found.name, "visibility": found.visibility}
        return initial | {"starts_at": pattern.starts_at, "ends_at": pattern.ends_at}
    starts_on = by_rhythm(pattern.last.starts_on, found.per_year)
    if months_of(found):
        proposals = [
            each.starts_on
            for each in year_plan(request.user, found).to_plan
            if each.starts_on > pattern.last.starts_on
        ]
        starts_on = proposals[0] if proposals else starts_on
    host = rotation(request.user, found.organization, starts_on).next()
    host = host if found.host_rotates else pattern.last.host
    return {
        "title": pattern.title_on(starts_on, host),
        "starts_on": starts_on,
        "date_precision": pattern.last.date_precision,
        "starts_at": pattern.starts_at,
        "ends_at": pattern.ends_at,
        "host": host,
        "place": host.name if found.host_rotates and host else pattern.place,
        "remote_url": pattern.last.remote_url,
        "visibility": pattern.visibility,
    }


def _looked_at_first(
    request: HttpRequest, found: Series, initial: dict[str, object]
) -> dict[str, object]:
    """What speaks against the day that is proposed; nothing where none is."""
    day = initial.get("starts_on")
    if day is None or initial.get("date_precision", DatePrecision.DAY) != DatePrecision.DAY:
        return {}
    slot = Slot(day, None, initial.get("starts_at"), initial.get("ends_at"))  # type: ignore[arg-type]
    return {"objections": _objections(request, found, slot, None), "day": day}


def _objections(
    request: HttpRequest, found: Series, slot: Slot, meeting: Meeting | None
) -> tuple[Objection, ...]:
    days = slot.days()
    check = Objections(request.user, found.organization, days[0], days[-1], leave_out=meeting)
    return (*past(slot), *check.against(slot))


def _named_meeting(request: HttpRequest) -> Meeting | None:
    pk = request.GET.get("sitzung", "")
    return queries.meeting(request.user, int(pk)) if pk.isascii() and pk.isdigit() else None


def _against(request: HttpRequest, meeting: Meeting) -> tuple[Objection, ...] | None:
    """None where nothing was looked at: no day yet, or no longer to come."""
    if not is_exact(meeting) or meeting.state != MeetingState.PLANNED:
        return None
    slot = Slot(meeting.starts_on, meeting.ends_on, meeting.starts_at, meeting.ends_at)
    return _objections(request, meeting.series, slot, meeting)


def _looked_at(against: tuple[Objection, ...] | None, meeting: Meeting) -> dict[str, object]:
    return {} if against is None else {"objections": against, "day": meeting.starts_on}


def _warn(request: HttpRequest, meeting: Meeting) -> None:
    """Said, not forbidden: the office knows why it takes that day."""
    against = _against(request, meeting)
    if against:
        sentences = " ".join(objection.sentence for objection in against)
        text = _("Zu diesem Tag ist zu bedenken: %(sentences)s") % {"sentences": sentences}
        messages.warning(request, text)


def _tell_who_has_the_old_one(request: HttpRequest, meeting: Meeting) -> None:
    count = meeting.invitations.filter(
        withdrawn_at__isnull=True,
        sequence_sent__gte=0,
        sequence_sent__lt=meeting.calendar_sequence,
    ).count()
    if not count:
        return
    if meeting.state == MeetingState.PLANNED and is_exact(meeting) and has_begun(meeting):
        messages.warning(
            request, _("Den Eingeladenen lässt sich ein Tag, der vorbei ist, nicht mehr mitteilen.")
        )
        return
    text = ngettext(
        "Ein Eingeladener weiß noch nichts von der Änderung. Bitte unter „Teilnahme“ mitteilen.",
        "%(count)s Eingeladene wissen noch nichts von der Änderung. Bitte unter „Teilnahme“ "
        "mitteilen.",
        count,
    )
    messages.warning(request, text % {"count": count})


def _host_message(host: Body | None) -> str:
    if host is None:
        return _("Gespeichert. Die Sitzung hat noch keine Gastgeberin.")
    return _("Gespeichert. Gastgeberin ist jetzt %(name)s.") % {"name": host.name}


def _month_name(month: int) -> str:
    return str(MONTHS[month])


def _form(
    request: HttpRequest,
    form: SeriesForm | MeetingForm,
    *,
    title: str,
    save: str,
    lead: str = "",
    back: str = "",
    **more: object,
) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "save": save, "back": back, **more}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)
