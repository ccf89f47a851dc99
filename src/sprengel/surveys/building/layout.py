"""How a spreadsheet of questions is laid out, and the template to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sprengel.surveys.building.actions import MOST_QUESTIONS


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    heading: str
    about: str
    width: int


COLUMNS = (
    Column(
        "section", "Abschnitt", gettext_lazy("Überschrift über mehreren Fragen; darf fehlen."), 18
    ),
    Column("text", "Frage", gettext_lazy("Der Wortlaut. Muss da sein."), 50),
    Column(
        "kind",
        "Art",
        gettext_lazy(
            "Auswahl, Mehrfachauswahl, Ja/Nein, Zahl, Betrag, Datum, Text oder Datei. Muss da sein."
        ),
        16,
    ),
    Column(
        "options",
        "Antworten",
        gettext_lazy("Bei Auswahl und Mehrfachauswahl: die Antworten, durch Semikolon getrennt."),
        34,
    ),
    Column("unit", "Einheit", gettext_lazy("Bei Zahlen: Stellen, Plätze, % …"), 12),
    Column("decimals", "Nachkommastellen", gettext_lazy("Bei Zahlen: 0 bis 4; leer heißt 0."), 18),
    Column("is_required", "Pflicht", gettext_lazy("ja oder nein; leer heißt nein."), 10),
    Column(
        "lowest", "Mindestens", gettext_lazy("Darunter wird nachgefragt, ob die Zahl stimmt."), 12
    ),
    Column(
        "highest", "Höchstens", gettext_lazy("Darüber wird nachgefragt, ob die Zahl stimmt."), 12
    ),
    Column("hint", "Hinweis", gettext_lazy("Steht klein unter der Frage."), 34),
    Column(
        "condition",
        "Nur wenn",
        gettext_lazy(
            "Kennung einer früheren Frage und Antwort: stelle = ja; zahl >= 5; ort <> Kernstadt; "
            "oder nur die Kennung: wenn sie beantwortet ist."
        ),
        24,
    ),
    Column(
        "key",
        "Kennung",
        gettext_lazy("Kurzes Wort, unter dem die Frage wiedererkannt wird; darf fehlen."),
        16,
    ),
    Column(
        "definition",
        "Kennzahl",
        gettext_lazy("Name der Kennzahl, als die gezählt wird; darf fehlen."),
        20,
    ),
)

KINDS = ("Auswahl", "Mehrfachauswahl", "Ja/Nein", "Zahl", "Betrag", "Datum", "Text", "Datei")


def template() -> bytes:
    """To be filled in; the examples show how, and are to be overwritten."""
    book = Workbook()
    page = book.active
    page.title = "Fragen"
    page.append([column.heading for column in COLUMNS])
    for example in EXAMPLES:
        page.append([example.get(column.name, "") for column in COLUMNS])
    for number, column in enumerate(COLUMNS, start=1):
        page.cell(1, number).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = column.width
    for cells in page.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    page.freeze_panes = "A2"
    choice = DataValidation(type="list", formula1=f'"{",".join(KINDS)}"', allow_blank=True)
    page.add_data_validation(choice)
    choice.add(f"C2:C{MOST_QUESTIONS + 1}")
    about = book.create_sheet("Erklärung")
    for column in COLUMNS:
        about.append([column.heading, str(column.about)])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 20, 90
    out = BytesIO()
    book.save(out)
    return out.getvalue()


EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "section": "Personal",
        "text": "Gibt es bei Ihnen ein Integrationsmanagement?",
        "kind": "Ja/Nein",
        "is_required": "ja",
        "key": "im",
    },
    {
        "section": "Personal",
        "text": "Wie viele Stellen sind dafür besetzt?",
        "kind": "Zahl",
        "unit": "Stellen",
        "decimals": "2",
        "highest": "20",
        "hint": "Vollzeitstellen am 30. Juni.",
        "condition": "im = ja",
        "key": "stellen",
    },
    {
        "section": "Ausblick",
        "text": "Was tun Sie, wenn die Förderung endet?",
        "kind": "Auswahl",
        "options": "Stellen selbst bezahlen; Stellen abbauen; noch offen",
    },
)
