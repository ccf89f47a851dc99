"""Who is asked what, when, and how often; who may answer. Pure but for the models' names."""

from __future__ import annotations

from datetime import date, timedelta

from sprengel.accounts.models import Visibility
from sprengel.ledger.models import ActChoice, Inquiry, InquiryState, Matter

ANSWER_DAYS = 10
"""How long one has to answer, unless the check date is nearer."""
LAST_DAYS_BEFORE_CHECK = 2
"""So much before the check date the answer should be there: the agenda is printed then."""
REMINDER_DAYS = 7
"""After the reminder so many days until it says "keine Auskunft"."""
ASK_AGAIN_AFTER = timedelta(days=90)
"""Who answered, or was asked in vain, is not asked about the same matter by itself before that."""


def answer_until(asked_on: date, check_on: date | None) -> date:
    """At least three days, at most ten, and in time for the agenda where that is possible."""
    latest = asked_on + timedelta(days=ANSWER_DAYS)
    if check_on is None:
        return latest
    in_time = check_on - timedelta(days=LAST_DAYS_BEFORE_CHECK)
    return max(asked_on + timedelta(days=3), min(latest, in_time))


def is_asked_by_itself(matter: Matter) -> bool:
    """What only the office knows of is never mailed out without somebody saying so.

    Nor is whom one makes demands on: a ministry that promised nothing is asked by a person.
    """
    return matter.visibility != Visibility.OFFICE and matter.act != ActChoice.DEMAND


def is_to_be_reminded(inquiry: Inquiry, day: date) -> bool:
    return inquiry.state == InquiryState.ASKED and day > inquiry.answer_until


def is_silent(inquiry: Inquiry, day: date) -> bool:
    if inquiry.state != InquiryState.REMINDED or inquiry.reminded_on is None:
        return False
    return day > inquiry.reminded_on + timedelta(days=REMINDER_DAYS)
