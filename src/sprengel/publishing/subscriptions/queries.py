"""Which calendars somebody may subscribe to, and what stands in one at the moment it is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Viewer
from sprengel.accounts.rules import is_member
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, Body, Organization, Post
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import Matter
from sprengel.mail.models import LinkPurpose, SecretLink
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import DatePrecision, Invitation, Meeting, Participation

EVERYTHING = 0
"""Instead of an actor's primary key: all sessions this user may see."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar that may be subscribed to; ``link`` None: nobody has asked for its address."""

    object_id: int
    name: str
    hint: str
    link: SecretLink | None


@dataclass(frozen=True, slots=True)
class Content:
    name: str
    meetings: Sequence[Meeting]
    matters: Sequence[Matter]
    """With a deadline or a check, and this body's own to see to."""


def subscriptions(user: User) -> list[Subscription]:
    """One's own first, then everything, then circle by circle; three queries."""
    links = {
        link.object_id: link
        for link in SecretLink.objects.filter(
            purpose=LinkPurpose.CALENDAR, holder_id=user.pk, revoked_at__isnull=True
        )
    }
    found = []
    body = own_body(user)
    if body is not None:
        hint = _("Ihre Sitzungen und die Fristen der Vorgänge, für die Ihr Haus zuständig ist")
        found.append(Subscription(body.pk, body.name, hint, links.get(body.pk)))
    everything = _("Alle Sitzungen, die Sie sehen dürfen")
    found.append(Subscription(EVERYTHING, _("Alle Sitzungen"), everything, links.get(EVERYTHING)))
    for circle in bodies.organizations(user).order_by("name"):
        hint = _("Die Sitzungen dieses Gremiums")
        found.append(Subscription(circle.pk, circle.name, hint, links.get(circle.pk)))
    return found


def own_body(user: User) -> Body | None:
    """Whom a user works for, while they are a member's."""
    return bodies.body_of(user) if is_member(user) else None


def content_name(user: User, object_id: int) -> str | None:
    """What the calendar is called; None where this user may not (or no longer) have it."""
    if object_id == EVERYTHING:
        return _("Alle Sitzungen")
    body = own_body(user)
    if body is not None and body.pk == object_id:
        return body.name
    circle = bodies.organizations(user).filter(pk=object_id).first()
    return circle.name if circle else None


def content(link: SecretLink) -> Content | None:
    """As the holder may see it now; None where they may not any more.

    Looked up anew at each fetch: whoever left the office or lost the role gets nothing.
    """
    user = User.objects.filter(pk=link.holder_id, is_active=True).first()
    name = content_name(user, link.object_id) if user else None
    if user is None or name is None:
        return None
    body = own_body(user)
    if body is not None and body.pk == link.object_id:
        return Content(name, tuple(meetings_of(user, body)), tuple(deadlines_of(user, body)))
    circle = Organization.objects.filter(pk=link.object_id).first()
    return Content(name, tuple(dated(meetings.meetings(user, organization=circle))), ())


def dated(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with a day; "in the spring" is nothing a calendar can show."""
    return found.filter(date_precision=DatePrecision.DAY).order_by("starts_on", "pk")


def meetings_of(user: Viewer, body: Body) -> QuerySet[Meeting]:
    """Where this body, or who speaks for it, is invited, takes part, or belongs to the circle."""
    who = _with_people(body)
    invited = Invitation.objects.filter(actor__in=who, withdrawn_at__isnull=True)
    taking_part = Participation.objects.filter(actor__in=who)
    circles = body.memberships.on(today()).values("organization")
    return dated(
        meetings.meetings(user).filter(
            Q(pk__in=invited.values("meeting"))
            | Q(pk__in=taking_part.values("meeting"))
            | Q(series__organization__in=circles)
        )
    )


def deadlines_of(user: Viewer, body: Body) -> QuerySet[Matter]:
    """What this body has to see to, with a day on which somebody will ask."""
    return (
        ledger.matters(user, ledger.MatterFilters(state="pending"))
        .filter(responsible__in=_with_people(body))
        .filter(Q(due_on__isnull=False) | Q(next_check_on__isnull=False))
    )


def _with_people(body: Body) -> QuerySet[Actor]:
    """The body and those who hold an office there today."""
    people = Post.objects.filter(at=body.pk).on(today()).values("person")
    return Actor.objects.filter(Q(pk=body.pk) | Q(pk__in=people)).values("pk")
