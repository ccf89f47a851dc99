"""Original bytes on disk, once each, under their SHA-512.

A file is complete on disk before any row speaks of it: a crash leaves at most a file nobody
points to, never a row without its bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stored:
    sha512: str
    size_bytes: int


def put(data: bytes, folder: Path) -> Stored:
    """Keep ``data`` below ``folder``; the same bytes twice are one file."""
    stored = Stored(hashlib.sha512(data).hexdigest(), len(data))
    path = path_of(stored.sha512, folder)
    if not (path.exists() and path.stat().st_size == stored.size_bytes):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, data)
    return stored


def path_of(sha512: str, folder: Path) -> Path:
    return folder / sha512[:2] / sha512[2:4] / sha512


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
