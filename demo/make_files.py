"""Make the Word and PDF files of the Musterland league from their texts.

The league holds one document of each kind an office receives. Whoever changes the text beside
one of them runs this again: ``python demo/make_files.py``.
"""

from __future__ import annotations

import ctypes
import textwrap
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium

TEXTS = Path(__file__).resolve().parent / "musterland" / "texts"
A4 = (595, 842)
MARGIN, FONT_SIZE, LINE_HEIGHT, LINE_CHARS = 70, 11, 16, 84


def make_word(name: str) -> None:
    document = docx.Document()
    for number, line in enumerate(_lines(name)):
        if number < 2 or line.startswith(("TOP ", "Beschluss")):
            document.add_heading(line, level=1 if number == 1 else 2)
        elif line:
            document.add_paragraph(line)
    document.core_properties.author = "Städtebund Musterland"
    document.save(str(TEXTS / f"{name}.docx"))


def make_pdf(name: str) -> None:
    pdf = pypdfium2.PdfDocument.new()
    font = pdfium.FPDFText_LoadStandardFont(pdf, b"Helvetica")
    wrapped = [part for line in _lines(name) for part in textwrap.wrap(line, LINE_CHARS) or [""]]
    page_lines = (A4[1] - 2 * MARGIN) // LINE_HEIGHT
    for first in range(0, len(wrapped), page_lines):
        page = pdf.new_page(*A4)
        for row, line in enumerate(wrapped[first : first + page_lines]):
            if line:
                _write(pdf, page, font, line, A4[1] - MARGIN - row * LINE_HEIGHT)
        page.gen_content()
    pdf.save(str(TEXTS / f"{name}.pdf"))


def _write(pdf: object, page: object, font: object, line: str, y: int) -> None:
    text = pdfium.FPDFPageObj_CreateTextObj(pdf, font, FONT_SIZE)
    utf16 = (line + "\0").encode("utf-16-le")
    units = (ctypes.c_ushort * (len(utf16) // 2)).from_buffer_copy(utf16)
    pdfium.FPDFText_SetText(text, units)
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, MARGIN, y)
    pdfium.FPDFPage_InsertObject(page, text)


def _lines(name: str) -> list[str]:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    make_word("auenstadt-niederschrift")
    make_pdf("rundschreiben-52")
