"""A saved reckoning: assumptions with their sources, in versions that are never changed.

Nothing of the result is stored: the same assumptions give the same figures, so a cited version can
be reckoned again.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly
from sprengel.bodies.models import Actor
from sprengel.programmes.models.programme import Programme


class ScenarioKind(models.TextChoices):
    GRANT = "grant", _("Was kostet es uns?")
    DISTRIBUTION = "distribution", _("Wer bekommt wie viel?")
    STAFF = "staff", _("Wie viele Absolventen brauchen wir?")


class Scenario(VisibleModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=ScenarioKind.choices)
    title = models.CharField(_("Titel"), max_length=200)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.SET_NULL, related_name="scenarios"
    )
    about = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="scenarios"
    )
    """The city, or the circle whose cities are reckoned together."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(max_length=200)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ScenarioKind.values), name="programmes_scenario_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:scenario", args=[self.public_id])


class ScenarioVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> ScenarioVersionQuerySet:
        return self.filter(scenario__visibility__in=visible_levels(user))


class ScenarioVersion(AppendOnly):
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    assumptions = models.JSONField()
    """The engine's inputs by their names; ranges as [low, likely, high]; units in the names."""
    sources = models.JSONField(default=dict)
    """{name of the input: {"text": …, "figure": public id or null}}"""
    reason = models.CharField(_("Was sich geändert hat"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)

    objects = ScenarioVersionQuerySet.as_manager()

    class Meta:
        ordering = ["scenario", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="programmes_scenario_version_once"
            )
        ]
