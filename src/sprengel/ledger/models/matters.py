"""Matters, what happened to them, and what that rests on."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer, VisibleModel, VisibleQuerySet, visible_levels
from sprengel.archive.models import AppendOnly, Passage
from sprengel.bodies.models import Actor, Organization
from sprengel.ledger.models.statements import FOLLOWED_VALUES, ActChoice, Statement


class Topic(models.Model):
    name = models.CharField(_("Thema"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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
    delayed_because = models.CharField(_("Grund der Verzögerung"), max_length=300, blank=True)
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
