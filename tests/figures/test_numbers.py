"""Numbers as people write them: read exactly, or asked about in German; never anything else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sprengel.figures.models import Definition, Figure, Gap
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.wording import spell, spell_number

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("50", "50", ""),
        ("0", "0", ""),
        ("1.234", "1234", ""),
        ("1.234,5", "1234.5", ""),
        ("1 234", "1234", ""),
        ("1\u202f234\u00a0567", "1234567", ""),
        ("1'234", "1234", ""),
        ("1.000.000,25 €", "1000000.25", "€"),
        ("12 %", "12", "%"),
        ("12,5%", "12.5", "%"),
        ("4,5 m²", "4.5", "m²"),
        ("4,5 m2", "4.5", "m2"),
        ("1,5 Mio. €", "1500000", "€"),
        ("1,5 Mio.€", "1500000", "€"),
        ("58 Millionen Euro", "58000000", "€"),
        ("€ 58 Mio", "58000000", "€"),
        ("EUR 64.000", "64000", "€"),
        ("2,9 Mrd. Euro", "2900000000", "€"),
        ("185 T€", "185000", "€"),
        ("526 Tsd. Beschäftigte", "526000", "Beschäftigte"),
        ("64.000,-- Euro", "64000", "€"),
        ("64.000,– €", "64000", "€"),
        ("51,1 Vollzeitstellen", "51.1", "Vollzeitstellen"),
        ("-3,5", "-3.5", ""),
        ("− 3,5 %", "-3.5", "%"),
        ("+12", "12", ""),
        ("0,125", "0.125", ""),
        ("٣", "3", ""),
    ],
)
def test_plain_numbers(text, value, unit) -> None:
    assert read_number(text) == ReadNumber(
        D(value), as_written=" ".join(text.split()).replace("\u200b", ""), unit=unit
    )


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("ca. 50", 50, None, None),
        ("ca.50 Städte", 50, None, None),
        ("rund 50", 50, None, None),
        ("etwa 1.200", 1200, None, None),
        ("~ 50", 50, None, None),
        ("über 1.600", 1600, 1600, None),
        ("mehr als 1.600 Personen", 1600, 1600, None),
        ("mind. 3", 3, 3, None),
        ("≥ 3", 3, 3, None),
        ("bis zu 20.000 Euro", 20000, None, 20000),
        ("max. 5", 5, None, 5),
        ("unter 100", 100, None, 100),
        ("40–50", 45, 40, 50),
        ("40 - 50 Plätze", 45, 40, 50),
        ("40 bis 50", 45, 40, 50),
        ("zwischen 40 und 50", 45, 40, 50),
        ("rund 40-50", 45, 40, 50),
        ("1,5–2 Mio. Euro", 1750000, 1500000, 2000000),
        ("-5 bis -3", -4, -5, -3),
        ("68.600–70.760", 69680, 68600, 70760),
        ("ca. 45 (40 bis 60)", 45, 40, 60),
        ("45 Plätze (mindestens 40)", 45, 40, None),
    ],
)
def test_approximate_numbers_and_ranges(text, value, low, high) -> None:
    read = read_number(text)
    assert (read.value, read.low, read.high) == (value, low, high)
    assert read.is_approximate is not text.startswith("45")
    assert read.as_written == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "–",
        "---",
        "k. A.",
        "k.A.",
        "k. A",
        "K.A.",
        "keine Angabe",
        "n/a",
        "?",
        "…",
        "/",
    ],
)
def test_no_number_is_not_zero(text) -> None:
    read = read_number(text)
    assert (read.value, read.gap) == (None, Gap.NOT_STATED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1.5", "zweierlei"),
        ("1.50", "zweierlei"),
        ("1,234.5", "zweierlei"),
        ("1.23.456", "zweierlei"),
        ("1,2,3", "zweierlei"),
        ("15.09.2023", "Datum"),
        ("15. 9. 2023", "Datum"),
        ("50 von 100", "mehr als eine Zahl"),
        ("2017/2018", "mehr als eine Zahl"),
        ("1e400", "mehr als eine Zahl"),
        ("40 bis unter 50", "mehr als eine Zahl"),
        ("50–40", "größer als die zweite"),
        ("12 34", "nicht als Zahl"),
        ("viele", "nicht als Zahl"),
        ("ca.", "nicht als Zahl"),
        ("50?", "nicht als Zahl"),
        ("50 *)", "nicht als Zahl"),
        ("50 $", "nicht als Zahl"),
        ("3 Dutzend", "nicht als Zahl"),
        ("3 T Euro", "nicht als Zahl"),
        ("3 MioEuro", "nicht als Zahl"),
        ("=cmd()", "nicht als Zahl"),
        ("½", "nicht als Zahl"),
        ("50 (2016)", "nicht als Zahl"),
        ("50 (60 bis 70)", "nicht in ihrer Spanne"),
        ("9" * 16, "zu viele Stellen"),
        ("999.999.999.999 Mrd.", "zu viele Stellen"),
        ("9" * 10_000, "zu lang"),
        ("5\x00", "zu lang"),
        ("NaN", "nicht als Zahl"),
        ("Infinity", "nicht als Zahl"),
    ],
)
def test_what_could_mean_two_things_is_asked_about(text, says) -> None:
    with pytest.raises(FigureProblem) as raised:
        read_number(text)
    assert says in str(raised.value)
    assert raised.value.field == "value"


def test_money_has_cents_and_no_other_unit() -> None:
    assert read_number("64.000,50", money=True).value == D("64000.50")
    assert read_number("1,5 Mio.", money=True).value == 1_500_000
    for text in ("1,234", "12 %", "50 Plätze"):
        with pytest.raises(FigureProblem):
            read_number(text, money=True)


def number_or_sentence(text: str, money: bool) -> ReadNumber | str:
    try:
        return read_number(text, money=money)
    except FigureProblem as problem:
        return str(problem)


@given(st.text(max_size=300), st.booleans())
@example("1" * 199 + ",", True)
@example("ca. ca. 5", False)
@example("5 (5 (5))", False)
@example("€", True)
@example("0,0 Mrd.", True)
def test_any_text_is_a_number_or_a_sentence(text, money) -> None:
    read = number_or_sentence(text, money)
    if isinstance(read, str):
        assert len(read) > 20
        return
    assert (read.value is None) == bool(read.gap)
    if read.value is not None:
        assert read.value.is_finite()
        assert read.low is None or read.low <= read.value
        assert read.high is None or read.value <= read.high


LIKELY = st.text(alphabet="0123456789.,-– €%()cabisMoT'", max_size=24)


@given(LIKELY)
def test_what_looks_like_a_number_too(text) -> None:
    test_any_text_is_a_number_or_a_sentence.hypothesis.inner_test(text, False)


small = st.decimals(-(10**9), 10**9, places=4)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    unit = draw(st.sampled_from(["Plätze", "Euro", "%", "m²", "Vollzeitstellen"]))
    definition = Definition(unit=unit, decimals=draw(st.integers(0, 4)))
    gap = draw(st.sampled_from(["", "", "", *Gap.values]))
    if gap:
        return Figure(definition=definition, value=None, gap=gap)
    low, value, high = sorted(draw(st.tuples(small, small, small)))
    return Figure(
        definition=definition,
        value=value,
        low=draw(st.sampled_from([None, low])),
        high=draw(st.sampled_from([None, high])),
        is_approximate=draw(st.booleans()),
    )


@given(figures())
def test_what_is_spelled_is_read_back(figure) -> None:
    for text in (spell(figure), spell_number(figure)):
        read = read_number(text)
        assert (read.value, read.gap) == (figure.value, figure.gap)
        # A span of no width says nothing that the value does not.
        span = (figure.low, figure.high)
        assert (read.low, read.high) == ((None, None) if span == (figure.value,) * 2 else span)


@given(st.decimals(-(10**10), 10**10, places=4))
def test_ranges_without_a_value_of_their_own_come_back(value) -> None:
    definition = Definition(unit="Plätze", decimals=0)
    only = Figure(
        definition=definition, value=value, low=value - 1, high=value + 1, is_approximate=True
    )
    assert " bis " in spell_number(only)
    assert "(" not in spell_number(only)
    read = read_number(spell(only))
    assert (read.value, read.low, read.high) == (value, value - 1, value + 1)
    assert read.is_approximate
