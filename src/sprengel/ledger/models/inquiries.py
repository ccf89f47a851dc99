"""Rückfrage: before the check date the responsible is asked what became of a matter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor
from sprengel.ledger.models.matters import Entry, Matter, State


class InquiryState(models.TextChoices):
    ASKED = "asked", _("gefragt")
    REMINDED = "reminded", _("erinnert")
    ANSWERED = "answered", _("beantwortet")
    SILENT = "silent", _("ohne Antwort")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


OPEN_INQUIRIES = (InquiryState.ASKED, InquiryState.REMINDED, InquiryState.SILENT)
"""Still answerable: a late answer is better than none."""


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> InquiryQuerySet:
        return self.filter(matter__visibility__in=visible_levels(user))


class Inquiry(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="inquiries")
    asked = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="inquiries")
    """Who must say something; guests and the association are asked the same way as members."""
    email = models.EmailField(_("E-Mail-Adresse"))
    asked_on = models.DateField()
    answer_until = models.DateField(_("Antwort bis"))
    reminded_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=InquiryState.choices, default=InquiryState.ASKED
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(_("Auskunft von"), max_length=200, blank=True)
    answer_state = models.CharField(max_length=12, choices=State.choices, blank=True)
    answer_sentence = models.TextField(blank=True)
    answer_passage = models.TextField(_("Fundstelle im Wortlaut"), blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What came with the answer."""
    entry = models.OneToOneField(
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry"
    )
    """The entry made of the answer, once the office has taken it over."""

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name_plural = "inquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "asked"],
                condition=Q(state__in=["asked", "reminded", "silent"]),
                name="ledger_inquiry_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InquiryState.values), name="ledger_inquiry_state_known"
            ),
        ]
