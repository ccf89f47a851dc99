"""Who is invited, and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.bodies.models import Actor, Person
from sprengel.meetings.models.meeting import Meeting, MeetingPartQuerySet, ParticipantRole


class Answer(models.TextChoices):
    """RFC 5545 PARTSTAT, in the words of the screen."""

    NONE = "none", _("keine Antwort")
    ACCEPTED = "accepted", _("zugesagt")
    TENTATIVE = "tentative", _("mit Vorbehalt")
    DECLINED = "declined", _("abgesagt")
    DELEGATED = "delegated", _("wird vertreten")


class AnswerWay(models.TextChoices):
    LINK = "link", _("über den Link")
    CALENDAR = "calendar", _("aus dem Kalender")
    OFFICE = "office", _("von der Geschäftsstelle eingetragen")
    LOGIN = "login", _("angemeldet")


class Invitation(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="invitations")
    """The city, guest body or person invited."""
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="invited_to"
    )
    """Who comes for it, in the post held at that time."""
    post_title = models.CharField(_("Amt"), max_length=200, blank=True)
    role = models.CharField(
        max_length=10, choices=ParticipantRole.choices, default=ParticipantRole.MEMBER
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    email_name = models.CharField(max_length=200, blank=True)
    sequence_sent = models.IntegerField(default=-1)
    """SEQUENCE of the last calendar entry this invitee was sent; -1: none yet."""
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """No longer invited: left office, or invited by mistake."""
    withdrawn_because = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_sequence = models.IntegerField(default=-1)
    """Which version of the invitation was answered; an answer to an older one is shown as such."""
    answer_way = models.CharField(max_length=10, choices=AnswerWay.choices, blank=True)
    is_remote = models.BooleanField(_("per Video"), default=False)
    deputy_name = models.CharField(_("Vertretung"), max_length=200, blank=True)
    deputy_post = models.CharField(_("Amt der Vertretung"), max_length=200, blank=True)
    remark = models.CharField(_("Bemerkung"), max_length=500, blank=True)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["role", "actor__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "actor"], name="meetings_invitation_once"),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="meetings_invitation_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_answer_display()}"
