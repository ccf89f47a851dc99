"""Running one function over many items in worker processes, for every command.

``concurrent.futures`` does not fit here: it cannot stop a worker that hangs, and one that
crashes takes all others' work with it. Files from outside do both. So each worker has a pipe
of its own and holds one item at a time; if it dies or takes too long, that item is named,
the worker is replaced, and nothing else is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from sprengel.cli.progress import progress_bar

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS_PER_ITEM = 300.0
_WAITING_PER_WORKER = 4
"""So many finished results per worker may wait for an earlier one that is slow."""


class Failure(StrEnum):
    CRASHED = "crashed"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    item: Item
    result: Result | None = None
    failure: Failure | None = None


def default_jobs() -> int:
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    seconds_per_item: float = SECONDS_PER_ITEM,
    total: int | None = None,
    label: str = "",
) -> Iterator[Done[Item, Result]]:
    """Yield one :class:`Done` per item, in the items' order, with few items in flight.

    ``function`` has to be picklable. An exception in it counts as a crash of that item.
    On a terminal a progress bar is shown on standard error.
    """
    pool: _Pool[Item, Result] = _Pool(function, jobs, seconds_per_item)
    with progress_bar(total, label) as bar:
        try:
            for done in pool.run(items, on_done=bar.advance):
                with bar.out_of_the_way():
                    yield done
        finally:
            pool.stop()


class _Pool(Generic[Item, Result]):
    def __init__(
        self, function: Callable[[Item], Result], jobs: int, seconds_per_item: float
    ) -> None:
        self._function = function
        self._seconds = seconds_per_item
        self._workers: list[_Worker] = []
        self._jobs = jobs

    def run(
        self, items: Iterable[Item], on_done: Callable[[], None]
    ) -> Iterator[Done[Item, Result]]:
        pending = enumerate(items)
        finished: dict[int, Done[Item, Result]] = {}
        next_to_yield = 0
        exhausted = False
        while True:
            while next_to_yield in finished:
                yield finished.pop(next_to_yield)
                next_to_yield += 1
            room = _WAITING_PER_WORKER * self._jobs - len(finished)
            while not exhausted and room > 0 and (worker := self._idle()):
                task = next(pending, None)
                if task is None:
                    exhausted = True
                else:
                    worker.begin(*task, self._seconds)
                    room -= 1
            busy = [w for w in self._workers if w.is_busy]
            if not busy and exhausted:
                break
            for worker in _ready(busy):
                index, done = worker.finish()
                finished[index] = done
                on_done()
        yield from (finished[index] for index in sorted(finished))

    def _idle(self) -> _Worker | None:
        self._workers = [w for w in self._workers if w.is_busy or w.is_usable()]
        for worker in self._workers:
            if not worker.is_busy:
                return worker
        if len(self._workers) >= self._jobs:
            return None
        self._workers.append(_Worker(self._function, [w.pipe for w in self._workers]))
        return self._workers[-1]

    def stop(self) -> None:
        for worker in self._workers:
            worker.kill()


class _Worker:
    """One process, its pipe, and the item it holds."""

    def __init__(self, function: Callable[[Any], Any], others: list[Connection]) -> None:
        # Forked, workers share the loaded reader's memory; elsewhere a fork is not safe.
        method = "fork" if sys.platform == "linux" else "spawn"
        context: Any = multiprocessing.get_context(method)
        self.pipe, theirs = context.Pipe()
        inherited = [*others, self.pipe] if method == "fork" else []
        self._process = context.Process(
            target=_work, args=(function, theirs, inherited), daemon=True
        )
        self._process.start()
        theirs.close()  # or the death of the process would not end the pipe
        self._index = -1
        self._item: Any = None
        self.is_busy = False
        self.deadline = 0.0

    def begin(self, index: int, item: Any, seconds: float) -> None:
        self._index, self._item, self.is_busy = index, item, True
        self.deadline = time.monotonic() + seconds
        with suppress(OSError):  # already dead: finish() will find the end of the pipe
            self.pipe.send(item)

    def finish(self) -> tuple[int, Done[Any, Any]]:
        """The result if there is one; else the process has died or is overdue, and ends."""
        self.is_busy = False
        failure = Failure.CRASHED
        try:
            if self.pipe.poll():
                succeeded, result = self.pipe.recv()
                if succeeded:
                    return self._index, Done(self._item, result)
                return self._index, Done(self._item, failure=Failure.CRASHED)
            failure = Failure.TOO_SLOW
        except (EOFError, OSError, pickle.UnpicklingError, AttributeError):
            pass
        self.kill()
        return self._index, Done(self._item, failure=failure)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def is_usable(self) -> bool:
        return not self.pipe.closed and self._process.is_alive()


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Workers with a result, a closed pipe or no time left; waits until there is one."""
    seconds = min((w.deadline for w in busy), default=0.0) - time.monotonic()
    heard = set(wait([w.pipe for w in busy], timeout=max(0.0, seconds)))
    now = time.monotonic()
    return [w for w in busy if w.pipe in heard or w.deadline <= now]


def _work(function: Callable[[Any], Any], pipe: Connection, inherited: list[Connection]) -> None:
    """The loop of a worker process; it ends when the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    for connection in inherited:
        connection.close()
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, function(item))
        except Exception:
            answer = (False, None)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionError):
            return
        except Exception:  # a result that cannot be pickled
            pipe.send((False, None))
