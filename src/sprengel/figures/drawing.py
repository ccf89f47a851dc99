"""The geometry of charts: numbers to paths, once for a page and once for a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.figures.scales import CHAR_WIDTH, Scale, ends, round_steps, without_overlap
from sprengel.figures.series import Bar, Line, Number, Point, point_label, position
from sprengel.figures.wording import short_number

MOST_MARKS = 40
"""With more points than this on a line its marks would run into each other."""
STYLES = 6
"""Dash patterns, marks and colours the style sheet knows; the seventh line begins anew."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of drawing and the room its labels need."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int = 28
    bottom: int = 34


PAGE = Paper("page", width=720, height=320, left=84, right=24)
PHONE = Paper("phone", width=350, height=280, left=66, right=14)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    style: int
    """1 to 6: colour, dashes and mark."""
    paths: Sequence[str]
    bands: Sequence[str]
    marks: Sequence[DrawnMark]


@dataclass(frozen=True, slots=True)
class Drawing:
    paper: Paper
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    zero: float | None
    lines: Sequence[DrawnLine]
    breaks: Sequence[Tick]
    starts_at: str

    @property
    def floor(self) -> int:
        return self.paper.height - self.paper.bottom

    @property
    def x_labels_at(self) -> int:
        return self.paper.height - 10

    @property
    def right_edge(self) -> int:
        return self.paper.width - self.paper.right

    @property
    def y_labels_at(self) -> int:
        return self.paper.left - 8


def draw_lines(
    lines: Sequence[Line], *, breaks: Sequence[float], from_zero: bool
) -> tuple[Drawing, Drawing]:
    return (
        _draw_lines(lines, breaks, from_zero, PAGE),
        _draw_lines(lines, breaks, from_zero, PHONE),
    )


def _draw_lines(
    lines: Sequence[Line], breaks: Sequence[float], from_zero: bool, paper: Paper
) -> Drawing:
    labels = _labels(lines)
    xs = sorted({*labels, *breaks}) or [0.0]
    x = Scale(xs[0], xs[-1], paper.left + 12, paper.width - paper.right - 12)
    lowest, highest = ends(_numbers(lines), from_zero=from_zero)
    steps = round_steps(lowest, highest)
    y = Scale(steps[0], steps[-1], paper.height - paper.bottom, paper.top)
    ticks = [(x.at(at), label) for at, label in sorted(labels.items())]
    return Drawing(
        paper=paper,
        x_ticks=[Tick(*_inside(place, paper)) for place in without_overlap(ticks)],
        y_ticks=[Tick(y.at(step), short_number(step)) for step in steps],
        zero=y.at(0) if steps[0] < 0 < steps[-1] else None,
        lines=[_draw_line(line, number, x, y) for number, line in enumerate(lines)],
        breaks=[Tick(x.at(at), str(number)) for number, at in enumerate(breaks, start=1)],
        starts_at=short_number(steps[0]) if steps[0] > 0 else "",
    )


def _labels(lines: Sequence[Line]) -> dict[float, str]:
    return {position(point.at): point_label(point) for line in lines for point in line.points}


def _numbers(lines: Sequence[Line]) -> list[float]:
    return [
        float(number)
        for line in lines
        for point in line.points
        for number in (point.value, *((point.low, point.high) if line.is_range else ()))
        if number is not None
    ]


def _inside(place: tuple[float, str], paper: Paper) -> tuple[float, str]:
    """A label at the edge is moved in until all of it is on the paper."""
    at, label = place
    half = len(label) * CHAR_WIDTH / 2
    return round(min(max(at, half), paper.width - half), 1), label


def _draw_line(line: Line, number: int, x: Scale, y: Scale) -> DrawnLine:
    cuts = sorted(position(one.at) for one in line.breaks)
    pieces = _pieces(line.points, cuts)
    style = number % STYLES
    shown = [point for piece in pieces for point in piece]
    lonely = [piece[0] for piece in pieces if len(piece) == 1]
    return DrawnLine(
        style=style + 1,
        paths=[
            _path((x.at(position(p.at)), y.at(float(p.value or 0))) for p in piece)
            for piece in pieces
            if len(piece) > 1
        ],
        bands=[_band(piece, x, y) for piece in pieces if line.is_range and len(piece) > 1],
        marks=[
            DrawnMark(
                mark_path(style, x.at(position(point.at)), y.at(float(point.value or 0))),
                f"{line.name}, {point_label(point)}: {point.words or _plain(point.value)}",
            )
            for point in (shown if len(shown) <= MOST_MARKS else lonely)
        ],
    )


def _plain(value: Number | None) -> str:
    return short_number(float(value or 0))


def _pieces(points: Sequence[Point], cuts: Sequence[float]) -> list[list[Point]]:
    """The runs of points one line joins: not over a gap, not over a break."""
    pieces: list[list[Point]] = [[]]
    before: float | None = None
    for point in points:
        at = position(point.at)
        if before is not None and any(before < cut <= at for cut in cuts):
            pieces.append([])
        before = at
        if point.value is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    return [piece for piece in pieces if piece]


def _path(places: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in places)


def _band(piece: Sequence[Point], x: Scale, y: Scale) -> str:
    def edge(which: str) -> list[tuple[float, float]]:
        return [(x.at(position(p.at)), y.at(float(_or_value(getattr(p, which), p)))) for p in piece]

    return _path([*edge("low"), *reversed(edge("high"))]) + "Z"


def _or_value(number: Number | None, point: Point) -> Number:
    return number if number is not None else point.value or 0


def mark_path(style: int, x: float, y: float) -> str:
    """Circle, square, triangle, diamond, cross, triangle on its head."""
    if style == 0:
        return f"M{x - 4},{y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z"
    shapes = {
        1: [(-4, -4), (4, -4), (4, 4), (-4, 4)],
        2: [(0, -5), (5, 4), (-5, 4)],
        3: [(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)],
        4: [
            (-2, -5),
            (2, -5),
            (2, -2),
            (5, -2),
            (5, 2),
            (2, 2),
            (2, 5),
            (-2, 5),
            (-2, 2),
            (-5, 2),
            (-5, -2),
            (-2, -2),
        ],
        5: [(-5, -4), (5, -4), (0, 5)],
    }
    return _path((round(x + dx, 1), round(y + dy, 1)) for dx, dy in shapes[style]) + "Z"


# ── Bars ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DrawnBar:
    name: str
    full_name: str
    name_x: float
    name_y: float
    x: float
    y: float
    width: float
    height: float
    words: str
    words_x: float
    words_y: float
    is_own: bool
    is_gap: bool
    whisker: str


@dataclass(frozen=True, slots=True)
class Bars:
    paper: Paper
    bars: Sequence[DrawnBar]
    zero: float
    marks: Sequence[tuple[int, float]]


BAR, GAP = 18, 10
"""Height of a bar and the white below it."""


def draw_bars(
    bars: Sequence[Bar], words: Sequence[str], marks: Sequence[Number]
) -> tuple[Bars, Bars]:
    longest = max((len(bar.name) for bar in bars), default=0)
    beside = int(min(max(longest + 2, 8) * CHAR_WIDTH, 240))
    return (
        _draw_bars(bars, words, marks, _bar_paper(PAGE, len(bars), beside, BAR + GAP), False),
        _draw_bars(bars, words, marks, _bar_paper(PHONE, len(bars), 2, 2 * BAR + GAP), True),
    )


def _bar_paper(paper: Paper, count: int, left: int, step: int) -> Paper:
    return Paper(
        paper.name, paper.width, max(count, 1) * step + 8, left=left, right=0, top=4, bottom=4
    )


def _draw_bars(
    bars: Sequence[Bar],
    words: Sequence[str],
    marks: Sequence[Number],
    paper: Paper,
    name_above: bool,
) -> Bars:
    numbers = [float(n) for bar in bars for n in (bar.value, bar.low, bar.high) if n is not None]
    lowest, highest = ends([*numbers, *(float(mark) for mark in marks)])
    # What is said of a bar stands behind it and needs room there, but never half the paper.
    room = min(max((len(text) for text in words), default=0) * CHAR_WIDTH + 8, paper.width * 0.4)
    scale = Scale(
        lowest, highest if highest > lowest else lowest + 1, paper.left, paper.width - room
    )
    step = 2 * BAR + GAP if name_above else BAR + GAP
    return Bars(
        paper=paper,
        bars=[
            _draw_bar(bar, said, scale, paper.top + row * step, name_above, paper)
            for row, (bar, said) in enumerate(zip(bars, words, strict=True))
        ],
        zero=scale.at(0),
        marks=[(number, scale.at(float(mark))) for number, mark in enumerate(marks, start=1)],
    )


def _draw_bar(
    bar: Bar, words: str, scale: Scale, top: float, name_above: bool, paper: Paper
) -> DrawnBar:
    name = _("▶ %(name)s") % {"name": bar.name} if bar.is_own else bar.name
    y = top + BAR if name_above else top
    zero, end = scale.at(0), scale.at(float(bar.value or 0))
    room = (paper.width if name_above else paper.left) / CHAR_WIDTH - 1
    farthest = max(end, zero, scale.at(float(bar.high)) if bar.high is not None else 0)
    return DrawnBar(
        name=name if len(name) <= room else f"{name[: int(room) - 1].rstrip()}…",
        full_name=bar.name,
        name_x=0,
        name_y=top + BAR - 5,
        x=min(zero, end),
        y=y,
        width=round(abs(end - zero), 1),
        height=BAR,
        words=words,
        words_x=round(farthest + 6, 1),
        words_y=y + BAR - 5,
        is_own=bar.is_own,
        is_gap=bar.value is None,
        whisker=_whisker(bar, scale, y + BAR / 2),
    )


def _whisker(bar: Bar, scale: Scale, y: float) -> str:
    if bar.low is None or bar.high is None or bar.low == bar.high:
        return ""
    low, high = scale.at(float(bar.low)), scale.at(float(bar.high))
    return f"M{low},{y}H{high}M{low},{y - 4}v8M{high},{y - 4}v8"
