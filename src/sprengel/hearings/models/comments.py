"""What the cities say to a draft, paragraph by paragraph, and what the office made of it.

What several hands of a city are writing (``CommentDraft``) is the city's alone. Handing in makes
comments, and those only grow: a changed mind is a new comment that replaces the old one.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.archive.models import AppendOnly
from sprengel.bodies.models import Body
from sprengel.hearings.models.hearing import Hearing, Paragraph, Version


class Stance(models.TextChoices):
    AGREE = "agree", _("Zustimmung")
    RESERVATION = "reservation", _("Vorbehalt")
    OTHER_WORDING = "other_wording", _("andere Formulierung")


class Consulted(models.Model):
    """A city that is asked; it has one set of comments, whoever of its office writes them."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="consulted")
    city = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hearings_consulted")
    email = models.EmailField(blank=True)
    """Where the question went; only the office sees it."""
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    """Last; the comments say what came when."""
    handed_in_by = models.CharField(max_length=200, blank=True)
    handed_in_for = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["city__name", "pk"]
        verbose_name_plural = "consulted"
        constraints = [
            models.UniqueConstraint(fields=["hearing", "city"], name="hearings_consulted_city_once")
        ]

    def __str__(self) -> str:
        return f"{self.city} – {self.hearing}"


class CommentFields(models.Model):
    stance = models.CharField(_("Haltung"), max_length=15, choices=Stance.choices)
    text = models.TextField(_("Anmerkung"), blank=True)
    wording = models.TextField(_("vorgeschlagene Formulierung"), blank=True)
    by_name = models.CharField(_("Name und Amt"), max_length=200)

    class Meta:
        abstract = True


class CommentDraft(CommentFields):
    """Not handed in yet: seen by nobody outside that city's office, and perhaps half written."""

    stance = models.CharField(_("Haltung"), max_length=15, choices=Stance.choices, blank=True)
    by_name = models.CharField(_("Name und Amt"), max_length=200, blank=True)
    consulted = models.ForeignKey(Consulted, on_delete=models.CASCADE, related_name="drafts")
    line = models.UUIDField(null=True, blank=True)
    """The paragraph, through all versions; None: to the whole."""
    paragraph = models.ForeignKey(
        Paragraph, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """As it read when this was written."""
    is_taken_back = models.BooleanField(default=False)
    """An earlier comment shall no longer hold."""
    count = models.PositiveIntegerField(default=1)
    """Goes up with each save: whoever saves must have seen the latest."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consulted", "line"],
                condition=Q(line__isnull=False),
                name="hearings_draft_one_per_paragraph",
            ),
            models.UniqueConstraint(
                fields=["consulted"],
                condition=Q(line__isnull=True),
                name="hearings_draft_one_to_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(stance="") | Q(stance__in=Stance.values),
                name="hearings_draft_stance_known",
            ),
        ]


class Comment(AppendOnly, CommentFields):
    consulted = models.ForeignKey(Consulted, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    paragraph = models.ForeignKey(
        Paragraph, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    """As it was commented on; None: to the whole."""
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    is_taken_back = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    """Came after the day the cities were given."""
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="hearings_comment_stance_known"
            ),
            models.CheckConstraint(
                condition=Q(is_taken_back=False) | Q(replaces__isnull=False),
                name="hearings_comment_taken_back_replaces",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.text[:60]}"


class HandlingOutcome(models.TextChoices):
    TAKEN = "taken", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    NOT = "not", _("nicht übernommen")


class Handling(AppendOnly):
    """What the office made of a comment, told to the city; the latest one counts."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="handlings")
    outcome = models.CharField(max_length=8, choices=HandlingOutcome.choices)
    reason = models.TextField(_("Begründung"), blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["comment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=HandlingOutcome.values),
                name="hearings_handling_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken") | ~Q(reason=""),
                name="hearings_handling_says_why",
            ),
        ]
