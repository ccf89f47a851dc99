"""Keys that are known already: inhabitants in the register, figures on persons and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Body, BodyKind, Organization
from sprengel.figures.models import Definition, Figure, KeyPrecision, UnitKind
from sprengel.programmes.distributions.task import Row

REGISTER = "einwohner"
"""Inhabitants as the register of cities has them, with their key date."""


@dataclass(frozen=True, slots=True)
class Loaded:
    rows: tuple[Row, ...]
    key_name: str
    source: str
    figures: tuple[Figure, ...] = ()
    without: tuple[str, ...] = ()
    """Cities of the circle for whom nothing is known; not left out in silence."""


def definitions(user: Viewer) -> QuerySet[Definition]:
    """What is counted in whole numbers, with at least one figure of a city or county."""
    seen = Figure.objects.visible_to(user).current().filter(about__isnull=False)
    rows = Definition.objects.visible_to(user).filter(unit_kind=UnitKind.COUNT)
    return rows.filter(pk__in=seen.values("definition"))


def circles(user: Viewer, day: date) -> list[Organization]:
    with_members = bodies.memberships(user).on(day).values("organization")
    return list(bodies.organizations(user).filter(pk__in=with_members).order_by("name"))


def cities(user: Viewer, circle: Organization | None, day: date) -> list[Body]:
    if circle is not None:
        rows = bodies.members(user, circle, day).order_by("member__name")
        return [row.member for row in rows]
    return list(bodies.bodies(user).filter(kind=BodyKind.CITY).order_by("name"))


def load(
    user: Viewer, what: str, circle: Organization | None, *, on: date | None, day: date
) -> Loaded | None:
    """``what``: ``REGISTER`` or a definition's slug; of figures the latest up to ``on``."""
    wanted = cities(user, circle, day)
    if what == REGISTER:
        return _from_register(wanted)
    definition = definitions(user).filter(slug=what).first()
    return _from_figures(user, definition, wanted, on) if definition else None


def _from_register(wanted: Iterable[Body]) -> Loaded:
    rows, without = [], []
    for city in wanted:
        if city.population is None:
            without.append(city.name)
            continue
        rows.append(Row(city.name, Decimal(city.population), _kreis(city), city.population_on))
    source = _("Verzeichnis der Städte: Einwohner mit dem dort genannten Stichtag")
    return Loaded(tuple(rows), _("Einwohner"), source, (), tuple(without))


def _from_figures(
    user: Viewer, definition: Definition, wanted: Iterable[Body], on: date | None
) -> Loaded:
    cities_by_pk = {city.pk: city for city in wanted}
    found = (
        Figure.objects.visible_to(user)
        .current()
        .filter(definition=definition, about__in=cities_by_pk, value__isnull=False, value__gte=0)
        .filter(Q(key_on__lte=on) if on else Q())
        .order_by("key_on", "pk")
    )
    latest = {figure.about_id: figure for figure in found}
    rows, used, without = [], [], []
    for pk, city in cities_by_pk.items():
        figure = latest.get(pk)
        if figure is None:
            without.append(city.name)
            continue
        is_year = figure.key_precision == KeyPrecision.YEAR
        rows.append(Row(city.name, figure.value, _kreis(city), figure.key_on, is_year))
        used.append(figure)
    source = _("Kennzahl „%(name)s“") % {"name": definition.name}
    return Loaded(tuple(rows), definition.name, source, tuple(used), tuple(without))


def figures_behind(user: Viewer, what: str, rows: Iterable[Row]) -> list[Figure]:
    """Of the definition loaded: the figures whose city, number and day still stand in the rows."""
    if not what or what == REGISTER:
        return []
    wanted = {(row.name, row.weight, row.key_on) for row in rows}
    found = Figure.objects.visible_to(user).current().filter(definition__slug=what)
    return [
        figure
        for figure in found.select_related("about")
        if figure.about and (figure.about.name, figure.value, figure.key_on) in wanted
    ]


def _kreis(city: Body) -> str:
    """A Stadtkreis is its own Kreis."""
    return city.county or city.name
