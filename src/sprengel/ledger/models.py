"""Statements under review, and the matters that are followed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly, Document, DocumentPartQuerySet, Passage, Revision
from sprengel.bodies.models import Actor, Organization


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


class ActChoice(models.TextChoices):
    """``reading.document.Act`` with the words of the screen."""

    DEMAND = "demand", _("Forderung")
    COMMITMENT = "commitment", _("Zusage")
    DECISION = "decision", _("Beschluss")
    ASSIGNMENT = "assignment", _("Auftrag")
    APPROVAL = "approval", _("Zustimmung")
    CRITICISM = "criticism", _("Kritik")
    QUESTION = "question", _("Frage")
    REPORT = "report", _("Bericht")


FOLLOWED_ACTS = (
    ActChoice.DEMAND,
    ActChoice.COMMITMENT,
    ActChoice.DECISION,
    ActChoice.ASSIGNMENT,
)
FOLLOWED_VALUES = [act.value for act in FOLLOWED_ACTS]


class StatementState(models.TextChoices):
    PROPOSED = "proposed", _("zu prüfen")
    ACCEPTED = "accepted", _("angenommen")
    CORRECTED = "corrected", _("berichtigt")
    REJECTED = "rejected", _("verworfen")


REVIEWED_GOOD = (StatementState.ACCEPTED, StatementState.CORRECTED)


class Topic(models.Model):
    name = models.CharField(_("Thema"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What somebody said in a document, held to its exact characters."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="statements")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="statements")
    """The revision its spans point into; moves on when a re-extraction re-anchors it."""
    run = models.ForeignKey(
        ReadingRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    """The reading that proposed it; None for one a person added."""
    position = models.PositiveIntegerField()
    """Start of its first character in the revision: the order of the list."""
    act = models.CharField(_("Art der Aussage"), max_length=12, choices=ActChoice.choices)
    is_draft = models.BooleanField(default=False)
    spans = models.JSONField()
    """{"cue": [anchor, …], "source": …, "addressee": …, "message": …, "deadline": …}; an anchor is
    {"start", "end", "quote", "prefix", "suffix"}: see ``archive.anchors``."""
    is_broken = models.BooleanField(default=False)
    """A span could not be found again in the latest revision."""
    source_text = models.CharField(max_length=500, blank=True)
    """Who, in the words of the document."""
    actor_name = models.CharField(max_length=200, blank=True)
    """Who, by canonical name, also where the registry has no such actor."""
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="statements_made"
    )
    addressee_name = models.CharField(max_length=500, blank=True)
    addressee = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="statements_received"
    )
    message_text = models.TextField(blank=True)
    due_text = models.CharField(max_length=300, blank=True)
    due_from = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField()
    reason = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=StatementState.choices, default=StatementState.PROPOSED
    )
    version = models.PositiveIntegerField(default=1)
    """Counts up with every review; who saves with an older one is shown the newer first."""
    matter = models.ForeignKey(
        "Matter", null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "position", "pk"]
        indexes = [models.Index(fields=["state", "document"], name="ledger_statement_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=ActChoice.values), name="ledger_statement_act_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StatementState.values), name="ledger_statement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1),
                name="ledger_statement_confidence_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.message_text[:60]}"

    @property
    def is_followed(self) -> bool:
        """Whether, once accepted, it becomes or joins a matter."""
        return self.act in FOLLOWED_VALUES and not self.is_draft


class Decision(models.TextChoices):
    ACCEPT = "accept", _("angenommen")
    CORRECT = "correct", _("berichtigt")
    REJECT = "reject", _("verworfen")
    UNDO = "undo", _("Prüfung zurückgenommen")
    ADD = "add", _("von Hand ergänzt")


class Review(AppendOnly):
    """One person's verdict on one statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    user_name = models.CharField(max_length=200)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="ledger_review_decision_known"
            )
        ]


class State(models.TextChoices):
    OPEN = "open", _("offen")
    IN_PROGRESS = "in_progress", _("in Arbeit")
    PARTLY_MET = "partly_met", _("teilweise erfüllt")
    MET = "met", _("erfüllt")
    REFUSED = "refused", _("abgelehnt")
    OVERTAKEN = "overtaken", _("überholt")
    UNKNOWN = "unknown", _("keine Auskunft")


STATE_SYMBOLS = {
    State.OPEN: "○",
    State.IN_PROGRESS: "◐",
    State.PARTLY_MET: "◐",
    State.MET: "●",
    State.REFUSED: "✕",
    State.OVERTAKEN: "⟳",
    State.UNKNOWN: "?",
}
"""SCREENS.md: a state is never shown by colour alone."""

CLOSED_STATES = (State.MET, State.REFUSED, State.OVERTAKEN)
CLOSED_VALUES = [state.value for state in CLOSED_STATES]


class Matter(VisibleModel):
    """What is followed: a commitment, demand, decision or assignment."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(_("Art"), max_length=12, choices=ActChoice.choices)
    quote = models.TextField(_("Wortlaut"))
    """The promise itself, as the document has it."""
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="matters_made"
    )
    actor_name = models.CharField(_("wer"), max_length=200, blank=True)
    addressee = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="matters_received"
    )
    addressee_name = models.CharField(_("an wen"), max_length=500, blank=True)
    responsible = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="matters_to_answer"
    )
    """Who must say something; at first who promised, for a demand whom it was made to."""
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="matters"
    )
    """The circle in which it was said and to whose meetings it comes back."""
    topics = models.ManyToManyField(Topic, blank=True, related_name="matters")
    said_on = models.DateField(_("gesagt am"), null=True, blank=True)
    said_note = models.CharField(max_length=200, blank=True)
    due_text = models.CharField(_("Frist im Wortlaut"), max_length=300, blank=True)
    due_on = models.DateField(_("Frist"), null=True, blank=True)
    due_precision = models.CharField(max_length=10, blank=True)
    next_check_on = models.DateField(_("Wiedervorlage"), null=True, blank=True)
    """None: at the organization's next meeting."""
    state = models.CharField(
        _("Sachstand"), max_length=12, choices=State.choices, default=State.OPEN
    )
    """Computed from the entries (``ledger.states``) and kept here for filters."""
    is_withdrawn = models.BooleanField(default=False)
    """The only statement it came from was taken back: kept, but in no list."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), F("said_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=FOLLOWED_VALUES), name="ledger_matter_act_followed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="ledger_matter_state_known"
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="ledger_matter_has_quote"),
        ]

    def __str__(self) -> str:
        return self.quote[:80]

    def get_absolute_url(self) -> str:
        return reverse("ledger:matter", args=[self.public_id])

    @property
    def state_symbol(self) -> str:
        return STATE_SYMBOLS[State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED_VALUES


class EntryKind(models.TextChoices):
    OPENED = "opened", _("angelegt")
    JOINED = "joined", _("Aussage zugeordnet")
    LEFT = "left", _("Zuordnung zurückgenommen")
    STATE = "state", _("Sachstand")
    NOTE = "note", _("Vermerk")
    CHECK = "check", _("Wiedervorlage")
    CHANGED = "changed", _("Angaben geändert")


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> EntryQuerySet:
        levels = visible_levels(user)
        return self.filter(visibility__in=levels, matter__visibility__in=levels)


class Entry(AppendOnly, VisibleModel):
    """One thing that happened to a matter; the list only grows."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    state = models.CharField(max_length=12, choices=State.choices, blank=True)
    """The state from here on; "" where the entry does not change it."""
    sentence = models.TextField(_("Was ist geschehen?"), blank=True)
    happened_on = models.DateField(_("geschehen am"), null=True, blank=True)
    happened_note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    user_name = models.CharField(max_length=200)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = [F("happened_on").asc(nulls_first=True), "at", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="ledger_entry_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=State.values), name="ledger_entry_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sentence[:60]}"

    @property
    def state_symbol(self) -> str:
        return STATE_SYMBOLS[State(self.state)] if self.state else ""


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> EvidenceQuerySet:
        """Evidence from a document the user may not see stays out, also under a public matter."""
        levels = visible_levels(user)
        return self.filter(
            Q(passage__isnull=True) | Q(passage__revision__document__visibility__in=levels),
            Q(statement__isnull=True) | Q(statement__document__visibility__in=levels),
            entry__visibility__in=levels,
            entry__matter__visibility__in=levels,
        )


class Evidence(AppendOnly):
    """What an entry rests on: a passage, a statement, or what a named person told."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    informant = models.CharField(_("Auskunft von"), max_length=200, blank=True)
    informed_on = models.DateField(_("Auskunft am"), null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(passage__isnull=False)
                | Q(statement__isnull=False)
                | ~Q(informant="")
                | ~Q(source_url=""),
                name="ledger_evidence_points_somewhere",
            )
        ]
