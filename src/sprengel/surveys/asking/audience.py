"""Who is asked: the members on that day and cities named singly, each by its mayor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sprengel.accounts.models import Viewer
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, OrganizationKind, Person
from sprengel.meetings.invitations.posts import mayor, posts_by_place
from sprengel.surveys.models import SizeClass, Survey


@dataclass(frozen=True, slots=True)
class Addressee:
    """One city as it is on that day."""

    body: Body
    person: Person | None
    post_title: str
    email: str
    size_class: str
    sprengel: str

    @property
    def name(self) -> str:
        return self.person.with_title if self.person else self.body.name


def addressees(user: Viewer, survey: Survey, day: date) -> list[Addressee]:
    """In German order; a handful of queries, however many they are."""
    return described(user, _cities(user, survey, day), day)


def described(user: Viewer, cities: Iterable[Body], day: date) -> list[Addressee]:
    """Who stands for these cities on that day, and what groups they belong to."""
    everyone = list(cities)
    posts = posts_by_place([body.pk for body in everyone], day)
    holders = {body.pk: mayor(posts.get(body.pk, [])) for body in everyone}
    people = [holder.person for holder in holders.values() if holder]
    addresses = bodies.addresses_of([*everyone, *people])
    circles = _sprengel(user, everyone, day)
    found = []
    for body in everyone:
        holder = holders[body.pk]
        person = holder.person if holder else None
        found.append(
            Addressee(
                body=body,
                person=person,
                post_title=holder.title if holder else "",
                email=(addresses[person.pk] if person else "") or addresses[body.pk],
                size_class=size_class(body.population),
                sprengel=circles.get(body.pk, ""),
            )
        )
    return found


def size_class(population: int | None) -> str:
    if population is None:
        return ""
    for limit, found in (
        (10_000, SizeClass.UNDER_10),
        (20_000, SizeClass.FROM_10),
        (50_000, SizeClass.FROM_20),
        (100_000, SizeClass.FROM_50),
    ):
        if population < limit:
            return found
    return SizeClass.FROM_100


def _cities(user: Viewer, survey: Survey, day: date) -> list[Body]:
    cities: dict[int, Body] = {}
    if survey.audience is not None:
        for membership in bodies.members(user, survey.audience, day):
            cities[membership.member.pk] = membership.member
    for body in survey.bodies.visible_to(user):
        cities[body.pk] = body
    return sorted(cities.values(), key=lambda body: names.fold(body.name))


def _sprengel(user: Viewer, cities: list[Body], day: date) -> dict[int, str]:
    """The name of the Sprengel each belongs to; of several the first by name."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = (
        bodies.memberships(user)
        .on(day)
        .filter(
            organization__kind=OrganizationKind.SPRENGEL,
            member__in=[body.pk for body in cities],
        )
        .values_list("member_id", "organization__name")
    )
    for pk, name in rows:
        found[pk].append(name)
    return {pk: min(circles, key=names.fold) for pk, circles in found.items()}
