"""Decisions and assignments held to the exact characters of the version they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sprengel.accounts.models import User
from sprengel.ledger.actions import Correction, NewStatement, add_statement, change_matter
from sprengel.ledger.actions.carrying import move_statement, move_vote
from sprengel.ledger.models import ActChoice, OutcomeChoice
from sprengel.ledger.votes import actions as voting
from sprengel.ledger.votes.actions import VoteFacts
from sprengel.meetings.minutes.composing import Composed, PlainText, RecordText, places_in
from sprengel.meetings.models import Minutes, MinutesRecord, MinutesVersion, RecordKind

ROLES = ("cue", "message", "addressee", "deadline")
NOTHING_TO_FOLLOW = (
    OutcomeChoice.REJECTED,
    OutcomeChoice.WITHDRAWN,
    OutcomeChoice.SETTLED,
    OutcomeChoice.NOTED,
)
"""Voted on, and nobody has to do anything because of it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A version just fixed, with the text it became."""

    version: MinutesVersion
    composed: Composed
    text: PlainText


@dataclass(frozen=True, slots=True)
class _Place:
    made: Made
    number: str
    record: RecordText
    start: int

    @property
    def vote(self) -> tuple[int, int] | None:
        place = self.record.parts.get("vote")
        return (self.start + place[0], self.start + place[1]) if place else None


def hold(
    *,
    actor: User | None,
    minutes: Minutes,
    made: Sequence[Made],
    before: Sequence[MinutesVersion],
) -> Iterator[MinutesRecord]:
    """Each record gets its statement and its vote, or they move to their new place."""
    places = _places(made)
    said_before = {
        record["record"]: record["sentence"]
        for version in before
        for section in version.sections
        for record in section.get("records", [])
    }
    records = MinutesRecord.objects.filter(section__minutes=minutes).select_related(
        "statement", "vote", "responsible", "section"
    )
    for record in records:
        place = places.get(record.pk)
        if place is not None:
            is_changed = said_before.get(record.pk) != place.record.sentence
            _hold_statement(actor, minutes, record, place, is_changed)
            _hold_vote(actor, record, place, is_changed)
            yield record


def _places(made: Sequence[Made]) -> dict[int, _Place]:
    return {
        record.record_pk: _Place(each, section.number, record, each.text.places[record.record_pk])
        for each in made
        for section in each.composed.sections
        for record in section.records
    }


def _hold_statement(
    actor: User | None, minutes: Minutes, record: MinutesRecord, place: _Place, is_changed: bool
) -> None:
    spans = places_in(place.record, place.start, ROLES)
    document = place.made.version.document
    is_assignment = record.kind == RecordKind.ASSIGNMENT
    # A name the readers may not know is not in the text, and not in the statement either.
    addressee = record.responsible if "addressee" in place.record.parts else None
    if record.statement is not None:
        changes = None
        if is_changed:
            changes = Correction(
                act=_act(record),
                spans={role: spans.get(role, []) for role in ROLES},
                addressee=addressee,
                addressee_name=None if addressee else "",
                due_on=record.due_on,
                clear_due=record.due_on is None,
            )
        record.statement = move_statement(
            actor=actor,
            statement=record.statement,
            document=document,
            places=spans,
            changes=changes,
        )
    elif record.outcome not in NOTHING_TO_FOLLOW:
        record.statement = add_statement(
            actor=actor,
            document=document,
            new=NewStatement(
                act=_act(record),
                spans=spans,
                actor=minutes.meeting.organization,
                addressee=addressee,
                due_on=record.due_on,
            ),
        )
    else:
        return
    matter = record.statement.matter
    if (
        matter is not None
        and is_changed
        and record.responsible_id
        and not (is_assignment and addressee)
    ):
        change_matter(actor=actor, matter=matter, responsible=record.responsible)


def _act(record: MinutesRecord) -> str:
    if record.kind == RecordKind.ASSIGNMENT:
        return ActChoice.ASSIGNMENT
    return ActChoice.DECISION


def _hold_vote(actor: User | None, record: MinutesRecord, place: _Place, is_changed: bool) -> None:
    at = place.vote
    if at is None:
        if record.vote is not None:
            voting.reject(actor=actor, vote=record.vote, version=record.vote.version)
            record.vote = None
        return
    facts = VoteFacts(
        outcome=record.outcome,
        majority=record.majority,
        yes=record.yes,
        no=record.no,
        abstain=record.abstain,
        item_label=place.number or record.section.heading,
    )
    document = place.made.version.document
    if record.vote is None:
        record.vote = voting.add_vote(
            actor=actor, document=document, start=at[0], end=at[1], facts=facts
        )
    else:
        record.vote = move_vote(
            actor=actor,
            vote=record.vote,
            document=document,
            start=at[0],
            end=at[1],
            changes=facts if is_changed else None,
        )
