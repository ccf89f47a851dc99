"""HTML pages and mail bodies, by lxml's forgiving parser, without scripts and navigation."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lxml import etree, html

from ..document import BlockKind
from .assembly import Assembly, one_line, storable
from .decoding import Decoded, decode
from .extracted import Extracted, Limits
from .kinds import HTML
from .tables import Cell, Rows, add_table

_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.I)
_SPACE = re.compile(r"[ \t\n\r\f]+")

_DROPPED_NAMES = """
    script style nav noscript template head iframe svg object button select option textarea input
    canvas audio video map datalist dialog
"""
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer form header hr html legend li main ol p pre section summary table tbody td tfoot
    th thead tr ul h1 h2 h3 h4 h5 h6
"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DATE_META = ("article:published_time", "dcterms.date", "dc.date", "date", "datepublished")


class WebReader:
    media_type = HTML

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        decoded = decode_html(data)
        root = parse_html(decoded.text)
        assembly = Assembly(limits.max_chars)
        if root is not None:
            add_html(assembly, root)
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=assembly.text,
            blocks=assembly.blocks,
            title=_title(root) or assembly.first_heading(),
            dated_on=_published_on(root),
            notes=decoded.notes,
            extractor=f"lxml {etree.__version__}",
        )


def decode_html(data: bytes) -> Decoded:
    found = _META_CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:200])
    declared = found[1].decode("ascii") if found else ""
    # What can be searched for in ASCII cannot be UTF-16, whatever it says of itself; and pages
    # that claim Latin-1 are Windows-1252, as every browser knows.
    if declared.lower().startswith("utf-16"):
        declared = "utf-8"
    elif declared.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        declared = "cp1252"
    return decode(data, declared)


def parse_html(text: str) -> Any:
    """The root element, or None where there is nothing to parse. Nothing is fetched."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    raw = storable(text).encode("utf-8")
    try:
        return html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def add_html(assembly: Assembly, root: Any) -> None:
    _Walk(assembly).over(root)


class _Walk:
    """Gathers inline text and writes a block whenever a block element begins or ends."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._inline: list[str] = []
        self._open: list[str] = []

    def over(self, root: Any) -> None:
        skipped: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._gather(element.tail)
            elif event in ("comment", "pi"):
                self._gather(element.tail)
            elif event == "end":
                self._leave(element.tag, element)
            elif element.tag in _DROPPED or self._is_written_as_table(element):
                skipped = element
            else:
                self._enter(element.tag, element)
        self._flush()

    def _is_written_as_table(self, element: Any) -> bool:
        rows = _data_rows(element) if element.tag == "table" else []
        if rows:
            self._flush()
            add_table(self._assembly, rows)
        return bool(rows)

    def _enter(self, tag: str, element: Any) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._open.append(tag)
        if tag == "br":
            self._inline.append("\n")
        self._gather(element.text)

    def _leave(self, tag: str, element: Any) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._open.pop()
        self._gather(element.tail)

    def _gather(self, text: str | None) -> None:
        if text:
            self._inline.append(text if "pre" in self._open else _SPACE.sub(" ", text))

    def _flush(self) -> None:
        text = _joined(self._inline)
        self._inline.clear()
        self._assembly.add(self._kind(), text)

    def _kind(self) -> BlockKind:
        for tag in reversed(self._open):
            if tag in _HEADINGS:
                return BlockKind.HEADING
            if tag == "li":
                return BlockKind.LIST_ITEM
            if tag == "footer":
                return BlockKind.HEADER_FOOTER
        return BlockKind.PARAGRAPH


def _joined(parts: list[str]) -> str:
    lines = "".join(parts).split("\n")
    return "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in lines)


def _data_rows(table: Any) -> Rows:
    """A table's cells, or nothing if it holds tables or paragraphs and only lays out the page."""
    rows: Rows = []
    for row in table.iter("tr", "table"):
        if row.tag == "table":
            if row is not table:
                return []
            continue
        cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
        if any(len(text) > 300 for cell in cells for _, text in cell):
            return []
        rows.append(cells)
    return rows if any(len(row) > 1 for row in rows) else []


def _cell(cell: Any) -> Cell:
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in _BLOCKS or element.tag == "br":
            parts.append(" ")
        if event == "start" and element.tag not in _DROPPED:
            parts.append(element.text or "")
        elif event == "end" and element is not cell:
            parts.append(element.tail or "")
    return [(BlockKind.PARAGRAPH, one_line("".join(parts)))]


def _title(root: Any) -> str:
    if root is None:
        return ""
    return one_line(str(root.findtext(".//title") or ""))


def _published_on(root: Any) -> date | None:
    if root is None:
        return None
    for meta in root.iter("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "")
        if key.lower() in _DATE_META:
            try:
                return date.fromisoformat(str(meta.get("content") or "").strip()[:10])
            except ValueError:
                continue
    return None


READER = WebReader()
