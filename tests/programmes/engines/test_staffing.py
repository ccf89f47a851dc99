"""Posts and people of an administration: heads are conserved, more graduates never harm."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.programmes.engines.forecast import BadAssumption, Range
from sprengel.programmes.engines.staffing import (
    INPUTS,
    Basis,
    Cohort,
    Counts,
    Input,
    OpenInputs,
    Staffing,
    Step,
    balance,
    by_basis,
    closing,
    needed_inputs,
    with_path,
)

NOUGHT = Input.of(0)


def one_service(**changes: object) -> Staffing:
    """A thousand posts, all filled by people of 30, nobody leaves: changed as a test needs it."""
    plain = Staffing(
        first_year=2026,
        last_year=2035,
        graduates=(Step(2026, 0),),
        posts=Input.of(1000),
        growth=NOUGHT,
        vacant=NOUGHT,
        ages=(Cohort(30, 30, 1),),
        retirement_age=Input.of(65),
        early_leaving=NOUGHT,
        fluctuation=NOUGHT,
        drop_out=NOUGHT,
        study_years=Input.of(4),
        to_municipalities=Input.of(1),
        other_entrants=NOUGHT,
        entry_age=Input.of(24),
    )
    return replace(plain, **changes)


# ── What it says ──────────────────────────────────────────────────────────────────────────────


def test_where_nothing_happens_there_is_no_gap() -> None:
    assert {one.gap for one in balance(one_service())} == {Range.of(0)}


def test_who_reaches_the_age_retires_in_that_year() -> None:
    years = balance(one_service(ages=(Cohort(62, 63, 1),)))
    assert [one.retired.likely for one in years[:4]] == [0, 500, 500, 0]
    assert years[-1].gap.likely == 1000


def test_a_share_over_fifty_retires_evenly_over_the_years_to_the_age() -> None:
    years = balance(one_service(ages=(), over_fifty=Input.of(0.45)))
    assert [one.retired.likely for one in years] == pytest.approx([30] * 10)


def test_a_path_changes_from_the_year_it_says() -> None:
    path = (Step(2026, 700), Step(2028, 800), Step(2030, 900))
    years = balance(one_service(graduates=path, to_municipalities=Input.of(0.5)))
    assert [one.graduates.likely for one in years[:6]] == [700, 700, 800, 800, 900, 900]
    assert [one.joined.likely for one in years[:6]] == [350, 350, 400, 400, 450, 450]


def test_places_become_graduates_after_the_study_and_lose_some() -> None:
    path = (Step(2020, 700), Step(2025, 900, Counts.PLACES))
    years = balance(one_service(graduates=path, drop_out=Input.of(0.1)))
    assert [one.graduates.likely for one in years[:5]] == [700, 700, 700, 810, 810]


def test_before_the_first_step_nobody_graduates() -> None:
    assert balance(one_service(graduates=(Step(2030, 700),)))[0].graduates.likely == 0


def test_the_number_that_closes_the_gap_closes_it() -> None:
    given_ = one_service(
        ages=(), over_fifty=Input.of(0.5), fluctuation=Input.of(0.02), growth=Input.of(0.01),
        to_municipalities=Input.of(0.6),
    )  # fmt: skip
    found = closing(given_)
    assert found is not None
    closed = balance(with_path(given_, Step(2026, found.a_year.likely)))
    assert closed[-1].gap.likely == pytest.approx(0, abs=1e-6)


def test_graduates_who_would_have_held_the_gap_hold_it() -> None:
    given_ = one_service(ages=(Cohort(64, 64, 1), Cohort(30, 30, 3)), vacant=Input.of(0.1))
    needed = balance(given_)[0].to_hold
    assert needed is not None
    assert needed.likely == pytest.approx(225)
    held = balance(with_path(given_, Step(2026, needed.likely)))[0]
    assert held.gap.likely == pytest.approx(100)


def test_where_no_graduate_comes_to_a_city_no_number_closes_the_gap() -> None:
    given_ = one_service(to_municipalities=NOUGHT, fluctuation=Input.of(0.1))
    assert closing(given_) is None
    assert balance(given_)[0].to_hold is None


def test_more_people_than_posts_is_said_and_not_hidden() -> None:
    assert balance(one_service(other_entrants=Input.of(10)))[0].gap.likely == -10


# ── Known, assumed, open ──────────────────────────────────────────────────────────────────────


def test_a_value_without_a_source_is_an_assumption() -> None:
    assert Input().basis is Basis.OPEN
    assert Input.of(0.1).basis is Basis.ASSUMED
    assert Input.of(0.1, "  ").basis is Basis.ASSUMED
    assert Input.of(0.1, "Staatsanzeiger").basis is Basis.KNOWN


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "over_fifty"])
def test_while_an_input_is_open_nothing_is_reckoned_and_it_is_named(name: str) -> None:
    given_ = one_service(graduates=(Step(2025, 900, Counts.PLACES),), **{name: Input()})
    assert by_basis(given_, Basis.OPEN) == (name,)
    with pytest.raises(OpenInputs) as raised:
        balance(given_)
    assert raised.value.names == (name,)
    with pytest.raises(OpenInputs):
        closing(given_)


def test_what_does_not_count_is_not_asked_for() -> None:
    assert "drop_out" not in needed_inputs(one_service())
    assert "drop_out" in needed_inputs(one_service(graduates=(Step(2025, 9, Counts.PLACES),)))
    assert "over_fifty" not in needed_inputs(one_service())
    assert "over_fifty" in needed_inputs(one_service(ages=()))
    assert by_basis(one_service(graduates=()), Basis.OPEN) == ("graduates",)


@pytest.mark.parametrize(
    "changes",
    [
        {"last_year": 2025},
        {"last_year": 2090},
        {"first_year": 0},
        {"posts": Input.of(-1)},
        {"posts": Input.of(1e12)},
        {"posts": Input.of(float("inf"))},
        {"vacant": Input.of(1.1)},
        {"growth": Input.of(-1)},
        {"over_fifty": Input.of(45)},
        {"retirement_age": Input.of(50)},
        {"retirement_age": Input.of(65.5)},
        {"early_leaving": Input.of(0.6), "fluctuation": Input.of(0.6)},
        {"ages": (Cohort(30, 40, 1), Cohort(40, 50, 1))},
        {"ages": (Cohort(30, 40, 0),)},
        {"graduates": (Step(2026, 1), Step(2026, 2))},
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadAssumption) as raised:
        one_service(**changes)
    assert str(raised.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cohort(40, 30, 1),
        lambda: Cohort(5, 30, 1),
        lambda: Cohort(30, 40, float("nan")),
        lambda: Step(2026, -1),
        lambda: Step(2026, 1e400),
        lambda: Step(0, 700),
        lambda: Range.of(float("nan")),
    ],
)
def test_a_part_that_cannot_be_meant_is_refused(make: object) -> None:
    with pytest.raises(BadAssumption):
        make()  # type: ignore[operator]


# ── Properties ────────────────────────────────────────────────────────────────────────────────


def spans(lowest: float, highest: float) -> st.SearchStrategy[Input]:
    numbers = st.floats(lowest, highest, allow_nan=False)
    return st.tuples(numbers, numbers, numbers).map(lambda three: Input(Range(*sorted(three))))


def whole(lowest: int, highest: int) -> st.SearchStrategy[Input]:
    numbers = st.integers(lowest, highest)
    return st.tuples(numbers, numbers, numbers).map(lambda three: Input(Range(*sorted(three))))


STEPS = st.lists(
    st.builds(Step, st.integers(2015, 2045), st.floats(0, 2000), st.sampled_from(Counts)),
    min_size=1, max_size=4, unique_by=lambda step: (step.from_year, step.counts),
).map(tuple)  # fmt: skip
AGES = st.sampled_from(
    [(), (Cohort(20, 49, 2), Cohort(50, 67, 3)), (Cohort(25, 25, 1), Cohort(70, 80, 1))]
)
SERVICES = st.builds(
    Staffing,
    first_year=st.just(2026),
    last_year=st.integers(2026, 2050),
    graduates=STEPS,
    posts=spans(0, 50_000),
    growth=spans(-0.05, 0.05),
    vacant=spans(0, 0.3),
    over_fifty=spans(0, 1),
    ages=AGES,
    retirement_age=whole(60, 70),
    early_leaving=spans(0, 0.2),
    fluctuation=spans(0, 0.2),
    drop_out=spans(0, 1),
    study_years=whole(3, 5),
    to_municipalities=spans(0, 1),
    other_entrants=spans(0, 1000),
    entry_age=whole(20, 30),
)


@settings(max_examples=60, deadline=None)
@given(SERVICES, st.floats(0, 500), st.integers(0, 3))
def test_more_graduates_never_widen_the_gap(service: Staffing, more: float, which: int) -> None:
    place = which % len(service.graduates)
    step = service.graduates[place]
    steps = list(service.graduates)
    steps[place] = replace(step, a_year=step.a_year + more)
    for before, after in zip(balance(service), balance(with_path(service, *steps)), strict=True):
        for case in ("low", "likely", "high"):
            assert getattr(after.gap, case) <= getattr(before.gap, case) + 1e-6


@settings(max_examples=60, deadline=None)
@given(SERVICES)
def test_heads_are_conserved(service: Staffing) -> None:
    # Of one case; ranges of different cases do not add up.
    point = _likely(service)
    years = balance(point)
    for one in years:
        gone = one.retired.likely + one.left_early.likely + one.moved.likely
        came = one.joined.likely + one.others.likely
        assert one.began.likely + came - gone == pytest.approx(one.staff.likely, abs=1e-5)
        assert one.gap.likely == pytest.approx(one.posts.likely - one.staff.likely, abs=1e-5)
        assert min(one.began.likely, gone, one.staff.likely) >= 0
    for before, after in pairwise(years):
        assert after.began.likely == pytest.approx(before.staff.likely, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(SERVICES)
def test_ranges_hold_the_likely_case_and_a_point_has_no_width(service: Staffing) -> None:
    likely = balance(_likely(service))
    for one, point in zip(balance(service), likely, strict=True):
        assert one.gap.low <= one.gap.likely <= one.gap.high
        assert one.gap.likely == pytest.approx(point.gap.likely, abs=1e-6)
        assert point.gap.is_point


@settings(max_examples=30, deadline=None)
@given(SERVICES)
def test_same_in_same_out(service: Staffing) -> None:
    assert balance(service) == balance(replace(service))
    assert closing(service) == closing(replace(service))


def test_order_of_the_steps_does_not_matter() -> None:
    path = (Step(2026, 700), Step(2025, 800, Counts.PLACES), Step(2031, 900))
    service = one_service(drop_out=Input.of(0.2))
    assert balance(with_path(service, *path)) == balance(with_path(service, *path[::-1]))


def _likely(service: Staffing) -> Staffing:
    return replace(
        service, **{name: Input(Range.of(getattr(service, name).value.likely)) for name in INPUTS}
    )
