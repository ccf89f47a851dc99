"""Write the Word templates that come with Sprengel (``python -m`` this module).

The office may change them in Word; what a placeholder may be called stands in
docs/how-to/status-reports.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

FOLDER = Path(__file__).resolve().parent.parent / "word"
REPORT_HEADS = (
    "Nr.",
    "Ampel",
    "Datum, von wem, an wen",
    "Wortlaut",
    "Zuständig, Frist",
    "Stand",
    "Beleg",
)
REPORT_CELLS = (
    "{{ v.nummer }}",
    "{{ v.ampel }}{% if v.ampel_grund %}\n{{ v.ampel_grund }}{% endif %}",
    "{{ v.art }} vom {{ v.datum }}\n{{ v.wer }}{% if v.an != '–' %} an {{ v.an }}{% endif %}",
    "„{{ v.wortlaut }}“",
    "{{ v.zustaendig }}\nFrist: {{ v.frist }}",
    "{{ v.sachstand }}. {{ v.satz }}{% if v.verzoegerung %}\nVerzögert: {{ v.verzoegerung }}"
    "{% endif %}\nWiedervorlage: {{ v.wiedervorlage }}",
    "{{ v.beleg }}",
)
REPORT_WIDTHS = (1.7, 2.6, 4.4, 6.6, 3.4, 5.0, 3.4)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    status_report().save(FOLDER / "sachstandsbericht.docx")
    became_of_it().save(FOLDER / "was-daraus-wurde.docx")
    briefing().save(FOLDER / "sitzungsunterlage.docx")
    press_release().save(FOLDER / "pressemitteilung.docx")


def status_report():
    document = _empty("Sachstandsbericht", landscape=True)
    document.add_heading("{{ titel }}", level=1)
    document.add_paragraph("Zeitraum: {{ zeitraum }}. Stand: {{ stand }}. Vorgänge: {{ anzahl }}.")
    document.add_paragraph("{%p for teil in teile %}")
    document.add_heading("{{ teil.name }}", level=2)
    document.add_paragraph("{%p if teil.vorgaenge %}")
    _looped(document, REPORT_HEADS, REPORT_CELLS, REPORT_WIDTHS, "v in teil.vorgaenge")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("Keine Vorgänge.")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ legende }}").runs[0].font.size = Pt(8)
    return document


def became_of_it():
    document = _empty("Was daraus wurde", landscape=False)
    document.add_heading("Was daraus wurde", level=1)
    document.add_paragraph(
        "{{ gremium }}: {{ sitzung }}, {{ datum }}{% if ort %}, {{ ort }}{% endif %}"
    )
    document.add_paragraph("Stand: {{ stand }}")
    heads = ("Ampel", "Gesagt", "Stand", "Beleg")
    cells = (
        "{{ v.ampel }}",
        "{{ v.art }} ({{ v.wer }}): „{{ v.wortlaut }}“",
        "{{ v.sachstand }}. {{ v.satz }}",
        "{{ v.beleg }}",
    )
    _looped(document, heads, cells, (2.4, 6.6, 5.0, 3.0), "v in vorgaenge")
    return document


def briefing():
    document = _empty("Sitzungsunterlage", landscape=False)
    document.add_paragraph("{{ gremium }} · Unterlage für {{ fuer }} · Stand {{ stand }}")
    document.add_heading("{{ sitzung }}", level=1)
    document.add_paragraph(
        "{{ datum }}{% if beginn %}, {{ beginn }}{% endif %}{% if ort %} · {{ ort }}{% endif %}"
    )
    document.add_heading("Tagesordnung", level=2)
    document.add_paragraph("{%p for p in punkte %}")
    document.add_heading("{{ p.nummer }} {{ p.titel }}", level=3)
    document.add_paragraph(
        "{{ p.teil }}{% if p.zeit %} · {{ p.zeit }}{% endif %}"
        "{% if p.wer %} · {{ p.wer }}{% endif %}"
    )
    document.add_paragraph("{%p if p.text %}")
    document.add_paragraph("{{ p.text }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if p.unterlagen %}")
    document.add_paragraph("Unterlagen: {{ p.unterlagen }}")
    document.add_paragraph("{%p endif %}")
    _matters(document, "p.vorgaenge")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("Was {{ fuer }} selbst betrifft", level=2)
    document.add_paragraph("{%p if not eigene %}")
    document.add_paragraph("Keine eigenen Forderungen, Zusagen oder Aufträge sind offen.")
    document.add_paragraph("{%p endif %}")
    _matters(document, "eigene")
    document.add_heading("Neu{% if seit %} seit der Sitzung vom {{ seit }}{% endif %}", level=2)
    document.add_paragraph("{%p for n in neues %}")
    document.add_paragraph(
        "{{ n.wann }}{% if n.sachstand %}: {{ n.sachstand }}{% endif %}. {{ n.satz }} "
        "(„{{ n.wortlaut }}“, {{ n.wer }})",
        style="List Bullet",
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if weitere %}")
    document.add_heading("Außerdem offen", level=2)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for v in weitere %}")
    document.add_paragraph(
        "{{ v.ampel }}: „{{ v.wortlaut }}“ ({{ v.art }}, {{ v.datum }}, {{ v.wer }})",
        style="List Bullet",
    )
    document.add_paragraph("{%p endfor %}")
    return document


def press_release():
    document = _empty("Pressemitteilung", landscape=False)
    document.add_paragraph("{{ verband }}")
    document.add_paragraph(
        "Pressemitteilung{% if datum %}, {{ datum }}{% endif %}"
        "{% if vermerk %} · {{ vermerk }}{% endif %}"
    )
    document.add_heading("{{ titel }}", level=1)
    document.add_paragraph("{%p if unterzeile %}")
    document.add_paragraph("{{ unterzeile }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for a in absaetze %}")
    document.add_paragraph("{{ a }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for b in berichtigungen %}")
    document.add_paragraph("Berichtigt am {{ b }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ gremium }}: {{ sitzung }}")
    return document


def _matters(document, name: str) -> None:
    document.add_paragraph("{%p for v in " + name + " %}")
    document.add_paragraph("„{{ v.wortlaut }}“", style="Intense Quote")
    document.add_paragraph(
        "{{ v.art }}, {{ v.datum }}: {{ v.wer }}{% if v.an != '–' %} an {{ v.an }}{% endif %}. "
        "Frist: {{ v.frist }}. "
        "Zuständig: {{ v.zustaendig }}."
    )
    document.add_paragraph("{{ v.ampel }}. {{ v.sachstand }}. {{ v.satz }}")
    document.add_paragraph("{%p for t in v.verlauf %}")
    document.add_paragraph(
        "{{ t.wann }}{% if t.sachstand %}, {{ t.sachstand }}{% endif %}: {{ t.satz }}",
        style="List Bullet",
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("Beleg: {{ v.beleg }}")
    document.add_paragraph("{%p endfor %}")


def _empty(title: str, *, landscape: bool):
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.5)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Intense Quote"):
        style = document.styles[name]
        style.font.name = "Arial"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"), None)
        style.element.rPr.rFonts.attrib.pop(qn("w:hAnsiTheme"), None)
    document.styles["Normal"].font.size = Pt(9)
    core = document.core_properties
    core.title, core.author, core.comments = title, "Sprengel", ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)
    return document


def _looped(
    document, heads: Sequence[str], cells: Sequence[str], widths: Sequence[float], loop: str
) -> Table:
    table = document.add_table(rows=4, cols=len(heads), style="Table Grid")
    table.autofit = False
    for row, texts in ((0, heads), (2, cells)):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    _repeat(table, 0)
    table.cell(1, 0).text = "{%tr for " + loop + " %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
        _keep_together(row)
    return table


def _repeat(table: Table, row: int) -> None:
    """The heading stands on every page."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[row]._tr.get_or_add_trPr().append(head)


def _keep_together(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


if __name__ == "__main__":
    main()
