"""What has been written to a folder, so that a run which was broken off can go on.

One line of JSON for each source, appended after its last document is whole in its place. A line
cut off by a crash is passed over; its source is read once more and written over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sprengel.cli.output import Names, remove_half_written, temporary_database
from sprengel.cli.sources import Source
from sprengel.cli.text import _
from sprengel.reading.problems import gettext_noop

NAME = ".sprengel-read.jsonl"
BUSY = gettext_noop(
    "In den Ordner %(path)s schreibt gerade ein anderer Lauf. Bitte warten, bis er fertig ist, "
    "oder einen anderen Ordner angeben."
)
CANNOT_WRITE = gettext_noop(
    "In den Ordner %(path)s kann nicht geschrieben werden. Bitte den Pfad prüfen."
)

Written = tuple[str, str, int]
"""A document's stem, its name in the folder, the bytes of its file."""


class FolderProblem(Exception):
    """The folder cannot be written to; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier runs have written of a source."""

    names: tuple[tuple[str, str], ...] = ()
    """(stem, name): to be written over, so that no document is there twice."""
    documents: int = 0
    """So many, all whole and read by the same reader; 0: to be read."""


class Manifest:
    def __init__(self, folder: Path, reader: str) -> None:
        self._folder = folder
        self._reader = reader
        try:
            self._file: IO[bytes] = (folder / NAME).open("a+b", buffering=0)
        except OSError as e:
            raise FolderProblem(_(CANNOT_WRITE) % {"path": folder}) from e
        if not _locked(self._file):
            self._file.close()
            raise FolderProblem(_(BUSY) % {"path": folder})
        remove_half_written(folder)
        self._is_torn = _ends_torn(self._file)
        self._known = temporary_database()
        self._known.execute(
            "CREATE TABLE source (id INTEGER PRIMARY KEY, sha256 TEXT, stem TEXT, origin TEXT,"
            " reader TEXT, failed INTEGER, written TEXT, is_claimed INTEGER DEFAULT 0)"
        )
        self._known.execute("CREATE INDEX by_content ON source (sha256, stem)")
        self._known.execute("CREATE INDEX by_origin ON source (origin)")
        self._known.execute(
            "CREATE TABLE owner (name TEXT PRIMARY KEY, source INTEGER) WITHOUT ROWID"
        )

    def load(self, names: Names) -> None:
        """Take in what earlier runs have written, and keep its names from others."""
        self._file.seek(0)
        for line in self._file:
            with suppress(ValueError, KeyError, TypeError, OverflowError, RecursionError):
                self._remember(json.loads(line), names)

    def _remember(self, raw: dict[str, Any], names: Names) -> None:
        written = [(str(stem), str(name), int(size)) for stem, name, size in raw["written"]]
        if not all(_is_plain(name) for _stem, name, _size in written):
            return  # not of our making, and it might lead out of the folder
        values = [str(raw[key]) for key in ("sha256", "stem", "origin", "reader")]
        number = self._known.execute(
            "INSERT INTO source (sha256, stem, origin, reader, failed, written)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [*values, int(raw["failed"]), json.dumps(written)],
        ).lastrowid
        for _stem, name, _size in written:
            # Whoever wrote a name last owns it: the file is theirs.
            self._known.execute("REPLACE INTO owner VALUES (?, ?)", [name.casefold(), number])
            names.take(name)

    def claim(self, source: Source, sha256: str) -> Earlier:
        """What is there of this source; two sources never get the same.

        The content decides, not the path: a folder may have moved. Where the content is new, the
        path still says whose place it takes.
        """
        row = self._known.execute(
            "SELECT id, written, reader = ? AND failed = 0 FROM source"
            " WHERE sha256 = ? AND stem = ? AND is_claimed = 0"
            " ORDER BY reader = ? DESC, origin = ? DESC, id DESC LIMIT 1",
            [self._reader, sha256, source.stem, self._reader, source.origin],
        ).fetchone()
        if row is None:
            row = self._known.execute(
                "SELECT id, written, 0 FROM source WHERE origin = ? AND is_claimed = 0"
                " ORDER BY id DESC LIMIT 1",
                [source.origin],
            ).fetchone()
        if row is None:
            return Earlier()
        number, raw, is_same = row
        self._known.execute("UPDATE source SET is_claimed = 1 WHERE id = ?", [number])
        written: list[Written] = [(stem, name, size) for stem, name, size in json.loads(raw)]
        owned = tuple((stem, name) for stem, name, _size in self._owned(number, written))
        is_whole = len(owned) == len(written) and all(self._is_there(*w[1:]) for w in written)
        return Earlier(owned, len(written) if is_same and is_whole else 0)

    def _owned(self, number: int, written: Sequence[Written]) -> Iterator[Written]:
        for one in written:
            query = "SELECT source FROM owner WHERE name = ?"
            if self._known.execute(query, [one[1].casefold()]).fetchone() == (number,):
                yield one

    def _is_there(self, name: str, size: int) -> bool:
        try:
            return os.path.getsize(self._folder / f"{name}.json") == size
        except OSError:
            return False

    def add(self, source: Source, sha256: str, written: Sequence[Written], failed: int) -> None:
        raw = {
            "origin": source.origin,
            "stem": source.stem,
            "sha256": sha256,
            "reader": self._reader,
            "written": written,
            "failed": failed,
        }
        line = b"\n" * self._is_torn + json.dumps(raw).encode("ascii") + b"\n"
        self._is_torn = True  # until it is written to its end
        self._is_torn = self._file.write(line) != len(line)

    def close(self) -> None:
        self._file.close()


def _is_plain(name: str) -> bool:
    return bool(name) and not name.startswith(".") and Path(name).name == name


def _locked(file: IO[bytes]) -> bool:
    """Alone in this folder until the process ends, however it ends."""
    try:
        import fcntl  # not on every system
    except ImportError:
        return True
    try:
        # Of this process only: a worker that is still about after a crash does not hold it.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _ends_torn(file: IO[bytes]) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"
