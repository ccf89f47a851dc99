"""Mail that comes in: calendar answers, and reports that a letter could not be delivered.

Rooms above register what they understand::

    incoming.register("calendar replies", function)

A function gets the bytes of one mail and says whether it was one of its own. Receiving the same
mail twice must do nothing the second time: a mail server may hand it over again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from sprengel.mail.bounces import note_bounce

LARGEST_BYTES = 10 * 1024 * 1024
Reader = Callable[[bytes], bool]

_readers: dict[str, Reader] = {"bounces": note_bounce}
_log = logging.getLogger("sprengel.mail")


def register(name: str, reader: Reader) -> None:
    """Called from ``AppConfig.ready``; the same name replaces what was there."""
    _readers[name] = reader


def receive(raw: bytes) -> bool:
    """Whether anybody here understood the mail; the first that does has it."""
    if len(raw) > LARGEST_BYTES:
        return False
    return any(reader(raw) for reader in _readers.values())


def poll_maildir() -> int:
    """Look at every new mail once; what is understood is marked as read, the rest stays unread."""
    if settings.MAILDIR is None:
        return 0
    folder = Path(settings.MAILDIR)
    count = 0
    for path in sorted((folder / "new").glob("*")) if (folder / "new").is_dir() else []:
        count += _look_at(path, folder / "cur")
    return count


def _look_at(path: Path, read_folder: Path) -> bool:
    try:
        raw = b"" if path.stat().st_size > LARGEST_BYTES else path.read_bytes()
    except FileNotFoundError:  # another worker has it
        return False
    except OSError:
        _log.exception("mail %s cannot be read", path.name)
        return False
    understood = receive(raw)
    read_folder.mkdir(exist_ok=True)
    # Another worker may have moved it at the same moment: looked at twice, taken in once.
    with suppress(FileNotFoundError):
        # "S": seen (the Maildir convention); people still see what was not for us.
        os.rename(path, read_folder / f"{path.name.partition(':')[0]}:2,{'S' * understood}")
    return understood
