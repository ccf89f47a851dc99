"""Where a number comes from, for the card beside it, the footnote in print and the exports."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.archive.models import Document, Passage
from sprengel.archive.queries import page_of
from sprengel.figures import wording
from sprengel.figures.models import Definition, Figure
from sprengel.ui.wording import long_date, quoted

QUOTE_CHARS = 280


@dataclass(frozen=True, slots=True)
class Provenance:
    """All of it in words; links are empty where there is nowhere to lead."""

    value: str
    definition: Definition
    about: str
    key: str
    base: str
    counted_by: str
    quote: str
    is_broken: bool
    source: str
    source_url: str
    as_written: str
    note: str
    url: str

    @property
    def line(self) -> str:
        """One line of text for footnotes and spreadsheets."""
        said = [self.source]
        if self.quote:
            said.append(quoted(self.quote))
        if self.counted_by:
            said.append(_("gezählt von %(who)s") % {"who": self.counted_by})
        if self.is_broken:
            said.append(_("die Fundstelle steht in der neuen Fassung nicht mehr"))
        return "; ".join(said)


def provenance(figure: Figure) -> Provenance:
    """Of a figure from ``FigureQuerySet.with_provenance``: it asks the database nothing more."""
    passage = figure.passage
    quote = " ".join(passage.quote.split()) if passage else ""
    return Provenance(
        value=wording.spell(figure),
        definition=figure.definition,
        about=figure.about.name if figure.about else figure.scope,
        key=wording.key_words(figure),
        base=wording.base_words(figure),
        counted_by=figure.counted_by.name if figure.counted_by else figure.counted_by_name,
        quote=quote if len(quote) <= QUOTE_CHARS else f"{quote[:QUOTE_CHARS].rsplit(' ', 1)[0]} …",
        is_broken=passage is not None and passage.is_broken,
        source=_source_words(figure, passage),
        source_url=_source_url(figure, passage),
        as_written=_as_written(figure),
        note=figure.note,
        url=figure.get_absolute_url(),
    )


def document_words(document: Document, page_number: int | None = None) -> str:
    """ "Bericht der Verwaltung, 15. März 2024, Seite 2"."""
    said = [document.title]
    if document.dated_on:
        said.append(long_date(document.dated_on))
    if page_number:
        said.append(_("Seite %(page_number)s") % {"page_number": page_number})
    return ", ".join(said)


def _source_words(figure: Figure, passage: Passage | None) -> str:
    said = []
    if passage is not None:
        revision = passage.revision
        said.append(document_words(revision.document, page_of(revision.pages, passage.start)))
    if figure.source:
        said.append(figure.source)
    if not said and figure.source_path:
        said.append(_("berechnet in Sprengel"))
    return "; ".join(said)


def _source_url(figure: Figure, passage: Passage | None) -> str:
    if passage is not None:
        return str(passage.revision.document.get_absolute_url())
    return figure.source_path or figure.source_url


def _as_written(figure: Figure) -> str:
    """Only where it says something the spelled value does not."""
    plain = wording.spell(figure).replace(wording.NBSP, " ")
    return "" if figure.as_written == plain else figure.as_written
