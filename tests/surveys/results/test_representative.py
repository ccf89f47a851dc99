"""The rule by which a result is "not representative"."""

from __future__ import annotations

from sprengel.surveys.results.representative import Flaw, Invited, Reason, response


def invited(size: str, circle: str, asked: int, answered: int) -> list[Invited]:
    return [Invited((size, circle), place < answered) for place in range(asked)]


def flaws(cities: list[Invited]) -> list[Flaw]:
    return [reason.flaw for reason in response(cities).reasons]


def test_half_evenly_spread_has_nothing_against_it() -> None:
    cities = invited("S", "N", 20, 10) + invited("M", "O", 20, 11)
    assert response(cities).total.percent == 52.5
    assert flaws(cities) == []


def test_fewer_than_half_is_not_representative() -> None:
    """As in January 2025, when the association said so itself."""
    cities = invited("S", "N", 20, 9) + invited("M", "O", 20, 9)
    assert response(cities).reasons == (Reason(Flaw.FEW, answered_percent=45.0),)


def test_a_class_or_sprengel_without_any_answer() -> None:
    cities = invited("S", "N", 40, 40) + invited("M", "N", 3, 0)
    found = response(cities).reasons
    assert [(one.flaw, one.table, one.group) for one in found] == [(Flaw.GROUP_MISSING, 0, "M")]


def test_other_shares_among_the_answers_than_among_those_asked() -> None:
    cities = invited("S", "N", 50, 20) + invited("M", "N", 50, 45)
    found = response(cities).reasons
    assert {(one.flaw, one.group) for one in found} == {(Flaw.SHIFTED, "S"), (Flaw.SHIFTED, "M")}
    small = next(one for one in found if one.group == "S")
    assert small.asked_percent == 50.0
    assert round(small.answered_percent, 1) == 30.8


def test_cities_without_a_class_are_no_group() -> None:
    cities = invited("S", "N", 30, 30) + invited("", "N", 2, 0)
    assert flaws(cities) == []


def test_nobody_asked_or_nobody_answered() -> None:
    assert flaws([]) == [Flaw.NOBODY]
    assert flaws(invited("S", "N", 5, 0)) == [Flaw.NOBODY]
    assert response([]).total.percent is None


def test_groups_come_with_their_rates() -> None:
    found = response(invited("S", "N", 4, 1) + invited("M", "O", 2, 2))
    assert [(one.group, one.asked, one.answered) for one in found.tables[0]] == [
        ("M", 2, 2),
        ("S", 4, 1),
    ]
