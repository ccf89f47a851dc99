"""Meetings in series: rhythm, lead times, and what stands on every agenda."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import VisibleModel, VisibleQuerySet
from sprengel.bodies.models import Actor, Organization


class Rhythm(models.TextChoices):
    FREE = "free", _("nach Bedarf")
    YEARLY = "yearly", _("einmal im Jahr")
    SPRING_AUTUMN = "spring_autumn", _("zweimal im Jahr, Frühjahr und Herbst")
    QUARTERLY = "quarterly", _("viermal im Jahr")
    EVERY_TWO_MONTHS = "every_two_months", _("alle zwei Monate")
    MONTHLY = "monthly", _("monatlich")


class Series(VisibleModel):
    """The meetings of one organization, a number of times a year."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(_("Sitzungsreihe"), max_length=200)
    per_year = models.PositiveSmallIntegerField(_("Sitzungen im Jahr"), default=2)
    rhythm = models.CharField(
        _("Rhythmus"), max_length=20, choices=Rhythm.choices, default=Rhythm.FREE
    )
    months = models.JSONField(default=list, blank=True)
    """The months (1 to 12) in which it usually meets; empty: what the rhythm says."""
    usual_starts_at = models.TimeField(_("üblicher Beginn"), null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(_("übliche Dauer in Minuten"), default=180)
    host_rotates = models.BooleanField(_("Gastgeber wechselt"), default=False)
    invitation_days = models.PositiveSmallIntegerField(_("Einladung, Tage vorher"), default=42)
    topics_days = models.PositiveSmallIntegerField(
        _("Themen anmelden bis, Tage vorher"), default=28
    )
    briefing_days = models.PositiveSmallIntegerField(_("Unterlagen, Tage vorher"), default=14)
    reminder_days = models.PositiveSmallIntegerField(_("Erinnerung, Tage vorher"), default=7)
    nonpublic_first = models.BooleanField(_("nichtöffentlicher Teil zuerst"), default=False)
    source = models.CharField(max_length=400, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="meetings_series_unique"),
            models.CheckConstraint(
                condition=Q(per_year__gte=1, per_year__lte=52), name="meetings_series_per_year"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="meetings_series_rhythm_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaPart(models.TextChoices):
    """A sitting's two halves; who may read an item on the screen is its ``visibility``."""

    PUBLIC = "public", _("öffentlicher Teil")
    NONPUBLIC = "nonpublic", _("nichtöffentlicher Teil")


class StandingItem(VisibleModel):
    """What stands on every agenda of a series: reports, programmes, exchange of experience."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="standing_items")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("Tagesordnungspunkt"), max_length=300)
    part = models.CharField(max_length=10, choices=AgendaPart.choices, default=AgendaPart.NONPUBLIC)
    owner = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="standing_items"
    )
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "title"], name="meetings_standing_item_once"),
            models.CheckConstraint(
                condition=Q(part__in=AgendaPart.values), name="meetings_standing_item_part_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
