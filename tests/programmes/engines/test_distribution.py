"""Handing out adds up, favours nobody, and does not depend on the order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.programmes.engines.distribution import (
    Branch,
    NotDistributable,
    by_persons,
    distribute,
    down,
    handed_down,
)

WEIGHTS = st.dictionaries(
    st.text("abcdefghij", min_size=1, max_size=4),
    st.integers(0, 10**7) | st.decimals(0, 1000, allow_nan=False, places=3),
    min_size=1,
    max_size=30,
).filter(lambda weights: any(weights.values()))


def units(total: int, weights: dict) -> dict:
    return {share.key: share.units for share in distribute(total, weights)}


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_parts_add_up_and_are_off_by_less_than_one(total: int, weights: dict) -> None:
    shares = distribute(total, weights)
    assert sum(share.units for share in shares) == total
    assert all(abs(share.units - share.exact) < 1 for share in shares)


@given(st.integers(0, 10**9), WEIGHTS)
def test_who_weighs_more_never_gets_less(total: int, weights: dict) -> None:
    found = units(total, weights)
    in_order = sorted(weights, key=lambda key: Fraction(weights[key]))
    got = [found[key] for key in in_order]
    assert got == sorted(got)


@given(st.integers(0, 10**9), WEIGHTS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(total: int, weights: dict, random) -> None:
    rows = list(weights.items())
    random.shuffle(rows)
    assert units(total, dict(rows)) == units(total, weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_nothing_goes_where_nothing_is(total: int, weights: dict) -> None:
    found = units(total, weights)
    assert all(found[key] == 0 for key, weight in weights.items() if not weight)


def test_cents_that_do_not_divide_go_to_the_largest_remainders() -> None:
    assert units(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert units(1000, {"a": 1, "b": 2, "c": 4}) == {"a": 143, "b": 286, "c": 571}


def test_a_count_of_80000_makes_the_1125_euros_of_the_official_reckoning() -> None:
    """§ 29d (1) FAG 2017: 90 million euros, notionally for 80,000 persons."""
    found = by_persons(90_000_000_00, {"Kreis A": 30_000, "Kreis B": 50_000})
    assert found.cents_per_person == 1125_00
    assert sum(share.units for share in found.shares) == 90_000_000_00


def test_with_another_count_the_sum_per_head_is_another() -> None:
    assert by_persons(90_000_000_00, {"A": 45_000, "B": 45_000}).cents_per_person == 1000_00


def test_persons_are_handed_down_level_by_level() -> None:
    land = (
        Branch("Kreis 1", 300, (Branch("Dorf", 100), Branch("Stadt", 200))),
        Branch("Kreis 2", 100, (Branch("Ort", 7),)),
    )
    found = down(101, land)
    assert found["Kreis 1"] + found["Kreis 2"] == 101
    assert found["Dorf"] + found["Stadt"] == found["Kreis 1"]
    assert found["Ort"] == found["Kreis 2"]


@pytest.mark.parametrize(
    ("total", "weights", "told"),
    [
        (1, {}, "nichts, wonach"),
        (1, {"a": 0}, "nichts, wonach"),
        (1, {"a": -1, "b": 2}, "Kleiner als null"),
        (-1, {"a": 1}, "kleiner als null"),
        (1, {"a": Decimal("NaN")}, "Keine Zahl"),
        (1, {"a": Decimal("Infinity")}, "Keine Zahl"),
    ],
)
def test_what_cannot_be_distributed_is_named(total: int, weights: dict, told: str) -> None:
    with pytest.raises(NotDistributable, match=told):
        distribute(total, weights)


def test_a_name_that_stands_twice_is_named() -> None:
    with pytest.raises(NotDistributable, match="zweimal"):
        down(10, (Branch("a", 1), Branch("a", 2)))
    with pytest.raises(NotDistributable, match="zweimal"):
        down(10, (Branch("a", 1, (Branch("b", 1),)), Branch("b", 2)))


# ── Two steps: Land → Kreise → Gemeinden ──────────────────────────────────────────────────────

LAND = st.dictionaries(
    st.text("KLMN", min_size=1, max_size=3),
    st.dictionaries(
        st.text("abcdefg", min_size=1, max_size=3), st.integers(1, 10**6), min_size=1, max_size=8
    ),
    min_size=1,
    max_size=8,
)


def branches_of(land: dict[str, dict[str, int]]) -> tuple[Branch, ...]:
    """As the Kreis: all its Gemeinden together; a name may stand in two Kreise."""
    return tuple(
        Branch(
            (kreis,),
            sum(gemeinden.values()),
            tuple(Branch((kreis, name), weight) for name, weight in gemeinden.items()),
        )
        for kreis, gemeinden in land.items()
    )


@given(st.integers(0, 10**10), LAND)
def test_both_steps_add_up_to_the_unit(total: int, land: dict) -> None:
    found = handed_down(total, branches_of(land))
    assert sum(one.share.units for one in found) == total
    for one in found:
        assert sum(each.share.units for each in one.below) == one.share.units
        assert 0 <= one.left_over < max(1, len(one.below))


@given(st.integers(0, 10**9), LAND)
def test_within_a_level_who_weighs_more_never_gets_less(total: int, land: dict) -> None:
    for level in (
        handed_down(total, branches_of(land)),
        *(one.below for one in handed_down(total, branches_of(land))),
    ):
        in_order = sorted(level, key=lambda one: (one.share.weight, one.share.units))
        got = [one.share.units for one in in_order]
        assert got == sorted(got)


@given(st.integers(0, 10**9), LAND, st.randoms())
def test_the_order_of_kreise_and_gemeinden_does_not_matter(total: int, land: dict, random) -> None:
    shuffled = {}
    for kreis in random.sample(list(land), len(land)):
        rows = list(land[kreis].items())
        random.shuffle(rows)
        shuffled[kreis] = dict(rows)
    assert down(total, branches_of(land)) == down(total, branches_of(shuffled))


@given(st.integers(0, 10**9), LAND)
def test_two_steps_differ_from_one_by_less_than_a_unit_each(total: int, land: dict) -> None:
    """Rounding the Kreis first moves a Gemeinde by less than two units from its exact share."""
    whole = sum(sum(rows.values()) for rows in land.values())
    found = down(total, branches_of(land))
    for kreis, rows in land.items():
        for name, weight in rows.items():
            assert abs(found[(kreis, name)] - Fraction(total * weight, whole)) < 2


def test_a_kreis_nobody_lives_in_hands_nothing_on() -> None:
    found = handed_down(7, (Branch("A", 1, (Branch("a", 1),)), Branch("B", 0, (Branch("b", 0),))))
    assert [one.share.units for one in found] == [7, 0]
    assert found[1].below == ()
