"""Where readings go as JSON: one line each, or one file each that is whole or not there."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from sprengel.cli.reading import Reading

_TEMPORARY, _TEMPORARY_END = ".sprengel-", ".tmp"


def json_line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


class Names:
    """Gives every document of a run a name of its own.

    Two folders may hold a file of the same name; the second must not overwrite the first. Case
    is ignored, because some file systems do. The names taken lie in a temporary database, which
    goes to disk where it grows: a run over 100,000 files shall not grow with them.
    """

    def __init__(self) -> None:
        self._taken = temporary_database()
        self._taken.execute(
            "CREATE TABLE taken (name TEXT PRIMARY KEY, last INTEGER DEFAULT 1) WITHOUT ROWID"
        )

    def unique(self, stem: str) -> str:
        if self.take(stem):
            return stem
        query = "SELECT last FROM taken WHERE name = ?"
        (number,) = self._taken.execute(query, [stem.casefold()]).fetchone()
        while not self.take(name := f"{stem}-{number + 1}"):
            number += 1
        self._taken.execute(
            "UPDATE taken SET last = ? WHERE name = ?", [number + 1, stem.casefold()]
        )
        return name

    def take(self, name: str) -> bool:
        """Whether the name was free until now."""
        query = "INSERT OR IGNORE INTO taken (name) VALUES (?)"
        return self._taken.execute(query, [name.casefold()]).rowcount == 1


def temporary_database() -> sqlite3.Connection:
    """A database of this process alone, in memory as long as it is small."""
    database = sqlite3.connect("", isolation_level=None)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN")
    return database


def write_json(folder: Path, name: str, reading: Reading) -> tuple[Path, int]:
    """Written beside its place and moved there: nobody ever sees half a file. Path and bytes."""
    target = folder / f"{name}.json"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=_TEMPORARY, suffix=_TEMPORARY_END)
    try:
        data = f"{json_line(reading.document or {})}\n".encode()
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return target, len(data)


def remove_half_written(folder: Path) -> None:
    """What a killed run has left; only for whoever alone writes to this folder."""
    for entry in os.scandir(folder):
        if entry.name.startswith(_TEMPORARY) and entry.name.endswith(_TEMPORARY_END):
            with suppress(OSError):
                os.unlink(entry.path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
