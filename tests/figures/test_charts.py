"""Charts: the drawing is of the numbers in the table, breaks interrupt, nothing unknown is drawn."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from sprengel.figures.charts import Bar, Break, Line, Mark, Point, bar_chart, line_chart
from sprengel.figures.scales import round_steps, without_overlap

YEARS = {2017: 600, 2018: 1200, 2019: 1150, 2020: 900}


def points(numbers=YEARS) -> list[Point]:
    return [
        Point(date(year, 12, 31), Decimal(n) if n is not None else None, label=str(year))
        for year, n in numbers.items()
    ]


def test_the_table_has_every_number_and_the_break_in_words() -> None:
    chart = line_chart(
        [Line("Land", points(), breaks=[Break(date(2019, 1, 1), "anders gezählt")])],
        title="Stellen",
        unit="Stellen",
    )
    assert [row.head for row in chart.rows if not row.break_note] == list(map(str, YEARS))
    assert [row.cells[0] for row in chart.rows if row.cells] == ["600", "1.200", "1.150", "900"]
    assert chart.rows[2].break_note
    html = render_to_string("figures/chart.html", {"chart": chart})
    assert html.count("Bruch in der Reihe ab 1. Januar 2019: anders gezählt") == 2
    assert "≠1" in html
    assert "style=" not in html


def test_a_break_and_a_gap_interrupt_the_line() -> None:
    whole = line_chart([Line("a", points())], title="", unit="")
    cut = line_chart(
        [Line("a", points(), breaks=[Break(date(2019, 12, 31), "x")])], title="", unit=""
    )
    gap = line_chart([Line("a", points(YEARS | {2019: None}))], title="", unit="")
    assert [len(c.drawings[0].lines[0].paths) for c in (whole, cut, gap)] == [1, 2, 1]
    assert len(gap.drawings[0].lines[0].marks) == 3
    assert gap.rows[2].cells[0] == "keine Angabe"


def test_ranges_are_drawn_as_bands_and_written_in_the_table() -> None:
    spread = [Point(year, 10.25, low=9.5, high=11 + year - 2020) for year in range(2020, 2024)]
    chart = line_chart(
        [Line("Verlängern", spread, is_range=True), Line("Enden", [Point(2021, 3)])],
        title="",
        unit="Euro",
        places=1,
    )
    assert len(chart.drawings[0].lines[0].bands) == 1
    assert chart.rows[0].cells[0] == "10,3 (9,5 bis 11,0)"
    assert [key.style for key in chart.keys] == [1, 2]


def test_lines_with_different_points_share_one_axis() -> None:
    chart = line_chart(
        [Line("a", points({2017: 1, 2019: 2})), Line("b", points({2018: 5}))], title="", unit=""
    )
    assert [row.cells for row in chart.rows] == [["1", "–"], ["–", "5"], ["2", "–"]]


def test_bars_say_what_is_missing_and_set_off_ones_own_city() -> None:
    chart = bar_chart(
        [
            Bar("Auenstadt", 12, low=10, high=15),
            Bar("Lindach", None),
            Bar("Hohenfurt", 30, is_own=True),
            Bar("B" * 300, -3),
        ],
        title="Plätze",
        unit="Plätze",
        marks=[Mark(Decimal("17.5"), "Mitte")],
    )
    html = render_to_string("figures/chart.html", {"chart": chart})
    assert html.count("<rect") == 2 * 3
    assert "keine Angabe" in html
    assert "▶ Hohenfurt" in html
    assert "Mitte: 17,5" in html
    assert "12 (10 bis 15)" in html


@pytest.mark.parametrize("lines", [[], [Line("a", [])], [Line("a", points({2017: None}))]])
def test_nothing_to_draw_is_said(lines) -> None:
    html = render_to_string("figures/chart.html", {"chart": line_chart(lines, title="", unit="")})
    assert "Noch keine Werte" in html
    assert "<svg" not in html
    assert "Noch keine" in render_to_string(
        "figures/chart.html", {"chart": bar_chart([], title="", unit="")}
    )


def test_more_lines_than_styles_begin_anew() -> None:
    chart = line_chart([Line(str(n), points()) for n in range(8)], title="", unit="")
    assert [key.style for key in chart.keys] == [1, 2, 3, 4, 5, 6, 1, 2]
    assert len({key.mark for key in chart.keys}) == 6


def test_names_are_text_not_markup() -> None:
    chart = bar_chart([Bar("<script>", 1)], title="<b>", unit="</svg>")
    html = render_to_string("figures/chart.html", {"chart": chart})
    assert "<script>" not in html
    assert "<b>" not in html


numbers = st.one_of(
    st.none(),
    st.floats(-1e15, 1e15),
    st.integers(-(10**15), 10**15),
    st.decimals(-(10**15), 10**15, places=4),
)


@given(
    st.lists(st.tuples(st.integers(1800, 2199), numbers), max_size=30),
    st.lists(st.integers(1800, 2199), max_size=3),
    st.booleans(),
)
def test_whatever_is_drawn_lies_on_the_paper(found, breaks, from_zero) -> None:
    line = Line("a", [Point(*one) for one in found], breaks=[Break(b, "x") for b in breaks])
    chart = line_chart([line], title="", unit="", from_zero=from_zero)
    for drawing in chart.drawings:
        paper = drawing.paper
        for one in drawing.lines:
            for path in one.paths:
                for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path):
                    assert paper.left <= float(x) <= paper.width
                    assert 0 <= float(y) <= paper.height
        places = [(tick.at, tick.label) for tick in drawing.x_ticks]
        assert len(places) == len(set(places))


@given(st.floats(-1e15, 1e15), st.floats(0, 1e15))
def test_ticks_enclose_the_numbers(lowest, width) -> None:
    steps = round_steps(lowest, lowest + width)
    slack = 1e-6 * max(1.0, abs(lowest) + width)
    assert steps[0] <= lowest + slack
    assert steps[-1] >= lowest + width - slack
    assert 2 <= len(steps) <= 12
    assert steps == sorted(set(steps))


@given(st.lists(st.tuples(st.floats(0, 700), st.text(min_size=1, max_size=20)), max_size=40))
def test_labels_never_overlap(places) -> None:
    kept = without_overlap(sorted(places))
    for (x, label), (next_x, next_label) in itertools.pairwise(kept):
        assert next_x - x >= (len(label) + len(next_label)) * 3.8
