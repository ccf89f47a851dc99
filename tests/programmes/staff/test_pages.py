"""The screen: unknown first, nothing reckoned from nothing, every assumption named, saved, cited."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from openpyxl import load_workbook

from sprengel.accounts.models import User
from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.staffing import INPUTS, Basis
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios import actions as scenarios
from sprengel.programmes.staff import forms, queries
from sprengel.programmes.staff.facts import facts
from sprengel.programmes.staff.forms import StaffForm, example_query
from sprengel.programmes.staff.ranges import read_range
from sprengel.programmes.staff.words import NAMED

pytestmark = pytest.mark.django_db

ADDRESS = "/programme/personal/"


@pytest.fixture
def office() -> User:
    return User.objects.create_user("buero@musterland.example", name="Frau Weber", role="office")


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.force_login(office)
    return client


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


# ── What is said ──────────────────────────────────────────────────────────────────────────────


def test_every_input_of_the_engine_has_words() -> None:
    assert {one.name for one in NAMED} == set(INPUTS)


def test_without_assumptions_the_page_says_what_is_unknown_and_reckons_nothing() -> None:
    page = body(Client().get(ADDRESS))
    assert page.index("Was nicht bekannt ist") < page.index("Was bekannt ist")
    for named in NAMED:
        assert str(named.unknown) in page
    assert "221.110" in page
    assert 'id="ergebnis"' not in page


def test_the_example_is_called_freely_chosen_and_leads_to_an_address_one_can_send(
    client: Client,
) -> None:
    assert "frei gewählten Zahlen" in body(client.get(ADDRESS))
    answer = client.get(ADDRESS, {"beispiel": "1"})
    assert answer.status_code == 302
    page = body(client.get(answer.url))
    assert "Unbesetzte Stellen Ende 2045" in page
    # None of the freely chosen numbers passes for a fact.
    assert page.count("Annahme ohne Quelle") >= 2 * len(NAMED)


def test_three_paths_are_compared_and_ones_own_is_the_fourth(client: Client) -> None:
    query = example_query()
    assert "eigene Zahlen</th>" not in body(client.get(ADDRESS, query))
    page = body(client.get(ADDRESS, {**query, "jahr1": "2026", "zahl1": "1200"}))
    for label in ("700 wie 2016", "900 wie beschlossen", "1.000 wie gefordert", "eigene Zahlen"):
        assert f'<th scope="row">{label}</th>' in page


def test_what_is_still_missing_is_named(client: Client) -> None:
    query = example_query()
    del query["fluctuation"]
    page = body(client.get(ADDRESS, query))
    assert "sobald auch das angegeben ist: Wechsel zu anderen." in page
    assert 'id="ergebnis"' not in page


def test_what_is_unknown_is_named_with_what_is_assumed_for_it(client: Client) -> None:
    page = body(client.get(ADDRESS, {**example_query(), "quelle_growth": "Erhebung"}))
    assert "11 von 12 Angaben sind Annahmen ohne Quelle." in page
    assert "nicht bekannt; angenommen: 15.000 Stellen (Annahme ohne Quelle)" in page
    assert page.index("11 von 12") < page.index('id="ergebnis"')


def test_more_graduates_leave_fewer_posts_empty() -> None:
    form = StaffForm(example_query())
    assert form.is_valid()
    result = queries.result(form.staffing, "decided")
    assert result is not None
    gaps = {line.name: line.last.gap for line in result.paths}
    assert gaps["demanded"].likely < gaps["decided"].likely < gaps["as_2016"].likely


def test_facts_hold_only_what_has_a_source() -> None:
    assert all(fact.source and fact.text for fact in facts().facts)
    assert all(step.source for steps in facts().paths.values() for step in steps)
    assert {fact.about for fact in facts().facts} <= set(INPUTS) | {"graduates"}


# ── Typing ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45", Range.of(45)),
        ("40–50", Range(40, 45, 50)),
        ("40 - 45 - 50", Range(40, 45, 50)),
        ("40 bis 50 %", Range(40, 45, 50)),
        ("-0,5 – 1", Range(-0.5, 0.25, 1)),
        ("−1", Range.of(-1)),
        ("-1 - -0,5", Range(-1, -0.75, -0.5)),
        ("15.000", Range.of(15000)),
        ("15 000", Range.of(15000)),
    ],
)
def test_ranges_are_typed_as_people_write_them(text: str, expected: Range) -> None:
    assert read_range(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.5", "mit Komma"),
        ("50–40", "von der kleineren"),
        ("viele", "keine Zahl"),
        ("1–2–3–4", "Spanne"),
        ("1e400", "keine Zahl"),
        ("9" * 400, "Möglich ist"),
        ("9" * 90, "Möglich ist"),
        ("150", "Möglich ist 0 bis 100"),
        ("=1+1", "keine Zahl"),
    ],
)
def test_what_cannot_be_meant_is_said_at_the_field(client: Client, text: str, said: str) -> None:
    answer = client.get(ADDRESS, {**example_query(), "over_fifty": text})
    assert answer.status_code == 200
    page = body(answer)
    assert said in page or (len(text) > 100 and "100 Zeichen" in page)
    assert 'id="ergebnis"' not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"von": "2040", "bis": "2030"}, "endet, bevor sie beginnt"),
        ({"von": "1990", "bis": "2150"}, "sechzig Jahre"),
        ({"von": "abc"}, "ganze Zahl"),
        ({"early_leaving": "60", "fluctuation": "60"}, "mehr Menschen, als da sind"),
        ({"jahr1": "2030"}, "Bitte Jahr und Zahl angeben"),
        ({"jahr1": "2030", "zahl1": "1", "jahr2": "2030", "zahl2": "2"}, "zwei Absolventenzahlen"),
        ({"retirement_age": "65,5"}, "ganze Zahlen"),
        ({"pfad": "unfug"}, "unfug"),
    ],
)
def test_bad_input_ends_in_a_sentence(client: Client, changes: dict[str, str], said: str) -> None:
    answer = client.get(ADDRESS, {**example_query(), **changes})
    assert answer.status_code == 200
    assert said in body(answer)


# ── Saving, citing, exporting ─────────────────────────────────────────────────────────────────


def save(client: Client, **changes: str) -> object:
    facts_ = {"titel": "Bedarf im Sprengel", "sichtbarkeit": "public", "anlass": ""}
    return client.post(f"{ADDRESS}speichern/", {**example_query(), **facts_, **changes})


def test_saved_it_has_an_address_that_shows_the_same(client: Client) -> None:
    answer = save(client, quelle_posts="Erhebung des Städtebunds", jahr1="2026", zahl1="1200")
    assert answer.status_code == 302
    version = ScenarioVersion.objects.get()
    assert version.scenario.kind == ScenarioKind.STAFF
    assert version.sources["posts"] == {"text": "Erhebung des Städtebunds"}
    page = body(Client().get(answer.url))
    assert "Unbesetzte Stellen Ende 2045" in page
    assert "Erhebung des Städtebunds" in page
    assert "2026: 1.200 Abschlüsse" in page


def test_what_is_saved_comes_back_as_it_was() -> None:
    form = StaffForm({**example_query(), "quelle_growth": "Q", "jahr1": "2026", "zahl1": "5"})
    assert form.is_valid(), form.errors
    given = form.staffing
    saved, where = forms.assumptions(given, form.path), forms.sources(given)
    assert forms.staffing_of(saved, where) == given
    again = StaffForm(forms.query_of(given, form.path))
    assert again.is_valid()
    assert again.staffing == given
    assert given.growth.basis is Basis.KNOWN


def test_changing_makes_a_second_version_and_the_first_stays(client: Client) -> None:
    save(client)
    first = ScenarioVersion.objects.get()
    page = body(client.get(first.scenario.get_absolute_url()))
    assert f"szenario={first.scenario.public_id}" in page
    identity = {"szenario": str(first.scenario.public_id), "gesehen": "1"}
    answer = save(client, **identity, posts="20000")
    assert [one.number for one in ScenarioVersion.objects.all()] == [1, 2]
    assert "15.000 Stellen" in body(client.get(f"{first.scenario.get_absolute_url()}1/"))
    assert "20.000 Stellen" in body(client.get(answer.url))
    # Somebody still has version 1 open.
    late = save(client, **identity, posts="30000")
    assert late.status_code == 422
    assert "hat inzwischen Fassung 2 gespeichert" in body(late)
    assert ScenarioVersion.objects.count() == 2


def test_only_the_office_saves() -> None:
    member = User.objects.create_user("ob@lindach.example", name="Lindach", role="member")
    client = Client()
    assert save(client).status_code == 302
    client.force_login(member)
    assert save(client).status_code == 403
    assert ScenarioVersion.objects.count() == 0
    assert "Speichern und zitieren" not in body(client.get(ADDRESS, example_query()))


@pytest.mark.parametrize("level", ["public", "members", "office"])
def test_nobody_reads_of_a_reckoning_they_may_not_see(office: User, level: str) -> None:
    given = StaffForm(example_query())
    assert given.is_valid()
    version = scenarios.save(
        actor=office,
        kind=ScenarioKind.STAFF,
        title="Geheime Rechnung",
        assumptions=forms.assumptions(given.staffing, "decided"),
        sources={},
        visibility=level,
    )
    member = User.objects.create_user("ob@lindach.example", name="Lindach", role="member")
    address = version.scenario.get_absolute_url()
    changing = {**example_query(), "szenario": str(version.scenario.public_id), "fassung": "1"}
    seen_by = {"public": 3, "members": 2, "office": 1}[level]
    for place, user in enumerate((office, member, AnonymousUser())):
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        sees = place < seen_by
        assert (client.get(address).status_code == 200) is sees
        assert ("Geheime Rechnung" in body(client.get(ADDRESS))) is sees
        assert ("Geheime Rechnung" in body(client.get(ADDRESS, changing))) is sees


def test_the_spreadsheet_holds_results_years_and_assumptions(client: Client) -> None:
    query = {**example_query(), "quelle_posts": '=HYPERLINK("http://x")'}
    answer = client.get(f"{ADDRESS}tabelle.xlsx", query)
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[0] == "Vergleich"
    assert "Annahmen" in book.sheetnames
    cells = [cell.value for row in book["Annahmen"].iter_rows() for cell in row]
    assert "Annahme ohne Quelle" in cells
    assert '\'=HYPERLINK("http://x")' in cells
    years = [row[0].value for row in book["900 wie beschlossen"].iter_rows()]
    assert list(range(2026, 2046)) == [one for one in years if isinstance(one, int)]


def test_a_spreadsheet_of_nothing_is_the_page_with_what_is_missing(client: Client) -> None:
    answer = client.get(f"{ADDRESS}tabelle.xlsx", {"von": "2026", "bis": "2030"})
    assert answer.status_code == 422
    assert "Gerechnet wird, sobald" in body(answer)


@pytest.mark.parametrize("n", [1, 20])
def test_as_many_questions_to_the_database_whatever_is_saved(
    client: Client, office: User, django_assert_max_num_queries, n: int
) -> None:
    form = StaffForm(example_query())
    assert form.is_valid()
    for number in range(n):
        scenarios.save(
            actor=office,
            kind=ScenarioKind.STAFF,
            title=f"Nr. {number}",
            assumptions=forms.assumptions(form.staffing, "decided"),
            sources={},
        )
    with django_assert_max_num_queries(8):
        client.get(ADDRESS, example_query())
