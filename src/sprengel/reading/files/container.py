"""ZIP containers (.docx, .odt, .zip) opened in memory, with every size checked twice.

A container says how large its members are, and may lie. So the declared sizes are checked
before anything is unpacked, and the bytes that really come out are counted while they do.
Nothing is written to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from ..problems import (
    DAMAGED,
    ENCRYPTED,
    OTHER_ARCHIVE,
    TOO_LARGE,
    TOO_MANY_MEMBERS,
    ZIP_BOMB,
    FileProblem,
    ProblemCode,
)
from .extracted import MEGABYTE, Limits

_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_CHUNK = 256 * 1024


class Container:
    """The members of a ZIP, read one by one under :class:`Limits`."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        _refuse_too_many_members(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as e:
            raise FileProblem(ProblemCode.DAMAGED, DAMAGED) from e
        self.names = frozenset(member.filename for member in self.members)

    def check_declared_total(self) -> None:
        """Refuse a container that already says it is too large."""
        if sum(m.file_size for m in self.members) > self._limits.max_unpacked_bytes:
            raise FileProblem(ProblemCode.ZIP_BOMB, ZIP_BOMB)

    def read(self, name: str, max_bytes: int | None = None) -> bytes:
        return self.read_member(self._zip.getinfo(name), max_bytes)

    def read_member(self, member: zipfile.ZipInfo, max_bytes: int | None = None) -> bytes:
        self._check_declared(member, max_bytes)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._check_actual(member, size)
                    parts.append(chunk)
        except RuntimeError as e:  # zipfile's way to say that a password is needed
            raise FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED) from e
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as e:
            raise FileProblem(ProblemCode.DAMAGED, DAMAGED) from e
        return b"".join(parts)

    def _check_declared(self, member: zipfile.ZipInfo, max_bytes: int | None) -> None:
        if member.flag_bits & _IS_ENCRYPTED:
            raise FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The other methods unpack without an upper bound per step.
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE)
        if max_bytes is not None and member.file_size > max_bytes:
            raise too_large(member.file_size, max_bytes)
        self._check_ratio(member, member.file_size)

    def _check_actual(self, member: zipfile.ZipInfo, size: int) -> None:
        if self._unpacked > self._limits.max_unpacked_bytes:
            raise FileProblem(ProblemCode.ZIP_BOMB, ZIP_BOMB)
        self._check_ratio(member, size)

    def _check_ratio(self, member: zipfile.ZipInfo, size: int) -> None:
        if size > MEGABYTE and size > self._limits.max_ratio * max(1, member.compress_size):
            raise FileProblem(ProblemCode.ZIP_BOMB, ZIP_BOMB)


def too_large(size: int, allowed: int) -> FileProblem:
    return FileProblem(
        ProblemCode.TOO_LARGE,
        TOO_LARGE,
        megabytes=-(-size // MEGABYTE),
        allowed=allowed // MEGABYTE,
    )


def _refuse_too_many_members(data: bytes, limits: Limits) -> None:
    """Count first: ``zipfile`` makes an object of every entry, and two million fit in a file."""
    end = data.rfind(_END_OF_DIRECTORY)
    if end < 0 or end + 22 > len(data):
        return
    (size,) = struct.unpack_from("<I", data, end + 12)
    start = end - size if size <= end else 0
    members = data.count(_DIRECTORY_ENTRY, start, end)
    if members > limits.max_members:
        raise FileProblem(
            ProblemCode.TOO_LARGE, TOO_MANY_MEMBERS, members=members, allowed=limits.max_members
        )
