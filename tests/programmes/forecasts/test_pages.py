"""The screen „Was kostet es uns?“: reckoning by address, saving, citing, Excel, figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from sprengel.bodies.models import Membership
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.models import Enrolment, Scenario, ScenarioVersion

pytestmark = pytest.mark.django_db
PAGE = "/programme/vorausrechnung/"
ONE_CITY = {
    "fuer": "auenstadt",
    "von": "2025",
    "foerderende": "2026",
    "bis": "2030",
    "stellen": "10",
    "zuschuss": "60.000",
    "zuschuss_quelle": "Bescheid vom 3. März 2025",
    "kosten": "64.000",
    "kosten_bis": "66.160",
    "sachkosten": "4.600",
    "tarif": "3",
    "tarif_von": "2",
    "tarif_bis": "4,5",
}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_nothing_is_put_in_that_no_source_says(client_of, city) -> None:
    page = text(client_of(None).get(PAGE))
    assert "Noch nicht bekannt, bitte eintragen" in page
    assert 'href="#id_kosten"' in page
    assert 'href="#id_tarif"' in page
    assert "Die Wege im Vergleich" not in page


def test_a_programmes_round_gives_what_it_knows(client_of, city, per_post) -> None:
    page = text(client_of(None).get(PAGE, {"programm": "lotsen", "fuer": "auenstadt"}))
    assert 'name="zuschuss" value="60.000"' in page
    assert 'name="foerderende" value="2026"' in page
    assert f'value="{per_post.public_id}" selected' in page
    assert 'href="#id_stellen"' in page, "posts are not known"


def test_a_figure_of_the_office_is_no_start_for_others(client_of, city, per_post, office) -> None:
    Figure.objects.update(visibility="office")
    asked = {"programm": "lotsen", "fuer": "auenstadt"}
    assert 'name="zuschuss" value="60.000"' not in text(client_of(None).get(PAGE, asked))
    assert str(per_post.public_id) not in text(client_of(None).get(PAGE, asked))
    assert 'name="zuschuss" value="60.000"' in text(client_of(office).get(PAGE, asked))
    named = {**ONE_CITY, "zuschuss_kennzahl": str(per_post.public_id)}
    assert "Zuschuss je Vollzeitstelle und Jahr, Land" not in text(client_of(None).get(PAGE, named))


def test_the_answer_stands_on_top_in_round_numbers_with_its_range(client_of, city) -> None:
    page = text(client_of(None).get(PAGE, ONE_CITY))
    assert "Ende 2026 läuft die Förderung aus." in page
    assert "zahlt Auenstadt 2027 rund 62" in page
    assert "In acht von zehn gerechneten Fällen liegt der Betrag zwischen" in page
    assert "ohne Sachkosten gerechnet" not in page
    assert "Bescheid vom 3. März 2025" in page
    assert "alle Stellen besetzt gerechnet" in page
    assert "4.600 Euro" in page


def test_the_same_address_gives_the_same_page(client_of, city) -> None:
    client = client_of(None)
    one, other = (client.get(PAGE, ONE_CITY).content.decode() for _ in range(2))

    def answer(page: str) -> str:
        return page[page.index('id="ergebnis"') : page.index("<form", page.index('id="ergebnis"'))]

    assert answer(one) == answer(other)


def test_stuttgarts_paper_of_2023_comes_out(client_of, db) -> None:
    """60,000 from the Land; 64,000 to 66,160 of pay and 4,600 of material: 8,600 to 10,760 stay."""
    asked = {
        "von": "2023", "foerderende": "2023", "bis": "2024", "stellen": "1",
        "zuschuss": "60000", "kosten": "64000", "kosten_bis": "66160", "sachkosten": "4600",
        "tarif": "0",
    }  # fmt: skip
    page = text(client_of(None).get(PAGE, asked))
    assert "68.600 (68.600 bis 70.760)" in page
    assert "8.600 (8.600 bis 10.760)" in page


def test_all_assumptions_certain_is_said(client_of, city) -> None:
    certain = {k: v for k, v in ONE_CITY.items() if not k.endswith(("_von", "_bis"))}
    page = text(client_of(None).get(PAGE, certain))
    assert "Das Ergebnis wirkt dadurch genauer" in page


def test_a_figure_as_source_is_taken_and_a_departure_from_it_said(
    client_of, city, per_post
) -> None:
    named = {**ONE_CITY, "zuschuss": "", "zuschuss_kennzahl": str(per_post.public_id)}
    page = text(client_of(None).get(PAGE, named))
    assert "60.000 Euro" in page
    assert "weicht von der Kennzahl ab" not in page
    page = text(client_of(None).get(PAGE, {**named, "zuschuss": "58.000"}))
    assert "weicht von der Kennzahl ab (60.000" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stellen": "viele"}, "nicht als Zahl verstanden"),
        ({"stellen": "1.5"}, "kann zweierlei heißen"),
        ({"stellen": "1e400"}, "Bitte"),
        ({"kosten": "9" * 50}, "zu viele Stellen"),
        ({"kosten": "99.000.000"}, "Bitte zwischen 0 und 10.000.000"),
        ({"kosten": "70000", "kosten_bis": "60000"}, "Bitte der Größe nach"),
        ({"kosten": ""}, "Bitte auch den wahrscheinlichen Wert"),
        ({"besetzt": "120"}, "Bitte zwischen 0 und 100"),
        ({"bis": "2020"}, "endet, bevor sie beginnt"),
        ({"foerderende": "2001"}, "Die Förderung endet, bevor die Vorausschau beginnt"),
        ({"von": "0"}, "Fehler"),
        ({"von": "1995", "bis": "2100"}, "mehr als sechzig Jahre"),
        ({"zuschuss_quelle": "x" * 10_000}, "Fehler"),
        ({"fuer": "gibt-es-nicht"}, "Fehler"),
        ({"zuschuss_kennzahl": "kein-ausweis"}, "Fehler"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_reckoned(client_of, city, changes, told) -> None:
    answer = client_of(None).get(PAGE, {**ONE_CITY, **changes})
    assert answer.status_code == 200
    assert told in text(answer)
    assert "Die Wege im Vergleich" not in text(answer)


def test_people_write_ranges_in_one_field(client_of, city) -> None:
    page = text(client_of(None).get(PAGE, {**ONE_CITY, "stellen": "8–12"}))
    assert "10 Stellen (8 bis 12)" in page


def test_a_circles_cities_together_say_which_are_not_known(client_of, circle) -> None:
    keys = {row.member.name: f"s{row.member_id}" for row in Membership.objects.all()}
    asked = {**ONE_CITY, "fuer": "bezirk-sud", keys["Auenstadt"]: "10", keys["Lindach"]: "4–6"}
    asked["fuer"] = circle.slug
    page = text(client_of(None).get(PAGE, asked))
    assert "zahlen die Städte 2027 zusammen" in page
    assert "Für 1 von 3 Städten ist keine Stellenzahl bekannt" in page
    assert "Moorbeck" in page
    assert "Stadt für Stadt" in page
    assert "Glück und Pech gleichen sich" in page


def test_a_city_that_joins_meanwhile_is_named(client_of, circle) -> None:
    row = Membership.objects.get(member__name="Lindach")
    Membership.objects.filter(pk=row.pk).update(start_on=date(2026, 1, 1))
    asked = {**ONE_CITY, "fuer": circle.slug, f"s{row.member_id}": "4"}
    page = text(client_of(None).get(PAGE, asked))
    assert "Lindach gehört nicht die ganze Zeit zum Kreis" in page


def test_posts_granted_to_a_city_are_its_start(client_of, circle, per_post, city) -> None:
    posts = Definition.objects.create(
        slug="stellen", theme="funding", name="Bewilligte Stellen", wording="Vollzeit",
        unit_kind="count", unit="Stellen", visibility="public",
    )  # fmt: skip
    figure = Figure.objects.create(
        definition=posts, about=city, value=Decimal("12.5"), key_on=date(2025, 1, 1),
        source="Bescheid", visibility="public",
    )  # fmt: skip
    Enrolment.objects.create(
        round=per_post.rounds.get().round, body=city, state="granted", posts=figure,
        visibility="public",
    )  # fmt: skip
    client = client_of(None)
    page = text(client.get(PAGE, {"programm": "lotsen", "fuer": "auenstadt"}))
    assert 'name="stellen" value="12,5"' in page
    page = text(client.get(PAGE, {"programm": "lotsen", "fuer": circle.slug}))
    assert f'name="s{city.pk}" value="12,5"' in page


# ── Saving and citing ─────────────────────────────────────────────────────────────────────────


def saved(client, **changes) -> ScenarioVersion:
    answer = client.post(
        PAGE, {**ONE_CITY, "titel": "Lotsen 2025", "sichtbarkeit": "public", **changes}
    )
    assert answer.status_code == 302, text(answer)
    number = int(answer["Location"].rstrip("/").rsplit("/", 1)[1])
    return ScenarioVersion.objects.get(
        scenario__public_id=answer["Location"].split("/")[3], number=number
    )


def test_a_saved_forecast_has_an_address_with_its_assumptions(client_of, office, city) -> None:
    version = saved(client_of(office))
    assert version.assumptions["cost_per_post_eur"] == [64000, 64000, 66160]
    assert version.assumptions["pay_rise"] == [0.02, 0.03, 0.045]
    assert version.assumptions["filled"] is None
    assert version.sources["grant_per_post_eur"]["text"] == "Bescheid vom 3. März 2025"
    assert version.scenario.about_id == city.pk
    path = f"/programme/szenarien/{version.scenario.public_id}/1/"
    page = text(client_of(None).get(path))
    assert "zahlt Auenstadt 2027" in page
    assert path in page
    assert "Frau Weber" not in page, "names of the office are not for the public"


def test_changing_starts_from_what_was_saved_and_makes_a_version(client_of, office, city) -> None:
    client = client_of(office)
    first = saved(client)
    page = client.get(first.scenario.get_absolute_url()).content.decode()
    start = page.index(f"{PAGE}?")
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    filled = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
    assert filled["kosten_bis"] == "66.160"
    assert filled["tarif_bis"] == "4,5"
    assert client.get(address).status_code == 200
    second = saved(client, **{**filled, "kosten_bis": "70.000", "anlass": "neuer Tarif"})
    assert (second.number, second.scenario) == (2, first.scenario)
    compared = text(client.get(f"{first.scenario.get_absolute_url()}vergleich/"))
    assert "Eine Annahme ist anders" in compared
    assert "64.000 Euro (64.000 bis 70.000)" in compared


def test_the_second_of_two_people_does_not_overwrite(client_of, office, colleague, city) -> None:
    first = saved(client_of(office))
    base = {"szenario": str(first.scenario.public_id), "gesehen": "1"}
    saved(client_of(office), **base, stellen="11")
    late = {**ONE_CITY, "titel": "T", "sichtbarkeit": "public", **base, "stellen": "12"}
    answer = client_of(colleague).post(PAGE, late)
    assert answer.status_code == 200
    assert "Frau Weber hat inzwischen Fassung 2 gespeichert" in text(answer)
    assert 'name="stellen" value="12"' in text(answer)
    assert 'name="gesehen" value="2"' in text(answer)
    assert first.scenario.versions.count() == 2
    assert saved(client_of(colleague), **{**late, "gesehen": "2"}).number == 3


def test_members_and_the_public_reckon_but_do_not_save(client_of, member, city) -> None:
    for user in (None, member):
        answer = client_of(user).post(
            PAGE, {**ONE_CITY, "titel": "T", "sichtbarkeit": "public"}, follow=True
        )
        assert "Speichern kann nur die Geschäftsstelle" in text(answer)
    assert Scenario.objects.count() == 0


def test_half_a_forecast_is_not_saved(client_of, office, city) -> None:
    answer = client_of(office).post(
        PAGE, {**ONE_CITY, "kosten": "", "kosten_bis": "", "titel": "T", "sichtbarkeit": "public"}
    )
    assert "Es fehlen noch Angaben" in text(answer)
    assert "\x00" not in text(answer)
    long = client_of(office).post(
        PAGE, {**ONE_CITY, "titel": "T" * 10_000, "sichtbarkeit": "public"}
    )
    assert long.status_code == 200
    assert Scenario.objects.count() == 0


def test_an_office_only_figure_keeps_the_forecast_inside(client_of, office, city, per_post) -> None:
    Figure.objects.update(visibility="office")
    asked = {
        **ONE_CITY, "zuschuss_kennzahl": str(per_post.public_id), "titel": "T",
        "sichtbarkeit": "public",
    }  # fmt: skip
    answer = client_of(office).post(PAGE, asked)
    assert "sieht nur ein engerer Kreis: nur Geschäftsstelle" in text(answer)
    assert Scenario.objects.count() == 0


# ── Excel and figures ─────────────────────────────────────────────────────────────────────────


def test_excel_holds_ways_years_and_assumptions(client_of, office, city) -> None:
    asked = {**ONE_CITY, "zuschuss_quelle": "=cmd()"}
    book = load_workbook(BytesIO(client_of(None).get(f"{PAGE}excel/", asked).content))
    assert book.sheetnames == ["Was bei der Stadt bleibt", "Jahr für Jahr", "Annahmen"]
    cells = [cell.value for row in book["Annahmen"].iter_rows() for cell in row]
    assert "'=cmd()" in cells
    years = [row[0].value for row in book["Was bei der Stadt bleibt"].iter_rows(min_row=4)]
    assert years[:6] == [2025, 2026, 2027, 2028, 2029, 2030]
    version = saved(client_of(office))
    path = f"{version.scenario.get_absolute_url()}1/vorausrechnung.xlsx"
    assert load_workbook(BytesIO(client_of(None).get(path).content)).sheetnames[0]
    assert client_of(None).get(f"{PAGE}excel/", {}).status_code == 404


def test_a_result_becomes_a_figure_that_names_its_version(client_of, office, city) -> None:
    client = client_of(office)
    version = saved(client)
    path = f"{version.scenario.get_absolute_url()}1/"
    for _ in range(2):
        assert client.post(f"{path}kennzahl/", {"ergebnis": "mehr"}).status_code == 302
    figure = Figure.objects.get()
    assert figure.source_path == path
    assert figure.about_id == city.pk
    assert figure.low < figure.value < figure.high
    assert figure.is_approximate
    assert figure.as_written.startswith("rund ")
    assert figure.key_on == date(2027, 12, 31)
    assert "Mehrbelastung im ersten Jahr ohne Zuschuss" in text(client.get(path))
    told = client.post(f"{path}kennzahl/", {"ergebnis": "erfunden"}, follow=True)
    assert "Dieses Ergebnis hat die Vorausschau nicht" in text(told)


def test_who_may_not_see_it_finds_no_excel_and_keeps_no_figure(client_of, office, member) -> None:
    version = saved(client_of(office), sichtbarkeit="office", fuer="")
    path = f"{version.scenario.get_absolute_url()}1/"
    for user in (None, member):
        assert client_of(user).get(f"{path}vorausrechnung.xlsx").status_code == 404
        assert client_of(user).post(f"{path}kennzahl/").status_code in (302, 403)
    assert Figure.objects.count() == 0


def test_the_page_asks_as_often_for_a_circle_as_for_a_city(
    client_of, office, circle, per_post, django_assert_max_num_queries
) -> None:
    client = client_of(office)
    client.get(PAGE)
    asked = {**ONE_CITY, "fuer": circle.slug, "programm": "lotsen"}
    asked |= {f"s{row.member_id}": "4" for row in Membership.objects.all()}
    with django_assert_max_num_queries(20):
        client.get(PAGE, asked)
    version = saved(client, **asked)
    with django_assert_max_num_queries(14):
        client.get(version.scenario.get_absolute_url())
