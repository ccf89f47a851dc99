"""What was answered. Of an anonymous survey nothing here leads to the city, nor does any order.

Keys are random, and every sheet of an anonymous survey is written anew in random order when one
more comes in (``answering.sending``): neither a key nor a row's place says who came when.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, Visibility, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Body
from sprengel.figures.models import Gap
from sprengel.surveys.models.participation import SizeClass
from sprengel.surveys.models.survey import Question, Survey


class SheetWay(models.TextChoices):
    WEB = "web", _("selbst beantwortet")
    OFFICE = "office", _("von der Geschäftsstelle eingetragen")
    SPREADSHEET = "spreadsheet", _("aus einer Tabelle")


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> SheetQuerySet:
        """Single answers: the office, and a member's office its own city's. Anonymous ones are
        shown to nobody one by one but the office; results for all are reckoned elsewhere."""
        levels = visible_levels(user)
        if Visibility.OFFICE in levels:
            return self.all()
        if Visibility.MEMBERS not in levels:
            return self.none()
        return self.filter(body__representatives__user=user)


class Sheet(models.Model):
    """The answers of one city to one survey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="survey_sheets"
    )
    """None: anonymous."""
    size_class = models.CharField(max_length=10, choices=SizeClass.choices, blank=True)
    sprengel = models.CharField(max_length=200, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    """Sent once more before the end; the answers are the last ones."""
    is_late = models.BooleanField(default=False)
    how = models.CharField(max_length=12, choices=SheetWay.choices, default=SheetWay.WEB)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "body"],
                condition=Q(body__isnull=False),
                name="surveys_sheet_once",
            ),
            models.CheckConstraint(
                condition=Q(how__in=SheetWay.values), name="surveys_sheet_way_known"
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False)
                | Q(submitted_on__isnull=True, changed_on__isnull=True, is_late=False, how="web"),
                name="surveys_sheet_anonymous_tells_nothing",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=True) | Q(submitted_on__isnull=False),
                name="surveys_sheet_named_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.body or '–'}"


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> AnswerQuerySet:
        return self.filter(sheet__in=Sheet.objects.visible_to(user))


class Answer(models.Model):
    """One question answered, or "keine Angabe"; a question not asked or passed over has no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    is_approximate = models.BooleanField(default=False)
    day = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    choices = models.JSONField(default=list, blank=True)
    """Values of the options; ["yes"] or ["no"] of a yes-no question."""
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    gap = models.CharField(max_length=10, choices=Gap.choices, blank=True)
    """"not_stated": the city says that it gives no answer. That is not zero."""
    as_written = models.CharField(max_length=200, blank=True)
    """"ca. 1.200", as typed."""

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "question__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="surveys_answer_once"),
            models.CheckConstraint(
                condition=Q(gap="") | Q(gap__in=Gap.values), name="surveys_answer_gap_known"
            ),
            models.CheckConstraint(
                condition=Q(gap="") | Q(number__isnull=True, day__isnull=True, text=""),
                name="surveys_answer_value_or_gap",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(number__isnull=True) | Q(number__gte=F("low")),
                name="surveys_answer_not_below_low",
            ),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(number__isnull=True) | Q(number__lte=F("high")),
                name="surveys_answer_not_above_high",
            ),
        ]

    def __str__(self) -> str:
        return self.as_written or self.text or str(self.number or self.day or self.choices)
