"""Where readings go as JSON: one line each, or one file each that is whole or not there."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sprengel.cli.reading import Reading


def json_line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


@dataclass
class Names:
    """Gives every document of a run a name of its own.

    Two folders may hold a file of the same name; the second must not overwrite the first. Case
    is ignored, because some file systems do.
    """

    _taken: set[str] = field(default_factory=set)

    def unique(self, stem: str) -> str:
        name, number = stem, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name.casefold())
        return name


def write_json(folder: Path, name: str, reading: Reading) -> Path:
    """Written beside its place and moved there: nobody ever sees half a file."""
    target = folder / f"{name}.json"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".sprengel-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json_line(reading.document or {}) + "\n")
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
