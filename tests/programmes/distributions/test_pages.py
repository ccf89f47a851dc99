"""The screen „Wer bekommt wie viel?“: paste, upload, load, hand out, save, Excel."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from sprengel.accounts.models import Visibility
from sprengel.bodies.models import Body
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.models import Scenario, ScenarioVersion

pytestmark = pytest.mark.django_db
PAGE = "/programme/verteilung/"
ASKED = {
    "regel": "persons",
    "einheit": "cent",
    "summe": "90 Mio. Euro",
    "summe_quelle": "§ 29d Abs. 1 FAG",
    "schluessel": "Personen in der Anschlussunterbringung",
    "tabelle": "Auenstadt; 30.000\nLindach; 50.000",
    "stichtag": "15.09.2017",
    "tun": "rechnen",
}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_everybody_may_hand_out(client_of, db) -> None:
    page = text(client_of(None).post(PAGE, ASKED))
    assert "Je gezählte Person sind das 1.125,00 Euro." in page
    assert "33.750.000,00" in page
    assert "90.000.000,00" in page
    assert "15. September 2017" in page
    assert "Speichern</button>" not in page


def test_two_steps_show_a_sum_for_each_kreis(client_of, db) -> None:
    asked = {
        **ASKED, "regel": "two_steps", "einheit": "person", "summe": "101", "schluessel": "Einwohner",
        "tabelle": "Süd; Lindach; 200\nSüd; Dorf; 100\nNord; Ort; 7",
    }  # fmt: skip
    page = text(client_of(None).post(PAGE, asked))
    assert "Kreis: Süd" in page
    assert "101 Personen für 2 Kreise mit 3 Gemeinden" in page
    assert "Genaue Anteile und Reste" in page


def test_different_years_are_warned_of(client_of, db) -> None:
    asked = {**ASKED, "tabelle": "A; 1; 2021\nB; 2; 2022"}
    assert "aus verschiedenen Jahren" in text(client_of(None).post(PAGE, asked))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"summe": "viel"}, "nicht als Zahl verstanden"),
        ({"summe": "1e400"}, "Bitte"),
        ({"summe": "-5"}, "null oder mehr"),
        ({"summe": "rund 5"}, "genaue Summe"),
        ({"summe": "1,005"}, "Bruchteile eines Cents"),
        ({"einheit": "person", "summe": "1,5"}, "nur als ganze Zahl"),
        ({"tabelle": "A; 0\nB; 0"}, "nichts, wonach"),
        ({"tabelle": "A; 1\nA; 2"}, "Der Name steht zweimal: A"),
        ({"tabelle": "A; k. A."}, "keine Zahl"),
        ({"stichtag": "gestern"}, "Fehler"),
        ({"regel": "nach-gefuehl"}, "Fehler"),
        ({"schluessel": ""}, "Fehler"),
        ({"programm": "gibt-es-nicht"}, "Fehler"),
    ],
)
def test_bad_input_is_said_and_nothing_handed_out(client_of, db, changes, told) -> None:
    answer = client_of(None).post(PAGE, {**ASKED, **changes})
    assert answer.status_code == 200
    assert told in text(answer)
    assert "Wer wie viel bekommt" not in text(answer)


def test_a_spreadsheet_replaces_the_table(client_of, db) -> None:
    book = Workbook()
    for row in (["Gemeinde", "Personen", "Stichtag"], ["Moorbeck", 3, date(2017, 9, 15)], ["Hohenfurt", 4, "15.09.2017"]):  # fmt: skip
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("zahlen.xlsx", out.getvalue())
    page = text(client_of(None).post(PAGE, {**ASKED, "summe": "7", "datei": upload}))
    assert "Moorbeck" in page
    assert "3,00" in page
    assert 'scope="row">Auenstadt' not in page


def test_a_file_that_is_none_is_said(client_of, db) -> None:
    upload = SimpleUploadedFile("zahlen.xlsx", b"PK\x03\x04 nichts")
    answer = client_of(None).post(PAGE, {**ASKED, "datei": upload})
    assert answer.status_code == 200
    assert "Fehler" in text(answer)


# ── Known numbers ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def counted(circle) -> list[Figure]:
    of = Definition.objects.create(
        slug="personen", theme="housing", name="Personen in der Anschlussunterbringung",
        wording="Am Stichtag in der Gemeinde", unit_kind="count", unit="Personen",
        visibility="public",
    )  # fmt: skip
    return [
        Figure.objects.create(
            definition=of,
            about=Body.objects.get(name=name),
            value=Decimal(value),
            key_on=day,
            source="Meldung",
            visibility=level,
        )
        for name, value, day, level in (
            ("Auenstadt", 100, date(2017, 9, 15), "public"),
            ("Auenstadt", 120, date(2018, 9, 15), "public"),
            ("Lindach", 50, date(2016, 9, 15), "public"),
            ("Moorbeck", 70, date(2017, 9, 15), "office"),
        )
    ]


def test_figures_are_loaded_with_their_key_dates(client_of, counted, circle, office) -> None:
    asked = {**ASKED, "tun": "laden", "laden": "personen", "kreis_von": circle.slug}
    page = client_of(None).post(PAGE, asked).content.decode()
    assert "Auenstadt; 100; 15.09.2017" in page, "the latest up to the key date"
    assert "Lindach; 50; 15.09.2016" in page
    assert "Moorbeck;" not in page
    assert "Nicht bekannt und nicht in der Tabelle: Moorbeck." in page
    page = client_of(office).post(PAGE, asked).content.decode()
    assert "Moorbeck; 70; 15.09.2017" in page


def test_inhabitants_come_from_the_register_with_their_day(client_of, circle) -> None:
    Body.objects.filter(name="Lindach").update(population=20_000, population_on=date(2022, 12, 31))
    asked = {**ASKED, "tun": "laden", "laden": "einwohner", "regel": "two_steps"}
    page = client_of(None).post(PAGE, asked).content.decode()
    assert "Lindach; Lindach; 20000; 31.12.2022" in page


def test_a_definition_nobody_may_see_loads_nothing(client_of, counted) -> None:
    Definition.objects.update(visibility="office")
    asked = {**ASKED, "tun": "laden", "laden": "personen"}
    page = client_of(None).post(PAGE, asked).content.decode()
    assert "Auenstadt; 100" not in page
    assert ">Personen in der Anschlussunterbringung</option>" not in page


# ── Saving ────────────────────────────────────────────────────────────────────────────────────


def save(client, **changes):
    given = {**ASKED, "titel": "Lastenausgleich 2017", "sichtbarkeit": "public"}
    return client.post(PAGE, {**given, "tun": "speichern", **changes})


def test_it_is_saved_cited_changed_and_compared(client_of, office) -> None:
    client = client_of(office)
    answer = save(client)
    assert answer.status_code == 302, text(answer)
    version = ScenarioVersion.objects.get()
    assert version.assumptions["rows"][0] == ["", "Auenstadt", "30000", "2017-09-15"]
    page = text(client_of(None).get(answer["Location"]))
    assert "Je gezählte Person sind das 1.125,00 Euro." in page
    assert "§ 29d Abs. 1 FAG" in page
    path = f"{PAGE}?von={version.scenario.public_id}&fassung=1"
    form = text(client.get(path))
    assert 'value="90000000"' in form
    assert "Auenstadt; 30000; 15.09.2017" in form
    changed = save(
        client, szenario=str(version.scenario.public_id), gesehen="1",
        tabelle="Auenstadt; 31.000\nLindach; 50.000",
    )  # fmt: skip
    assert changed["Location"].endswith("/2/")
    compared = text(client.get(f"{version.scenario.get_absolute_url()}vergleich/"))
    assert "Eine Annahme ist anders" in compared
    assert "31.000, Stand 15. September 2017" in compared


def test_the_second_of_two_people_is_told(client_of, office, colleague) -> None:
    save(client_of(office))
    of = Scenario.objects.get()
    base = {"szenario": str(of.public_id), "gesehen": "1"}
    save(client_of(office), **base, summe="91 Mio.")
    answer = save(client_of(colleague), **base, summe="92 Mio.")
    assert "Frau Weber hat inzwischen Fassung 2 gespeichert" in text(answer)
    assert 'value="92 Mio."' in text(answer)
    assert of.versions.count() == 2


def test_loaded_figures_are_the_sources_and_keep_it_as_narrow(
    client_of, office, counted, circle
) -> None:
    table = "Auenstadt; 100; 15.09.2017\nLindach; 51; 15.09.2016\nMoorbeck; 70; 15.09.2017"
    answer = save(client_of(office), laden="personen", tabelle=table)
    assert "engerer Kreis: nur Geschäftsstelle" in text(answer)
    answer = save(client_of(office), laden="personen", tabelle=table, sichtbarkeit="office")
    assert answer.status_code == 302
    named = ScenarioVersion.objects.get().sources["weights"]["figures"]
    assert named == sorted(str(counted[place].public_id) for place in (0, 3))


def test_members_and_the_public_do_not_save(client_of, member) -> None:
    for user in (None, member):
        assert "Speichern kann nur die Geschäftsstelle" in text(save(client_of(user)))
    assert Scenario.objects.count() == 0


def test_excel_adds_up_and_runs_nothing(client_of, office, member) -> None:
    asked = {**ASKED, "tun": "excel", "tabelle": "=cmd(); 1\nB; 2", "summe": "100"}
    book = load_workbook(BytesIO(client_of(None).post(PAGE, asked).content))
    rows = [[cell.value for cell in row] for row in book["Verteilung"].iter_rows()]
    assert ["'=cmd()", 1, datetime(2017, 9, 15)] == rows[3][:3]
    assert rows[5][0] == "Summe"
    assert rows[5][4] == 100
    assert round(rows[3][4] + rows[4][4], 2) == 100
    save(client_of(office), sichtbarkeit=Visibility.OFFICE)
    path = f"{Scenario.objects.get().get_absolute_url()}1/verteilung.xlsx"
    assert client_of(member).get(path).status_code == 404
    assert client_of(office).get(path).status_code == 200


def test_a_forecast_is_no_distribution(client_of, office) -> None:
    save(client_of(office))
    of = Scenario.objects.get()
    assert client_of(office).get(f"{of.get_absolute_url()}1/vorausrechnung.xlsx").status_code == 404
    Scenario.objects.update(kind="grant")
    assert client_of(office).get(f"{PAGE}?von={of.public_id}&fassung=1").status_code == 404
    assert client_of(office).get(f"{PAGE}?von=unsinn&fassung=x").status_code == 200


def test_many_rows_ask_no_oftener(client_of, office, circle, django_assert_max_num_queries) -> None:
    client = client_of(office)
    client.get(PAGE)
    many = "\n".join(f"Ort {n}; {n + 1}" for n in range(400))
    with django_assert_max_num_queries(14):
        client.post(PAGE, {**ASKED, "tabelle": many})
