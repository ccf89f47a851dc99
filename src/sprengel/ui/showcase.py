"""Made-up content for the page that shows every component; openly fictional cities only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.paginator import Page, Paginator

from sprengel.ui.elements import Chip, Tab

DAY = date(2024, 3, 15)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Stands in for a matter, a statement or a document: what the label includes ask for."""

    word: str
    state: str = ""
    state_symbol: str = ""
    act: str = ""
    visibility: str = ""

    def get_state_display(self) -> str:
        return self.word

    get_act_display = get_visibility_display = get_state_display


MATTER_STATES = (
    Labelled("offen", state="open", state_symbol="○"),
    Labelled("in Arbeit", state="in_progress", state_symbol="◐"),
    Labelled("teilweise erfüllt", state="partly_met", state_symbol="◐"),
    Labelled("erfüllt", state="met", state_symbol="●"),
    Labelled("abgelehnt", state="refused", state_symbol="✕"),
    Labelled("überholt", state="overtaken", state_symbol="⟳"),
    Labelled("keine Auskunft", state="unknown", state_symbol="?"),
)
ACTS = (
    Labelled("Zusage", act="commitment"),
    Labelled("Forderung", act="demand"),
    Labelled("Beschluss", act="decision"),
    Labelled("Auftrag", act="assignment"),
    Labelled("Kritik", act="criticism"),
    Labelled("Zustimmung", act="approval"),
    Labelled("Frage", act="question"),
    Labelled("Bericht", act="report"),
)
VISIBILITIES = (
    Labelled("öffentlich", visibility="public"),
    Labelled("nur Mitglieder", visibility="members"),
    Labelled("nur Geschäftsstelle", visibility="office"),
)
DOCUMENT_STATES = (
    Labelled("wartet auf das Lesen", state="waiting"),
    Labelled("wird gelesen", state="reading"),
    Labelled("gelesen", state="read"),
    Labelled("konnte nicht gelesen werden", state="failed"),
)
REVIEW_STATES = (
    Labelled("zu prüfen", state="proposed"),
    Labelled("angenommen", state="accepted"),
    Labelled("berichtigt", state="corrected"),
    Labelled("verworfen", state="rejected"),
)
TABS = (
    Tab("Vorbereitung", "#", is_current=True, count=7),
    Tab("Tagesordnung", "#", count=12),
    Tab("Teilnahme", "#"),
    Tab("Niederschrift", "#"),
    Tab("Ergebnisse", "#"),
)
CHIPS = (
    Chip("Zusage", "#", is_active=True, count=13),
    Chip("Forderung", "#", count=41),
    Chip("Beschluss", "#", count=9),
    Chip("Auftrag", "#", count=4),
)


class SampleForm(forms.Form):
    """One field of each kind, to be shown empty and with errors."""

    title = forms.CharField(label="Titel", help_text="So, wie er auf dem Dokument steht.")
    kind = forms.ChoiceField(
        label="Art", choices=[("", "Bitte wählen"), ("news", "Zeitungsbericht"), ("mail", "E-Mail")]
    )
    dated_on = forms.DateField(
        label="Datum", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(label="Datei", required=False, help_text="PDF, Word oder Text")
    note = forms.CharField(label="Vermerk", required=False, widget=forms.Textarea)
    visibility = forms.ChoiceField(
        label="Wer darf das sehen?",
        choices=[("public", "öffentlich"), ("members", "nur Mitglieder")],
        widget=forms.RadioSelect,
    )
    is_draft = forms.BooleanField(label="Nur ein Entwurf", required=False)


def sample_page() -> Page[int]:
    return Paginator(range(70), 10).page(2)
