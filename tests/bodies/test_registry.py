"""Who is meant by what is written, on which day. Everyone here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from sprengel.bodies.registry import KnownActor, KnownPost, Registry

DAY = date(2024, 3, 15)
LATER = date(2026, 3, 15)

ACTORS = [
    KnownActor(1, "body", "Städtebund Musterland", ("Städtebund",)),
    KnownActor(2, "body", "Bezirksregierung Hohenfurt", ("BR Hohenfurt",), region="Hohenfurt"),
    KnownActor(3, "body", "Bezirksregierung Sandhafen", ("BR Sandhafen",), region="Sandhafen"),
    KnownActor(4, "body", "Auenstadt", is_city=True),
    KnownActor(5, "body", "Lindach am See", ("Lindach",), is_city=True),
    KnownActor(6, "organization", "Sprengel Musterland", ("OB-Sprengel Musterland",)),
    KnownActor(10, "person", "Anna Weber", (), "Anna", "Weber"),
    KnownActor(11, "person", "Karl Weber", (), "Karl", "Weber"),
    KnownActor(12, "person", "Solveig Achtelik-Bello", (), "Solveig", "Achtelik-Bello"),
    KnownActor(13, "person", "Jörg von der Thann", (), "Jörg", "von der Thann"),
    KnownActor(14, "person", "Ute Lindach", (), "Ute", "Lindach"),
    KnownActor(15, "person", "Max Moser", ("Max Moser-Pohl",), "Max", "Moser"),
    KnownActor(16, "person", "Max Moser", (), "Max", "Moser"),
    KnownActor(17, "person", "Rita Ohneamt", (), "Rita", "Ohneamt"),
]
POSTS = [
    KnownPost(10, 4, "Oberbürgermeisterin", date(2018, 3, 15)),
    KnownPost(11, 4, "Oberbürgermeister", None, date(2018, 3, 14)),
    KnownPost(11, 5, "Oberbürgermeister", date(2025, 1, 1)),
    KnownPost(12, 1, "Geschäftsführendes Vorstandsmitglied", date(2020, 1, 1)),
    KnownPost(13, 2, "Regierungspräsident"),
    KnownPost(14, 3, "Regierungspräsidentin"),
    KnownPost(15, 1, "Präsident", date(2020, 1, 1), date(2023, 12, 31)),
    KnownPost(16, 4, "Erster Bürgermeister", date(2020, 1, 1)),
]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(ACTORS, POSTS)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        # full names, with titles, offices and places around them
        ("Anna Weber", "Anna Weber"),
        ("Dr. Anna Weber", "Anna Weber"),
        ("Frau Prof. Dr. Anna Weber", "Anna Weber"),
        ("Oberbürgermeisterin Anna Weber", "Anna Weber"),
        ("Auenstadts Oberbürgermeisterin Dr. Anna Weber", "Anna Weber"),
        ("Anna Weber, Oberbürgermeisterin von Auenstadt", "Anna Weber"),
        ("Anna Weber (parteilos)", "Anna Weber"),
        ("Anna Webers", "Anna Weber"),
        ("ANNA WEBER", "Anna Weber"),
        # a family name alone: whoever was in office that day
        ("Weber", "Anna Weber"),
        ("OB Weber", "Anna Weber"),
        ("Weber (Auenstadt)", "Anna Weber"),
        ("Weber, Oberbürgermeisterin", "Anna Weber"),
        ("OB'in Weber", "Anna Weber"),
        ("Frau Dr. Weber", "Anna Weber"),
        ("Achtelik-Bello", "Solveig Achtelik-Bello"),
        ("Achtelik Bello", "Solveig Achtelik-Bello"),
        ("Geschäftsführerin Achtelik-Bello", "Solveig Achtelik-Bello"),
        ("Joerg von der Thann", "Jörg von der Thann"),
        ("Regierungspräsident von der Thann", "Jörg von der Thann"),
        ("Thann", "Jörg von der Thann"),
        # an office with its place
        ("der Hohenfurter Regierungspräsident", "Jörg von der Thann"),
        ("Regierungspräsident von Hohenfurt", "Jörg von der Thann"),
        ("die Sandhafener Regierungspräsidentin", "Ute Lindach"),
        ("Auenstädter Oberbürgermeisterin", "Anna Weber"),
        ("das Stadtoberhaupt von Auenstadt", "Anna Weber"),
        ("geschäftsführendes Vorstandsmitglied des Städtebunds", "Solveig Achtelik-Bello"),
        ("Hauptgeschäftsführerin des Städtebundes Musterland", "Solveig Achtelik-Bello"),
        # bodies and circles
        ("der Städtebund", "Städtebund Musterland"),
        ("des Städtebunds", "Städtebund Musterland"),
        ("Städtebund Musterland e. V.", "Städtebund Musterland"),
        ("Stadt Auenstadt", "Auenstadt"),
        ("die Stadtverwaltung Auenstadt", "Auenstadt"),
        ("Auenstadts", "Auenstadt"),
        ("Stadt Lindach", "Lindach am See"),
        ("OB Sprengel Musterland", "Sprengel Musterland"),
        # namesakes, told apart by office or by another name
        ("Erster Bürgermeister Max Moser", "Max Moser"),
        ("Max Moser-Pohl", "Max Moser"),
    ],
)
def test_on_a_day(registry: Registry, mention: str, name: str | None) -> None:
    assert registry.resolve(mention, DAY) == name


@pytest.mark.parametrize(
    "mention",
    [
        "",
        " , ",
        "Oberbürgermeister",  # of which city?
        "Regierungspräsident",  # of which district?
        "die Oberbürgermeister",
        "Präsident des Städtebunds",  # nobody was, that day
        "Stadträtin Weber",  # holds no such office
        "Regierungspräsident Weber",
        "stellvertretender Regierungspräsident von Hohenfurt",
        "Lindach",  # the city or Ms Lindach
        "Präsident Max Moser",  # two of them, and neither is president any more
        "Weber (CDU)",
        "Weber, CDU",
        "Ohneamt",  # never in office
        "Webers",  # perhaps a name of its own
        "die Stadt",
        "Deutscher Städtebund",
        "Bezirksregierung",
    ],
)
def test_nobody_rather_than_the_wrong_one(registry: Registry, mention: str) -> None:
    assert registry.resolve(mention, DAY) is None


def test_of_two_namesakes_the_one_in_office(registry: Registry) -> None:
    in_office = registry.find("Max Moser", DAY)
    assert in_office is not None
    assert in_office.pk == 16
    assert registry.find("Max Moser", date(2022, 1, 1)) is None  # both were


def test_the_day_decides(registry: Registry) -> None:
    assert registry.resolve("Weber", date(2015, 1, 1)) == "Karl Weber"
    assert registry.resolve("Weber", DAY) == "Anna Weber"
    assert registry.resolve("Weber", LATER) is None  # both are mayors now
    assert registry.resolve("Lindacher OB Weber", LATER) == "Karl Weber"
    assert registry.resolve("Auenstädter OB", date(2015, 1, 1)) == "Karl Weber"


def test_without_a_day_only_what_is_always_clear(registry: Registry) -> None:
    assert registry.resolve("Weber") is None
    assert registry.resolve("Achtelik-Bello") == "Solveig Achtelik-Bello"
    assert registry.resolve("Ohneamt") == "Rita Ohneamt"
    assert registry.resolve("Auenstädter OB") is None


def test_the_last_day_in_office_counts(registry: Registry) -> None:
    assert registry.resolve("OB Weber", date(2018, 3, 14)) == "Karl Weber"
    assert registry.resolve("OB Weber", date(2018, 3, 15)) == "Anna Weber"


def test_an_empty_register_knows_nobody() -> None:
    assert Registry([], []).resolve("Anna Weber", DAY) is None


def test_a_person_known_by_family_name_alone_is_not_every_double_name() -> None:
    registry = Registry(
        [*ACTORS, KnownActor(18, "person", "Lenz", (), "", "Lenz")],
        [*POSTS, KnownPost(18, 5, "Oberbürgermeister")],
    )
    assert registry.resolve("Oberbürgermeister Lenz", DAY) == "Lenz"
    assert registry.resolve("Lenz", DAY) == "Lenz"
    for other in ("Walburga Petrow-Lenz", "Petrow-Lenz", "Stadträtin Erna Lenz"):
        assert registry.resolve(other, DAY) is None
