"""One worker process: it holds one item at a time, and the parent watches over it."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

_LOOK_EVERY = 0.1
"""Seconds between two looks at the memory of a busy worker."""
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one item may cost."""

    seconds: float = 300.0
    megabytes: int = 1024
    """Resident memory of the whole worker process, watched where there is a /proc (Linux)."""


class Failure(StrEnum):
    CRASHED = "crashed"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"


class Process(Protocol):
    """What is needed of one, however it was started."""

    @property
    def pid(self) -> int | None: ...

    def kill(self) -> None: ...

    def join(self) -> None: ...

    def is_alive(self) -> bool: ...


class _Interpreter:
    """A Python of its own that imports nothing but us, whatever program we are part of."""

    def __init__(self, pipe: Connection) -> None:
        code = f"from sprengel.cli.worker import serve; serve({pipe.fileno()})"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            pass_fds=[pipe.fileno()],
        )
        self.pid = self._process.pid

    def kill(self) -> None:
        self._process.kill()

    def join(self) -> None:
        self._process.wait()

    def is_alive(self) -> bool:
        return self._process.poll() is None


def _forked(
    function: Callable[[Any], Any], others: Sequence[Connection]
) -> tuple[Process, Connection]:
    """Shares the loaded reader's memory; where a fork is not safe, started by multiprocessing."""
    method = "fork" if sys.platform == "linux" else "spawn"
    context: Any = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    inherited = [*others, ours] if method == "fork" else []
    process = context.Process(target=_work, args=(function, theirs, inherited), daemon=True)
    process.start()
    theirs.close()  # or the death of the process would not end the pipe
    return process, ours


def _fresh(function: Callable[[Any], Any]) -> tuple[Process, Connection]:
    ours, theirs = multiprocessing.Pipe()
    process = _Interpreter(theirs)
    theirs.close()
    with suppress(OSError):  # it died at once, which the first item will show
        ours.send(function)
    return process, ours


def serve(descriptor: int) -> None:
    """What a fresh interpreter runs: first the function comes over the pipe, then its items."""
    pipe = Connection(descriptor)
    _work(pipe.recv(), pipe, [])


class Worker:
    """One process, its pipe, and the item it holds."""

    def __init__(
        self,
        function: Callable[[Any], Any],
        bounds: Bounds,
        others: Sequence[Connection] = (),
        is_fresh: bool = False,
    ) -> None:
        """``others``: pipes a forked worker must not keep open. ``is_fresh``: not forked."""
        self._process, self.pipe = _fresh(function) if is_fresh else _forked(function, others)
        with suppress(EOFError, OSError):
            # A fresh interpreter takes a second to come up, which is not the item's time.
            if self.pipe.poll(_START_SECONDS):
                self.pipe.recv()
        self._bounds = bounds
        self._megabytes_at_start = self._megabytes()
        self._failure = Failure.CRASHED
        self._index = -1
        self._next_look = 0.0
        self._deadline = 0.0
        self.is_busy = False

    def begin(self, index: int, item: Any) -> None:
        now = time.monotonic()
        self._index, self._failure, self.is_busy = index, Failure.CRASHED, True
        self._deadline, self._next_look = now + self._bounds.seconds, now + _LOOK_EVERY
        with suppress(OSError):  # already dead: finish() will find the end of the pipe
            self.pipe.send(item)

    def seconds_to_look(self, now: float) -> float:
        return max(0.0, min(self._deadline, self._next_look) - now)

    def is_over(self, now: float) -> bool:
        """Whether the item has broken a bound; :meth:`finish` then says which."""
        if now >= self._deadline:
            self._failure = Failure.TOO_SLOW
            return True
        if now >= self._next_look:
            self._next_look = now + _LOOK_EVERY
            if self._megabytes() > self._bounds.megabytes:
                self._failure = Failure.TOO_BIG
                return True
        return False

    def finish(self) -> tuple[int, Any, Failure | None]:
        """The result if there is one; else the process has died or broken a bound, and ends."""
        self.is_busy = False
        try:
            if self.pipe.poll():
                failure, result = self.pipe.recv()
                return self._index, result, failure
        except (EOFError, OSError, pickle.UnpicklingError, AttributeError):
            pass
        self.kill()
        return self._index, None, self._failure

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def is_usable(self) -> bool:
        return not self.pipe.closed and self._process.is_alive() and not self._has_grown()

    def _has_grown(self) -> bool:
        """Keeps so much from earlier items that the next would pay for them."""
        room = self._bounds.megabytes - self._megabytes_at_start
        return self._megabytes() - self._megabytes_at_start > room / 2

    def _megabytes(self) -> float:
        return resident_megabytes(self._process.pid)


def resident_megabytes(pid: int | None) -> float:
    """Resident memory of a process; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def wait_for_any(busy: Sequence[Worker]) -> list[Worker]:
    """Workers with a result, a closed pipe or a broken bound; waits until there is one."""
    while busy:
        now = time.monotonic()
        seconds = min(w.seconds_to_look(now) for w in busy)
        heard = set(wait([w.pipe for w in busy], timeout=seconds))
        now = time.monotonic()
        ready = [w for w in busy if w.pipe in heard or w.is_over(now)]
        if ready:
            return ready
    return []


def _work(function: Callable[[Any], Any], pipe: Connection, inherited: list[Connection]) -> None:
    """The loop of a worker process; it ends when the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _die_with_parent()
    for connection in inherited:
        connection.close()
    pipe.send(None)  # up and running
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Failure | None, Any]
        try:
            answer = (None, function(item))
        except MemoryError:
            answer = (Failure.TOO_BIG, None)
        except Exception:
            answer = (Failure.CRASHED, None)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionError):
            return
        except Exception:  # a result that cannot be pickled
            pipe.send((Failure.CRASHED, None))


def _die_with_parent() -> None:
    """A worker that hangs in an item must not outlive a parent that was killed."""
    if sys.platform != "linux":
        return
    import ctypes  # late: only a worker needs it

    death_signal = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
