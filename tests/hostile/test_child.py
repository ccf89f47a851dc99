"""The child process when the house is told to stop."""

from __future__ import annotations

import os
import signal
import time

from sprengel.archive import isolation


def told_to_stop() -> str:
    """What a service manager does that stops a whole group at once."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.2)
    return "fertig"


def test_told_to_stop_it_finishes_for_the_worker_that_finishes_too() -> None:
    assert isolation.run(told_to_stop, seconds=20) == "fertig"
