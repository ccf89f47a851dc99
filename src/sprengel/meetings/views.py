"""The screens that are read: home, the list of meetings, the tabs of one meeting."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.rules import is_member, is_office
from sprengel.ledger.models import Matter
from sprengel.meetings import home as homes
from sprengel.meetings import open_list, queries, sections
from sprengel.meetings.agenda.forms import AddMatterForm, AgendaItemForm, DeferForm, DropForm
from sprengel.meetings.agenda.screens import agenda_context, preparation_context
from sprengel.meetings.attendance import queries as attending
from sprengel.meetings.forms import AttachForm, ParticipationForm
from sprengel.meetings.invitations import queries as inviting
from sprengel.meetings.invitations.rules import can_invite
from sprengel.meetings.minutes import queries as writing
from sprengel.meetings.models import Meeting, MeetingState
from sprengel.ui.elements import Tab

View = Callable[..., HttpResponse]


def office_only(view: View) -> View:
    """Whoever is not logged in is asked to; who is, but not of the office, is told so."""
    return login_required(permission_required("meetings.change", raise_exception=True)(view))


def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    if user.is_authenticated and is_office(user):
        context = {"home": homes.for_office(user), "made_at": timezone.now().isoformat()}
        return render(request, "meetings/home_office.html", context)
    if user.is_authenticated and is_member(user):
        context = {"home": homes.for_member(user), "made_at": timezone.now().isoformat()}
        return render(request, "meetings/home_member.html", context)
    return render(request, "meetings/home_public.html", {"home": homes.for_public(user)})


def meeting_list(request: HttpRequest) -> HttpResponse:
    return render(request, "meetings/list.html", {"overview": queries.overview(request.user)})


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab most wanted: before a meeting its preparation, after it what came of it."""
    found = found_meeting(request, pk)
    if found.state == MeetingState.HELD:
        return results(request, pk)
    if request.user.has_perm("meetings.change"):
        return preparation(request, pk)
    return agenda(request, pk)


@office_only
def preparation(
    request: HttpRequest,
    pk: int,
    *,
    rejected: DeferForm | DropForm | None = None,
    rejected_matter: Matter | None = None,
) -> HttpResponse:
    """``rejected``: a form that could not be accepted, shown with its errors and its matter."""
    found = found_meeting(request, pk)
    context = preparation_context(
        request, found, rejected=rejected, rejected_matter=rejected_matter
    )
    return tab(request, found, "preparation", context, status=422 if rejected else 200)


def agenda(
    request: HttpRequest,
    pk: int,
    *,
    rejected: AgendaItemForm | AddMatterForm | None = None,
) -> HttpResponse:
    found = found_meeting(request, pk)
    context = agenda_context(request, found, rejected=rejected)
    return tab(request, found, "agenda", context, status=422 if rejected else 200)


def attendance(
    request: HttpRequest, pk: int, *, rejected: ParticipationForm | None = None
) -> HttpResponse:
    found = found_meeting(request, pk)
    context: dict[str, object] = {"participants": attending.participants(request.user, found)}
    context["own"] = inviting.own(request.user, found)
    if request.user.has_perm("meetings.change"):
        context["form"] = rejected or ParticipationForm(user=request.user)
        context["board"] = inviting.board(request.user, found)
        context["withdrawn"] = inviting.withdrawn(request.user, found)
        context["can_invite"] = can_invite(found)
        context["beginning"] = attending.quorum_at(request.user, found)
    return tab(request, found, "attendance", context, status=422 if rejected else 200)


def record(request: HttpRequest, pk: int, *, rejected: AttachForm | None = None) -> HttpResponse:
    found = found_meeting(request, pk)
    versions = writing.versions(request.user, found)
    shown = {line.version.document_id for line in versions}
    context: dict[str, object] = {
        "documents": [
            row for row in queries.documents(request.user, found) if row.document_id not in shown
        ],
        "minutes": writing.minutes_of(request.user, found),
        "versions": versions,
    }
    if request.user.has_perm("meetings.change"):
        context["form"] = rejected or AttachForm(user=request.user, meeting=found)
    return tab(request, found, "record", context, status=422 if rejected else 200)


def results(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_meeting(request, pk)
    said = queries.said_at(request.user, found)
    votes = writing.results_votes(request.user, found)
    return tab(request, found, "results", {"matters": list(said), "votes": votes})


def open_before(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_meeting(request, pk)
    groups = open_list.open_before(request.user, found)
    return render(
        request,
        "meetings/open.html",
        {
            "line": queries.line(request.user, found),
            "meeting": found,
            "groups": groups,
            "count": open_list.count(groups),
            "overdue_count": open_list.overdue_count(groups),
        },
    )


def found_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, or 404: a hidden one and one that is not there look the same."""
    found = queries.meeting(request.user, pk)
    if found is None:
        raise Http404
    return found


def tab(
    request: HttpRequest,
    meeting: Meeting,
    name: str,
    context: dict[str, object],
    *,
    template: str = "",
    status: int = 200,
) -> HttpResponse:
    """``template``: a page that stands under this tab."""
    return render(
        request,
        template or f"meetings/tab_{name}.html",
        {
            "meeting": meeting,
            "line": queries.line(request.user, meeting),
            "tabs": _tabs(request, meeting, name),
            "links": sections.links_of(request.user, meeting),
            **context,
        },
        status=status,
    )


def _tabs(request: HttpRequest, meeting: Meeting, current: str) -> list[Tab]:
    titles = {
        "preparation": _("Vorbereitung"),
        "agenda": _("Tagesordnung"),
        "attendance": _("Teilnahme"),
        "record": _("Niederschrift"),
        "results": _("Ergebnisse"),
    }
    if not request.user.has_perm("meetings.change"):
        del titles["preparation"]
    return [
        Tab(title, reverse(f"meetings:{name}", args=[meeting.pk]), is_current=name == current)
        for name, title in titles.items()
    ]
