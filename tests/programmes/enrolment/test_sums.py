"""Adding up says how many rows say anything; what does not add up is shown, never mended."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sprengel.programmes.enrolment import queries
from sprengel.programmes.enrolment.amounts import Amount
from sprengel.programmes.enrolment.exports import comparison_words, sum_words
from sprengel.programmes.enrolment.queries import Filters
from sprengel.programmes.enrolment.sums import add_up

from .conftest import TODAY, World

pytestmark = pytest.mark.django_db


def overview(world: World, **filters: str) -> queries.Overview:
    return queries.overview(None, world.programme, Filters(**filters), TODAY)


def test_no_amount_is_not_zero(world: World) -> None:
    world.enter("Auenstadt")
    found = overview(world).granted
    assert (found.value, found.with_amount, found.rows) == (None, 0, 1)


def test_a_sum_says_how_many_rows_it_adds(world: World) -> None:
    world.enter("Auenstadt", granted=Amount(Decimal("100000.50")))
    world.enter("Lindach", granted=Amount(Decimal(50_000)))
    world.enter("Hohenfurt", granted=Amount(None, gap="not_stated"))
    world.enter("Moorbeck", "refused")
    found = overview(world).granted
    assert (found.value, found.with_amount, found.rows) == (Decimal("150000.50"), 2, 3)
    assert not found.is_complete
    assert sum_words(found) == "150.000,50 (2 von 3 mit Betrag)"


def test_ranges_and_rough_amounts_stay_so(world: World) -> None:
    world.enter("Auenstadt", granted=Amount(Decimal(45), low=Decimal(40), high=Decimal(50)))
    world.enter("Lindach", granted=Amount(Decimal(10), is_approximate=True))
    found = overview(world).granted
    assert (found.value, found.low, found.high, found.is_approximate) == (55, 50, 60, True)
    world.enter("Hohenfurt", granted=Amount(Decimal(5), low=Decimal(5)))
    found = overview(world).granted
    assert (found.low, found.high) == (55, None), "mindestens: the sum has no upper end"


def test_nothing_adds_up_to_nothing() -> None:
    found = add_up([])
    assert (found.value, found.rows) == (None, 0)


def test_a_stated_total_that_is_not_the_rows_sum(world: World) -> None:
    world.enter("Auenstadt", granted=Amount(Decimal(100)))
    world.enter("Lindach", granted=Amount(Decimal(50)))
    world.stated("budget", 200)
    (told,) = overview(world).comparisons
    assert (told.counted, told.difference, told.is_rough) == (150, -50, False)
    assert comparison_words(told) == (
        "Runde 2017, Mittel insgesamt: angegeben 200 Städte, die Zeilen ergeben 150 "
        "(2 von 2 mit Betrag)."
    ).replace("200 Städte", "200\u00a0Städte")
    # Filters show less; they do not make a round add up or not.
    assert overview(world, state="granted", size="ab-100000").comparisons == (told,)
    assert overview(world, round="runde-2020").comparisons == ()


def test_what_adds_up_is_not_mentioned(world: World) -> None:
    world.enter("Auenstadt", posts=Amount(Decimal("1.5")))
    world.enter("Lindach", posts=Amount(Decimal("0.5")))
    world.stated("posts", 2)
    world.stated("projects", 2)
    world.stated("participants", 2, low=Decimal(2))
    world.stated("rate", 80)
    assert overview(world).comparisons == ()


def test_about_fifty_is_not_a_mistake(campaign: World) -> None:
    campaign.enter("Auenstadt", "joined")
    campaign.stated("participants", 50, is_approximate=True, as_written="rund 50")
    (told,) = overview(campaign).comparisons
    assert told.is_rough
    assert told.counts_rows
    assert "angegeben ca.\u00a050" in comparison_words(told)
    assert comparison_words(told).endswith("einzeln eingetragen 1.")


def test_nothing_entered_is_not_a_sum_that_does_not_add_up(world: World) -> None:
    world.stated("budget", 200)
    world.stated("participants", 12)
    assert overview(world).comparisons == ()
    world.enter("Auenstadt", "interested")
    assert overview(world).comparisons == ()


def test_a_corrected_total_is_compared(world: World) -> None:
    from sprengel.figures import actions as figures

    world.enter("Auenstadt", granted=Amount(Decimal(100)))
    stated = world.stated("budget", 200)
    figures.correct(actor=None, figure=stated.figure, because="Fehler", value=Decimal(100))
    assert overview(world).comparisons == ()
