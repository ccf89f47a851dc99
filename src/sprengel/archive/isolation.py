"""Running what may crash or hang in a process of its own.

A damaged PDF can take its whole process down, a strange text can keep a rule busy for hours.
Both happen here in a child: it is killed, and the parent goes on with an exception it can turn
into a sentence. The child is kept for the next call, because loading the reader takes longer
than most readings.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from socket import socketpair
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

TICK_SECONDS = 1.0
"""How often ``on_wait`` is called while the child works."""
CALLS_PER_CHILD = 200
"""After so many a fresh child is taken: libraries lose a little memory with every file."""


class ChildCrashed(Exception):
    """The process died: a fault in a library, or the system ran out of memory."""


class ChildTooSlow(Exception):
    """It took longer than allowed and was ended."""


def run(
    function: Callable[P, R],
    *args: P.args,
    seconds: float,
    on_wait: Callable[[], None] | None = None,
) -> R:
    """``function(*args)`` in a child process; what it raises is raised here.

    ``function`` must be importable by name. If ``on_wait`` raises, the child is ended.
    """
    return _the_child().call(function, args, seconds=seconds, on_wait=on_wait)


class _Child:
    def __init__(self) -> None:
        self.owner = os.getpid()
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._calls = 0

    def call(
        self,
        function: Callable[..., R],
        args: tuple[Any, ...],
        *,
        seconds: float,
        on_wait: Callable[[], None] | None,
    ) -> R:
        with self._turn:
            try:
                answer = self._ask((function, args, seconds), seconds, on_wait)
            except (EOFError, ConnectionError) as e:
                self.end()
                raise ChildCrashed(f"{function.__name__} took its process down") from e
            except BaseException:
                self.end()
                raise
            self._calls += 1
            if self._calls >= CALLS_PER_CHILD:
                self.end()
        good, value = answer
        if not good:
            raise value
        return value

    def _ask(
        self, question: tuple[Any, ...], seconds: float, on_wait: Callable[[], None] | None
    ) -> tuple[bool, Any]:
        pipe = self._started()
        pipe.send(question)
        ends_at = time.monotonic() + seconds
        while not pipe.poll(min(TICK_SECONDS, max(0.0, ends_at - time.monotonic()))):
            if time.monotonic() >= ends_at:
                raise ChildTooSlow(f"more than {seconds} seconds")
            if on_wait is not None:
                on_wait()
        answer: tuple[bool, Any] = pipe.recv()
        return answer

    def _started(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.poll() is None:
            return self._pipe
        self.end()
        ours, theirs = socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # Out of the terminal's group: Ctrl-C is for the parent, which ends the child.
                start_new_session=True,
            )
        self._pipe = Connection(ours.detach())
        self._calls = 0
        return self._pipe

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


_child: _Child | None = None


def _the_child() -> _Child:
    global _child
    # A forked process must not talk over its parent's line.
    if _child is None or _child.owner != os.getpid():
        _child = _Child()
        atexit.register(_child.end)
    return _child


def _serve(pipe: Connection) -> None:
    """The child's whole life: answer one question after the other until the parent is gone."""
    _prepare()
    while True:
        try:
            function, args, seconds = pipe.recv()
        except EOFError:
            return
        _bound_processor_time(seconds)
        try:
            answer = (True, function(*args))
        except Exception as e:
            answer = (False, _sendable(e))
        pipe.send(answer)


def _prepare() -> None:
    # When a service is stopped the whole group is told to end; the worker finishes what it does
    # and then ends this process itself.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # short of memory, the system takes this one and not the server
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        import django  # only so that the registry's classes can be unpickled

        django.setup()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(TICK_SECONDS)
    os._exit(1)


def _bound_processor_time(seconds: float) -> None:
    """Should the parent be gone and this one hang for good, the system ends it."""
    if sys.platform == "win32":
        return
    import resource  # Unix only

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + 2 * seconds) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _sendable(error: Exception) -> Exception:
    import pickle  # only on the way of an error
    import traceback

    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    error.add_note("".join(traceback.format_exception(error)))
    return error


if __name__ == "__main__":
    # Imported under its real name, so that what is pickled here is known to the parent.
    from sprengel.archive.isolation import _serve as serve

    with suppress(ConnectionError, KeyboardInterrupt):
        serve(Connection(int(sys.argv[1])))
