"""The screens on which the office decides: what comes back, and what members hand in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts.rules import is_member
from sprengel.ledger import queries as ledger
from sprengel.meetings import queries, views
from sprengel.meetings.agenda import actions, topics
from sprengel.meetings.agenda.actions import Returned
from sprengel.meetings.agenda.forms import (
    AcceptTopicForm,
    DeclineTopicForm,
    DeferForm,
    DropForm,
    GroupForm,
    TopicForm,
)
from sprengel.meetings.agenda.queries import agenda_lines
from sprengel.meetings.agenda.wishes import own_or_all, topics_at, wished_for
from sprengel.meetings.models import AgendaItem, HandedInTopic, Meeting
from sprengel.meetings.proposals import Proposal, proposals
from sprengel.meetings.views import office_only


@require_POST
@office_only
def decide(request: HttpRequest, pk: int, public_id: uuid.UUID) -> HttpResponse:
    """Take, defer or drop one matter that comes back, or take the choice back."""
    meeting = views.found_meeting(request, pk)
    matter = ledger.matter(request.user, public_id)
    choice = request.POST.get("decision")
    if choice == "undo":
        for item in AgendaItem.objects.filter(meeting=meeting, matter=matter):
            actions.remove_item(actor=request.user, item=item)
        return _back(request, meeting)
    proposal = _proposals(request, meeting).get(public_id)
    because = proposal.because if proposal else ()
    words = {"actor": request.user, "meeting": meeting, "matter": matter, "because": because}
    if choice == "take":
        actions.take(**words)
    elif choice == "defer":
        form = DeferForm(request.POST, user=request.user, meeting=meeting)
        if not form.is_valid():
            return views.preparation(request, pk, rejected=form, rejected_matter=matter)
        actions.defer(**words, until=form.cleaned_data["day"], reason=form.cleaned_data["reason"])
    elif choice == "drop":
        form = DropForm(request.POST)
        if not form.is_valid():
            return views.preparation(request, pk, rejected=form, rejected_matter=matter)
        actions.drop(**words, reason=form.cleaned_data["reason"])
    else:
        return HttpResponseBadRequest()
    return _back(request, meeting)


@require_POST
@office_only
def decide_many(request: HttpRequest, pk: int) -> HttpResponse:
    """What was ticked on the preparation page: taken at once, or asked what else to do with it."""
    meeting = views.found_meeting(request, pk)
    choice, ids = _choice(request)
    chosen = _undecided(request, meeting, ids)
    if not chosen:
        return _back(request, meeting)
    returned = [Returned(each.matter, each.because) for each in chosen]
    if choice == "take":
        actions.take_all(actor=request.user, meeting=meeting, returned=returned)
        _say(
            request,
            len(chosen),
            ngettext(
                "%(n)s Vorgang steht jetzt auf der Tagesordnung.",
                "%(n)s Vorgänge stehen jetzt auf der Tagesordnung.",
                len(chosen),
            ),
        )
        return _back(request, meeting)
    if choice == "group":
        return _group(request, meeting, chosen, returned)
    if choice == "defer":
        return _defer(request, meeting, chosen, returned)
    if choice == "drop":
        return _drop(request, meeting, chosen, returned)
    if choice == "ask":
        return _ask(request, meeting, chosen)
    return HttpResponseBadRequest()


def _group(
    request: HttpRequest, meeting: Meeting, chosen: list[Proposal], returned: list[Returned]
) -> HttpResponse:
    form = GroupForm(request.POST, lines=agenda_lines(request.user, meeting))
    if not form.is_valid():
        return _ask(request, meeting, chosen, group=form)
    given = form.cleaned_data
    actions.group(
        actor=request.user,
        meeting=meeting,
        returned=returned,
        under=get_object_or_404(AgendaItem, meeting=meeting, pk=given["under"])
        if given["under"]
        else None,
        title=given["title"],
    )
    _say(
        request,
        len(chosen),
        ngettext(
            "%(n)s Vorgang steht jetzt unter diesem Punkt.",
            "%(n)s Vorgänge stehen jetzt unter diesem Punkt.",
            len(chosen),
        ),
    )
    return _back(request, meeting)


def _defer(
    request: HttpRequest, meeting: Meeting, chosen: list[Proposal], returned: list[Returned]
) -> HttpResponse:
    form = DeferForm(request.POST, user=request.user, meeting=meeting)
    if not form.is_valid():
        return _ask(request, meeting, chosen, defer=form)
    given = form.cleaned_data
    actions.defer_all(
        actor=request.user,
        meeting=meeting,
        returned=returned,
        until=given["day"],
        reason=given["reason"],
    )
    _say(
        request,
        len(chosen),
        ngettext(
            "%(n)s Vorgang ist zurückgestellt.", "%(n)s Vorgänge sind zurückgestellt.", len(chosen)
        ),
    )
    return _back(request, meeting)


def _drop(
    request: HttpRequest, meeting: Meeting, chosen: list[Proposal], returned: list[Returned]
) -> HttpResponse:
    form = DropForm(request.POST)
    if not form.is_valid():
        return _ask(request, meeting, chosen, drop=form)
    actions.drop_all(
        actor=request.user, meeting=meeting, returned=returned, reason=form.cleaned_data["reason"]
    )
    _say(
        request,
        len(chosen),
        ngettext(
            "%(n)s Vorgang kommt nicht auf diese Tagesordnung.",
            "%(n)s Vorgänge kommen nicht auf diese Tagesordnung.",
            len(chosen),
        ),
    )
    return _back(request, meeting)


def _ask(
    request: HttpRequest,
    meeting: Meeting,
    chosen: list[Proposal],
    *,
    group: GroupForm | None = None,
    defer: DeferForm | None = None,
    drop: DropForm | None = None,
) -> HttpResponse:
    """Group, defer or drop: one page for one matter or for fifty."""
    pks = {each.matter.pk for each in chosen}
    wishes = wished_for(request.user, meeting)
    context = {
        "meeting": meeting,
        "chosen": chosen,
        "wanted_by": sorted({wish.name for wish in wishes if wish.matter_pk in pks}),
        "group": group or GroupForm(lines=agenda_lines(request.user, meeting), prefix=None),
        "defer": defer or DeferForm(user=request.user, meeting=meeting, auto_id="zurueck_%s"),
        "drop": drop or DropForm(auto_id="weg_%s"),
        "next_on": queries.next_on(request.user, meeting),
        "back": _query(request),
    }
    is_rejected = any((group, defer, drop))
    return render(request, "meetings/decide.html", context, status=422 if is_rejected else 200)


def _choice(request: HttpRequest) -> tuple[str, list[str]]:
    """One matter by its own button, or all that are ticked."""
    for name in ("take", "ask"):
        if name in request.POST and request.POST[name] != "ticked":
            return name, [request.POST[name]]
        if name in request.POST:
            return name, request.POST.getlist("matter")
    return request.POST.get("do", ""), request.POST.getlist("matter")


def _undecided(request: HttpRequest, meeting: Meeting, ids: Iterable[str]) -> list[Proposal]:
    """Those of the chosen nobody has decided about meanwhile; says what is left out and why."""
    wanted = {str(each) for each in ids}
    found = [each for key, each in _proposals(request, meeting).items() if str(key) in wanted]
    chosen = [each for each in found if each.decided is None]
    if not wanted:
        messages.warning(request, _("Bitte zuerst Vorgänge ankreuzen."))
    elif len(chosen) < len(wanted):
        missing = len(wanted) - len(chosen)
        messages.warning(
            request,
            ngettext(
                "Über %(n)s Vorgang ist inzwischen schon entschieden; er bleibt, wie er ist.",
                "Über %(n)s Vorgänge ist inzwischen schon entschieden; sie bleiben, wie sie sind.",
                missing,
            )
            % {"n": missing},
        )
    return chosen


def _proposals(request: HttpRequest, meeting: Meeting) -> dict[uuid.UUID, Proposal]:
    return {each.matter.public_id: each for each in proposals(request.user, meeting)}


def _say(request: HttpRequest, amount: int, sentence: str) -> None:
    messages.success(request, sentence % {"n": amount})


def _back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    address, query = reverse("meetings:preparation", args=[meeting.pk]), _query(request)
    return redirect(f"{address}?{query}" if query else address)


def _query(request: HttpRequest) -> str:
    """The list somebody came from; never another place."""
    query = request.POST.get("back", "")
    return query if len(query) < 500 and not set(query) & set("#\\\r\n") else ""


# ── Topics handed in ──────────────────────────────────────────────────────────────────────────


@login_required
def topic_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A member hands in and sees what became of it; the office decides."""
    meeting = views.found_meeting(request, pk)
    if not is_member(request.user):
        raise PermissionDenied
    handing_in = topics.handing_in(request.user, meeting)
    form = TopicForm(
        request.POST or None, request.FILES or None, user=request.user, meeting=meeting
    )
    if request.method == "POST":
        if handing_in.why_not or handing_in.body is None:
            messages.error(request, handing_in.why_not)
            return redirect("meetings:topics", pk)
        if form.is_valid():
            _hand_in(request, meeting, form, handing_in)
            return redirect("meetings:topics", pk)
    return _topics_page(request, meeting, form, status=422 if request.method == "POST" else 200)


@require_POST
@login_required
def withdraw_topic(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    topic = _topic(request, meeting, topic_pk)
    if topics.withdraw_topic(actor=request.user, topic=topic):
        messages.success(request, _("Das Thema ist zurückgezogen."))
    else:
        messages.warning(
            request,
            _("Über dieses Thema ist schon entschieden. Bitte die Geschäftsstelle ansprechen."),
        )
    return redirect("meetings:topics", pk)


@require_POST
@office_only
def decide_topic(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    topic = _topic(request, meeting, topic_pk)
    if topic.state not in topics.UNDECIDED:
        messages.warning(
            request,
            _("Über „%(title)s“ ist inzwischen schon entschieden: %(state)s.")
            % {"title": topic.title, "state": topic.get_state_display()},
        )
        return redirect("meetings:topics", pk)
    choice = request.POST.get("decision", "")
    if choice == "accept":
        form = AcceptTopicForm(request.POST, lines=agenda_lines(request.user, meeting))
        if not form.is_valid():
            return HttpResponseBadRequest()
        pk_under = form.cleaned_data["under"]
        under = get_object_or_404(AgendaItem, meeting=meeting, pk=pk_under) if pk_under else None
        topics.accept_topic(actor=request.user, topic=topic, meeting=meeting, under=under)
        messages.success(request, _("Das Thema steht jetzt auf der Tagesordnung."))
    elif choice in ("later", "decline"):
        form = DeclineTopicForm(request.POST)
        if choice == "decline" and not form.is_valid():
            return _topics_page(
                request, meeting, _empty_topic_form(request, meeting), declined=(topic.pk, form)
            )
        if choice == "decline":
            topics.decline_topic(actor=request.user, topic=topic, **form.cleaned_data)
        else:
            reason = request.POST.get("reason", "")
            topics.put_off_topic(actor=request.user, topic=topic, reason=reason)
        messages.success(request, _("Gespeichert; die Stadt sieht die Entscheidung hier."))
    else:
        return HttpResponseBadRequest()
    return redirect("meetings:topics", pk)


def _hand_in(
    request: HttpRequest, meeting: Meeting, form: TopicForm, handing_in: topics.HandingIn
) -> None:
    assert handing_in.body is not None
    given = form.cleaned_data
    file = given.pop("file")
    topics.hand_in(
        actor=request.user,
        meeting=meeting,
        body=handing_in.body,
        file_name=file.name if file else "",
        data=file.read() if file else b"",
        **given,
    )
    messages.success(
        request,
        _("Ihr Thema ist angemeldet.")
        if handing_in.is_open
        else _("Ihr Thema ist für eine spätere Sitzung vorgemerkt."),
    )


def _topics_page(
    request: HttpRequest,
    meeting: Meeting,
    form: TopicForm,
    *,
    declined: tuple[int, DeclineTopicForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = agenda_lines(request.user, meeting)
    context = {
        "meeting": meeting,
        "line": queries.line(request.user, meeting),
        "handing_in": topics.handing_in(request.user, meeting),
        "topics": topics.topic_lines(request.user, meeting),
        "numbers": {line.pk: line.number for line in lines},
        "form": form,
        "accept_form": AcceptTopicForm(lines=lines),
        "declined_pk": declined[0] if declined else None,
        "declined_form": declined[1] if declined else None,
    }
    return render(request, "meetings/topics.html", context, status=422 if declined else status)


def _empty_topic_form(request: HttpRequest, meeting: Meeting) -> TopicForm:
    return TopicForm(user=request.user, meeting=meeting)


def _topic(request: HttpRequest, meeting: Meeting, pk: int) -> HandedInTopic:
    """One of the reader's own, or for the office any; else it is not there."""
    return get_object_or_404(
        own_or_all(request.user, topics_at(meeting)).select_related("body", "matter", "meeting"),
        pk=pk,
    )
