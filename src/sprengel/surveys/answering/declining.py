"""A city that does not answer says so: it is then not reminded, and counted as such."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, Visibility
from sprengel.mail.actions import one_line
from sprengel.surveys.answering.drafts import NotOpen, locked
from sprengel.surveys.answering.seats import Seat
from sprengel.surveys.models import Asked, AskedState


@transaction.atomic
def decline(*, seat: Seat, because: str = "") -> Asked:
    """Until the end they may think again: answering takes it back."""
    if not seat.may_send:
        raise NotOpen
    asked = locked(seat).asked
    if asked.state == AskedState.SUBMITTED:
        raise NotOpen
    asked.state, asked.declined_because = AskedState.DECLINED, one_line(because, 300)
    asked.save(update_fields=["state", "declined_because"])
    _log_declined(seat, asked)
    return asked


def _log_declined(seat: Seat, asked: Asked) -> None:
    accounts.log(
        actor=seat.user,
        verb=ActivityVerb.SURVEY_CHANGED,
        sentence=_("%(who)s antwortet nicht auf die Umfrage „%(title)s“.")
        % {"who": asked.body.name, "title": asked.survey.title},
        path=asked.survey.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )
