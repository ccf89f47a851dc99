"""PDF files, read with PDFium.

PDFium gives the characters of a page in the order of its content stream, with their boxes.
From the boxes we learn what the stream does not say: which lines form a paragraph, which are
headings, and which are repeated on every page.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ..problems import (
    DAMAGED,
    ENCRYPTED,
    SCAN_WITHOUT_TEXT,
    TOO_MANY_PAGES,
    FileProblem,
    ProblemCode,
    gettext_noop,
)
from .assembly import Assembly, one_line, too_much_text
from .extracted import Extracted, Limits
from .kinds import PDF
from .layout import Layout, Line, Sheet, laid_out

PAGES_WITHOUT_TEXT = gettext_noop("einzelne Seiten enthalten keinen Text (vermutlich Scans)")

_PDFIUM = threading.Lock()
"""PDFium is not thread-safe, not even for two different documents."""

_JUNK_TITLE = re.compile(
    r"(?i)^(?:microsoft word|untitled|unbenannt|dokument\d*$|.*\.(?:docx?|pdf|rtf|odt)$)"
)
_BROKEN_WORD = frozenset({0x2, 0xFFFE})
"""What PDFium puts for the hyphen at the end of a line, and leaves out the line end."""
_LINE_ENDS = frozenset({0x0A, 0x0D})


class PdfReader:
    media_type = PDF

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        with _PDFIUM:
            pages, metadata_title = _read_lines(data, limits)
        if not any(sheet.lines for sheet in pages):
            raise FileProblem(ProblemCode.NO_TEXT, SCAN_WITHOUT_TEXT)
        assembly = Assembly(limits.max_chars)
        for layout in laid_out(pages):
            _add_page(assembly, layout)
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=assembly.text,
            pages=assembly.pages,
            blocks=assembly.blocks,
            title=assembly.first_heading() or metadata_title,
            notes=() if all(sheet.lines for sheet in pages) else (PAGES_WITHOUT_TEXT,),
            extractor=f"PDFium {pdfium.PDFIUM_INFO.build} ({pdfium.PYPDFIUM_INFO.version})",
        )


def _add_page(assembly: Assembly, layout: Layout) -> None:
    assembly.begin_page()
    for kind, text in layout:
        assembly.add(kind, text)
    assembly.end_page()


def _read_lines(data: bytes, limits: Limits) -> tuple[list[Sheet], str]:
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.max_pages:
            raise FileProblem(
                ProblemCode.TOO_MANY_PAGES, TOO_MANY_PAGES, pages=count, allowed=limits.max_pages
            )
        if count == 0:
            raise FileProblem(ProblemCode.DAMAGED, DAMAGED)
        pages: list[Sheet] = []
        chars = 0
        for number in range(count):
            pages.append(_sheet(document, number))
            chars += sum(len(line.text) for line in pages[-1].lines)
            if chars > limits.max_chars:
                raise too_much_text(limits.max_chars)
        return pages, _metadata_title(document)
    finally:
        document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        if e.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED) from e
        raise FileProblem(ProblemCode.DAMAGED, DAMAGED) from e


def _metadata_title(document: pdfium.PdfDocument) -> str:
    title = one_line(document.get_metadata_value("Title"))
    return "" if _JUNK_TITLE.search(title) else title


def _sheet(document: pdfium.PdfDocument, number: int) -> Sheet:
    try:
        page = _page(document, number)
    except pdfium.PdfiumError:
        return Sheet()  # one broken page does not cost the others; it shows as a page without text
    try:
        textpage = page.get_textpage()
        try:
            _, bottom, _, top = page.get_bbox()
            return Sheet(tuple(_lines(textpage)), bottom, top)
        finally:
            textpage.close()
    finally:
        page.close()


def _page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    page = document[number]
    if document.get_formtype() == pdfium_c.FORMTYPE_NONE:
        return page
    # What is filled into a form is no text of the page until it is made part of it; the page
    # has to be loaded anew to show it.
    flattened = pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    if flattened != pdfium_c.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[number]


def _lines(textpage: pdfium.PdfTextPage) -> Iterator[Line]:
    codes = [pdfium_c.FPDFText_GetUnicode(textpage, i) for i in range(textpage.count_chars())]
    start = 0
    for index, code in enumerate([*codes, 0x0A]):
        if code not in _LINE_ENDS and code not in _BROKEN_WORD:
            continue
        end = index + 1 if code in _BROKEN_WORD else index
        line = _line(textpage, codes, start, end)
        if line is not None:
            yield line
        start = index + 1


def _line(textpage: pdfium.PdfTextPage, codes: list[int], start: int, end: int) -> Line | None:
    text = "".join("-" if c in _BROKEN_WORD else chr(c) for c in codes[start:end])
    if not text.strip():
        return None
    boxes = [textpage.get_rect(i) for i in range(textpage.count_rects(start, end - start))]
    if not boxes:
        return None
    visible = start + len(text) - len(text.lstrip())
    return Line(
        text=text.rstrip(),
        left=min(b[0] for b in boxes),
        bottom=min(b[1] for b in boxes),
        right=max(b[2] for b in boxes),
        top=max(b[3] for b in boxes),
        size=round(pdfium_c.FPDFText_GetFontSize(textpage, visible), 1),
        bold=_is_bold(textpage, visible),
    )


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(textpage, index) >= 600:
        return True
    # Fonts that are not embedded have no weight but in their name.
    name = ctypes.create_string_buffer(128)
    size = pdfium_c.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.c_int())
    return 0 < size <= len(name) and b"bold" in name.value.lower()


READER = PdfReader()
