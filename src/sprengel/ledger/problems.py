"""What can go wrong here, as exceptions that hold what a person needs to know."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from sprengel.accounts.models import User
    from sprengel.ledger.models import Statement

UNEXPECTED = gettext_lazy(
    "Beim Lesen ist ein unerwarteter Fehler aufgetreten. Bitte „Noch einmal lesen“ wählen; bleibt "
    "der Fehler, das Dokument als PDF neu speichern und noch einmal hochladen."
)
GAVE_UP = gettext_lazy(
    "Das Lesen wurde dreimal unterbrochen und deshalb beendet. Bitte „Noch einmal lesen“ wählen "
    "oder das Dokument in kleinere Dateien aufteilen."
)


class StaleStatement(Exception):
    """Somebody else was quicker: ``statement`` is how it is now, the rest says who did what."""

    def __init__(
        self,
        statement: Statement,
        *,
        user_name: str,
        decision: str,
        at: datetime | None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(f"statement {statement.pk} is at version {statement.version}")
        self.statement = statement
        self.user_name = user_name
        self.decision = decision
        self.at = at
        self.user_id = user_id

    def is_same_again(self, user: User, decision: str) -> bool:
        """A button pressed twice: what was wanted is what this user has just done."""
        return self.user_id == user.pk and self.decision == decision

    @property
    def sentence(self) -> str:
        """„Frau Weber hat diese Aussage vor 2 Minuten angenommen. Ihre Änderung wurde nicht …“"""
        if not self.user_name:
            return _(
                "Diese Aussage hat sich inzwischen geändert. Ihre Änderung wurde nicht "
                "gespeichert; hier steht sie zum Übernehmen."
            )
        words = {"who": self.user_name, "when": _ago(self.at), "what": self._what}
        return (
            _(
                "%(who)s hat diese Aussage %(when)s %(what)s. Ihre Änderung wurde nicht "
                "gespeichert; hier steht sie zum Übernehmen."
            )
            % words
        )

    @property
    def _what(self) -> str:
        return {
            "accept": _("angenommen"),
            "correct": _("berichtigt"),
            "reject": _("verworfen"),
            "undo": _("wieder auf „zu prüfen“ gesetzt"),
            "add": _("ergänzt"),
        }.get(self.decision, _("geändert"))


class LostClaim(Exception):
    """Another worker has taken over this reading; this one stops without a word."""


def _ago(at: datetime | None) -> str:
    if at is None:
        return _("inzwischen")
    minutes = int((timezone.now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("gerade eben")
    if minutes < 60:
        return ngettext("vor %(n)s Minute", "vor %(n)s Minuten", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("vor %(n)s Stunde", "vor %(n)s Stunden", hours) % {"n": hours}
    return ngettext("vor %(n)s Tag", "vor %(n)s Tagen", hours // 24) % {"n": hours // 24}
