"""The text somebody brings, pasted or as a file, cut into paragraphs before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.archive import store
from sprengel.archive.actions import isolated
from sprengel.archive.extraction import ARCHIVE_MEDIA_TYPE, Extraction, extract_file
from sprengel.hearings import paragraphs
from sprengel.hearings.paragraphs import Piece
from sprengel.reading.problems import FileProblem

LONGEST = 400_000
"""Characters of a whole paper; the longest ones have a tenth of it."""
MOST_PARAGRAPHS = 600


@dataclass(frozen=True, slots=True)
class Text:
    """``extraction`` only where it came as a file; then the file is the version's document."""

    pieces: tuple[Piece, ...]
    data: bytes = b""
    file_name: str = ""
    extraction: Extraction | None = None


def pasted(text: str) -> Text:
    """Raises ValidationError with a sentence."""
    return Text(_checked(paragraphs.split(text), len(text)))


def uploaded(data: bytes, file_name: str) -> Text:
    """Read in the child process, before there is a document. Raises ValidationError."""
    stored = store.put(data, Path(settings.FILES_DIR))
    path = store.path_of(stored.sha512, Path(settings.FILES_DIR))
    try:
        found = isolated(extract_file, path, file_name, Path(settings.FILES_DIR))
    except FileProblem as problem:
        raise ValidationError(_(problem.message) % problem.params) from problem
    if found.media_type == ARCHIVE_MEDIA_TYPE:
        raise ValidationError(
            _("Das ist ein Archiv mit mehreren Dateien. Bitte die eine Datei mit dem Text wählen.")
        )
    pieces = paragraphs.from_blocks(found.text, found.blocks) or paragraphs.split(found.text)
    return Text(_checked(pieces, len(found.text)), data, file_name, found)


def _checked(pieces: list[Piece], length: int) -> tuple[Piece, ...]:
    if not pieces:
        raise ValidationError(_("Darin steht kein Text. Bitte den Text einfügen."))
    if length > LONGEST:
        raise ValidationError(
            _(
                "Der Text ist zu lang für eine Abstimmung Absatz für Absatz; möglich sind "
                "%(n)s Zeichen. Bitte in mehrere Teile trennen."
            )
            % {"n": f"{LONGEST:,}".replace(",", ".")}
        )
    if len(pieces) > MOST_PARAGRAPHS:
        told = ngettext(
            "Der Text hat %(n)s Absatz; möglich sind %(most)s. Bitte in mehrere Teile trennen.",
            "Der Text hat %(n)s Absätze; möglich sind %(most)s. Bitte in mehrere Teile trennen.",
            len(pieces),
        )
        raise ValidationError(told % {"n": len(pieces), "most": MOST_PARAGRAPHS})
    return tuple(pieces)
