"""One reading of a document by the machine."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sprengel.archive.models import Document, DocumentPartQuerySet, Revision


class RunState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("läuft")
    DONE = "done", _("fertig")
    FAILED = "failed", _("gescheitert")


class ReadingRun(models.Model):
    """One reading of one document by the machine.

    ``claim`` makes it happen once: only the worker holding it may write the result.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="runs")
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.CASCADE, related_name="runs"
    )
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    step = models.CharField(max_length=100, blank=True)
    """What is being done right now, for people."""
    percent = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    worker = models.CharField(max_length=200, blank=True)
    """Host, process and its start: whether the worker still lives can be asked on its own host."""
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    engine = models.CharField(max_length=100, blank=True)
    problem = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    """What a person should know about this reading, as sentences."""
    statement_count = models.PositiveIntegerField(default=0)
    doubtful_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=["queued", "running"]),
                name="ledger_run_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="ledger_run_percent"),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="ledger_run_state_known"
            ),
        ]
