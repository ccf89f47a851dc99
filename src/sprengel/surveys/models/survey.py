"""A survey and its questions: fixed once it is open, except for slips of the pen."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import (
    Viewer,
    Visibility,
    VisibleModel,
    VisibleQuerySet,
    visible_levels,
)
from sprengel.bodies.models import Actor, Body, Organization
from sprengel.figures.models import Definition


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("in Vorbereitung")
    OPEN = "open", _("läuft")
    CLOSED = "closed", _("beendet")
    PUBLISHED = "published", _("Ergebnis veröffentlicht")


def reminder_days() -> list[int]:
    """Days before the last day on which whoever has not answered is reminded."""
    return [7, 2]


class SurveyQuerySet(VisibleQuerySet):
    def visible_to(self, user: Viewer) -> SurveyQuerySet:
        """A draft is the office's alone, whatever its visibility is going to be; a member's
        office also sees whatever its own city is asked."""
        levels = visible_levels(user)
        if Visibility.OFFICE in levels:
            return self.all()
        seen = Q(visibility__in=levels)
        if Visibility.MEMBERS in levels:
            own = self.model.objects.filter(
                asked__body__representatives__user=user,
                asked__state__in=["asked", "opened", "submitted", "declined"],
            )
            # A subquery, not a join: one row for each survey.
            seen |= Q(pk__in=own.values("pk"))
        return self.filter(seen).exclude(state=SurveyState.DRAFT)


class Survey(VisibleModel):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=200)
    purpose = models.TextField(_("Wozu gefragt wird"), blank=True)
    """Stands in the letter: what becomes of the answers."""
    intro = models.TextField(_("Einleitung"), blank=True)
    """Stands above the questions."""
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="surveys_asked")
    contact = models.CharField(_("Rückfragen an"), max_length=300, blank=True)
    audience = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="surveys",
        verbose_name=_("Gefragt werden die Mitglieder von"),
    )
    """Its members on the day of opening."""
    bodies = models.ManyToManyField(
        Body, blank=True, related_name="surveys", verbose_name=_("außerdem diese Städte")
    )
    """Asked as well, or instead where there is no ``audience``."""
    opens_on = models.DateField(_("Beginn"), null=True, blank=True)
    closes_on = models.DateField(_("Antworten bis"), null=True, blank=True)
    """The last day on which one answers."""
    first_closes_on = models.DateField(null=True, blank=True)
    """The last day as it was first told, where the term was extended."""
    reminder_days = models.JSONField(_("Erinnern, Tage vorher"), default=reminder_days)
    allows_late = models.BooleanField(_("Verspätete Antworten annehmen"), default=True)
    """Taken until the office closes the survey, and marked as late."""
    is_anonymous = models.BooleanField(_("Anonym"), default=False)
    shows_size_class = models.BooleanField(_("nach Größenklasse"), default=True)
    shows_sprengel = models.BooleanField(_("nach Sprengel"), default=True)
    """What of a city is written on its answers; of an anonymous survey nothing else is."""
    min_cell = models.PositiveSmallIntegerField(_("Kleinste gezeigte Gruppe"), default=3)
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="repeated_by",
        verbose_name=_("Wiederholt die Umfrage"),
    )
    """Questions with the same ``key`` and kind are the same question, one survey later."""
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Grows with every change of the survey or one of its questions."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = [F("closes_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SurveyState.values), name="surveys_survey_state_known"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="surveys_survey_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opens_on__isnull=False, closes_on__isnull=False),
                name="surveys_survey_open_has_term",
            ),
            models.CheckConstraint(condition=Q(min_cell__gte=1), name="surveys_survey_cell_size"),
            models.CheckConstraint(condition=~Q(title=""), name="surveys_survey_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.public_id])


class QuestionKind(models.TextChoices):
    CHOICE = "choice", _("eine von mehreren")
    SEVERAL = "several", _("mehrere von mehreren")
    YES_NO = "yes_no", _("ja oder nein")
    NUMBER = "number", _("Zahl")
    MONEY = "money", _("Geldbetrag")
    DATE = "date", _("Datum")
    TEXT = "text", _("Text")
    FILE = "file", _("Datei")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> QuestionQuerySet:
        return self.filter(survey__in=Survey.objects.visible_to(user))


class Question(models.Model):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    key = models.SlugField(_("Kennung"), max_length=60)
    """The same in the survey this one repeats, and in conditions and exports."""
    section = models.CharField(_("Abschnitt"), max_length=120, blank=True)
    kind = models.CharField(_("Art der Antwort"), max_length=8, choices=QuestionKind.choices)
    text = models.CharField(_("Frage"), max_length=500)
    hint = models.TextField(_("Hinweis"), blank=True)
    is_required = models.BooleanField(_("Pflichtfrage"), default=False)
    """"keine Angabe" is an answer to it, silence is not."""
    options = models.JSONField(_("Antworten zur Auswahl"), default=list, blank=True)
    """[[value, label], …] of choice and several."""
    unit = models.CharField(_("Einheit"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(_("Nachkommastellen"), default=0)
    lowest = models.DecimalField(
        _("kleinster plausibler Wert"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    highest = models.DecimalField(
        _("größter plausibler Wert"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    """Outside of them one is asked whether it is meant; nothing is refused."""
    definition = models.ForeignKey(
        Definition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="survey_questions",
        verbose_name=_("Kennzahl"),
    )
    """What the answers become figures of."""
    condition = models.JSONField(_("Nur fragen, wenn"), null=True, blank=True)
    """{"question": key, "op": "is" | "is_not" | "has" | "at_least" | "at_most" | "answered",
    "value": text}; the question it names stands before this one."""
    corrected_from = models.CharField(max_length=500, blank=True)
    """The wording before a slip was corrected in the open survey."""
    corrected_on = models.DateField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_question_key_once"),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="surveys_question_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="surveys_question_has_text"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(highest__gte=F("lowest")),
                name="surveys_question_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True) | ~Q(corrected_from=""),
                name="surveys_question_correction_shows_before",
            ),
        ]

    def __str__(self) -> str:
        return self.text
