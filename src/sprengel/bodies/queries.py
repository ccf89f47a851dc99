"""Reads of who is who. What a person may see passes through ``visible_to``.

Posts and memberships have no visibility of their own: one is seen by whoever may see both of its
ends, an organization by whoever may see it and the body it is part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sprengel.accounts.models import User, Viewer, VisibleQuerySet, visible_levels
from sprengel.bodies import names
from sprengel.bodies.models import (
    Actor,
    ActorKind,
    Alias,
    Body,
    BodyKind,
    Membership,
    Organization,
    OrganizationKind,
    Person,
    Post,
    Representative,
)
from sprengel.bodies.registry import KnownActor, KnownPost, Registry

# Lists


def bodies(user: Viewer) -> VisibleQuerySet:
    return Body.objects.visible_to(user)


def organizations(user: Viewer) -> VisibleQuerySet:
    """Circles and parts of bodies; a part of a hidden body is hidden with it."""
    return (
        Organization.objects.visible_to(user)
        .filter(body__visibility__in=visible_levels(user))
        .select_related("body")
    )


def people(user: Viewer) -> VisibleQuerySet:
    return Person.objects.visible_to(user)


def actors(user: Viewer) -> VisibleQuerySet:
    """Everyone who can say, promise or be asked something."""
    return Actor.objects.visible_to(user).filter(
        Q(as_organization__isnull=True)
        | Q(as_organization__body__visibility__in=visible_levels(user))
    )


def aliases(user: Viewer, of: Actor) -> list[str]:
    """The other names of ``of``, if ``user`` may see it at all."""
    if of.visibility not in visible_levels(user):
        return []
    return list(of.aliases.values_list("name", flat=True))


def successor_of(user: Viewer, body: Body) -> Body | None:
    """What it was merged into, if one may see that."""
    if body.succeeded_by_id is None:
        return None
    return bodies(user).filter(pk=body.succeeded_by_id).first()


def predecessors_of(user: Viewer, body: Body) -> VisibleQuerySet:
    return bodies(user).filter(succeeded_by=body)


# Offices and memberships


def posts_of(user: Viewer, person: Person) -> QuerySet[Post]:
    """The offices of a person, the newest first."""
    return posts(user).filter(person=person).select_related("at")


def posts_at(user: Viewer, actor: Actor) -> QuerySet[Post]:
    """Who holds or held an office here, the newest first."""
    return posts(user).filter(at=actor.pk).select_related("person")


@dataclass(frozen=True)
class Offices:
    """Posts, apart by whether they are over."""

    now: tuple[Post, ...]
    before: tuple[Post, ...]

    @classmethod
    def on(cls, day: date, posts: Iterable[Post]) -> Offices:
        everything = list(posts)
        return cls(
            now=tuple(post for post in everything if not post.is_over(day)),
            before=tuple(post for post in everything if post.is_over(day)),
        )


def memberships_of(user: Viewer, body: Body) -> QuerySet[Membership]:
    return memberships(user).filter(member=body).select_related("organization")


def members(user: Viewer, organization: Organization, day: date) -> QuerySet[Membership]:
    """Who belongs to the organization on that day."""
    return memberships(user).filter(organization=organization).on(day).select_related("member")


def post_on(person: Person, day: date) -> Post | None:
    """The office a person holds that day; of several the one begun last."""
    return person.posts.on(day).select_related("at").first()


def body_of(user: Viewer) -> Body | None:
    """The body a user works for."""
    if not isinstance(user, User) or not user.is_authenticated:
        return None
    found = Representative.objects.filter(user=user).select_related("body").first()
    return found.body if found else None


def address_of(actor: Actor) -> str:
    """Where to write to it: its own address, else that of a user who works for the body, or "".

    For the machine that sends; people of other houses are never shown it.
    """
    return addresses_of([actor])[actor.pk]


def addresses_of(actors: Iterable[Actor]) -> dict[int, str]:
    """``address_of`` for many, by primary key, in one query."""
    found = {actor.pk: actor.email for actor in actors}
    wanted = [pk for pk, email in found.items() if not email]
    rows = (
        Representative.objects.filter(body__in=wanted, user__is_active=True)
        .order_by("-pk")
        .values_list("body_id", "user__email")
        if wanted
        else ()
    )
    return {**found, **dict(rows)}


def posts(user: Viewer) -> QuerySet[Post]:
    levels = visible_levels(user)
    return Post.objects.filter(
        Q(at__as_organization__isnull=True) | Q(at__as_organization__body__visibility__in=levels),
        person__visibility__in=levels,
        at__visibility__in=levels,
    )


def memberships(user: Viewer) -> QuerySet[Membership]:
    levels = visible_levels(user)
    return Membership.objects.filter(
        member__visibility__in=levels,
        organization__visibility__in=levels,
        organization__body__visibility__in=levels,
    )


# The page "Wer ist wer"


@dataclass(frozen=True)
class Circle:
    """A Sprengel with the cities that belong to it today."""

    organization: Organization
    cities: tuple[Body, ...]


@dataclass(frozen=True)
class PersonLine:
    person: Person
    posts: tuple[Post, ...]
    """The offices held today."""


@dataclass(frozen=True)
class Directory:
    """Everything on the page, already cut down to what was searched for."""

    associations: tuple[Body, ...]
    districts: tuple[Body, ...]
    others: tuple[Body, ...]
    circles: tuple[Circle, ...]
    organizations: tuple[Organization, ...]
    cities_elsewhere: tuple[Body, ...]
    """Cities that belong to no Sprengel."""
    people: tuple[PersonLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (
            self.associations
            or self.districts
            or self.others
            or self.circles
            or self.organizations
            or self.cities_elsewhere
            or self.people
        )


def directory(user: Viewer, *, day: date, search: str = "") -> Directory:
    """Who is who on ``day``; a search looks at names, other names and offices."""
    wanted = _matching(user, search) if search.strip() else None
    everyone = {body.pk: body for body in bodies(user)}
    found_bodies = [body for body in everyone.values() if wanted is None or body.pk in wanted]
    all_organizations = list(organizations(user))
    sprengel = {o.pk for o in all_organizations if o.kind == OrganizationKind.SPRENGEL}
    cities_of: dict[int, list[Body]] = defaultdict(list)
    in_a_sprengel: set[int] = set()
    for membership in memberships(user).on(day).filter(organization__in=sprengel):
        member, of = membership.member_id, membership.organization_id
        in_a_sprengel.add(member)
        if wanted is None or member in wanted or of in wanted:
            cities_of[of].append(everyone[member])
    return Directory(
        associations=_of_kind(found_bodies, BodyKind.ASSOCIATION),
        districts=_of_kind(found_bodies, BodyKind.DISTRICT_GOVERNMENT),
        others=tuple(body for body in found_bodies if body.kind not in _OWN_SECTION),
        circles=tuple(
            Circle(organization, _by_name(cities_of[organization.pk]))
            for organization in all_organizations
            if organization.pk in sprengel
            and (wanted is None or organization.pk in wanted or cities_of[organization.pk])
        ),
        organizations=tuple(
            organization
            for organization in all_organizations
            if organization.pk not in sprengel and (wanted is None or organization.pk in wanted)
        ),
        cities_elsewhere=_by_name(
            body
            for body in found_bodies
            if body.kind == BodyKind.CITY and body.pk not in in_a_sprengel
        ),
        people=_people_lines(user, day, wanted),
    )


_OWN_SECTION = (BodyKind.ASSOCIATION, BodyKind.DISTRICT_GOVERNMENT, BodyKind.CITY)


def _by_name(found: Iterable[Body]) -> tuple[Body, ...]:
    """In German order on every database: Öhringen after Nürtingen, not after Winnenden."""
    return tuple(sorted(found, key=lambda body: names.fold(body.name)))


def _of_kind(found: list[Body], kind: BodyKind) -> tuple[Body, ...]:
    return tuple(body for body in found if body.kind == kind)


def _people_lines(user: Viewer, day: date, wanted: set[int] | None) -> tuple[PersonLine, ...]:
    held: dict[int, list[Post]] = defaultdict(list)
    for post in posts(user).on(day).select_related("at"):
        held[post.person_id].append(post)
    return tuple(
        PersonLine(person, tuple(held[person.pk]))
        for person in sorted(people(user), key=lambda person: names.fold(person.family_name))
        if wanted is None or person.pk in wanted
    )


def _matching(user: Viewer, search: str) -> set[int]:
    """Actors one of whose names holds every word searched for, umlauts and hyphens either way.

    Folding is ours and not the database's, so the names are compared here: a few hundred.
    """
    words = names.words_of(search)
    texts: dict[int, list[str]] = defaultdict(list)
    for pk, name in actors(user).values_list("pk", "name"):
        texts[pk].append(name)
    for pk, name, county in bodies(user).values_list("pk", "short_name", "county"):
        texts[pk] += [name, county]
    for pk, name in Alias.objects.filter(actor__in=actors(user)).values_list("actor_id", "name"):
        texts[pk].append(name)
    for pk, title, at in posts(user).values_list("person_id", "title", "at__name"):
        texts[pk] += [title, at]
    return {
        pk
        for pk, written in texts.items()
        if all(word in names.fold(" ".join(written)) for word in words)
    }


# One page each


@dataclass(frozen=True)
class OrganizationCount:
    organization: Organization
    member_count: int


def organizations_of(user: Viewer, body: Body, day: date) -> list[OrganizationCount]:
    """The circles of a body with how many belong to each that day, as far as visible."""
    counted = dict(
        memberships(user)
        .on(day)
        .filter(organization__body=body)
        .order_by()
        .values_list("organization")
        .annotate(Count("pk"))
    )
    return [
        OrganizationCount(organization, counted.get(organization.pk, 0))
        for organization in organizations(user).filter(body=body)
    ]


def namesakes(user: Viewer, kind: str, name: str) -> list[Actor]:
    """Entries of the same kind under the same name, other names included."""
    wanted = names.words_of(name)
    if not wanted:
        return []
    found = actors(user).filter(actor_kind=kind).prefetch_related("aliases")
    return [
        actor
        for actor in found
        if any(
            names.words_of(written) == wanted
            for written in (actor.name, *(alias.name for alias in actor.aliases.all()))
        )
    ]


# Names to actors


def registry() -> Registry:
    """The register in memory, for a reading: four queries, however much is read.

    It belongs to the machine and knows everyone. What it finds is shown to people only through
    the queries above.
    """
    other_names: dict[int, list[str]] = defaultdict(list)
    for pk, name in Alias.objects.values_list("actor_id", "name"):
        other_names[pk].append(name)
    known = [
        KnownActor(
            pk=body.pk,
            kind=ActorKind.BODY,
            name=body.name,
            other_names=(*filter(None, [body.short_name]), *other_names[body.pk]),
            is_city=body.kind == BodyKind.CITY,
            region=body.region if body.kind == BodyKind.DISTRICT_GOVERNMENT else "",
        )
        for body in Body.objects.all()
    ]
    known += [
        KnownActor(
            pk=organization.pk,
            kind=ActorKind.ORGANIZATION,
            name=organization.name,
            other_names=tuple(other_names[organization.pk]),
        )
        for organization in Organization.objects.all()
    ]
    known += [
        KnownActor(
            pk=person.pk,
            kind=ActorKind.PERSON,
            name=person.name,
            other_names=tuple(other_names[person.pk]),
            given_name=person.given_name,
            family_name=person.family_name,
        )
        for person in Person.objects.all()
    ]
    known_posts = [
        KnownPost(
            person_pk=post.person_id,
            at_pk=post.at_id,
            title=post.title,
            start_on=post.start_on,
            end_on=post.end_on,
        )
        for post in Post.objects.all()
    ]
    return Registry(known, known_posts)


def resolve(mention: str, *, dated_on: date | None = None) -> Actor | None:
    """Who is meant, or None when nobody or more than one fits. For many mentions: ``registry``."""
    found = registry().find(mention, dated_on)
    return Actor.objects.get(pk=found.pk) if found else None
