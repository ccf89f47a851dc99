"""Meetings in series, what is on their agenda, who was there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body, Organization, Person
from sprengel.ledger.models import Matter


class Series(VisibleModel):
    """The meetings of one organization, a number of times a year."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(_("Sitzungsreihe"), max_length=200)
    per_year = models.PositiveSmallIntegerField(_("Sitzungen im Jahr"), default=2)
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
        ]

    def __str__(self) -> str:
        return self.name


class DatePrecision(models.TextChoices):
    DAY = "day", _("Tag")
    MONTH = "month", _("Monat")
    SEASON = "season", _("Jahreszeit")
    YEAR = "year", _("Jahr")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    HELD = "held", _("gehalten")
    CANCELLED = "cancelled", _("abgesagt")


class Meeting(VisibleModel):
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("Titel"), max_length=200)
    starts_on = models.DateField(_("Datum"))
    """With a precision coarser than a day: the first day of that month, season or year."""
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    date_precision = models.CharField(
        max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    date_note = models.CharField(_("Anmerkung zum Termin"), max_length=300, blank=True)
    """What to show instead of the date where it is not known to the day."""
    starts_at = models.TimeField(_("Beginn"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    host = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings_hosted"
    )
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    note = models.TextField(_("Anmerkung"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    """Calendars ask when an event last changed (DTSTAMP)."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="meetings_meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meetings_meeting_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.series.organization


class MeetingPartQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> MeetingPartQuerySet:
        return self.filter(meeting__visibility__in=visible_levels(user))


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> AgendaItemQuerySet:
        levels = visible_levels(user)
        return self.filter(
            Q(matter__isnull=True) | Q(matter__visibility__in=levels),
            visibility__in=levels,
            meeting__visibility__in=levels,
        )


class AgendaState(models.TextChoices):
    TAKEN = "taken", _("auf der Tagesordnung")
    DEFERRED = "deferred", _("zurückgestellt")
    DROPPED = "dropped", _("nicht aufgenommen")


class AgendaItem(VisibleModel):
    """A point of the agenda; for a matter also the choice to defer or drop it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("Tagesordnungspunkt"), max_length=300)
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.CASCADE, related_name="agenda_items"
    )
    because = models.CharField(_("weil"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=AgendaState.choices, default=AgendaState.TAKEN)
    reason = models.CharField(_("Begründung"), max_length=300, blank=True)
    deferred_until = models.DateField(null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "matter"],
                condition=Q(matter__isnull=False),
                name="meetings_agenda_matter_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AgendaState.values), name="meetings_agenda_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ParticipantRole(models.TextChoices):
    CHAIR = "chair", _("Vorsitz")
    MEMBER = "member", _("Mitglied")
    GUEST = "guest", _("Gast")
    OFFICE = "office", _("Geschäftsstelle")


class Participation(models.Model):
    """Who took part, in which post, as far as the record says."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attended"
    )
    role = models.CharField(max_length=10, choices=ParticipantRole.choices)
    post_title = models.CharField(_("Amt"), max_length=200, blank=True)
    is_remote = models.BooleanField(_("zugeschaltet"), default=False)
    source = models.CharField(max_length=400, blank=True)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["role", "actor__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "actor"], name="meetings_participation_once")
        ]


class MeetingDocumentRole(models.TextChoices):
    MINUTES = "minutes", _("Niederschrift")
    PRESS = "press", _("Pressemitteilung")
    PAPER = "paper", _("Unterlage")


class MeetingDocumentQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> MeetingDocumentQuerySet:
        levels = visible_levels(user)
        return self.filter(meeting__visibility__in=levels, document__visibility__in=levels)


class MeetingDocument(models.Model):
    """A document that belongs to a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="meeting_documents")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="meeting_documents"
    )
    role = models.CharField(
        max_length=10, choices=MeetingDocumentRole.choices, default=MeetingDocumentRole.PAPER
    )

    objects = MeetingDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["document__dated_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "document"], name="meetings_document_once")
        ]
