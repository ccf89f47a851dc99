"""What can be wrong with an entry in who is who; each says it to the person who typed it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.bodies.models import Actor


class BodiesProblem(Exception):
    """Something typed cannot be kept; ``str()`` is a sentence for people."""


class EndsBeforeStart(BodiesProblem):
    def __str__(self) -> str:
        return _("Das Ende liegt vor dem Anfang.")


class AlreadyThere(BodiesProblem):
    """The same fact is on record; ``existing`` is it."""

    def __init__(self, existing: Actor) -> None:
        super().__init__(existing)
        self.existing = existing

    def __str__(self) -> str:
        return _("„%(name)s“ ist schon eingetragen.") % {"name": self.existing.name}


class AlreadyMember(BodiesProblem):
    def __str__(self) -> str:
        return _("Diese Mitgliedschaft ist schon eingetragen und noch nicht beendet.")
