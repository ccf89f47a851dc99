"""A person's verdict on a vote: accept, correct, reject; each compares ``version``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive import anchors
from sprengel.archive.models import Document
from sprengel.ledger.models import Vote, VoteState
from sprengel.ledger.votes import rules, wording


class StaleVote(Exception):
    """Somebody else was quicker: ``vote`` is how it is now."""

    def __init__(self, vote: Vote) -> None:
        super().__init__(f"vote {vote.pk} is at version {vote.version}")
        self.vote = vote

    def is_same_again(self, user: User, state: str) -> bool:
        """A button pressed twice: what was wanted is what this user has just done."""
        return self.vote.reviewed_by_id == user.pk and self.vote.state == state

    @property
    def sentence(self) -> str:
        if not self.vote.reviewed_by_name:
            return _(
                "Diese Abstimmung hat sich inzwischen geändert. Ihre Änderung wurde nicht "
                "gespeichert."
            )
        return _(
            "%(who)s hat diese Abstimmung inzwischen geprüft: %(state)s, %(result)s. Ihre Änderung "
            "wurde nicht gespeichert; bitte ansehen und, wenn nötig, noch einmal entscheiden."
        ) % {
            "who": self.vote.reviewed_by_name,
            "state": self.vote.get_state_display(),
            "result": wording.in_words(self.vote),
        }


@dataclass(frozen=True, slots=True)
class VoteFacts:
    outcome: str
    majority: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    item_label: str = ""


@transaction.atomic
def accept(*, actor: User | None, vote: Vote, version: int) -> Vote:
    """It is as the machine read it."""
    return _decide(actor, vote, version, {"state": VoteState.ACCEPTED}, _("bestätigt"))


@transaction.atomic
def correct(*, actor: User | None, vote: Vote, version: int, facts: VoteFacts) -> Vote:
    """It is otherwise; from here on it counts as confirmed."""
    fields = {**_checked(facts), "state": VoteState.ACCEPTED}
    return _decide(actor, vote, version, fields, _("berichtigt"))


@transaction.atomic
def reject(*, actor: User | None, vote: Vote, version: int) -> Vote:
    """It is no vote, or not of this text."""
    return _decide(actor, vote, version, {"state": VoteState.REJECTED}, _("verworfen"))


@transaction.atomic
def add_vote(
    *, actor: User | None, document: Document, start: int, end: int, facts: VoteFacts
) -> Vote:
    """A vote a person noted, at its place in the document's latest text; counts as confirmed."""
    revision = document.latest_revision
    if revision is None:
        raise ValidationError(_("Dieses Dokument hat noch keinen Text."))
    fields = _checked(facts)
    vote = Vote.objects.create(
        document=document,
        revision=revision,
        position=start,
        anchor=anchors.as_json(anchors.make(revision.text, start, end)),
        state=VoteState.ACCEPTED,
        reviewed_by=actor,
        reviewed_by_name=str(actor) if actor else "Sprengel",
        reviewed_at=timezone.now(),
        **fields,
    )
    _log(actor, vote, _("eingetragen"))
    return vote


def _checked(facts: VoteFacts) -> dict[str, Any]:
    rules.check(
        outcome=facts.outcome,
        majority=facts.majority,
        yes=facts.yes,
        no=facts.no,
        abstain=facts.abstain,
    )
    return {
        "outcome": facts.outcome,
        "majority": facts.majority,
        "yes": facts.yes,
        "no": facts.no,
        "abstain": facts.abstain,
        "item_label": " ".join(facts.item_label.split())[:300],
    }


def _decide(
    actor: User | None, vote: Vote, version: int, fields: dict[str, Any], what: str
) -> Vote:
    now: datetime = timezone.now()
    written = Vote.objects.filter(pk=vote.pk, version=version).update(
        version=version + 1,
        reviewed_by=actor,
        reviewed_by_name=str(actor) if actor else "Sprengel",
        reviewed_at=now,
        **fields,
    )
    current = Vote.objects.select_related("document").get(pk=vote.pk)
    if not written:
        raise StaleVote(current)
    _log(actor, current, what)
    return current


def _log(actor: User | None, vote: Vote, what: str) -> None:
    accounts.log(
        actor=actor,
        verb=ActivityVerb.STATEMENT_REVIEWED,
        sentence=_("Abstimmung in „%(title)s“ %(what)s: %(item)s %(result)s.")
        % {
            "title": vote.document.title,
            "what": what,
            "item": vote.item_label,
            "result": wording.in_words(vote),
        },
        path=vote.document.get_absolute_url(),
        # How the office works through a document is its own business.
        visibility=Visibility.OFFICE,
    )
