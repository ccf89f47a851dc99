"""The screens: who sees what, entering for many cities, a city's own report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from openpyxl import load_workbook

from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Body, Organization
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.housing import queries
from sprengel.programmes.housing.actions import load_definitions
from sprengel.programmes.housing.queries import Wanted
from tests.programmes.housing.conftest import DAY

pytestmark = pytest.mark.django_db

ADDRESS = "/programme/unterbringung/"
ENTER = f"{ADDRESS}erfassen/?stufe=au&stichtag=2026-09-15"
REPORT = f"{ADDRESS}melden/?stufe=au&stichtag=2026-09-15"
ClientOf = Callable[[User | None], Client]


def body(answer: Any) -> str:
    return answer.content.decode()


def facts(**changes: str) -> dict[str, str]:
    return {"quelle": "Abfrage", "sichtbarkeit": "public", "grund": "", "gesehen": "[]", **changes}


@pytest.fixture
def field(cities: dict[str, Body], defined: dict[str, Definition]) -> Callable[..., str]:
    def name(city: str, slug: str = "au-plaetze") -> str:
        full = slug if slug in defined else f"unterbringung-{slug}"
        return f"z-{cities[city].pk}-{defined[full].pk}"

    return name


# ── Seeing ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("n", [1, 2, 3])
def test_nobody_learns_of_counts_they_may_not_see(
    count: Any, office: User, member: User, client_of: ClientOf, n: int
) -> None:
    """Lists, sums, "n von N", differing counts, files and the city's page."""
    user = {1: None, 2: member, 3: office}[n]
    names = ("Auenstadt", "Lindach", "Hohenfurt")
    for name, level in zip(names, Visibility, strict=True):
        count(name, "au-plaetze", 100, visibility=level)
        count(name, "au-belegt", 7001, visibility=level)
        count(
            name, "au-belegt", 9001, visibility=level, counted_by=None, counted_by_name="Landkreis"
        )
    found = queries.overview(user or AnonymousUser(), Wanted())
    assert len(found.rows) == found.stated == n
    total = found.columns[0].total
    assert total is not None
    assert (total.value, total.n) == (100 * n, n)
    assert len(queries.side_by_side(user or AnonymousUser())) == n
    page = body(client_of(user).get(ADDRESS))
    assert page.count("9.001") == page.count("Landkreis") > 0 or n
    for place, name in enumerate(names):
        assert (f"unterbringung/stadt/{name.lower()}/" in page) is (place < n)
        history = body(client_of(user).get(f"{ADDRESS}stadt/{name.lower()}/"))
        assert ("7.001" in history) is (place < n)
    book = load_workbook(BytesIO(client_of(user).get(f"{ADDRESS}tabelle.xlsx").content))
    cells = {cell.value for row in book["Zahlen"].iter_rows() for cell in row}
    assert cells & set(names) == set(names[:n])


def test_a_hidden_city_does_not_exist(
    count: Any, cities: dict[str, Body], office: User, client_of: ClientOf
) -> None:
    Body.objects.filter(pk=cities["Lindach"].pk).update(visibility=Visibility.OFFICE)
    assert client_of(None).get(f"{ADDRESS}stadt/lindach/").status_code == 404
    assert client_of(office).get(f"{ADDRESS}stadt/lindach/").status_code == 200
    assert client_of(None).get(f"{ADDRESS}stadt/gibtesnicht/").status_code == 404


def test_key_dates_of_hidden_figures_are_not_offered(count: Any, office: User) -> None:
    count("Lindach", "au-plaetze", 5, visibility=Visibility.OFFICE)
    assert queries.overview(AnonymousUser(), Wanted()).days == ()
    assert len(queries.overview(office, Wanted()).days) == 1


def test_the_page_says_who_counted_what_and_by_which_rule(
    count: Any, office: User, client_of: ClientOf
) -> None:
    count("Lindach", "au-plaetze", 120)
    count("Lindach", "au-belegt", 90)
    count("Auenstadt", "au-flaeche", 6.5, counted_by=None, counted_by_name="Landkreis")
    count("Hohenfurt", "au-belegt", 100)
    count("Hohenfurt", "au-belegt", 104, counted_by=None, counted_by_name="Land")
    page = body(client_of(None).get(ADDRESS))
    assert "75 %" in page
    assert "Zahlen aus 3 von 4 Städten" in page
    assert "1 von 4 Städten" in page
    assert "nicht darin, weil zwei Stellen verschieden zählen: Hohenfurt" in page
    assert "seit 1. Januar 2018" in page
    assert "§ 8 FlüAG" in page
    assert "6,5" in page
    assert "Küchen, Bäder und Flure zählen nicht" in page
    assert page.index("Wo zwei Stellen verschieden zählen") < page.index("Stadt für Stadt")


def test_per_1000_inhabitants_where_asked_with_the_day_they_were_counted(
    count: Any, cities: dict[str, Body], client_of: ClientOf
) -> None:
    Body.objects.filter(pk=cities["Lindach"].pk).update(
        population=24_000, population_on=date(2025, 12, 31)
    )
    count("Lindach", "au-plaetze", 120)
    count("Lindach", "au-flaeche", 7)
    count("Auenstadt", "au-plaetze", 50)
    assert "je 1.000 Einw." not in body(client_of(None).get(ADDRESS))
    page = body(client_of(None).get(f"{ADDRESS}?je=1000"))
    assert "5,0 je 1.000 Einw." in page
    assert page.count("je 1.000 Einw.") == 1
    assert "24.000 Einwohner am 31. Dezember 2025" in page
    assert "Einwohnerzahl nicht bekannt" in page


def test_where_no_city_has_a_number_nothing_is_added_up(count: Any, client_of: ClientOf) -> None:
    count("Lindach", "zugewiesen", 89, about=None, scope="Alpendorf", counted_by=None)
    page = body(client_of(None).get(ADDRESS))
    assert "Alpendorf" in page
    assert "Zusammen</h3>" not in page
    count("Lindach", "zugewiesen", 12)
    assert "Zusammen</h3>" in body(client_of(None).get(ADDRESS))


@pytest.mark.parametrize("what", ["stichtag=ohne", "stichtag=9999", "kreis=nix", "stufe=zz", "x=1"])
def test_an_address_with_nonsense_shows_the_page(
    count: Any, client_of: ClientOf, what: str
) -> None:
    count("Lindach", "au-plaetze", 120)
    answer = client_of(None).get(f"{ADDRESS}?{what}")
    assert answer.status_code == 200
    assert "Lindach" in body(answer)


def test_before_anything_is_defined_the_office_is_offered_it(
    office: User, client_of: ClientOf
) -> None:
    assert "Festlegungen anlegen" in body(client_of(office).get(ADDRESS))
    assert "Festlegungen anlegen" not in body(client_of(None).get(ADDRESS))
    assert client_of(None).post(f"{ADDRESS}festlegungen/").status_code == 302
    assert not Definition.objects.exists()
    answer = client_of(office).post(f"{ADDRESS}festlegungen/", follow=True)
    assert "10 Festlegungen angelegt." in body(answer)


def test_what_is_made_of_an_approximate_number_is_approximate(
    count: Any, client_of: ClientOf
) -> None:
    count("Lindach", "au-plaetze", 100, is_approximate=True)
    count("Lindach", "au-belegt", 80)
    count("Lindach", "zugewiesen", 80)
    count("Lindach", "untergebracht", 85, is_approximate=True)
    page = body(client_of(None).get(ADDRESS))
    assert "ca. 80 %" in page
    assert "ca. 5 mehr" in page


def test_definitions_that_are_missing_are_offered_beside_those_there(
    count: Any, office: User, client_of: ClientOf
) -> None:
    count("Lindach", "au-plaetze", 100)
    client = client_of(office)
    assert "Fehlende Festlegungen anlegen" not in body(client.get(ADDRESS))
    Definition.objects.filter(slug="unterbringung-vu-belegt").delete()
    page = body(client.get(ADDRESS))
    assert "Fehlende Festlegungen anlegen" in page
    assert "Zahlen erfassen" in page


@pytest.mark.parametrize("n", [1, 300])
def test_as_many_questions_to_the_database_for_1_as_for_300_cities(
    office: User, django_assert_max_num_queries: Any, n: int
) -> None:
    load_definitions(actor=office)
    wanted = {"unterbringung-au-plaetze", "unterbringung-au-belegt", "unterbringung-untergebracht"}
    definitions = list(Definition.objects.filter(slug__in=wanted))
    for number in range(n):
        city = Body.objects.create(
            name=f"Stadt {number}", slug=f"stadt-{number}", kind="city", visibility="public"
        )
        Figure.objects.bulk_create(
            Figure(
                definition=one,
                about=city,
                value=Decimal(number),
                key_on=DAY,
                counted_by=city,
                source="x",
                visibility="public",
                entered_by_name="x",
            )
            for one in definitions
        )
    client = Client()
    client.force_login(office)
    with django_assert_max_num_queries(16):
        assert client.get(f"{ADDRESS}?je=1000").status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get(f"{ADDRESS}stadt/stadt-0/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(ENTER).status_code == 200


# ── Entering for many cities ──────────────────────────────────────────────────────────────────


def test_one_day_for_many_cities(
    office: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    client = client_of(office)
    page = body(client.get(ENTER))
    for name in ("Auenstadt", "Lindach", "Hohenfurt", "Moorbeck"):
        assert f'name="{field(name)}"' in page
    sent = {field("Auenstadt"): "ca. 50", field("Lindach"): "k. A.", field("Hohenfurt"): ""}
    answer = client.post(ENTER, {**facts(), **sent}, follow=True)
    assert "2 Zahlen eingetragen." in body(answer)
    assert {one.as_written for one in Figure.objects.all()} == {"ca. 50", "k. A."}
    assert 'value="ca. 50"' in body(client.get(ENTER))


def test_only_the_cities_of_the_circle(
    office: User, client_of: ClientOf, field: Callable[..., str], circle: Organization
) -> None:
    page = body(client_of(office).get(f"{ENTER}&kreis={circle.slug}"))
    assert field("Lindach") in page
    assert field("Hohenfurt") not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.5", "kann zweierlei heißen"),
        ("viele", "nicht als Zahl verstanden"),
        ("-3", "weniger als null"),
        ("12,5", "in ganzen Zahlen"),
        ("50 €", "ist ein Geldbetrag"),
        ("40 %", "ist ein Anteil"),
        ("1e400", "verstanden"),
        ("9" * 300, "zu lang"),
        ("9" * 30, "zu viele Stellen"),
        ("=cmd()", "nicht als Zahl verstanden"),
    ],
)
def test_what_is_no_number_is_said_at_its_place_and_nothing_is_kept(
    office: User, client_of: ClientOf, field: Callable[..., str], typed: str, said: str
) -> None:
    sent = {field("Auenstadt"): "50", field("Lindach"): typed}
    answer = client_of(office).post(ENTER, {**facts(), **sent})
    assert answer.status_code == 422
    assert said in body(answer)
    assert "nichts wurde gespeichert" in body(answer)
    assert not Figure.objects.exists()


def test_an_unusual_value_is_asked_about_once(
    office: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    sent = {**facts(), field("Lindach"): "60000"}
    answer = client_of(office).post(ENTER, sent)
    assert "liegt außerhalb dessen, was hier üblich ist" in body(answer)
    assert not Figure.objects.exists()
    answer = client_of(office).post(ENTER, {**sent, "ungewoehnlich": "on"}, follow=True)
    assert "1 Zahl eingetragen." in body(answer)


def test_the_second_of_two_people_is_told_and_may_go_on(
    office: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    client = client_of(office)
    client.post(ENTER, {**facts(), field("Lindach"): "50"})
    late = {**facts(), field("Lindach"): "60", "grund": "neu gezählt"}
    answer = client.post(ENTER, late)
    page = body(answer)
    assert answer.status_code == 422
    assert "hat inzwischen jemand anders eingetragen: Lindach" in page
    assert 'value="60"' in page
    seen = page.split('name="gesehen" value="')[1].split('"')[0].replace("&quot;", '"')
    answer = client.post(ENTER, {**late, "gesehen": seen}, follow=True)
    assert "1 Zahl berichtigt." in body(answer)


def test_nothing_typed_and_no_source_end_in_a_sentence(
    office: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    client = client_of(office)
    assert "Es ist noch keine Zahl eingetragen." in body(client.post(ENTER, facts()))
    answer = client.post(ENTER, {**facts(quelle=""), field("Lindach"): "5"})
    assert "Dieses Feld ist zwingend erforderlich" in body(answer) or "Quelle" in body(answer)
    assert answer.status_code == 422
    for junk in ("[[1,2]]", "{}", "null", "[" * 5000, '[["a","b","c"]]'):
        answer = client.post(ENTER, {**facts(gesehen=junk), field("Lindach"): "5"}, follow=True)
        assert answer.status_code == 200


@pytest.mark.parametrize("day", ["0000-01-01", "0001-01-01", "99999-01-01", "morgen", ""])
def test_a_day_that_cannot_be_meant(
    office: User, client_of: ClientOf, defined: Any, day: str
) -> None:
    answer = client_of(office).get(f"{ADDRESS}erfassen/", {"stufe": "au", "stichtag": day})
    assert answer.status_code == 200
    assert "field--error" in body(answer)


@pytest.mark.parametrize("what", ["erfassen/", "laden/"])
def test_only_the_office_enters_for_all(
    member: User, client_of: ClientOf, defined: Any, what: str
) -> None:
    assert client_of(None).get(ADDRESS + what).status_code == 302
    assert client_of(member).get(ADDRESS + what).status_code == 403
    assert client_of(member).post(ADDRESS + what, {}).status_code == 403


# ── A city's report ───────────────────────────────────────────────────────────────────────────


def test_a_city_reports_and_the_office_reads_who_reported(
    office: User, member: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    client = client_of(member)
    assert "Zahlen unserer Stadt melden" in body(client.get(ADDRESS))
    page = body(client.get(REPORT))
    assert field("Lindach") in page
    assert field("Auenstadt") not in page
    assert "field--error" not in page
    sent = {"stufe": "au", "stichtag": "2026-09-15", "sichtbarkeit": "members", "gesehen": "[]"}
    answer = client.post(REPORT, {**sent, field("Lindach"): "50"}, follow=True)
    assert "1 Zahl eingetragen." in body(answer)
    assert "gemeldet von der Stadt" in body(client_of(office).get(ADDRESS))
    # Another city's field is not even looked at.
    client.post(REPORT, {**sent, field("Auenstadt"): "7"})
    assert Figure.objects.count() == 1


def test_whoever_works_for_no_city_cannot_report(
    office: User, client_of: ClientOf, defined: Any
) -> None:
    other = User.objects.create_user("x@y.example", name="X", role="member")
    assert client_of(other).get(REPORT).status_code == 403
    assert client_of(office).get(REPORT).status_code == 403
    assert client_of(None).get(REPORT).status_code == 302
    assert "Zahlen unserer Stadt melden" not in body(client_of(other).get(ADDRESS))


def test_a_report_for_the_office_alone_is_not_shown_to_others(
    office: User, member: User, client_of: ClientOf, field: Callable[..., str]
) -> None:
    sent = {"stufe": "au", "stichtag": "2026-09-15", "sichtbarkeit": "office", "gesehen": "[]"}
    client_of(member).post(REPORT, {**sent, field("Lindach"): "4711"})
    assert "4.711" in body(client_of(office).get(ADDRESS))
    assert "4.711" not in body(client_of(member).get(ADDRESS))
    answer = client_of(member).post(
        REPORT, {**sent, "sichtbarkeit": "public", field("Lindach"): "1"}
    )
    assert answer.status_code == 422
    assert [one.visibility for one in Figure.objects.current()] == ["office"]
