"""The register of Baden-Württemberg this program comes with; ``actions.load_register`` loads it.

Facts of public registers only (``data/README.md``): the association, the Land, the Bund, the four
district governments with their Sprengel, and the cities that belong to them. People are not in it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources

from django.utils.text import slugify

from sprengel.accounts.models import Visibility
from sprengel.bodies import names
from sprengel.bodies.models import (
    Actor,
    Alias,
    Body,
    BodyKind,
    CityStatus,
    Membership,
    Organization,
    OrganizationKind,
)

POPULATION_ON = date(2022, 12, 31)
STATE_ON = date(2023, 11, 30)

SOURCE_CITIES = "Destatis, Gemeindeverzeichnis GV100AD, Stand 30.11.2023"
SOURCE_ASSOCIATION = "Städtetag Baden-Württemberg, eigene Darstellung (staedtetag-bw.de)"
SOURCE_DISTRICTS = "Land Baden-Württemberg, Regierungspräsidien (rp.baden-wuerttemberg.de)"
SOURCE_SPRENGEL = "Städtetag Baden-Württemberg: vier Sprengel analog zu den Regierungspräsidien"
SOURCE_MEMBERS = (
    "Abgeleitet: Stadtkreise und Große Kreisstädte des Regierungsbezirks "
    "(Destatis, Gemeindeverzeichnis, Stand 30.11.2023)"
)
START_UNKNOWN = "Beginn nicht erhoben"
START_IS_THE_RANKS = "seit der Erhebung zur Großen Kreisstadt"

CITY_STATUS = {
    "Stadtkreis": CityStatus.STADTKREIS,
    "Große Kreisstadt": CityStatus.GROSSE_KREISSTADT,
}

SPRENGEL_OF_REGION = {
    "Stuttgart": "Nordwürttemberg",
    "Karlsruhe": "Nordbaden",
    "Freiburg": "Südbaden",
    "Tübingen": "Südwürttemberg",
}

SPRENGEL_NAMES = (
    "OB-Sprengel {0}",
    "B-Sprengel {0}",
    "Bürgermeister-Sprengel {0}",
    "Sprengel-Treffen {0}",
    "Oberbürgermeister des Sprengels {0}",
    "OBs des Sprengels {0}",
    "Oberbürgermeister aus {0}",
)
"""One circle, many names in the press; the last three mean those who sit in it."""


_SLUG_LENGTH = 100
"""Shorter than the column, so that a number still fits behind it."""

_NOT_A_NAME = ("", "neu", "verzeichnis")
"""Words that stand in this room's own addresses (``urls.py``)."""


@dataclass(frozen=True)
class City:
    """One line of ``data/cities.csv``."""

    ags: str
    name: str
    short_name: str
    status: CityStatus
    region: str
    county: str
    population: int
    rank_since: date | None
    rank_since_source: str
    position: tuple[Decimal, Decimal] | None
    """Latitude and longitude, where we know them."""


@dataclass(frozen=True)
class Loaded:
    """How many rows a loading added."""

    actors: int
    memberships: int
    positions: int = 0
    """Of cities that were there before and now have a place on the map."""

    @property
    def is_anything_new(self) -> bool:
        return bool(self.actors or self.memberships or self.positions)

    @property
    def is_only_positions(self) -> bool:
        return bool(self.positions) and not (self.actors or self.memberships)


def cities() -> Iterator[City]:
    where = positions()
    file = resources.files("sprengel.bodies") / "data" / "cities.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield City(
                position=where.get(row["schluessel"]),
                ags=row["schluessel"],
                name=row["stadt"],
                short_name=row["kurzname"],
                status=CITY_STATUS[row["rang"]],
                region=row["regierungsbezirk"],
                county=row["landkreis"],
                population=int(row["einwohner"]),
                rank_since=date.fromisoformat(row["rang_seit"]) if row["rang_seit"] else None,
                rank_since_source=row["rang_seit_quelle"],
            )


def positions() -> dict[str, tuple[Decimal, Decimal]]:
    """Latitude and longitude by official key (``data/coordinates.csv``)."""
    file = resources.files("sprengel.bodies") / "data" / "coordinates.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            row["schluessel"]: (Decimal(row["breite"]), Decimal(row["laenge"]))
            for row in csv.DictReader(lines)
        }


def slug_of(name: str) -> str:
    """The address a name gets when it is still free: "biberach-an-der-riss"."""
    slug = slugify(names.fold(name))[:_SLUG_LENGTH].strip("-")
    return slug if slug not in _NOT_A_NAME else f"eintrag-{slug}".strip("-")


def load(free_slug: Callable[[str], str]) -> Loaded:
    """Adds what is missing; the caller owns the transaction."""
    loading = _Loading(free_slug)
    association = loading.body(
        "Städtetag Baden-Württemberg",
        BodyKind.ASSOCIATION,
        short_name="Städtetag",
        aliases=("Städtetag BW", "Städtetag Baden-Württemberg e. V."),
        note="Eingetragener Verein, gegründet am 10. Mai 1954 in Baden-Baden.",
        source=SOURCE_ASSOCIATION,
    )
    loading.body(
        "Land Baden-Württemberg",
        BodyKind.STATE,
        short_name="Land",
        aliases=("Baden-Württemberg", "Landesregierung", "Landesregierung Baden-Württemberg"),
    )
    loading.body(
        "Bundesrepublik Deutschland",
        BodyKind.FEDERATION,
        short_name="Bund",
        aliases=("Bundesregierung", "Deutschland"),
    )
    for region in SPRENGEL_OF_REGION:
        loading.body(
            f"Regierungspräsidium {region}",
            BodyKind.DISTRICT_GOVERNMENT,
            short_name=f"RP {region}",
            region=region,
            source=SOURCE_DISTRICTS,
        )
    sprengel = {
        region: loading.sprengel(association, region, name)
        for region, name in SPRENGEL_OF_REGION.items()
    }
    for city in cities():
        loading.member(loading.city(city), sprengel[city.region], city)
    return loading.finish()


class _Loading:
    """Knows what is there, so that a second run asks three times and writes nothing."""

    def __init__(self, free_slug: Callable[[str], str]) -> None:
        self._free_slug = free_slug
        self._bodies = list(Body.objects.all())
        self._by_ags = {body.ags: body for body in self._bodies if body.ags}
        # By address too: the office may have renamed an entry, and addresses stay.
        self._by_name = {(body.kind, body.slug): body for body in self._bodies}
        self._by_name |= {(body.kind, slug_of(body.name)): body for body in self._bodies}
        self._organizations = {
            (found.kind, found.region): found for found in Organization.objects.all()
        }
        self._pairs = set(Membership.objects.values_list("member_id", "organization_id"))
        self._aliases: list[Alias] = []
        self._memberships: list[Membership] = []
        self._placed: list[Body] = []
        self._added = 0

    def body(
        self,
        name: str,
        kind: BodyKind,
        *,
        short_name: str,
        region: str = "",
        aliases: tuple[str, ...] = (),
        note: str = "",
        source: str = "",
    ) -> Body:
        found = self._by_name.get((kind, slug_of(name)))
        if found:
            return found
        body = Body(name=name, kind=kind, short_name=short_name, region=region, note=note)
        self._save(body, slug_from=name, source=source, aliases=aliases)
        return body

    def city(self, city: City) -> Body:
        found = self._by_ags.get(city.ags) or self._by_name.get((BodyKind.CITY, slug_of(city.name)))
        if found:
            self._place(found, city)
            return found
        body = Body(
            name=city.name,
            kind=BodyKind.CITY,
            short_name=city.short_name,
            region=city.region,
            county=city.county,
            ags=city.ags,
            city_status=city.status,
            population=city.population,
            population_on=POPULATION_ON,
            city_status_since=city.rank_since,
            # Only a Stadt can be raised to Große Kreisstadt; a Stadtkreis has no day here.
            city_status_before=CityStatus.STADT if city.rank_since else "",
        )
        if city.position:
            body.latitude, body.longitude = city.position
        self._save(body, slug_from=city.name, source=SOURCE_CITIES)
        return body

    def sprengel(self, association: Body, region: str, name: str) -> Organization:
        found = self._organizations.get((OrganizationKind.SPRENGEL, region))
        if found:
            return found
        organization = Organization(
            name=f"Sprengel {name}",
            body=association,
            kind=OrganizationKind.SPRENGEL,
            region=region,
        )
        self._save(
            organization,
            slug_from=organization.name,
            source=SOURCE_SPRENGEL,
            aliases=tuple(pattern.format(name) for pattern in SPRENGEL_NAMES),
        )
        return organization

    def member(self, body: Body, organization: Organization, city: City) -> None:
        if (body.pk, organization.pk) in self._pairs:
            return
        self._memberships.append(
            Membership(
                member=body,
                organization=organization,
                start_on=city.rank_since,
                dates_note=START_IS_THE_RANKS if city.rank_since else START_UNKNOWN,
                source=city.rank_since_source or SOURCE_MEMBERS,
            )
        )

    def finish(self) -> Loaded:
        Alias.objects.bulk_create(self._aliases)
        Membership.objects.bulk_create(self._memberships)
        if self._placed:
            Body.objects.bulk_update(self._placed, ["latitude", "longitude"])
        return Loaded(
            actors=self._added,
            memberships=len(self._memberships),
            positions=len(self._placed),
        )

    def _place(self, body: Body, city: City) -> None:
        """Registers loaded before positions were known get them; what the office set stays."""
        if body.latitude is None and body.ags == city.ags and city.position:
            body.latitude, body.longitude = city.position
            self._placed.append(body)

    def _save(
        self, actor: Actor, *, slug_from: str, source: str, aliases: tuple[str, ...] = ()
    ) -> None:
        actor.slug = self._free_slug(slug_from)
        actor.source = source
        actor.visibility = Visibility.PUBLIC
        actor.save()
        self._aliases += [Alias(actor_id=actor.pk, name=alias, source=source) for alias in aliases]
        self._added += 1
