"""The agenda's screens: order, points, papers, standing items, and the printed page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts.models import Visibility
from sprengel.meetings import queries, views
from sprengel.meetings.agenda import actions, papers, standing
from sprengel.meetings.agenda.forms import (
    AddMatterForm,
    AgendaItemForm,
    PaperForm,
    PointForm,
    StandingItemForm,
    WithdrawForm,
)
from sprengel.meetings.agenda.queries import agenda_lines, public_lines
from sprengel.meetings.agenda.screens import order_of, parts
from sprengel.meetings.models import (
    AgendaItem,
    AgendaPaper,
    AgendaPart,
    AgendaState,
    Meeting,
    Series,
    StandingItem,
)
from sprengel.meetings.views import office_only

STEPS = ("up", "down", "in", "out")


def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """One page to print: what the reader may see or, if asked for, what everybody may."""
    meeting = views.found_meeting(request, pk)
    is_public = request.GET.get("fassung") == "oeffentlich"
    lines = public_lines(meeting) if is_public else agenda_lines(request.user, meeting)
    context = {
        "meeting": meeting,
        "line": queries.line(request.user, meeting),
        "parts": parts(meeting, lines),
        "is_public": is_public,
        "body": meeting.organization.body,
    }
    return render(request, "meetings/agenda_print.html", context)


@require_POST
@office_only
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    form = AgendaItemForm(request.POST, lines=agenda_lines(request.user, meeting))
    if not form.is_valid():
        return views.agenda(request, pk, rejected=form)
    given = form.cleaned_data
    under = _under(request, meeting, given.pop("under"))
    item = actions.add_item(
        actor=request.user,
        meeting=meeting,
        under=under,
        part=under.part if under else "",
        **given,
    )
    return _to(meeting, item)


@require_POST
@office_only
def add_matter(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    form = AddMatterForm(request.POST, user=request.user, meeting=meeting)
    if not form.is_valid():
        return views.agenda(request, pk, rejected=form)
    item = actions.take(actor=request.user, meeting=meeting, **form.cleaned_data)
    return _to(meeting, item)


@require_POST
@office_only
def change_item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Up, down, in, out, to where it was dropped, or off the agenda."""
    meeting = views.found_meeting(request, pk)
    item = _item(request, meeting, item_pk)
    choice = request.POST.get("move", "")
    if choice not in (*STEPS, "put", "remove"):
        return HttpResponseBadRequest()
    if _is_reordered(request, meeting):
        messages.warning(
            request,
            _(
                "Die Tagesordnung hat inzwischen jemand anders geändert. Ihr Schritt wurde nicht "
                "ausgeführt; bitte die neue Reihenfolge ansehen und noch einmal wählen."
            ),
        )
        return _to(meeting, item)
    if choice == "remove":
        actions.remove_item(actor=request.user, item=item)
        return redirect("meetings:agenda", pk)
    if choice in STEPS:
        actions.step_item(actor=request.user, item=item, step=choice)
        return _to(meeting, item)
    place = _place(request)
    if place is None:
        return HttpResponseBadRequest()
    part, parent, before = place
    actions.put_item(actor=request.user, item=item, part=part, parent=parent, before=before)
    return _to(meeting, item)


@office_only
def edit_item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    item = _item(request, meeting, item_pk)
    form = PointForm(request.POST or None, user=request.user, instance=item)
    if request.method == "POST" and form.is_valid():
        actions.change_item(actor=request.user, item=form.save(commit=False))
        messages.success(request, _("Der Tagesordnungspunkt ist gespeichert."))
        return _to(meeting, item)
    return _point_page(request, meeting, item, form=form)


@require_POST
@office_only
def lay_paper(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    item = _item(request, meeting, item_pk)
    form = PaperForm(request.POST, user=request.user, item=item)
    if not form.is_valid():
        return _point_page(request, meeting, item, paper_form=form)
    papers.lay_paper(actor=request.user, item=item, **form.cleaned_data)
    messages.success(request, _("Die Unterlage liegt jetzt bei diesem Punkt."))
    return redirect("meetings:edit_item", pk, item_pk)


@require_POST
@office_only
def withdraw_paper(request: HttpRequest, pk: int, item_pk: int, paper_pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    item = _item(request, meeting, item_pk)
    paper = get_object_or_404(AgendaPaper.objects.visible_to(request.user), item=item, pk=paper_pk)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        was_sent = papers.withdraw_paper(actor=request.user, paper=paper, reason=reason)
    except papers.WithdrawalNeedsReason:
        return _point_page(request, meeting, item, withdraw_form=form)
    messages.success(
        request,
        _("Die Unterlage ist zurückgezogen; das steht jetzt auch auf der Tagesordnung.")
        if was_sent
        else _("Die Unterlage ist entfernt."),
    )
    return redirect("meetings:edit_item", pk, item_pk)


# ── Standing items ────────────────────────────────────────────────────────────────────────────


@require_POST
@office_only
def put_standing(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = views.found_meeting(request, pk)
    items = standing.put_standing(actor=request.user, meeting=meeting)
    messages.success(
        request,
        ngettext(
            "%(n)s fester Punkt steht jetzt auf der Tagesordnung.",
            "%(n)s feste Punkte stehen jetzt auf der Tagesordnung.",
            len(items),
        )
        % {"n": len(items)},
    )
    return redirect("meetings:agenda", pk)


@office_only
def standing_items(request: HttpRequest, series_pk: int) -> HttpResponse:
    """What stands on every agenda of the series, in its order."""
    series = _series(request, series_pk)
    item = StandingItem(series=series, visibility=Visibility.MEMBERS, part=AgendaPart.NONPUBLIC)
    form = StandingItemForm(request.POST or None, user=request.user, series=series, instance=item)
    if request.method == "POST" and form.is_valid():
        standing.save_standing(actor=request.user, item=form.save(commit=False))
        messages.success(request, _("Der feste Punkt ist angelegt."))
        return redirect("meetings:standing_items", series_pk)
    context = {
        "series": series,
        "items": standing.standing_items(request.user, series),
        "form": form,
        "usual": standing.usual_titles(),
    }
    return render(
        request, "meetings/standing_items.html", context, status=422 if form.is_bound else 200
    )


@office_only
def edit_standing(request: HttpRequest, series_pk: int, item_pk: int) -> HttpResponse:
    series = _series(request, series_pk)
    item = _standing(request, series, item_pk)
    form = StandingItemForm(request.POST or None, user=request.user, series=series, instance=item)
    if request.method == "POST" and form.is_valid():
        standing.save_standing(actor=request.user, item=form.save(commit=False))
        messages.success(request, _("Der feste Punkt ist gespeichert."))
        return redirect("meetings:standing_items", series_pk)
    context = {"series": series, "item": item, "form": form}
    return render(
        request, "meetings/standing_item.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@office_only
def change_standing(request: HttpRequest, series_pk: int) -> HttpResponse:
    """Order, removal, the usual ones, and which part comes first."""
    series = _series(request, series_pk)
    choice = request.POST.get("do", "")
    if choice == "usual":
        standing.add_usual(actor=request.user, series=series)
    elif choice == "parts":
        standing.set_part_order(
            actor=request.user,
            series=series,
            nonpublic_first=request.POST.get("first") == AgendaPart.NONPUBLIC,
        )
        messages.success(request, _("Gespeichert."))
    elif choice in ("up", "down", "remove"):
        item = _standing(request, series, _number(request.POST.get("item")) or 0)
        if choice == "remove":
            standing.remove_standing(actor=request.user, item=item)
        else:
            by = -1 if choice == "up" else 1
            standing.move_standing(actor=request.user, item=item, by=by)
    else:
        return HttpResponseBadRequest()
    return redirect("meetings:standing_items", series_pk)


# ── What the screens above need ───────────────────────────────────────────────────────────────


def _point_page(
    request: HttpRequest,
    meeting: Meeting,
    item: AgendaItem,
    *,
    form: PointForm | None = None,
    paper_form: PaperForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    lines = {line.pk: line for line in agenda_lines(request.user, meeting)}
    bound = any(each is not None and each.is_bound for each in (form, paper_form, withdraw_form))
    context = {
        "meeting": meeting,
        "item": item,
        "line": lines.get(item.pk),
        "form": form or PointForm(user=request.user, instance=item),
        "paper_form": paper_form or PaperForm(user=request.user, item=item),
        "withdraw_form": withdraw_form,
    }
    return render(request, "meetings/point.html", context, status=422 if bound else 200)


def _to(meeting: Meeting, item: AgendaItem) -> HttpResponse:
    """Back to the point on the agenda: it stays under the hand that moved it."""
    return redirect(f"{meeting.get_absolute_url()}tagesordnung/#punkt-{item.pk}")


def _item(request: HttpRequest, meeting: Meeting, pk: int) -> AgendaItem:
    return get_object_or_404(
        AgendaItem.objects.visible_to(request.user).select_related("meeting", "matter"),
        meeting=meeting,
        pk=pk,
        state=AgendaState.TAKEN,
    )


def _under(request: HttpRequest, meeting: Meeting, pk: int | None) -> AgendaItem | None:
    return _item(request, meeting, pk) if pk else None


def _is_reordered(request: HttpRequest, meeting: Meeting) -> bool:
    seen = request.POST.get("order", "")
    return bool(seen) and seen != order_of(agenda_lines(request.user, meeting))


def _place(request: HttpRequest) -> tuple[str, int | None, int | None] | None:
    part = request.POST.get("part", "")
    if part not in AgendaPart.values:
        return None
    return part, _number(request.POST.get("parent")), _number(request.POST.get("before"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _series(request: HttpRequest, pk: int) -> Series:
    found = queries.series(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _standing(request: HttpRequest, series: Series, pk: int) -> StandingItem:
    return get_object_or_404(StandingItem.objects.visible_to(request.user), series=series, pk=pk)
