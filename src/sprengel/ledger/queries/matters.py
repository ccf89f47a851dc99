"""Matters by filter, with the counts the filter chips show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer, visible_levels
from sprengel.bodies.models import Actor, Organization
from sprengel.ledger.models import CLOSED_VALUES, ActChoice, Matter, State, Topic

SOON = timedelta(days=30)
PENDING = "pending"
"""A choice of ``state``: everything that is not settled."""
OVERDUE, SOON_DUE, NO_DUE = "overdue", "soon", "none"
ORDERS = {
    "due": (F("due_on").asc(nulls_last=True), F("said_on").asc(nulls_last=True), "pk"),
    "oldest": (F("said_on").asc(nulls_last=True), "pk"),
    "newest": (F("said_on").desc(nulls_last=True), "-pk"),
    "changed": (F("changed_at").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True, slots=True)
class MatterFilters:
    act: str = ""
    actor: str = ""
    """Slug, as in the address of its page; so are ``addressee``, ``topic``, ``organization``."""
    addressee: str = ""
    responsible: str = ""
    topic: str = ""
    state: str = ""
    """A state, or "pending" for all that are not settled; "" for every one."""
    organization: str = ""
    due: str = ""
    """overdue, soon or none."""
    q: str = ""
    order: str = "due"


def matters(user: Viewer, filters: MatterFilters = MatterFilters()) -> QuerySet[Matter]:
    """What this user may see; withdrawn ones are in no list."""
    found = Matter.objects.visible_to(user).filter(is_withdrawn=False)
    found = found.filter(_condition(user, filters))
    for word in filters.q.split():
        found = found.filter(
            Q(quote__icontains=word)
            | Q(actor_name__icontains=word)
            | Q(addressee_name__icontains=word)
        )
    if filters.order == "changed":
        visible = Q(entries__visibility__in=visible_levels(user))
        found = found.annotate(changed_at=Max("entries__at", filter=visible))
    return found.select_related("actor", "addressee", "responsible", "organization").order_by(
        *ORDERS.get(filters.order, ORDERS["due"])
    )


def matter(user: Viewer, public_id: UUID | str) -> Matter:
    """Also a withdrawn one: its page says what became of it."""
    found = (
        Matter.objects.visible_to(user)
        .select_related("actor", "addressee", "responsible", "organization")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _condition(user: Viewer, filters: MatterFilters) -> Q:
    condition = Q()
    if filters.act:
        condition &= Q(act=filters.act)
    if filters.state == PENDING:
        condition &= ~Q(state__in=CLOSED_VALUES)
    elif filters.state:
        condition &= Q(state=filters.state)
    # Filtering for a hidden actor finds nothing: its name must not be found out that way.
    for name in ("actor", "addressee", "responsible"):
        slug = getattr(filters, name)
        if slug:
            seen = Actor.objects.visible_to(user).filter(slug=slug)
            condition &= Q(**{f"{name}__in": seen})
    if filters.organization:
        seen = Organization.objects.visible_to(user).filter(slug=filters.organization)
        condition &= Q(organization__in=seen)
    if filters.topic:
        condition &= Q(topics__slug=filters.topic)
    return condition & _due(filters.due)


def _due(due: str) -> Q:
    still_open = ~Q(state__in=CLOSED_VALUES)
    if due == OVERDUE:
        return Q(due_on__lt=today()) & still_open
    if due == SOON_DUE:
        return Q(due_on__range=(today(), today() + SOON)) & still_open
    if due == NO_DUE:
        return Q(due_on__isnull=True)
    return Q()


# ── Numbers on the chips ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MatterCounts:
    """How many there would be with each choice, all other filters as they are."""

    acts: tuple[Choice, ...]
    states: tuple[Choice, ...]
    pending: int
    every_state: int
    overdue: int
    soon: int
    no_due: int
    every_due: int


def counts(user: Viewer, filters: MatterFilters) -> MatterCounts:
    """Three queries, whatever the number of matters."""
    plain = replace(filters, order="due")
    acts = _grouped(matters(user, replace(plain, act="")), "act")
    states = _grouped(matters(user, replace(plain, state="")), "state")
    due = matters(user, replace(plain, due="")).aggregate(
        overdue=Count("pk", filter=_due(OVERDUE)),
        soon=Count("pk", filter=_due(SOON_DUE)),
        no_due=Count("pk", filter=_due(NO_DUE)),
        every_due=Count("pk"),
    )
    return MatterCounts(
        acts=_choices(ActChoice.choices, acts),
        states=_choices(State.choices, states),
        pending=sum(n for state, n in states.items() if state not in CLOSED_VALUES),
        every_state=sum(states.values()),
        **due,
    )


def _grouped(found: QuerySet[Matter], field: str) -> dict[str, int]:
    rows = found.order_by().values(field).annotate(n=Count("pk"))
    return {row[field]: row["n"] for row in rows}


def _choices(known: Iterable[tuple[str, str]], found: dict[str, int]) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, str(label), found[value]) for value, label in known if found.get(value)
    )


def filter_choices(user: Viewer) -> dict[str, list[tuple[str, str]]]:
    """(slug, name) of whoever and whatever occurs in a visible matter."""
    seen = Matter.objects.visible_to(user).filter(is_withdrawn=False).order_by()
    actors = Actor.objects.visible_to(user)
    circles = Organization.objects.visible_to(user)
    return {
        "actor": _names(actors.filter(pk__in=seen.values("actor"))),
        "addressee": _names(actors.filter(pk__in=seen.values("addressee"))),
        "responsible": _names(actors.filter(pk__in=seen.values("responsible"))),
        "organization": _names(circles.filter(pk__in=seen.values("organization"))),
        "topic": _names(Topic.objects.filter(pk__in=seen.values("topics"))),
    }


def _names(found: QuerySet) -> list[tuple[str, str]]:
    return list(found.order_by("name").values_list("slug", "name"))


# ── Rows of the list ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter with the actors that may be linked: a hidden one has only its name as written."""

    matter: Matter
    actor: Actor | None
    addressee: Actor | None
    responsible: Actor | None
    organization: Organization | None

    @property
    def is_overdue(self) -> bool:
        due_on = self.matter.due_on
        return due_on is not None and due_on < today() and self.matter.is_open


def matter_rows(user: Viewer, found: Iterable[Matter]) -> list[MatterRow]:
    levels = visible_levels(user)

    def seen(thing: Actor | None) -> Actor | None:
        return thing if thing is not None and thing.visibility in levels else None

    return [
        MatterRow(m, seen(m.actor), seen(m.addressee), seen(m.responsible), seen(m.organization))
        for m in found
    ]


# ── By actor and by circle ────────────────────────────────────────────────────────────────────


def said_by(user: Viewer, actor: Actor) -> QuerySet[Matter]:
    return matters(user, MatterFilters(order="newest")).filter(actor=actor.pk)


def asked_of(user: Viewer, actor: Actor) -> QuerySet[Matter]:
    """What it was asked or given to do, and what else it has to answer for to others."""
    asked = Q(addressee=actor.pk) | Q(responsible=actor.pk, act__in=_ASKING)
    return matters(user, MatterFilters(order="newest")).filter(asked)


_ASKING = (ActChoice.DEMAND, ActChoice.ASSIGNMENT)


def open_before(
    user: Viewer, organization: Organization, day: date | None = None
) -> QuerySet[Matter]:
    """What is not settled in this circle and was said before ``day``, oldest first."""
    found = matters(user, MatterFilters(state=PENDING, order="oldest"))
    found = found.filter(organization=organization.pk)
    return found.filter(Q(said_on__isnull=True) | Q(said_on__lt=day)) if day else found
