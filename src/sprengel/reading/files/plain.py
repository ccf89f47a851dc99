"""Plain text: the characters as they are, line ends untouched, so that offsets hold."""

from __future__ import annotations

from ..document import Page
from .assembly import storable, too_much_text
from .decoding import decode
from .extracted import Extracted, Limits
from .kinds import TEXT

FORM_FEED = "\f"


class PlainReader:
    media_type = TEXT

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        decoded = decode(data)
        text = storable(decoded.text)
        if len(text) > limits.max_chars:
            raise too_much_text(limits.max_chars)
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=text,
            pages=_pages(text),
            notes=decoded.notes,
            extractor="sprengel-text 1",
        )


def _pages(text: str) -> tuple[Page, ...]:
    """A form feed ends a page and belongs to none; a text without one has no pages."""
    if FORM_FEED not in text:
        return ()
    pages: list[Page] = []
    start = 0
    for part in text.split(FORM_FEED):
        pages.append(Page(len(pages) + 1, start, start + len(part)))
        start += len(part) + 1
    if not text[pages[-1].start :].strip():
        pages.pop()  # most programs write a form feed after the last page, too
    return tuple(pages)


READER = PlainReader()
