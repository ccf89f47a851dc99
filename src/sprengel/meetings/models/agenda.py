"""The agenda: numbered, nested points, their papers, and topics that members hand in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body
from sprengel.ledger.models import Matter
from sprengel.meetings.models.meeting import Meeting, MeetingPartQuerySet
from sprengel.meetings.models.series import AgendaPart, StandingItem


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
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    """The point this one stands under; numbers (2, 2.1, 2.1.1) follow from parent and position."""
    part = models.CharField(
        _("Teil"), max_length=10, choices=AgendaPart.choices, default=AgendaPart.NONPUBLIC
    )
    title = models.CharField(_("Tagesordnungspunkt"), max_length=300)
    text = models.TextField(_("Erläuterung"), blank=True)
    owner = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items_owned"
    )
    """Who introduces it."""
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    standing = models.ForeignKey(
        StandingItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="agenda_items"
    )
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
            models.CheckConstraint(
                condition=Q(part__in=AgendaPart.values), name="meetings_agenda_part_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaPaperQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> AgendaPaperQuerySet:
        levels = visible_levels(user)
        return self.filter(
            Q(item__matter__isnull=True) | Q(item__matter__visibility__in=levels),
            document__visibility__in=levels,
            item__visibility__in=levels,
            item__meeting__visibility__in=levels,
        )


class AgendaPaper(models.Model):
    """A document laid to a point; one withdrawn after it was sent stays in the record as such."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="agenda_papers")
    added_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    """When participants first got it."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("Grund"), max_length=300, blank=True)

    objects = AgendaPaperQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "document"], name="meetings_paper_once")
        ]


class TopicState(models.TextChoices):
    SUBMITTED = "submitted", _("angemeldet")
    ACCEPTED = "accepted", _("angenommen")
    LATER = "later", _("für eine spätere Sitzung vorgemerkt")
    DECLINED = "declined", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class HandedInTopic(models.Model):
    """A topic a member hands in before the cut-off date; the chair decides."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="topics_handed_in")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="topics_handed_in")
    """The city that wants it."""
    title = models.CharField(_("Thema"), max_length=300)
    text = models.TextField(_("Worum geht es?"), blank=True)
    part = models.CharField(max_length=10, choices=AgendaPart.choices, default=AgendaPart.NONPUBLIC)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.SET_NULL, related_name="wanted_in"
    )
    """An open matter the member wants to see on the table."""
    state = models.CharField(
        max_length=10, choices=TopicState.choices, default=TopicState.SUBMITTED
    )
    reason = models.CharField(_("Begründung"), max_length=300, blank=True)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="handed_in_as"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    handed_in_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["handed_in_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TopicState.values), name="meetings_topic_state_known"
            ),
            models.UniqueConstraint(
                fields=["meeting", "body", "title"], name="meetings_topic_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
