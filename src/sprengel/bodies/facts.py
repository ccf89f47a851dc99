"""What can be changed about an entry, all of it at once: the form's answer, the action's input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sprengel.bodies.models import Body, Quorum


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    name: str
    kind: str
    short_name: str
    region: str
    county: str
    ags: str
    city_status: str
    population: int | None
    population_on: date | None
    note: str
    source: str
    visibility: str
    email: str = ""
    city_status_since: date | None = None
    city_status_before: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    ended_on: date | None = None
    succeeded_by: Body | None = None


@dataclass(frozen=True, kw_only=True)
class OrganizationFacts:
    name: str
    body: Body
    kind: str
    region: str
    note: str
    source: str
    visibility: str
    email: str = ""
    quorum: str = Quorum.NONE
    quorum_source: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    title: str
    given_name: str
    family_name: str
    note: str
    source: str
    visibility: str
    email: str = ""


ActorFacts = BodyFacts | OrganizationFacts | PersonFacts
