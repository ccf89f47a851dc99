"""Running one function over many items in worker processes, for every command.

``concurrent.futures`` does not fit here: it cannot stop a worker that hangs, and one that
crashes takes all others' work with it. Files from outside do both. So each worker has a pipe
of its own and holds one item at a time; if it dies, takes too long or too much memory, that
item is named, the worker is replaced, and nothing else is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from sprengel.cli.worker import Bounds, Failure, Worker, wait_for_any

__all__ = ["Bounds", "Done", "Failure", "Guard", "default_jobs", "run_all"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 4
"""So many finished results per worker may wait for an earlier one that is slow."""

_BOUNDS = Bounds()


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
    bounds: Bounds = _BOUNDS,
) -> Iterator[Done[Item, Result]]:
    """Yield one :class:`Done` per item, in the items' order, with few items in flight.

    ``items`` is taken from as room comes free, so it may be endless. ``function`` has to be
    picklable; an exception in it counts as a crash of that item.
    """
    pool: _Pool[Item, Result] = _Pool(function, jobs, bounds)
    try:
        yield from pool.run(items)
    finally:
        pool.stop()


class _Pool(Generic[Item, Result]):
    def __init__(self, function: Callable[[Item], Result], jobs: int, bounds: Bounds) -> None:
        self._function = function
        self._jobs = jobs
        self._bounds = bounds
        self._workers: list[Worker] = []

    def run(self, items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        pending = iter(items)
        taken = yielded = 0
        held: dict[int, Item] = {}
        finished: dict[int, Done[Item, Result]] = {}
        exhausted = False
        while True:
            while yielded in finished:
                yield finished.pop(yielded)
                yielded += 1
            room = _WAITING_PER_WORKER * self._jobs - len(finished)
            while not exhausted and room > 0 and self._has_idle():
                try:
                    held[taken] = next(pending)
                except StopIteration:
                    exhausted = True
                    break
                self._idle().begin(taken, held[taken])
                taken += 1
                room -= 1
            busy = [w for w in self._workers if w.is_busy]
            if not busy and exhausted:
                break
            for worker in wait_for_any(busy):
                index, result, failure = worker.finish()
                finished[index] = Done(held.pop(index), result, failure)
        yield from (finished[index] for index in sorted(finished))

    def _has_idle(self) -> bool:
        return sum(w.is_busy for w in self._workers) < self._jobs

    def _idle(self) -> Worker:
        """A free worker, a fresh one where the last has died or grown."""
        usable = []
        for worker in self._workers:
            if worker.is_busy or worker.is_usable():
                usable.append(worker)
            else:
                worker.kill()
        self._workers = usable
        for worker in usable:
            if not worker.is_busy:
                return worker
        # A forked worker must not keep the pipes of the others open.
        others = [w.pipe for w in usable]
        self._workers.append(Worker(self._function, self._bounds, others))
        return self._workers[-1]

    def stop(self) -> None:
        for worker in self._workers:
            worker.kill()


class Guard(Generic[Item, Result]):
    """One item after another under the same bounds, for a caller that has many threads.

    Forking such a process is not safe, so the worker is a fresh interpreter.
    """

    def __init__(self, function: Callable[[Item], Result], bounds: Bounds) -> None:
        self.bounds = bounds
        self._function = function
        self._worker: Worker | None = None

    def run(self, item: Item) -> Done[Item, Result]:
        worker = self._worker
        if worker is None or not worker.is_usable():
            self.stop()
            worker = self._worker = Worker(self._function, self.bounds, is_fresh=True)
        worker.begin(0, item)
        wait_for_any([worker])
        _, result, failure = worker.finish()
        return Done(item, result, failure)

    def stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
