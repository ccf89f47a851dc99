"""From a file on disk to what a revision holds; runs in the child process, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sprengel.archive import store

if TYPE_CHECKING:
    from sprengel.reading.files import Attachment


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file inside a mail or an archive; without ``stored``, ``problem`` says why."""

    name: str
    stored: store.Stored | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    media_type: str
    text: str
    pages: list[list[int]]
    blocks: list[list[str | int | None]]
    title: str
    dated_on: date | None
    notes: list[str]
    extractor: str
    files: tuple[FoundFile, ...]


ARCHIVE_MEDIA_TYPE = "application/zip"


def extract_file(path: Path, name: str, files_folder: Path) -> Extraction:
    """Read the file; what is inside it goes straight to the store, not through the pipe."""
    from sprengel.reading import files  # loads the readers: only in the child

    data = path.read_bytes()
    if files.is_archive(data, name):
        members = _kept(files.open_archive(data, name), files_folder)
        return Extraction(ARCHIVE_MEDIA_TYPE, "", [], [], "", None, [], "zip", members)
    found = files.extract(data, name)
    return Extraction(
        media_type=found.media_type,
        text=found.text,
        pages=[[page.number, page.start, page.end] for page in found.pages],
        blocks=[
            [str(block.kind), block.start, block.end, block.page_number] for block in found.blocks
        ],
        title=found.title,
        dated_on=found.dated_on,
        notes=list(found.notes),
        extractor=found.extractor,
        files=_kept(found.attachments, files_folder),
    )


def _kept(attachments: Iterable[Attachment], folder: Path) -> tuple[FoundFile, ...]:
    return tuple(
        FoundFile(attachment.name, None, str(attachment.problem))
        if attachment.problem is not None
        else FoundFile(attachment.name, store.put(attachment.data, folder))
        for attachment in attachments
    )
