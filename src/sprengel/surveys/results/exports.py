"""Results as Word and Excel: the tables of the page, with base, rule and legend in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.text import slugify
from django.utils.translation import gettext as _
from docx import Document as Word
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from sprengel.accounts.clock import today
from sprengel.surveys.results import wording
from sprengel.surveys.results.reckoning import Results
from sprengel.surveys.results.representative import Rate
from sprengel.surveys.results.showing import Block, Cell, blocks
from sprengel.ui import excel
from sprengel.ui.wording import long_date

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    data: bytes


def file_name(results: Results, ending: str) -> str:
    stem = slugify(results.survey.title)[:60] or "umfrage"
    kept = "" if not results.sees_all else "-nur-geschaeftsstelle"
    return f"{stem}-ergebnis{kept}.{ending}"


def notes(results: Results) -> list[str]:
    """What goes with every table: n of N, the rule and what it says, what is kept back."""
    survey = results.survey
    first = _("Umfrage „%(title)s“, gefragt von %(by)s.") % {
        "title": survey.title,
        "by": survey.asked_by.name,
    }
    if survey.opens_on and survey.closes_on:
        first += " " + _("Gefragt vom %(first)s bis %(last)s.") % {
            "first": long_date(survey.opens_on),
            "last": long_date(survey.closes_on),
        }
    lines = [first, wording.n_of_all(results.response)]
    found = wording.reasons(results.response, results.tables)
    lines += [f"{wording.verdict(results.response)}: {' '.join(found)}"] if found else []
    lines += [wording.the_rule(), *wording.suppression_words(results)]
    if results.sees_all:
        lines.append(_("Nur für die Geschäftsstelle: In dieser Datei ist nichts zurückgehalten."))
    return lines


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────


def as_excel(results: Results) -> File:
    found = blocks(results)
    title = _("Ergebnis der Umfrage „%(title)s“") % {"title": results.survey.title}
    sheets = [
        excel.Sheet(_("Ergebnis"), title, _result_columns(), _result_rows(found), notes(results)),
        excel.Sheet(_("Rücklauf"), title, _rate_columns(), _rate_rows(results), notes(results)),
        excel.Sheet(_("Fragen"), title, _question_columns(), _question_rows(found)),
    ]
    if any(block.singles for block in found):
        sheets.append(excel.Sheet(_("Texte"), title, _text_columns(), _text_rows(found)))
    return File(file_name(results, "xlsx"), EXCEL_TYPE, excel.workbook(sheets))


def _result_columns() -> list[tuple[str, int]]:
    return [
        (_("Nr."), 6),
        (_("Frage"), 50),
        (_("Gliederung"), 16),
        (_("Gruppe"), 34),
        (_("Städte mit Angabe"), 10),
        (_("Antwort oder Kennwert"), 34),
        (_("Wert"), 14),
        (_("Anteil in %"), 10),
        (_("wie angezeigt"), 24),
    ]


def _rate_columns() -> list[tuple[str, int]]:
    return [
        (_("Gliederung"), 18),
        (_("Gruppe"), 40),
        (_("gefragt"), 10),
        (_("geantwortet"), 12),
        (_("Quote in %"), 10),
    ]


def _question_columns() -> list[tuple[str, int]]:
    return [(_("Nr."), 6), (_("Frage"), 60), (_("Art"), 18), (_("Einheit"), 14), (_("Dazu"), 80)]


def _text_columns() -> list[tuple[str, int]]:
    return [(_("Nr."), 6), (_("Frage"), 50), (_("Stadt"), 24), (_("Antwort"), 90)]


def _result_rows(found: Sequence[Block]) -> Iterator[list[excel.Cell]]:
    for block in found:
        for part in block.parts:
            for line in part.lines:
                for name, cell in zip(block.head, line.cells, strict=True):
                    yield [
                        block.result.number,
                        block.question.text,
                        part.name,
                        line.name,
                        _plain(line.given),
                        name,
                        _plain(cell),
                        None if cell.share is None else round(cell.share, 1),
                        cell.text,
                    ]


def _plain(cell: Cell) -> excel.Cell:
    if cell.number is None:
        return cell.text if cell.is_hidden else None
    return float(cell.number) if not isinstance(cell.number, int) else cell.number


def _rate_rows(results: Results) -> Iterator[list[excel.Cell]]:
    yield _rate_row(_("Insgesamt"), _("alle befragten Städte"), results.response.total)
    for table, rates in zip(results.tables, results.response.tables, strict=True):
        names = {group.key: group.name for group in table.groups}
        for rate in rates:
            yield _rate_row(table.name, names.get(rate.group, rate.group), rate)


def _rate_row(part: str, name: str, rate: Rate) -> list[excel.Cell]:
    quota = None if rate.percent is None else round(rate.percent, 1)
    return [part, name, rate.asked, rate.answered, quota]


def _question_rows(found: Sequence[Block]) -> Iterator[list[excel.Cell]]:
    for block in found:
        question = block.question
        yield [
            block.result.number,
            question.text,
            question.get_kind_display(),
            question.unit,
            " ".join(block.notes),
        ]


def _text_rows(found: Sequence[Block]) -> Iterator[list[excel.Cell]]:
    for block in found:
        for one in block.singles:
            yield [block.result.number, block.question.text, one.city, one.text]


# ── Word ──────────────────────────────────────────────────────────────────────────────────────


def as_word(results: Results) -> File:
    document = _empty(results.survey.title)
    document.add_heading(_clean(results.survey.title), level=1)
    document.add_paragraph(_("Ergebnis der Umfrage, Stand %(day)s") % {"day": long_date(today())})
    for note in notes(results):
        document.add_paragraph(_clean(note), style="List Bullet")
    _rates(document, results)
    for block in blocks(results):
        _question(document, block)
    out = BytesIO()
    document.save(out)
    return File(file_name(results, "docx"), WORD_TYPE, out.getvalue())


def _rates(document: WordDocument, results: Results) -> None:
    document.add_heading(_("Rücklauf"), level=2)
    head = [_("Gruppe"), _("gefragt"), _("geantwortet"), _("Quote")]
    rows = [[_("alle befragten Städte"), *_rate_cells(results.response.total)]]
    for table, rates in zip(results.tables, results.response.tables, strict=True):
        names = {group.key: group.name for group in table.groups}
        rows += [[names.get(one.group, one.group), *_rate_cells(one)] for one in rates]
    _table(document, head, rows)


def _rate_cells(rate: Rate) -> list[str]:
    return [str(rate.asked), str(rate.answered), wording.rate_words(rate)]


def _question(document: WordDocument, block: Block) -> None:
    document.add_heading(_clean(f"{block.result.number}. {block.question.text}"), level=2)
    for note in (block.standing, *block.notes):
        document.add_paragraph(_clean(note)).runs[0].font.size = Pt(9)
    if block.head:
        head = [_("Gruppe"), _("mit Angabe"), *block.head]
        rows = [
            [line.name, line.given.text, *(cell.text for cell in line.cells)]
            for part in block.parts
            for line in part.lines
        ]
        _table(document, head, rows)
    for one in block.singles:
        text = f"{one.city}: {one.text}" if one.city else one.text
        document.add_paragraph(_clean(text), style="List Bullet")


def _table(document: WordDocument, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)
    for row in table.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)


def _empty(title: str) -> WordDocument:
    document = Word()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(10)
    core = document.core_properties
    core.title, core.author, core.comments = _clean(title)[:250], "Sprengel", ""
    return document


def _clean(text: str) -> str:
    return excel.NOT_IN_XML.sub("", text)
