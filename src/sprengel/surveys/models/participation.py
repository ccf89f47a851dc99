"""Who was asked and whether they answered; what they answered stands elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, Visibility, visible_levels
from sprengel.bodies.models import Body, Person
from sprengel.surveys.models.survey import Survey


class AskedState(models.TextChoices):
    ASKED = "asked", _("angeschrieben")
    OPENED = "opened", _("begonnen")
    SUBMITTED = "submitted", _("beantwortet")
    DECLINED = "declined", _("antwortet nicht")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


ANSWERABLE = (AskedState.ASKED, AskedState.OPENED, AskedState.DECLINED)
"""Who may still send a first answer; a city that said no may think again."""


class SizeClass(models.TextChoices):
    """By inhabitants, as known on the day of asking."""

    UNDER_10 = "under_10", _("unter 10.000 Einwohner")
    FROM_10 = "from_10", _("10.000 bis unter 20.000 Einwohner")
    FROM_20 = "from_20", _("20.000 bis unter 50.000 Einwohner")
    FROM_50 = "from_50", _("50.000 bis unter 100.000 Einwohner")
    FROM_100 = "from_100", _("100.000 Einwohner und mehr")


class AskedQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> AskedQuerySet:
        """The office sees everybody's, a member's office its own city's."""
        levels = visible_levels(user)
        if Visibility.OFFICE in levels:
            return self.all()
        if Visibility.MEMBERS not in levels:
            return self.none()
        return self.filter(body__representatives__user=user).exclude(state=AskedState.WITHDRAWN)


class Asked(models.Model):
    """One city and one survey. Of an anonymous survey it keeps that they answered, not when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="asked")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="asked_in_surveys")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who the letter went to, in the post held then."""
    post_title = models.CharField(_("Amt"), max_length=200, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    email_name = models.CharField(max_length=200, blank=True)
    size_class = models.CharField(max_length=10, choices=SizeClass.choices, blank=True)
    """"" where the register knows no population."""
    sprengel = models.CharField(_("Sprengel"), max_length=200, blank=True)
    """Both as they were when asked: a city that grows or moves does not change an old result."""
    state = models.CharField(max_length=10, choices=AskedState.choices, default=AskedState.ASKED)
    asked_at = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)
    """How many letters were written: each is queued under a number."""
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by_name = models.CharField(_("beantwortet von"), max_length=200, blank=True)
    declined_because = models.CharField(_("Grund"), max_length=300, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    """What has been typed but not sent: {key: {"text": …, "by": …}}; empty once sent."""
    draft_version = models.PositiveIntegerField(default=0)

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ["body__name"]
        verbose_name_plural = "asked"
        constraints = [
            models.UniqueConstraint(fields=["survey", "body"], name="surveys_asked_once"),
            models.CheckConstraint(
                condition=Q(state__in=AskedState.values), name="surveys_asked_state_known"
            ),
            models.CheckConstraint(
                condition=Q(size_class="") | Q(size_class__in=SizeClass.values),
                name="surveys_asked_size_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | Q(state__in=["submitted", "withdrawn"]),
                name="surveys_asked_day_only_if_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_state_display()}"


class HelperQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> HelperQuerySet:
        return self.filter(asked__in=Asked.objects.visible_to(user))


class Helper(models.Model):
    """Somebody in the city hall who fills in a part, by a link of their own."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="helpers")
    name = models.CharField(_("Name oder Amt"), max_length=200)
    email = models.EmailField(_("dienstliche E-Mail-Adresse"))
    sections = models.JSONField(_("Abschnitte"), default=list, blank=True)
    """Empty: all of them."""
    added_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "email"],
                condition=Q(removed_at__isnull=True),
                name="surveys_helper_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
