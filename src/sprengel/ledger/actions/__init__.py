"""What changes in this room, by noun: intake, documents, reading, recovery, review, matters."""

from sprengel.ledger.actions.correction import Correction, NewStatement
from sprengel.ledger.actions.documents import DocumentFacts, change_document
from sprengel.ledger.actions.intake import queue_reading, take_in
from sprengel.ledger.actions.matters import (
    EvidenceInput,
    add_entry,
    change_matter,
    set_check,
    topics_named,
)
from sprengel.ledger.actions.reading import read_now, reanchor_statements
from sprengel.ledger.actions.recovery import recover_runs
from sprengel.ledger.actions.review import (
    accept,
    add_statement,
    attach,
    correct,
    reject,
    undo,
)
from sprengel.ledger.problems import StaleStatement

__all__ = [
    "Correction",
    "DocumentFacts",
    "EvidenceInput",
    "NewStatement",
    "StaleStatement",
    "accept",
    "add_entry",
    "add_statement",
    "attach",
    "change_document",
    "change_matter",
    "correct",
    "queue_reading",
    "read_now",
    "reanchor_statements",
    "recover_runs",
    "reject",
    "set_check",
    "take_in",
    "topics_named",
    "undo",
]
