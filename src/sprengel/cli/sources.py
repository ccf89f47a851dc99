"""What `sprengel read` was asked to read: files, folders, archives, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from sprengel.reading.files import (
    DEFAULT_LIMITS,
    READABLE_ENDINGS,
    archive_members,
    is_archive,
    open_archive,
)
from sprengel.reading.files.container import too_large
from sprengel.reading.problems import (
    NO_ACCESS,
    NOT_FOUND,
    FileProblem,
    ProblemCode,
    gettext_noop,
)

STANDARD_INPUT = "-"
EMPTY_FOLDER = gettext_noop(
    "In diesem Ordner ist keine Datei, die gelesen werden kann. Bitte den Pfad prüfen."
)


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be read; small enough to be sent to a worker, which opens it."""

    label: str
    """As a person would call it, in sentences on the screen."""
    stem: str
    name: str
    path: Path | None = None
    member: str = ""
    data: bytes | None = None
    problem: FileProblem | None = None
    """What is already known to be wrong."""

    def read_bytes(self) -> bytes:
        if self.problem is not None:
            raise self.problem
        data = self.data if self.data is not None else _bytes_of(self.path or Path())
        return _member(data, self.name, self.member) if self.member else data

    @property
    def origin(self) -> str:
        """Where it lies, the same from whatever folder the command is given."""
        if self.path is None:
            return self.label
        place = printable(os.path.abspath(self.path))
        return f"{place}: {self.member}" if self.member else place

    def with_bytes(self) -> Source:
        """The same with its bytes in hand, for a machine that has not the file."""
        data, name = self.read_bytes(), self.member or self.name
        return Source(self.label, self.stem, name, data=data)


def stem_of(name: str) -> str:
    """A file's name without folders and ending, fit to be a file's name again."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    stem = PurePosixPath(bare).stem or bare
    stem = "".join("_" if c < " " or c in '\x7f:*?"<>|/' else c for c in printable(stem))
    return stem.strip(" .")[:150] or "dokument"


def printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def find_sources(arguments: Iterable[str]) -> Iterator[Source]:
    for argument in arguments:
        if argument == STANDARD_INPUT:
            yield from _standard_input()
        elif os.path.isdir(argument):
            yield from _folder(Path(argument))
        else:
            yield from _file(Path(argument))


def count_sources(arguments: Iterable[str]) -> Iterator[None]:
    """Once for each source there will be; what comes from standard input counts as one."""
    for argument in arguments:
        sources = [None] if argument == STANDARD_INPUT else find_sources([argument])
        for _source in sources:
            yield None


def _standard_input() -> Iterator[Source]:
    data = sys.stdin.buffer.read(DEFAULT_LIMITS.max_bytes + 1)
    named = "stdin.zip" if data.startswith(b"PK") and _is_plain_zip(data) else STANDARD_INPUT
    source = Source(label=STANDARD_INPUT, stem="stdin", name=named, data=data)
    yield from _members(source, data) if is_archive(data, named) else [source]


def _is_plain_zip(data: bytes) -> bool:
    from sprengel.reading.files.kinds import ARCHIVE, media_type_of

    try:
        return media_type_of(data, STANDARD_INPUT, DEFAULT_LIMITS) == ARCHIVE
    except FileProblem:
        return False


def _folder(folder: Path) -> Iterator[Source]:
    """Every readable file below, in the order of names; what a folder is not for is left out."""
    found = False
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            readable = os.path.splitext(file)[1].lower() in READABLE_ENDINGS
            if readable and not file.startswith((".", "~$")):
                found = True
                yield from _file(Path(parent, file))
    if not found:
        yield _broken(folder, FileProblem(ProblemCode.NOT_FOUND, EMPTY_FOLDER))


def _file(path: Path) -> Iterator[Source]:
    source = Source(
        label=printable(str(path)), stem=stem_of(path.name), name=printable(path.name), path=path
    )
    if path.suffix.lower() != ".zip":
        yield source
        return
    try:
        data = _bytes_of(path)
    except FileProblem as problem:
        yield _broken(path, problem)
        return
    yield from _members(source, data) if is_archive(data, path.name) else [source]


def _members(source: Source, data: bytes) -> Iterator[Source]:
    """One source for each file of an archive, so that one bad file costs no other."""
    try:
        members = archive_members(data)
    except FileProblem as problem:
        yield Source(source.label, source.stem, source.name, problem=problem)
        return
    for member in members:
        yield Source(
            label=f"{source.label}: {member}",
            stem=f"{source.stem}--{stem_of(member)}",
            name=source.name,
            path=source.path,
            member=member,
            data=source.data,
        )


def _broken(path: Path, problem: FileProblem) -> Source:
    return Source(printable(str(path)), stem_of(path.name), path.name, problem=problem)


@lru_cache(maxsize=1)
def _archive_bytes(path: Path) -> bytes:
    return _read_file(path)


def _bytes_of(path: Path) -> bytes:
    # Members of one archive come one after the other; it is read from disk once for all.
    return _archive_bytes(path) if path.suffix.lower() == ".zip" else _read_file(path)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(DEFAULT_LIMITS.max_bytes + 1)
            size = max(len(data), os.fstat(file.fileno()).st_size)
    except PermissionError as e:
        raise FileProblem(ProblemCode.NOT_FOUND, NO_ACCESS) from e
    except (OSError, ValueError) as e:
        raise FileProblem(ProblemCode.NOT_FOUND, NOT_FOUND) from e
    if size > DEFAULT_LIMITS.max_bytes:
        raise too_large(size, DEFAULT_LIMITS.max_bytes)
    return data


def _member(archive: bytes, name: str, member: str) -> bytes:
    for found in open_archive(archive, name, only=member):
        if found.problem is not None:
            raise found.problem
        return found.data
    raise FileProblem(ProblemCode.NOT_FOUND, NOT_FOUND)
