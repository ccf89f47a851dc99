"""What is known about housing: one stage, one key date, city by city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, BodyKind, Organization
from sprengel.figures.comparing import Inhabitants, inhabitants_at
from sprengel.figures.models import Definition, Figure, Theme
from sprengel.figures.queries import populations
from sprengel.programmes.housing.definitions import (
    MEASURES,
    Measure,
    Stage,
    Standard,
    book,
    standard_on,
)
from sprengel.programmes.housing.reckoning import (
    Difference,
    Occupancy,
    Total,
    difference,
    occupancies,
    total,
)

UNKNOWN = "ohne"
"""In the address: figures whose key date nobody states."""


@dataclass(frozen=True, slots=True)
class KeyDay:
    """A key date with figures; ``day`` None where it is not known."""

    day: date | None
    precision: str

    @property
    def value(self) -> str:
        return UNKNOWN if self.day is None else f"{self.day.isoformat()}.{self.precision}"


@dataclass(frozen=True, slots=True)
class Column:
    measure: Measure
    label: str
    definition: Definition
    total: Total | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    figures: tuple[Figure, ...]

    @property
    def is_contradictory(self) -> bool:
        return len({one.value for one in self.figures if one.value is not None}) > 1


@dataclass(frozen=True, slots=True)
class Row:
    """A city (or what only a name stands for) with its counts."""

    name: str
    url: str
    body: Body | None
    cells: tuple[Cell, ...]
    occupancies: tuple[Occupancy, ...]
    difference: Difference | None
    occupancy_missing: bool
    """Both counts are there and may not be set against each other."""
    inhabitants: Inhabitants | None = None
    """Counted nearest to the key date; only where numbers per 1,000 inhabitants are asked for."""

    def of(self, measure: Measure) -> tuple[Figure, ...]:
        return next((cell.figures for cell in self.cells if cell.column.measure is measure), ())


@dataclass(frozen=True, slots=True)
class Overview:
    stage: str
    days: tuple[KeyDay, ...]
    chosen: KeyDay | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cities: int
    """How many there are of which numbers could be known."""
    standard: Standard | None
    circles: tuple[Organization, ...]
    circle: Organization | None
    is_defined: bool
    """All definitions of the file are there."""
    per_thousand: bool = False

    @property
    def stated(self) -> int:
        return sum(1 for row in self.rows if row.body is not None and row.body.kind == "city")

    @property
    def has_assigned(self) -> bool:
        return any(one.measure is Measure.ASSIGNED for one in self.columns)

    @property
    def has_totals(self) -> bool:
        """Whether any column has a number of a city that may be added to others."""
        return any(one.total for one in self.columns)


def definitions(user: Viewer, stage: str) -> dict[Measure, Definition]:
    """In the order of the columns."""
    wanted = book().of_stage(stage)
    found = {
        one.slug: one
        for one in Definition.objects.visible_to(user).filter(slug__in=wanted.values())
    }
    return {measure: found[slug] for measure, slug in wanted.items() if slug in found}


def is_defined() -> bool:
    return Definition.objects.filter(slug__in=book().slugs).count() == len(book().slugs)


def figures(user: Viewer) -> QuerySet[Figure]:
    return Figure.objects.visible_to(user).current().filter(definition__theme=Theme.HOUSING)


def cities(user: Viewer, circle: Organization | None = None) -> QuerySet[Body]:
    rows = bodies.bodies(user).filter(kind=BodyKind.CITY)
    if circle is not None:
        rows = rows.filter(pk__in=bodies.members(user, circle, today()).values("member"))
    return rows


def circles(user: Viewer) -> list[Organization]:
    """Those that have cities as members."""
    members = bodies.memberships(user).filter(member__kind=BodyKind.CITY).on(today())
    return list(bodies.organizations(user).filter(pk__in=members.values("organization")))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; what does not exist is as if it were not asked for."""

    stage: str = Stage.AU
    day: str = ""
    circle: str = ""
    per_thousand: bool = False


def overview(user: Viewer, wanted: Wanted) -> Overview:
    defined = definitions(user, wanted.stage)
    found_circles = circles(user)
    circle = next((one for one in found_circles if one.slug == wanted.circle), None)
    rows = figures(user).filter(definition__in=list(defined.values()))
    members = {one.pk: one for one in cities(user, circle)}
    if circle is not None:
        rows = rows.filter(about__in=list(members))
    days = _days(rows)
    chosen = next((one for one in days if one.value == wanted.day), days[0] if days else None)
    shown = _on(rows, chosen) if chosen else []
    columns, lines = _table(user, defined, shown, members)
    if wanted.per_thousand and chosen is not None:
        lines = _with_inhabitants(user, lines, chosen.day)
    return Overview(
        stage=wanted.stage,
        days=tuple(days),
        chosen=chosen,
        columns=columns,
        rows=lines,
        cities=len(members),
        standard=standard_on(chosen.day) if chosen and chosen.day else None,
        circles=tuple(found_circles),
        circle=circle,
        is_defined=is_defined(),
        per_thousand=wanted.per_thousand,
    )


def _with_inhabitants(user: Viewer, lines: Sequence[Row], day: date | None) -> tuple[Row, ...]:
    counted = populations(user, [row.body.pk for row in lines if row.body is not None])
    return tuple(
        replace(row, inhabitants=inhabitants_at(row.body, counted.get(row.body.pk, ()), day))
        if row.body is not None
        else row
        for row in lines
    )


def _days(rows: QuerySet[Figure]) -> list[KeyDay]:
    """The latest first, without a date last."""
    pairs = rows.order_by().values_list("key_on", "key_precision").distinct()
    found = [KeyDay(day, precision) for day, precision in pairs]
    return sorted(found, key=lambda one: (one.day is None, -(one.day or date.min).toordinal()))


def _on(rows: QuerySet[Figure], chosen: KeyDay) -> list[Figure]:
    wanted = rows.filter(key_on=chosen.day, key_precision=chosen.precision)
    if chosen.day is None:
        wanted = rows.filter(key_on__isnull=True)
    return list(wanted.with_provenance().order_by("pk"))


def _table(
    user: Viewer,
    defined: dict[Measure, Definition],
    shown: Sequence[Figure],
    members: dict[int, Body],
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    places: dict[tuple[int, str], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in shown:
        places[one.about_id or 0, "" if one.about_id else one.scope][one.definition_id].append(one)
    others = {pk for pk, _scope in places if pk and pk not in members}
    known = {**members, **{one.pk: one for one in bodies.bodies(user).filter(pk__in=others)}}
    columns = tuple(
        Column(
            measure,
            str(MEASURES[measure]),
            definition,
            total(
                (of[definition.pk] for (pk, _scope), of in places.items() if pk in members),
                len(members),
            ),
        )
        for measure, definition in defined.items()
    )
    lines = [_row(key, of, columns, known) for key, of in places.items()]
    return columns, tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _row(
    key: tuple[int, str],
    of: dict[int, list[Figure]],
    columns: Sequence[Column],
    known: dict[int, Body],
) -> Row:
    pk, scope = key
    body = known.get(pk)
    cells = tuple(Cell(column, tuple(of.get(column.definition.pk, ()))) for column in columns)
    by_measure = {cell.column.measure: cell.figures for cell in cells}
    places, occupied = (by_measure.get(one, ()) for one in (Measure.PLACES, Measure.OCCUPIED))
    found = tuple(occupancies(places, occupied))
    any_figure = next(figure for cell in cells for figure in cell.figures)
    return Row(
        name=str(any_figure.about) if any_figure.about else scope,
        url=any_figure.about.get_absolute_url() if any_figure.about else "",
        body=body,
        cells=cells,
        occupancies=found,
        difference=difference(
            by_measure.get(Measure.ASSIGNED, ()), by_measure.get(Measure.TAKEN, ())
        ),
        occupancy_missing=_have_values(places) and _have_values(occupied) and not found,
    )


def _have_values(of: Iterable[Figure]) -> bool:
    return any(one.value is not None for one in of)


# ── Counts of the same thing by different hands ───────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What two offices counted of one thing, at one place and one key date."""

    about: str
    figures: tuple[Figure, ...]

    @property
    def spread(self) -> Decimal:
        values = [one.value for one in self.figures if one.value is not None]
        return max(values) - min(values)


def side_by_side(user: Viewer) -> list[SideBySide]:
    """Two definitions of the same thing, or one definition and two counters."""
    groups: dict[tuple[object, ...], list[Any]] = defaultdict(list)
    for one in figures(user).filter(value__isnull=False).values(*_COMPARED):
        thing = one["definition__same_thing"] or one["definition_id"]
        key = (one["from_on"], one["key_on"], one["key_precision"])
        groups[thing, one["about_id"], one["scope"].casefold(), key].append(one)
    wanted = [group for group in groups.values() if _differ(group)]
    pks = [one["pk"] for group in wanted for one in group]
    rows = figures(user).filter(pk__in=pks).with_provenance().in_bulk() if pks else {}
    found = []
    for group in wanted:
        shown = tuple(rows[one["pk"]] for one in sorted(group, key=lambda one: one["pk"]))
        found.append(SideBySide(str(shown[0].about or shown[0].scope), shown))
    return sorted(found, key=lambda one: one.about.casefold())


_COMPARED = (
    "pk",
    "definition_id",
    "definition__same_thing",
    "about_id",
    "scope",
    "from_on",
    "key_on",
    "key_precision",
    "counted_by_id",
    "counted_by_name",
    "value",
)


def _differ(group: Sequence[Any]) -> bool:
    hands = {
        (one["definition_id"], one["counted_by_id"], one["counted_by_name"].strip().casefold())
        for one in group
    }
    return len(hands) > 1 and len({one["value"] for one in group}) > 1


# ── One city over time ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class History:
    """All counts of a city in one stage, by key date, the latest first."""

    stage: str
    columns: tuple[Column, ...]
    lines: tuple[tuple[KeyDay, Row], ...]

    @property
    def has_assigned(self) -> bool:
        return any(one.measure is Measure.ASSIGNED for one in self.columns)


def history(user: Viewer, city: Body, stage: str) -> History:
    defined = definitions(user, stage)
    rows = figures(user).filter(about=city, definition__in=list(defined.values()))
    by_day: dict[KeyDay, list[Figure]] = defaultdict(list)
    for one in rows.with_provenance().order_by("pk"):
        by_day[KeyDay(one.key_on, one.key_precision)].append(one)
    columns = tuple(Column(m, str(MEASURES[m]), d) for m, d in defined.items())
    lines = [(day, _line(found, columns, city)) for day, found in by_day.items()]
    lines.sort(key=lambda one: (one[0].day is None, -(one[0].day or date.min).toordinal()))
    return History(stage, columns, tuple(lines))


def _line(found: Iterable[Figure], columns: Sequence[Column], city: Body) -> Row:
    of: dict[int, list[Figure]] = defaultdict(list)
    for one in found:
        of[one.definition_id].append(one)
    return _row((city.pk, ""), of, columns, {city.pk: city})
