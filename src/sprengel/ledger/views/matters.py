"""The list of matters, and one matter with its story."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sprengel.ledger import actions, queries
from sprengel.ledger.forms import (
    EVERY_STATE,
    CheckForm,
    EntryForm,
    MatterFilterForm,
    MatterForm,
    filters_from,
)
from sprengel.ledger.inquiries import queries as inquiries
from sprengel.ledger.models import STATE_SYMBOLS, Matter, State
from sprengel.ledger.queries.matters import NO_DUE, OVERDUE, PENDING, SOON_DUE
from sprengel.ledger.views.access import needs, posted
from sprengel.ui.elements import Chip

PER_PAGE = 50
CHIPS = ("sachstand", "art", "frist")


def matter_list(request: HttpRequest) -> HttpResponse:
    filters = filters_from(request.GET)
    form = MatterFilterForm(request.GET, user=request.user)
    page = Paginator(queries.matters(request.user, filters), PER_PAGE).get_page(
        request.GET.get("seite")
    )
    page.object_list = queries.matter_rows(request.user, page.object_list)
    context = {
        "form": form,
        "page": page,
        "filters": filters,
        # What the chips have chosen stays when the form beside them is sent.
        "kept": [(name, request.GET[name]) for name in CHIPS if request.GET.get(name)],
        "is_filtered": any(value for name, value in request.GET.items() if name != "seite"),
        **_chips(request, filters),
    }
    return render(request, "ledger/matter_list.html", context)


def _chips(request: HttpRequest, filters: queries.MatterFilters) -> dict[str, list[Chip]]:
    counts = queries.counts(request.user, filters)
    state = request.GET.get("sachstand") or PENDING
    states = [
        (PENDING, _("noch nicht erledigt"), counts.pending),
        *((c.value, f"{STATE_SYMBOLS[State(c.value)]} {c.label}", c.count) for c in counts.states),
        (EVERY_STATE, _("alle"), counts.every_state),
    ]
    due = [
        ("", _("alle"), counts.every_due),
        (OVERDUE, _("überfällig"), counts.overdue),
        (SOON_DUE, _("in den nächsten 30 Tagen"), counts.soon),
        (NO_DUE, _("ohne Frist"), counts.no_due),
    ]
    acts = [
        ("", _("alle"), sum(c.count for c in counts.acts)),
        *((c.value, c.label, c.count) for c in counts.acts),
    ]
    return {
        "state_chips": [_chip(request, "sachstand", state, *one) for one in states],
        "act_chips": [_chip(request, "art", filters.act, *one) for one in acts],
        "due_chips": [_chip(request, "frist", filters.due, *one) for one in due],
    }


def _chip(request: HttpRequest, name: str, chosen: str, value: str, title: str, count: int) -> Chip:
    query: QueryDict = request.GET.copy()
    query.pop("seite", None)
    query.pop(name, None)
    if value and not (name == "sachstand" and value == PENDING):
        query[name] = value
    url = f"?{query.urlencode()}" if query else request.path
    return Chip(title, url, is_active=value == chosen, count=count)


# ── One matter ────────────────────────────────────────────────────────────────────────────────


def matter_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, queries.matter(request.user, public_id))


def _page(
    request: HttpRequest,
    matter: Matter,
    *,
    entry_form: EntryForm | None = None,
    check_form: CheckForm | None = None,
    matter_form: MatterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    context = {
        "matter": matter,
        "row": queries.matter_rows(user, [matter])[0],
        "topics": matter.topics.all(),
        "history": queries.history(user, matter),
        "inquiries": inquiries.of_matter(user, matter),
    }
    if user.has_perm("ledger.change_matter"):
        context |= {
            "entry_form": entry_form or EntryForm(user=user, matter=matter),
            "check_form": check_form or CheckForm(initial={"next_check_on": matter.next_check_on}),
            "matter_form": matter_form or MatterForm(user=user, now=MatterForm.initial_for(matter)),
            "open_fold": "facts" if matter_form else "check" if check_form else "",
        }
    return render(request, "ledger/matter.html", context, status=status)


@posted("ledger:matter")
@needs("ledger.change_matter")
def add_entry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    matter = queries.matter(request.user, public_id)
    form = EntryForm(request.POST, user=request.user, matter=matter)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_entry(
                actor=request.user,
                matter=matter,
                kind=form.kind,
                state=given["state"],
                sentence=given["sentence"],
                happened_on=given["happened_on"],
                evidence=form.evidence(),
                visibility=given["visibility"] or None,
                delayed_because=given["delayed_because"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Der Eintrag wurde gespeichert."))
            return redirect(f"{matter.get_absolute_url()}#verlauf")
    return _page(request, matter, entry_form=form)


@posted("ledger:matter")
@needs("ledger.change_matter")
def set_check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    matter = queries.matter(request.user, public_id)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, matter, check_form=form)
    actions.set_check(
        actor=request.user, matter=matter, next_check_on=form.cleaned_data["next_check_on"]
    )
    messages.success(request, _("Die Wiedervorlage wurde gespeichert."))
    return redirect(matter)


@posted("ledger:matter")
@needs("ledger.change_matter")
def change_matter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    matter = queries.matter(request.user, public_id)
    form = MatterForm(request.POST, user=request.user, now=MatterForm.initial_for(matter))
    if not form.is_valid():
        return _page(request, matter, matter_form=form)
    given = form.cleaned_data
    changed = actions.change_matter(
        actor=request.user,
        matter=matter,
        responsible=given["responsible"],
        organization=given["organization"],
        due_on=given["due_on"],
        due_text=given["due_text"],
        visibility=given["visibility"],
        topics=actions.topics_named(given["topics"].split(",")),
    )
    if changed:
        messages.success(request, _("Die Angaben wurden geändert."))
    return redirect(matter)
