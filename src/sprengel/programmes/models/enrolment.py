"""Which city takes part in which round, since when, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly, Passage
from sprengel.bodies.models import Body
from sprengel.figures.models import Figure
from sprengel.programmes.models.programme import Round


class EnrolmentState(models.TextChoices):
    INTERESTED = "interested", _("interessiert")
    APPLIED = "applied", _("beantragt")
    GRANTED = "granted", _("bewilligt")
    JOINED = "joined", pgettext_lazy("Kampagne", "dabei")
    REFUSED = "refused", pgettext_lazy("Antrag", "abgelehnt")
    WITHDRAWN = "withdrawn", pgettext_lazy("Antrag", "zurückgezogen")
    ENDED = "ended", _("beendet")


TAKING_PART = (EnrolmentState.GRANTED, EnrolmentState.JOINED)


class EnrolmentQuerySet(VisibleQuerySet):
    def visible_to(self, user: Viewer) -> EnrolmentQuerySet:
        levels = visible_levels(user)
        return self.filter(
            visibility__in=levels,
            round__programme__visibility__in=levels,
            body__visibility__in=levels,
        )


class Enrolment(VisibleModel):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="enrolments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(_("Stand"), max_length=10, choices=EnrolmentState.choices)
    """Of the latest event; kept here for lists."""
    start_on = models.DateField(_("von"), null=True, blank=True)
    end_on = models.DateField(_("bis"), null=True, blank=True)
    dates_note = models.CharField(_("Anmerkung zur Zeit"), max_length=200, blank=True)
    requested = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    posts = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("Anmerkung"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["round", "body__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "body"], name="programmes_enrolment_once"),
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values),
                name="programmes_enrolment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(end_on__isnull=True)
                | Q(end_on__gte=F("start_on")),
                name="programmes_enrolment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.round}"


class EnrolmentEvent(AppendOnly):
    """One step: interested, applied, granted …; the list only grows."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=EnrolmentState.choices)
    on = models.DateField(_("am"), null=True, blank=True)
    on_note = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("Anmerkung"), max_length=400, blank=True)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("Quelle"), max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)

    class Meta:
        ordering = [F("on").asc(nulls_first=True), "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values),
                name="programmes_event_state_known",
            )
        ]
