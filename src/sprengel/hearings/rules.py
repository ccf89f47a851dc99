"""Who may do what with hearings; seeing is decided by ``visible_to`` and by ``sight``."""

from __future__ import annotations

from datetime import date

import rules

from sprengel.accounts.rules import is_office
from sprengel.hearings.models import Hearing, HearingState

rules.add_perm("hearings.change_hearing", is_office)


def takes_comments(hearing: Hearing) -> bool:
    """Also after the day the cities were given: late comments are marked, not refused."""
    return hearing.state == HearingState.CONSULTATION


def is_late(hearing: Hearing, day: date) -> bool:
    return hearing.comments_until is not None and day > hearing.comments_until
