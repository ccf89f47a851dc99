"""A map of the Land's cities as dots: where each lies, how large it is, how it stands. Pure.

No outline of the Land is drawn, for none is at hand; the soft areas are the hulls of the dots of
each Regierungsbezirk and the caption says so. The same data give the same drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from sprengel.bodies.names import fold
from sprengel.bodies.sizes import SIZE_CLASSES, size_class

WIDTH = 480
_MARGIN = 28
_RADII = (4.5, 5.5, 7.0, 9.0)
"""By size class; without a number of inhabitants the smallest."""
_ALWAYS_NAMED = 100_000
_NAMED_WHERE_ROOM = 50_000
_LETTER, _LINE = 9.4, 18.0
"""Room for one letter and one line, at the larger size the labels have on a phone."""

REST = "none"
"""Cities that are not in the list shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the map is given it."""

    name: str
    latitude: float
    longitude: float
    population: int | None
    region: str
    state: str = REST
    title: str = ""
    """Name and state in words."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    path: str
    """The mark, drawn around its own middle."""
    state: str
    title: str
    url: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: str
    y: str
    anchor: str
    is_small: bool
    """Left out on a phone."""


@dataclass(frozen=True, slots=True)
class Hull:
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class LandMap:
    width: int
    height: int
    hulls: tuple[Hull, ...]
    dots: tuple[Dot, ...]
    """The listed ones last, so that they lie on top and are reached one after the other."""
    labels: tuple[Label, ...]


def draw(places: Sequence[Place]) -> LandMap | None:
    """None where there is nothing to draw."""
    if not places:
        return None
    project, height = _projection(places)
    at = {place: project(place) for place in places}
    in_order = sorted(places, key=lambda one: (one.state != REST, fold(one.name)))
    return LandMap(
        width=WIDTH,
        height=height,
        hulls=tuple(_hulls(places, at)),
        dots=tuple(_dot(place, *at[place]) for place in in_order),
        labels=tuple(_labels(places, at, height)),
    )


Point = tuple[float, float]


def _projection(places: Sequence[Place]):
    """Degrees to the drawing, with a degree of longitude as short as it is at that latitude."""
    south, north = _ends(place.latitude for place in places)
    west, east = _ends(place.longitude for place in places)
    shrink = cos(radians((south + north) / 2))
    # One city alone, or cities on one line, still need a scale.
    span = max((east - west) * shrink, (north - south) * 0.6, 0.05)
    scale = (WIDTH - 2 * _MARGIN) / span
    height = round((north - south) * scale + 2 * _MARGIN)
    left = (WIDTH - (east - west) * shrink * scale) / 2

    def project(place: Place) -> Point:
        x = left + (place.longitude - west) * shrink * scale
        return x, _MARGIN + (north - place.latitude) * scale

    return project, height


def _ends(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    return min(known), max(known)


# Dots


def radius(population: int | None) -> float:
    found = size_class(population)
    return _RADII[SIZE_CLASSES.index(found)] if found else _RADII[0]


def _dot(place: Place, x: float, y: float) -> Dot:
    r = radius(place.population)
    return Dot(
        x=_n(x),
        y=_n(y),
        path=mark(place.state, r if place.state != REST else r * 0.5),
        state=place.state,
        title=place.title or place.name,
        url=place.url,
        is_listed=place.state != REST,
    )


def mark(state: str, r: float) -> str:
    """The shapes of ``symbols.SYMBOLS``, about equally large to the eye."""
    if state in ("granted", "ended"):
        h = r * 0.9
        return f"M{_n(-h)} {_n(-h)}H{_n(h)}V{_n(h)}H{_n(-h)}Z"
    if state == "applied":
        h = r * 1.2
        return f"M0 {_n(-h)}L{_n(h)} 0L0 {_n(h)}L{_n(-h)} 0Z"
    if state == "withdrawn":
        h = r * 1.05
        return f"M{_n(-h)} {_n(-h * 0.8)}H{_n(h)}L0 {_n(h)}Z"
    if state == "refused":
        h = r * 0.85
        return f"M{_n(-h)} {_n(-h)}L{_n(h)} {_n(h)}M{_n(h)} {_n(-h)}L{_n(-h)} {_n(h)}"
    return f"M{_n(-r)} 0A{_n(r)} {_n(r)} 0 1 0 {_n(r)} 0A{_n(r)} {_n(r)} 0 1 0 {_n(-r)} 0Z"


# Hulls


def _hulls(places: Sequence[Place], at: dict[Place, Point]) -> Iterable[Hull]:
    of_region: dict[str, list[Point]] = defaultdict(list)
    for place in places:
        if place.region:
            of_region[place.region].append(at[place])
    for region in sorted(of_region):
        corners = hull(of_region[region])
        if len(corners) > 2:
            yield Hull(region, " ".join(f"{_n(x)},{_n(y)}" for x, y in corners))


def hull(points: Iterable[Point]) -> list[Point]:
    """The convex hull, by Andrew's monotone chain."""
    known = sorted(set(points))
    if len(known) < 3:
        return known
    return [*_half(known), *_half(known[::-1])]


def _half(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# Labels


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return not (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )

    def is_within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def _labels(places: Sequence[Place], at: dict[Place, Point], height: int) -> Iterable[Label]:
    """The largest first; a name that finds no room beside the dots is left out."""
    dots = {place: _around(*at[place], radius(place.population)) for place in places}
    taken: list[_Box] = []
    for place in sorted(places, key=lambda one: (-(one.population or 0), fold(one.name))):
        if (place.population or 0) < _NAMED_WHERE_ROOM:
            break
        must = (place.population or 0) >= _ALWAYS_NAMED
        others = [
            box
            for other, box in dots.items()
            # A large city's name may cover the pale dots of those not listed.
            if other is not place and not (must and other.state == REST)
        ]
        for box, label in _possible(place, *at[place], is_small=not must):
            if box.is_within(WIDTH, height) and not any(map(box.meets, [*taken, *others])):
                taken.append(box)
                yield label
                break


def _possible(place: Place, x: float, y: float, *, is_small: bool) -> Iterable[tuple[_Box, Label]]:
    width, r = len(place.name) * _LETTER, radius(place.population)
    right = _Box(x + r + 2, y - _LINE / 2, x + r + 2 + width, y + _LINE / 2)
    left = _Box(x - r - 2 - width, y - _LINE / 2, x - r - 2, y + _LINE / 2)
    above = _Box(x - width / 2, y - r - 2 - _LINE, x + width / 2, y - r - 2)
    below = _Box(x - width / 2, y + r + 2, x + width / 2, y + r + 2 + _LINE)
    for box, at, anchor in (
        (right, right.left, "start"),
        (left, left.right, "end"),
        (above, x, "middle"),
        (below, x, "middle"),
    ):
        yield box, Label(place.name, _n(at), _n(box.bottom - 5), anchor, is_small)


def _around(x: float, y: float, r: float) -> _Box:
    return _Box(x - r, y - r, x + r, y + r)


def _n(value: float) -> str:
    """With a point whatever the language: SVG knows no comma."""
    return f"{round(value, 1):g}"
