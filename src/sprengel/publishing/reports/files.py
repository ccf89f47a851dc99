"""A report as Word, Excel and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.meetings.dates import when
from sprengel.meetings.models import Meeting
from sprengel.publishing.files import word
from sprengel.publishing.files.pdf import pdf_of
from sprengel.publishing.reports.lights import Light
from sprengel.publishing.reports.lines import Line
from sprengel.publishing.reports.queries import Report
from sprengel.ui import excel
from sprengel.ui.wording import long_date

REPORT_TEMPLATE = "sachstandsbericht.docx"
BECAME_TEMPLATE = "was-daraus-wurde.docx"

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    data: bytes


def title(report: Report) -> str:
    if report.number is None:
        return _("Sachstandsbericht %(name)s (Entwurf)") % {"name": report.organization}
    return _("Sachstandsbericht Nr. %(number)s, %(name)s") % {
        "number": report.number,
        "name": report.organization,
    }


def term(report: Report) -> str:
    return _("%(start)s bis %(end)s") % {
        "start": long_date(report.from_on),
        "end": long_date(report.to_on),
    }


def parts(report: Report) -> list[tuple[str, tuple[Line, ...]]]:
    """Public and non-public apart; a public report has only the one."""
    found = [(_("Öffentlicher Teil"), report.public)]
    if report.visibility != Visibility.PUBLIC:
        found.append((_("Nichtöffentlicher Teil"), report.nonpublic))
    return found


def legend() -> str:
    return _(
        "Ampel: ✓ abgeschlossen · ● im Plan · ◆ gefährdet (Frist naht oder lange keine Auskunft) "
        "· ▲ in Verzug (Frist überschritten oder keine Auskunft trotz Erinnerung). "
        "Abgeschlossenes wird einmal berichtet und entfällt danach."
    )


def as_word(report: Report) -> File:
    return File(f"{_stem(report)}.docx", WORD_TYPE, word.render(REPORT_TEMPLATE, fields(report)))


def as_excel(report: Report) -> File:
    sheets = [
        excel.Sheet(
            name=name,
            title=f"{title(report)} – {name}",
            columns=_columns(),
            rows=[_row(line) for line in found],
            notes=[_as_of(report), legend()],
        )
        for name, found in parts(report)
    ]
    return File(f"{_stem(report)}.xlsx", EXCEL_TYPE, excel.workbook(sheets))


def as_pdf(report: Report) -> File:
    """Raises ``files.pdf.NoPdf``."""
    html = render_to_string("publishing/report_print.html", print_context(report))
    return File(f"{_stem(report)}.pdf", "application/pdf", pdf_of(html))


def print_context(report: Report) -> dict[str, Any]:
    return {
        "title": title(report),
        "term": term(report),
        "as_of": _as_of(report),
        "report": report,
        "parts": parts(report),
        "legend": legend(),
        "base_url": settings.BASE_URL,
    }


def fields(report: Report) -> dict[str, Any]:
    """What the Word template may name; docs/how-to/status-reports.md lists them."""
    return {
        "titel": title(report),
        "gremium": report.organization,
        "nummer": str(report.number or "–"),
        "zeitraum": term(report),
        "stand": long_date(report.as_of),
        "legende": legend(),
        "anzahl": str(len(report.lines)),
        "teile": [
            {"name": name, "vorgaenge": [_fields(line) for line in found]}
            for name, found in parts(report)
        ],
    }


def became_as_word(meeting: Meeting, found: Sequence[Line], as_of: str) -> File:
    data = word.render(BECAME_TEMPLATE, became_fields(meeting, found, as_of))
    return File(f"{_slug('was-daraus-wurde', meeting.title)}.docx", WORD_TYPE, data)


def became_as_pdf(meeting: Meeting, found: Sequence[Line], as_of: str) -> File:
    context = {
        "meeting": meeting,
        "when": when(meeting),
        "lines": found,
        "as_of": as_of,
        "legend": legend(),
        "base_url": settings.BASE_URL,
    }
    data = pdf_of(render_to_string("publishing/became_print.html", context))
    return File(f"{_slug('was-daraus-wurde', meeting.title)}.pdf", "application/pdf", data)


def became_fields(meeting: Meeting, found: Sequence[Line], as_of: str) -> dict[str, Any]:
    return {
        "sitzung": meeting.title,
        "gremium": meeting.organization.name,
        "datum": when(meeting),
        "ort": meeting.place,
        "stand": as_of,
        "vorgaenge": [_fields(line) for line in found],
    }


def sample() -> dict[str, dict[str, Any]]:
    """Invented fields by template name, to try an office's own template with."""
    vorgang = dict.fromkeys(_FIELDS, "Beispiel")
    return {
        REPORT_TEMPLATE: {
            **dict.fromkeys(
                ("titel", "gremium", "nummer", "zeitraum", "stand", "legende", "anzahl"), "Beispiel"
            ),
            "teile": [{"name": "Beispiel", "vorgaenge": [vorgang]}],
        },
        BECAME_TEMPLATE: {
            **dict.fromkeys(("sitzung", "gremium", "datum", "ort", "stand"), "Beispiel"),
            "vorgaenge": [vorgang],
        },
    }


def _fields(line: Line) -> dict[str, str]:
    values = {
        "nummer": line.number.replace("-", "\u2011"),  # one line in a narrow column
        "art": line.act,
        "datum": line.said,
        "wortlaut": line.wording,
        "wer": line.mover or "–",
        "an": line.addressee or "–",
        "zustaendig": line.responsible or "–",
        "frist": line.due,
        "ampel": f"{line.light_symbol} {line.light_word}",
        "ampel_grund": line.light_because,
        "sachstand": f"{line.state_symbol} {line.state_word}",
        "satz": line.sentence,
        "verzoegerung": line.delayed_because,
        "wiedervorlage": line.next_check,
        "beleg": line.evidence or "–",
    }
    assert set(values) == set(_FIELDS)
    return values


_FIELDS = (
    "nummer",
    "art",
    "datum",
    "wortlaut",
    "wer",
    "an",
    "zustaendig",
    "frist",
    "ampel",
    "ampel_grund",
    "sachstand",
    "satz",
    "verzoegerung",
    "wiedervorlage",
    "beleg",
)


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Nr."), 10),
        (_("Ampel"), 16),
        (_("Art"), 12),
        (_("Datum"), 12),
        (_("Wortlaut"), 60),
        (_("Von wem"), 24),
        (_("An wen"), 24),
        (_("Zuständig"), 24),
        (_("Frist"), 16),
        (_("Sachstand"), 18),
        (_("Stand in einem Satz"), 50),
        (_("Grund der Verzögerung"), 30),
        (_("Wiedervorlage"), 18),
        (_("Beleg"), 50),
    ]


def _row(line: Line) -> list[excel.Cell]:
    light = f"{line.light_symbol} {line.light_word}"
    if line.light_because and line.light != Light.DONE:
        light += f": {line.light_because}"
    return [
        line.number,
        light,
        line.act,
        line.said_on or line.said,
        line.wording,
        line.mover,
        line.addressee,
        line.responsible,
        line.due_on or line.due,
        line.state_word,
        line.sentence,
        line.delayed_because,
        line.next_check_on or line.next_check,
        line.evidence,
    ]


def _as_of(report: Report) -> str:
    return _("Stand: %(day)s. Zeitraum: %(term)s.") % {
        "day": long_date(report.as_of),
        "term": term(report),
    }


def _stem(report: Report) -> str:
    number = f"-{report.number}" if report.number else ""
    return f"{_slug('sachstandsbericht', report.organization)}{number}-{report.as_of:%Y-%m-%d}"


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _slug(*words: str) -> str:
    return "-".join(slugify(word.lower().translate(_UMLAUTS)) for word in words)[:80].strip("-")
