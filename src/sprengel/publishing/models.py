"""What was reported and published, as it left the house."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly, Document, Passage
from sprengel.bodies.models import Organization
from sprengel.ledger.models import Matter, State, Statement, Vote
from sprengel.meetings.models import Meeting


class StatusReport(AppendOnly, VisibleModel):
    """Sachstandsbericht (Beschlusskontrolle) as it was issued: its rows stay as they were then.

    A matter that is done is reported once more and then drops off the next report.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="status_reports"
    )
    number = models.PositiveIntegerField()
    from_on = models.DateField(_("Zeitraum von"))
    to_on = models.DateField(_("bis"))
    issued_on = models.DateField(_("Stand"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "visibility", "number"], name="publishing_report_number"
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=models.F("from_on")), name="publishing_report_term"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("publishing:report", args=[self.public_id])


class ReportRow(AppendOnly):
    """One matter in one issued report."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="report_rows")
    state = models.CharField(max_length=12, choices=State.choices)
    cells = models.JSONField()
    """What stood in it: number, dates, wording, who, responsible, light, sentence, evidence."""

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "matter"], name="publishing_report_row_once")
        ]


class ReleaseState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    FOR_RELEASE = "for_release", _("zur Freigabe vorgelegt")
    RELEASED = "released", _("veröffentlicht")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class PressReleaseQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> PressReleaseQuerySet:
        """What is not released is the office's alone, whoever may see the meeting."""
        levels = visible_levels(user)
        if "office" in levels:
            return self
        return self.filter(
            state__in=(ReleaseState.RELEASED, ReleaseState.WITHDRAWN),
            released_at__isnull=False,
            meeting__visibility__in=levels,
        )


class PressRelease(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="press_releases")
    title = models.CharField(_("Überschrift"), max_length=200)
    subtitle = models.CharField(_("Unterzeile"), max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=ReleaseState.choices, default=ReleaseState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who changed it last: somebody else must release it (four eyes)."""
    edited_by_name = models.CharField(max_length=200, blank=True)
    edited_at = models.DateTimeField(auto_now=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_by_name = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="press_release"
    )
    """What it became in the archive when it was released."""
    pending_correction = models.JSONField(null=True, blank=True)
    """{"sentence", "before", "after", "note", "user", "user_name"}: waits for a second person."""

    objects = PressReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReleaseState.values), name="publishing_release_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False),
                name="publishing_release_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publishing:press_release", args=[self.public_id])

    @property
    def released_on(self) -> date | None:
        """The day in Germany, also shortly after midnight."""
        return localdate(self.released_at) if self.released_at else None


class PressSentence(models.Model):
    """One sentence of a release and the passage it rests on.

    A sentence of the office's own (a greeting, a date, a contact) says so: ``is_own``.
    """

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="sentences")
    paragraph = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(_("Satz"))
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="press_sentences"
    )
    vote = models.ForeignKey(
        Vote, null=True, blank=True, on_delete=models.PROTECT, related_name="press_sentences"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="press_sentences"
    )
    is_own = models.BooleanField(_("eigener Satz der Geschäftsstelle"), default=False)

    class Meta:
        ordering = ["release", "paragraph", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_own=True)
                | Q(statement__isnull=False)
                | Q(vote__isnull=False)
                | Q(passage__isnull=False),
                name="publishing_sentence_rests_on_something",
            )
        ]


class PressCorrection(AppendOnly):
    """A correction made after release: shown with it, never silently."""

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="corrections")
    before = models.TextField()
    after = models.TextField()
    note = models.CharField(_("Was wurde berichtigt?"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    released_by_name = models.CharField(max_length=200)
    """The second pair of eyes."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    @property
    def corrected_on(self) -> date:
        return localdate(self.at)
