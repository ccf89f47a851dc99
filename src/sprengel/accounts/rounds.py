"""What happens every minute in the worker: each room registers its own when it starts.

A function is idempotent and safe when two workers run it at the same time; one that fails is
written to the log, the others still run, and the next minute tries again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import close_old_connections

Round = Callable[[], object]

_rounds: dict[str, Round] = {}
_log = logging.getLogger("sprengel.worker")


def register(name: str, function: Round) -> None:
    """Called from ``AppConfig.ready``; the same name replaces what was there."""
    _rounds[name] = function


def names() -> tuple[str, ...]:
    return tuple(_rounds)


def run_due() -> tuple[str, ...]:
    """Run all of them once; the names of those that failed."""
    failed = []
    for name, function in list(_rounds.items()):
        close_old_connections()
        try:
            function()
        except Exception:  # the others must still run; the next minute tries this one again
            _log.exception("round %s failed", name)
            failed.append(name)
    return tuple(failed)
