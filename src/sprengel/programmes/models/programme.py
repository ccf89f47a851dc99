"""Pacts, grants, campaigns, and the rounds in which their terms change."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import Passage
from sprengel.bodies.models import Actor
from sprengel.figures.models import Figure
from sprengel.ledger.models import Matter, Statement


class ProgrammeKind(models.TextChoices):
    PACT = "pact", _("Pakt")
    GRANT = "grant", _("Förderprogramm")
    CAMPAIGN = "campaign", _("Kampagne")
    DUTY = "duty", _("Aufgabe")
    """What the cities must do and are paid for in part: housing refugees, training staff."""


class Programme(VisibleModel):
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=ProgrammeKind.choices)
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Kurzname"), max_length=80, blank=True)
    purpose = models.TextField(_("Worum es geht"), blank=True)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=400, blank=True)
    contact = models.CharField(_("Ansprechstelle"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    """Integrationsmanagement is part of the Pakt für Integration."""
    matters = models.ManyToManyField(Matter, blank=True, related_name="programmes")
    statements = models.ManyToManyField(Statement, blank=True, related_name="programmes")
    """What was said that made or changed it."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProgrammeKind.values), name="programmes_programme_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.slug])


class Party(models.Model):
    """Who made the pact, pays the grant, runs the campaign."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="parties")
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    """Where the register has no such actor."""
    role = models.CharField(_("Rolle"), max_length=200)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    class Meta:
        ordering = ["programme", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(name=""), name="programmes_party_has_name"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.actor)


class ApplicantKind(models.TextChoices):
    STADTKREIS = "stadtkreis", _("Stadtkreise")
    LANDKREIS = "landkreis", _("Landkreise")
    CITY = "city", _("Städte")
    MUNICIPALITY = "municipality", _("Gemeinden")
    GROUP = "group", _("Verbünde mehrerer Gemeinden")
    ADMINISTRATIVE_ASSOCIATION = "administrative_association", _("Gemeindeverwaltungsverbände")
    SPECIAL_ASSOCIATION = "special_association", _("Zweckverbände")
    REGIONAL_PLANNING = "regional_planning", _("Träger der Regionalplanung")
    FREE_CARRIER = "free_carrier", _("freie Träger")


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> RoundQuerySet:
        return self.filter(programme__visibility__in=visible_levels(user))


class Round(models.Model):
    """The terms of a programme for a time; the next round shows what changed.

    A field no source says stays empty and is shown as not known.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rounds")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("Runde"), max_length=120)
    position = models.PositiveSmallIntegerField()
    """Order in time."""
    opens_on = models.DateField(_("Ausschreibung"), null=True, blank=True)
    deadline_on = models.DateField(_("Antragsfrist"), null=True, blank=True)
    starts_on = models.DateField(_("Laufzeit von"), null=True, blank=True)
    ends_on = models.DateField(_("Laufzeit bis"), null=True, blank=True)
    """None with a beginning: without a fixed end, or not known: ``dates_note`` says which."""
    is_permanent = models.BooleanField(_("dauerhaft"), default=False)
    dates_note = models.CharField(_("Anmerkung zur Zeit"), max_length=300, blank=True)
    summary = models.TextField(_("Was gilt"), blank=True)
    applicants = models.JSONField(_("Antragsberechtigt"), default=list, blank=True)
    """List of ``ApplicantKind`` values; [] where no source says."""
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=400, blank=True)
    contact = models.CharField(_("Antrag an"), max_length=300, blank=True)
    rules_key = models.CharField(_("Regeln"), max_length=120, blank=True)
    """Key of a rule file (``engines.eligibility``) with which one can check."""
    remind_days = models.JSONField(default=list, blank=True)
    """Days before the deadline on which the cities it fits are reminded, as [28, 7]."""
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("Quelle"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"], name="programmes_round_slug_unique"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="programmes_round_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(deadline_on__isnull=True)
                | Q(deadline_on__gte=F("opens_on")),
                name="programmes_round_deadline_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("programmes:round", args=[self.programme.slug, self.slug])


class FigureRole(models.TextChoices):
    """What a number of a round says; rounds are compared role by role."""

    BUDGET = "budget", _("Mittel insgesamt")
    BUDGET_A_YEAR = "budget_a_year", _("Mittel im Jahr")
    RATE = "rate", _("Fördersatz")
    CAP = "cap", _("Höchstbetrag")
    CAP_MANAGER = "cap_manager", _("Höchstbetrag für eine Stelle")
    PER_POST = "per_post", _("Zuschuss je Vollzeitstelle und Jahr")
    PER_PERSON = "per_person", _("Betrag je Person")
    THRESHOLD = "threshold", _("Mindestbetrag")
    POSTS = "posts", _("Stellen")
    PROJECTS = "projects", _("geförderte Vorhaben")
    PARTICIPANTS = "participants", _("Teilnehmende")
    PLACES = "places", _("Plätze")
    OTHER = "other", _("weitere Kennzahl")


class RoundFigure(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="figures")
    role = models.CharField(max_length=14, choices=FigureRole.choices)
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="rounds")

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "figure"], name="programmes_round_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=FigureRole.values), name="programmes_round_figure_role_known"
            ),
        ]


class Subject(models.TextChoices):
    """What a provision is about; rounds are compared subject by subject."""

    APPLICANTS = "applicants", _("Wer darf")
    ELIGIBLE = "eligible", _("Was wird gefördert")
    CONDITIONS = "conditions", _("Bedingungen")
    DISTRIBUTION = "distribution", _("Verteilung")
    PROCEDURE = "procedure", _("Verfahren")
    QUALIFICATION = "qualification", _("Qualifikation")
    OTHER = "other", _("Weiteres")


class Provision(models.Model):
    """What a round lays down in words rather than numbers, in its passage or with its source."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="provisions")
    subject = models.CharField(max_length=14, choices=Subject.choices)
    wording = models.TextField(_("Bestimmung"))
    is_open = models.BooleanField(_("in den Quellen nicht gefunden"), default=False)
    """Somebody has looked and no source says it: ``wording`` names what is missing."""
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passage__isnull=False) | ~Q(source=""),
                name="programmes_provision_has_source",
            ),
            models.CheckConstraint(
                condition=Q(subject__in=Subject.values), name="programmes_provision_subject_known"
            ),
        ]
