"""One line of what happened to a hearing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, User
from sprengel.hearings.models import Hearing


def log_hearing(
    actor: User | None,
    hearing: Hearing,
    sentence: str,
    *,
    visibility: str = "",
    **words: object,
) -> None:
    """``sentence`` may name ``title`` and ``words``; seen by whoever sees the hearing."""
    accounts.log(
        actor=actor,
        verb=ActivityVerb.HEARING_CHANGED,
        sentence=sentence % {"title": hearing.title, **words},
        path=hearing.get_absolute_url(),
        visibility=visibility or hearing.visibility,
    )


def name_of(actor: User | None) -> str:
    return str(actor) if actor else _("Sprengel")
