"""Leak tests: each query, each kind of viewer, each visibility, of the row and all around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sprengel.accounts.models import Viewer, Visibility
from sprengel.accounts.queries import activities
from sprengel.programmes.enrolment import land, press, queries
from sprengel.programmes.enrolment.amounts import Amount, of_path
from sprengel.programmes.enrolment.growth import growth
from sprengel.programmes.enrolment.matching import Register
from sprengel.programmes.enrolment.queries import Filters
from sprengel.programmes.enrolment.sections import takes_part
from sprengel.programmes.models import Enrolment, Round

from .conftest import TODAY, Users, World

pytestmark = pytest.mark.django_db

SEES = {
    "public": ("public", "guest", "member", "office"),
    "members": ("member", "office"),
    "office": ("office",),
}


def viewers(users: Users) -> list[tuple[str, Viewer]]:
    return [(name, getattr(users, name)) for name in ("public", "guest", "member", "office")]


def overview(user: Viewer, world: World) -> queries.Overview:
    return queries.overview(user, world.programme, Filters(), TODAY)


def hide(world: World, what: str, visibility: str, of: Enrolment) -> None:
    thing = {"row": of, "city": of.body, "programme": world.programme}[what]
    thing.visibility = visibility
    thing.save()


SHOWS: dict[str, Callable[[Viewer, World, Enrolment], Any]] = {
    "enrolments": lambda user, world, of: list(queries.enrolments(user)),
    "rows": lambda user, world, of: [row.enrolment for row in overview(user, world).rows],
    "count": lambda user, world, of: [of] * overview(user, world).row_count,
    "taking part": lambda user, world, of: [of] * overview(user, world).taking_part,
    "sum": lambda user, world, of: [of] * (overview(user, world).granted.value is not None),
    "sprengel to filter by": lambda user, world, of: [of] * len(overview(user, world).circles),
    "of the city": lambda user, world, of: [
        row.enrolment for row in queries.rows_of_body(user, of.body, TODAY)
    ],
    "section": lambda user, world, of: [of] * (takes_part(user, of.body) is not None),
    "map": lambda user, world, of: [
        of for one in [land.state_map(user, overview(user, world).rows, TODAY)] if one
    ],
}


@pytest.mark.parametrize("what", ["row", "city", "programme"])
@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("name", SHOWS)
def test_only_what_one_may_see(
    world: World, users: Users, name: str, visibility: str, what: str
) -> None:
    of = world.enter("Auenstadt", granted=Amount(Decimal(7)))
    hide(world, what, visibility, of)
    for viewer, user in viewers(users):
        expected = viewer in SEES[visibility]
        assert bool(SHOWS[name](user, world, of)) is expected, viewer


@pytest.mark.parametrize("what", ["row", "city", "programme"])
@pytest.mark.parametrize("visibility", Visibility.values)
def test_pages(client: Client, world: World, users: Users, visibility: str, what: str) -> None:
    of = world.enter("Auenstadt", granted=Amount(Decimal(7_654_321)))
    hide(world, what, visibility, of)
    everything = f"/programme/{world.programme.slug}/beteiligung/"
    for viewer, user in viewers(users):
        client.logout()
        if user:
            client.force_login(user)
        sees = viewer in SEES[visibility]
        assert (client.get(of_path(of)).status_code == 200) is sees, viewer
        page = client.get(everything)
        assert page.status_code == (404 if what == "programme" and not sees else 200)
        for path in ("", "presse/", "presse.txt", "tabelle.xlsx", "?runde=runde-2017"):
            answer = client.get(everything + path)
            body = answer.content.decode(errors="ignore")
            assert ("7.654.321" in body) <= sees, (viewer, path)
            if path.startswith("presse"):
                # What anybody may see, whoever asks.
                public = visibility == Visibility.PUBLIC
                assert ("Auenstadt" in body) <= public, (viewer, path)


@pytest.mark.parametrize("visibility", Visibility.values)
def test_amounts_of_their_own_visibility(world: World, users: Users, visibility: str) -> None:
    """An amount corrected to be seen by fewer people is not shown, nor is the one before."""
    from sprengel.figures import actions as figures

    of = world.enter("Auenstadt", granted=Amount(Decimal(7)))
    figures.correct(
        actor=None, figure=of.granted, because="x", value=Decimal(8), visibility=visibility
    )
    for viewer, user in viewers(users):
        sees = viewer in SEES[visibility]
        found = queries.row(user, of, TODAY)
        assert (found.granted is not None) is sees, viewer
        assert (overview(user, world).granted.value is not None) is sees, viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_what_a_round_states(campaign: World, users: Users, visibility: str) -> None:
    campaign.enter("Auenstadt", "joined")
    stated = campaign.stated("participants", 12, visibility=visibility)
    rounds = list(Round.objects.all())
    for viewer, user in viewers(users):
        sees = viewer in SEES[visibility]
        assert bool(overview(user, campaign).comparisons) is sees, viewer
        assert bool(queries.round_figures(user, rounds)) is sees, viewer
        rows = overview(user, campaign).rows
        assert (growth(user, rounds, rows, TODAY) is not None) is sees, viewer
        text = press.press_list(user, campaign.programme, Filters(), TODAY).text
        assert ("12" in text.replace("Stand", "")) is (visibility == "public") or sees
    assert stated.figure.visibility == visibility


@pytest.mark.parametrize("visibility", Visibility.values)
def test_passages_of_hidden_documents(
    world: World, users: Users, visibility: str, make_passage: Callable[[str], Any]
) -> None:
    passage = make_passage(visibility)
    of = world.enter("Auenstadt", passage=passage)
    for viewer, user in viewers(users):
        (step,) = queries.history(user, of)
        assert (step.passage == passage) is (viewer in SEES[visibility]), viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_hidden_sprengel_is_not_named(world: World, users: Users, visibility: str) -> None:
    of = world.enter("Auenstadt")
    world.circle.visibility = visibility
    world.circle.save()
    for viewer, user in viewers(users):
        expected = (world.circle,) if viewer in SEES[visibility] else ()
        assert queries.row(user, of, TODAY).circles == expected, viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_cities_on_the_map(world: World, users: Users, visibility: str) -> None:
    city = world.cities["Lindach"]
    city.visibility = visibility
    city.save()
    for viewer, user in viewers(users):
        assert (city in land.cities_with_place(user)) is (viewer in SEES[visibility]), viewer
        found = Register.of(user).find("Lindach")
        assert bool(found.bodies) is (viewer in SEES[visibility]), viewer


@pytest.mark.parametrize("visibility", Visibility.values)
def test_lines_of_the_log(world: World, users: Users, visibility: str) -> None:
    of = world.enter("Auenstadt", visibility=visibility, on=date(2017, 1, 1))
    for viewer, user in viewers(users):
        told = [line for line in activities(user) if line.path == of_path(of)]
        assert bool(told) is (viewer in SEES[visibility]), viewer


def test_who_entered_it_is_told_the_office_only(client: Client, world: World, users: Users) -> None:
    of = world.enter("Auenstadt")
    assert "Petra Sommer" not in client.get(of_path(of)).content.decode()
    client.force_login(users.office)
    assert "Petra Sommer" in client.get(of_path(of)).content.decode()
