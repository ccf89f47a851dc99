"""Abstimmungsergebnis: how an item was voted, in the passage that says so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sprengel.archive.models import Document, DocumentPartQuerySet, Revision
from sprengel.ledger.models.reading import ReadingRun


class OutcomeChoice(models.TextChoices):
    """``reading.document.Outcome`` with the words of the screen."""

    ADOPTED = "adopted", pgettext_lazy("Abstimmung", "angenommen")
    PARTLY_ADOPTED = "partly_adopted", _("teilweise angenommen")
    REJECTED = "rejected", pgettext_lazy("Abstimmung", "abgelehnt")
    REFERRED = "referred", _("verwiesen")
    POSTPONED = "postponed", _("vertagt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    SETTLED = "settled", _("erledigt")
    NOTED = "noted", _("zur Kenntnis genommen")
    REPLY_ACCEPTED = "reply_accepted", _("Stellungnahme zugestimmt")


class MajorityChoice(models.TextChoices):
    UNANIMOUS = "unanimous", _("einstimmig")
    MAJORITY = "majority", _("mehrheitlich")


class VoteState(models.TextChoices):
    PROPOSED = "proposed", _("zu prüfen")
    ACCEPTED = "accepted", _("bestätigt")
    REJECTED = "rejected", _("verworfen")


class Vote(models.Model):
    """One vote as a document tells it; counts are None where it gives none."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="votes")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="votes")
    run = models.ForeignKey(
        ReadingRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="votes"
    )
    """The reading that found it; None for one a person entered."""
    position = models.PositiveIntegerField()
    """Start of its span in the revision."""
    anchor = models.JSONField()
    """{"start", "end", "quote", "prefix", "suffix"}: see ``archive.anchors``."""
    is_broken = models.BooleanField(default=False)
    item_label = models.CharField(max_length=300, blank=True)
    """Which item or motion, in the words or number of the document."""
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=OutcomeChoice.choices)
    majority = models.CharField(
        _("Mehrheit"), max_length=10, choices=MajorityChoice.choices, blank=True
    )
    yes = models.PositiveIntegerField(_("Ja"), null=True, blank=True)
    no = models.PositiveIntegerField(_("Nein"), null=True, blank=True)
    abstain = models.PositiveIntegerField(_("Enthaltungen"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=VoteState.choices, default=VoteState.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=OutcomeChoice.values), name="ledger_vote_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(majority="") | Q(majority__in=MajorityChoice.values),
                name="ledger_vote_majority_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VoteState.values), name="ledger_vote_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_label}: {self.get_outcome_display()}"
