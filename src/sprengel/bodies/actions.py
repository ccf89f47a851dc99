"""What changes in who is who. Every action owns its transaction and writes one line of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies import register
from sprengel.bodies.facts import ActorFacts
from sprengel.bodies.models import (
    Actor,
    Alias,
    Body,
    Membership,
    Organization,
    Person,
    Post,
    Quorum,
    Representative,
)
from sprengel.bodies.problems import AlreadyMember, EndsBeforeStart

_STRICTEST_FIRST = (Visibility.OFFICE, Visibility.MEMBERS, Visibility.PUBLIC)


# New entries


@transaction.atomic
def add_body(
    *,
    actor: User | None,
    name: str,
    kind: str,
    short_name: str = "",
    region: str = "",
    county: str = "",
    ags: str = "",
    city_status: str = "",
    population: int | None = None,
    population_on: date | None = None,
    aliases: Iterable[str] = (),
    note: str = "",
    source: str = "",
    visibility: str = Visibility.PUBLIC,
    email: str = "",
    city_status_since: date | None = None,
    city_status_before: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    ended_on: date | None = None,
    succeeded_by: Body | None = None,
) -> Body:
    body = Body.objects.create(
        name=name,
        slug=free_slug(short_name or name),
        kind=kind,
        short_name=short_name,
        region=region,
        county=county,
        ags=ags,
        city_status=city_status,
        population=population,
        population_on=population_on,
        note=note,
        source=source,
        visibility=visibility,
        email=email,
        city_status_since=city_status_since,
        city_status_before=city_status_before,
        latitude=latitude,
        longitude=longitude,
        ended_on=ended_on,
        succeeded_by=succeeded_by,
    )
    _add_aliases(body, aliases, source)
    _log_change(actor, body, _("%(name)s wurde eingetragen.") % {"name": body.name})
    return body


@transaction.atomic
def add_organization(
    *,
    actor: User | None,
    name: str,
    body: Body,
    kind: str,
    region: str = "",
    aliases: Iterable[str] = (),
    note: str = "",
    source: str = "",
    visibility: str = Visibility.PUBLIC,
    email: str = "",
    quorum: str = Quorum.NONE,
    quorum_source: str = "",
) -> Organization:
    organization = Organization.objects.create(
        name=name,
        slug=free_slug(name),
        body=body,
        kind=kind,
        region=region,
        note=note,
        source=source,
        visibility=visibility,
        email=email,
        quorum=quorum,
        quorum_source=quorum_source,
    )
    _add_aliases(organization, aliases, source)
    _log_change(actor, organization, _("%(name)s wurde eingetragen.") % {"name": name})
    return organization


@transaction.atomic
def add_person(
    *,
    actor: User | None,
    given_name: str,
    family_name: str,
    title: str = "",
    aliases: Iterable[str] = (),
    note: str = "",
    source: str = "",
    visibility: str = Visibility.PUBLIC,
    email: str = "",
) -> Person:
    name = full_name(given_name, family_name)
    person = Person.objects.create(
        name=name,
        slug=free_slug(name),
        title=title,
        given_name=given_name,
        family_name=family_name,
        note=note,
        source=source,
        visibility=visibility,
        email=email,
    )
    _add_aliases(person, aliases, source)
    _log_change(actor, person, _("%(name)s wurde eingetragen.") % {"name": name})
    return person


@transaction.atomic
def add_post(
    *,
    actor: User | None,
    person: Person,
    at: Actor,
    title: str,
    start_on: date | None = None,
    end_on: date | None = None,
    dates_note: str = "",
    source: str = "",
) -> Post:
    _require_order(start_on, end_on)
    post = Post.objects.create(
        person=person,
        at=at,
        title=title,
        start_on=start_on,
        end_on=end_on,
        dates_note=dates_note,
        source=source,
    )
    _log_post(actor, post, _("%(person)s: Amt „%(title)s“ (%(at)s) eingetragen."))
    return post


@transaction.atomic
def add_membership(
    *,
    actor: User | None,
    member: Body,
    organization: Organization,
    start_on: date | None = None,
    end_on: date | None = None,
    dates_note: str = "",
    source: str = "",
) -> Membership:
    _require_order(start_on, end_on)
    is_open_already = Membership.objects.filter(
        member=member, organization=organization, end_on__isnull=True
    ).exists()
    if end_on is None and is_open_already:
        raise AlreadyMember
    membership = Membership.objects.create(
        member=member,
        organization=organization,
        start_on=start_on,
        end_on=end_on,
        dates_note=dates_note,
        source=source,
    )
    _log_membership(actor, membership, _("%(member)s gehört zu %(organization)s."))
    return membership


@transaction.atomic
def represent(*, actor: User | None, user: User, body: Body) -> Representative:
    """``user`` works for ``body``; a user works for one body at a time."""
    representative, _is_new = Representative.objects.update_or_create(
        user=user, defaults={"body": body}
    )
    log(
        actor=actor,
        verb=ActivityVerb.BODY_CHANGED,
        sentence=_("%(user)s arbeitet für %(body)s.") % {"user": user, "body": body.name},
        path=body.get_absolute_url(),
        visibility=Visibility.OFFICE,  # who has an account is nobody else's business
    )
    return representative


# Changes


@transaction.atomic
def change_actor(
    *, actor: User | None, of: Actor, facts: ActorFacts, aliases: Iterable[str] | None = None
) -> Actor:
    """Sets what is known of a body, organization or person; ``aliases`` None leaves those.

    The address stays even when the name changes: it stands in printed minutes.
    """
    for fact in fields(facts):
        setattr(of, fact.name, getattr(facts, fact.name))
    if isinstance(of, Person):
        of.name = full_name(of.given_name, of.family_name)
    of.save()
    narrow_lines(path=of.get_absolute_url(), visibility=of.visibility)
    if aliases is not None:
        _replace_aliases(of, aliases)
    _log_change(actor, of, _("Die Angaben zu %(name)s wurden geändert.") % {"name": of.name})
    return of


@transaction.atomic
def change_post(
    *,
    actor: User | None,
    post: Post,
    at: Actor,
    title: str,
    start_on: date | None,
    end_on: date | None,
    dates_note: str,
    source: str,
) -> Post:
    _require_order(start_on, end_on)
    post.at, post.title = at, title
    post.start_on, post.end_on, post.dates_note = start_on, end_on, dates_note
    post.source = source
    post.save()
    _log_post(actor, post, _("%(person)s: Amt „%(title)s“ (%(at)s) geändert."))
    return post


@transaction.atomic
def change_membership(
    *,
    actor: User | None,
    membership: Membership,
    start_on: date | None,
    end_on: date | None,
    dates_note: str,
    source: str,
) -> Membership:
    _require_order(start_on, end_on)
    others = Membership.objects.filter(
        member=membership.member, organization=membership.organization, end_on__isnull=True
    ).exclude(pk=membership.pk)
    if end_on is None and others.exists():
        raise AlreadyMember
    membership.start_on, membership.end_on = start_on, end_on
    membership.dates_note, membership.source = dates_note, source
    membership.save()
    _log_membership(
        actor,
        membership,
        _("Die Mitgliedschaft von %(member)s in %(organization)s wurde geändert."),
    )
    return membership


@transaction.atomic
def add_alias(*, actor: User | None, of: Actor, name: str, source: str = "") -> Alias:
    alias, is_new = Alias.objects.get_or_create(actor=of, name=name, defaults={"source": source})
    if is_new:
        _log_change(
            actor, of, _("%(name)s heißt auch „%(alias)s“.") % {"name": of.name, "alias": name}
        )
    return alias


# The register


@transaction.atomic
def load_register(*, actor: User | None) -> register.Loaded:
    """The association, the Land, the Bund, districts, Sprengel and their cities.

    What is there already stays as the office left it; running it again changes nothing.
    """
    loaded = register.load(free_slug)
    if loaded.is_anything_new:
        log(
            actor=actor,
            verb=ActivityVerb.BODY_CHANGED,
            sentence=_(
                "Das Verzeichnis Baden-Württemberg wurde geladen: "
                "%(actors)s Einträge, %(memberships)s Mitgliedschaften, "
                "%(positions)s nachgetragene Lagen."
            )
            % {
                "actors": loaded.actors,
                "memberships": loaded.memberships,
                "positions": loaded.positions,
            },
            visibility=Visibility.PUBLIC,
        )
    return loaded


# Shared steps


def full_name(given_name: str, family_name: str) -> str:
    """The canonical name of a person: without titles, which come and go."""
    return f"{given_name} {family_name}".strip()


def free_slug(name: str) -> str:
    """A readable address nobody has yet: "biberach-an-der-riss", the next one "…-2"."""
    wanted = register.slug_of(name)
    taken = set(Actor.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _add_aliases(of: Actor, aliases: Iterable[str], source: str) -> None:
    wanted = dict.fromkeys(name.strip() for name in aliases)
    Alias.objects.bulk_create(
        Alias(actor=of.actor_ptr, name=name, source=source)
        for name in wanted
        if name and name != of.name
    )


def _replace_aliases(of: Actor, aliases: Iterable[str]) -> None:
    wanted = {name.strip() for name in aliases} - {"", of.name}
    kept = of.aliases.filter(name__in=wanted)
    of.aliases.exclude(pk__in=kept).delete()
    known = set(of.aliases.values_list("name", flat=True))
    Alias.objects.bulk_create(Alias(actor_id=of.pk, name=name) for name in sorted(wanted - known))


def _require_order(start_on: date | None, end_on: date | None) -> None:
    if start_on and end_on and end_on < start_on:
        raise EndsBeforeStart


def _log_change(actor: User | None, of: Actor, sentence: str) -> None:
    log(
        actor=actor,
        verb=ActivityVerb.BODY_CHANGED,
        sentence=sentence,
        path=of.get_absolute_url(),
        about=_paths_of(of),
        visibility=of.visibility,
    )


def _log_post(actor: User | None, post: Post, sentence: str) -> None:
    log(
        actor=actor,
        verb=ActivityVerb.BODY_CHANGED,
        sentence=sentence % {"person": post.person.name, "title": post.title, "at": post.at.name},
        path=post.person.get_absolute_url(),
        about=_paths_of(post.at),
        visibility=_stricter(post.person, post.at),
    )


def _log_membership(actor: User | None, membership: Membership, sentence: str) -> None:
    member, organization = membership.member, membership.organization
    log(
        actor=actor,
        verb=ActivityVerb.BODY_CHANGED,
        sentence=sentence % {"member": member.name, "organization": organization.name},
        path=organization.get_absolute_url(),
        about=[member.get_absolute_url(), *_paths_of(organization)],
        visibility=_stricter(member, organization),
    )


def _stricter(one: Actor, other: Actor) -> str:
    """A line that names both is only for those who may see both."""
    return next(level for level in _STRICTEST_FIRST if level in (one.visibility, other.visibility))


def _paths_of(of: Actor) -> list[str]:
    """Its own page, and for a part of a body that body's: hidden with it, lines and all."""
    body = Body.objects.filter(organizations=of.pk).first()
    return [of.get_absolute_url(), *([body.get_absolute_url()] if body else [])]
