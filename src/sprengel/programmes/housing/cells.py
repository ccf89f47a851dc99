"""The grid: a number for each city and measure, typed as people write it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Body
from sprengel.figures.models import Definition, Figure, UnitKind
from sprengel.figures.numbers import ReadNumber, read_number
from sprengel.figures.problems import FigureProblem
from sprengel.figures.wording import doubt, number_words
from sprengel.programmes.housing.actions import Count, Counted, Place, is_by
from sprengel.programmes.housing.queries import figures

MOST_SEEN = 5_000


@dataclass(frozen=True, slots=True)
class GridCell:
    name: str
    definition: Definition
    typed: str
    standing: Figure | None
    error: str = ""

    @property
    def label(self) -> str:
        return self.definition.name


@dataclass(frozen=True, slots=True)
class GridRow:
    city: Body
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    definitions: tuple[Definition, ...]
    rows: tuple[GridRow, ...]
    counts: tuple[Count, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(cell.error for row in self.rows for cell in row.cells)

    @property
    def seen(self) -> str:
        """For the form's hidden field: which figures stood there when it was made."""
        return json.dumps(
            [
                [row.city.pk, cell.definition.pk, cell.standing.pk]
                for row in self.rows
                for cell in row.cells
                if cell.standing is not None
            ]
        )


def grid(
    user: Viewer,
    cities: Sequence[Body],
    definitions: Sequence[Definition],
    counted: Counted,
    data: Mapping[str, str] | None = None,
) -> Grid:
    """``data``: what was sent; without it what the user may see of what stands there."""
    standing = _visible(user, cities, definitions, counted)
    rows, counts, doubts = [], [], []
    for city in cities:
        cells = []
        for definition in definitions:
            cell, number = _cell(city, definition, standing.get((city.pk, definition.pk)), data)
            cells.append(cell)
            if number is not None:
                counts.append(Count(city, definition, number))
                question = doubt(definition, number.value)
                if question:
                    doubts.append(f"{city.name}, {definition.name}: {question}")
        rows.append(GridRow(city, tuple(cells)))
    return Grid(tuple(definitions), tuple(rows), tuple(counts), tuple(doubts))


def _cell(
    city: Body, definition: Definition, standing: Figure | None, data: Mapping[str, str] | None
) -> tuple[GridCell, ReadNumber | None]:
    name = f"z-{city.pk}-{definition.pk}"
    if data is None:
        return GridCell(name, definition, as_typed(standing), standing), None
    typed = data.get(name, "").strip()
    try:
        number = read_count(typed, definition)
    except FigureProblem as problem:
        return GridCell(name, definition, typed[:200], standing, str(problem)), None
    return GridCell(name, definition, typed, standing), number


def read_count(typed: str, definition: Definition) -> ReadNumber | None:
    """None for an empty cell; FigureProblem for what cannot be such a number."""
    if not typed:
        return None
    number = read_number(typed)
    if number.value is None:
        return number
    if number.unit == "€":
        raise FigureProblem(_("„%(text)s“ ist ein Geldbetrag.") % {"text": typed}, field="value")
    if number.unit == "%":
        raise FigureProblem(
            _("„%(text)s“ ist ein Anteil; gefragt ist die Zahl selbst.") % {"text": typed},
            field="value",
        )
    if min(number.value, number.low if number.low is not None else number.value) < 0:
        raise FigureProblem(
            _("„%(text)s“: weniger als null kann es nicht sein.") % {"text": typed}, field="value"
        )
    if definition.unit_kind == UnitKind.COUNT and number.low is None and number.value % 1:
        raise FigureProblem(
            _("„%(text)s“: gezählt wird in ganzen Zahlen.") % {"text": typed}, field="value"
        )
    return number


def as_typed(figure: Figure | None) -> str:
    """So that it reads as the same number again."""
    if figure is None:
        return ""
    if figure.as_written:
        return figure.as_written
    if figure.value is None:
        return _("k. A.")
    return number_words(figure.value)


def read_seen(text: str, day: date) -> dict[Place, int | None]:
    """What ``Grid.seen`` wrote; what is not of that shape says nothing."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, list) or len(found) > MOST_SEEN:
        return {}
    return {
        (one[0], one[1], day): one[2]
        for one in found
        if isinstance(one, list) and len(one) == 3 and all(type(part) is int for part in one)
    }


def _visible(
    user: Viewer, cities: Sequence[Body], definitions: Sequence[Definition], counted: Counted
) -> dict[tuple[int, int], Figure]:
    rows = (
        figures(user)
        .filter(
            about__in=[city.pk for city in cities],
            definition__in=[one.pk for one in definitions],
            key_on=counted.key_on,
            key_precision="day",
        )
        .order_by("pk")
    )
    return {
        (row.about_id, row.definition_id): row
        for row in rows
        if row.about_id is not None and is_by(row, counted)
    }
