"""A .zip as a folder of files, each handed on for itself.

What is wrong with one member (a password, a path out of the folder, an archive within) is said
of that member; what is wrong with the whole (a bomb, too many members) ends the reading.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from ..problems import (
    EMPTY,
    NESTED_ARCHIVE,
    UNSAFE_MEMBER_NAME,
    FileProblem,
    ProblemCode,
)
from .assembly import storable
from .container import Container
from .extracted import DEFAULT_LIMITS, Attachment, Limits
from .kinds import ARCHIVE, media_type_of

_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|Thumbs\.db$|desktop\.ini$)", re.I)
_ABSOLUTE = re.compile(r"^(?:[/\\]|[A-Za-z]:)")


def archive_members(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[str, ...]:
    """The names of the files in an archive, without reading any of them."""
    return tuple(storable(m.filename) for m in _files(_opened(data, limits)))


def open_archive(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, only: str | None = None
) -> Iterator[Attachment]:
    """The files of an archive one after the other; ``only`` picks the one of that name."""
    container = _opened(data, limits)
    for member in _files(container):
        shown = storable(member.filename)
        if only is None or shown == only:
            yield _member(container, member, shown, limits)


def _opened(data: bytes, limits: Limits) -> Container:
    container = Container(data, limits)
    container.check_declared_total()
    if not any(True for _ in _files(container)):
        raise FileProblem(ProblemCode.EMPTY, EMPTY)
    return container


def _files(container: Container) -> Iterator[zipfile.ZipInfo]:
    for member in container.members:
        if not member.is_dir() and not _LITTER.search(member.filename):
            yield member


def _member(
    container: Container, member: zipfile.ZipInfo, shown: str, limits: Limits
) -> Attachment:
    if _ABSOLUTE.match(shown) or ".." in re.split(r"[/\\]", shown):
        problem = FileProblem(ProblemCode.UNKNOWN_TYPE, UNSAFE_MEMBER_NAME)
        return Attachment(shown, b"", problem)
    try:
        data = container.read_member(member, limits.max_bytes)
    except FileProblem as problem:
        return Attachment(shown, b"", problem)
    if _is_archive_within(data, shown, limits):
        return Attachment(shown, b"", FileProblem(ProblemCode.NESTED_ARCHIVE, NESTED_ARCHIVE))
    return Attachment(shown, data)


def _is_archive_within(data: bytes, name: str, limits: Limits) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        return media_type_of(data, name, limits) == ARCHIVE
    except FileProblem:
        return False  # said when the member itself is read
