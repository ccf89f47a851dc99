"""A progress bar on standard error, if that is a terminal; nothing otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sprengel.cli.text import _

_REDRAW_EVERY = 0.1
_COUNT_FOR = 0.005
"""Seconds the counting of what lies ahead may take at each step."""


class Bar:
    """No bar at all; what is written to a file or a pipe stays clean."""

    def advance(self) -> None:
        pass

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        yield


class _TerminalBar(Bar):
    def __init__(self, progress: Any, task: Any, counting: Iterator[object] | None) -> None:
        self._progress = progress
        self._task = task
        self._counting = counting
        self._ahead = 0
        self._redraw_at = 0.0
        self._count()

    def advance(self) -> None:
        self._count()
        self._progress.advance(self._task)
        now = time.monotonic()
        # Drawing takes longer than reading a short text.
        if now >= self._redraw_at:
            self._progress.refresh()
            self._redraw_at = now + _REDRAW_EVERY

    def _count(self) -> None:
        """Count on for a moment; once all is counted, the bar knows how long it is."""
        if self._counting is None:
            return
        until = time.monotonic() + _COUNT_FOR
        for _one in self._counting:
            self._ahead += 1
            if time.monotonic() > until:
                return
        self._counting = None
        self._progress.update(self._task, total=self._ahead)

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        """Take the bar off the screen while the caller writes to the same terminal."""
        if not sys.stdout.isatty():
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()


@contextmanager
def progress_bar(
    total: int | None, label: str = "", counting: Iterator[object] | None = None
) -> Iterator[Bar]:
    """``counting`` yields once for each step ahead where the total is not known at once.

    It is followed a little at each step: listing 100,000 files first would keep people waiting.
    """
    if not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    # Drawn by hand: a refreshing thread and forked workers do not go together.
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task(label or _("Lesen"), total=total)
        bar = _TerminalBar(progress, task, counting)
        progress.refresh()
        yield bar
        progress.refresh()
