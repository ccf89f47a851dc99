"""What the inputs are called on the screen, in which unit, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.engines.staffing import Counts

PER_CENT = "%"


@dataclass(frozen=True, slots=True)
class Named:
    """``unit`` per cent: typed and shown times a hundred."""

    name: str
    label: Any
    unit: Any
    hint: Any
    unknown: Any
    """What the sources do not say, as a sentence."""

    @property
    def factor(self) -> int:
        return 100 if self.unit == PER_CENT else 1


NAMED: tuple[Named, ...] = (
    Named(
        "posts",
        _("Stellen im ersten Jahr"),
        _("Stellen"),
        _("Stellen des gehobenen Verwaltungsdienstes bei den Kommunen, besetzt oder nicht"),
        _("Wie viele Stellen des gehobenen Verwaltungsdienstes die Kommunen haben"),
    ),
    Named(
        "growth",
        _("Mehr Stellen im Jahr"),
        PER_CENT,
        _("Ein Minus davor heißt: weniger Stellen"),
        _("Um wie viel die Zahl dieser Stellen im Jahr wächst"),
    ),
    Named(
        "vacant",
        _("Unbesetzt zu Beginn"),
        PER_CENT,
        _("Anteil der Stellen, die niemand innehat, wenn die Rechnung beginnt"),
        _("Wie viele dieser Stellen heute unbesetzt sind"),
    ),
    Named(
        "over_fifty",
        _("Über 50 Jahre alt"),
        PER_CENT,
        _("Anteil der Beschäftigten; innerhalb wird gleichmäßig verteilt gerechnet"),
        _("Wie alt die Beschäftigten dieses Dienstes landesweit sind"),
    ),
    Named(
        "retirement_age",
        _("Alter beim Ruhestand"),
        _("Jahre"),
        _("In ganzen Jahren"),
        _("Wie viele im Jahr landesweit in den Ruhestand gehen und mit welchem Alter"),
    ),
    Named(
        "early_leaving",
        _("Vorzeitig ausgeschieden"),
        PER_CENT,
        _("Der über 50-Jährigen, im Jahr: aus gesundheitlichen oder anderen Gründen früher"),
        _("Wie viele vor diesem Alter ausscheiden"),
    ),
    Named(
        "fluctuation",
        _("Wechsel zu anderen"),
        PER_CENT,
        _("Aller Beschäftigten, im Jahr: zum Land, zum Bund, in die Wirtschaft"),
        _("Wie viele zu anderen Arbeitgebern wechseln"),
    ),
    Named(
        "to_municipalities",
        _("Gehen zu einer Kommune"),
        PER_CENT,
        _("Anteil der Absolventinnen und Absolventen; die anderen gehen zum Land oder woandershin"),
        _("Wie viele der Absolventinnen und Absolventen bei einer Kommune anfangen"),
    ),
    Named(
        "other_entrants",
        _("Andere Zugänge im Jahr"),
        _("Personen"),
        _("Quereinstieg, Aufstieg, Rückkehr"),
        _("Wie viele auf anderen Wegen in diesen Dienst kommen"),
    ),
    Named(
        "drop_out",
        _("Studium abgebrochen"),
        PER_CENT,
        _("Derer, die ein Studium beginnen; zählt nur, wo Studienplätze angegeben sind"),
        _("Wie viele das Studium abbrechen"),
    ),
    Named(
        "study_years",
        _("Dauer des Studiums"),
        _("Jahre"),
        _("In ganzen Jahren: so viel später wird aus einem Platz ein Abschluss"),
        _("Wie lange das Studium bis zum Dienstbeginn dauert"),
    ),
    Named(
        "entry_age",
        _("Alter beim Anfangen"),
        _("Jahre"),
        _("Nach dem Studium; andere Zugänge werden zehn Jahre älter gerechnet"),
        _("Wie alt die Anfängerinnen und Anfänger sind"),
    ),
)
BY_NAME = {one.name: one for one in NAMED}

PATHS: dict[str, Any] = {
    "as_2016": _("700 wie 2016"),
    "decided": _("900 wie beschlossen"),
    "demanded": _("1.000 wie gefordert"),
    "own": _("eigene Zahlen"),
}
COUNTS: dict[str, Any] = {
    Counts.GRADUATES: _("Abschlüsse"),
    Counts.PLACES: _("Studienplätze"),
}


def heads(value: float) -> str:
    """Whole heads: nobody is half a graduate."""
    text = str(number_format(round(value), use_l10n=True, force_grouping=True))
    return text.replace("-", "−")


def heads_range(of: Range) -> str:
    low, likely, high = heads(of.low), heads(of.likely), heads(of.high)
    if low == high:
        return likely
    return str(_("%(likely)s (%(low)s bis %(high)s)")) % {
        "likely": likely,
        "low": low,
        "high": high,
    }


def grouped(value: float) -> str:
    """ "15.000", "1,5": no more decimals than it has."""
    number = round(value, 4)
    whole = int(number) if number == int(number) else number
    return str(number_format(whole, use_l10n=True, force_grouping=True))


def plain_number(value: float) -> str:
    """As one types it: "1,5", "15000"."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if text != "-0" else "0"


def typed(of: Range, factor: int = 1) -> str:
    """A range as the form's field takes it: "45" or "40 – 45 – 50"."""
    three = [plain_number(value * factor) for value in (of.low, of.likely, of.high)]
    return three[1] if len(set(three)) == 1 else " – ".join(three)


def in_words(name: str, of: Range) -> str:
    """ "40 bis 50 %, wahrscheinlich 45 %"."""
    named = BY_NAME[name]
    low, likely, high = (grouped(value * named.factor) for value in (of.low, of.likely, of.high))
    fields = {"low": low, "likely": likely, "high": high, "unit": named.unit}
    if low == high:
        return f"{likely} {named.unit}"
    return str(_("%(low)s bis %(high)s %(unit)s, wahrscheinlich %(likely)s %(unit)s")) % fields
