"""Nobody sees more than they may: every query, every kind of viewer, every visibility."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from sprengel.accounts.models import Activity, User, Viewer, Visibility
from sprengel.accounts.queries import activities
from sprengel.bodies import actions, queries
from sprengel.bodies.models import Body, BodyKind, Organization, OrganizationKind, Person

DAY = date(2024, 3, 15)
LEVELS = [Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE]
SEES = {
    "anonymous": {"public"},
    "guest": {"public"},
    "member": {"public", "members"},
    "office": {"public", "members", "office"},
}


@pytest.fixture(params=SEES)
def viewer(
    request: pytest.FixtureRequest, office: User, member_user: User, guest: User
) -> tuple[Viewer, set[str]]:
    people: dict[str, Viewer] = {
        "anonymous": AnonymousUser(),
        "guest": guest,
        "member": member_user,
        "office": office,
    }
    return people[request.param], SEES[request.param]


@dataclass
class World:
    """For each visibility a body, a circle and a person, and everything between them."""

    bodies: dict[str, Body]
    organizations: dict[tuple[str, str], Organization]
    people: dict[str, Person]


@pytest.fixture
def world(db: None) -> World:
    bodies = {
        level: actions.add_body(
            actor=None,
            name=f"Stadt-{level}",
            kind=BodyKind.CITY,
            aliases=[f"Ort-{level}"],
            visibility=level,
        )
        for level in LEVELS
    }
    organizations = {
        (of, level): actions.add_organization(
            actor=None,
            name=f"Kreis-{of}-{level}",
            body=bodies[of],
            kind=OrganizationKind.SPRENGEL,
            aliases=[f"Runde-{of}-{level}"],
            visibility=level,
        )
        for of in LEVELS
        for level in LEVELS
    }
    people = {
        level: actions.add_person(
            actor=None,
            given_name="Kim",
            family_name=f"Person-{level}",
            aliases=[f"Rufname-{level}"],
            visibility=level,
        )
        for level in LEVELS
    }
    for member in bodies.values():
        for organization in organizations.values():
            actions.add_membership(actor=None, member=member, organization=organization)
    for person in people.values():
        for at in (*bodies.values(), *organizations.values()):
            actions.add_post(actor=None, person=person, at=at, title=f"Amt {person} {at}")
    return World(bodies, organizations, people)


def org_is_seen(organization: Organization, seen: set[str]) -> bool:
    return organization.visibility in seen and organization.body.visibility in seen


def test_lists(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    assert {body.visibility for body in queries.bodies(user)} == seen
    assert {person.visibility for person in queries.people(user)} == seen
    expected = {o.name for o in world.organizations.values() if org_is_seen(o, seen)}
    assert {o.name for o in queries.organizations(user)} == expected
    names = {actor.name for actor in queries.actors(user)}
    assert names == (
        expected
        | {body.name for body in world.bodies.values() if body.visibility in seen}
        | {person.name for person in world.people.values() if person.visibility in seen}
    )


def test_aliases(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    for level, body in world.bodies.items():
        expected = [f"Ort-{level}"] if level in seen else []
        assert queries.aliases(user, body) == expected


def test_posts(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    places = [b for b in world.bodies.values() if b.visibility in seen]
    places += [o for o in world.organizations.values() if org_is_seen(o, seen)]
    for level, person in world.people.items():
        at = {post.at.name for post in queries.posts_of(user, person)}
        assert at == ({place.name for place in places} if level in seen else set())
    for level, body in world.bodies.items():
        holders = {post.person.visibility for post in queries.posts_at(user, body)}
        assert holders == (seen if level in seen else set())
    for organization in world.organizations.values():
        holders = {post.person.visibility for post in queries.posts_at(user, organization)}
        assert holders == (seen if org_is_seen(organization, seen) else set())
    assert queries.posts(user).count() == len(seen) * len(places)


def test_memberships(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    visible = [o for o in world.organizations.values() if org_is_seen(o, seen)]
    for organization in world.organizations.values():
        found = {m.member.visibility for m in queries.members(user, organization, DAY)}
        assert found == (seen if organization in visible else set())
    for level, body in world.bodies.items():
        found = {m.organization.name for m in queries.memberships_of(user, body)}
        assert found == ({o.name for o in visible} if level in seen else set())
    assert queries.memberships(user).count() == len(seen) * len(visible)


def test_counts(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    for level, body in world.bodies.items():
        counted = queries.organizations_of(user, body, DAY)
        if level not in seen:
            assert counted == []
            continue
        assert {one.organization.visibility for one in counted} == seen
        assert {one.member_count for one in counted} == {len(seen)}


def test_directory(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    found = queries.directory(user, day=DAY)
    expected = {o.name for o in world.organizations.values() if org_is_seen(o, seen)}
    assert {circle.organization.name for circle in found.circles} == expected
    for circle in found.circles:
        assert {city.visibility for city in circle.cities} == seen
    assert {line.person.visibility for line in found.people} == seen
    for line in found.people:
        assert len(line.posts) == len(seen) + len(expected)
        assert {post.at.visibility for post in line.posts} == seen


@pytest.mark.parametrize("hidden", ["Stadt-", "Ort-", "Runde-public-", "Person-", "Rufname-"])
def test_search_does_not_confirm_what_is_hidden(
    world: World, viewer: tuple[Viewer, set[str]], hidden: str
) -> None:
    user, seen = viewer
    for level in LEVELS:
        found = queries.directory(user, day=DAY, search=f"{hidden}{level}")
        assert found.is_empty is (level not in seen), (hidden, level)


def test_search_by_an_office_at_a_hidden_place_finds_nobody(world: World, office: User) -> None:
    search = f"Amt {world.people['public']} {world.bodies['office']}"
    assert queries.directory(None, day=DAY, search=search).is_empty
    assert not queries.directory(office, day=DAY, search=search).is_empty


def test_namesakes(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    for level in LEVELS:
        assert bool(queries.namesakes(user, "body", f"Ort-{level}")) is (level in seen)
        assert bool(queries.namesakes(user, "person", f"Kim Person-{level}")) is (level in seen)


def test_the_log_tells_only_what_may_be_seen(world: World, viewer: tuple[Viewer, set[str]]) -> None:
    user, seen = viewer
    told = " ".join(activities(user).values_list("sentence", flat=True))
    for level in set(LEVELS) - seen:
        assert f"Person-{level}" not in told
        assert f"Stadt-{level}" not in told
        assert f"-{level} " not in told.replace("“", " ")
    assert Activity.objects.count() > 0


LogIn = Callable[[Viewer], Client]


@pytest.fixture
def log_in(client: Client) -> LogIn:
    def log_in(user: Viewer) -> Client:
        if isinstance(user, User):
            client.force_login(user)
        return client

    return log_in


def test_pages(world: World, viewer: tuple[Viewer, set[str]], log_in: LogIn) -> None:
    user, seen = viewer
    client = log_in(user)
    everything: list[tuple[Body | Organization | Person, bool]] = [
        *((body, level in seen) for level, body in world.bodies.items()),
        *((person, level in seen) for level, person in world.people.items()),
        *((o, org_is_seen(o, seen)) for o in world.organizations.values()),
    ]
    hidden = [actor.name for actor, is_seen in everything if not is_seen]
    pages = ["/koerperschaften/", *(actor.get_absolute_url() for actor, _seen in everything)]
    for path in pages:
        answer = client.get(path)
        text = answer.content.decode()
        if answer.status_code == 200:
            assert not [name for name in hidden if f">{name}<" in text], path
    for actor, is_seen in everything:
        assert client.get(actor.get_absolute_url()).status_code == (200 if is_seen else 404)
