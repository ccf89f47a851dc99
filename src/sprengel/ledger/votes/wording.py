"""A vote in words. Pure but for the translation."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.ledger.models import MajorityChoice, OutcomeChoice
from sprengel.ui.wording import listed


class Voted(Protocol):
    """What has a result: a stored vote, a record of the minutes, a find of the reader."""

    @property
    def outcome(self) -> str: ...
    @property
    def majority(self) -> str: ...
    @property
    def yes(self) -> int | None: ...
    @property
    def no(self) -> int | None: ...
    @property
    def abstain(self) -> int | None: ...


def about(item_label: str) -> str:
    """A number alone is that of a point of the agenda."""
    if not item_label:
        return _("Abstimmung")
    if item_label.replace(".", "").isdecimal():
        return _("TOP %(number)s") % {"number": item_label}
    return item_label


def result(vote: Voted) -> str:
    """„einstimmig angenommen“, „mehrheitlich abgelehnt“, „vertagt“."""
    outcome = str(OutcomeChoice(vote.outcome).label) if vote.outcome else ""
    if not vote.majority:
        return outcome
    majority = str(MajorityChoice(vote.majority).label)
    return f"{majority} {outcome}".strip()


def counts(vote: Voted) -> str:
    """„20 Ja-Stimmen, 25 Nein-Stimmen und 1 Enthaltung“; "" where nothing was counted."""
    said = []
    if vote.yes is not None:
        said.append(ngettext("%(n)s Ja-Stimme", "%(n)s Ja-Stimmen", vote.yes) % {"n": vote.yes})
    if vote.no is not None:
        said.append(ngettext("%(n)s Nein-Stimme", "%(n)s Nein-Stimmen", vote.no) % {"n": vote.no})
    if vote.abstain is not None:
        said.append(
            ngettext("%(n)s Enthaltung", "%(n)s Enthaltungen", vote.abstain) % {"n": vote.abstain}
        )
    return listed(said)


def in_words(vote: Voted) -> str:
    """„mehrheitlich abgelehnt bei 20 Ja-Stimmen, 25 Nein-Stimmen und 1 Enthaltung“."""
    counted = counts(vote)
    if not counted:
        return result(vote)
    return _("%(result)s bei %(counts)s") % {"result": result(vote), "counts": counted}
