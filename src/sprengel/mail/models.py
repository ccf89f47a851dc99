"""Letters that leave the house by mail, and the secret links in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("nicht zustellbar")
    CANCELLED = "cancelled", _("zurückgenommen")


class Letter(models.Model):
    """One mail to one address. Written in the transaction that causes it, sent afterwards.

    ``key`` says what it is about ("einladung/12/34/0"): the same key is never queued twice.
    """

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    """Fixed when queued: a second delivery after a crash is recognisable as the same mail."""
    to_email = models.EmailField(_("An"))
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(_("Betreff"), max_length=300)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    """An iCalendar object sent as text/calendar and as an attachment."""
    calendar_method = models.CharField(max_length=10, blank=True)
    """REQUEST or CANCEL (RFC 5546)."""
    about_path = models.CharField(max_length=300, blank=True)
    """The page of this site it is about, for the office."""
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    """Why the last try failed, as a sentence for the office."""
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_letter_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="mail_letter_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"


class Attachment(models.Model):
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="attachments")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        ordering = ["pk"]


class Route(models.Model):
    """The way out of the house: one row, so that every page can say since when it is blocked."""

    name = models.CharField(max_length=10, unique=True)
    down_since = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    """Why, as a sentence for the office."""
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", _("Antwort auf eine Einladung")
    POLL = "poll", _("Terminumfrage")
    INQUIRY = "inquiry", _("Rückfrage")
    CALENDAR = "calendar", _("Kalender")
    SURVEY = "survey", _("Umfrage")
    HEARING = "hearing", _("Anhörung")


class SecretLink(models.Model):
    """An address that works without login, for one purpose and one thing, until revoked.

    The address holds ``public_id`` signed with the server's key: reading the database alone does
    not give working links.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=20, choices=LinkPurpose.choices)
    object_id = models.PositiveBigIntegerField()
    """Primary key of what the purpose names (invitation, poll, inquiry, actor)."""
    holder_id = models.PositiveBigIntegerField(default=0)
    """Primary key of the actor it was given to, where the object does not say; else 0."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "object_id", "holder_id"],
                condition=Q(revoked_at__isnull=True),
                name="mail_link_one_valid",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=LinkPurpose.values), name="mail_link_purpose_known"
            ),
        ]
