"""The story of a matter: its entries with what they rest on, as far as the user may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Substr

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.archive import queries as archive
from sprengel.archive.models import Document, Revision
from sprengel.ledger import spans, states
from sprengel.ledger.models import Entry, Evidence, Matter

BEFORE = 1500
LONGEST_QUOTE = 4000
WINDOW = 12_000
"""Characters fetched around a passage: a verbatim record has millions of them."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What an entry rests on. ``is_hidden``: there is something, but not for this user."""

    is_hidden: bool = False
    document: Document | None = None
    before: str = ""
    quote: str = ""
    after: str = ""
    page_number: int | None = None
    is_broken: bool = False
    informant: str = ""
    informed_on: date | None = None
    source_url: str = ""
    statement_id: int | None = None

    @property
    def url(self) -> str:
        """The document, at the page where it stands."""
        if self.document is None:
            return ""
        page = f"#seite-{self.page_number}" if self.page_number else ""
        return f"{self.document.get_absolute_url()}{page}"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    entry: Entry
    happened_on: date
    evidence: tuple[EvidenceView, ...]

    @property
    def is_dated(self) -> bool:
        return self.entry.happened_on is not None


def history(user: Viewer, matter: Matter) -> list[HistoryEntry]:
    """Oldest first; two queries, however long the story is."""
    return histories(user, [matter])[matter.pk]


def histories(user: Viewer, matters: Collection[Matter]) -> dict[int, list[HistoryEntry]]:
    """By primary key of the matter, oldest first; two queries, however many matters."""
    evidence = _evidence_by_entry(user, matters)
    told: dict[int, list[Entry]] = {matter.pk: [] for matter in matters}
    for entry in Entry.objects.visible_to(user).filter(matter__in=matters):
        told[entry.matter_id].append(entry)
    return {
        pk: [
            HistoryEntry(entry, states.day_of(entry), tuple(evidence[entry.pk]))
            for entry in states.in_order(entries)
        ]
        for pk, entries in told.items()
    }


def _evidence_by_entry(user: Viewer, matters: Collection[Matter]) -> dict[int, list[EvidenceView]]:
    levels = visible_levels(user)
    views: dict[int, list[EvidenceView]] = defaultdict(list)
    for evidence in _rows(user, matters):
        views[evidence.entry_id].append(_view(evidence, levels))
    return views


def _rows(user: Viewer, matters: Collection[Matter]) -> QuerySet[Evidence]:
    """With only the part of the text that is shown, not whole records."""
    return (
        Evidence.objects.filter(
            entry__matter__in=matters, entry__visibility__in=visible_levels(user)
        )
        .select_related("passage__revision__document", "statement__revision", "statement__document")
        .defer(
            "passage__revision__text",
            "passage__revision__blocks",
            "statement__revision__text",
            "statement__revision__blocks",
        )
        .annotate(
            passage_text=Substr(
                "passage__revision__text", Greatest(F("passage__start") - BEFORE, 0) + 1, WINDOW
            ),
            statement_text=Substr(
                "statement__revision__text",
                Greatest(F("statement__position") - BEFORE, 0) + 1,
                WINDOW,
            ),
        )
        .order_by("pk")
    )


def _view(evidence: Evidence, levels: tuple[str, ...]) -> EvidenceView:
    if evidence.passage is not None:
        passage = evidence.passage
        if passage.revision.document.visibility not in levels:
            return EvidenceView(is_hidden=True)
        return _passage_view(
            evidence,
            passage.revision.document,
            passage.revision,
            _Window(evidence.passage_text, max(passage.start - BEFORE, 0)),
            (passage.start, passage.end),
            is_broken=passage.is_broken,
        )
    if evidence.statement is not None:
        statement = evidence.statement
        if statement.document.visibility not in levels:
            return EvidenceView(is_hidden=True)
        return _passage_view(
            evidence,
            statement.document,
            statement.revision,
            _Window(evidence.statement_text, max(statement.position - BEFORE, 0)),
            spans.quoted_extent(statement.spans),
            is_broken=statement.is_broken,
        )
    return EvidenceView(
        informant=evidence.informant,
        informed_on=evidence.informed_on,
        source_url=evidence.source_url,
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a revision's text that was fetched, and where it begins."""

    text: str
    start: int


def _passage_view(
    evidence: Evidence,
    document: Document,
    revision: Revision,
    window: _Window,
    place: tuple[int, int],
    *,
    is_broken: bool,
) -> EvidenceView:
    start, end = place
    before, quote, after = archive.context_in(
        window.text, start - window.start, min(end, start + LONGEST_QUOTE) - window.start
    )
    return EvidenceView(
        document=document,
        before=spans.one_line(before),
        quote=spans.one_line(quote),
        after=spans.one_line(after),
        page_number=archive.page_of(revision.pages, start),
        is_broken=is_broken,
        informant=evidence.informant,
        informed_on=evidence.informed_on,
        source_url=evidence.source_url,
        statement_id=evidence.statement_id,
    )
