"""What reads here, as one string: where it is the same, the same bytes give the same reading."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sprengel import __version__

_ROOMS = ("language", "reading")


@cache
def reader_version() -> str:
    """Version, a hash over the reader's files (code, words, model), and the engines asked.

    The number alone would call two checkouts of one version the same.
    """
    from sprengel.config import env

    names = "".join(f" + {engine.name}" for engine in env.engines())
    return f"{__version__} {_hash_of_files()}{names}"


def _hash_of_files() -> str:
    package = Path(__file__).resolve().parent.parent
    files = hashlib.blake2b(digest_size=8)
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                files.update(f"{path.relative_to(package).as_posix()}\0".encode())
                files.update(hashlib.blake2b(path.read_bytes()).digest())
    return files.hexdigest()
