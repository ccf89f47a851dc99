"""Tables as offices send them: merged cells, dates as text, "ca. 50", "k. A.", sums that are off."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from sprengel.accounts.models import User
from sprengel.bodies.models import Alias, Body
from sprengel.figures.models import Definition, Figure
from sprengel.programmes.housing.reading import guessed_roles

pytestmark = pytest.mark.django_db

ADDRESS = "/programme/unterbringung/laden/"
FACTS = {
    "stufe": "au",
    "stichtag": "2026-09-15",
    "gezaehlt": "",
    "quelle": "Abfrage im September",
    "sichtbarkeit": "public",
    "grund": "",
}


def body(answer: Any) -> str:
    return answer.content.decode()


def xlsx(rows: list[list[Any]], merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def client(office: User, defined: dict[str, Definition], cities: dict[str, Body]) -> Client:
    client = Client()
    client.force_login(office)
    return client


@pytest.fixture
def look(client: Client) -> Callable[..., str]:
    def send(data: bytes, name: str = "zahlen.xlsx", **changes: str) -> str:
        file = SimpleUploadedFile(name, data)
        return body(client.post(ADDRESS, {**FACTS, "vorschau": "1", "datei": file, **changes}))

    return send


def draft_of(page: str) -> dict[str, str]:
    """The hidden preview and the columns as the page has them."""
    sent = {"entwurf": page.split('name="entwurf" value="')[1].split('"')[0]}
    for number in range(60):
        if f'name="spalte-{number}"' not in page:
            break
        select = page.split(f'name="spalte-{number}">')[1].split("</select>")[0]
        chosen = [option for option in select.split("<option") if " selected" in option]
        sent[f"spalte-{number}"] = chosen[0].split('value="')[1].split('"')[0]
    return sent


def test_first_looked_at_then_entered(client: Client, look: Callable[..., str]) -> None:
    page = look(
        xlsx(
            [
                ["Stadt", "Plätze", "davon belegt", "m² je Platz"],
                ["Auenstadt", 100, "ca. 50", "7,5"],
                ["Stadt Lindach", "1.200", "k. A.", None],
            ]
        )
    )
    assert "5 Zahlen können eingetragen werden." in page
    assert not Figure.objects.exists()
    answer = client.post(ADDRESS, {**FACTS, **draft_of(page), "eintragen": "1"}, follow=True)
    assert "5 Zahlen eingetragen." in body(answer)
    assert {(one.about.name, one.as_written) for one in Figure.objects.select_related("about")} == {
        ("Auenstadt", "100"),
        ("Auenstadt", "ca. 50"),
        ("Auenstadt", "7,5"),
        ("Lindach", "1.200"),
        ("Lindach", "k. A."),
    }


def test_a_sum_that_is_off_is_named_and_never_entered(
    client: Client, look: Callable[..., str]
) -> None:
    page = look(
        xlsx(
            [
                ["Stadt", "Plätze"],
                ["Auenstadt", 400],
                ["Lindach", 287],
                ["Summe", 689],
            ]
        )
    )
    assert "Summe in der Datei 689, Zeilen ergeben 687." in page
    assert "2 Zahlen können eingetragen werden." in page
    sent = {**FACTS, **draft_of(page), "eintragen": "1"}
    answer = client.post(ADDRESS, sent)
    assert "Bitte die Hinweise prüfen" in body(answer)
    assert not Figure.objects.exists()
    client.post(ADDRESS, {**sent, "geprueft": "on"})
    assert sorted(one.value for one in Figure.objects.all()) == [287, 400]


def test_sums_and_parts_of_sums_that_add_up(look: Callable[..., str]) -> None:
    page = look(
        "Stadt;Plätze\nAuenstadt;10\nLindach;20\nZwischensumme;30\nHohenfurt;5\n"
        "Zwischensumme;5\nInsgesamt;35\n".encode(),
        "zahlen.csv",
    )
    assert page.count("stimmt.") == 3
    assert "Bitte prüfen</h3>" not in page


def test_a_city_whose_name_begins_like_a_sum_is_a_city(
    look: Callable[..., str], cities: dict[str, Body]
) -> None:
    Body.objects.filter(pk=cities["Moorbeck"].pk).update(name="Gesamt Moorbeck")
    page = look("Stadt;Plätze\nGesamt Moorbeck;10\n".encode(), "zahlen.csv")
    assert "1 Zahl kann eingetragen werden." in page


def test_unknown_places_are_named_and_left_out(client: Client, look: Callable[..., str]) -> None:
    page = look("Stadt;Plätze\nAuenstadt;10\nNirgendwo;20\n".encode(), "zahlen.csv")
    assert "„Nirgendwo“ steht nicht im Verzeichnis und wird nicht übernommen." in page
    client.post(ADDRESS, {**FACTS, **draft_of(page), "eintragen": "1", "geprueft": "on"})
    assert [one.about.name for one in Figure.objects.select_related("about")] == ["Auenstadt"]


def test_cities_are_known_by_other_names_and_by_their_key(
    look: Callable[..., str], cities: dict[str, Body]
) -> None:
    Alias.objects.create(actor=cities["Lindach"], name="Lindach am See")
    Body.objects.filter(pk=cities["Auenstadt"].pk).update(ags="08999001")
    page = look(
        "Gemeinde;Plätze\n08999001;1\nLindach am See;2\nGroße Kreisstadt Hohenfurt;3\n"
        "Moorbeck, Stadt;4\n".encode(),
        "zahlen.csv",
    )
    assert "4 Zahlen können eingetragen werden." in page


def test_dates_as_text_in_a_column_of_their_own(client: Client, look: Callable[..., str]) -> None:
    page = look(
        xlsx(
            [
                ["Stadt", "Stichtag", "Plätze"],
                ["Auenstadt", "15.09.2025", 10],
                ["Auenstadt", "15. September 2024", 11],
                ["Lindach", None, 12],
            ]
        )
    )
    client.post(ADDRESS, {**FACTS, **draft_of(page), "eintragen": "1"})
    days = sorted((str(one.key_on), one.value) for one in Figure.objects.all())
    assert days == [("2024-09-15", 11), ("2025-09-15", 10), ("2026-09-15", 12)]


@pytest.mark.parametrize("day", ["September 2025", "3.4.25", "99.99.9999", "15.09.0000"])
def test_a_date_that_is_none_is_named_with_its_row(look: Callable[..., str], day: str) -> None:
    page = look(f"Stadt;Stichtag;Plätze\nAuenstadt;{day};10\n".encode(), "zahlen.csv")
    assert "Zeile 2:" in page
    assert 'name="eintragen"' not in page


def test_a_merged_cell_makes_one_city_of_several_rows_and_is_asked_about(
    look: Callable[..., str],
) -> None:
    page = look(
        xlsx([["Stadt", "Plätze"], ["Auenstadt", 10], [None, 20], ["Lindach", 5]], merge="A2:A3")
    )
    assert "Verbundene Zelle A2:A3" in page
    assert "Auenstadt steht in mehreren Zeilen: 2, 3." in page
    assert 'name="eintragen"' not in page


def test_cells_that_are_no_numbers_are_named(client: Client, look: Callable[..., str]) -> None:
    page = look("Stadt;Plätze\nAuenstadt;viele\nLindach;1.5\n".encode(), "zahlen.csv")
    assert "Zeile 2, Auenstadt: Plätze in der Anschlussunterbringung" in page
    assert "kann zweierlei heißen" in page
    answer = client.post(ADDRESS, {**FACTS, **draft_of(page), "eintragen": "1", "geprueft": "on"})
    assert "Bitte zuerst in der Datei berichtigen" in body(answer)
    assert not Figure.objects.exists()


def test_one_says_which_column_is_which(client: Client, look: Callable[..., str]) -> None:
    page = look(b"Wo;A;B\nAuenstadt;10;9\n", "zahlen.csv")
    assert "In welcher Spalte stehen die Städte?" in page
    columns = {"spalte-0": "city", "spalte-1": "places", "spalte-2": "occupied"}
    sent = {**FACTS, **draft_of(page), **columns}
    page = body(client.post(ADDRESS, {**sent, "vorschau": "1"}))
    assert "2 Zahlen können eingetragen werden." in page
    # The same role twice counts once.
    page = body(client.post(ADDRESS, {**sent, "spalte-2": "places", "vorschau": "1"}))
    assert "1 Zahl kann eingetragen werden." in page


def test_a_number_that_is_there_already_needs_a_reason(
    client: Client, look: Callable[..., str]
) -> None:
    for value, grund in (("10", ""), ("11", ""), ("11", "Nachmeldung")):
        page = look(f"Stadt;Plätze\nAuenstadt;{value}\n".encode(), "zahlen.csv")
        answer = client.post(
            ADDRESS, {**FACTS, **draft_of(page), "eintragen": "1", "grund": grund}, follow=True
        )
    assert "1 Zahl berichtigt." in body(answer)
    assert [one.value for one in Figure.objects.current()] == [11]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "leer.csv", "leer"),
        (b"%PDF-1.4 x", "liste.pdf", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "alt.xls", ".xls"),
        (b"PK\x03\x04kaputt", "kaputt.xlsx", ""),
        (b"nur Text ohne Tabelle", "x.csv", "In welcher Spalte"),
        (b"\x00" * 500, "nullen.csv", ""),
    ],
)
def test_what_is_no_table_ends_in_a_sentence(
    look: Callable[..., str], data: bytes, name: str, said: str
) -> None:
    page = look(data, name)
    assert said in page
    assert 'name="eintragen"' not in page


def test_without_a_file_and_with_a_forged_preview(client: Client) -> None:
    answer = client.post(ADDRESS, {**FACTS, "vorschau": "1"})
    assert "Bitte eine Tabelle wählen." in body(answer)
    answer = client.post(ADDRESS, {**FACTS, "entwurf": "gefälscht:1:2", "eintragen": "1"})
    assert "Diese Vorschau gilt nicht mehr." in body(answer)
    assert not Figure.objects.exists()


def test_too_many_rows_are_refused(look: Callable[..., str]) -> None:
    rows = "".join(f"Ort {n};1\n" for n in range(2001))
    assert "Möglich sind 2000 Zeilen" in look(f"Stadt;Plätze\n{rows}".encode(), "zahlen.csv")


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        (["Stadt", "Plätze", "belegt"], ["city", "places", "occupied"]),
        (["Kommune", "Belegte Plätze", "Plätze gesamt"], ["city", "occupied", "places"]),
        (["Gemeinde", "Soll", "Ist"], ["city", "assigned", "taken"]),
        (["Name", "Aufnahmequote", "aufgenommen"], ["city", "assigned", "taken"]),
        (["Ort", "Datum", "m² je Platz"], ["city", "day", "area"]),
        (["Stadt", "Stadtteil"], ["city", ""]),
    ],
)
def test_columns_are_recognised_by_their_headings(header: list[str], roles: list[str]) -> None:
    measures = ["places", "occupied", "area", "assigned", "taken"]
    assert guessed_roles(header, measures) == roles
