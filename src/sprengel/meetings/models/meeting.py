"""One meeting, who took part in it, and the documents that belong to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body, Organization, Person
from sprengel.meetings.models.series import Series


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
    ends_at = models.TimeField(_("Ende"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    host = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings_hosted"
    )
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    remote_url = models.URLField(_("Zugang zur Videokonferenz"), max_length=500, blank=True)
    note = models.TextField(_("Anmerkung"), blank=True)
    topics_until = models.DateField(_("Themen anmelden bis"), null=True, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    """SEQUENCE of RFC 5545: counts up when time, place or state change after inviting."""
    time_sequence = models.PositiveIntegerField(default=0)
    """Which of these versions last brought another day or hour: answers before it are void."""
    cancelled_because = models.CharField(_("Grund der Absage"), max_length=300, blank=True)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
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


class ParticipantRole(models.TextChoices):
    CHAIR = "chair", _("Vorsitz")
    MEMBER = "member", _("Mitglied")
    GUEST = "guest", _("Gast")
    OFFICE = "office", _("Geschäftsstelle")


class Presence(models.TextChoices):
    PRESENT = "present", _("anwesend")
    REMOTE = "remote", _("zugeschaltet")
    LATE = "late", _("später gekommen")
    LEFT_EARLY = "left_early", _("früher gegangen")
    EXCUSED = "excused", _("entschuldigt")
    ABSENT = "absent", _("nicht erschienen")


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
    presence = models.CharField(
        _("Anwesenheit"), max_length=10, choices=Presence.choices, default=Presence.PRESENT
    )
    arrived_at = models.TimeField(_("gekommen um"), null=True, blank=True)
    left_at = models.TimeField(_("gegangen um"), null=True, blank=True)
    deputy_name = models.CharField(_("vertreten durch"), max_length=200, blank=True)
    source = models.CharField(max_length=400, blank=True)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["role", "actor__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "actor"], name="meetings_participation_once"
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values),
                name="meetings_participation_presence_known",
            ),
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
