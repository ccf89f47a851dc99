"""Finding a date: the office offers some, the members say which suit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.bodies.models import Actor
from sprengel.meetings.models.meeting import Meeting
from sprengel.meetings.models.series import Series


class PollState(models.TextChoices):
    OPEN = "open", _("läuft")
    DECIDED = "decided", _("Termin gewählt")
    ENDED = "ended", _("ohne Ergebnis beendet")


class DatePoll(VisibleModel):
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="polls")
    title = models.CharField(_("Titel"), max_length=200)
    note = models.TextField(_("Hinweis an die Mitglieder"), blank=True)
    closes_on = models.DateField(_("Antworten bis"))
    state = models.CharField(max_length=10, choices=PollState.choices, default=PollState.OPEN)
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="poll"
    )
    """What came of it."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PollState.values), name="meetings_poll_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:poll", args=[self.pk])


class PollPartQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> PollPartQuerySet:
        return self.filter(poll__visibility__in=visible_levels(user))


class PollOption(models.Model):
    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="options")
    starts_on = models.DateField(_("Datum"))
    starts_at = models.TimeField(_("Beginn"), null=True, blank=True)
    ends_at = models.TimeField(_("Ende"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=200, blank=True)

    objects = PollPartQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", F("starts_at").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "starts_on", "starts_at"], name="meetings_poll_option_once"
            )
        ]


class PollWord(models.TextChoices):
    YES = "yes", _("passt")
    MAYBE = "maybe", _("zur Not")
    NO = "no", _("passt nicht")


class PollAnswer(models.Model):
    """One invited actor's word on one option; a later one replaces it."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="answers")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="poll_answers")
    word = models.CharField(max_length=5, choices=PollWord.choices)
    note = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(auto_now=True)
    earlier_by = models.CharField(max_length=200, blank=True)
    """Who had answered for this actor before; "" while this is the first answer."""
    earlier_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "actor"], name="meetings_poll_answer_once"),
            models.CheckConstraint(
                condition=Q(word__in=PollWord.values), name="meetings_poll_word_known"
            ),
        ]
