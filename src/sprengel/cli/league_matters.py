"""The review of a sample league and what became of its matters.

The reader changes from version to version; what a careful person would have kept does not. So
the files hold the statements as they should be, and here the machine's proposal is accepted where
it is the same, corrected where it differs, and added where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sprengel.accounts.models import User
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document, Passage, Revision
from sprengel.bodies.models import Actor
from sprengel.cli.league_files import (
    HistoryEntry,
    LeagueError,
    MatterEntry,
    Places,
    StatementEntry,
    find_once,
)
from sprengel.cli.league_who import Actors
from sprengel.ledger import spans
from sprengel.ledger.actions import (
    Correction,
    EvidenceInput,
    NewStatement,
    accept,
    add_entry,
    add_statement,
    attach,
    change_matter,
    correct,
    reject,
)
from sprengel.ledger.models import EntryKind, Matter, Statement, StatementState, Topic

NO_MATTER = "Kein eigener Vorgang."
NO_STATEMENT = "Keine eigene Aussage."


class Matters:
    def __init__(self, office: User, documents: dict[str, Document], actors: Actors) -> None:
        self.office = office
        self.documents = documents
        self.actors = actors
        self.by_key: dict[str, Matter] = {}

    def follow(self, entry: MatterEntry) -> None:
        matter: Matter | None = None
        for statement in entry.statement:
            matter = self._review(statement, matter).matter
        if matter is None:
            raise LeagueError(f"{entry.key}: no matter came of its statements")
        matter.refresh_from_db()
        self._set_facts(matter, entry)
        for history in entry.entry:
            self._add_entry(matter, history)
        matter.refresh_from_db()
        self.by_key[entry.key] = matter

    def keep(self, entry: StatementEntry) -> None:
        """A statement nothing has to become of."""
        self._review(entry, None)

    def finish_reviews(self, documents: Iterable[Document]) -> None:
        """Through the rest of a reviewed document: what the files do not hold is thrown out."""
        for document in documents:
            for statement in document.statements.filter(state=StatementState.PROPOSED):
                reject(
                    actor=self.office,
                    statement=statement,
                    version=statement.version,
                    reason=NO_MATTER if statement.is_followed else NO_STATEMENT,
                )

    # Statements

    def _review(self, entry: StatementEntry, matter: Matter | None) -> Statement:
        document = self.documents[entry.document]
        places = entry.places(_text(document).text)
        proposed = _proposed(document, places, entry.act)
        if proposed is None:
            return self._add(entry, document, places, matter)
        changes = self._changes(entry, proposed, places)
        if matter is not None:
            proposed = attach(
                actor=self.office, statement=proposed, version=proposed.version, matter=matter
            )
        elif changes is None:
            return accept(actor=self.office, statement=proposed, version=proposed.version)
        if changes is None:
            return proposed
        return correct(
            actor=self.office, statement=proposed, version=proposed.version, changes=changes
        )

    def _add(
        self,
        entry: StatementEntry,
        document: Document,
        places: dict[str, Places],
        matter: Matter | None,
    ) -> Statement:
        new = NewStatement(
            act=entry.act,
            spans=places,
            actor_name=entry.actor,
            actor=self._known(entry.actor),
            addressee_name=entry.addressee_actor or entry.addressee,
            addressee=self._known(entry.addressee_actor),
            due_text=entry.deadline,
            due_on=entry.due_on,
        )
        return add_statement(actor=self.office, document=document, new=new, matter=matter)

    def _changes(
        self, entry: StatementEntry, proposed: Statement, places: dict[str, Places]
    ) -> Correction | None:
        """What differs between the machine's proposal and how it should be."""
        changes: dict[str, Any] = {}
        other = {
            role: place
            for role, place in places.items()
            if sorted(place) != spans.offsets_of(proposed.spans, role)
        }
        if other:
            changes["spans"] = other
        if proposed.act != entry.act:
            changes["act"] = entry.act
        actor, addressee = self._known(entry.actor), self._known(entry.addressee_actor)
        if proposed.actor_name != entry.actor or proposed.actor_id != _id(actor):
            changes |= {"actor_name": entry.actor, "actor": actor}
        if proposed.addressee_id != _id(addressee):
            name = entry.addressee_actor or entry.addressee
            changes |= {"addressee_name": name, "addressee": addressee}
        if entry.due_on and proposed.due_on is None:
            changes["due_on"] = entry.due_on
        return Correction(**changes) if changes else None

    def _known(self, name: str) -> Actor | None:
        """A row where the register has one; a name alone is allowed too."""
        return Actor.objects.filter(name=name).first() if name else None

    # What became of it

    def _set_facts(self, matter: Matter, entry: MatterEntry) -> None:
        # A topic is made by being used for the first time; there is no action to make one empty.
        topics = [
            Topic.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]
            for name in entry.topics
        ]
        responsible = {"responsible": self.actors.named(entry.responsible)}
        change_matter(
            actor=self.office,
            matter=matter,
            topics=topics,
            **(responsible if entry.responsible else {}),
        )

    def _add_entry(self, matter: Matter, entry: HistoryEntry) -> None:
        add_entry(
            actor=self.office,
            matter=matter,
            kind=EntryKind.STATE if entry.state else EntryKind.NOTE,
            state=entry.state,
            sentence=entry.sentence,
            happened_on=entry.on,
            happened_note=entry.on_note,
            evidence=self._evidence(entry),
            visibility=entry.visibility,
        )

    def _evidence(self, entry: HistoryEntry) -> list[EvidenceInput]:
        given = [
            EvidenceInput(passage=_passage(self.documents[entry.document], quote))
            for quote in entry.quote
        ]
        if entry.informant:
            given.append(EvidenceInput(informant=entry.informant, informed_on=entry.on))
        return given


def _text(document: Document) -> Revision:
    revision = document.latest_revision
    if revision is None:
        raise LeagueError(f"{document.file_name}: not read ({document.problem})")
    return revision


def _passage(document: Document, quote: str) -> Passage:
    revision = _text(document)
    start, end = find_once(quote, revision.text)
    return mark_passage(revision=revision, start=start, end=end)


def _proposed(document: Document, places: dict[str, Places], act: str) -> Statement | None:
    """The machine's statement at the same cue, else one of the same kind with the same words."""
    waiting = list(document.statements.filter(state=StatementState.PROPOSED))
    same_act_first = sorted(waiting, key=lambda one: one.act != act)
    for one in same_act_first:
        if spans.overlap(spans.offsets_of(one.spans, "cue"), places["cue"]):
            return one
    for one in same_act_first:
        if one.act == act and spans.overlap(
            spans.offsets_of(one.spans, "message"), places["message"]
        ):
            return one
    return None


def _id(actor: Actor | None) -> int | None:
    return actor.pk if actor else None
