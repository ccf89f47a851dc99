"""Who is who in a sample league: ``who.toml`` into the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sprengel.accounts.models import User
from sprengel.bodies.actions import (
    add_body,
    add_membership,
    add_organization,
    add_person,
    add_post,
    full_name,
)
from sprengel.bodies.models import Actor, Body, BodyKind, CityStatus, Organization, Person
from sprengel.cli.league_files import Folder, LeagueError


class Actors:
    """Everyone a league's files may name, by exact name; "" is nobody."""

    def named(self, name: str) -> Actor:
        found = list(Actor.objects.filter(name=name))
        if len(found) != 1:
            raise LeagueError(f"{len(found)} actors are called {name!r}")
        return found[0]

    def body(self, name: str) -> Body | None:
        return Body.objects.get(pk=self.named(name).pk) if name else None

    def organization(self, name: str) -> Organization:
        return Organization.objects.get(pk=self.named(name).pk)

    def person(self, name: str) -> Person | None:
        return Person.objects.get(pk=self.named(name).pk) if name else None


def load_who(*, actor: User, folder: Folder) -> Actors:
    table = folder.table("who")
    actors = Actors()
    for entry in table.get("body", ()):
        add_body(actor=actor, **entry)
    for entry in table.get("organization", ()):
        body = actors.body(entry["body"])
        add_organization(actor=actor, **{**entry, "body": body})
    if "cities" in table:
        _add_cities(actor, actors, table["cities"])
    for entry in table.get("person", ()):
        _add_person(actor, actors, entry)
    return actors


def _add_cities(actor: User, actors: Actors, table: dict[str, Any]) -> None:
    everyone = actors.organization(table["all_belong_to"])
    circle = actors.organization(table["first_belong_to"])
    facts = {"region": table["state"], "note": table["note"], "source": table["source"]}
    for name in table["first"]:
        city = _add_city(actor, name, CityStatus.GROSSE_KREISSTADT, facts)
        _join(actor, city, (everyone, circle), table["source"])
    for name in table["others"]:
        city = _add_city(actor, name, CityStatus.STADT, facts)
        _join(actor, city, (everyone,), table["source"])


def _add_city(actor: User, name: str, status: CityStatus, facts: dict[str, str]) -> Body:
    return add_body(actor=actor, name=name, kind=BodyKind.CITY, city_status=status, **facts)


def _join(actor: User, city: Body, organizations: Iterable[Organization], source: str) -> None:
    for organization in organizations:
        add_membership(actor=actor, member=city, organization=organization, source=source)


def _add_person(actor: User, actors: Actors, entry: dict[str, Any]) -> None:
    posts = entry.pop("post", ())
    given, family = entry.pop("given_name", ""), entry.pop("family_name")
    source = entry.pop("source", "") or "; ".join(dict.fromkeys(post["source"] for post in posts))
    person = add_person(
        actor=actor,
        given_name=given,
        family_name=family,
        source=source[: Person._meta.get_field("source").max_length],
        **entry,
    )
    assert person.name == full_name(given, family)
    for post in posts:
        held = {"source": source, **post, "at": actors.named(post["at"])}
        add_post(actor=actor, person=person, **held)
