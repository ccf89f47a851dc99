"""Whose comments somebody sees: the office all, a city its own and, if agreed, the others'.

Every read of comments takes a Sight, so that there is one place that decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sprengel.accounts.models import User, Viewer, visible_levels
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.queries import body_of
from sprengel.hearings.models import Comment, Consulted, Hearing, Version


@dataclass(frozen=True, slots=True)
class Sight:
    hearing: Hearing
    sees_all: bool = False
    sees_others: bool = False
    """The other cities' comments, of cities it may know of."""
    own: Consulted | None = None
    levels: tuple[str, ...] = ()

    @property
    def sees_any(self) -> bool:
        return self.sees_all or self.sees_others or self.own is not None

    def comments(self) -> QuerySet[Comment]:
        """Those that hold now: not replaced, not taken back."""
        found = Comment.objects.filter(
            consulted__hearing=self.hearing, replaced_by__isnull=True, is_taken_back=False
        )
        if self.sees_all:
            return found
        condition = Q(consulted=self.own.pk) if self.own else Q(pk__in=())
        if self.sees_others:
            condition |= Q(consulted__city__visibility__in=self.levels)
        return found.filter(condition)

    def versions(self) -> QuerySet[Version]:
        return Version.objects.filter(
            hearing=self.hearing,
            hearing__visibility__in=self.levels,
            document__visibility__in=self.levels,
        )


def sight_of(user: Viewer, hearing: Hearing) -> Sight:
    """``hearing`` is one this user may see."""
    levels = visible_levels(user)
    if not isinstance(user, User) or not is_member(user) or not user.is_active:
        return Sight(hearing, levels=levels)
    if is_office(user):
        return Sight(hearing, sees_all=True, levels=levels)
    body = body_of(user)
    own = None
    if body is not None:
        own = hearing.consulted.select_related("city").filter(city=body.pk).first()
    return Sight(hearing, sees_others=hearing.shows_comments, own=own, levels=levels)


def sight_by_link(consulted: Consulted) -> Sight:
    """Whoever holds a city's link sees what that city's office would see."""
    return Sight(
        consulted.hearing,
        sees_others=consulted.hearing.shows_comments,
        own=consulted,
        levels=("public", "members"),
    )
