"""What the machine reads in a section while it is being written; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.archive import isolation
from sprengel.bodies import queries as bodies
from sprengel.ledger import reader, spans
from sprengel.ledger import wording as statements
from sprengel.ledger.models import ActChoice
from sprengel.ledger.votes import wording
from sprengel.meetings.minutes.composing import tidy
from sprengel.meetings.models import MinutesSection, RecordKind
from sprengel.ui.wording import long_date

SECONDS = 20
"""The first time the reader has to be loaded; a section itself takes a fraction of one."""
RECORDS = {ActChoice.DECISION: RecordKind.DECISION, ActChoice.ASSIGNMENT: RecordKind.ASSIGNMENT}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement in words."""

    act: str
    act_name: str
    who: str
    says: str
    what: str
    to: str
    due: str
    is_doubtful: bool
    record_kind: str
    """What it could be noted as; "" for what is no record."""

    def get_act_display(self) -> str:
        return self.act_name


@dataclass(frozen=True, slots=True)
class VoteProposal:
    item: str
    result: str
    quote: str


@dataclass(frozen=True, slots=True)
class Read:
    statements: tuple[Proposal, ...] = ()
    votes: tuple[VoteProposal, ...] = ()
    problem: str = ""
    """Why nothing could be read, as a sentence."""

    @property
    def is_empty(self) -> bool:
        return not (self.statements or self.votes or self.problem)


def read(section: MinutesSection, text: str) -> Read:
    """By the same reader as a document, in a process of its own that is ended when it dawdles."""
    text = tidy(text)
    if not text.strip():
        return Read()
    # Votes are looked for in minutes only; what stands before the text says that it is some.
    text = f"Niederschrift\n\nTOP 1: {section.heading}\n\n{text}"
    day = section.minutes.meeting.starts_on
    try:
        found = isolation.run(
            reader.read, text, section.heading, [], [], day, bodies.registry(), seconds=SECONDS
        )
    except (isolation.ChildCrashed, isolation.ChildTooSlow):
        return Read(
            problem=_(
                "Das Lesen hat zu lange gedauert. Gespeichert ist alles; beim Festhalten der "
                "Fassung wird der Text ganz gelesen."
            )
        )
    return Read(
        tuple(_proposal(statement) for statement in found.statements),
        tuple(
            VoteProposal(
                vote.item_label, wording.in_words(vote), spans.one_line(vote.anchor["quote"])
            )
            for vote in found.votes
        ),
    )


def _proposal(found: reader.FoundStatement) -> Proposal:
    who = found.actor_name or spans.words(found.spans, "source")
    due = spans.words(found.spans, "deadline")
    if found.due_on and due:
        due = f"{due} ({long_date(found.due_on)})"
    return Proposal(
        act=found.act,
        act_name=str(ActChoice(found.act).label),
        who=who,
        says=statements.says(found.act, who),
        what=spans.words(found.spans, "message") or spans.words(found.spans, "cue"),
        to=found.addressee_name or spans.words(found.spans, "addressee"),
        due=due,
        is_doubtful=found.is_doubtful,
        record_kind=str(RECORDS.get(ActChoice(found.act), "")),
    )
