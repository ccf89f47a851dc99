"""Word documents (.docx).

python-docx knows styles, numbering and sections; the text of a paragraph we gather ourselves,
because python-docx leaves out what stands in content controls, text boxes and accepted
insertions, and the forms of a Rathaus are made of content controls.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from ..document import BlockKind
from ..problems import DAMAGED, FileProblem, ProblemCode
from .assembly import Assembly, one_line
from .container import Container
from .extracted import Extracted, Limits
from .kinds import WORD
from .tables import Cell, Rows, add_table

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACRO_DOCUMENT = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLE = re.compile(r"(?:heading|überschrift)\s*\d|title$|titel$", re.I)
_LIST_STYLE = re.compile(r"(?:list|liste|aufzählung)", re.I)

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_T, _TAB, _BR, _CR, _SYM = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:sym")
_TEXT_BOX, _CHECK_BOX = qn("w:txbxContent"), qn("w:checkBox")
_LEFT_OUT = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _FALLBACK, _TEXT_BOX}
)
_CHARACTER = {qn("w:noBreakHyphen"): "\u2011", qn("w:softHyphen"): "\u00ad"}
_SYMBOLS = {0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFE: "☒", 0x78: "☒", 0xFD: "☒", 0x52: "☑", 0xB7: "•"}
"""Boxes of the Wingdings fonts: whether an option is ticked changes what a form says."""


class WordReader:
    media_type = WORD

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        document = docx.Document(io.BytesIO(_without_media(Container(data, limits), limits)))
        assembly = Assembly(limits.max_chars)
        styles = _Styles(document)
        _add_margins(assembly, document, styles, "header")
        _add_all(assembly, document.element.body, styles)
        _add_notes(assembly, document, styles)
        _add_margins(assembly, document, styles, "footer")
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=assembly.text,
            blocks=assembly.blocks,
            title=one_line(_core_title(document)) or assembly.first_heading(),
            extractor=f"python-docx {docx.__version__}",
        )


def _without_media(container: Container, limits: Limits) -> bytes:
    """The same package with its XML parts only, every one of them measured.

    python-docx thus never unpacks anything itself, and does not fail over a picture that is
    missing, which happens in real files and does not matter to the text.
    """
    container.check_declared_total()
    parts = {
        member.filename: container.read_member(member, limits.max_xml_bytes)
        for member in container.members
        if member.filename.lower().endswith((".xml", ".rels"))
    }
    slim = io.BytesIO()
    with zipfile.ZipFile(slim, "w") as package:
        for part, xml in parts.items():
            _refuse_document_types(xml)
            if part.endswith(".rels"):
                xml = _without_missing_targets(part, xml, parts)
            elif part == "[Content_Types].xml":
                xml = xml.replace(_MACRO_DOCUMENT, _DOCUMENT).replace(_TEMPLATE, _DOCUMENT)
            package.writestr(part, xml)
    return slim.getvalue()


def _refuse_document_types(xml: bytes) -> None:
    """Office never writes a document type; whoever does wants to define entities."""
    if b"<!DOCTYPE" in xml[:4096].replace(b"\x00", b""):
        raise FileProblem(ProblemCode.DAMAGED, DAMAGED)


def _without_missing_targets(part: str, xml: bytes, parts: dict[str, bytes]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(xml, parser)
    folder = part.rpartition("_rels/")[0]
    for relationship in root.findall(_RELATIONSHIP):
        if relationship.get("TargetMode") == "External":
            continue
        if _resolved(folder, relationship.get("Target", "")) not in parts:
            root.remove(relationship)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in (folder + target).split("/"):
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


class _Styles:
    """What a paragraph's style makes of it; asked once per style."""

    def __init__(self, document: Any) -> None:
        self._kinds: dict[str | None, BlockKind] = {}
        by_id = {s.get(qn("w:styleId")): s for s in document.styles.element.findall(qn("w:style"))}
        for style_id, style in by_id.items():
            self._kinds[style_id] = _kind_of_style(style, by_id)

    def kind_of(self, paragraph: Any) -> BlockKind:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return BlockKind.PARAGRAPH
        style = properties.find(qn("w:pStyle"))
        kind = self._kinds.get(style.get(qn("w:val")) if style is not None else None)
        if kind is BlockKind.HEADING or _has_outline_level(properties):
            return BlockKind.HEADING
        numbering = properties.find(qn("w:numPr"))
        if numbering is not None:
            number = numbering.find(qn("w:numId"))
            removed = number is not None and number.get(qn("w:val")) == "0"
            return BlockKind.PARAGRAPH if removed else BlockKind.LIST_ITEM
        return kind or BlockKind.PARAGRAPH


def _kind_of_style(style: Any, by_id: dict[str, Any]) -> BlockKind:
    seen: set[str] = set()
    while style is not None:
        name = style.find(qn("w:name"))
        if name is not None and _HEADING_STYLE.match(name.get(qn("w:val")) or ""):
            return BlockKind.HEADING
        if name is not None and _LIST_STYLE.match(name.get(qn("w:val")) or ""):
            return BlockKind.LIST_ITEM
        properties = style.find(qn("w:pPr"))
        if properties is not None and _has_outline_level(properties):
            return BlockKind.HEADING
        if properties is not None and properties.find(qn("w:numPr")) is not None:
            return BlockKind.LIST_ITEM
        base = style.find(qn("w:basedOn"))
        base_id = base.get(qn("w:val")) if base is not None else ""
        if not base_id or base_id in seen:
            break
        seen.add(base_id)
        style = by_id.get(base_id)
    return BlockKind.PARAGRAPH


def _has_outline_level(properties: Any) -> bool:
    level = properties.find(qn("w:outlineLvl"))
    return level is not None and level.get(qn("w:val")) in set("012345678")


def _add_all(assembly: Assembly, container: Any, styles: _Styles) -> None:
    for block in _blocks_in(container):
        if block.tag == _TBL:
            add_table(assembly, _rows(block, styles))
        else:
            for kind, text in _paragraphs(block, styles):
                assembly.add(kind, text)


def _blocks_in(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, looking through content controls and insertions."""
    pending = list(reversed(container))
    while pending:
        child = pending.pop()
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in (_TR, _TC) or child.tag not in _LEFT_OUT:
            pending.extend(reversed(child))


def _rows(table: Any, styles: _Styles) -> Rows:
    return [[_cell(c, styles) for c in _within(row, _TC)] for row in _within(table, _TR)]


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also inside content controls, but not those of a nested table."""
    pending = list(reversed(parent))
    while pending:
        child = pending.pop()
        if child.tag == tag:
            yield child
        elif child.tag not in (_TBL, _P) and child.tag not in _LEFT_OUT:
            pending.extend(reversed(child))


def _cell(cell: Any, styles: _Styles) -> Cell:
    found: Cell = []
    for paragraph in cell.iter(_P):
        found.extend((k, t) for k, t in _own_paragraph(paragraph, styles) if t.strip())
    return found


def _paragraphs(paragraph: Any, styles: _Styles) -> Iterator[tuple[BlockKind, str]]:
    """The paragraph, then what stands in text boxes anchored in it."""
    yield from _own_paragraph(paragraph, styles)
    for box in paragraph.iter(_TEXT_BOX):
        if not any(a.tag == _FALLBACK for a in box.iterancestors()):
            for inner in box.iter(_P):
                yield from _own_paragraph(inner, styles)


def _own_paragraph(paragraph: Any, styles: _Styles) -> Iterator[tuple[BlockKind, str]]:
    if any(a.tag == _FALLBACK for a in paragraph.iterancestors()):
        return
    yield styles.kind_of(paragraph), "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    pending = list(reversed(paragraph))
    while pending:
        node = pending.pop()
        if node.tag == _T:
            yield node.text or ""
        elif node.tag == _TAB:
            yield "\t"
        elif node.tag in (_BR, _CR):
            yield "\n"
        elif node.tag == _SYM:
            yield _symbol(node)
        elif node.tag == _CHECK_BOX:
            yield "☒" if _is_ticked(node) else "☐"
        elif node.tag in _CHARACTER:
            yield _CHARACTER[node.tag]
        elif node.tag not in _LEFT_OUT:
            pending.extend(reversed(node))


def _symbol(node: Any) -> str:
    try:
        code = int(node.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(code & 0xFF, "") if code >= 0xF000 else chr(code)


def _is_ticked(box: Any) -> bool:
    state = box.find(qn("w:checked"))
    if state is None:
        state = box.find(qn("w:default"))
    return state is not None and state.get(qn("w:val"), "1") in ("1", "true", "on")


def _add_margins(assembly: Assembly, document: Any, styles: _Styles, which: str) -> None:
    """Headers stand before the text and footers after it, each wording once."""
    seen: set[str] = set()
    for section in document.sections:
        for variant in ("first_page_", "", "even_page_"):
            margin = getattr(section, f"{variant}{which}")
            if margin.is_linked_to_previous:
                continue
            for paragraph in margin._element.iter(_P):
                for _, text in _own_paragraph(paragraph, styles):
                    if text.strip() not in seen:
                        seen.add(text.strip())
                        assembly.add(BlockKind.HEADER_FOOTER, text)


def _add_notes(assembly: Assembly, document: Any, styles: _Styles) -> None:
    for relationship in document.part.rels.values():
        if relationship.is_external or not relationship.reltype.endswith(
            ("/footnotes", "/endnotes")
        ):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        _add_all(assembly, etree.fromstring(relationship.target_part.blob, parser), styles)


def _core_title(document: Any) -> str:
    title = document.core_properties.title or ""
    # Word keeps the title of whatever template or file a document was once made from.
    return "" if re.match(r"(?i)(microsoft word|dokument\d*|vorlage)", title) else title


READER = WordReader()
