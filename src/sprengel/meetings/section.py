"""The meetings of an organization, and of a body that belongs to circles, on their pages."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, ActorKind
from sprengel.bodies.sections import Section
from sprengel.meetings import queries

SHOWN_OF_BODY = 5


def meetings_section(user: Viewer, actor: Actor) -> Section | None:
    """All meetings of an organization; of a body those it hosted and the next of its circles."""
    if actor.actor_kind == ActorKind.PERSON:
        return None
    if actor.actor_kind == ActorKind.ORGANIZATION:
        return _of_organization(user, actor)
    return _of_body(user, actor)


def _of_organization(user: Viewer, actor: Actor) -> Section | None:
    found = queries.lines(user, queries.meetings(user).filter(series__organization=actor.pk))
    if not found:
        return None
    return _section(found, calendar_url=_calendar_url(actor))


def _of_body(user: Viewer, actor: Actor) -> Section | None:
    today = today_on()
    circles = set(
        bodies.memberships_of(user, actor).on(today).values_list("organization_id", flat=True)
    )
    coming = [
        each
        for each in queries.upcoming(user, today)
        if each.series.organization_id in circles or each.series.organization.body_id == actor.pk
    ]
    hosted = [each for each in queries.meetings(user).filter(host=actor.pk) if each not in coming]
    found = queries.lines(user, [*coming[:SHOWN_OF_BODY], *hosted[:SHOWN_OF_BODY]])
    return _section(found, with_circle=True) if found else None


def _section(
    found: tuple[queries.MeetingLine, ...], *, calendar_url: str = "", with_circle: bool = False
) -> Section:
    return Section(
        title=_("Sitzungen"),
        template="meetings/section_meetings.html",
        context={"lines": found, "calendar_url": calendar_url, "with_circle": with_circle},
    )


def _calendar_url(actor: Actor) -> str:
    """Publishing stands above this room and may be left out."""
    try:
        return reverse("publishing:organization_calendar", args=[actor.slug])
    except NoReverseMatch:
        return ""
