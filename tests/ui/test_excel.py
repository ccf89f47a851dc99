"""Excel sheets: nothing in them is run, and what is a date or a number stays one."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sprengel.ui import excel


@pytest.mark.parametrize("text", ["=1+1", " =1", "\t=1", "+49 30", "-2", "@a", "\r\n=1"])
def test_dangerous_beginnings_are_neutralised(text: str) -> None:
    assert str(excel.neutral(text)).startswith("'")


def test_a_sheet_opens_as_it_was_filled() -> None:
    rows = [("Auenstadt", 12, date(2026, 3, 1)), ("=cmd()", None, None)]
    columns = [("Stadt", 20), ("Plätze", 8), ("am", 12)]
    data = excel.workbook([excel.Sheet("a/b:c", "Titel", columns, rows, ["@Hinweis"])])
    page = load_workbook(BytesIO(data)).active
    assert page is not None
    assert page.title == "a b c"
    assert [cell.value for cell in page[4]][:2] == ["Auenstadt", 12]
    assert page["A5"].value == "'=cmd()"
    assert page["A7"].value == "'@Hinweis"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
