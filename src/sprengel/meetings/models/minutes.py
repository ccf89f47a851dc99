"""Minutes written beside the agenda.

Text is kept section by section (a point of the agenda each) as revisions that only grow. What
somebody types is saved as their draft every few seconds; only saving makes a revision. A version
of the whole is fixed on request: it becomes a document of the archive, in which decisions and
assignments are anchored.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import VisibleModel, VisibleQuerySet
from sprengel.archive.models import AppendOnly, Document
from sprengel.bodies.models import Actor
from sprengel.ledger.models import Statement, Vote
from sprengel.meetings.models.agenda import AgendaItem
from sprengel.meetings.models.meeting import Meeting


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    FIXED = "fixed", _("Fassung festgehalten")
    APPROVED = "approved", _("genehmigt")


class Minutes(VisibleModel):
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(
        max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    keeper_name = models.CharField(_("Schriftführung"), max_length=200, blank=True)
    approved_in = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="approves"
    )
    """The session at which they were approved."""
    approved_on = models.DateField(null=True, blank=True)
    approval_note = models.CharField(max_length=300, blank=True)
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    """Number of the version that was approved; later ones are corrections of it."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MinutesState.values), name="meetings_minutes_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False),
                name="meetings_minutes_approval_has_date",
            ),
        ]


class MinutesSection(models.Model):
    """One point of the agenda in the minutes; ``item`` None: opening, closing, a free section."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="minutes_sections",
    )
    position = models.PositiveIntegerField(default=0)
    heading = models.CharField(_("Überschrift"), max_length=300)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "item"],
                condition=Q(item__isnull=False),
                name="meetings_minutes_section_once",
            )
        ]


class SectionRevision(AppendOnly):
    """The text of a section as somebody saved it; number 1, 2, 3 …"""

    section = models.ForeignKey(MinutesSection, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="meetings_section_revision_number"
            )
        ]


class SectionDraft(models.Model):
    """What one person is typing into a section: not lost, and nobody else's text yet."""

    section = models.ForeignKey(MinutesSection, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="minutes_drafts"
    )
    text = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(default=0)
    """Number of the revision it started from; an older one than the newest is a conflict."""
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "user"], name="meetings_section_draft_once")
        ]


class MinutesScope(models.TextChoices):
    """Which points a document holds: minutes that are published in part are two documents."""

    WHOLE = "whole", _("alle Punkte")
    PUBLIC = "public", _("öffentlicher Teil")
    NONPUBLIC = "nonpublic", _("nichtöffentlicher Teil")


class MinutesVersion(AppendOnly):
    """The whole as it was fixed, sent or approved: a document of the archive."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    scope = models.CharField(
        max_length=10, choices=MinutesScope.choices, default=MinutesScope.WHOLE
    )
    is_after_approval = models.BooleanField(default=False)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="minutes_version"
    )
    sections = models.JSONField()
    """[{"section": pk, "number": "2.1", "heading": …, "text": …, "is_public": …, "records": …}, …]
    as fixed; empty for one that was uploaded."""
    head = models.JSONField(default=dict, blank=True)
    """Title, place, who took part, as they were then."""
    reason = models.CharField(_("Anlass"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number", "scope"], name="meetings_minutes_version_number"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=MinutesScope.values),
                name="meetings_minutes_version_scope_known",
            ),
        ]


class RecordKind(models.TextChoices):
    DECISION = "decision", _("Beschluss")
    ASSIGNMENT = "assignment", _("Auftrag")


class MinutesRecord(models.Model):
    """A decision with its vote, or an assignment with owner and date, noted while writing.

    It stands in the text of the version that is fixed next; there it is anchored, and becomes a
    reviewed statement and a matter.
    """

    section = models.ForeignKey(MinutesSection, on_delete=models.CASCADE, related_name="records")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=RecordKind.choices)
    wording = models.TextField(_("Wortlaut"))
    responsible = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes_records"
    )
    due_on = models.DateField(_("bis"), null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    """As in ``ledger.models.Vote``; "" for an assignment or where nothing was voted on."""
    majority = models.CharField(max_length=10, blank=True)
    yes = models.PositiveIntegerField(null=True, blank=True)
    no = models.PositiveIntegerField(null=True, blank=True)
    abstain = models.PositiveIntegerField(null=True, blank=True)
    statement = models.OneToOneField(
        Statement, null=True, blank=True, on_delete=models.SET_NULL, related_name="minutes_record"
    )
    vote = models.OneToOneField(
        Vote, null=True, blank=True, on_delete=models.SET_NULL, related_name="minutes_record"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["section", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RecordKind.values), name="meetings_minutes_record_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(wording=""), name="meetings_minutes_record_has_wording"
            ),
        ]
