"""Kennzahlen: what is counted, the numbers themselves, and where a series breaks.

A figure is never changed. A correction is a new row that names the one it replaces, so that what
was published can still be found.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import Passage
from sprengel.bodies.models import Actor


class Theme(models.TextChoices):
    """What the definitions are sorted by on the screen."""

    POPULATION = "population", _("Einwohner")
    FUNDING = "funding", _("Förderung")
    HOUSING = "housing", _("Unterbringung")
    STAFF = "staff", _("Personal und Hochschulen")
    CAMPAIGN = "campaign", _("Kampagnen")
    FINANCE = "finance", _("Haushalt")
    SURVEY = "survey", _("Umfragen")
    OTHER = "other", _("Anderes")


class UnitKind(models.TextChoices):
    """How a value is written; the words of the unit stand in ``Definition.unit``."""

    COUNT = "count", _("Anzahl")
    MONEY = "money", _("Euro")
    SHARE = "share", _("Prozent")
    AREA = "area", _("Quadratmeter")
    OTHER = "other", _("andere Einheit")


class Definition(VisibleModel):
    """What is counted, in words; figures are compared only within one definition."""

    slug = models.SlugField(max_length=120, unique=True)
    theme = models.CharField(_("Bereich"), max_length=12, choices=Theme.choices)
    name = models.CharField(_("Bezeichnung"), max_length=200)
    wording = models.TextField(_("Was zählt und was nicht"))
    unit_kind = models.CharField(_("Art der Einheit"), max_length=8, choices=UnitKind.choices)
    unit = models.CharField(_("Einheit"), max_length=60)
    """As written behind the number: "Plätze", "Euro", "%", "m²"."""
    decimals = models.PositiveSmallIntegerField(_("Nachkommastellen"), default=0)
    per_inhabitants = models.BooleanField(_("je 1.000 Einwohner sinnvoll"), default=False)
    lowest = models.DecimalField(
        _("kleinster plausibler Wert"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    highest = models.DecimalField(
        _("größter plausibler Wert"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    same_thing = models.SlugField(_("gleicher Gegenstand"), max_length=120, blank=True)
    """Definitions with the same word here count the same thing in different ways: shown side by
    side, never added or averaged."""
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values), name="figures_definition_theme_known"
            ),
            models.CheckConstraint(
                condition=Q(unit_kind__in=UnitKind.values), name="figures_definition_unit_known"
            ),
            models.CheckConstraint(condition=~Q(wording=""), name="figures_definition_has_wording"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(highest__gte=F("lowest")),
                name="figures_definition_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("figures:definition", args=[self.slug])


class Gap(models.TextChoices):
    """Why there is no value. "k. A." is not zero."""

    NOT_STATED = "not_stated", _("keine Angabe")
    NOT_FOUND = "not_found", _("in den Quellen nicht gefunden")
    WITHHELD = "withheld", _("wegen kleiner Zahl nicht gezeigt")


class KeyPrecision(models.TextChoices):
    DAY = "day", _("Tag")
    MONTH = "month", _("Monat")
    YEAR = "year", _("Jahr")
    PERIOD = "period", _("Zeitraum")
    UNKNOWN = "unknown", _("Stichtag nicht bekannt")


class FigureQuerySet(VisibleQuerySet):
    def visible_to(self, user: Viewer) -> FigureQuerySet:
        """Also all it rests on must be visible: definition, whom it is about, document, counter."""
        levels = visible_levels(user)
        return self.filter(
            Q(passage__isnull=True) | Q(passage__revision__document__visibility__in=levels),
            Q(about__isnull=True) | Q(about__visibility__in=levels),
            Q(counted_by__isnull=True) | Q(counted_by__visibility__in=levels),
            visibility__in=levels,
            definition__visibility__in=levels,
        )

    def current(self) -> FigureQuerySet:
        """Without those a correction has replaced."""
        return self.filter(replacement__isnull=True)

    def with_provenance(self) -> FigureQuerySet:
        """With all a page says beside the number, and not the document's whole text."""
        return self.select_related(
            "definition", "about", "counted_by", "passage__revision__document"
        ).defer("passage__revision__text", "passage__revision__blocks", "passage__revision__notes")


class Figure(VisibleModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="figures")
    about = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    """City, Land, association or circle the number is about; None where ``scope`` says it."""
    scope = models.CharField(_("Bezug"), max_length=200, blank=True)
    """What no body in the register stands for: "alle 1.101 Gemeinden des Landes"."""
    value = models.DecimalField(_("Wert"), max_digits=20, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(_("von"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("bis"), max_digits=20, decimal_places=4, null=True, blank=True)
    gap = models.CharField(_("ohne Wert, weil"), max_length=10, choices=Gap.choices, blank=True)
    is_approximate = models.BooleanField(_("ungefähr"), default=False)
    as_written = models.CharField(_("wie angegeben"), max_length=200, blank=True)
    """As the source has it: "rund 50", "mehr als 1.600"."""
    from_on = models.DateField(_("Zeitraum ab"), null=True, blank=True)
    key_on = models.DateField(_("Stichtag"), null=True, blank=True)
    """The day it was counted; of a period its last day."""
    key_precision = models.CharField(
        max_length=8, choices=KeyPrecision.choices, default=KeyPrecision.DAY
    )
    base_n = models.PositiveIntegerField(_("Angaben von"), null=True, blank=True)
    base_of = models.PositiveIntegerField(_("von insgesamt"), null=True, blank=True)
    """n of N: so many of so many answered or were counted."""
    counted_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="figures_counted"
    )
    counted_by_name = models.CharField(_("gezählt von"), max_length=200, blank=True)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    source = models.CharField(_("Quelle"), max_length=400, blank=True)
    source_url = models.URLField(_("Fundort im Netz"), max_length=500, blank=True)
    source_path = models.CharField(max_length=300, blank=True)
    """A page of this site it was reckoned on: a survey's result, a forecast's version."""
    note = models.CharField(_("Anmerkung"), max_length=500, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_by_name = models.CharField(max_length=200)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacement"
    )
    replaced_because = models.CharField(_("Grund der Berichtigung"), max_length=300, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["definition", F("key_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, gap="")
                | Q(value__isnull=True, gap__in=Gap.values),
                name="figures_figure_value_or_gap",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(value__isnull=True) | Q(value__gte=F("low")),
                name="figures_figure_not_below_low",
            ),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(value__isnull=True) | Q(value__lte=F("high")),
                name="figures_figure_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(base_n__isnull=True)
                | Q(base_of__isnull=True)
                | Q(base_n__lte=F("base_of")),
                name="figures_figure_base_in_order",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(key_on__isnull=True)
                | Q(from_on__lte=F("key_on")),
                name="figures_figure_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(key_precision="unknown", key_on__isnull=True)
                | (~Q(key_precision="unknown") & Q(key_on__isnull=False)),
                name="figures_figure_key_date_or_unknown",
            ),
            models.CheckConstraint(
                condition=Q(passage__isnull=False) | ~Q(source="") | ~Q(source_path=""),
                name="figures_figure_has_source",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=False) | ~Q(scope=""), name="figures_figure_has_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition}: {self.as_written or self.value or self.get_gap_display()}"

    def get_absolute_url(self) -> str:
        return reverse("figures:figure", args=[self.public_id])


class SeriesBreak(models.Model):
    """From this day on a series counts something else or otherwise; marked in chart and table."""

    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="breaks")
    about = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """None: for everybody."""
    on = models.DateField(_("ab"))
    reason = models.CharField(_("was sich geändert hat"), max_length=300)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    class Meta:
        ordering = ["definition", "on"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="figures_break_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.definition}, {self.on}: {self.reason}"
