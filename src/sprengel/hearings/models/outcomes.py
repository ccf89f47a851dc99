"""Demands made of paragraphs of the final version, and what the Land adopted of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive.models import AppendOnly, Passage
from sprengel.hearings.models.hearing import Hearing, Paragraph
from sprengel.ledger.models import Entry, Matter


class PointQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> PointQuerySet:
        levels = visible_levels(user)
        return self.filter(
            hearing__visibility__in=levels,
            matter__visibility__in=levels,
            matter__is_withdrawn=False,
            paragraph__version__document__visibility__in=levels,
        )


class Point(models.Model):
    """A paragraph of the final version that is followed as a demand."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="points")
    paragraph = models.OneToOneField(Paragraph, on_delete=models.PROTECT, related_name="point")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="hearing_points")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["paragraph__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "matter"], name="hearings_point_matter_once")
        ]


class AdoptionOutcome(models.TextChoices):
    ADOPTED = "adopted", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    NOT = "not", _("nicht übernommen")
    UNKNOWN = "unknown", _("unbekannt")


class Adoption(AppendOnly):
    """What the Land made of a demand; the latest one counts. Its state is the ledger's entry."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="adoptions")
    outcome = models.CharField(max_length=8, choices=AdoptionOutcome.choices)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Where it stands in what the Land published."""
    sentence = models.TextField(blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["point", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=AdoptionOutcome.values),
                name="hearings_adoption_outcome_known",
            )
        ]
