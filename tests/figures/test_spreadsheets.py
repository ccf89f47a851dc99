"""Tables as offices send them: merged, hidden, dated as text, in wrong encodings, or hostile."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import Table, read_table, read_upload

CSV = "Stadt;Plätze;Stichtag\nAuenstadt;1.234;15.09.2023\nLindach;ca. 50;\nHohenfurt;k. A.;2023\n"


def said(table: Table) -> str:
    return "\n".join(map(str, table.notes))


def workbook(fill=None, **sheets) -> bytes:
    book = Workbook()
    page = book.active
    page.title = "Plätze"
    if fill:
        fill(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("cp1252"),
        CSV.encode("utf-16"),
        CSV.replace(";", "\t").encode(),
        CSV.replace(";", ",").encode(),
        CSV.replace("\n", "\r\n").encode(),
        ("sep=;\n" + CSV).encode(),
        CSV.replace("Lindach", '"Lindach"').encode(),
    ],
)
def test_text_tables_in_every_encoding_and_separator(data) -> None:
    table = read_table(data, "plaetze.csv")
    assert table.header == ("Stadt", "Plätze", "Stichtag")
    assert [row[:2] for row in table.rows] == [
        ("Auenstadt", "1.234"),
        ("Lindach", "ca. 50"),
        ("Hohenfurt", "k. A."),
    ]


def test_an_old_encoding_is_named() -> None:
    assert "Windows-1252" in said(read_table(CSV.encode("cp1252"), "x.csv"))
    assert not read_table(CSV.encode(), "x.csv").notes


def test_quoted_cells_keep_separators_and_line_ends() -> None:
    table = read_table(b'Stadt;Anmerkung\nLindach;"a; b\nc ""d"""\n', "x.csv")
    assert table.rows == (("Lindach", 'a; b\nc "d"'),)


def test_excel_types_become_what_a_german_would_type() -> None:
    def fill(book, page) -> None:
        page.append(["Zahl", "Bruch", "Prozent", "Tag", "Text", "Ja", "Groß", "Zeit"])
        page.append(
            [1234, 0.1 + 0.2, 0.125, date(2023, 9, 15), "1.234", True, 1e22,
             datetime(2023, 9, 15, 8, 30)]
        )  # fmt: skip
        page["C2"].number_format = "0.0%"

    table = read_table(workbook(fill), "x.xlsx")
    assert table.rows[0] == (
        "1234", "0,3", "12,5 %", "15.09.2023", "1.234", "ja", "1e+22", "15.09.2023 08:30",
    )  # fmt: skip


def test_merged_cells_are_filled_and_named() -> None:
    def fill(book, page) -> None:
        page.append(["Plätze in der Unterbringung"])
        page.merge_cells("A1:C1")
        page.append(["Stadt", "2023", None])
        page.append([None, "Soll", "Ist"])
        page.merge_cells("A2:A3")
        page.merge_cells("B2:C2")
        page.append(["Lindach", 5, 6])
        page.append([None, 7, 8])
        page.merge_cells("A4:A5")

    table = read_table(workbook(fill), "x.xlsx")
    assert table.header == ("Stadt", "2023 Soll", "2023 Ist")
    assert table.rows == (("Lindach", "5", "6"), ("Lindach", "7", "8"))
    assert table.row_numbers == (4, 5)
    assert table.place(1, 2) == "C5"
    assert "A4:A5: „Lindach“" in said(table)
    assert "Darüber steht: Plätze in der Unterbringung" in said(table)


def test_hidden_rows_columns_and_sheets_are_left_out_and_named() -> None:
    def fill(book, page) -> None:
        for row in (["Stadt", "Intern", "Plätze"], ["A", "x", 1], ["B", "y", 2], ["C", "z", 3]):
            page.append(row)
        page.row_dimensions[3].hidden = True
        page.column_dimensions["B"].hidden = True
        book.create_sheet("Nebenrechnung").sheet_state = "hidden"
        book.create_sheet("2022")["A1"] = "x"

    table = read_table(workbook(fill), "x.xlsx")
    assert table.header == ("Stadt", "Plätze")
    assert table.rows == (("A", "1"), ("C", "3"))
    for words in ("Zeile wurde nicht übernommen: 3", "Spalten wurden nicht übernommen: B",
                  "„Nebenrechnung“", "nicht gelesen: „2022“"):  # fmt: skip
        assert words in said(table)
    assert read_table(workbook(fill), "x.xlsx", "2022").header == ("x",)
    with pytest.raises(FigureProblem, match="gibt es in der Datei nicht"):
        read_table(workbook(fill), "x.xlsx", "2021")


def test_formulas_without_a_result_stay_empty_and_are_named() -> None:
    def fill(book, page) -> None:
        page.append(["Stadt", "Summe"])
        page.append(["A", "=1+1"])  # openpyxl stores no result

    table = read_table(workbook(fill), "x.xlsx")
    assert table.rows == (("A", ""),)
    assert "Zelle B2 hat kein Ergebnis" in said(table)


def test_headings_that_come_twice_or_are_missing() -> None:
    table = read_table("Stadt;Plätze;Plätze;\nA;1;2;3\n".encode(), "x.csv")
    assert table.header == ("Stadt", "Plätze", "Plätze (2)", "Spalte D")
    assert "kommt mehrmals vor" in said(table)


# ── What is no table, or means harm ───────────────────────────────────────────────────────────


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PKG = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def excel(sheet: str, before: str = "") -> bytes:
    return zipped(
        **{
            "xl__workbook.xml": f'<workbook {MAIN} {REL}><sheets><sheet name="T" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl___rels__workbook.xml.rels": f'<Relationships {PKG}><Relationship Id="r1" '
            'Target="worksheets/s.xml"/></Relationships>',
            "xl__worksheets__s.xml": f"{before}<worksheet {MAIN}>{sheet}</worksheet>",
        }
    )


def cell(place: str, value: str) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    sheet = f'<sheetData><row r="1">{cell("A1", "5")}{cell("B1", "6")}</row></sheetData>'
    data = excel(sheet + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert read_table(data, "x.xlsx").header == ("5", "6")


def test_numbers_no_computer_can_hold_stay_as_written() -> None:
    row = cell("A2", "1e400") + cell("B2", "1E+99999999")
    data = excel(
        f'<sheetData><row r="1">{cell("A1", "5")}{cell("B1", "6")}</row><row r="2">{row}</row>'
        "</sheetData>"
    )
    assert read_table(data, "x.xlsx").rows == (("1e400", "1E+99999999"),)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "x.csv", "leer"),
        (b" \n ", "x.csv", "leer"),
        (b";;;\n;;\n", "x.csv", "steht nichts"),
        (workbook(), "x.xlsx", "steht nichts"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xlsx", "Kennwort"),
        (b"%PDF-1.7", "x.xlsx", "PDF"),
        (b"\x00\x01\x02\x03" * 100, "x.csv", "keine Tabelle"),
        (b"PK\x03\x04 nur der Anfang", "x.xlsx", "beschädigt"),
        (zipped(brief="Hallo"), "x.xlsx", "keine Excel-Tabelle"),
        (zipped(brief="Hallo"), "x.ods", "keine Tabelle"),
        (excel("<sheetData>"), "x.xlsx", "beschädigt"),
        (
            excel(
                "<sheetData><row><c t='inlineStr'><is><t>&x;</t></is></c></row></sheetData>",
                before='<!DOCTYPE w [<!ENTITY x "boom">]>',
            ),
            "x.xlsx",
            "beschädigt",
        ),
        (
            excel('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
            "x.xlsx",
            "zu groß",
        ),
        (excel("<sheetData/>" + " " * 60_000_000), "x.xlsx", "groß"),
        (("x" * 20_000 + ";y\n").encode(), "x.csv", "zu viel Text"),
        (b"a;b\n" * 30_000, "x.csv", "zu groß"),
        (b"x" * (21 * 1024 * 1024), "x.csv", "zu groß"),
        (b'a;b\n"' + b"x" * 200_000, "x.csv", "Anf"),
    ],
)
def test_what_cannot_be_read_is_said(data, name, says) -> None:
    with pytest.raises(FigureProblem) as raised:
        read_table(data, name)
    assert says in str(raised.value)


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Plätze">
 <table:table-row><table:table-cell><text:p>Stadt</text:p></table:table-cell>
  <table:table-cell><text:p>Plätze</text:p></table:table-cell>
  <table:table-cell><text:p>Stand</text:p></table:table-cell></table:table-row>
 <table:table-row><table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1">
   <text:p>Lindach</text:p></table:table-cell>
  <table:table-cell office:value-type="float" office:value="1234.5"><text:p>1.235</text:p></table:table-cell>
  <table:table-cell office:value-type="date" office:date-value="2023-09-15"/></table:table-row>
 <table:table-row><table:covered-table-cell/>
  <table:table-cell office:value-type="percentage" office:value="0.12"><text:p>12 %</text:p></table:table-cell>
 </table:table-row>
 <table:table-row table:visibility="collapse"><table:table-cell><text:p>geheim</text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
 </table:table></office:spreadsheet></office:body></office:document-content>"""


def test_opendocument_tables() -> None:
    table = read_table(zipped(**{"content.xml": ODS}), "x.ods")
    assert table.header == ("Stadt", "Plätze", "Stand")
    assert table.rows == (("Lindach", "1234,5", "15.09.2023"), ("Lindach", "12 %", ""))
    assert "A2:A3" in said(table)
    assert "nicht übernommen: 4" in said(table)


def test_a_cell_repeated_a_million_times_is_refused() -> None:
    bomb = ODS.replace("geheim", "x").replace(
        'visibility="collapse"', 'number-rows-repeated="999999"'
    )
    with pytest.raises(FigureProblem, match="zu groß"):
        read_table(zipped(**{"content.xml": bomb}), "x.ods")


def test_an_upload_is_read_in_a_process_of_its_own() -> None:
    assert read_upload(CSV.encode(), "x.csv") == read_table(CSV.encode(), "x.csv")
    with pytest.raises(FigureProblem, match="leer"):
        read_upload(b"", "x.csv")


@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.xlsx", "x.ods"]))
@example(b"PK\x03\x04", "x.ods")
def test_any_bytes_are_a_table_or_a_sentence(data, name) -> None:
    try:
        table = read_table(data, name)
    except FigureProblem:
        return
    assert table.header
    assert all(len(row) == len(table.header) for row in table.rows)


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), min_size=1, max_size=6))
def test_any_cells_come_back(rows) -> None:
    def clean(text: str) -> str:
        return "".join(c for c in text if c.isprintable())

    rows = [["Stadt", "Wert", "a", "b"], *[[clean(c) for c in row] for row in rows]]

    def fill(book, page) -> None:
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                page.cell(number, column).value = text
                page.cell(number, column).data_type = "s"

    table = read_table(workbook(fill), "x.xlsx")
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        wanted = [text.strip() for text in rows[number - 1]]
        assert list(row) == wanted + [""] * (len(row) - len(wanted))
