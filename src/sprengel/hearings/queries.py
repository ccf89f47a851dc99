"""Reads of this room. Which comments somebody sees is decided by ``sight``."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sprengel.accounts.models import User, Viewer, visible_levels
from sprengel.accounts.rules import is_member, is_office
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor
from sprengel.bodies.queries import body_of
from sprengel.hearings.models import Consulted, Hearing, HearingState, Point, Version

OPEN = (HearingState.DRAFT, HearingState.CONSULTATION)


def hearings(user: Viewer) -> QuerySet[Hearing]:
    return Hearing.objects.visible_to(user).select_related("requested_by", "organization__body")


def hearing(user: Viewer, public_id: uuid.UUID | str) -> Hearing:
    """The hearing, or Http404: also where it exists and the user may not know."""
    found = hearings(user).select_related("law", "follows").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class HearingRow:
    """A line of the list. Numbers are the office's, ``own`` is the user's city."""

    hearing: Hearing
    requested_by: str
    asked: int | None
    answered: int | None
    own: Consulted | None
    shows_dates: bool

    @property
    def is_open(self) -> bool:
        return self.hearing.state in OPEN


def rows(user: Viewer, found: Iterable[Hearing]) -> list[HearingRow]:
    """Two queries more than the list itself, however long it is."""
    hearings = list(found)
    levels = visible_levels(user)
    counted = _answers(hearings) if _is_office(user) else {}
    own = _own(user, hearings)
    return [
        HearingRow(
            hearing=one,
            requested_by=_name(one.requested_by, levels),
            asked=counted.get(one.pk, (0, 0))[0] if counted or _is_office(user) else None,
            answered=counted.get(one.pk, (0, 0))[1] if counted or _is_office(user) else None,
            own=own.get(one.pk),
            shows_dates=_is_of_the_house(user),
        )
        for one in hearings
    ]


def _answers(hearings: list[Hearing]) -> dict[int, tuple[int, int]]:
    counts = (
        Consulted.objects.filter(hearing__in=hearings)
        .values_list("hearing")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(handed_in_at__isnull=False)))
    )
    return {pk: (asked, answered) for pk, asked, answered in counts.order_by()}


def _own(user: Viewer, hearings: list[Hearing]) -> dict[int, Consulted]:
    body = body_of(user) if _is_of_the_house(user) else None
    if body is None:
        return {}
    rows = Consulted.objects.filter(hearing__in=hearings, city=body.pk)
    return {row.hearing_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of a hearing; the public learns of the final version and its result."""

    requested_by: Actor | None
    organization: Actor | None
    law: Document | None
    follows: Hearing | None
    followed_by: tuple[Hearing, ...]
    shows_inside: bool
    """Occasion, dates and remarks: for members and the office."""


def facts(user: Viewer, hearing: Hearing) -> Facts:
    levels = visible_levels(user)
    circle = hearing.organization
    circle_seen = circle.visibility in levels and circle.body.visibility in levels
    later = Hearing.objects.visible_to(user).filter(follows=hearing)
    return Facts(
        requested_by=_seen(hearing.requested_by, levels),
        organization=circle if circle_seen else None,
        law=_seen(hearing.law, levels),
        follows=_seen(hearing.follows, levels),
        followed_by=tuple(later),
        shows_inside=_is_of_the_house(user),
    )


def versions(user: Viewer, hearing: Hearing) -> list[Version]:
    """Newest first."""
    return list(
        Version.objects.visible_to(user)
        .filter(hearing=hearing)
        .select_related("document")
        .order_by("-number")
    )


def version(user: Viewer, hearing: Hearing, number: int) -> Version:
    found = (
        Version.objects.visible_to(user)
        .filter(hearing=hearing, number=number)
        .select_related("document")
        .first()
    )
    if found is None:
        raise Http404
    return found


def consulted(user: Viewer, hearing: Hearing) -> list[Consulted]:
    """Who was asked and who has answered; the office's alone."""
    if not _is_office(user):
        return []
    return list(hearing.consulted.select_related("city", "handed_in_for"))


def own(user: Viewer, hearing: Hearing) -> Consulted | None:
    return _own(user, [hearing]).get(hearing.pk)


def to_answer(user: Viewer) -> list[Consulted]:
    """What the user's city was asked and has not answered."""
    body = body_of(user) if _is_of_the_house(user) else None
    if body is None:
        return []
    return list(
        Consulted.objects.filter(
            city=body.pk,
            handed_in_at__isnull=True,
            hearing__in=Hearing.objects.visible_to(user).filter(state=HearingState.CONSULTATION),
        )
        .select_related("hearing")
        .order_by("hearing__comments_until", "pk")
    )


def points(user: Viewer, hearing: Hearing) -> QuerySet[Point]:
    return Point.objects.visible_to(user).filter(hearing=hearing)


def by_link(pk: int) -> Consulted | None:
    """For whoever holds the link of a city."""
    return (
        Consulted.objects.select_related(
            "hearing__organization__body", "hearing__requested_by", "hearing__law", "city"
        )
        .filter(pk=pk)
        .exclude(hearing__visibility="office")
        .first()
    )


def _seen(thing, levels):  # type: ignore[no-untyped-def]
    return thing if thing is not None and thing.visibility in levels else None


def _name(actor: Actor | None, levels: tuple[str, ...]) -> str:
    seen = _seen(actor, levels)
    return seen.name if seen else ""


def _is_office(user: Viewer) -> bool:
    return isinstance(user, User) and user.is_active and bool(is_office(user))


def _is_of_the_house(user: Viewer) -> bool:
    return isinstance(user, User) and user.is_active and bool(is_member(user))
