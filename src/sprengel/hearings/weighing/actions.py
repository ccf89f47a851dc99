"""What the office makes of a comment; told to the city that made it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.models import User, Visibility
from sprengel.hearings.log import log_hearing, name_of
from sprengel.hearings.models import Comment, Handling, HandlingOutcome, Hearing


class HandlingConflict(Exception):
    """A colleague has decided meanwhile; ``theirs`` is what they decided."""

    def __init__(self, theirs: Handling) -> None:
        super().__init__(theirs)
        self.theirs = theirs


@transaction.atomic
def handle(
    *, actor: User | None, comment: Comment, outcome: str, reason: str, seen_pk: int
) -> Handling:
    """``seen_pk`` is the decision the form was made from, 0 for none. Raises HandlingConflict."""
    hearing = _locked(comment)
    comment = Comment.objects.select_related("consulted__city").get(pk=comment.pk)
    reason = reason.strip()
    if outcome not in HandlingOutcome.values:
        raise ValidationError({"outcome": _("Bitte wählen, was daraus geworden ist.")})
    if outcome != HandlingOutcome.TAKEN and not reason:
        raise ValidationError(
            {"reason": _("Bitte der Stadt in einem Satz sagen, warum nicht (ganz).")}
        )
    if comment.is_taken_back or Comment.objects.filter(replaces=comment).exists():
        raise ValidationError(
            _("Die Stadt hat diese Anmerkung inzwischen geändert. Bitte die neue ansehen.")
        )
    latest = comment.handlings.order_by("-pk").first()
    if latest is not None and (latest.outcome, latest.reason) == (outcome, reason):
        return latest
    if latest is not None and latest.pk != seen_pk:
        raise HandlingConflict(latest)
    handling = _written(actor, comment, outcome, reason)
    log_hearing(
        actor,
        hearing,
        _("„%(title)s“: Anmerkung von %(city)s %(outcome)s."),
        visibility=Visibility.OFFICE,
        city=comment.consulted.city.name,
        outcome=handling.get_outcome_display(),
    )
    return handling


def _written(actor: User | None, comment: Comment, outcome: str, reason: str) -> Handling:
    return Handling.objects.create(
        comment=comment,
        outcome=outcome,
        reason=reason[:4000],
        user=actor,
        user_name=name_of(actor)[:200],
    )


def _locked(comment: Comment) -> Hearing:
    return Hearing.objects.select_for_update().get(pk=comment.consulted.hearing_id)
