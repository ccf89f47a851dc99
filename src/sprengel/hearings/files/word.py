"""The text and the list of comments as plain Word documents."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document as WordDocument
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from sprengel.hearings.files.synopsis import SynopsisRow
from sprengel.hearings.models import Hearing, Paragraph, Version
from sprengel.ui.excel import NOT_IN_XML
from sprengel.ui.wording import long_date


def version_docx(hearing: Hearing, version: Version, paragraphs: Sequence[Paragraph]) -> bytes:
    """The paper itself; no comment of anybody stands in it."""
    with translation.override(settings.LANGUAGE_CODE):
        document = _begun(hearing.title)
        document.add_heading(_clean(hearing.title), level=0)
        name = (
            _("Endgültige Fassung")
            if version.is_final
            else _("Entwurf, Fassung %(n)s") % {"n": version.number}
        )
        day = version.document.dated_on
        document.add_paragraph(f"{name}, {long_date(day)}" if day else name)
    for paragraph in paragraphs:
        if paragraph.is_heading:
            document.add_heading(_clean(paragraph.text), level=1)
        else:
            document.add_paragraph(_clean(paragraph.text))
    return _bytes(document)


def synopsis_docx(hearing: Hearing, rows: Sequence[SynopsisRow], state: str) -> bytes:
    document = _begun(hearing.title)
    for page in document.sections:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Cm(29.7), Cm(21)
    document.add_heading(
        _clean(_("Anmerkungen zu „%(title)s“") % {"title": hearing.title}), level=0
    )
    if state:
        document.add_paragraph(_clean(state))
    heads = (_("Stelle"), _("Stadt"), _("Haltung"), _("Anmerkung"), _("Was wurde daraus?"))
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        cells = table.add_row().cells
        texts = (row.place, row.city, _stance(row), _said(row), _became(row))
        for cell, text in zip(cells, texts, strict=True):
            cell.text = _clean(text)
    return _bytes(document)


def _stance(row: SynopsisRow) -> str:
    late = f"\n{_('nach Frist')}" if row.is_late else ""
    about = _("zu Fassung %(n)s") % {"n": row.version}
    return f"{row.stance}\n{about}{late}"


def _said(row: SynopsisRow) -> str:
    before = _("Vorschlag:")
    proposed = f"{before} {row.wording}" if row.wording else ""
    return "\n".join(part for part in (row.text, proposed) if part)


def _became(row: SynopsisRow) -> str:
    return "\n".join(part for part in (row.outcome, row.reason) if part)


def _begun(title: str) -> Word:
    document = WordDocument()
    document.core_properties.title = _clean(title)[:255]
    document.core_properties.author = ""
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for page in document.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
    return document


def _bytes(document: Word) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)
