"""What can be wrong with an entry; each says it to the person who typed it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.programmes.models import Enrolment


class EnrolmentProblem(Exception):
    """``str()`` is a sentence for people; ``field`` the field of the form it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyEnrolled(EnrolmentProblem):
    def __init__(self, there: Enrolment) -> None:
        super().__init__(
            _("%(name)s ist in dieser Runde schon eingetragen (%(state)s). Bitte dort ändern.")
            % {"name": there.body.name, "state": there.get_state_display()},
            field="body",
        )
        self.there = there


class ChangedMeanwhile(EnrolmentProblem):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Den Eintrag zu %(name)s hat inzwischen jemand anders geändert. Ihre Änderung "
                "wurde nicht gespeichert. Bitte die Seite neu laden, prüfen und noch einmal "
                "eintragen."
            )
            % {"name": name}
        )
