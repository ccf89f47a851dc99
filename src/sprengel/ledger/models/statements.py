"""What was said, as read and as reviewed; how it was voted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.archive.models import AppendOnly, Document, DocumentPartQuerySet, Revision
from sprengel.bodies.models import Actor
from sprengel.ledger.models.reading import ReadingRun


class ActChoice(models.TextChoices):
    """``reading.document.Act`` with the words of the screen."""

    DEMAND = "demand", _("Forderung")
    COMMITMENT = "commitment", _("Zusage")
    DECISION = "decision", _("Beschluss")
    ASSIGNMENT = "assignment", _("Auftrag")
    APPROVAL = "approval", _("Zustimmung")
    CRITICISM = "criticism", _("Kritik")
    QUESTION = "question", _("Frage")
    REPORT = "report", _("Bericht")


FOLLOWED_ACTS = (
    ActChoice.DEMAND,
    ActChoice.COMMITMENT,
    ActChoice.DECISION,
    ActChoice.ASSIGNMENT,
)
FOLLOWED_VALUES = [act.value for act in FOLLOWED_ACTS]


class StatementState(models.TextChoices):
    PROPOSED = "proposed", _("zu prüfen")
    ACCEPTED = "accepted", _("angenommen")
    CORRECTED = "corrected", _("berichtigt")
    REJECTED = "rejected", _("verworfen")


REVIEWED_GOOD = (StatementState.ACCEPTED, StatementState.CORRECTED)


class Statement(models.Model):
    """What somebody said in a document, held to its exact characters."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="statements")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="statements")
    """The revision its spans point into; moves on when a re-extraction re-anchors it."""
    run = models.ForeignKey(
        ReadingRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    """The reading that proposed it; None for one a person added."""
    position = models.PositiveIntegerField()
    """Start of its first character in the revision: the order of the list."""
    act = models.CharField(_("Art der Aussage"), max_length=12, choices=ActChoice.choices)
    is_draft = models.BooleanField(default=False)
    spans = models.JSONField()
    """{"cue": [anchor, …], "source": …, "addressee": …, "message": …, "deadline": …}; an anchor is
    {"start", "end", "quote", "prefix", "suffix"}: see ``archive.anchors``."""
    is_broken = models.BooleanField(default=False)
    """A span could not be found again in the latest revision."""
    source_text = models.CharField(max_length=500, blank=True)
    """Who, in the words of the document."""
    actor_name = models.CharField(max_length=200, blank=True)
    """Who, by canonical name, also where the registry has no such actor."""
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="statements_made"
    )
    addressee_name = models.CharField(max_length=500, blank=True)
    addressee = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="statements_received"
    )
    message_text = models.TextField(blank=True)
    due_text = models.CharField(max_length=300, blank=True)
    due_from = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField()
    reason = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=StatementState.choices, default=StatementState.PROPOSED
    )
    version = models.PositiveIntegerField(default=1)
    """Counts up with every review; who saves with an older one is shown the newer first."""
    matter = models.ForeignKey(
        "Matter", null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "position", "pk"]
        indexes = [models.Index(fields=["state", "document"], name="ledger_statement_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=ActChoice.values), name="ledger_statement_act_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StatementState.values), name="ledger_statement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1),
                name="ledger_statement_confidence_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.message_text[:60]}"

    @property
    def is_followed(self) -> bool:
        """Whether, once accepted, it becomes or joins a matter."""
        return self.act in FOLLOWED_VALUES and not self.is_draft


class Decision(models.TextChoices):
    ACCEPT = "accept", _("angenommen")
    CORRECT = "correct", _("berichtigt")
    REJECT = "reject", _("verworfen")
    UNDO = "undo", _("Prüfung zurückgenommen")
    ADD = "add", _("von Hand ergänzt")


class Review(AppendOnly):
    """One person's verdict on one statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    user_name = models.CharField(max_length=200)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="ledger_review_decision_known"
            )
        ]
