"""Whatever is handed out adds up; two steps as one; what was kept comes back the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.bodies import register
from sprengel.figures.dates import KeyDate, read_key_date
from sprengel.figures.problems import FigureProblem
from sprengel.programmes.distributions import wording
from sprengel.programmes.distributions.rows import NotATable, as_text, from_text
from sprengel.programmes.distributions.task import (
    Row,
    Rule,
    Task,
    Unit,
    as_json,
    from_json,
    hand_out,
)
from sprengel.programmes.engines.distribution import NotDistributable

NO_DAY = KeyDate(None, "unknown")


def task(total: int, rows: list[Row], rule: Rule = Rule.PERSONS, unit: Unit = Unit.CENT) -> Task:
    return Task(rule, unit, total, "Personen", tuple(rows))


def read(text: str, *, two_steps: bool = False, day: str = "") -> list[Row]:
    return list(from_text(text, two_steps=two_steps, common=read_key_date(day)).rows)


# ── § 29d FAG, 2017 ───────────────────────────────────────────────────────────────────────────


def test_90_million_for_80000_persons_are_1125_euros_a_head() -> None:
    rows = [Row("Kreis A", Decimal(30_001)), Row("Kreis B", Decimal(49_999))]
    outcome = hand_out(task(90_000_000_00, rows))
    assert outcome.per_weight == 1125_00
    assert wording.per_head(outcome) == "Je gezählte Person sind das 1.125,00 Euro."
    assert outcome.handed_out == 90_000_000_00
    assert outcome.lines[0].units == 30_001 * 1125_00


def test_with_the_real_count_the_sum_a_head_floats() -> None:
    outcome = hand_out(task(90_000_000_00, [Row("A", Decimal(70_001)), Row("B", Decimal(3))]))
    assert wording.per_head(outcome) == "Je gezählte Person sind das rund 1.285,6408 Euro."
    assert outcome.handed_out == 90_000_000_00


def test_cents_that_do_not_divide_are_said() -> None:
    outcome = hand_out(task(100, [Row(name, Decimal(1)) for name in "abc"]))
    assert [line.units for line in outcome.lines] == [34, 33, 33]
    assert outcome.left_over == 1
    assert "So war noch 1 Cent zu vergeben." in wording.rule(outcome)
    assert wording.remainder(outcome.lines[0], Unit.CENT) == "1/3 (0,333333)"
    assert wording.exact(outcome.lines[0], Unit.CENT) == "0,33333333"


# ── Land → Kreise → Gemeinden ─────────────────────────────────────────────────────────────────


def test_700_persons_of_a_kreis_come_down_to_a_village_with_two() -> None:
    """DOMAIN, Kreis Freudenstadt 2016: 700 persons by inhabitants, a village with two."""
    rows = [Row("Stadt", Decimal(23_000), "Kreis F"), Row("Dorf", Decimal(340), "Kreis F")]
    rows.append(Row("übrige", Decimal(94_000), "Kreis F"))
    outcome = hand_out(task(700, rows, Rule.TWO_STEPS, Unit.PERSON))
    found = {line.name: line.units for line in outcome.recipients}
    assert sum(found.values()) == 700
    assert found["Dorf"] == 2


def test_the_registers_cities_by_kreis_add_up_on_both_levels() -> None:
    """Real inhabitants, real Kreise: 10,007 persons reach 105 cities."""
    cities = [city for city in register.cities() if city.population]
    rows = [Row(city.name, Decimal(city.population), city.county or city.name) for city in cities]
    outcome = hand_out(task(10_007, rows, Rule.TWO_STEPS, Unit.PERSON))
    assert outcome.handed_out == 10_007
    kreis = ""
    left: dict[str, int] = {}
    for line in outcome.lines:
        if line.is_kreis:
            kreis = line.name
            left[kreis] = line.units
        else:
            left[kreis] -= line.units
    assert set(left.values()) == {0}


def test_a_name_may_stand_in_two_kreise_but_not_twice_in_one() -> None:
    rows = [Row("Neuhausen", Decimal(5), "A"), Row("Neuhausen", Decimal(7), "B")]
    assert hand_out(task(12, rows, Rule.TWO_STEPS, Unit.PERSON)).handed_out == 12
    with pytest.raises(NotDistributable, match="zweimal"):
        hand_out(task(12, [rows[0], rows[0]], Rule.TWO_STEPS))


def test_a_kreis_may_be_called_as_its_city() -> None:
    rows = [Row("Reutlingen", Decimal(5), "Reutlingen"), Row("Metzingen", Decimal(1), "Reutlingen")]
    outcome = hand_out(task(6, rows, Rule.TWO_STEPS, Unit.PERSON))
    assert [line.units for line in outcome.lines] == [6, 5, 1]


ROWS = st.lists(
    st.builds(
        Row,
        st.text("abcdefghij", min_size=1, max_size=6),
        st.decimals(0, 10**6, allow_nan=False, places=2) | st.integers(1, 10**6).map(Decimal),
        st.sampled_from(["Kreis 1", "Kreis 2", "Kreis 3"]),
        st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda row: row.name,
).filter(lambda rows: any(row.weight for row in rows))


@given(st.integers(0, 10**12), ROWS, st.sampled_from(list(Rule)), st.sampled_from(list(Unit)))
def test_it_adds_up_whatever_the_rule_and_comes_back_the_same(total, rows, rule, unit) -> None:
    given_ = Task(rule, unit, total, "Personen", tuple(rows))
    if rule is not Rule.TWO_STEPS:
        given_ = Task(
            rule, unit, total, "P", tuple(Row(r.name, r.weight, "", r.key_on) for r in rows)
        )
    outcome = hand_out(given_)
    assert outcome.handed_out == total
    assert len(outcome.recipients) == len(rows)
    assert from_json(as_json(given_)) == given_
    assert all(wording.rule(outcome))


@given(ROWS, st.booleans())
def test_rows_come_back_from_the_field_they_stand_in(rows, two_steps) -> None:
    wanted = rows if two_steps else [Row(r.name, r.weight, "", r.key_on) for r in rows]
    assert read(as_text(wanted, two_steps=two_steps), two_steps=two_steps) == wanted


# ── Key dates ─────────────────────────────────────────────────────────────────────────────────


def test_numbers_of_different_years_are_said_in_words() -> None:
    rows = read("A; 10; 31.12.2021\nB; 20; 31.12.2022\nC; 5; 2022")
    told = wording.warnings(task(100, rows))
    assert told[0].startswith(
        "Die Zahlen stammen aus verschiedenen Jahren: 2021 (1 Zeile) und 2022 (2 Zeilen)."
    )


def test_different_days_of_a_year_and_missing_days_are_said_too() -> None:
    assert (
        "2 verschiedenen Stichtagen"
        in wording.warnings(task(1, read("A; 1; 15.09.2017\nB; 2; 15.10.2017")))[0]
    )
    told = wording.warnings(task(1, read("A; 1; 15.09.2017\nB; 2")))
    assert told == ["Für 1 Zeile ist kein Stichtag bekannt."]
    assert "Zu keiner der Zahlen" in wording.warnings(task(1, read("A; 1\nB; 2")))[0]
    assert wording.warnings(task(1, read("A; 1\nB; 2", day="15.09.2017"))) == []


# ── What people paste ─────────────────────────────────────────────────────────────────────────


def test_a_head_says_which_column_is_which() -> None:
    rows = read(
        "Stichtag\tEinwohner\tGemeinde\tLandkreis\n2022\t1.234\tLindach\tSüd", two_steps=True
    )
    assert rows == [Row("Lindach", Decimal(1234), "Süd", date(2022, 12, 31), is_year=True)]


def test_an_approximate_number_is_taken_and_said() -> None:
    found = from_text("A; ca. 50", two_steps=False, common=NO_DAY)
    assert found.rows[0].weight == 50
    assert found.notes == ("A: „ca. 50“ ist keine genaue Zahl; gerechnet ist mit 50.",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "leer"),
        ("A; k. A.", "Zeile 1: A: keine Zahl"),
        ("A; 5\nB; viele", "Zeile 2"),
        ("A; -5", "Zeile 1"),
        ("A", "Die Zahl fehlt"),
        ("; 5", "Der Name fehlt"),
        ("A; 1e400", "Zeile 1"),
        ("A; 5; 31.02.2020", "Zeile 1"),
        ("A; 5; 01.01.0000", "Zeile 1"),
        ("Name; Personen", "nichts"),
        ("A; 1.5", "zweierlei"),
        ("x" * 300 + "; 5", "zu lang"),
        ("\n".join(f"A{n}; x" for n in range(30)), "Und 20 weitere Zeilen"),
        ("\n".join(f"A{n}; 1" for n in range(5_001)), "mehr als 5.000 Zeilen"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(text: str, told: str) -> None:
    with pytest.raises(NotATable) as problem:
        from_text(text, two_steps=False, common=NO_DAY)
    assert told in str(problem.value)


@given(st.text(max_size=200))
def test_whatever_is_pasted_ends_in_rows_or_a_sentence(text: str) -> None:
    for two_steps in (True, False):
        try:
            said = str(from_text(text, two_steps=two_steps, common=NO_DAY).rows)
        except FigureProblem as problem:
            said = str(problem)
        assert said not in ("", "()")


@pytest.mark.parametrize("kept", [{}, {"rule": "x"}, {"rule": "key", "rows": [[1]]}])
def test_what_was_not_kept_by_us_is_not_read(kept: dict) -> None:
    with pytest.raises(NotDistributable):
        from_json(kept)
