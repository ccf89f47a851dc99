"""What the forecast asks for: one line for each assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sprengel.figures.models import UnitKind


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    """As the engine calls it."""
    key: str
    """As the address and the form call it."""
    label: Any
    unit: Any
    hint: Any
    highest: int
    """In the unit shown; everything begins at nothing unless ``lowest`` says otherwise."""
    figure_kind: str
    """Figures of this kind of unit can be its source."""
    lowest: int = 0
    is_range: bool = True
    is_needed: bool = False
    when_empty: Any = ""
    """What the forecast then reckons with, said under the chart."""
    slider_high: float = 0
    """The slider ends here, unless the number is larger."""
    slider_step: float = 1

    @property
    def is_share(self) -> bool:
        """Written in per cent, reckoned as a share of one."""
        return self.figure_kind == UnitKind.SHARE


EURO, PER_CENT = _("Euro"), "%"

POSTS = Input(
    "posts", "stellen", _("Geförderte Vollzeitstellen"), _("Stellen"),
    _("Teilzeit anteilig: zwei halbe Stellen sind eine."),
    100_000, UnitKind.COUNT, is_needed=True, slider_high=50, slider_step=0.5,
)  # fmt: skip
GRANT = Input(
    "grant_per_post_eur", "zuschuss", _("Zuschuss je Vollzeitstelle und Jahr"), EURO,
    _("Der bewilligte Betrag, oder der Höchstbetrag bei einem Fördersatz."),
    10_000_000, UnitKind.MONEY, is_range=False, is_needed=True, slider_high=120_000,
    slider_step=500,
)  # fmt: skip
SHARE = Input(
    "grant_share", "foerdersatz", _("Fördersatz, höchstens dieser Anteil der Kosten"), PER_CENT,
    _("Nur bei Anteilsförderung, zum Beispiel 50."),
    100, UnitKind.SHARE, is_range=False,
    when_empty=_("kein Fördersatz: fester Betrag, höchstens die Kosten der Stelle"),
    slider_high=100,
)  # fmt: skip
COST = Input(
    "cost_per_post_eur", "kosten", _("Personalkosten je Vollzeitstelle im ersten Jahr"), EURO,
    _("Mit allen Nebenkosten, ohne Sachkosten."),
    10_000_000, UnitKind.MONEY, is_needed=True, slider_high=150_000, slider_step=500,
)  # fmt: skip
MATERIAL = Input(
    "material_per_post_eur", "sachkosten", _("Sachkosten je Vollzeitstelle und Jahr"), EURO,
    _("Raum, Geräte, Fortbildung; bleibt über die Jahre gleich."),
    10_000_000, UnitKind.MONEY, when_empty=_("ohne Sachkosten gerechnet"), slider_high=30_000,
    slider_step=100,
)  # fmt: skip
PAY_RISE = Input(
    "pay_rise", "tarif", _("Steigerung der Vergütung im Jahr"), PER_CENT,
    _("Zum Beispiel 3; bei Unsicherheit mit Spanne."),
    50, UnitKind.SHARE, lowest=-20, is_needed=True, slider_high=10, slider_step=0.1,
)  # fmt: skip
FILLED = Input(
    "filled", "besetzt", _("Anteil der Stellen, die besetzt sind"), PER_CENT,
    _("Unbesetzte Stellen kosten nichts und bringen keinen Zuschuss."),
    100, UnitKind.SHARE, when_empty=_("alle Stellen besetzt gerechnet"), slider_high=100,
)  # fmt: skip
INDEX = Input(
    "grant_index", "dynamik", _("Steigerung eines dynamisierten Zuschusses im Jahr"), PER_CENT,
    _("Nur für den Weg „verlängert und angepasst“."),
    50, UnitKind.SHARE, is_range=False, when_empty=_("steigt so wie die Vergütung"),
    slider_high=10, slider_step=0.1,
)  # fmt: skip

INPUTS = (POSTS, GRANT, SHARE, COST, MATERIAL, PAY_RISE, FILLED, INDEX)

YEARS = {
    "first_year": ("von", _("Erstes Jahr")),
    "term_ends": ("foerderende", _("Letztes Jahr mit Zuschuss")),
    "last_year": ("bis", _("Letztes Jahr der Vorausschau")),
}
FIRST, LAST = 1990, 2150
