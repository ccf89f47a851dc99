"""A version of the minutes as a plain Word document; the office may go on in its own template."""

from __future__ import annotations

import io

from django.utils import translation
from docx import Document as WordDocument
from docx.shared import Cm, Pt

from sprengel.meetings.minutes import composition
from sprengel.meetings.minutes.composing import Composed, heading_of


def as_docx(composed: Composed) -> bytes:
    with translation.override("de"):
        words = composition.words()
    document = WordDocument()
    document.core_properties.title = f"{words.minutes} {composed.title}"
    document.core_properties.author = composed.circle
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for page in document.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
    document.add_heading(f"{words.minutes} {composed.title}", level=0)
    for line in (composed.circle, composed.part, composed.version, composed.approval):
        if line:
            document.add_paragraph(line)
    facts = (
        (words.date, composed.when),
        (words.place, composed.place),
        (words.keeper, composed.keeper),
    )
    for label, value in facts:
        if value:
            _labelled(document, label, value)
    if composed.groups:
        document.add_heading(words.present, level=1)
        for group in composed.groups:
            _labelled(document, group.label, "; ".join(group.names))
    for section in composed.sections:
        document.add_heading(heading_of(section, words.item), level=1)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph.strip("\n"))
        for record in section.records:
            _record(document, record.sentence, record.parts.get("cue", (0, 0))[1])
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _labelled(document, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(value)


def _record(document, sentence: str, bold_until: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.75)
    paragraph.add_run(sentence[:bold_until]).bold = True
    paragraph.add_run(sentence[bold_until:])
