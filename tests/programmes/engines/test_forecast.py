"""What stays with the city, year by year; the figures of the council papers come out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.programmes.engines.draws import fall, spread
from sprengel.programmes.engines.forecast import (
    Alternative,
    Assumptions,
    BadAssumption,
    Range,
    added,
    cliff,
    forecast,
    per_post_year,
    posts_for,
    with_changes,
)


def one_city(**changes: object) -> Assumptions:
    return with_changes(
        Assumptions(
            first_year=2025,
            last_year=2030,
            term_ends=2026,
            posts=Range.of(10),
            grant_per_post_eur=60_000,
            cost_per_post_eur=Range.of(64_000),
            material_per_post_eur=Range.of(4_600),
            pay_rise=Range.of(0.03),
        ),
        **changes,
    )


# ── The council papers of Stuttgart (GRDrs 532/2017, 341/2019, 1006/2023) ─────────────────────


def test_stuttgarts_two_grants_come_to_64000_a_post_and_year() -> None:
    assert per_post_year(3_164_560, 49.4, 1) == pytest.approx(64_060, abs=1)
    assert per_post_year(6_540_594, 51.1, 2) == pytest.approx(63_998, abs=1)


def test_58_million_pay_906_posts_at_64000() -> None:
    assert posts_for(58_000_000, 64_000) == pytest.approx(906, abs=0.5)


def test_stuttgarts_post_of_2023_leaves_8600_to_10760_with_the_city() -> None:
    """Land 60,000; up to 4,000 staff above it, 4,600 material, 2,160 SuE allowance."""
    years = forecast(
        one_city(
            first_year=2023,
            last_year=2023,
            term_ends=2024,
            posts=Range.of(1),
            cost_per_post_eur=Range(64_000, 64_000, 66_160),
        ),
        Alternative.GO_ON_ALONE,
    )
    assert years[0].cost_eur.low == 68_600
    assert years[0].cost_eur.high == 70_760
    assert (years[0].own_eur.low, years[0].own_eur.high) == (8_600, 10_760)


# ── The alternatives ──────────────────────────────────────────────────────────────────────────


def test_within_the_term_all_alternatives_are_the_same() -> None:
    paths = [forecast(one_city(), alternative)[:2] for alternative in Alternative]
    assert all(path == paths[0] for path in paths)


def test_the_cliff_is_the_grant_that_ends() -> None:
    found = cliff(one_city(pay_rise=Range.of(0)))
    assert found is not None
    assert found.year == 2027
    assert found.rise_eur == pytest.approx(600_000)


def test_ending_costs_nothing_and_employs_nobody() -> None:
    after = forecast(one_city(), Alternative.END)[2:]
    assert all(one.own_eur.high == 0 and one.posts.high == 0 for one in after)


def test_a_frozen_grant_leaves_every_pay_rise_with_the_city() -> None:
    years = forecast(one_city(), Alternative.FROZEN)
    rises = [b.own_eur.likely - a.own_eur.likely for a, b in pairwise(years)]
    assert rises == sorted(rises)
    assert rises[0] == pytest.approx(10 * 64_000 * 0.03)


def test_an_indexed_grant_rises_with_pay() -> None:
    frozen = forecast(one_city(), Alternative.FROZEN)[-1].own_eur.likely
    indexed = forecast(one_city(), Alternative.INDEXED)[-1].own_eur.likely
    assert indexed < frozen


def test_fewer_posts_cost_no_more_than_the_last_year_of_the_term() -> None:
    years = forecast(one_city(), Alternative.FEWER_POSTS)
    last = years[1].own_eur.likely
    assert all(one.own_eur.likely <= last + 0.01 for one in years[2:])
    assert years[2].posts.likely < 10


def test_nobody_is_paid_more_than_a_post_costs() -> None:
    years = forecast(one_city(grant_per_post_eur=99_000), Alternative.FROZEN)
    assert all(one.own_eur.low >= 0 for one in years)


def test_a_rate_with_a_cap_pays_the_smaller_of_both() -> None:
    """Half of what a post costs, 40,000 a year at most (a manager of Innenentwicklung, 2024)."""
    dear = forecast(one_city(grant_share=0.5, grant_per_post_eur=40_000), Alternative.FROZEN)[0]
    assert dear.grant_eur.likely == pytest.approx(10 * 34_300)
    capped = forecast(one_city(grant_share=0.5, grant_per_post_eur=30_000), Alternative.FROZEN)[0]
    assert capped.grant_eur.likely == pytest.approx(10 * 30_000)
    drawn = spread(
        [one_city(grant_share=0.5, grant_per_post_eur=40_000)], Alternative.FROZEN, draws=3
    )
    assert drawn.p50[0][0] == pytest.approx(dear.own_eur.likely)


RATES = st.floats(0, 0.1)


@given(
    st.floats(0, 500), st.floats(0, 120_000), st.floats(1, 120_000), RATES,
    st.sampled_from(list(Alternative)),
)  # fmt: skip
def test_ranges_are_ordered_and_the_sum_is_right(
    posts: float, grant: float, cost: float, rise: float, alternative: Alternative
) -> None:
    given_ = one_city(
        posts=Range(posts * 0.8, posts, posts * 1.2),
        grant_per_post_eur=grant,
        cost_per_post_eur=Range(cost * 0.9, cost, cost * 1.1),
        pay_rise=Range(0, rise, rise * 2),
    )
    for year in forecast(given_, alternative):
        for one in (year.posts, year.cost_eur, year.grant_eur, year.own_eur):
            assert 0 <= one.low <= one.likely <= one.high
        assert year.own_eur.likely == pytest.approx(
            year.cost_eur.likely - year.grant_eur.likely, abs=0.01
        )


@given(RATES, RATES)
def test_a_higher_pay_rise_never_costs_the_city_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    cheap = forecast(one_city(pay_rise=Range.of(low)), Alternative.FROZEN)
    dear = forecast(one_city(pay_rise=Range.of(high)), Alternative.FROZEN)
    for a, b in zip(cheap, dear, strict=True):
        assert a.own_eur.likely <= b.own_eur.likely + 0.01


def test_cities_are_added_year_by_year() -> None:
    path = forecast(one_city(), Alternative.FROZEN)
    both = added([path, path])
    assert both[3].own_eur.likely == pytest.approx(2 * path[3].own_eur.likely)


# ── Many draws ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("alternative", list(Alternative))
def test_without_uncertainty_every_draw_is_the_forecast(alternative: Alternative) -> None:
    plain = [year.own_eur.likely for year in forecast(one_city(), alternative)]
    drawn = spread([one_city()], alternative, draws=5)
    assert drawn.p10[0] == pytest.approx(plain)
    assert drawn.p90[0] == pytest.approx(plain)
    assert drawn.total_p50 == pytest.approx(plain)


def test_draws_stay_within_the_cases_and_all_cities_even_out() -> None:
    city = one_city(cost_per_post_eur=Range(60_000, 64_000, 70_000), pay_rise=Range(0, 0.02, 0.05))
    plain = forecast(city, Alternative.FROZEN)
    drawn = spread([city] * 200, Alternative.FROZEN, draws=300)
    for number, year in enumerate(plain):
        assert year.own_eur.low <= drawn.p10[0][number] <= drawn.p90[0][number]
        assert drawn.p90[0][number] <= year.own_eur.high
    width_of_one = drawn.p90[0][-1] - drawn.p10[0][-1]
    width_of_all = drawn.total_p90[-1] - drawn.total_p10[-1]
    assert width_of_all < 200 * width_of_one * 0.3


def test_the_same_seed_gives_the_same_figures() -> None:
    city = one_city(pay_rise=Range(0, 0.02, 0.05))
    first = spread([city], Alternative.FROZEN, draws=50, seed=3)
    again = spread([city], Alternative.FROZEN, draws=50, seed=3)
    assert (first.p90 == again.p90).all()


MONEY = st.floats(0, 200_000)


@st.composite
def ranges(draw, values) -> Range:
    return Range(*sorted(draw(st.tuples(values, values, values))))


@st.composite
def any_city(draw) -> Assumptions:
    first = draw(st.integers(2015, 2040))
    return Assumptions(
        first_year=first,
        last_year=first + draw(st.integers(0, 12)),
        term_ends=first + draw(st.integers(-1, 14)),
        posts=draw(ranges(st.floats(0, 300))),
        grant_per_post_eur=draw(MONEY),
        cost_per_post_eur=draw(ranges(MONEY)),
        material_per_post_eur=draw(ranges(st.floats(0, 20_000))),
        pay_rise=draw(ranges(st.floats(-0.05, 0.15))),
        filled=draw(ranges(st.floats(0, 1))),
        grant_index=draw(st.none() | st.floats(0, 0.1)),
        grant_share=draw(st.none() | st.floats(0, 1)),
    )


@given(any_city(), st.sampled_from(list(Alternative)))
def test_what_stays_with_the_city_is_never_more_than_the_cost_nor_less_than_nothing(
    city: Assumptions, alternative: Alternative
) -> None:
    for year in forecast(city, alternative):
        for which in ("low", "likely", "high"):
            cost, own = getattr(year.cost_eur, which), getattr(year.own_eur, which)
            assert cost + 0.01 >= own >= -0.01
            assert getattr(year.posts, which) >= 0


@given(any_city())
def test_who_gets_a_grant_never_pays_more_than_who_gets_none(city: Assumptions) -> None:
    alone = forecast(city, Alternative.GO_ON_ALONE)
    for alternative in (Alternative.FROZEN, Alternative.INDEXED, Alternative.FEWER_POSTS):
        for helped, none in zip(forecast(city, alternative), alone, strict=True):
            assert helped.own_eur.likely <= none.own_eur.likely + 0.01
    for ended, none in zip(forecast(city, Alternative.END), alone, strict=True):
        assert ended.own_eur.likely <= none.own_eur.likely + 0.01


@given(any_city(), st.sampled_from(list(Alternative)))
def test_the_same_input_gives_the_same_output(city: Assumptions, alternative: Alternative) -> None:
    assert forecast(city, alternative) == forecast(with_changes(city), alternative)
    one, other = (spread([city], alternative, draws=20) for _ in range(2))
    assert (one.p10 == other.p10).all()
    assert (one.total_p90 == other.total_p90).all()
    assert fall([city], draws=20) == fall([city], draws=20)


@given(any_city(), st.sampled_from(list(Alternative)))
def test_percentiles_are_in_order_and_within_what_a_post_can_cost(
    city: Assumptions, alternative: Alternative
) -> None:
    found = spread([city], alternative, draws=30)
    for number, year in enumerate(forecast(city, Alternative.GO_ON_ALONE)):
        of = found.of_year(number)
        assert -0.01 <= of.low <= of.likely <= of.high <= year.cost_eur.high * (1 + 1e-9) + 0.01
    assert found.all_years.low <= found.all_years.likely <= found.all_years.high


@given(any_city())
def test_the_fall_is_what_comes_after_less_what_was_before(city: Assumptions) -> None:
    found = fall([city, city], draws=20)
    if not city.first_year <= city.term_ends < city.last_year:
        assert found is None
        return
    assert found is not None
    assert found.year == city.term_ends + 1
    assert len(found.by_city) == 2
    for one in (found.before_eur, found.after_eur, found.rise_eur):
        assert one.low <= one.likely <= one.high


def test_the_fall_without_uncertainty_is_the_cliff() -> None:
    plain, drawn = cliff(one_city()), fall([one_city()], draws=3)
    assert plain is not None
    assert drawn is not None
    assert drawn.rise_eur.likely == pytest.approx(plain.rise_eur)


# ── What cannot be meant ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"last_year": 2024},
        {"last_year": 2300},
        {"term_ends": 2020},
        {"posts": Range(-1, 1, 2)},
        {"filled": Range(0.5, 1, 1.5)},
        {"grant_per_post_eur": -1},
        {"pay_rise": Range(-2, 0, 0)},
        {"grant_share": 1.5},
    ],
)
def test_an_assumption_that_cannot_be_meant_is_refused(changes: dict) -> None:
    with pytest.raises(BadAssumption):
        one_city(**changes)


def test_a_range_is_in_order() -> None:
    with pytest.raises(BadAssumption):
        Range(2, 1, 3)
