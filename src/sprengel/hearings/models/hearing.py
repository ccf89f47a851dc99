"""A position paper or the association's answer in a hearing, and its versions by paragraph."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly, Document
from sprengel.bodies.models import Actor, Organization


class HearingKind(models.TextChoices):
    POSITION = "position", _("Positionspapier")
    HEARING = "hearing", _("Anhörung")


class HearingState(models.TextChoices):
    DRAFT = "draft", _("in Vorbereitung")
    CONSULTATION = "consultation", _("in Abstimmung mit den Städten")
    FINAL = "final", _("endgültige Fassung")
    ANSWERED = "answered", _("Ergebnis liegt vor")


class Hearing(VisibleModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=10, choices=HearingKind.choices)
    state = models.CharField(
        max_length=12, choices=HearingState.choices, default=HearingState.DRAFT
    )
    title = models.CharField(_("Titel"), max_length=300)
    occasion = models.TextField(_("Anlass"), blank=True)
    requested_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="hearings_requested"
    )
    """Who asks for the statement: a ministry, the Landtag."""
    law = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="hearings"
    )
    """The draft law or regulation it is about, where the archive has it."""
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="hearings"
    )
    """The circle whose member cities are asked and to whose sessions the demands come back."""
    received_on = models.DateField(_("eingegangen am"), null=True, blank=True)
    deadline_on = models.DateField(_("Frist des Ministeriums"), null=True, blank=True)
    comments_until = models.DateField(_("Rückmeldung der Städte bis"), null=True, blank=True)
    shows_comments = models.BooleanField(default=False)
    """The cities see one another's comments."""
    costs_changed = models.BooleanField(default=False)
    """The draft changed after the hearing and with it the costs: to be heard again."""
    legal_note = models.TextField(_("Anmerkung zum Verfahren"), blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    """The hearing on the draft as it was before it changed."""
    opened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = [F("deadline_on").desc(nulls_first=True), "-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HearingKind.values), name="hearings_hearing_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HearingState.values), name="hearings_hearing_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(visibility="office"),
                name="hearings_hearing_draft_is_the_offices",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | Q(state__in=("final", "answered")),
                name="hearings_hearing_public_only_when_final",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(deadline_on__isnull=True)
                | Q(deadline_on__gte=F("received_on")),
                name="hearings_hearing_deadline_after_receipt",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="hearings_hearing_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("hearings:hearing", args=[self.public_id])


class HearingPartQuerySet(models.QuerySet):
    """Versions: as visible as the hearing and as the document that holds their text."""

    def visible_to(self, user: Viewer) -> HearingPartQuerySet:
        levels = visible_levels(user)
        return self.filter(hearing__visibility__in=levels, document__visibility__in=levels)


class Version(AppendOnly):
    """The text at one moment; its document in the archive makes passages possible."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    is_final = models.BooleanField(default=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="hearing_versions"
    )
    note = models.CharField(_("Was hat sich geändert?"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)

    objects = HearingPartQuerySet.as_manager()

    class Meta:
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "number"], name="hearings_version_number_unique"
            ),
            models.UniqueConstraint(
                fields=["hearing"], condition=Q(is_final=True), name="hearings_version_one_final"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing} ({self.number})"


class ParagraphQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> ParagraphQuerySet:
        levels = visible_levels(user)
        return self.filter(
            version__hearing__visibility__in=levels, version__document__visibility__in=levels
        )


class Paragraph(AppendOnly):
    """One paragraph of a version; ``line`` is the same for it through all versions."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    line = models.UUIDField(default=uuid.uuid4, db_index=True)
    label = models.CharField(max_length=40, blank=True)
    """Its own number in the text ("§ 2", "1.", "a)"), where it has one."""
    is_heading = models.BooleanField(default=False)
    text = models.TextField()
    before = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="after"
    )
    """The paragraph of the version before that this one was made from."""
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    """Where it stands in the text of the version's document, in code points."""

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="hearings_paragraph_position_unique"
            ),
            models.UniqueConstraint(
                fields=["version", "line"], name="hearings_paragraph_line_unique"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="hearings_paragraph_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
