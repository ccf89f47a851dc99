"""The cities of the Land and how each stands, as places for the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as who
from sprengel.bodies.models import Body, BodyKind
from sprengel.bodies.standing import has_ended
from sprengel.programmes.enrolment import maps
from sprengel.programmes.enrolment.amounts import of_path
from sprengel.programmes.enrolment.maps import LandMap, Place
from sprengel.programmes.enrolment.queries import Row
from sprengel.programmes.enrolment.symbols import SYMBOLS
from sprengel.programmes.models import EnrolmentState


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a mark on the map stands for."""

    state: str
    name: str
    path: str
    symbol: str
    count: int


@dataclass(frozen=True, slots=True)
class StateMap:
    drawing: LandMap
    shown: tuple[Row, ...]
    """One row a city, those on the map."""
    key: tuple[KeyEntry, ...]
    without_place: tuple[str, ...]
    """Names of the listed cities whose position is not known."""
    has_rounds: bool
    """Rows of more than one round: of each city the latest is shown."""


def state_map(user: Viewer, rows: Iterable[Row], today: date) -> StateMap | None:
    """None where no listed city has a place: then a map would say nothing."""
    everything = list(rows)
    latest: dict[int, Row] = {}
    for row in everything:
        known = latest.get(row.body.pk)
        if known is None or row.round.position > known.round.position:
            latest[row.body.pk] = row
    shown = [row for row in latest.values() if row.body.latitude is not None]
    if not shown:
        return None
    listed = {row.body.pk for row in shown}
    rest = [
        body
        for body in cities_with_place(user)
        if body.pk not in listed and not has_ended(body, today)
    ]
    drawing = maps.draw([*(_of_row(row) for row in shown), *(_of_rest(one) for one in rest)])
    if drawing is None:
        return None
    return StateMap(
        drawing=drawing,
        shown=tuple(shown),
        key=tuple(_key(shown)),
        without_place=tuple(row.body.name for row in latest.values() if row.body.latitude is None),
        has_rounds=len({row.round.pk for row in everything}) > 1,
    )


def cities_with_place(user: Viewer) -> QuerySet[Body]:
    return who.bodies(user).filter(kind=BodyKind.CITY, latitude__isnull=False)


def _of_row(row: Row) -> Place:
    return _place(
        row.body,
        state=row.enrolment.state,
        title=f"{row.body.name}: {row.enrolment.get_state_display()}",
        url=of_path(row.enrolment),
    )


def _of_rest(body: Body) -> Place:
    title = _("%(name)s: hier nicht eingetragen") % {"name": body.name}
    return _place(body, state=maps.REST, title=title, url=body.get_absolute_url())


def _place(body: Body, *, state: str, title: str, url: str) -> Place:
    return Place(
        name=body.short_name or body.name,
        latitude=float(body.latitude or 0),
        longitude=float(body.longitude or 0),
        population=body.population,
        region=body.region,
        state=state,
        title=title,
        url=url,
    )


def _key(shown: Iterable[Row]) -> Iterable[KeyEntry]:
    states = [row.enrolment.state for row in shown]
    for state in EnrolmentState:
        if state in states:
            yield KeyEntry(
                state=state,
                name=str(state.label),
                path=maps.mark(state, 7),
                symbol=SYMBOLS[state],
                count=states.count(state),
            )
