"""Who sits before the form: the city's own link, a helper's, somebody logged in, the office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.surveys import rules
from sprengel.surveys.models import Asked, AskedState, Helper, Question


class Way(Enum):
    LINK = "link"
    HELPER = "helper"
    LOGIN = "login"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Seat:
    asked: Asked
    way: Way
    name: str
    """Stands beside what they typed."""
    address: str
    """Path of the form they are at."""
    helper: Helper | None = None
    user: User | None = None

    @property
    def slot(self) -> str:
        """The city's draft is not the office's business, and the other way round."""
        return "office" if self.way is Way.OFFICE else "city"

    @property
    def may_send(self) -> bool:
        return self.way is not Way.HELPER

    @property
    def may_invite_helpers(self) -> bool:
        return self.way in (Way.LINK, Way.LOGIN)

    @property
    def is_open(self) -> bool:
        return rules.can_answer(self.asked, today())

    @property
    def is_editing(self) -> bool:
        """Whether there is a form: not sent yet, or taken up again after sending."""
        if self.asked.state != AskedState.SUBMITTED:
            return True
        return bool(self.asked.draft.get(self.slot, {}).get("reopened"))

    def questions(self, questions: list[Question]) -> list[Question]:
        """Those this seat fills in; a helper may have some sections only."""
        wanted = set(self.helper.sections) if self.helper else set()
        return [one for one in questions if not wanted or one.section in wanted]
