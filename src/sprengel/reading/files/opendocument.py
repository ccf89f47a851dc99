"""OpenDocument texts (.odt), read from ``content.xml`` with lxml.

No library: the one there is (odfpy) has had no release for years, builds a Python object for
every attribute and opens the file without any bound on its size, while the part that we need,
paragraphs in order, is a page of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..document import BlockKind
from ..problems import DAMAGED, ENCRYPTED, FileProblem, ProblemCode
from .assembly import Assembly, one_line
from .container import Container
from .extracted import Extracted, Limits
from .kinds import OPEN_DOCUMENT
from .tables import Cell, Rows, add_table

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def _name(prefix: str, local: str) -> str:
    return f"{{{_ODF}{prefix}:1.0}}{local}"


_H, _P = _name("text", "h"), _name("text", "p")
_SPACES, _TAB, _BREAK = _name("text", "s"), _name("text", "tab"), _name("text", "line-break")
_LIST_ITEM = _name("text", "list-item")
_NOTE, _NOTE_BODY = _name("text", "note"), _name("text", "note-body")
_TABLE, _ROW, _CELL = (
    _name("table", "table"),
    _name("table", "table-row"),
    _name("table", "table-cell"),
)
_TEXT_BOX = _name("draw", "text-box")
_LEFT_OUT = frozenset(
    {
        _name("text", "tracked-changes"),
        _name("office", "annotation"),
        _name("office", "forms"),
        _name("text", "sequence-decls"),
        _name("text", "variable-decls"),
        _name("text", "bookmark"),
    }
)
_HEADER = (_name("style", "header"), _name("style", "header-first"), _name("style", "header-left"))
_FOOTER = (_name("style", "footer"), _name("style", "footer-first"), _name("style", "footer-left"))
_TITLE_STYLE = re.compile(r"(?:Title|Titel|Heading|Überschrift)", re.I)


class OpenDocumentReader:
    media_type = OPEN_DOCUMENT

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        container = Container(data, limits)
        container.check_declared_total()
        _refuse_encrypted(container, limits)
        content = _parsed(container, "content.xml", limits)
        body = content.find(f".//{_name('office', 'text')}") if content is not None else None
        if body is None:
            raise FileProblem(ProblemCode.DAMAGED, DAMAGED)
        styles = _parsed(container, "styles.xml", limits)
        assembly = Assembly(limits.max_chars)
        _add_margins(assembly, styles, _HEADER)
        _add_all(assembly, body)
        _add_notes(assembly, body)
        _add_margins(assembly, styles, _FOOTER)
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=assembly.text,
            blocks=assembly.blocks,
            title=_meta_title(container, limits) or assembly.first_heading(),
            extractor="sprengel-odt 1",
        )


def _refuse_encrypted(container: Container, limits: Limits) -> None:
    manifest = _parsed(container, "META-INF/manifest.xml", limits)
    encrypted = manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None
    if encrypted or "encrypted-package" in container.names:
        raise FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED)


def _parsed(container: Container, part: str, limits: Limits) -> Any:
    if part not in container.names:
        return None
    xml = container.read(part, limits.max_xml_bytes)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        # No program writes a document type here; whoever does wants to define entities.
        raise FileProblem(ProblemCode.DAMAGED, DAMAGED)
    return root


def _add_all(assembly: Assembly, container: Any) -> None:
    for element, in_list in _blocks_in(container):
        if element.tag == _TABLE:
            add_table(assembly, _rows(element))
        else:
            assembly.add(_kind(element, in_list), "".join(_pieces(element)))
            for box in element.iter(_TEXT_BOX):
                for inner in box.iter(_P, _H):
                    assembly.add(_kind(inner, False), "".join(_pieces(inner)))


def _blocks_in(container: Any) -> Iterator[tuple[Any, bool]]:
    pending = [(child, False) for child in reversed(container)]
    while pending:
        element, in_list = pending.pop()
        if element.tag in (_H, _P, _TABLE):
            yield element, in_list
        elif isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
            in_list = in_list or element.tag == _LIST_ITEM
            pending.extend((child, in_list) for child in reversed(element))


def _kind(element: Any, in_list: bool) -> BlockKind:
    style = element.get(_name("text", "style-name")) or ""
    if element.tag == _H or _TITLE_STYLE.match(style):
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH


def _pieces(paragraph: Any) -> Iterator[str]:
    """Text in order; what is put in from elsewhere (notes, boxes, comments) is left to others."""
    yield paragraph.text or ""
    pending = list(reversed(paragraph))
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            yield node
            continue
        pending.append(node.tail or "")
        if node.tag == _SPACES:
            yield " " * min(_repeat(node, _name("text", "c")), 1_000)
        elif node.tag == _TAB:
            yield "\t"
        elif node.tag == _BREAK:
            yield "\n"
        elif isinstance(node.tag, str) and node.tag not in _LEFT_OUT | {_NOTE, _TEXT_BOX}:
            pending.extend(reversed(node))
            yield node.text or ""


def _repeat(node: Any, attribute: str) -> int:
    value = node.get(attribute) or "1"
    return int(value) if value.isdecimal() else 1


def _rows(table: Any) -> Rows:
    rows = [_row(row) for row in table.iter(_ROW) if _table_of(row) is table]
    return [row for row in rows if any(row)]


def _row(row: Any) -> list[Cell]:
    return [_cell(cell) for cell in row if cell.tag == _CELL]


def _cell(cell: Any) -> Cell:
    return [(_kind(p, False), "".join(_pieces(p))) for p in cell.iter(_P, _H)]


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(_TABLE), None)


def _add_notes(assembly: Assembly, body: Any) -> None:
    for note in body.iter(_NOTE_BODY):
        for paragraph in note.iter(_P):
            assembly.add(BlockKind.PARAGRAPH, "".join(_pieces(paragraph)))


def _add_margins(assembly: Assembly, styles: Any, tags: tuple[str, ...]) -> None:
    if styles is None:
        return
    seen: set[str] = set()
    for margin in styles.iter(*tags):
        for paragraph in margin.iter(_P, _H):
            text = "".join(_pieces(paragraph))
            if text.strip() not in seen:
                seen.add(text.strip())
                assembly.add(BlockKind.HEADER_FOOTER, text)


def _meta_title(container: Container, limits: Limits) -> str:
    meta = _parsed(container, "meta.xml", limits)
    title = meta.find(".//{http://purl.org/dc/elements/1.1/}title") if meta is not None else None
    return one_line(title.text or "") if title is not None else ""


READER = OpenDocumentReader()
