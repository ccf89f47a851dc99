"""Documents: the original bytes, the immutable texts taken from them, passages in those texts."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.bodies.models import Body, Organization


class Immutable(Exception):
    """Somebody tried to change what only grows."""


class StoredFile(models.Model):
    """Original bytes, kept once each under their SHA-512 in the files folder."""

    sha512 = models.CharField(max_length=128, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha512[:12]


class DocumentKind(models.TextChoices):
    PRESS_RELEASE = "press_release", _("Pressemitteilung")
    NEWS = "news", _("Zeitungsbericht")
    MINUTES = "minutes", _("Niederschrift")
    RESOLUTION = "resolution", _("Beschluss")
    PAPER = "paper", _("Vorlage")
    REPLY = "reply", _("Stellungnahme")
    CIRCULAR = "circular", _("Rundschreiben")
    LETTER = "letter", _("Schreiben")
    MAIL = "mail", _("E-Mail")
    NOTE = "note", _("Vermerk")
    OTHER = "other", _("Anderes")


class DocumentState(models.TextChoices):
    """How far the machine has come with it; shown with symbol and word."""

    WAITING = "waiting", _("wartet auf das Lesen")
    READING = "reading", _("wird gelesen")
    READ = "read", _("gelesen")
    FAILED = "failed", _("konnte nicht gelesen werden")


class Document(VisibleModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=300)
    kind = models.CharField(
        _("Art"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.OTHER
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    """Who issued it."""
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    """The circle it is about: matters found in it come back to that circle's meetings."""
    dated_on = models.DateField(_("Datum"), null=True, blank=True)
    dated_note = models.CharField(_("Anmerkung zum Datum"), max_length=200, blank=True)
    source_url = models.URLField(_("Fundort im Netz"), max_length=500, blank=True)
    provenance = models.TextField(_("Herkunft"), blank=True)
    """Where it comes from and what may be done with it, in a sentence."""
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    """The e-mail or archive this one came in."""
    state = models.CharField(
        max_length=10, choices=DocumentState.choices, default=DocumentState.WAITING
    )
    problem = models.TextField(blank=True)
    """Why it could not be read, as a sentence that says what to do."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="documents"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = [F("dated_on").desc(nulls_last=True), "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="archive_document_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values), name="archive_document_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(problem=""),
                name="archive_document_failure_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("archive:document", args=[self.public_id])

    @property
    def latest_revision(self) -> Revision | None:
        return self.revisions.order_by("-number").first()


class AppendOnly(models.Model):
    """Rows that are written once; the database row is never changed afterwards."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None and not self._state.adding:
            raise Immutable(f"{type(self).__name__} {self.pk} only grows; add a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Immutable(f"{type(self).__name__} {self.pk} is never deleted")


class DocumentPartQuerySet(models.QuerySet):
    """For what belongs to a document: as visible as the document."""

    def visible_to(self, user: Viewer) -> DocumentPartQuerySet:
        return self.filter(document__visibility__in=visible_levels(user))


class Revision(AppendOnly):
    """The text taken from a document's bytes by one extractor; immutable."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    pages = models.JSONField(default=list)
    """[[page number, start, end], …] in code points of ``text``."""
    blocks = models.JSONField(default=list)
    """[[kind, start, end, page number or null], …]."""
    notes = models.JSONField(default=list)
    extractor = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="archive_revision_number_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"


class PassageQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> PassageQuerySet:
        return self.filter(revision__document__visibility__in=visible_levels(user))


class Passage(models.Model):
    """A stretch of a revision, with enough around it to find it again in a later one.

    W3C Web Annotation's TextPositionSelector and TextQuoteSelector in one row.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    is_broken = models.BooleanField(default=False)
    """The quote does not stand in the latest revision any more: shown so, never guessed."""

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="archive_passage_not_empty"
            )
        ]

    def __str__(self) -> str:
        return self.quote[:60]
