"""A progress bar on standard error, if that is a terminal; nothing otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sprengel.cli.text import _


class Bar:
    """No bar at all; what is written to a file or a pipe stays clean."""

    def advance(self) -> None:
        pass

    @contextmanager
    def out_of_the_way(self) -> Iterator[None]:
        yield


class _TerminalBar(Bar):
    def __init__(self, progress: Any, task: Any, total: int | None) -> None:
        self._progress = progress
        self._task = task
        self._total = total

    def advance(self) -> None:
        self._progress.advance(self._task)
        self._progress.refresh()

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
def progress_bar(total: int | None, label: str = "") -> Iterator[Bar]:
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
        progress.refresh()
        yield _TerminalBar(progress, task, total)
