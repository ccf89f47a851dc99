"""A host that could not stay host: kept, so that the rotation stays fair and explainable."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sprengel.bodies.models import Body
from sprengel.meetings.models.meeting import Meeting, MeetingPartQuerySet


class HostWithdrawal(models.Model):
    """A city that was to host this meeting and withdrew; it is not asked again for this one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="host_withdrawals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="host_withdrawals")
    reason = models.CharField(max_length=300)
    """For the office alone."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body"], name="meetings_host_withdrawal_once"
            )
        ]
