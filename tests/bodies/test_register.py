"""The register of Baden-Württemberg: what loads, and that loading twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from sprengel.accounts.models import Activity
from sprengel.bodies import actions, register
from sprengel.bodies.models import (
    Actor,
    Alias,
    Body,
    BodyKind,
    CityStatus,
    Membership,
    Organization,
)
from sprengel.bodies.queries import members, resolve
from sprengel.bodies.standing import status_on

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[object]]:
    return {
        "actors": list(Actor.objects.order_by("pk").values()),
        "bodies": list(Body.objects.order_by("pk").values()),
        "organizations": list(Organization.objects.order_by("pk").values()),
        "memberships": list(Membership.objects.order_by("pk").values()),
        "aliases": list(Alias.objects.order_by("pk").values()),
    }


def test_it_holds_what_the_official_list_holds() -> None:
    actions.load_register(actor=None)

    cities = Body.objects.filter(kind=BodyKind.CITY)
    assert cities.count() == 105
    assert cities.filter(city_status=CityStatus.STADTKREIS).count() == 9
    assert cities.filter(city_status=CityStatus.GROSSE_KREISSTADT).count() == 96
    assert Body.objects.filter(kind=BodyKind.DISTRICT_GOVERNMENT).count() == 4
    counts = {
        sprengel.name: sprengel.memberships.count() for sprengel in Organization.objects.all()
    }
    assert counts == {
        "Sprengel Nordwürttemberg": 40,
        "Sprengel Nordbaden": 26,
        "Sprengel Südbaden": 21,
        "Sprengel Südwürttemberg": 18,
    }


def test_a_city_carries_its_facts_with_source_and_key_date() -> None:
    actions.load_register(actor=None)
    biberach = Body.objects.get(ags="08426021")
    assert (biberach.name, biberach.short_name) == ("Biberach an der Riß", "Biberach")
    assert (biberach.region, biberach.county) == ("Tübingen", "Biberach")
    assert (biberach.population, biberach.population_on) == (34008, date(2022, 12, 31))
    assert "GV100AD" in biberach.source
    assert biberach.slug == "biberach-an-der-riss"


def test_twice_is_once() -> None:
    assert actions.load_register(actor=None).is_anything_new
    before, lines = rows(), Activity.objects.count()

    again = actions.load_register(actor=None)

    assert (again.actors, again.memberships) == (0, 0)
    assert rows() == before
    assert Activity.objects.count() == lines == 1


def test_loading_again_leaves_what_the_office_changed() -> None:
    actions.load_register(actor=None)
    Body.objects.filter(kind=BodyKind.STATE).update(name="Bundesland Baden-Württemberg")
    Body.objects.filter(name="Albstadt").update(population=46_000)
    Membership.objects.filter(member__name="Albstadt").update(end_on=date(2030, 1, 1))

    assert not actions.load_register(actor=None).is_anything_new

    assert Body.objects.get(name="Albstadt").population == 46_000
    assert Body.objects.get(kind=BodyKind.STATE).name == "Bundesland Baden-Württemberg"


def test_what_was_there_before_is_taken_over() -> None:
    mine = actions.add_body(actor=None, name="Albstadt", kind=BodyKind.CITY)
    actions.load_register(actor=None)
    assert Body.objects.filter(name="Albstadt").get() == mine
    assert mine.memberships.get().organization.name == "Sprengel Südwürttemberg"


def test_membership_begins_with_the_rank_where_that_is_known() -> None:
    actions.load_register(actor=None)
    suedwuerttemberg = Organization.objects.get(region="Tübingen")
    in_2017 = {m.member.name for m in members(None, suedwuerttemberg, date(2017, 5, 1))}
    in_2024 = {m.member.name for m in members(None, suedwuerttemberg, date(2024, 5, 1))}
    assert in_2024 - in_2017 == {"Bad Waldsee"}
    assert len(in_2017) == 17  # 16 Große Kreisstädte and Ulm

    bad_krozingen = Membership.objects.get(member__name="Bad Krozingen")
    assert bad_krozingen.start_on == date(2025, 1, 1)
    albstadt = Membership.objects.get(member__name="Albstadt")
    assert (albstadt.start_on, albstadt.dates_note) == (None, register.START_UNKNOWN)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Albstadt", "Albstadt"),
        ("die Stadt Albstadt", "Albstadt"),
        ("ALBSTADT", "Albstadt"),
        ("Albstadts", "Albstadt"),
        ("Tuebingen", "Tübingen"),
        ("Große Kreisstadt Biberach", "Biberach an der Riß"),
        ("Leinfelden Echterdingen", "Leinfelden-Echterdingen"),
        ("Ellwangen", "Ellwangen (Jagst)"),
        ("Eislingen/Fils", "Eislingen/Fils"),
        ("Landeshauptstadt Stuttgart", "Stuttgart"),
        ("das Land", "Land Baden-Württemberg"),
        ("des Landes", "Land Baden-Württemberg"),
        ("die Landesregierung", "Land Baden-Württemberg"),
        ("der Bund", "Bundesrepublik Deutschland"),
        ("der Städtetag", "Städtetag Baden-Württemberg"),
        ("Städtetags Baden-Württemberg", "Städtetag Baden-Württemberg"),
        ("Städtetag Baden-Württemberg e.V.", "Städtetag Baden-Württemberg"),
        ("RP Tübingen", "Regierungspräsidium Tübingen"),
        ("OB-Sprengel Südwürttemberg", "Sprengel Südwürttemberg"),
        ("B Sprengel Suedwuerttemberg", "Sprengel Südwürttemberg"),
        ("Bürgermeister-Sprengel Südbaden", "Sprengel Südbaden"),
        ("Sprengel-Treffen Nordbaden", "Sprengel Nordbaden"),
        ("die Oberbürgermeister des Sprengels Südwürttemberg", "Sprengel Südwürttemberg"),
    ],
)
def test_the_names_in_use_find_their_entry(mention: str, name: str) -> None:
    actions.load_register(actor=None)
    found = resolve(mention)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "mention",
    [
        "",
        "das Regierungspräsidium",
        "der Sprengel",
        "die Stadt",
        "Deutscher Städtetag",
        "Singer",
        "Länder",
    ],
)
def test_what_could_be_several_or_nobody_finds_nobody(mention: str) -> None:
    actions.load_register(actor=None)
    assert resolve(mention) is None


def test_cities_have_a_place_on_the_map() -> None:
    actions.load_register(actor=None)

    cities = Body.objects.filter(kind=BodyKind.CITY)
    placed = list(cities.filter(latitude__isnull=False))
    assert [city.name for city in cities.filter(latitude__isnull=True)] == ["Stutensee"]
    assert len({(city.latitude, city.longitude) for city in placed}) == 104
    for city in placed:
        assert 47.5 < city.latitude < 49.8, city
        assert 7.5 < city.longitude < 10.5, city
    albstadt = cities.get(name="Albstadt")
    assert (albstadt.latitude, albstadt.longitude) == (Decimal("48.216"), Decimal("9.026"))


def test_cities_lie_near_the_others_of_their_county() -> None:
    """A place of the same name elsewhere in the Land would stand out."""
    actions.load_register(actor=None)
    counties = defaultdict(list)
    for city in Body.objects.filter(kind=BodyKind.CITY, latitude__isnull=False):
        if city.county:
            counties[city.county].append(city)
    for county, cities in counties.items():
        for one in cities:
            for other in cities:
                assert abs(one.latitude - other.latitude) < Decimal("0.45"), (county, one, other)
                assert abs(one.longitude - other.longitude) < Decimal("0.6"), (county, one, other)


def test_a_register_loaded_before_gets_the_places_and_keeps_the_offices() -> None:
    actions.load_register(actor=None)
    Body.objects.update(latitude=None, longitude=None)
    Body.objects.filter(name="Ulm").update(latitude=Decimal("48.4"), longitude=Decimal("10.0"))

    again = actions.load_register(actor=None)

    assert (again.actors, again.memberships, again.positions) == (0, 0, 103)
    assert Body.objects.get(name="Ulm").latitude == Decimal("48.4")
    assert not actions.load_register(actor=None).is_anything_new


def test_the_rank_of_a_day() -> None:
    actions.load_register(actor=None)
    waldsee, ulm = Body.objects.get(name="Bad Waldsee"), Body.objects.get(name="Ulm")
    assert status_on(waldsee, date(2021, 12, 31)) == CityStatus.STADT
    assert status_on(waldsee, date(2022, 1, 1)) == CityStatus.GROSSE_KREISSTADT
    assert status_on(waldsee, None) is None
    assert status_on(ulm, date(2021, 12, 31)) is None, "since when is not known"
