"""The programmes of a sample league: ``programmes.toml`` through the actions of the screens.

Every number and every provision points at its passage; a quote that does not stand in the named
document exactly once ends the loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sprengel.accounts.models import User, Visibility
from sprengel.archive.actions import mark_passage
from sprengel.archive.anchors import find_quote
from sprengel.archive.models import Document, Passage
from sprengel.bodies.models import Actor
from sprengel.cli.league_files import Folder, LeagueError
from sprengel.cli.league_who import Actors
from sprengel.figures.actions import define, enter
from sprengel.figures.models import Definition, KeyPrecision
from sprengel.ledger.models import Matter, Statement, StatementState
from sprengel.programmes import actions
from sprengel.programmes.models import Programme, Round

FILE = "programmes"
STATE = "Baden-Württemberg"
"""What a number is about where the entry names nothing else."""


class Programmes:
    def __init__(
        self,
        office: User,
        folder: Folder,
        actors: Actors,
        documents: Mapping[str, Document],
        matters: Mapping[str, Matter],
    ) -> None:
        self.office = office
        self.folder = folder
        self.actors = actors
        self.documents = documents
        self.matters = matters
        self.definitions: dict[str, Definition] = {}
        self.programmes: dict[str, Programme] = {}

    def load(self) -> None:
        """Nothing, where the league has no programmes."""
        if not (self.folder.path / f"{FILE}.toml").exists():
            return
        table = self.folder.table(FILE)
        for entry in table["definition"]:
            key = entry.pop("key")
            self.definitions[key] = define(
                actor=self.office, slug=key, visibility=Visibility.PUBLIC, **entry
            )
        for entry in table["programme"]:
            self._programme(entry)

    def _programme(self, entry: dict[str, Any]) -> None:
        parties, rounds = entry.pop("party", ()), entry.pop("round", ())
        matters, statements = entry.pop("matters", ()), entry.pop("statements", ())
        part_of = entry.pop("part_of", "")
        programme = actions.add_programme(
            actor=self.office,
            part_of=self.programmes[part_of] if part_of else None,
            visibility=Visibility.PUBLIC,
            **entry,
        )
        self.programmes[programme.slug] = programme
        for party in parties:
            of = self._actor(party.pop("actor", ""))
            actions.add_party(actor=self.office, programme=programme, of=of, **party)
        for key in matters:
            actions.link_matter(actor=self.office, programme=programme, matter=self.matters[key])
        for one in statements:
            actions.link_statement(
                actor=self.office, programme=programme, statement=self._statement(**one)
            )
        for one in rounds:
            self._round(programme, one)

    def _round(self, programme: Programme, entry: dict[str, Any]) -> None:
        figures, provisions = entry.pop("figure", ()), entry.pop("provision", ())
        passage = self._passage(entry)
        terms = actions.add_round(actor=self.office, programme=programme, passage=passage, **entry)
        for one in figures:
            self._figure(terms, one)
        for one in provisions:
            passage = self._passage(one)
            actions.add_provision(actor=self.office, terms=terms, passage=passage, **one)

    def _figure(self, terms: Round, entry: dict[str, Any]) -> None:
        role, definition = entry.pop("role"), self.definitions[entry.pop("definition")]
        about = self._actor(entry.pop("about", ""))
        scope = entry.pop("scope", "" if about else STATE)
        value = entry.pop("value", None)
        figure = enter(
            actor=self.office,
            definition=definition,
            about=about,
            scope=scope,
            value=None if value is None else Decimal(str(value)),
            counted_by=self._actor(entry.pop("counted_by", "")),
            passage=self._passage(entry),
            visibility=Visibility.PUBLIC,
            **_key_date(entry),
            **entry,
        )
        actions.add_round_figure(actor=self.office, terms=terms, figure=figure, role=role)

    # What the entries name

    def _actor(self, name: str) -> Actor | None:
        return self.actors.named(name) if name else None

    def _passage(self, entry: dict[str, Any]) -> Passage:
        """Takes ``document`` and ``quote`` out of the entry."""
        document, quote = self.documents[entry.pop("document")], entry.pop("quote")
        revision = document.latest_revision
        if revision is None:
            raise LeagueError(f"{document.file_name}: not read ({document.problem})")
        found = find_quote(quote, revision.text)
        if found is None:
            raise LeagueError(f"{document.file_name}: does not stand there once: {quote!r}")
        return mark_passage(revision=revision, start=found.start, end=found.end)

    def _statement(self, document: str, message: str) -> Statement:
        found = self.documents[document].statements.filter(
            message_text__contains=message,
            state__in=(StatementState.ACCEPTED, StatementState.CORRECTED),
        )
        if len(found) != 1:
            raise LeagueError(f"{document}: {len(found)} statements say {message!r}")
        return found[0]


def _key_date(entry: dict[str, Any]) -> dict[str, Any]:
    """``on``, ``month`` (its last day), ``year`` or ``period``; none of them: not known."""
    if "year" in entry:
        return {"key_on": date(entry.pop("year"), 12, 31), "key_precision": KeyPrecision.YEAR}
    if "period" in entry:
        first, last = entry.pop("period")
        return {"from_on": first, "key_on": last, "key_precision": KeyPrecision.PERIOD}
    if "month" in entry:
        return {"key_on": entry.pop("month"), "key_precision": KeyPrecision.MONTH}
    return {"key_on": entry.pop("on", None)}
