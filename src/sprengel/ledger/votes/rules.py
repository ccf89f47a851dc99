"""What cannot be true of a vote, whatever somebody types."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sprengel.ledger.models import MajorityChoice, OutcomeChoice
from sprengel.ledger.votes.found import LARGEST_COUNT

VOTED = (OutcomeChoice.ADOPTED, OutcomeChoice.PARTLY_ADOPTED, OutcomeChoice.REJECTED)
"""Where there is a majority to speak of."""


def check(
    *, outcome: str, majority: str, yes: int | None, no: int | None, abstain: int | None
) -> None:
    """Raises ValidationError with a sentence for the field it is about."""
    if outcome not in OutcomeChoice.values:
        raise ValidationError({"outcome": _("Bitte das Ergebnis wählen.")})
    if majority and majority not in MajorityChoice.values:
        raise ValidationError({"majority": _("Diese Mehrheit gibt es nicht.")})
    for name, count in (("yes", yes), ("no", no), ("abstain", abstain)):
        if count is not None and not 0 <= count <= LARGEST_COUNT:
            raise ValidationError({name: _("Bitte die Zahl der Stimmen prüfen.")})
    if majority == MajorityChoice.UNANIMOUS and yes and no:
        raise ValidationError(
            {"majority": _("Einstimmig kann es mit Ja- und Nein-Stimmen nicht gewesen sein.")}
        )
    if outcome == OutcomeChoice.ADOPTED and yes is not None and no is not None and yes <= no:
        raise ValidationError(
            {
                "outcome": _(
                    "Mit nicht mehr Ja- als Nein-Stimmen ist nichts angenommen. Bitte Ergebnis "
                    "oder Zahlen berichtigen."
                )
            }
        )
    if outcome == OutcomeChoice.ADOPTED and yes == 0:
        raise ValidationError(
            {"outcome": _("Ohne eine Ja-Stimme ist nichts angenommen. Bitte die Zahlen prüfen.")}
        )
