"""Who is invited, and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sprengel.bodies.models import Actor, Person
from sprengel.meetings.models.meeting import Meeting, MeetingPartQuerySet, ParticipantRole


class Answer(models.TextChoices):
    """RFC 5545 PARTSTAT, in the words of the screen."""

    NONE = "none", _("keine Antwort")
    ACCEPTED = "accepted", _("zugesagt")
    TENTATIVE = "tentative", _("mit Vorbehalt")
    DECLINED = "declined", pgettext_lazy("Einladung", "abgesagt")
    DELEGATED = "delegated", _("wird vertreten")


class AnswerWay(models.TextChoices):
    LINK = "link", _("über den Link")
    CALENDAR = "calendar", _("aus dem Kalender")
    OFFICE = "office", _("von der Geschäftsstelle eingetragen")
    LOGIN = "login", pgettext_lazy("Einladung", "angemeldet")


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
    letters = models.PositiveSmallIntegerField(default=0)
    """How many calendar mails were written for this invitee: each is queued under a number."""
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
    """Which version was answered; older than ``Meeting.time_sequence``: to another day or hour."""
    answered_stamp = models.DateTimeField(null=True, blank=True)
    """When the answer was given where it was given: an older one that arrives later is no news."""
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


class ReplyState(models.TextChoices):
    APPLIED = "applied", _("übernommen")
    OLDER = "older", pgettext_lazy("Einladung", "überholt")
    OPEN = "open", _("zu klären")
    DISMISSED = "dismissed", _("verworfen")


class CalendarReply(models.Model):
    """An answer a calendar program sent (METHOD:REPLY), and what became of it.

    One from an unknown or another sender changes nothing until the office says so.
    """

    digest = models.CharField(max_length=64, unique=True)
    """Of the mail: the same mail received twice is one reply."""
    received_at = models.DateTimeField(auto_now_add=True)
    from_email = models.CharField(max_length=254, blank=True)
    attendee = models.CharField(max_length=254, blank=True)
    uid = models.CharField(max_length=255, blank=True)
    sequence = models.IntegerField(default=-1)
    stamp = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_replies"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    state = models.CharField(max_length=10, choices=ReplyState.choices, default=ReplyState.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was not taken over, as a sentence for the office."""

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReplyState.values), name="meetings_reply_state_known"
            )
        ]
