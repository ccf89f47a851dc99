"""The same reading on many machines: texts go to the workers of a Dask scheduler as bytes.

The pool's promises hold here too: results come in the order of the sources, few are in flight, a
text that crashes or grows costs only itself. On each machine a text is read in a process of its
own under the same bounds; a machine that dies has its texts read on another. Nothing but this
process writes, and it takes each result once, so no text is lost and none is there twice.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import pickle
import queue
import re
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from sprengel.cli.pool import Bounds, Done, Failure, Guard
from sprengel.cli.reading import SourceReading, Task, read_task
from sprengel.cli.text import _
from sprengel.cli.version import reader_version
from sprengel.reading.problems import FileProblem, gettext_noop

Client: TypeAlias = Any
Future: TypeAlias = Any
"""Of the package distributed, which is not typed and mostly not there."""

MISSING = gettext_noop(
    "Für --scheduler fehlt das Paket distributed. Bitte installieren: pip install "
    "'sprengel[cluster]'"
)
BAD_ADDRESS = gettext_noop(
    "%(address)s ist keine Adresse eines Schedulers. Bitte so angeben: tcp://rechner:8786"
)
UNREACHABLE = gettext_noop(
    "Der Scheduler %(address)s ist nicht zu erreichen. Bitte die Adresse prüfen und ob er läuft "
    "(dask scheduler)."
)
NO_WORKERS = gettext_noop(
    "Beim Scheduler %(address)s ist kein Rechner angemeldet. Bitte dort starten: dask worker "
    "%(address)s"
)
NO_SPRENGEL = gettext_noop(
    "Auf dem Rechner %(worker)s lässt sich Sprengel nicht starten (%(reason)s). Bitte dort "
    "dieselbe Fassung installieren wie hier: %(here)s."
)
OTHER_VERSION = gettext_noop(
    "Auf dem Rechner %(worker)s liest eine andere Fassung von Sprengel (%(there)s) als hier "
    "(%(here)s). Bitte überall dieselbe Fassung mit denselben Einstellungen verwenden."
)
LOST = gettext_noop(
    "Die Verbindung zum Scheduler %(address)s ist abgebrochen. Was schon geschrieben ist, bleibt; "
    "mit --out und --resume geht es dort weiter."
)

_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?[^\s/]+:\d{1,5}")
_CONNECT_SECONDS = 10.0
_ALONE_SECONDS = 60.0
"""A cluster may lose all its workers for so long; a nanny starts them again."""
_LOOK_EVERY_SECONDS = 2.0
_RESULT_SECONDS = 60.0
_PER_THREAD = 4
"""So many texts per thread of the cluster are on their way or wait for an earlier one."""
_MEGABYTES_IN_FLIGHT = 64
_MOST_ATTEMPTS = 10


class ClusterProblem(Exception):
    """The cluster cannot be used, or no longer; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What comes back from a worker."""

    worker: str
    version: str
    reading: SourceReading | None = None
    failure: Failure | None = None


class _Call:
    """To unpickle it is to make it: so it reaches a worker through any scheduler."""

    def __init__(self, task: Task, bounds: Bounds, version: str) -> None:
        self._arguments = (task, bounds, version)

    def __reduce__(self) -> tuple[Callable[..., _Answer], tuple[Task, Bounds, str]]:
        return _read_here, self._arguments


_here = threading.local()
"""Of each thread of a worker: the process it reads in."""


def _read_here(task: Task, bounds: Bounds, version: str) -> _Answer:
    """On a worker: read one text in a process of its own."""
    worker = socket.gethostname()
    if reader_version() != version:
        return _Answer(worker, reader_version())
    guard: Guard[Task, SourceReading] | None = getattr(_here, "guard", None)
    if guard is None or guard.bounds != bounds:
        if guard is not None:
            guard.stop()
        guard = _here.guard = Guard(read_task, bounds)
    done = guard.run(task)
    return _Answer(worker, version, done.result, done.failure)


def read_on_cluster(
    tasks: Iterable[Task], *, address: str, in_flight: int | None, bounds: Bounds
) -> Iterator[Done[Task, SourceReading]]:
    """As ``run_all`` does, elsewhere. ``in_flight``: so many texts at most, else as many as the
    cluster has use for."""
    with _connected(address) as client:
        run = _Run(client, address, in_flight, bounds)
        run.check_workers()
        yield from run.over(tasks)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    if not _ADDRESS.fullmatch(address):
        raise ClusterProblem(_(BAD_ADDRESS) % {"address": address})
    try:
        # Late: only whoever has a cluster has it installed, and it takes a second.
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ClusterProblem(_(MISSING)) from None
    with _unlogged():
        try:
            client = distributed.Client(
                address, timeout=_CONNECT_SECONDS, name="sprengel-read", set_as_default=False
            )
        except Exception as e:
            raise ClusterProblem(_(UNREACHABLE) % {"address": address}) from e
        try:
            yield client
        finally:
            with suppress(Exception):  # whatever it is, the readings are here
                client.close(timeout=5)


@contextmanager
def _unlogged() -> Iterator[None]:
    """What Dask has to tell us comes as exceptions; its log is not for the people reading here."""
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)


@dataclass(slots=True)
class _Sent:
    """A text on its way; its bytes stay here until its result has come."""

    task: Task
    call: bytes
    attempts: int = 0
    future: Future | None = None


class _Run:
    def __init__(self, client: Client, address: str, in_flight: int | None, bounds: Bounds) -> None:
        self._client = client
        self._address = address
        self._in_flight = in_flight
        self._bounds = bounds
        self._version = reader_version()
        self._sent: dict[int, _Sent] = {}
        self._heard: queue.SimpleQueue[tuple[int, Future]] = queue.SimpleQueue()
        self._threads = 1
        self._looked_at = 0.0
        self._alone_since: float | None = None

    def check_workers(self) -> None:
        """Before anything is sent: somebody is there, and reads as we do."""
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError:
            raise self._problem(NO_WORKERS) from None
        try:
            answers = self._client.run(reader_version, on_error="return")
        except Exception as e:
            raise self._problem(LOST) from e
        for worker, answer in answers.items():
            if isinstance(answer, OSError):
                continue  # it has died in this moment; others read on
            if isinstance(answer, Exception):
                raise self._problem(NO_SPRENGEL, worker=worker, reason=answer)
            self._check_version(worker, answer)
        self._look_at_workers()

    def over(self, tasks: Iterable[Task]) -> Iterator[Done[Task, SourceReading]]:
        pending = enumerate(tasks)
        finished: dict[int, Done[Task, SourceReading]] = {}
        next_to_yield = taken = 0
        exhausted = False
        while not exhausted or taken > next_to_yield:
            while not exhausted and self._has_room(taken - next_to_yield):
                index, task = next(pending, (taken, None))
                if task is None:
                    exhausted = True
                    break
                taken += 1
                if not self._send(index, task):
                    finished[index] = Done(task, read_task(task))  # it says why
            if self._sent and next_to_yield not in finished:
                finished.update(self._receive())
            while next_to_yield in finished:
                yield finished.pop(next_to_yield)
                next_to_yield += 1

    def _has_room(self, under_way: int) -> bool:
        most = self._in_flight or _PER_THREAD * self._threads
        size = sum(len(sent.call) for sent in self._sent.values())
        return under_way < most and size < _MEGABYTES_IN_FLIGHT * 1024**2

    def _send(self, index: int, task: Task) -> bool:
        """Whether its bytes could be had and are on their way."""
        try:
            loaded = Task(task.source.with_bytes(), task.dated_on)
        except FileProblem:
            return False
        call = pickle.dumps(_Call(loaded, self._bounds, self._version))
        self._sent[index] = _Sent(task, call)
        self._submit(index)
        return True

    def _submit(self, index: int) -> None:
        sent = self._sent[index]
        sent.attempts += 1
        # The same text under the same key is computed once, whoever asks for it.
        content = hashlib.blake2b(sent.call, digest_size=16).hexdigest()
        key = f"sprengel-read-{content}-{index}-{sent.attempts}"
        # As bytes, which the scheduler hands on without having to know Sprengel.
        future = self._client.submit(pickle.loads, sent.call, key=key)
        sent.future = future
        future.add_done_callback(lambda done: self._heard.put((index, done)))

    def _receive(self) -> Iterator[tuple[int, Done[Task, SourceReading]]]:
        """What has come by now, after a moment's waiting; a text that was lost is sent again."""
        now = time.monotonic()
        if now >= self._looked_at + _LOOK_EVERY_SECONDS:
            self._look_at_workers()
        try:
            index, future = self._heard.get(timeout=_LOOK_EVERY_SECONDS)
        except queue.Empty:
            return
        sent = self._sent.get(index)
        if sent is None or sent.future is not future:
            return  # its second try has been sent already
        done = self._result(sent, future)
        if done is None:
            self._submit(index)
            return
        del self._sent[index]  # and with it the cluster's copy of the result
        yield index, done

    def _result(self, sent: _Sent, future: Future) -> Done[Task, SourceReading] | None:
        """The end of one try; None if it is worth another."""
        try:
            answer = future.result(timeout=_RESULT_SECONDS)
        except ImportError as e:
            raise self._problem(NO_SPRENGEL, worker="?", reason=e) from e
        except CancelledError as e:
            raise self._problem(LOST) from e
        except Exception:
            # The text itself cannot have done it: it is read in a process of its own there.
            if sent.attempts < _MOST_ATTEMPTS:
                return None
            return Done(sent.task, failure=Failure.CRASHED)
        self._check_version(answer.worker, answer.version)
        return Done(sent.task, answer.reading, answer.failure)

    def _look_at_workers(self) -> None:
        """As many texts as there are threads by now; nobody waits for ever where none is left."""
        self._looked_at = time.monotonic()
        try:
            threads = sum(self._client.nthreads().values())
        except Exception as e:
            raise self._problem(LOST) from e
        if threads:
            self._threads, self._alone_since = threads, None
        elif self._alone_since is None:
            self._alone_since = self._looked_at
        elif self._looked_at > self._alone_since + _ALONE_SECONDS:
            raise self._problem(NO_WORKERS)

    def _check_version(self, worker: str, version: str) -> None:
        if version != self._version:
            raise self._problem(OTHER_VERSION, worker=worker, there=version)

    def _problem(self, sentence: str, **params: object) -> ClusterProblem:
        return ClusterProblem(
            _(sentence) % {"address": self._address, "here": self._version, **params}
        )
