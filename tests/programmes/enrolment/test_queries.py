"""The table: filters, the rank and the Sprengel a city had then, cities that are no more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Membership
from sprengel.programmes.enrolment import many, queries
from sprengel.programmes.enrolment.amounts import Amount
from sprengel.programmes.enrolment.facts import EnrolmentFacts, Line
from sprengel.programmes.enrolment.queries import Filters
from sprengel.programmes.models import Enrolment

from .conftest import TODAY, World

pytestmark = pytest.mark.django_db


def names(world: World, **filters: str) -> list[str]:
    found = queries.overview(None, world.programme, Filters(**filters), TODAY)
    return [row.body.name for row in found.rows]


def row(world: World, of: Enrolment) -> queries.Row:
    return queries.row(None, of, TODAY)


def test_filters(world: World) -> None:
    world.enter("Lindach", "refused")
    world.enter("Auenstadt")
    world.enter("Auenstadt", "applied", round=world.second)
    world.enter("Sandhafen", "granted", round=world.second)
    assert names(world) == ["Auenstadt", "Auenstadt", "Lindach", "Sandhafen"]
    assert names(world, round="runde-2020") == ["Auenstadt", "Sandhafen"]
    assert names(world, state="refused") == ["Lindach"]
    assert names(world, circle=world.circle.slug) == ["Auenstadt", "Auenstadt", "Lindach"]
    assert names(world, size="ab-50000") == ["Sandhafen"]
    assert names(world, size="unsinn", state="unsinn") == []
    found = queries.overview(None, world.programme, Filters(state="granted"), TODAY)
    assert (found.row_count, len(found.rows), found.taking_part) == (4, 2, 2)


def test_a_city_in_three_rounds_is_one_city(world: World) -> None:
    world.enter("Auenstadt")
    world.enter("Auenstadt", round=world.second)
    assert queries.overview(None, world.programme, Filters(), TODAY).taking_part == 1


def test_the_rank_it_had_then(world: World) -> None:
    Body.objects.filter(name="Auenstadt").update(
        city_status_since=date(2018, 1, 1), city_status_before="stadt"
    )
    assert row(world, world.enter("Auenstadt")).status == "Stadt"
    assert row(world, world.enter("Auenstadt", round=world.second)).status == "Große Kreisstadt"
    assert row(world, world.enter("Lindach")).status == "heute Große Kreisstadt"


def test_the_sprengel_it_belonged_to_then(world: World) -> None:
    Membership.objects.filter(member__name="Auenstadt").update(end_on=date(2018, 12, 31))
    assert row(world, world.enter("Auenstadt")).circles == (world.circle,)
    assert row(world, world.enter("Auenstadt", round=world.second)).circles == ()


def test_a_merged_city_is_shown_as_such(world: World) -> None:
    of = world.enter("Moorbeck")
    Body.objects.filter(name="Moorbeck").update(
        ended_on=date(2018, 1, 1), succeeded_by=world.cities["Erlenburg"]
    )
    assert row(world, of).ended == "aufgegangen in Erlenburg am 1. Januar 2018"
    Body.objects.filter(name="Erlenburg").update(visibility="office")
    assert row(world, of).ended == "aufgelöst am 1. Januar 2018"


def fill(world: World, count: int) -> None:
    lines = []
    for number in range(count):
        city = bodies.add_body(
            actor=None,
            name=f"Ort {number}",
            kind="city",
            population=9_000,
            population_on=date(2022, 12, 31),
        )
        bodies.add_membership(actor=None, member=city, organization=world.circle)
        facts = EnrolmentFacts(
            state="granted",
            source="Liste",
            visibility="public",
            granted=Amount(Decimal(number + 1)),
        )
        lines.append(Line(body=city, facts=facts))
    many.enter_many(actor=world.office, round=world.first, lines=lines)


@pytest.mark.parametrize("count", [1, 300])
def test_as_many_queries_for_one_row_as_for_three_hundred(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    fill(world, count)
    world.stated("budget", 7)
    with django_assert_num_queries(8):
        found = queries.overview(None, world.programme, Filters(), TODAY)
    assert len(found.rows) == count
    assert found.granted.value == sum(range(1, count + 1))
